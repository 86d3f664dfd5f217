"""A llama.cpp server such as a person runs beside Isnad: no key, a port of its own; it ends with its input."""

from __future__ import annotations

import json
import os
import sys

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.model_alias, parameters.n_ctx = sys.argv[1], ["smol"], int(sys.argv[2])
parameters.cpuparams.n_threads = int(os.environ["OMP_NUM_THREADS"])  # or its threads wait for those of other tests
parameters.n_batch, parameters.n_parallel = 128, 1
parameters.hostnames, parameters.port = ["127.0.0.1"], 0
parameters.offline, parameters.ui, parameters.cache_ram_mib = True, False, 0
server = xllamacpp.Server(parameters)
os.write(1, (json.dumps({"address": server.listening_address}) + "\n").encode())
sys.stdin.read()
os._exit(0)
