"""Where the article says that something is not known, that is what is told to who asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.not_told import find_untold, is_untold
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.question.query import Query
from assistant.retrieval.searcher import Search
from assistant.types import Answer, Citation, Line
from tests.one_article import searching
from vectorstore.types import Hit

ARTICLE = """سطو على متحف الخابور

اقتحم مجهولون متحف الخابور فجر الأحد وأخذوا ست قطع ذهبية. ولم توضح الشرطة هوية اللصوص.

واستمر السطو تسع دقائق. وأصيب الحارس سالم العبد، ولم يعرف بعد سبب تأخر الدورية. ورفضت مديرة المتحف الكشف عن قيمة القطع.

أما موعد افتتاح المتحف من جديد فلم يحدد بعد. وقال شاهد طلب عدم ذكر اسمه إنه رأى سيارة بيضاء. وكان المتحف افتتح عام 1988.

ولم تعلن أسماء الحراس الآخرين.
"""


def _asked(search: Search, question: str, first: str = "") -> tuple[Query, list[Sentence]]:
    """The query, and the ranking of the article's sentences for it; `first`: how the best one begins."""
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind == "body"]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    query = search.query(question)
    ranked = rank_sentences(query, search.embedder.embed_query(question), hits, vectors)
    return query, sorted(ranked, key=lambda s: not (first and s.text.startswith(first)))


def _untold(search: Search, question: str, first: str = "") -> str:
    found = find_untold(*_asked(search, question, first))
    return found.text if found else ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("من اقتحم متحف الخابور؟", "ولم توضح الشرطة"),
        ("لماذا تأخرت الدورية؟", "وأصيب الحارس"),
        ("كم قيمة القطع الذهبية؟", "ورفضت مديرة"),
        ("متى موعد افتتاح المتحف من جديد؟", "أما موعد"),
        ("ما اسم الشاهد الذي رأى السيارة البيضاء؟", "وقال شاهد"),
    ],
)
def test_what_the_article_says_is_not_known_is_found(tmp_path: Path, question: str, begins: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert _untold(search, question, "اقتحم" if question.startswith("من") else "").startswith(begins)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "question",
    [
        "كم دقيقة استمر السطو؟",
        "متى افتتح المتحف أول مرة؟",
        "من أصيب في السطو؟",
        "هل أوضحت الشرطة هوية اللصوص؟",  # that sentence answers it
        "ما أسماء الحراس؟",  # one is told; only the others are not
        "أين يقع المتحف؟",
    ],
)
def test_what_is_told_is_not_said_to_be_unknown(tmp_path: Path, question: str) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        assert not _untold(search, question, "واستمر السطو")


@pytest.mark.usefixtures("quick")
def test_it_takes_the_place_of_what_only_looks_like_an_answer(tmp_path: Path) -> None:
    with searching(tmp_path, ARTICLE, "مقال.md") as search:
        query, ranked = _asked(search, "كم قيمة القطع الذهبية؟")
        untold = find_untold(query, ranked)
        assert untold is not None

        def told(quote: str, part: str, *further: str) -> Answer:
            lines = [Line(quote, (1,), "", answer=(quote.index(part), quote.index(part) + len(part)))]
            lines += [Line(text, (place,), "") for place, text in enumerate(further, 2)]
            cited = [Citation(place, "مقال.md", "", 0, 1, text) for place, text in enumerate((quote, *further), 1)]
            return Answer("", "", "ar", quote, tuple(lines), tuple(cited), (), False, "extractive", 0.0)

        assert is_untold(told("وأخذوا ست قطع ذهبية.", "ست قطع"), untold, query)
        assert is_untold(told("بيعت القطع بثلاثة ملايين دينار.", "ثلاثة ملايين دينار", untold.text), untold, query)
        assert not is_untold(told("قيمة القطع ثلاثة ملايين دينار.", "ثلاثة ملايين دينار"), untold, query)


@pytest.mark.parametrize(
    ("article", "question", "part"),
    [
        ("وقتل 23 شخصا، ولم تذكر الوزارة عدد الجرحى.", "كم شخصا قتل في الحريق؟", "23 شخصا"),
        ("وبدأ الحريق بسبب تماس كهربائي، ولم يحدد المحققون سبب تأخر الإطفاء.", "لماذا بدأ الحريق؟", "تماس كهربائي"),
        ("قال موظف طلب عدم ذكر اسمه إن المدير الجديد هو سالم العبد.", "من المدير الجديد؟", "سالم العبد"),
        ("وطلب المجلس تحديد موعد الاجتماع في 3 مايو.", "متى موعد الاجتماع؟", "3 مايو"),
        ("لم يعلن النادي اسم المدرب الجديد إلا أمس، وهو كريم البنا.", "من المدرب الجديد؟", "كريم البنا"),
        ("ولم تكشف الشركة قيمة العقد أولا، ثم قالت إن قيمة العقد مليونا دينار.", "كم قيمة العقد؟", "مليونا دينار"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_what_another_clause_tells_is_the_answer(tmp_path: Path, article: str, question: str, part: str) -> None:
    with searching(tmp_path, f"خبر\n\n{article}\n", "مقال.md") as search:
        query, ranked = _asked(search, question)
        untold = find_untold(query, ranked)
        at = article.index(part)
        line = Line(article, (1,), "", answer=(at, at + len(part)))
        cited = Citation(1, "مقال.md", "", 0, 1, article)
        answer = Answer("", "", "ar", article, (line,), (cited,), (), False, "extractive", 0.0)
        assert untold is None or not is_untold(answer, untold, query)
