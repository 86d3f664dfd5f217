"""What the reader says of a claim beside a text, where the rules leave it open: with the real networks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.retrieval.reader import NetworkReader, load_reader
from assistant.verification.entailment import MAX_READ, MIN_AGREED, Support
from assistant.verification.verify import Verdict, verify
from tests.fakes import Words
from tests.test_claims import FALSE, SEEDS
from vectorstore.embedding.embedder import Embedder, load_embedder
from vectorstore.formats.documents import read_documents
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import NameVariants
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

pytestmark = pytest.mark.slow

PORT = (
    "ميناء باتون روج الكبرى هو عاشر أكبر ميناء في الولايات المتحدة من حيث الحمولات التي يتم شحنها، وهو أبعد ميناء داخل "
    "نهر ميسيسيبي."
)
FOUNDER = "بيترو فيريرو هو الذي أسس شركة فيريرو في إيطاليا. وتنتج الشركة الشوكولاتة منذ عام 1946."


@pytest.fixture(scope="module")
def reader() -> NetworkReader:
    return load_reader()


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder()


def check(claim: str, text: str, embedder: Embedder, support: Support | None) -> Verdict:
    passages = split_passages(Document("a.txt", text, "", "", "utf-8"))
    vectors = {p.id: e.sentences for p, e in zip(passages, embedder.embed_passages(passages), strict=True)}
    return verify(claim, passages, vectors, embedder, None, support)


class Asked:
    """Says of every claim what it is told to, and keeps what it was asked."""

    def __init__(self, logit: float) -> None:
        self.logit = logit
        self.rounds: list[list[tuple[str, str]]] = []

    def __call__(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        self.rounds.append(list(claims))
        return [self.logit] * len(claims)


def test_the_head_tells_a_claim_from_the_same_with_its_parts_exchanged(reader: NetworkReader) -> None:
    true, exchanged = reader.support(
        [
            ("ميناء باتون روج الكبرى هو عاشر أكبر ميناء في الولايات المتحدة من حيث الحمولات.", PORT),
            ("ميناء الولايات المتحدة الكبرى هو عاشر أكبر ميناء في باتون روج من حيث الحمولات.", PORT),
        ]
    )
    assert exchanged < MIN_AGREED < true


def test_a_word_that_says_the_same_is_accepted_where_a_reader_is(reader: NetworkReader, embedder: Embedder) -> None:
    claim = "بيترو فيريرو هو الذي أنشأ شركة فيريرو في إيطاليا."
    assert not check(claim, FOUNDER, embedder, None).supported
    found = check(claim, FOUNDER, embedder, reader.support)
    assert found.supported and found.quotes[0].text in FOUNDER


@pytest.mark.parametrize(
    "claim",
    [
        "بيترو فيريرو هو الذي أنشأ شركة نستله في إيطاليا.",
        "بيترو فيريرو هو الذي أنشأ شركة فيريرو في فرنسا.",
        "تنتج الشركة الشوكولاتة منذ عام 1964.",
        "لم تنتج الشركة الشوكولاتة منذ عام 1946.",
    ],
)
def test_no_reading_outweighs_a_name_a_figure_or_a_denial(claim: str, embedder: Embedder) -> None:
    sure = Asked(20.0)
    assert not check(claim, FOUNDER, embedder, sure).supported
    assert not sure.rounds, "what is vetoed is not read"


def test_what_the_rules_accept_needs_a_reading_that_does_not_contradict(embedder: Embedder) -> None:
    claim = "بيترو فيريرو أسس شركة فيريرو."
    assert check(claim, FOUNDER, embedder, None).supported
    against = Asked(-5.0)
    assert check(claim, FOUNDER, embedder, against).reason == "meaning"
    assert len(against.rounds) == 1 and len(against.rounds[0]) <= MAX_READ


def test_what_stands_there_word_for_word_is_not_read(embedder: Embedder) -> None:
    against = Asked(-20.0)
    assert check("وتنتج الشركة الشوكولاتة منذ عام 1946.", FOUNDER, embedder, against).supported
    assert not against.rounds


def test_no_false_sentence_about_the_articles_is_shown_because_it_was_read(
    reader: NetworkReader, embedder: Embedder
) -> None:
    passages = [p for path in SEEDS for d in read_documents(path, path.name) for p in split_passages(d)]
    vectors = {p.id: e.sentences for p, e in zip(passages, embedder.embed_passages(passages), strict=True)}
    spellings = NameVariants(Words({word: 1 for p in passages for word in words(p.text)}))
    claims = [line.partition(": ")[2] for line in FALSE.strip().splitlines()]
    shown = [c for c in claims if verify(c, passages, vectors, embedder, spellings, reader.support).supported]
    assert not shown
