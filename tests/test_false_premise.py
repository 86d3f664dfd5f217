"""What a question takes for granted and no article says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.false_premise import FalsePremise, corrected, explain, find_false_premise
from assistant.retrieval.searcher import Search, Searcher
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index

ARTICLES = {
    "a.txt": "اجتمع ممثلو شركة غوغل مع الوزراء في جزيرة إسكيا عام 2017.\n\nوحضرت فيسبوك الاجتماع في لوكسمبورغ أيضا.",
    "c.txt": "دانت الولايات المتحدة الهجوم على صحيفة شارلي إيبدو.\n\nوقال سياسيون إيطاليون إن ممثلي "
    "الشركات أوقفوا التعاون.",
    "b.txt": "زار الوزير برنار كازنوف مدينة سان فرانسيسكو عام 2015.\n\nوالتقى كازنوف ممثلين عن جوجل هناك.",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    corpus: Path = tmp_path_factory.mktemp("corpus")
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    model = WordLengths()
    index = open_index(IndexSource(corpus, tmp_path_factory.mktemp("index") / "index"), model.lazy())
    with Searcher(index, model).reading() as opened:
        yield opened
    index.close()


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("من مثّل ياهو في إسكيا؟", FalsePremise(absent=("ياهو",))),
        ("ماذا حدث في إسكيا عام 1998؟", FalsePremise(absent=("1998",))),
        ("هل زار كازنوف لوكسمبورغ؟", FalsePremise(apart=("كازنوف", "لوكسمبورغ"))),
        ("من مثّل غوغل في إسكيا؟", FalsePremise()),
        ("ما رأي كازنوف في غوغل؟", FalsePremise()),  # b.txt writes جوجل
        ("ما المسافة بين الشارعين؟", FalsePremise()),  # no names at all
    ],
)
def test_names_that_no_article_has_or_has_together_are_told(search: Search, question: str, premise: FalsePremise):
    assert find_false_premise(search.query(question), search) == premise


def test_a_name_within_a_word_that_lost_its_space_is_not_told_absent(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("صممت الدورة في كلية الطببجامعةهارفارد العريقة.", encoding="utf-8")
    (tmp_path / "corpus" / "b.txt").write_text("افتتحت الدورة في مدينة لوكسمبورغ.", encoding="utf-8")
    model = WordLengths()
    index = open_index(IndexSource(tmp_path / "corpus", tmp_path / "index"), model.lazy())
    with Searcher(index, model).reading() as opened:
        query = opened.query("من صمم دورة هارفارد؟")
        assert find_false_premise(query, opened) == FalsePremise()
        assert find_false_premise(query, opened, ["b.txt"]) == FalsePremise(absent=("هارفارد",))
        assert find_false_premise(opened.query("من صمم دورة ستانفورد؟"), opened) == FalsePremise(absent=("ستانفورد",))
    index.close()


def test_only_the_chosen_files_count(search: Search):
    query = search.query("من التقى كازنوف؟")
    assert find_false_premise(query, search) == FalsePremise()
    assert find_false_premise(query, search, ["a.txt"]) == FalsePremise(absent=("كازنوف",))


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قالت واشنطن عن الهجوم؟",  # c.txt: الولايات المتحدة
        "ماذا قالت أمريكا عن الهجوم؟",
        "ماذا قال الأمريكيون عن الهجوم؟",
        "ما موقف روما من التعاون؟",  # c.txt: إيطاليون
        "ما موقف إيطاليا من التعاون؟",
        "What did Washington say?",
        "What did Italy say about the attack?",
    ],
)
def test_a_capital_a_country_and_its_adjective_stand_for_one_another(search: Search, question: str) -> None:
    assert find_false_premise(search.query(question), search) == FalsePremise()


@pytest.mark.parametrize(
    "question",
    [
        "ماذا قال ساسة القارة؟", "من هم ممثلوها؟", "لماذا جرى إيقاف الرحلات؟", "ماذا اكتشفوه هناك؟", "ما أسلوب العمل؟",
        "علاش مابغاش الوزير التعاون؟",
        "متى سيحتاجون إلى المال؟", "ماذايحدث هناك؟", "أين عقدت المؤسسات اجتماعها؟", "ما دعواها القضائية؟",
    ],
)  # fmt: skip
def test_ordinary_words_and_words_run_together_are_not_told_as_absent_names(search: Search, question: str) -> None:
    assert find_false_premise(search.query(question), search).absent == ()


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("ماذا جرى لصحيفة شارلي إيبو؟", (("إيبو", "إيبدو"),)),
        ("من زار لوكسنمبورغ؟", (("لوكسنمبورغ", "لوكسمبورغ"),)),
    ],
)
def test_a_name_that_is_a_slip_away_is_offered_as_the_article_writes_it(
    search: Search, question: str, near: tuple[tuple[str, str], ...]
) -> None:
    premise = find_false_premise(search.query(question), search)
    assert (premise.absent, premise.near) == ((), near)
    assert corrected(question, premise) == question.replace(*near[0])
    assert near[0][1] in explain("لا أجد إجابة.", premise, "ar")


def test_where_files_were_chosen_the_sentence_speaks_of_these_alone(search: Search) -> None:
    query = search.query("من التقى كازنوف؟")
    told = explain("لا أجد.", find_false_premise(query, search, ["a.txt"]), "ar", chosen=True)
    assert "الملفات المختارة" in told and "كازنوف" in told and "أي مقال" not in told


IN_LATIN = {
    "Adnan": "عدنان الزعبي", "Haddad": "منى الحداد", "Hussein": "حسين المانع", "Aisha": "عائشة القرني",
    "Yahya": "يحيى الصايغ", "Essam": "عصام البارودي", "Mahfouz": "ناصر محفوظ", "Otaibi": "موضي العتيبي",
    "Alaoui": "كريم العلوي", "Moataz": "معتز الشامي", "Noureddine": "نور الدين بوشامة",
    "Nourredine": "نور الدين قدور",
    "Abdallah": "عبد الله الزامل", "Abdelrahman": "عبد الرحمن الحلو", "Salaheddine": "صلاح الدين الغماري",
    "Aboubakr": "أبو بكر السويدي", "Ghassan": "غسان المصري", "Rasha": "رشا العلي", "Khalid": "خالد المهيري",
}  # fmt: skip


@pytest.fixture(scope="module")
def guests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    corpus: Path = tmp_path_factory.mktemp("guests")
    for number, name in enumerate(IN_LATIN.values()):
        (corpus / f"{number}.txt").write_text(f"حضر اللقاء {name} مع عدد من التجار.", encoding="utf-8")
    model = WordLengths()
    index = open_index(IndexSource(corpus, tmp_path_factory.mktemp("guests index") / "index"), model.lazy())
    with Searcher(index, model).reading() as opened:
        yield opened
    index.close()


@pytest.mark.parametrize("name", IN_LATIN)
def test_nobody_is_said_to_be_missing_whom_the_articles_name_in_arabic_letters(guests: Search, name: str) -> None:
    assert find_false_premise(guests.query(f"What did the merchant {name} say?"), guests) == FalsePremise()


@pytest.mark.parametrize("name", ["Barakat", "Lamia", "Hamdan", "Shukri", "Talal", "Maysoon", "Fayrouz", "Zakaria"])
def test_a_latin_name_that_no_word_of_the_articles_may_be_is_told(guests: Search, name: str) -> None:
    assert find_false_premise(guests.query(f"Where does {name} work?"), guests).absent == (name,)
