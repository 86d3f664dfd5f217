"""What the window's page costs the browser: requests and bytes of the first paint, presses, and a long conversation.

    python -m benchmarks.page [--corpus seeds] [--turns 100]

Starts the window as a person does, in a home of its own, and opens its page in headless Chromium, where nothing is
cached. A press is timed by the browser itself, from the key or the pointer to the next frame (`PerformanceEventTiming`,
in steps of 8 ms), while somebody looks at its screen: a headless browser whose frames nobody takes keeps some of them,
and told of each key but the first that it had waited for the end of the writing (1.2 s), though each was drawn at once.
Memory is the heap of the page's scripts and the nodes of its document, after garbage was collected.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
BOX = "#question textarea"
QUESTIONS = (
    "من وقّع الاتفاق مع شركات الإنترنت؟",
    "ما دول مجموعة السبع؟",
    "ماذا قال مينيتي؟",
    "كم نسبة التطرف التي مصدرها الإنترنت؟",
    "ما هي عاصمة اليابان؟",
)
LOOKS = 5
"""How often memory is looked at in a conversation."""

TIMED = """() => {
    window.presses = [];
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) if (one.interactionId) window.presses.push([one.name, one.duration]);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}"""

ANSWERED = """turns => {
    const head = document.querySelector('#current .current');
    const replies = [...document.querySelectorAll('#chat .reply')];
    const drawn = head && Number(head.dataset.turns) === turns && replies.length === turns - (head.dataset.first || 0);
    return Boolean(drawn && replies.pop().querySelector('.actions'));
}"""
"""A truth and not the element, which the driver would hold on to, and with it all of the answer."""


@contextmanager
def opened(corpus: Path) -> Iterator[str]:
    """The address of a window that was started for this."""
    with tempfile.TemporaryDirectory() as home:
        call = [sys.executable, "app.py", "chat", "--port", "0", "--corpus", str(corpus), "--llm", "none"]
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        window = subprocess.Popen(call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert window.stdout is not None
            yield window.stdout.readline().split(": ", 1)[1].strip()
        finally:
            window.terminate()
            window.wait()


def weigh(page: Any, address: str) -> None:
    """Open the page, and print what came over the line until its first questions stand there."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    protocol.on("Network.requestWillBeSent", lambda event: kinds.update({event["requestId"]: event.get("type", "")}))
    protocol.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address)
    page.wait_for_selector('#welcome a[href^="#try-"]', timeout=300_000)
    page.wait_for_timeout(1000)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    asked = [request for request, kind in kinds.items() if kind == "Fetch"]  # for news, as long as it is opened
    weight = sum(weight for request, weight in weights.items() if request not in asked) / 1000
    print(f"first paint: {painted:.0f} ms; {len(kinds) - len(asked)} requests, {weight:.0f} kB")
    for kind in sorted(set(kinds.values())):
        of_kind = [request for request, its in kinds.items() if its == kind]
        print(f"  {kind}: {len(of_kind)}, {sum(weights.get(one, 0) for one in of_kind) / 1000:.0f} kB")


@contextmanager
def watched(page: Any) -> Iterator[None]:
    """The frames of the page are taken, as a screen does."""
    protocol = page.context.new_cdp_session(page)
    taken = "Page.screencastFrameAck"
    protocol.on("Page.screencastFrame", lambda frame: protocol.send(taken, {"sessionId": frame["sessionId"]}))
    protocol.send("Page.startScreencast", {"format": "jpeg", "quality": 10, "maxWidth": 360, "maxHeight": 225})
    yield
    protocol.send("Page.stopScreencast")
    protocol.detach()


def write(page: Any, words: str) -> None:
    """Write as a keyboard does, key by key: the letters that are on no Latin one, too."""
    protocol = page.context.new_cdp_session(page)
    for letter in words:
        protocol.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": letter, "text": letter})
        protocol.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter})
        page.wait_for_timeout(60)
    protocol.detach()


def press(page: Any) -> None:
    """Do what a person presses most, and print how long the page took to show it."""
    page.evaluate("window.presses.length = 0")
    page.click(BOX)
    write(page, "كم بلغت قوة الهزة؟")
    page.fill(BOX, "")
    for opener, closer in (
        ("#bar .do-theme", "#bar .do-theme"), ("#bar .do-language", "#bar .do-language"),
        ("#bar .do-settings", "#settings > button"), ("#bar .do-seek", "#bar .do-seek"),
        ("#bar .do-talks", "#bar .do-talks"), ("#bar .count", "#panel .do-close"),
    ):  # fmt: skip
        for selector in (opener, closer):
            page.click(selector)
            page.wait_for_timeout(400)
    took = [duration for _, duration in page.evaluate("window.presses")]
    named = max(page.evaluate("window.presses"), key=lambda one: one[1], default=["none", 0])
    print(
        f"  presses slower than 16 ms: {len(took)}, median {median(took or [0]):.0f} ms, "
        f"longest {named[1]:.0f} ms ({named[0]}); over 100 ms: {sum(one > 100 for one in took)}"
    )


def talk(page: Any, turns: int) -> None:
    """Hold a conversation of so many turns, and print what the page holds on the way."""
    protocol = page.context.new_cdp_session(page)
    for turn in range(turns):
        page.fill(BOX, QUESTIONS[turn % len(QUESTIONS)])
        page.press(BOX, "Enter")
        page.wait_for_function(ANSWERED, arg=turn + 1)
        if (turn + 1) % max(1, turns // LOOKS) == 0:
            page.wait_for_timeout(1000)
            protocol.send("HeapProfiler.collectGarbage")
            used = protocol.send("Runtime.getHeapUsage")["usedSize"]
            held = protocol.send("Memory.getDOMCounters")
            print(
                f"{turn + 1} turns: heap {used / 1e6:.1f} MB, {held['nodes']} nodes, "
                f"{held['jsEventListeners']} listeners"
            )


def main() -> None:
    """Parse the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--turns", type=int, default=100)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with opened(options.corpus) as address, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        weigh(page, address)
        page.evaluate(TIMED)
        for turns in (0, options.turns):
            talk(page, turns)
            with watched(page):
                press(page)
        browser.close()


if __name__ == "__main__":
    main()
