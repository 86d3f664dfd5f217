"""How often what a question asks for stands in the passages that were found."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.query import Query, Term
from assistant.retrieval.lexical_scores import count_terms, lexical_scores, tokenize
from vectorstore.text.arabic import stem, words
from vectorstore.text.similarity import gram_similarity, letter_grams
from vectorstore.types import Passage


def passage(text: str, source: str = "1.txt", title: str = "") -> Passage:
    return Passage(source, 0, len(text), text, title, "body", ((0, len(text)),))


def query(*asked: str, spellings: dict[str, set[str]] | None = None) -> Query:
    terms = [Term(w, stem(w), frozenset((spellings or {}).get(w, ())), (), 1, 1.0, False) for w in asked]
    return Query(" ".join(asked), "ar", tuple(terms), ())


def test_a_word_is_counted_in_every_form_and_spelling_and_once_each_time() -> None:
    asked = query("جوجل", "شركه", spellings={"جوجل": {"غوغل", "وغوغل", "جوجل"}})
    counts = count_terms(asked, [passage("قالت غوغل إن جوجل شركة، وغوغل من الشركات."), passage("لا شيء هنا.")])
    assert counts.terms.tolist() == [[3, 2], [0, 0]]


def test_a_title_counts_with_its_passage() -> None:
    counts = count_terms(query("القطار"), [passage("وصل المسافرون.", title="تأخر القطار")])
    assert counts.terms.tolist() == [[1]]


def test_pieces_that_share_letters_are_all_counted_and_none_across_two_words() -> None:
    counts = count_terms(query("اهاها", "20"), [passage("اهاها قالها 20 مرة في 2020"), passage("ها اها")])
    assert list(counts.wanted) == ["اها", "هاه", "20"]
    assert counts.pieces.tolist() == [[2, 1, 1], [1, 0, 0]]


@given(st.lists(st.text(st.sampled_from("ابهتو 2é\U0001f600"), max_size=30), min_size=1, max_size=4))
def test_pieces_are_those_of_the_words_one_by_one(texts: list[str]) -> None:
    asked = query(*dict.fromkeys(words("بابا هاتو اب 2 و " + texts[0])))
    counts = count_terms(asked, [passage(text) for text in texts])
    for row, text in enumerate(texts):
        found = Counter(p for word in tokenize(text) if not word.stop for p in letter_grams(word.text))
        assert counts.pieces[row].tolist() == [found[piece] for piece in counts.wanted]
        assert counts.all_pieces[row] == found.total()


def test_what_has_the_words_scores_highest_and_its_file_lends_it_some() -> None:
    texts = [("الوزير زار المدينة.", "1.txt"), ("في السوق خضار.", "1.txt"), ("في البحر سمك.", "2.txt")]
    scores = lexical_scores(query("الوزير", "المدينه"), [passage(*one) for one in texts])
    assert scores[0] > scores[1] > scores[2] == 0
    assert np.all(scores <= 1)


def test_two_words_are_as_alike_as_the_share_of_their_pieces() -> None:
    assert gram_similarity("شركات", "شركه") == 2 * 1 / (3 + 2)
    assert gram_similarity("اب", "اب") == 1.0
    assert gram_similarity("اب", "ابواب") == 0.0
