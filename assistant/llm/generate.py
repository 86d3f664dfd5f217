"""The answerer with a language model: it words, and every sentence is verified before anyone sees it.

Nothing that was yielded is ever taken back. A sentence that fails is dropped and counted; where none is left, or the
model does not answer, the quotes of the extractive composer are the answer, with one line that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.answering.citations import verify_and_number
from assistant.answering.sentence_ranking import Sentence
from assistant.llm.client import LanguageModel, ModelFailed
from assistant.llm.prompt import NO_ANSWER, REWRITE_TOKENS, Prompt, answer_prompt, rewrite_prompt
from assistant.llm.reply import CitedSentence, ReplyParser, strip_markup
from assistant.question.rewritten import same_question
from assistant.types import Answer, Citation, Draft, Generation, Line, Quote, Turn
from assistant.verification.entailment import Support
from assistant.verification.verify import Verdict, verify
from vectorstore.embedding.embedder import Embedder
from vectorstore.text.arabic import words
from vectorstore.text.language import language_of
from vectorstore.text.name_keys import NameVariants
from vectorstore.types import Document, Passage

MAX_SENTENCES = 4
MAX_WRITTEN = 12
"""Sentences after which a model that goes on writing is stopped."""

MAX_QUOTES = 3

NEAREST_SENTENCES = 12
"""A sentence must rest on one of this many sentences that rank best for the question: a true sentence about something
else is no answer. The gold answer stands in the best ten for 93 % of the questions about the five articles."""

FAR_LOGITS = 5.0
"""And on one that is not this much (in logits: 150 times) less likely to answer than the best. The evidence of the 49
development questions where it was found lies within 5.0; an article's order to say something else lay 6.2 to 19 away.
In a folder of few sentences the rank alone lets everything through."""

REWRITE_SECONDS = 20.0
MAX_REWRITE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What an answer may be made of: passages best first, with what verification needs to know about them.

    `vectors`: by passage id, one row per sentence. `note` words the sources of one line; `support` reads
    claims, where a reader is.
    """

    passages: Sequence[Passage]
    ranked: Sequence[Sentence]
    vectors: Mapping[str, np.ndarray]
    embedder: Embedder
    spellings: NameVariants
    document: Callable[[str], Document]
    note: Callable[[Sequence[Citation]], str]
    support: Support | None = None


@dataclass
class _Draft:
    """An answer in the making."""

    drafts: list[Draft] = field(default_factory=list)
    lines: tuple[Line, ...] = ()
    seen: set[tuple[str, ...]] = field(default_factory=set)
    removed: Counter[str] = field(default_factory=Counter)
    written: int = 0


def generate(
    model: LanguageModel, blank: Answer, question: str, material: AnswerContext, quotes: Answer
) -> Generator[Answer, None, None]:
    """The answer as it grows, one verified sentence after another; the last is the whole.

    `blank` is the answer without lines; `quotes` the extractive one, which is given where nothing else can be.
    Parts without news keep coming while the model is silent, so that the caller can leave: closing this frees it.
    """
    prompt = answer_prompt(question, blank.language, material.passages, model.context)
    told = Generation(model.name, len(prompt.passages), len(material.passages))
    if not prompt.passages:
        yield replace(quotes, generation=replace(told, note="llm_small_window"))
        return
    made, note = _Draft(), ""
    part = replace(blank, answerer=model.name, abstained=False, text="", state="llm_reading", generation=told)
    yield part
    reader = ReplyParser(prompt.passages)
    reply = model.reply(prompt.messages, prompt.tokens)
    try:
        over = False
        while not over:
            sentences, piece, note, over = _next(reply, reader)
            if piece:
                part = replace(part, state="llm_writing")
            for sentence in sentences:
                if _judged(sentence, made, prompt, material, blank.language):
                    part = _grown(part, made, material)
                    yield part
                if len(made.lines) >= MAX_SENTENCES or made.written >= MAX_WRITTEN:
                    over, note = True, ""
                    break
            if not piece and not over:
                yield part
    finally:
        reply.close()
    told = replace(told, written=made.written, removed=tuple(sorted(made.removed.items())))
    if made.lines:
        yield replace(part, state="", generation=replace(told, note="llm_cut" if note else ""))
    else:
        missing = "llm_unsupported" if note in ("", "llm_cut") else note
        yield replace(quotes, generation=replace(told, note=missing))


