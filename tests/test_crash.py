"""Killed anywhere: whatever an indexing process was doing, the next start makes the index what the folder holds.

Real processes, real Chroma, real files; only the model is a fast stand-in. The folder changes while the process
runs, and the kill (SIGKILL) is aimed at a step of the work, a moment after it was told of. `KILLS=300 python -m
pytest tests/test_crash.py` runs more of them.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes import now
from vectorstore.errors import VectorstoreError
from vectorstore.opening import IndexSource, open_index, open_read_only
from vectorstore.sync.groups import EMBEDDING_BATCH
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.arabic import tokens

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL"),
]

KILLS = int(os.environ.get("KILLS", "54"))

SEED = int(os.environ.get("SEED", "20"))

LONGEST = 4.0
"""Seconds after which a process is killed whatever it does."""

LETTERS = "بتجحدرزسشطعفقكلمن"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a process is killed at. `aims`: steps after which it is killed; `delay`: seconds after them, at most."""

    name: str
    files: int
    sentences: int
    changes: tuple[str, ...]
    aims: tuple[str, ...]
    pause: float = 0.004
    delay: float = 0.05
    often: bool = False
    models: tuple[str, ...] = ("word-lengths",)
    anew: bool = False


SCENARIOS = (
    Scenario("first indexing", 40, 4, ("add", "change"), ("files", "embed", "store"), pause=0.02, anew=True),
    Scenario(
        "adds, changes, deletes, moves", 40, 3, ("add", "change", "delete", "move"),
        ("scan", "files", "embed", "store", "idle"),
    ),
    Scenario("deletes", 45, 3, ("delete", "change"), ("files", "store", "idle")),
    Scenario("renamed folders", 40, 3, ("rename", "move"), ("scan", "store", "idle")),
    Scenario("Chroma persists", 60, 8, ("change", "add"), ("store", "embed", "store"), 0.0, 0.15, often=True),
    Scenario(
        "another model", 30, 3, ("change",), ("files", "embed", "store"), pause=0.01, models=("word-lengths", "other")
    ),
)  # fmt: skip


class Folder:
    """A folder of made-up articles that changes by chance, and every word that ever stood in it."""

    def __init__(self, corpus: Path, chance: random.Random, sentences: int) -> None:
        self.corpus, self.chance, self.sentences = corpus, chance, sentences
        self.ever: set[str] = set()
        self.number = 0
        corpus.mkdir()

    def article(self) -> str:
        """Prose with a number and a name that no other article has.

        The first sentence is one that the stand-in for the model finds near to `crash_child.question_of`, whatever the
        name: both have the same words but two, and names and numbers are of one length.
        """
        name = "".join(self.chance.choices(LETTERS, k=8))
        number = self.chance.randint(10**6, 10**7 - 1)
        lines = [f"بلغ عدد الركاب في محطة {name} الكبيرة {number} راكبا."]
        for _ in range(self.chance.randint(1, self.sentences)):
            words = ["".join(self.chance.choices(LETTERS, k=self.chance.randint(3, 9))) for _ in range(6)]
            lines.append(f"وأضاف المدير أن {' '.join(words)} في الطريق إلى المدينة الكبرى.")
        text = "\n\n".join(lines)
        self.ever.update(token.text for token in tokens(text))
        return text

    def files(self) -> list[Path]:
        return sorted(path for path in self.corpus.rglob("*.txt") if path.is_file())

    def apply(self, change: str) -> None:
        """Make one change; several files at once for most of them."""
        files = self.files()
        chosen = self.chance.sample(files, min(len(files), self.chance.randint(1, 3)))
        if change == "add" or not files:
            self.number += 1
            folder = self.corpus / self.chance.choice(("", "محلي", "عالمي"))
            folder.mkdir(exist_ok=True)
            (folder / f"{self.number:04}.txt").write_text(self.article(), encoding="utf-8")
        elif change == "change":
            for path in chosen:
                path.write_text(self.article(), encoding="utf-8")
        elif change == "delete" and len(files) > 3:
            for path in chosen[:2]:
                path.unlink()
        elif change == "move":
            for path in chosen:
                self.number += 1
                path.rename(path.with_name(f"{self.number:04}.txt"))
        elif change == "rename":
            self.number += 1
            old = self.chance.choice(files).parent
            new = self.corpus / f"مجلد {self.number}"
            if old != self.corpus:
                old.rename(new)
            else:
                new.mkdir()
                for path in chosen:
                    path.rename(new / path.name)


