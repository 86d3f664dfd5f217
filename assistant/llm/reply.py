"""From the stream of a model's reply to its sentences with the keys that they cite.

A sentence is handed out once it is over, its keys included: they may stand before or after its full stop. Keys
are read in whatever digits and brackets a model writes them; keys that no passage has are counted and dropped,
and so is everything that is not plain text: thinking, links, images, Markdown, HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

MAX_SENTENCE_CHARACTERS = 900
"""Characters after which a sentence that does not end is taken as one; verification decides what it is worth."""

WINDOW_CHARACTERS = MAX_SENTENCE_CHARACTERS + 300
"""Characters that are looked at for the end of one sentence with its keys: the time of a reply grows as its length
does, whatever stands in it."""

_OPEN, _CLOSE = r"\[\(\{<«【［（｛〔〚⟦", r"\]\)\}>»】］）｝〕〛⟧"
_KEY = r"[A-Za-zＡ-Ｚａ-ｚ]\s?[-_]?\s?\d{3}(?!\d)"
_BRACKET = re.compile(
    rf"[{_OPEN}]{{1,2}}\s*(?:[^{_OPEN}{_CLOSE}\n]{{0,24}}?(?<![A-Za-z\d]){_KEY}){{1,8}}[^{_OPEN}{_CLOSE}\n]{{0,8}}"
    rf"[{_CLOSE}]{{1,2}}"
)
"""One bracket with keys: «[B472]», «【B472، C318】», «(المصدر: B472)»."""

_NUMBER = re.compile(r"[\[【［⟦]\s*\d{1,3}(?:\s*[,،;]\s*\d{1,3})*\s*[\]】］⟧]")
"""A number in square brackets, which is how other assistants cite."""

_ONE_KEY = re.compile(rf"(?<![A-Za-z\d]){_KEY}")
_HALF = re.compile(rf"[{_OPEN}][^{_OPEN}{_CLOSE}\n]{{0,40}}$")
_END = re.compile(r"[.!?؟…。۔]+[\"”»)’']*")
_FOLLOWING = re.compile(rf"(?:\s*(?:{_BRACKET.pattern}|{_NUMBER.pattern}))*[.!?؟…۔]*")
_INITIAL = re.compile(r"(?:^|[\s(«“\"])(?:[^\W\d_]\.)*[^\W\d_]{1,2}$|(?:Mr|Mrs|Dr|St|No)$")

_THINKING = "(?:think|thinking|thought|reasoning)"
_THOUGHT_TAG = re.compile(rf"<(?:(?P<end>/{_THINKING}\s{{0,8}}>)|{_THINKING}\b)", re.IGNORECASE)
_HALF_TAG = re.compile(r"</?[a-z]{0,9}\s{0,8}$", re.IGNORECASE)
HALF_TAG_CHARACTERS = 20
"""Characters at the end of a piece that may be the start of a thought's tag."""

_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)?|\[[^\]\n]*\])")
_LINK_ASIDE = re.compile(r"\(\s*\[[^\]\n]*\]\([^)\n]*\)\s*\)")
"""A link in brackets of its own is no part of the sentence: «([انظر](https://…))»."""

_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)?")
_ADDRESS = re.compile(r"(?:\b[a-z][a-z\d+.-]*://|\bwww\.|\b(?:mailto|javascript|data):)[^\s«»<>\"]*", re.IGNORECASE)
_DOMAIN = re.compile(r"\b(?:[a-z\d-]+\.)+[a-z]{2,}(?:/[^\s«»<>\"]*)?\b/?", re.IGNORECASE)
_TAG = re.compile(
    r"</[^>\n]*>?|<[!?]?[A-Za-z][^>\n]*>?|<!--.*?(?:-->|$)|&(?:#\d+|#x[\da-f]+|\w+);", re.IGNORECASE
)
"""Whatever stands behind «</» is never text to a browser: «</2» ends no tag, but opens a comment."""

