"""From what was typed to a question that stands alone: what is meant by it, and which files it is limited to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from assistant.answering.alone import surer_alone
from assistant.conversation.former import last_quoting
from assistant.conversation.set_off import quotes_in, words_set_off
from assistant.corpus_answers.mentions import subject
from assistant.corpus_answers.pointing import asking_of, of_those_listed, pointing
from assistant.corpus_answers.references import limiting_articles
from assistant.lexicon.folder import ABOUT_ARTICLE
from assistant.names.tagger import Mention, load_tagger
from assistant.question.dependence import bare_name
from assistant.question.dialect import written_alone, written_form
from assistant.question.exchange import exchange
from assistant.question.followup import MAX_HISTORY_TURNS, Standalone, stand_alone
from assistant.question.gender import told_gender
from assistant.question.intent import Intent, classify, masked
from assistant.question.nouns import names_of
from assistant.question.parts import asked_once
from assistant.question.spoken_words import in_written_words
from assistant.question.third_person import goes_on, speaks_of_her, with_her
from assistant.question.typed import readable, without_opening
from assistant.retrieval.reader import Reader
from assistant.retrieval.searcher import Search, Searcher
from assistant.types import Turn
from assistant.verification.numbers import find_figures
from vectorstore.embedding.embedder import is_bundled
from vectorstore.text.arabic import tokens

READ_ARTICLES = 100_000
"""Articles among which a file named in a question is looked for."""

CACHED_INTENTS = 1_000
"""Questions whose intent is kept: those of a conversation come again with every further one."""

CACHED_TEXTS = 100
"""Questions and quotes whose names are kept while they are looked at."""

GENDER_PASSAGES = 20
"""Passages with a name in which is looked for whether it is a woman's."""

SURE_OPENING = 0.9
"""How likely a clause before a question must be talk («شكرا جزيلا، ومن …؟») to be passed over; «وفقا للبيان»: .84."""


_SAYS_WHICH = re.compile(r'[\d«"“]')


