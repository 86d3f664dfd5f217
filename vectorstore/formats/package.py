"""A document that is a ZIP archive of XML parts (Word, PowerPoint, OpenDocument, EPUB), opened within limits.

What an archive says it inflates to, and what it does inflate to, is checked before any of it is parsed. XML is parsed
without a network, external entities or DTDs, and no entity is expanded. Strict Office Open XML is read as what it is
otherwise the same as, by exchanging its namespaces for the transitional ones. A relation that leads nowhere is no
relation.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from vectorstore.text.publication_date import parse_date
from vectorstore.types import Extracted, Refusal

MAX_INFLATED_BYTES = 300 * 1024 * 1024
"""Bytes of all parts together, pictures included; files themselves may have 50 MB."""

MAX_XML_BYTES = 60 * 1024 * 1024
"""Bytes of one part of XML: its tree takes some ten times that."""

MAX_PARTS = 10_000
_PIECE = 1 << 20
_HEAD = 4096

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""OLE: an Office document with a password is inside one, and so is an old one under a wrong name."""

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
"""ISO/IEC 29500-1 (Strict) beside 29500-4 (Transitional)."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Where one part refers to another: `target` is a part that is there, `kind` the last word of its type."""

    id: str
    kind: str
    target: str


class Package:
    """An opened archive; its parts are read when they are asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty where there is none. Raises what zipfile does on a damaged archive."""
        return self._archive.read(name) if name in self.names else b""

    def size(self, name: str) -> int:
        """Bytes of a part when it is inflated."""
        return self._archive.getinfo(name).file_size

    def head(self, name: str) -> bytes:
        """The first bytes of a part, in which a document type would stand; empty where there is no such part."""
        if name not in self.names:
            return b""
        with self._archive.open(name) as part:
            return part.read(_HEAD)

    def xml(self, name: str) -> Any | None:
        """The root of a part of XML, namespaces of Strict exchanged; None where it is missing or no XML."""
        return parse_xml(self.read(name))

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to inside the archive; external, dangling and empty relations are left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for one in [] if root is None else root:
            if not isinstance(one.tag, str) or one.get("TargetMode") == "External":
                continue
            target = self.resolve(part, one.get("Target") or "")
            if target:
                found.append(Relation(one.get("Id") or "", (one.get("Type") or "").rsplit("/", 1)[-1], target))
        return found

    def resolve(self, part: str, target: str) -> str:
        """The name of the part that an address in another part stands for; empty where there is none."""
        target = unquote(target.partition("#")[0])
        place = target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
        name = posixpath.normpath(place).lstrip("/") if target else ""
        return name if name in self.names else ""


def parse_xml(data: bytes) -> Any | None:
    """The root of an XML text; None where it is none, or has a document type, which no format here needs."""
    from lxml import etree

    if not data.strip():
        return None
    for strict, transitional in TRANSITIONAL:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def read_package(path: Path, source: str, read: Callable[[Package], Extracted | Refusal]) -> Extracted | Refusal:
    """What `read` makes of an archive; refusals: encrypted, damaged, bomb."""
    with path.open("rb") as file:
        if file.read(4) == _COMPOUND_FILE:
            locked = _ENCRYPTED_PACKAGE in file.read()
            return Refusal(source, "encrypted") if locked else Refusal(source, "damaged", "OLE")
    # it was opened a moment ago: what fails now is a place that the archive says and the file has not
    damages = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, OSError)
    try:
        with zipfile.ZipFile(path) as archive:
            if grown := _grown(archive):
                return Refusal(source, "bomb", grown)
            return read(Package(archive))
    except damages as error:
        return Refusal(source, "damaged", type(error).__name__)
    except RuntimeError:  # what zipfile raises for a part with a password
        return Refusal(source, "encrypted")


def _grown(archive: zipfile.ZipFile) -> str:
    """What grows beyond measure in an archive; empty where nothing does. Raises what zipfile does on a damaged one."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        return f"> {MAX_PARTS} parts"
    for part in parts:
        xml = part.filename.lower().endswith((".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx"))
        limit = MAX_XML_BYTES if xml else MAX_INFLATED_BYTES
        if part.file_size > limit:
            return f"> {limit >> 20} MB"
    if sum(part.file_size for part in parts) > MAX_INFLATED_BYTES:
        return f"> {MAX_INFLATED_BYTES >> 20} MB"
    inflated = 0
    for part in parts:
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                inflated += len(piece)
                if inflated > MAX_INFLATED_BYTES:
                    return f"> {MAX_INFLATED_BYTES >> 20} MB"
    return ""


def stated_properties(package: Package) -> tuple[str, str, str]:
    """The title that an Office document states, the day on which it was made, and its author; empty where it does not
    say."""
    name = next((one.target for one in package.relations("") if one.kind == "core-properties"), "")
    root = package.xml(name) if name else None
    stated = {local(one): one.text or "" for one in ([] if root is None else root)}
    return " ".join(stated.get("title", "").split()), parse_date(stated.get("created", "")), stated.get("creator", "")


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
