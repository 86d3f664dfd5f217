"""The program of the child process that runs a `.gguf` file: llama.cpp's server on a free port of this machine.

Called with the path of the file and the context in tokens; reads one line, the key that callers must show, and
writes one line of JSON, the address. It ends when its standard input does, and that ends with whoever started it,
however that died. A process of its own, because a model that makes llama.cpp abort must not take Isnad along, and
because ending it is the one sure way to have the memory back.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path


def serve(path: str, context: int) -> None:
    """Load the model, say where it is served, and stay until the input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.model_alias = [Path(path).stem]  # the name that it is listed under; the path is nobody's business
    parameters.n_ctx = context
    parameters.n_parallel = 1  # one question at a time has the whole window
    parameters.n_batch = 128  # a request that was given up is noticed between batches only
    if (threads := os.environ.get("OMP_NUM_THREADS", "")).isdecimal() and int(threads):
        parameters.cpuparams.n_threads = int(threads)  # as every other library here obeys it; llama.cpp would not
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [sys.stdin.readline().strip()]
    parameters.offline = True
    parameters.ui = False
    parameters.cache_ram_mib = 0  # or up to 8 GB of earlier prompts are kept
    parameters.default_template_kwargs = {"enable_thinking": "false"}
    server = xllamacpp.Server(parameters)
    os.write(1, (json.dumps({"address": server.listening_address}) + "\n").encode())
    sys.stdin.read()
    os._exit(0)  # nothing to save; the memory goes at once


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the parent, which closes the input
    serve(sys.argv[1], int(sys.argv[2]))
