"""A language model's part in a conversation: it waits for its turn, is loaded, words, and is replaced where it fails.

Steps that take long are generators that yield while nothing happens, so that whoever asked can leave at any moment.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from functools import partial

from assistant.answering.render import line_by_line
from assistant.answering.sentence_ranking import Sentence
from assistant.llm.client import POLL_SECONDS, LanguageModel, ModelFailed
from assistant.llm.generate import AnswerContext, generate, rewrite
from assistant.llm.selection import Models
from assistant.messages import say
from assistant.question.followup import Standalone
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Citation, Generation, Turn
from assistant.verification.entailment import Support
from vectorstore.errors import VectorstoreError
from vectorstore.text.name_keys import NameVariants
from vectorstore.types import Passage

log = logging.getLogger(__name__)


def rewrite_followup(
    models: Models, blank: Answer, standalone: Standalone, question: str, history: Sequence[Turn]
) -> Generator[Answer, None, Standalone]:
    """A follow-up as a question that stands alone: in the model's words where that is safe, else `standalone`."""
    if models.chosen is None:
        return standalone
    ticket, part = object(), _silent(blank)
    try:
        model = yield from _ready(models, ticket, part)
        with closing(rewrite(model, question, blank.language, history)) as words:
            while True:
                try:
                    next(words)
                except StopIteration as end:
                    return Standalone(end.value) if end.value else standalone
                yield replace(part, state="llm_understanding")
    except (ModelFailed, VectorstoreError) as failed:
        log.info("a follow-up was not reworded: %s", failed)
        return standalone
    finally:
        models.release(ticket)


def answer_context(
    search: Search,
    passages: Sequence[Passage],
    ranked: Sequence[Sentence],
    spellings: NameVariants,
    language: str,
    support: Support | None = None,
) -> AnswerContext:
    """What a model may word its answer from: passages, best first, with the articles and vectors as they are now.

    A model writes for minutes, and the articles may change meanwhile: what `search` has is read here and now, and
    `spellings` must outlast it (see `Searcher.spellings`).
    """
    vectors = {id: item.sentences for id, item in search.vectors([p.id for p in passages]).items()}
    documents = {passage.source: search.snapshot.document(passage.source) for passage in passages}
    return AnswerContext(
        passages, ranked, vectors, search.embedder, spellings, documents.__getitem__,
        partial(_sources, language=language), support,
    )  # fmt: skip


def _sources(citations: Sequence[Citation], language: str) -> str:
    """The files that a sentence rests on."""
    return say("list_comma", language).join(dict.fromkeys(citation.source for citation in citations))


def stream_answer(
    models: Models, blank: Answer, question: str, quotes: Answer, read: AnswerContext
) -> Generator[Answer, None, None]:
    """The answer in a model's words as it grows, or the quotes line by line: without a model, or where it fails.

    `blank` is the answer without lines; the last part is the whole answer.
    """
    chosen = models.chosen
    if chosen is None:
        yield from line_by_line(quotes)
        return
    ticket, part = object(), _silent(blank)
    try:
        try:
            model = yield from _ready(models, ticket, part)
        except (ModelFailed, VectorstoreError) as failed:
            log.warning("the model could not be asked: %s", failed)
            code = failed.code if isinstance(failed, ModelFailed) else "llm_failed"
            yield replace(quotes, generation=Generation(chosen.name or chosen.url, note=code))
            return
        with closing(generate(model, blank, question, read, quotes)) as parts:
            for part in parts:
                yield part
        if part.generation is not None and part.generation.note in ("llm_unreachable", "llm_failed"):
            models.reset()
    finally:
        models.release(ticket)


def _silent(blank: Answer) -> Answer:
    """A part of a stream in which nothing is said yet; what is being done stands in `state`."""
    return replace(blank, abstained=False, text="", state="llm_waiting")


def _ready(models: Models, ticket: object, part: Answer) -> Generator[Answer, None, LanguageModel]:
    """The model when it is this question's turn and it is loaded. Raises ModelFailed, VectorstoreError."""
    for _ in models.wait_turn(ticket):
        yield part
    pool = ThreadPoolExecutor(1, "isnad-model-opening")
    opening = pool.submit(models.open)
    pool.shutdown(wait=False)  # whoever leaves now does not wait for the loading to end
    while not opening.done():
        wait([opening], timeout=POLL_SECONDS)
        if not opening.done():
            yield replace(part, state="llm_loading")
    model = opening.result()
    if model is None:  # it was deselected meanwhile
        raise ModelFailed("llm_unreachable")
    return model
