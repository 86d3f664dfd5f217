"""Who bears a name: «من يحمل اسم الحداد في المقالات؟», «كم شخصا اسمه علي؟».

The people whose full name has it, each with the first sentence that names him; how many they are is told of these
alone, since not every name in the texts is known for one. A full name that the tagger overlooked counts where a given
name stands before the one that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.render import clean_quote
from assistant.corpus_answers.folder import Folder, quoted_sentence
from assistant.corpus_answers.named import first_sentence_with
from assistant.lexicon.folder import is_article_noun
from assistant.lexicon.interrogatives import ASK_LIST, ASK_NUMBER, ASK_PERSON, SPOKEN_NUMBER, SPOKEN_PERSON
from assistant.lexicon.names import GIVEN_NAMES, ROLES
from assistant.messages import say
from assistant.names.features import without_clitic
from assistant.names.register import Name
from assistant.names.written import written_name
from assistant.types import Draft, Reply
from vectorstore.text.arabic import Token, fold, tokens, words
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.types import Passage, Span

SHOWN = 20

_ASKING = (*ASK_PERSON, *SPOKEN_PERSON, *ASK_NUMBER, *SPOKEN_NUMBER, *ASK_LIST, "هل", "ما", "اعرض", "هات")
_WHO = f"(?:{'|'.join(_ASKING)})"
_BEARING = "(?:[يت]?حمل(?:ون|ن|وا)? (?:نفس |هذا )?(?:ال)?(?:اسم|لقب|كنيه)|(?:اسم|لقب|كنيت)(?:ه|ها|هم|هن|و))"
_ASKED = re.compile(
    rf"^{_WHO}\b(?:(?: \w+){{0,5}}? {_BEARING}(?: العائله)?|(?: \w+)? [يت](?:سمي|دعي)) (?P<name>\w+(?: \w+){{0,3}})"
)
_ENGLISH = re.compile(r"^(?:who|how many people)\b.*\b(?:has|have|bears?) the name (?P<name>[\w-]+)")


def bearer_asked(question: str) -> str:
    """The name whose bearers a question asks for, as it is written; "" where it asks for none."""
    found = tokens(question)
    asked = _ASKED.match(" ".join(token.text for token in found)) or _ENGLISH.match(fold(question))
    if asked is None:
        return ""
    name = words(asked["name"])
    if name[0] in STOPWORDS or name[0].startswith("لل"):
        return ""
    cut = next((i for i, word in enumerate(name) if i and (word in _BEHIND or is_article_noun(word))), len(name))
    first = next((i for i in range(len(found)) if [t.text for t in found[i : i + cut]] == name[:cut]), None)
    return "" if first is None else question[found[first].start : found[first + cut - 1].end]


_BEHIND = frozenset(("في", "من", "عندك", "بين", "ب", "فيها", "هنا", "ضمن", "وماذا", "وما", "ومن", "او"))


def bearers(name: str, folder: Folder) -> Reply | None:
    """The people of that name; None where no full name has it, but for one that stands nowhere at all."""
    language = folder.language
    name, written = _longest_written(name, folder)
    if written is None:
        denied = len(words(name)) == 1 and not fold(name).isascii()  # of more words some may be no part of the name
        return Reply("corpus", say("not_mentioned", language, names=f"«{clean_quote(name)}»")) if denied else None
    chosen = [article.source for article in folder.articles]
    told: dict[tuple[str, ...], Draft] = {}
    for one in _known(folder, name):
        draft = first_sentence_with(folder, one, chosen)
        if draft is not None:
            told.setdefault(tuple(words(one.text)), Draft(one.text, draft.quotes, quoted=False))
    for text, draft in _overlooked(folder, written, chosen):
        told.setdefault(tuple(words(text)), Draft(text, draft.quotes, quoted=False))
    if not told:
        return None
    people = sorted(told.items(), key=lambda item: item[0])
    lead = say("folder_bearers", language, name=name, count=len(people))
    return Reply("corpus", lead, tuple(draft for _, draft in people[:SHOWN]))


def _longest_written(name: str, folder: Folder) -> tuple[str, Name | None]:
    """As much of the name as stands in the texts («الحداد» of «الحداد وأين يعمل»), and where."""
    found = tokens(name)
    for end in range(len(found), 0, -1):
        part = name[: found[end - 1].end]
        if (written := written_name(folder.search.snapshot, part)) is not None:
            return part, written
    return name, None


def _known(folder: Folder, name: str) -> list[Name]:
    asked = {_plain(word) for word in words(name)}
    known = folder.names.of_kind("person") if folder.names is not None else []
    return [
        one for one in known
        if len(words(one.text)) > len(asked) and asked <= {_plain(word) for word in words(one.text)}
    ]  # fmt: skip


def _overlooked(folder: Folder, written: Name, chosen: Sequence[str]) -> Iterator[tuple[str, Draft]]:
    """Full names that end in the words of a name, where a given name or a title begins them."""
    for source in chosen:
        for passage in folder.passages(source) if source in written.places else ():
            for span in passage.sentences:
                text = passage.sentence(span)
                found = tokens(text)
                for start, end in written.places[source]:
                    if span[0] <= start and end <= span[1]:
                        yield from _before(text, found, passage, span, (start - span[0], end - span[0]))


def _before(
    text: str, found: Sequence[Token], passage: Passage, span: Span, place: Span
) -> Iterator[tuple[str, Draft]]:
    first = next((i for i, word in enumerate(found) if word.start == place[0]), 0)
    if not first or text[found[first - 1].end : found[first].start] != " ":
        return
    given = found[first - 1]
    bare = without_clitic(given.text)
    title = found[first - 2].text.removeprefix("ال") if first > 1 else ""
    titled = bool({title, title.removesuffix("ه")} & ROLES) and not given.text.startswith("ال")
    if {given.text, bare} & GIVEN_NAMES or titled:
        cut = len(given.text) - len(bare) if given.text not in GIVEN_NAMES and bare in GIVEN_NAMES else 0
        yield text[given.start + cut : place[1]], quoted_sentence(passage, span)


def _plain(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word