class Understanding:
    """Reads questions with the models that `searcher` and `reader` load when they are first asked for."""

    def __init__(self, searcher: Callable[[], Searcher], reader: Callable[[], Reader | None]) -> None:
        self._searcher, self._reader = searcher, reader
        self._intent = lru_cache(maxsize=CACHED_INTENTS)(self._classify)

    def intent(self, asked: str) -> Intent:
        """What is meant by a question, whatever is said before it («السلام عليكم، ماذا يمكنك أن تفعل؟»).

        With another encoder than the bundled one it is told by the words alone.
        """
        return self._intent(self.asked(asked))

    def asked(self, typed: str) -> str:
        """What is asked, without the clauses of talk before it; what is talk as a whole («أحسنت، جواب رائع») stays."""
        return typed if self._intent(typed).kind == "talk" else without_opening(typed, self._is_talk)

    def limited(
        self, search: Search, asked: str, history: Sequence[Turn], sources: Collection[str] | None
    ) -> tuple[str, list[Turn], Collection[str] | None]:
        """The question and those before it, in the written language, and the files that it is limited to."""
        known = search.spellings.__contains__
        said = [replace(turn, question=self.asked(turn.question)) for turn in history]
        turns = [
            replace(turn, question=_in_writing(turn.question, known))
            for turn in said
            if self.intent(turn.question).kind == "question"
        ]
        asked = self.asked(asked)
        if sources is None:
            named, asked = limiting_articles(asked, lambda: search.snapshot.articles(READ_ARTICLES))
            sources = [article.source for article in named] or None
        return _in_writing(asked, known), turns, sources

    def alone(
        self, search: Search, asked: str, history: Sequence[Turn], before: str = "",
        sources: Collection[str] | None = None,
    ) -> Standalone:  # fmt: skip
        """The question as it stands alone; likeness of names is known for the bundled encoder.

        `before`: the answer to the last question with its quotes, where it is needed; `sources`: the files it is
        limited to.
        """
        embedder = search.embedder
        embed = embedder.embed_query if is_bundled(embedder.fingerprint) else None
        answers = [*(turn.answer or "" for turn in history[:-1]), before]

        def told(turn: int, question: str) -> str:
            return words_set_off(self._reader(), question, answers[turn])

        def surer(turn: int, in_talk: Standalone) -> bool:
            return surer_alone(search, self._reader(), in_talk, answers[turn] or history[turn].answer or "", sources)

        def quoted(turn: int) -> list[str]:
            return quotes_in(answers[turn] or history[turn].answer or "")

        known, company, named = search.spellings.__contains__, search.company, partial(names_within, answers)
        return stand_alone(
            asked, history, known, company, embed, told, named, partial(_gender, search), surer,
            lambda turn: _people_in(answers[turn]), partial(is_person, answers), quoted,
        )  # fmt: skip

    def talked_of(self, search: Search, asked: str, history: Sequence[Turn]) -> str:
        """The last answer with quotes, for a question that leaves open what it is about («من اكتشف التزوير؟»); "" where
        it has a name, a figure or a title of its own."""
        named = names_of(asked, tokens(asked), search.spellings.__contains__, names_in)
        if named - {0} or (named and not asked.isascii()) or _SAYS_WHICH.search(asked):
            return ""
        return last_quoting(history)

    def folder_again(self, search: Search, asked: str, history: Sequence[Turn]) -> str:
        """The question about the folder before this one with the bare name that is all there is of this one («وفي
        أبريل؟», «وعن سوسة؟») in the place of its like, or what is asked of those listed («أي منها يتحدث عن …؟»); ""
        where there is none, or it would ask something else."""
        listed = of_those_listed(asked)
        if listed and history and self.intent(history[-1].question).kind == "corpus":
            return listed
        known = search.spellings.__contains__
        bare, preposition = bare_name(asked, known)
        if not (bare and history):
            return ""
        before = self.asked(history[-1].question)
        if self.intent(before).kind != "corpus":
            before = self.folder_again(search, before, history[:-1])
        embedder = search.embedder
        embed = embedder.embed_query if is_bundled(embedder.fingerprint) else None
        again = exchange(bare, before, preposition, known, search.company, embed) if before else ""
        return again if again and self.intent(again).sub == self.intent(before).sub else ""

    def folder_named(
        self, search: Search, asked: str, history: Sequence[Turn], sources: Collection[str] | None, before: str
    ) -> str:
        """A question about the folder with what it only points to («كم مقالا يتحدث عنها؟») by its name; "" where
        nothing in it points, or nothing that was said is meant. `before`: as `alone` takes it."""
        told = pointing(asked)
        for turn in reversed(history if told else ()):
            kind = self.intent(turn.question).kind
            if kind == "question":
                noun = self._noun_meant(search, told.pronoun, history, sources, before)
            else:
                noun = subject(turn.question, ABOUT_ARTICLE) if kind == "corpus" and not pointing(turn.question) else ""
            if noun or kind == "question":
                return told.named(asked, noun) if noun else ""
        return ""

    def _noun_meant(
        self, search: Search, pronoun: str, history: Sequence[Turn], sources: Collection[str] | None, before: str
    ) -> str:
        """What a pronoun stands for after the questions to the articles, by a plain question that has it; or "".

        The only noun there is may be meant where its endings say otherwise («رنا», which is no known name), or what it
        is of («كلفة الجسر», of which «ه» is the bridge).
        """
        plain, opening, end = asking_of(pronoun)
        _, turns, _ = self.limited(search, plain, history, sources)
        told = self.alone(search, plain, turns, before)
        noun = told.shown.removeprefix(opening).removesuffix(end)
        if before and find_figures(noun):  # a figure that was answered is nothing to be spoken of
            return self._noun_meant(search, pronoun, history, sources, "")
        if told.shown not in ("", plain):
            return noun
        if len(told.nouns) != 1:
            return ""
        head, _, rest = told.nouns[0].text.partition(" ")
        return rest if rest and head.endswith("ة") and pronoun == "ه" else told.nouns[0].text

    def of_her(self, asked: str, history: Sequence[Turn]) -> tuple[str, list[Turn]]:
        """A question and those before it, with «هي» behind a verb that is of a woman and not of «you» («وماذا تعمل؟»).

        So it is where it goes on, by «و», from a question to the articles, or where that one speaks of a woman.
        """
        turns: list[Turn] = []
        for turn in (*history, Turn(asked)):
            turns.append(replace(turn, question=self._of_her(turn.question, turns)))
        return turns[-1].question, turns[:-1]

    def _of_her(self, asked: str, history: Sequence[Turn]) -> str:
        if not history or self.intent(asked).kind != "talk":
            return asked
        told, before = with_her(self.asked(asked)), history[-1].question
        if told and self.intent(before).kind == "question" and (goes_on(asked) or speaks_of_her(before, names_in)):
            return told
        return asked

    def _classify(self, asked: str) -> Intent:
        embedder = self._searcher().embedder
        known = is_bundled(embedder.fingerprint)
        return classify(asked, embedder.embed_query(masked(asked)) if known else None)

    def _is_talk(self, clause: str) -> bool:
        intent = self._intent(clause)
        return intent.kind == "talk" and intent.probability >= SURE_OPENING


