"""What memory the window holds after some answers, and what of it: libraries, files, heaps, mapped memory.

    python -m benchmarks.window_memory [--corpus seeds] [--answers 20]

Starts the window as a person does, twice in one home: the first start makes the index, the second finds it. The page is
opened in headless Chromium and asked the questions of `benchmarks.page`. From Linux's `/proc/PID/smaps`, in MB: `rss`
all that is in memory, `pss` what is shared with other programs counted by its share.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.page import BOX, QUESTIONS, ROOT

PARTS_TOLD = 12


def held(process: int) -> tuple[float, float, Counter[str]]:
    """The whole of a process's memory, its proportional share, and that by what it is mapped from; megabytes."""
    rss = pss = 0.0
    parts: Counter[str] = Counter()
    part = ""
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        name, *values = line.split()
        if not name.endswith(":"):
            part = Path(values[4]).name if len(values) > 4 else "mapped memory"
            part = "heaps of threads" if part == "mapped memory" and values[0].startswith("---") else part
        elif name in ("Rss:", "Pss:"):
            megabytes = int(values[0]) * 1024 / 1e6
            rss, pss = rss + megabytes * (name == "Rss:"), pss + megabytes * (name == "Pss:")
            parts[part] += megabytes if name == "Pss:" else 0
    return rss, pss, parts


def ask(playwright: Any, address: str, answers: int) -> None:
    """Open the page and ask."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    page = browser.new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    page.wait_for_selector('#welcome a[href^="#try-"]')
    for turn in range(answers):
        page.fill(BOX, QUESTIONS[turn % len(QUESTIONS)])
        page.press(BOX, "Enter")
        page.wait_for_selector(f"#chat .message-row:nth-child({2 * turn + 2}) .actions", state="attached")
    page.wait_for_timeout(2000)
    browser.close()


def main() -> None:
    """Parse the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--answers", type=int, default=20)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        call = [sys.executable, "app.py", "chat", "--port", "0", "--corpus", str(options.corpus), "--llm", "none"]
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        for start in ("the index made", "the index found"):
            window = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
            try:
                assert window.stdout is not None
                ask(playwright, window.stdout.readline().split(": ", 1)[1].strip(), options.answers)
                rss, pss, parts = held(window.pid)
            finally:
                window.send_signal(signal.SIGINT)  # as Ctrl-C does, so that the index is closed
                window.wait()
            print(f"{start}: {rss:.0f} MB, {pss:.0f} in proportion; {window.returncode}")
            for name, megabytes in parts.most_common(PARTS_TOLD):
                print(f"  {megabytes:6.1f} {name}")


if __name__ == "__main__":
    main()
