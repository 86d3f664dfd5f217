"""What the panel shows after a click in a conversation, an article or a list: the page says what was clicked, the
visitor's own session what that is."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

from markupsafe import Markup

from assistant.history.requote import place_now
from assistant.types import Citation
from assistant.ui.backend import Backend
from assistant.ui.corpus_events import CorpusEvents
from assistant.ui.html import article_panel, side_by_side
from assistant.ui.state import Conversation
from vectorstore.errors import VectorstoreError

_LOOK = re.compile(
    r"(?P<act>cite|near)-(?P<turn>\d{1,6})-(?P<marker>\d{1,6})"
    r"|said-(?P<said>\d{1,6}-\d{1,3}-\d{1,3})"
    r"|file-(?P<file>[0-9a-f]{24})|article-(?P<holder>[0-9a-f]{24})-(?P<article>[0-9a-f]{24})"
    r"|passage-(?P<first>\d{1,9})-(?P<last>\d{1,9})-(?P<named>[\w.~%!'()*-]{1,4096})"
    r"|found-(?P<found_in>[0-9a-f]{24})-(?P<found>[0-9a-f]{24})-(?P<places>\d{1,9}-\d{1,9}-\d{1,9}-\d{1,9})"
    r"(?:-compare-(?P<compared>\d{1,6}))?",
    re.ASCII,
)

log = logging.getLogger(__name__)


def look(desk: Backend, corpus: CorpusEvents, event: str, conversation: Conversation) -> Markup:
    """What the panel shows after a click; the page says what was clicked, the session what that is."""
    assistant = desk.assistant
    match = _LOOK.fullmatch(event.partition(" ")[0])
    if match is None or assistant is None:
        return article_panel.gone()
    seen = match.groupdict()
    try:
        if seen["found"]:
            back = None if seen["compared"] is None else side_by_side.back(int(seen["compared"]))
            places = tuple(map(int, seen["places"].split("-")))
            return corpus.opened(seen["found_in"], seen["found"], conversation, places, back)
        if seen["named"]:
            place = int(seen["first"]), int(seen["last"])
            return corpus.named(unquote(seen["named"]), *place, conversation)
        if seen["said"]:
            turn, line, place = map(int, seen["said"].split("-"))
            standing = conversation.exchanges[turn].answer.lines[line].standing
            return _opened(desk, corpus, standing.elsewhere[place], conversation)
        if seen["act"]:
            return _cited(desk, corpus, seen["act"], int(seen["turn"]), int(seen["marker"]), conversation)
        return corpus.opened(seen["file"] or seen["holder"], seen["article"], conversation)
    except (VectorstoreError, IndexError, AttributeError) as error:  # a turn without an answer, a line alone
        log.info("nothing to show for %s: %s", match.group(), error)
        return article_panel.gone()


def _cited(desk: Backend, corpus: CorpusEvents, act: str, turn: int, marker: int, conversation: Conversation) -> Markup:
    answer = conversation.exchanges[turn].answer
    offered = () if answer is None else answer.citations if act == "cite" else answer.nearest
    for citation in offered:
        if citation.marker == marker:
            return _opened(desk, corpus, citation, conversation)
    raise IndexError(f"no source {marker} in answer {turn}")


def _opened(desk: Backend, corpus: CorpusEvents, citation: Citation, conversation: Conversation) -> Markup:
    """The article of a quote, with it marked where it stands now; what it does not hold any more is said so."""
    document, guide = corpus.read(citation.source, conversation)
    original, now = desk.state().has_files, place_now(citation, document.text)
    if now is None:  # the file was changed since: what was quoted is not to be marked in other words
        return article_panel.changed(document, citation.quote, original=original, guide=guide)
    return article_panel.article(document, now.start, now.end, now.answers, original=original, guide=guide)