def as_asked(typed: str) -> str:
    """As much of a question as is read, each clause once, a spoken word that asks by itself in the written language."""
    return written_alone(asked_once(readable(typed)))


def last_turns(history: Sequence[Turn]) -> list[Turn]:
    """The turns that a question may lean on: what comes before is not looked at, nor asked again by what follows."""
    return [replace(turn, question=written_alone(readable(turn.question))) for turn in history[-MAX_HISTORY_TURNS:]]


@lru_cache(maxsize=CACHED_TEXTS)
def _mentions(text: str) -> tuple[Mention, ...]:
    tagger = load_tagger()
    return tuple(tagger.mentions(text, [(0, len(text))])) if tagger else ()


def names_in(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the names in a question, or in a sentence that answered one."""
    return tuple(mention.span for mention in _mentions(text))


def _in_writing(asked: str, known: Callable[[str], bool]) -> str:
    """A question as the articles are written, first its words of content, which the spoken ones that ask tell."""
    return written_form(in_written_words(asked, known), known)


def names_within(answers: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Those in a text; in words that an answer quotes, as their sentence shows them, for alone they may be anything."""
    for quote in quotes_in("\n".join(reversed(answers))):
        at = quote.find(text)
        if at >= 0:
            end = at + len(text)
            return [(max(a, at) - at, min(b, end) - at) for a, b in names_in(quote) if a < end and b > at]
    return list(names_in(text))


def is_person(answers: Sequence[str], text: str) -> bool | None:
    """Does a noun begin with the name of a person, as the sentence that an answer quotes shows it? None for no name."""
    for quote in (*quotes_in("\n".join(reversed(answers))), text):
        at = quote.find(text)
        kinds = [one.kind for one in _mentions(quote) if one.span[0] <= at < one.span[1]] if at >= 0 else []
        if kinds:
            return kinds[0] == "person"
    return None


def _people_in(answer: str) -> list[str]:
    """The people whom an answer's quotes name, each once."""
    named = [
        quote[slice(*one.span)] for quote in quotes_in(answer) for one in _mentions(quote) if one.kind == "person"
    ]
    return list(dict.fromkeys(named))


def _gender(search: Search, name: str) -> bool | None:
    """Whether the passages that have a name first speak of it as of a woman's."""
    last = tokens(name)[-1].text
    return told_gender(name, search.snapshot.first_texts(search.spellings.surface_forms(last), GENDER_PASSAGES))
