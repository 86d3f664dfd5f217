"""People, places and organisations of the folder as answers: which there are, and which articles name one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.lexicon.numbers import word_set
from assistant.names.register import Name, Register
from assistant.names.tagger import KINDS, Kind
from assistant.types import Draft
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import words

SHOWN_NAMES = 12

_ASKED: dict[Kind, frozenset[str]] = {
    "person": word_set(
        "اشخاص شخص شخصيات شخصيه ناس رجال نساء مسؤولون مسؤولين متحدثون متحدثين people persons person personnes"
    ),
    "place": word_set("اماكن مكان دول دوله بلدان بلاد مدن مدينه مناطق places countries cities lieux pays villes"),
    "organisation": word_set(
        "منظمات منظمه شركات شركه مؤسسات جهات هيئات احزاب companies organisations organizations bodies entreprises"
    ),
}

KIND_WORDS = frozenset().union(*_ASKED.values())
"""Words that ask for a kind of names, folded."""


def kinds_asked(question: str) -> tuple[Kind, ...]:
    """The kinds of names that a question asks for; all of them where it names none."""
    asked = {form for word in words(question) for form in (word, word.removeprefix("و").removeprefix("ال"))}
    return tuple(kind for kind in KINDS if asked & _ASKED[kind]) or KINDS


def name_drafts(folder: Folder, known: Register, articles: Sequence[ArticleRecord], question: str) -> tuple[Draft, ...]:
    """A line a name with how often it stands in the articles, over the first sentence that has it."""
    sources = [article.source for article in articles]
    kinds = kinds_asked(question)
    drafts = []
    for name, _ in known.counted(sources):
        if name.kind in kinds and (quote := first_sentence_with(folder, name, sources)) is not None:
            mentions = sum(len(name.places.get(source, ())) for source in sources)
            drafts.append(Draft(f"{name.text} ({mentions})", quote.quotes, quoted=False))
        if len(drafts) == SHOWN_NAMES:
            break
    return tuple(drafts)


def first_sentence_with(folder: Folder, name: Name, sources: Sequence[str]) -> Draft | None:
    """The first sentence of these articles that has the name, as a line; None where none has it now."""
    for source in sources:
        for start, end in name.places.get(source, ()):
            for passage in folder.passages(source):
                for span in passage.sentences:
                    if span[0] <= start and end <= span[1]:
                        return quoted_sentence(passage, span)
    return None


def naming(folder: Folder, known: Register, topic: str) -> dict[str, Draft]:
    """The articles of the folder that name what is typed, whole, with the first sentence of each that does."""
    found: dict[str, Draft] = {}
    chosen = {article.source for article in folder.articles}
    for name in known.meant(topic):
        if any(len(words(text)) >= len(words(topic)) for text, _ in name.spellings):
            for source in name.places:
                draft = first_sentence_with(folder, name, [source]) if source in chosen else None
                if draft is not None:
                    found.setdefault(source, draft)
    return found