def _next(reply: Generator[str, None, bool], reader: ReplyParser) -> tuple[Iterator[CitedSentence], str, str, bool]:
    """Sentences that are over, the piece that ended them, the code of what went wrong, and whether that was all."""
    try:
        piece = next(reply)
    except StopIteration as end:
        return reader.finish(cut=end.value), "", "llm_cut" if end.value else "", True
    except ModelFailed as failed:
        return reader.finish(cut=True), "", failed.code, True
    return reader.feed(piece), piece, "", False


def _judged(sentence: CitedSentence, made: _Draft, prompt: Prompt, material: AnswerContext, language: str) -> bool:
    """Does the sentence stay? It then has a draft that rests on what verification found."""
    said = tuple(words(sentence.text))
    if sentence.text.strip(" .") == NO_ANSWER or said in made.seen:
        return False
    made.seen.add(said)
    made.written += 1
    if language_of(sentence.text) != language:
        made.removed["language"] += 1
        return False
    verdict = _verdict(sentence, prompt, material)
    if verdict.supported and not _near(verdict.quotes, material.ranked):
        verdict = Verdict(False, "beside", ())
    if not verdict.supported:
        made.removed[verdict.reason] += 1
        return False
    made.drafts.append(Draft(sentence.text, verdict.quotes[:MAX_QUOTES], quoted=False))
    return True


def _verdict(sentence: CitedSentence, prompt: Prompt, material: AnswerContext) -> Verdict:
    """By the passages that it cites; where they do not support it, or it cites none, by all that were read.

    Whichever it is, the citation that is shown is the one that verification found.
    """

    def by(passages: Collection[Passage]) -> Verdict:
        return verify(
            sentence.text, list(passages), material.vectors, material.embedder, material.spellings, material.support
        )

    cited = by([prompt.passages[key] for key in sentence.keys]) if sentence.keys else None
    if cited is not None and (cited.supported or len(sentence.keys) == len(prompt.passages)):
        return cited
    anywhere = by(prompt.passages.values())
    return anywhere if anywhere.supported or cited is None else cited


def _near(quotes: Sequence[Quote], ranked: Sequence[Sentence]) -> bool:
    best = {(s.source, s.span) for s in ranked[:NEAREST_SENTENCES] if s.score >= ranked[0].score - FAR_LOGITS}
    return any((quote.source, (quote.start, quote.end)) in best for quote in quotes)


def _grown(part: Answer, made: _Draft, material: AnswerContext) -> Answer:
    """The answer with the drafts so far; lines that came before stay as they were."""
    made.lines, citations, text = verify_and_number(made.drafts, material.document, material.note)
    return replace(part, lines=made.lines, citations=citations, text=text, state="llm_writing")


def rewrite(
    model: LanguageModel, question: str, language: str, history: Sequence[Turn]
) -> Generator[None, None, str]:
    """The follow-up as the model words it to stand alone, or "" where it does not, or says something else.

    Yields while the model is silent. No failure of the model is an error here: the rules have an answer too.
    """
    prompt = rewrite_prompt(question, language, history, model.context)
    hurried = replace(model, patience=replace(model.patience, first=REWRITE_SECONDS, whole=REWRITE_SECONDS))
    reply = hurried.reply(prompt.messages, REWRITE_TOKENS)
    said = ""
    try:
        for piece in reply:
            said += piece
            if len(said) > MAX_REWRITE_CHARACTERS * 10:  # a thought may come first
                return ""
            if not piece:
                yield
    except ModelFailed:
        return ""
    finally:
        reply.close()
    found = strip_markup(" ".join(sentence.text for sentence in _sentences(said)))
    return found if len(found) <= MAX_REWRITE_CHARACTERS and same_question(found, question, history) else ""


def _sentences(reply: str) -> Iterator[CitedSentence]:
    reader = ReplyParser(())
    yield from reader.feed(reply)
    yield from reader.finish()
