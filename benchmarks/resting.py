"""What the window costs at rest: the share of one core that it takes while a page is open and nobody asks.

    python -m benchmarks.resting [--corpus seeds] [--seconds 60]

Starts the window as a person does, in a home of its own, opens its page in headless Chromium, lets everything settle,
and counts the processor time of each of its threads (Linux: `/proc/PID/task/*/schedstat`) and how often they are woken.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTLING_SECONDS = 25
"""Beyond what a held question for news and Gradio's heartbeat take."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a thread has taken so far: seconds of a processor, and how often it was woken."""

    seconds: float
    wakes: int


def threads(process: int) -> dict[str, Spent]:
    """Each thread of a process by its number and name."""
    found = {}
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            status = (task / "status").read_text()
            spent = int((task / "schedstat").read_text().split()[0]) / 1e9
        except FileNotFoundError:
            continue  # it has ended meanwhile
        name = status.split("\n")[0].split(":")[1].strip()
        found[f"{task.name} {name}"] = Spent(spent, int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0]))
    return found


def report(before: dict[str, Spent], after: dict[str, Spent], seconds: float) -> None:
    """The whole, and the threads that took most of it."""
    nothing = Spent(0.0, 0)
    took = {name: now.seconds - before.get(name, nothing).seconds for name, now in after.items()}
    print(f"{100 * sum(took.values()) / seconds:.2f} % of a core over {seconds:.0f} s")
    for name in sorted(took, key=took.__getitem__, reverse=True)[:4]:
        wakes = (after[name].wakes - before.get(name, nothing).wakes) / seconds
        print(f"  {name}: {100 * took[name] / seconds:.3f} %, woken {wakes:.1f} times a second")


def main() -> None:
    """Parse the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        call = [sys.executable, "app.py", "chat", "--port", "0", "--corpus", str(options.corpus), "--llm", "none"]
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        window = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert window.stdout is not None
            address = window.stdout.readline().split(": ", 1)[1].strip()
            program = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(address)
            page.wait_for_selector('#welcome a[href^="#try-"]', timeout=300_000)
            page.wait_for_timeout(SETTLING_SECONDS * 1000)
            before, started = threads(window.pid), time.monotonic()
            page.wait_for_timeout(options.seconds * 1000)
            report(before, threads(window.pid), time.monotonic() - started)
            browser.close()
        finally:
            window.terminate()
            window.wait()


if __name__ == "__main__":
    main()
