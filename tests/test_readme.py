"""The README says what is true: its commands exist, its example runs, its files are there, and it is short."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.arguments import parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_it_is_short_and_opens_in_arabic() -> None:
    assert len(README.splitlines()) < 130  # what more there is to know stands in docs/
    assert README.index("اسأل") < README.index("Ask")


def test_every_option_that_it_names_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    offered = parser().format_help()
    for command in ("chat", "index", "ask", "search", "since", "conversations", "folders", "eval"):
        with pytest.raises(SystemExit):
            parser().parse_args([command, "--help"])
        offered += capsys.readouterr().out
    # of pip, chroma and the benchmarks
    of_others = {"--index-url", "--path", "--gold", "--shared", "--keep", "--check", "--folders", "--sets"}
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS if path.name != "CONTRIBUTING.md")
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", told)) - of_others
    assert named
    assert not [option for option in named if option not in offered]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_the_files_that_it_and_its_companions_name_are_there(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:assistant|vectorstore|tests|benchmarks|training|docs)/[\w./]+)`", page)
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_page_of_the_documents_is_named_by_another() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    assert not [path.name for path in DOCS[1:] if path.name not in told]


def test_every_promise_has_its_test() -> None:
    page = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) == sum(line.startswith("| ") for line in page.splitlines()) - 1
    for file, test in named:
        assert re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.M), test


@pytest.mark.slow
def test_its_langchain_example_runs() -> None:
    lines = [
        line[4:] for line in README.split("## From LangChain")[1].split("\n## ")[0].splitlines() if line[:4] == "    "
    ]
    code = "\n".join([*lines, "print(documents[0].metadata['source'])"])
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.stdout.strip().endswith(".txt"), done.stderr