@pytest.fixture(scope="module")
def processes():
    """Processes forked from a server that has imported everything: each starts in a few milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash_child"])
    return context


def run_and_kill(processes, scenario: Scenario, folder: Folder, index_dir: Path, model: str, log: Path) -> bool:
    """Index while the folder changes, and kill at a moment drawn by chance; whether it was still at work."""
    from tests import crash_child

    chance = folder.chance
    aim, nth = chance.choice(scenario.aims), chance.randint(1, 4)
    told, tell = processes.Pipe(duplex=False)
    arguments = (crash_child.work, folder.corpus, index_dir, model, scenario.pause, scenario.often, log, tell)
    process = processes.Process(target=crash_child.quietly, args=arguments, daemon=True)
    process.start()
    tell.close()
    end = time.monotonic() + LONGEST
    seen = 0
    try:
        while time.monotonic() < end and seen < nth and told.poll(LONGEST):
            stage = told.recv()
            seen += stage == aim
            if scenario.changes and (stage == "idle" or chance.random() < 0.05):
                folder.apply(chance.choice(scenario.changes))
        time.sleep(chance.random() * scenario.delay)
        alive = process.is_alive()
    except EOFError:
        alive = False
    process.kill()
    process.join()
    assert alive, f"the process ended by itself ({process.exitcode}) before it was killed"
    return alive


def wrong(processes, folder: Folder, index_dir: Path, model: str) -> str:
    """What is wrong with the index, or with an answer from it, after the next start; empty where nothing is."""
    from tests import crash_child

    told, tell = processes.Pipe(duplex=False)
    seed = folder.chance.randrange(10**6)
    arguments = (crash_child.judge, folder.corpus, index_dir, model, seed, folder.ever, tell)
    process = processes.Process(target=crash_child.quietly, args=arguments, daemon=True)
    process.start()
    tell.close()
    try:
        found = told.recv()
    except EOFError:
        found = "the start after the kill did not end"
    process.join()
    return found or ("" if process.exitcode == 0 else f"exit code {process.exitcode}")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_after_every_kill_the_next_start_makes_the_index_what_the_folder_holds(
    processes, scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"{SEED} {scenario.name}")
    folder = Folder(tmp_path / "مقالات", chance, scenario.sentences)
    for _ in range(scenario.files):
        folder.apply("add")
    wanted = -(-KILLS // len(SCENARIOS))
    for kill in range(wanted):
        index_dir = tmp_path / (f"index {kill}" if scenario.anew else "index")
        model = chance.choice(scenario.models)
        run_and_kill(processes, scenario, folder, index_dir, model, tmp_path / "log")
        assert wrong(processes, folder, index_dir, model) == "", f"kill {kill} of {scenario.name}, seed {SEED}"
    with capsys.disabled():
        print(f"\n{scenario.name}: {wanted} kills survived")


def test_an_indexing_that_is_killed_again_and_again_repeats_at_most_one_batch_each_time(
    processes, tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    folder = Folder(tmp_path / "مقالات", chance, 24)
    for _ in range(300):
        folder.apply("add")
    scenario = Scenario("", 0, 24, (), ("embed",), pause=0.02, delay=0.03)
    log, index_dir = tmp_path / "log", tmp_path / "index"
    kills = 4
    for _ in range(kills):
        run_and_kill(processes, scenario, folder, index_dir, "word-lengths", log)
    assert wrong(processes, folder, index_dir, "word-lengths") == ""
    from tests.crash_child import passages_of

    embedded = log.read_text(encoding="ascii").split()
    passages = {passage.id for passage in passages_of(folder.corpus)}
    repeated = len(embedded) - len(set(embedded))
    assert set(embedded) <= passages
    assert repeated <= kills * EMBEDDING_BATCH


def test_a_writer_that_stands_still_is_named_and_its_index_can_be_read(processes, tmp_path: Path) -> None:
    from tests import crash_child

    folder = Folder(tmp_path / "مقالات", random.Random(SEED), 3)
    for _ in range(5):
        folder.apply("add")
    told, tell = processes.Pipe(duplex=False)
    index_dir, log = tmp_path / "index", tmp_path / "log"
    arguments = (crash_child.work, folder.corpus, index_dir, "word-lengths", 0.0, False, log, tell)
    process = processes.Process(target=crash_child.quietly, args=arguments, daemon=True)
    process.start()
    try:
        while told.recv() != "idle":
            pass
        os.kill(process.pid, signal.SIGSTOP)
        source = IndexSource(folder.corpus, index_dir)
        with pytest.raises(VectorstoreError, match="index_locked") as raised:
            open_index(source, LazyEmbedder(crash_child.no_model, "word-lengths"))
        assert raised.value.values == {"path": str(index_dir), "pid": process.pid}
        beside = open_read_only(source, "word-lengths")
        assert len(now(beside).files()) == 5
        assert now(beside).search_text([], ["محطه"], 10)
        beside.close()
    finally:
        process.kill()
        process.join()
    assert wrong(processes, folder, index_dir, "word-lengths") == ""
