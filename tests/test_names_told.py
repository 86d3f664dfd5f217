"""What articles tell of a name: only what they set beside it, and only what it is the subject of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.names.found import FILE
from assistant.names.known import KnownNames
from assistant.names.told import Told
from assistant.question.beside_name import beside_name, speaks
from tests.test_index import Shelf
from vectorstore.errors import VectorstoreError
from vectorstore.text.arabic import tokens


def beside(text: str, name: str) -> str | None:
    start = text.index(name)
    found = beside_name(text, tokens(text), (start, start + len(name)))
    return text[slice(*found)] if found else None


def said_by(text: str, name: str) -> bool:
    start = text.index(name)
    return speaks(text, tokens(text), (start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("وقال وزير الداخلية الإيطالي مينيتي إن الاتفاق مهم.", "مينيتي", "وزير الداخلية الإيطالي مينيتي"),
        ("أعلن وزير الداخلية الإيطالية، مينيتي، الاتفاق.", "مينيتي", "وزير الداخلية الإيطالية، مينيتي"),
        ("قالت مونيكا بيكيرت، رئيسة سياسة المنتجات، أمس.", "مونيكا بيكيرت", "مونيكا بيكيرت، رئيسة سياسة المنتجات"),
        ("وصلت السفينة إلى لومبوك، وهي جزيرة قريبة، ليلا.", "لومبوك", "لومبوك، وهي جزيرة قريبة"),
        ("قال الأمين العام لحزب العدالة حسن.", "حسن", "الأمين العام لحزب العدالة حسن"),
        ("ويقول المتحدث باسم وزارة الخارجية حسن.", "حسن", "المتحدث باسم وزارة الخارجية حسن"),
        ("زار رئيس بلدية نابلس المهندس سامي السوق.", "سامي", "رئيس بلدية نابلس المهندس سامي"),
        ("قال وزير الداخلية الألماني توماس دي ميزير.", "دي ميزير", "وزير الداخلية الألماني توماس دي ميزير"),
        ("ويملك الشركة رجل الأعمال ماجد.", "ماجد", "رجل الأعمال ماجد"),  # the company is what he has
        ("غنى للشاعر أحمد ناجي لحن الفنان سمير.", "سمير", "الفنان سمير"),
        ("قال عالم الزلازل بجامعة القاضي عياض الدكتور ناصر.", "ناصر", "عالم الزلازل بجامعة القاضي عياض الدكتور ناصر"),
        ("وكلفت المنظمة الخبير الإسباني أورتيغا.", "أورتيغا", "الخبير الإسباني أورتيغا"),
    ],
)
def test_who_somebody_is_stands_beside_the_name(text: str, name: str, phrase: str) -> None:
    assert beside(text, name) == phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("التقى الوزير في روما ماركو مينيتي.", "ماركو مينيتي"),  # the preposition has a noun of its own
        ("وصل مينيتي، ثم غادر الوزير.", "مينيتي"),
        ("قال رئيس الوزراء إنه يعرف مينيتي.", "مينيتي"),
        ("صد الحارس جو هارت تسديدة بيتمان.", "بيتمان"),
    ],
)
def test_nobody_is_said_to_be_what_stands_near_him_by_chance(text: str, name: str) -> None:
    assert beside(text, name) is None


@pytest.mark.parametrize(
    "text",
    [
        "وقال مينيتي إن الاتفاق خطوة.",
        "وأكد وزير الداخلية الإيطالي مينيتي أهمية الاتفاق.",
        "مينيتي: «هذه خطوة أولى».",
        "مينيتي، وزير الداخلية، قال إن الاتفاق خطوة.",
        "وأضاف السيد مينيتي أن الوقت حان.",
    ],
)
def test_who_is_the_subject_of_a_verb_of_saying_has_said_it(text: str) -> None:
    assert said_by(text, "مينيتي")


@pytest.mark.parametrize(
    "text", ["وقال كازنوف إن مينيتي وافق.", "التقى كازنوف مينيتي وقال إن الاتفاق خطوة.", "استقال مينيتي أمس."]
)
def test_who_is_only_spoken_of_has_said_nothing(text: str) -> None:
    assert not said_by(text, "مينيتي")


ARTICLES = {
    "أ.txt": "قال وزير الداخلية الإيطالي ماركو مينيتي إن الاتفاق مع شركة غوغل خطوة أولى. "
    "وأضاف مينيتي أن لندن وافقت عليه.",
    "ب.txt": "قال رئيس الوزراء البريطاني بوريس جونسون في لندن إن مينيتي وافق على الاتفاق. "
    "وقالت شركة جوجل إنها ترحب به.",
}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for name, text in ARTICLES.items():
        made.write(name, text)
    return made


@pytest.fixture
def known(shelf: Shelf) -> Iterator[KnownNames]:
    index = shelf.open()
    yield KnownNames(index)
    index.close()


def told_of(known: KnownNames, typed: str) -> Told:
    (name,) = known.register().meant(typed)
    found = known.tell(name.key)
    assert found is not None
    return found


def test_a_page_of_a_name_is_made_of_quotes_that_stand_where_they_say(known: KnownNames) -> None:
    told = told_of(known, "مينيتي")
    quotes = [*told.who, *told.said, *told.said_of, *(one.first for one in told.articles)]
    for one in quotes:
        assert ARTICLES[one.source][one.start : one.end] == one.quote
        assert one.answer is not None and one.start <= one.answer[0] < one.answer[1] <= one.end
    assert [ARTICLES[one.source][slice(*one.answer)] for one in told.who if one.answer] == [
        "وزير الداخلية الإيطالي ماركو مينيتي"
    ]
    assert [one.source for one in told.said] == ["أ.txt", "أ.txt"]
    assert [one.source for one in told.said_of] == ["ب.txt"]
    assert {one.source for one in told.articles} == set(ARTICLES)
    assert "لندن" in {name.text for name, _ in told.beside}


def test_articles_that_name_something_are_found_in_any_spelling(known: KnownNames) -> None:
    assert known.articles_of("Minniti") == known.articles_of("مينيتي") == ("أ.txt", "ب.txt")
    with pytest.raises(VectorstoreError) as raised:
        known.articles_of("سقراط")
    assert raised.value.code == "unknown_name"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("عبير المنصور", {"ج.txt", "د.txt"}),  # the tagger knows one of the two for a name at most
        ("المهندسة عبير المنصور", {"ج.txt"}),
        ("السيدة عبير المنصور", {"ج.txt", "د.txt"}),
        ("عبير منصور", {"ج.txt", "د.txt"}),
        ("أبي بكر الخوارزمي", {"د.txt"}),
    ],
)
def test_a_name_that_stands_in_the_texts_is_told_of_though_nobody_knew_it_for_one(
    known: KnownNames, shelf: Shelf, typed: str, found: set[str]
) -> None:
    shelf.write("ج.txt", "فازت المهندسة عبير المنصور برئاسة البلدية. واحتفل أنصارها في الساحة.")
    shelf.write("د.txt", "لم يكن أحد يراهن على عبير المنصور ولا على أبو بكر الخوارزمي قبل عام.")
    known._index.sync()
    assert set(known.articles_of(typed)) == found
    told = known.told(known.meant(typed)[0])
    assert {one.source for one in told.articles} == found


def test_a_latin_name_that_an_arabic_word_may_be_is_not_denied(known: KnownNames, shelf: Shelf) -> None:
    shelf.write("ج.txt", "ثم زارت هدى السوق.")
    known._index.sync()
    with pytest.raises(VectorstoreError) as raised:
        known.meant("Huda")
    assert (raised.value.code, raised.value.values["words"]) == ("unknown_name_perhaps", "هدى")


def test_names_are_kept_beside_the_index_and_only_new_articles_are_read(known: KnownNames, shelf: Shelf) -> None:
    known.register()
    index = known._index
    kept = (index.folder / FILE).read_bytes()
    assert kept.count(b"\n") == 3  # what made them, and an article a line
    shelf.write("ج.txt", "وصل السفير أحمد الخالدي إلى باريس.")
    index.sync()
    read: list[int] = []
    known.register(lambda stage, done, total: read.append(total))
    assert set(read) == {1}
    assert (index.folder / FILE).read_bytes().startswith(kept)
    again = KnownNames(index)
    again.register(lambda stage, done, total: read.append(-1))
    assert -1 not in read


def test_names_of_an_article_that_is_gone_are_erased_by_whoever_opens_the_index_next(
    known: KnownNames, shelf: Shelf
) -> None:
    known.register()
    index = known._index
    johnson = json.dumps("بوريس جونسون").strip('"').encode()
    assert johnson in (index.folder / FILE).read_bytes()
    (shelf.corpus / "ب.txt").unlink()
    index.sync()
    KnownNames(index).forget_gone()
    kept = (index.folder / FILE).read_bytes()
    assert johnson not in kept and kept.count(b"\n") == 2


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\xfe garbage", b'{"names": "0.0"}\n["x y",[[0,1,9,"a"]]]\n'])
def test_a_file_of_names_that_is_damaged_or_of_another_tagger_is_made_again(
    known: KnownNames, shelf: Shelf, damage: bytes
) -> None:
    before = {name.key for name in known.register().names}
    path: Path = known._index.folder / FILE
    path.write_bytes(damage)
    assert {name.key for name in KnownNames(known._index).register().names} == before


def test_a_torn_line_costs_one_article_its_second_reading_and_no_more(known: KnownNames) -> None:
    known.register()
    path: Path = known._index.folder / FILE
    path.write_bytes(path.read_bytes()[:-10])
    read: list[int] = []
    again = KnownNames(known._index)
    again.register(lambda stage, done, total: read.append(total))
    assert set(read) == {1} and len(again.register().by_article) == 2
