"""An interview's questions say what its short replies are of, and its byline who asked them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answering.interviews import interviewer_first, quoted_questions, without_bylines
from assistant.answering.render import clean_quote
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.retrieval.searcher import Search
from tests.one_article import searching
from vectorstore.types import Hit

TALK = """# النحات وسيم عبود: الحجر لا يكذب

*حاورته: رنا الخوري*

أقام النحات وسيم عبود معرضه الثالث في طرابلس. التقيناه في محترفه قرب المرفأ القديم.

**قال الناقد أيمن صالح إن تماثيلك الأخيرة متشابهة. ما ردك؟**

محق! كنت أكرر نفسي سنتين كاملتين ولم ينبهني أحد.

**هل صحيح أنك كسرت تمثالك الأول؟**

نعم. كسرته بعد أن رآه والدي وضحك.

**كم تمثالا نحت في حياتك؟**

أحصيت في العام الماضي نحو مئتي تمثال في بيوت الناس وساحاتهم.
"""
LETTERS = """القابلة عائشة ناصر: ولد الحي كله على يدي
حاورها: كمال الزين

عملت القابلة عائشة ناصر أربعين عاما في حي المدبغة. ولم تتقاض أجرا من فقير.

س: يقول جيرانك إنك رفضت العمل في المستشفى.

ج: هذا صحيح. الممرات الطويلة تخيفني.
"""
ESSAY = """# المقهى ليس مكتبا

*بقلم: هدى سليمان*

امتلأت المقاهي بالحواسيب. ولم يعد أحد يسأل جاره عن حاله. وأرى أن الطاولة لشخصين.
"""


def ranked(search: Search, question: str, first: str) -> list[Sentence]:
    """The sentences of the article, the one that begins so first."""
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind != "outline"]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    found = rank_sentences(search.query(question), search.embedder.embed_query(question), hits, vectors)
    return sorted(found, key=lambda s: not s.text.startswith(first))


def quoted(search: Search, first: str) -> Sequence[str]:
    (best, *_) = ranked(search, "ما رأيه؟", first)
    return [clean_quote(quote.text) for quote in quoted_questions([best], search).values()]


@pytest.mark.usefixtures("quick")
def test_a_reply_that_says_little_is_quoted_with_its_question(tmp_path: Path) -> None:
    with searching(tmp_path, TALK, "مقال.md") as search:
        assert quoted(search, "محق") == ["قال الناقد أيمن صالح إن تماثيلك الأخيرة متشابهة. ما ردك؟ محق!"]
        assert quoted(search, "نعم") == ["هل صحيح أنك كسرت تمثالك الأول؟ نعم."]
        assert quoted(search, "أحصيت") == []  # it says all itself
        assert quoted(search, "كسرته") == []  # a sentence stands between
        assert quoted(search, "أقام") == []  # nobody asked


@pytest.mark.usefixtures("quick")
def test_a_question_may_stand_behind_a_letter(tmp_path: Path) -> None:
    with searching(tmp_path, LETTERS, "مقال.md") as search:
        assert quoted(search, "ج: هذا") == ["س: يقول جيرانك إنك رفضت العمل في المستشفى. ج: هذا صحيح."]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("text", "question", "name"),
    [
        (TALK, "من حاور وسيم عبود؟", "رنا الخوري"), (TALK, "من أجرى الحوار مع النحات؟", "رنا الخوري"),
        (LETTERS, "مين أجرى المقابلة مع عائشة ناصر؟", "كمال الزين"),
    ],
)  # fmt: skip
def test_the_byline_names_the_interviewer(tmp_path: Path, text: str, question: str, name: str) -> None:
    with searching(tmp_path, text, "مقال.md") as search:
        best, *_ = interviewer_first(ranked(search, question, "أقام"), search.query(question), search)
        assert best.answer
        assert search.snapshot.document("مقال.md").text[slice(*best.answer)] == name


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("question", ["أين أقام عبود معرضه؟", "من قال إن تماثيله متشابهة؟"])
def test_no_other_question_is_answered_with_it(tmp_path: Path, question: str) -> None:
    with searching(tmp_path, TALK, "مقال.md") as search:
        found = ranked(search, question, "حاورته")
        assert interviewer_first(found, search.query(question), search) == found
        assert not without_bylines(found, search.query(question))[0].text.startswith("حاورته")


@pytest.mark.usefixtures("quick")
def test_a_byline_is_no_opinion_of_its_author(tmp_path: Path) -> None:
    with searching(tmp_path, ESSAY, "مقال.md") as search:
        asked = "ما رأي هدى سليمان في المقاهي؟"
        found = ranked(search, asked, "بقلم")
        assert not any(s.text.startswith("بقلم") for s in without_bylines(found, search.query(asked)))
        for who in ("من كتب عن المقهى؟", "في أي قسم من الصحيفة ظهر النص؟"):
            assert without_bylines(found, search.query(who)) == found
