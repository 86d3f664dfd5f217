"""What happens on each event in the corpus page: leafing, searching, unfolding, and choosing files to ask about.

As in `handlers`, nothing of a visitor is kept, and what the page says is checked against the catalogue.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from assistant.settings import Settings
from assistant.ui.backend import Backend
from assistant.ui.catalogue import BY_EVENT, Catalogue
from assistant.ui.html import article_panel, corpus_page, frame
from assistant.ui.html.escape import NOTHING
from assistant.ui.html.reader_bar import Guide
from assistant.ui.quoted import quotes_in
from assistant.ui.state import Conversation, ListState, SourceFilter
from assistant.ui.surveys import Surveys
from vectorstore.errors import VectorstoreError
from vectorstore.ledger.rows import FileRecord
from vectorstore.text.headings import find_headings
from vectorstore.types import Document

log = logging.getLogger(__name__)

MAX_FILTER_CHARACTERS = 200
"""Characters that the search box of the list takes."""

MAX_PICKED_CHARACTERS = 2_000
"""Characters of what is picked at once: the forty events that the page tells."""

_BROWSE = re.compile(
    r"(list)|(?:page-(\d{1,7}))|(?:only-(every|refused|chosen))|(?:unfold-([0-9a-f]{24}))|(fold)"
    r"|(?:inside-([0-9a-f]{24})-(\d{1,7}))|(?:order-(name|day|event|added))",
    re.ASCII,
)
_PICK = re.compile(
    r"(?<![^,])(?:choose-(?P<key>[0-9a-f]{24})|(?P<found>choose-found)|(?P<none>choose-none)|refresh)"
    r" (?P<number>\d{1,9})(?![^,])",
    re.ASCII,
)


class CorpusEvents:
    """The handlers of the corpus page over one desk."""

    def __init__(self, desk: Backend, settings: Settings, surveys: Surveys | None = None) -> None:
        """`surveys`: the one that the events page has, so that nothing is read twice."""
        self.desk = desk
        self.settings = settings
        self.surveys = surveys or Surveys(desk)

    def page(self, shelf: ListState, scope: SourceFilter) -> tuple[Markup, Markup]:
        """Head and rows of the page."""
        assistant, catalogue = self.desk.assistant, self.desk.catalogue()
        if assistant is None or catalogue is None:
            return corpus_page.preparing(), NOTHING
        model = Path(self.settings.model).name if self.settings.model else None
        corpus, may_change = self.settings.articles_at, self.desk.state().may_change
        with assistant.index.reading() as snapshot:
            facts = snapshot.facts()
        head = corpus_page.head(catalogue, facts, corpus, model, may_change, assistant.index.needs_ocr)
        return head, self._rows(catalogue, shelf, scope)

    def _rows(self, catalogue: Catalogue | None, shelf: ListState, scope: SourceFilter) -> Markup:
        if catalogue is None:
            return NOTHING
        now = self.desk.state()
        return corpus_page.rows(
            catalogue, shelf, scope, lambda record: self._text(catalogue, record),
            self.settings.articles_at, now.may_change, now.has_files,
            self._happenings() if shelf.order == BY_EVENT else {},
        )  # fmt: skip

    def _happenings(self) -> Mapping[str, int] | None:
        """Which files tell of one happening; None while that is found out, none of them where it could not be."""
        try:
            return self.surveys.happenings()
        except VectorstoreError as error:
            log.info("no sections by event: %s", error)
            return {}

    def _text(self, catalogue: Catalogue, record: FileRecord) -> str:
        """The text of a file's one article from where it begins; empty where it is gone since."""
        assistant, source = self.desk.assistant, catalogue.first_article(record)
        if assistant is None or source is None:
            return ""
        try:
            with assistant.index.reading() as snapshot:
                body = next((one for one in snapshot.passages_of(source).values() if one.kind == "body"), None)
                return snapshot.document(source).text[body.start if body else 0 :]
        except VectorstoreError as error:
            log.info("no first words of %s: %s", record.source, error)
            return ""

    def browse(self, event: str, shelf: ListState, scope: SourceFilter) -> tuple[ListState, Markup, Markup, Markup]:
        """Leaf through the list: the shelf, nothing in place of an opened article, head and rows."""
        match = _BROWSE.fullmatch(event.partition(" ")[0])
        if match is not None:
            _, page, kind, unfolded, fold, inside, inner, order = match.groups()
            if page is not None:
                shelf = replace(shelf, page=int(page))
            elif kind is not None:
                shelf = replace(shelf, kind=kind, page=0)
            elif unfolded is not None or fold is not None:
                shelf = replace(shelf, unfolded=unfolded or "", inside=0)
            elif order is not None:
                shelf = replace(shelf, order=order, page=0)
            elif inside is not None:
                shelf = replace(shelf, unfolded=inside, inside=int(inner))
        return shelf, NOTHING, *self.page(shelf, scope)

    def search(self, words: str, shelf: ListState, scope: SourceFilter) -> tuple[ListState, Markup]:
        """The files whose names or titles hold the words."""
        shelf = replace(shelf, words=words[:MAX_FILTER_CHARACTERS], page=0)
        return shelf, self._rows(self.desk.catalogue(), shelf, scope)

    def pick(
        self, events: str, shelf: ListState, scope: SourceFilter, done: int = 0
    ) -> tuple[SourceFilter, Markup, Markup, Markup, Markup, int]:
        """Choose files, or look again after the folder changed: scope, bar, its note at the box, head and rows.

        `events` are the last ones of the page, since some may not have come before; `done` is the number of the last
        that was done, and comes back as it is then.
        """
        catalogue = self.desk.catalogue()
        if catalogue is not None:
            for match in _PICK.finditer(events, 0, MAX_PICKED_CHARACTERS):
                if int(match["number"]) > done:
                    scope, done = self._picked(match, catalogue, shelf, scope), int(match["number"])
            scope = scope.known(catalogue.names)
        now = self.desk.state()
        bar = frame.bar(catalogue.totals.articles if catalogue else None, now.remote_address, now.model)
        return scope, bar, self.limits(scope), *self.page(shelf, scope), done

    def _picked(
        self, match: re.Match[str], catalogue: Catalogue, shelf: ListState, scope: SourceFilter
    ) -> SourceFilter:
        """The files chosen after one event."""
        record = catalogue.file(match["key"]) if match["key"] else None
        if record is not None and record.status == "indexed":
            return scope.flip(record.source)
        if match["found"]:
            listed = catalogue.find(shelf.words, shelf.kind, scope.sources)
            return scope.add(record.source for record in listed if record.status == "indexed")
        return SourceFilter() if match["none"] else scope

    def limits(self, scope: SourceFilter) -> Markup:
        """The note above the question box."""
        catalogue = self.desk.catalogue()
        return frame.scope(scope, catalogue.totals.indexed if catalogue else 0)

    def opened(
        self, key: str, article: str | None, conversation: Conversation, places: Sequence[int] = (),
        back: Markup | None = None,
    ) -> Markup:  # fmt: skip
        """An article of the list, opened; the panel's own words where it is no longer there.

        `places`: start and end of a passage that a search found, and of the words in it (0 and 0 for none). `back`: as
        for `article_panel.article`.
        """
        assistant, catalogue = self.desk.assistant, self.desk.catalogue()
        record = catalogue.file(key) if catalogue else None
        if assistant is None or record is None or record.status != "indexed":
            return article_panel.gone()
        source = catalogue.first_article(record) if article is None else catalogue.article(record, article)
        if source is None:
            return article_panel.gone()
        document, guide = self.read(source, conversation)
        original = self.desk.state().has_files
        if not places:
            return article_panel.article(document, original=original, guide=guide)
        start, end, first, last = (min(place, len(document.text)) for place in places)
        found = [(first, last)] if first < last else []
        return article_panel.article(document, start, end, found, original=original, back=back, guide=guide)

    def named(self, source: str, start: int, end: int, conversation: Conversation) -> Markup:
        """An article by its name, as an exported footnote leads to it, with those characters marked.

        The name is looked up in the index and nowhere else; where it is not there, the panel says so.
        """
        if self.desk.assistant is None:
            return article_panel.gone()
        document, guide = self.read(source, conversation)
        places = (min(place, len(document.text)) for place in (start, end))
        return article_panel.article(document, *places, original=self.desk.state().has_files, guide=guide)

    def read(self, source: str, conversation: Conversation) -> tuple[Document, Guide]:
        """An article, and what leads through it; raises VectorstoreError("unknown_source")."""
        with self.desk.assistant.index.reading() as snapshot:
            document = snapshot.document(source)
            headings = find_headings(snapshot.passages_of(source).values())
        return document, Guide(quotes_in(conversation, document), headings)
