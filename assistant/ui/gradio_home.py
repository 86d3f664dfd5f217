"""What Gradio is told before it is imported: nothing by the environment, and a folder that is this program's alone."""

from __future__ import annotations

import os
import tempfile
from functools import cache


@cache
def settle_gradio() -> tempfile.TemporaryDirectory[str]:
    """Take every GRADIO_* variable away and give Gradio a temporary folder of its own (0700), gone when this ends.

    Its variables change addresses, limits, what files are served and what is sent out; its own folder is one that all
    users of the machine share, and where another of them made it first the window did not start. Must be called before
    Gradio is imported, which reads some of them only then. Returns the folder, whose `cleanup` removes it at once.
    """
    for name in [name for name in os.environ if name.upper().startswith("GRADIO_")]:
        del os.environ[name]
    folder = tempfile.TemporaryDirectory(prefix="isnad-window-", ignore_cleanup_errors=True)
    os.environ["GRADIO_TEMP_DIR"] = folder.name
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    return folder
