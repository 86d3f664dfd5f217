"""What `pip install .` gives: every file that the program reads, a command, and an answer from any folder.

It is built from a copy, without the network and without pip's own environment: nothing is left in the tree, and the
libraries are those of this environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "vectorstore")

pytestmark = pytest.mark.slow


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


BUILT_FROM = {"reader.safetensors"}
"""What `training/build_engine.py` makes the networks from that are shipped; the program does not read it."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    for name in (*PACKAGES, "seeds"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("*.toml"), *ROOT.glob("*.txt"), *ROOT.glob("*.py"), ROOT / "README.md", ROOT / "LICENSE"):
        shutil.copy(path, tree)
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, tree)
    return next(folder.glob("isnad-*.whl"))


def test_the_wheel_has_every_file_of_the_packages_and_the_articles_to_the_byte(wheel: Path) -> None:
    ours = {
        path.relative_to(ROOT).as_posix(): path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in BUILT_FROM
    }
    articles = {f"assistant/seeds/{path.name}": path for path in (ROOT / "seeds").iterdir()}
    with zipfile.ZipFile(wheel) as packed:
        carried = {name for name in packed.namelist() if ".dist-info/" not in name}
        assert carried == {*ours, *articles}
        assert len(articles) == 5
        assert all(packed.read(name) == path.read_bytes() for name, path in articles.items())


def test_installed_it_answers_from_another_folder_over_its_own_articles(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, symlinks=os.name != "nt")
    at = {"base": str(place), "platbase": str(place)}
    installed, commands = (Path(sysconfig.get_path(name, scheme="venv", vars=at)) for name in ("purelib", "scripts"))
    (installed / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip("--python", commands / "python", "install", "--no-deps", "--no-index", "--no-compile", wheel)

    def isnad(*arguments: str) -> str:
        elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [commands / "isnad", *arguments],
            cwd=tmp_path,
            env=elsewhere,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert isnad("--help").startswith("usage: isnad ")
    answer = isnad("ask", "من أوفدت غوغل إلى الاجتماع؟")
    assert "نيكلاس لوندبلاد" in answer and "[1] 002_729fcf7bd92e1141.txt" in answer, answer
