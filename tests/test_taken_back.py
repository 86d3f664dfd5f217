"""A sentence that the next one takes back is quoted with it, so that no quote says what its article denies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.render import clean_quote
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.answering.taken_back import quotes_with_denial, takes_back
from assistant.retrieval.searcher import Search
from tests.one_article import searching
from vectorstore.types import Hit

ARTICLE = """سد وادي السرو

وذكرت إذاعة محلية أن السد سيفتح للصيادين في يونيو. ونفت مديرية المياه ذلك، وقالت إن الأشغال لم تنته.

يبلغ ارتفاع السد اثنين وأربعين مترا. غير أن البحيرة خلفه لم تمتلئ بعد. وتسقي قناته ثلاث قرى.

وقال المقاول إن الكلفة لم تزد على المقرر. إلا أن عضو المجلس سعاد الريحاني، وهي مهندسة، شككت في هذا الرقم وطلبت الفواتير.
"""


def _sentences(search: Search, first: str, question: str) -> list[Sentence]:
    """The sentence of the article that begins so."""
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind == "body"]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    found = rank_sentences(search.query(question), search.embedder.embed_query(question), hits, vectors)
    return [s for s in found if s.text.startswith(first)]


def quoted(search: Search, first: str, question: str) -> list[str]:
    """The longer quotes of the sentence that begins so."""
    chosen = _sentences(search, first, question)
    assert chosen
    return [clean_quote(quote.text) for quote in quotes_with_denial(chosen, question, search).values()]


@pytest.mark.usefixtures("quick")
def test_what_is_denied_is_quoted_with_its_denial(tmp_path: Path) -> None:
    whole = (
        "وذكرت إذاعة محلية أن السد سيفتح للصيادين في يونيو. ونفت مديرية المياه ذلك، وقالت إن الأشغال لم تنته."
    )
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert quoted(search, "وذكرت", "متى يفتح السد للصيادين؟") == [whole]
        assert quoted(search, "وذكرت", "هل يفتح السد في يونيو؟") == [whole]
        assert quoted(search, "ونفت", "متى تنتهي الأشغال؟") == [whole]  # which alone does not say what is denied


@pytest.mark.usefixtures("quick")
def test_what_answers_further_parts_stays_set_off_beside_a_denial(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        (found,) = _sentences(search, "وذكرت", "متى يفتح السد ولمن؟")
        start = found.span[0]
        month, fishers = (start + found.text.index("يونيو"), start + found.text.index("للصيادين"))
        told = replace(found, answer=(month, month + 5), further_answers=((fishers, fishers + 8),))
        (quote,) = quotes_with_denial([told], "متى يفتح السد ولمن؟", search).values()
        assert (quote.answer, quote.further_answers) == (told.answer, told.further_answers)


@pytest.mark.usefixtures("quick")
def test_what_only_goes_against_it_comes_along_where_is_asked_whether(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert quoted(search, "يبلغ", "كم ارتفاع السد؟") == []
        assert quoted(search, "يبلغ", "هل يبلغ ارتفاع السد أربعين مترا؟") == [
            "يبلغ ارتفاع السد اثنين وأربعين مترا. غير أن البحيرة خلفه لم تمتلئ بعد."
        ]
        assert quoted(search, "وتسقي", "هل تسقي القناة ثلاث قرى؟") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "ونفى الوزير صحة هذه الأنباء.",
        "وتنكر الشركة ذلك.",
        "لكن المدرب نفى ذلك أمام الصحفيين.",
        "إلا أن ابنته الدكتورة هالة، أستاذة التاريخ في الجامعة، صححت ذلك في حفل التأبين.",
        "وفندت البلدية هذا الادعاء.",
        "وشكك الباحثون في صحة الرواية.",
        "لكن المديرة تراجعت عن ذلك في المساء.",
        "واستبعد المحقق ذلك.",
        "واستبعدت النقابة هذه الأنباء.",
        "ونفت الشركة هذه التصريحات.",
    ],
)
def test_a_sentence_that_takes_back_is_known(sentence: str) -> None:
    assert takes_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "ولم تنكر الشركة ذلك.",
        "غير أن الشركة لم تنكر ذلك.",
        "غير أن الموسم لم يبدأ بعد.",
        "وتراجعت الأسعار في الأسواق.",
        "وتراجع سعر القمح بعد ذلك إلى النصف.",
        "وتراجعت أسهم هذه الشركة.",
        "واستبعد المدرب هذا اللاعب من القائمة.",
        "لكن المدرب استبعد اللاعبين قبل ذلك بيوم.",
        "ونفي الشاعر إلى جزيرة بعيدة.",
        "وقال الوزير إنه ينفي ذلك.",
    ],
)
def test_another_sentence_takes_nothing_back(sentence: str) -> None:
    assert not takes_back(sentence)
