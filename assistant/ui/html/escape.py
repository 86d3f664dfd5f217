"""Text of documents, file names and questions on its way into HTML: escaped, on one line, nothing hidden.

HTML has a type, `markupsafe.Markup`, and is written by `Markup("<p>{}</p>").format(value)`: what is not markup itself
is escaped there, so that a text which did not pass through here is at worst shown without names for its controls.
This is the one module that turns text into markup by its own hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markupsafe import Markup

from assistant.answering.render import in_pieces
from vectorstore.controls import UNSEEN
from vectorstore.text.paragraphs import paragraph_spans
from vectorstore.text.script import word_lean, word_sides
from vectorstore.types import Span

_LINE_ENDS = re.compile(r"[\r\n\u0085\u2028\u2029]")
_LINES = re.compile(r"\r\n|[\r\n\u0085\u2028\u2029]")


LEFT_TO_RIGHT = Markup('dir="ltr"')
RIGHT_TO_LEFT = Markup('dir="rtl" lang="ar"')

NOTHING = Markup()

_BREAK = Markup("<br>")


def escape_text(text: str) -> Markup:
    """HTML that shows `text` as it is: markup as characters, bidi controls as small visible names.

    The result holds no line break (each is `<br>`), so that a Markdown renderer sees one HTML block and
    never looks for its own marks inside.
    """
    return _BREAK.join(Markup(UNSEEN.sub(_named, escape(line, quote=True))) for line in _LINES.split(text))


def emphasised(text: str, parts: Sequence[Span]) -> Markup:
    """HTML of `text` with parts of it set off; `parts` are spans of `text`, in order."""
    found = Markup('<strong class="found">{}</strong>')
    pieces = ((escape_text(piece), is_part) for piece, is_part in in_pieces(text, parts))
    return Markup().join(found.format(piece) if is_part else piece for piece, is_part in pieces)


def escape_exact(text: str) -> Markup:
    """HTML whose text content is `text`, line breaks included: what a button copies, an attribute keeps."""
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return Markup(_LINE_ENDS.sub(lambda match: f"&#{ord(match.group())};", escape(kept, quote=True)))


def escape_sentence(text: str) -> Markup:
    """HTML of a sentence of our own on one line; isolates around the names in it are to work and not to be seen."""
    return _BREAK.join(Markup(escape(line, quote=True)) for line in _LINES.split(text))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring paragraphs of a text that run the same way, from the start of a line: a span, `dir` and `lang`."""

    start: int
    end: int
    tongue: Markup


def stretches(text: str) -> list[Stretch]:
    """A text as stretches, which together are all of it.

    A paragraph of one word (an agency, the name of an image) or of as many words of either kind has no direction
    to keep: it stands with the one before it, and not alone at the other margin.
    """
    cuts, ways, line_after = [0], [0], 0
    for start, end in paragraph_spans(text):
        runs = word_sides(text[start:end])
        lean = sum(runs) if len(runs) > 1 else 0
        if ways[-1] * lean < 0:
            cuts.append(_line_start(text, line_after, start))
            ways.append(lean)
        ways[-1], line_after = ways[-1] or lean, end
    ways[0] = ways[0] or word_lean(text)
    return [Stretch(*span, _tongue(way)) for span, way in zip(pairwise([*cuts, len(text)]), ways, strict=True)]


def tongue(text: str) -> Markup:
    """`dir` and, for Arabic, `lang` attributes of an element that holds `text`: as most of its words run.

    Not as its first letter: an Arabic sentence may begin with a Latin name.
    """
    return _tongue(word_lean(text))


def _tongue(lean: int) -> Markup:
    return LEFT_TO_RIGHT if lean < 0 else RIGHT_TO_LEFT


def file_name(name: str, kind: str = "file") -> Markup:
    """The name of a file or folder, set apart from the text around it and in its own direction."""
    stem = name.rpartition(".")[0] or name  # an ending is Latin and says nothing of the name
    return Markup('<bdi class="{}" {}>{}</bdi>').format(kind, tongue(stem), escape_text(name))


def plain_name(text: str) -> str:
    """A file name or title for plain text that is copied: without characters that reorder what follows."""
    return UNSEEN.sub("", text)


def _line_start(text: str, first: int, place: int) -> int:
    """Where the line of `place` begins, not before `first`: white space before a paragraph belongs to its line."""
    return max([first, *(match.end() for match in _LINES.finditer(text, first, place))])


def _named(match: re.Match[str]) -> Markup:
    character = match.group()
    if character == "\ufeff":
        return NOTHING
    return Markup('<span class="unseen">U+{:04X}</span>').format(ord(character))