_LIST = re.compile(r"^\s*(?:[-*•–—#>]+|\d{1,2}[.)](?=\s))\s*")
_EMPHASIS = re.compile(r"\*+|_{2,}|`+|~{2,}|^#+|\|")
_SPACE_BEFORE = re.compile(r"\s+(?=[.،؛؟!,;:?])")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One sentence as plain text without keys; `keys` are those of them that exist."""

    text: str
    keys: tuple[str, ...]


class ReplyParser:
    """Takes pieces of a reply, hands out whole sentences."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._rest = ""
        self._half_tag = ""
        self._thinking = False

    def feed(self, piece: str) -> Iterator[CitedSentence]:
        """The sentences that are over with this piece."""
        self._take(piece, final=False)
        yield from self._sentences(final=False)

    def finish(self, cut: bool = False) -> Iterator[CitedSentence]:
        """What is left at the end; `cut`: the reply did not end by itself, so its last sentence is not whole."""
        self._take("", final=True)
        yield from self._sentences(final=True)
        rest, self._rest = _HALF.sub("", self._rest), ""
        if not cut:
            yield from self._written(rest)

    def _take(self, piece: str, final: bool) -> None:
        """Add what is no thought to the text; each character is looked at once. Thoughts are closed by any name.

        An end without a beginning: all before it was a thought, whose beginning stood in the prompt.
        """
        text = self._half_tag + piece
        half = None if final else _HALF_TAG.search(text, max(0, len(text) - HALF_TAG_CHARACTERS))
        end = half.start() if half else len(text)
        self._half_tag = text[end:]
        kept: list[str] = []
        position = 0
        for tag in _THOUGHT_TAG.finditer(text, 0, end):
            if not self._thinking:
                kept.append(text[position : tag.start()])
            if tag["end"] and not self._thinking:
                self._rest, kept = "", []
            elif tag["end"]:
                kept.append(" ")
            self._thinking, position = not tag["end"], tag.end()
        if not self._thinking:
            kept.append(text[position:end])
        self._rest += "".join(kept)

    def _sentences(self, final: bool) -> Iterator[CitedSentence]:
        while True:
            window = self._rest[:WINDOW_CHARACTERS]
            border = _border(window, final and len(window) == len(self._rest))
            if border is None and len(window) > MAX_SENTENCE_CHARACTERS:
                space = window.rfind(" ", 1, MAX_SENTENCE_CHARACTERS)
                border = space if space > 0 else MAX_SENTENCE_CHARACTERS
            if border is None:
                return
            sentence, self._rest = self._rest[:border], self._rest[border:]
            yield from self._written(sentence)

    def _written(self, raw: str) -> Iterator[CitedSentence]:
        found: list[str] = []

        def take(match: re.Match[str]) -> str:
            found.extend(_plain_key(key) for key in _ONE_KEY.findall(match.group()))
            return " "

        def take_known(match: re.Match[str]) -> str:
            key = _plain_key(match.group())
            if key not in self._keys:
                return match.group()
            found.append(key)
            return " "

        text = _ONE_KEY.sub(take_known, _BRACKET.sub(take, raw))
        text = strip_markup(_NUMBER.sub(" ", text))
        keys = tuple(dict.fromkeys(key for key in found if key in self._keys))
        if any(character.isalpha() for character in text):
            yield CitedSentence(text, keys)


def strip_markup(text: str) -> str:
    """The text without links, images, Markdown and HTML, on one line."""
    text = _LINK_ASIDE.sub(" ", _IMAGE.sub(" ", text))
    text = _LINK.sub(r"\1", text)
    for unwanted in (_TAG, _ADDRESS, _DOMAIN):
        text = unwanted.sub(" ", text)
    # without emphasis two halves may have become a tag: «<**b>»
    text = _TAG.sub(" ", _EMPHASIS.sub("", _LIST.sub("", text.strip())))
    return _SPACE_BEFORE.sub("", " ".join(text.split())).strip(" -–—•:،,؛;")


def _border(text: str, final: bool) -> int | None:
    """Where the first sentence ends with the keys that follow it; None where that is not known yet."""
    line = text.find("\n", len(text) - len(text.lstrip()))
    for match in _END.finditer(text):
        if 0 <= line < match.start():
            break
        before, after = text[: match.start()], text[match.end() : match.end() + 1]
        if (after and not after.isspace() and after not in "[【［(（{<*_\"«") or _INITIAL.search(before[-12:]):
            continue
        if after == "[" and "!" in match.group() and not _BRACKET.match(text, match.end()):
            continue  # an image: ![…](…)
        return _after_keys(text, match.end(), final)
    return _after_keys(text, line, final) if line >= 0 else None


def _after_keys(text: str, end: int, final: bool) -> int | None:
    following = _FOLLOWING.match(text, end)
    border = following.end() if following else end
    rest = text[border:].lstrip()
    if rest or final:
        # an opening bracket may become a key: wait until it is closed or clearly none
        return None if not final and _HALF.fullmatch(rest) else border
    return None


def _plain_key(written: str) -> str:
    """«ｂ 472» and «B٤٧٢» are B472."""
    letters = unicodedata.normalize("NFKC", written)
    digits = (str(unicodedata.digit(c)) if c.isdigit() else c for c in letters if c.isalnum())
    return "".join(digits).upper()
