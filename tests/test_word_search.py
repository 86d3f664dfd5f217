"""Search by words: what a pattern fits is found, counted, sorted and marked, and nothing else is."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SEEDS
from tests.fakes import WordLengths, Words, now
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.opening import IndexSource, open_index
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import NameVariants
from vectorstore.text.pattern import parse_pattern
from vectorstore.text.stopwords import STOPWORDS
from vectorstore.word_search import find
from vectorstore.word_search.forms import other_spellings
from vectorstore.word_search.request import Findings, WordSearch

ARTICLES = {
    "حدائق.txt": "افتتاح حدائق جديدة\n\nأعلنت البلدية افتتاح ثلاث حدائق جديدة في المدينة، وقالت إن شركة غوغل ستموّلها.",
    "مكتبة.md": "إغلاق المكتبة القديمة\n\nأغلقت الوزارةُ المكتبةَ القديمة في الحي بعد اتفاق مع شركة جوجل وشركات أخرى.",
}
RECORDS = [
    {
        "id": "a",
        "title": "هزة في الجنوب",
        "text": "ضربت هزة أرضية مدن الجنوب، واتفقت الوزارة مع غوغل.",
        "date": "2017-05-22",
    },
    {"id": "b", "title": "هزة في الشمال", "text": "ضربت هزة أرضية قوية مدن الشمال ولم تقع أضرار.", "date": "2019-01"},
    {"id": "c", "title": "هزة ثالثة", "text": "هزة أرضية في الشرق، هزة أخرى في الغرب.", "date": "2018"},
]


def index_of(folder: Path, corpus: Path) -> Index:
    model = WordLengths()
    return open_index(IndexSource(corpus, folder / "index"), LazyEmbedder(model.load, model.fingerprint))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("searched")
    corpus = folder / "articles"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (corpus / "هزات.jsonl").write_text(lines, encoding="utf-8")
    opened = index_of(folder, corpus)
    yield opened
    opened.close()


def search(index: Index, text: str, **limits: object) -> Findings:
    return now(index).find(WordSearch(parse_pattern(text), **limits))


def sources(found: Findings) -> set[str]:
    return {hit.passage.source for hit in found.hits}


def marked(index: Index, found: Findings) -> list[list[str]]:
    return [[now(index).document(hit.passage.source).text[slice(*span)] for span in hit.spans] for hit in found.hits]


def test_all_words_must_stand_there_and_are_marked_as_they_are_written(index: Index) -> None:
    found = search(index, "المكتبه الوزاره")
    assert sources(found) == {"مكتبة.md"} and found.total == 1
    assert marked(index, found) == [["الوزارةُ", "المكتبةَ"]]


def test_a_name_is_found_in_its_other_spelling_and_behind_a_clitic_unless_just_as_typed(index: Index) -> None:
    found = search(index, "غوغل")
    assert sources(found) == {"حدائق.txt", "مكتبة.md", "هزات.jsonl#a"} and found.also == ("جوجل",)
    assert ["جوجل"] in marked(index, found)
    assert sources(search(index, "غوغل", near=False)) == {"حدائق.txt", "هزات.jsonl#a"}
    assert sources(search(index, "اتفاق")) >= {"مكتبة.md"}
    assert sources(search(index, "إغلاق")) >= {"مكتبة.md"}


def test_a_phrase_is_compared_with_its_particles(index: Index) -> None:
    assert sources(search(index, "«مع شركة جوجل»")) == {"مكتبة.md"}
    assert marked(index, search(index, "«مع شركة جوجل»")) == [["مع شركة جوجل"]]
    assert search(index, "«اتفاق شركة جوجل»").total == 0  # the particle between is left out
    assert search(index, "«في شركة جوجل»").total == 0


def test_no_phrase_runs_from_the_end_of_a_passage_into_its_title(index: Index) -> None:
    assert search(index, "«أضرار هزة»").total == 0
    assert search(index, "«هزة في الشمال»").total > 0  # in the title itself


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({}, ()),
        ({"2018": 2}, (("2018", 2),)),
        ({"2018": 2, "2017-05": 1}, (("2018", 2), ("2017", 1))),
        ({"2017": 4, "2017-05": 1, "2017-06-01": 2}, (("2017-06", 2), ("2017-05", 1))),
        ({"2017-05": 3, "2017-05-02": 1, "2017-05-22": 2}, (("2017-05-22", 2), ("2017-05-02", 1))),
        ({"2017-05-22": 2}, (("2017-05-22", 2),)),
    ],
)
def test_dates_are_counted_by_the_period_that_tells_them_apart(dates: dict[str, int], shown: object) -> None:
    assert find._by_date(dates) == shown


def test_either_is_enough_and_not_keeps_out(index: Index) -> None:
    assert sources(search(index, "الجنوب أو الشرق")) == {"هزات.jsonl#a", "هزات.jsonl#c"}
    assert sources(search(index, "هزة -الجنوب -الشرق")) == {"هزات.jsonl#b"}
    assert sources(search(index, "هزة -«أرضية قوية»")) == {"هزات.jsonl#a", "هزات.jsonl#c"}
    assert sources(search(index, "هزة -«أرضية في قوية»")) == {"هزات.jsonl#a", "هزات.jsonl#b", "هزات.jsonl#c"}


def test_files_formats_and_dates_limit_what_is_found_and_counted(index: Index) -> None:
    everything = search(index, "هزة أو غوغل")
    assert everything.facets["formats"] == (("jsonl", 3), ("md", 1), ("txt", 1))
    assert everything.facets["years"] == (("2019", 1), ("2018", 1), ("2017", 1)) and everything.undated == 2
    assert everything.facets["dates"] == everything.facets["years"]
    assert dict(everything.facets["files"])["هزات.jsonl"] == 3 and everything.files == 3
    assert sources(search(index, "هزة أو غوغل", formats=("txt",))) == {"حدائق.txt"}
    assert sources(search(index, "غوغل", sources=("هزات.jsonl",))) == {"هزات.jsonl#a"}
    assert sources(search(index, "هزة", since="2018", until="2018-06")) == {"هزات.jsonl#c"}
    with pytest.raises(VectorstoreError) as raised:
        search(index, "هزة", sources=("لا.txt",))
    assert raised.value.code == "unknown_source"


def test_the_newest_come_first_where_they_are_sorted_by_date_and_undated_ones_last(index: Index) -> None:
    found = search(index, "هزة أو غوغل", order="date")
    assert [hit.date for hit in found.hits] == ["2019-01", "2018", "2017-05-22", "", ""]


def test_more_hits_follow_where_the_first_ended(index: Index) -> None:
    whole = search(index, "هزة أو غوغل", limit=10)
    parts = [search(index, "هزة أو غوغل", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [hit for part in parts for hit in part.hits] == list(whole.hits)
    assert {part.total for part in parts} == {whole.total}


def test_a_word_that_no_article_has_is_named_and_a_slip_is_forgiven(index: Index) -> None:
    assert search(index, "غوغل والبرازيل").missing == ("والبرازيل",)
    slip = search(index, "البلديه")
    assert sources(slip) == {"حدائق.txt"} and not slip.missing


def test_a_line_of_particles_alone_finds_nothing(index: Index) -> None:
    assert search(index, "في من").total == 0


def test_a_phrase_of_more_passages_than_are_compared_is_said_to_be_counted_in_part(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert search(index, "«هزة أرضية»").complete
    monkeypatch.setattr(find, "MAX_COMPARED", 2)
    found = search(index, "«هزة أرضية»")
    assert not found.complete and found.total == 2


def test_what_is_added_later_is_found_too(tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "a.txt").write_text(ARTICLES["حدائق.txt"], encoding="utf-8")
    index = index_of(tmp_path, corpus)
    assert search(index, "غوغل").total == 1
    (corpus / "b.md").write_text(ARTICLES["مكتبة.md"], encoding="utf-8")
    (corpus / "a.txt").unlink()
    index.sync()
    assert sources(search(index, "جوجل")) == {"b.md"}
    index.close()


def test_numbers_and_marks_agree_with_a_plain_reading_of_every_passage(tmp_path: Path) -> None:
    index = index_of(tmp_path, SEEDS)
    snapshot = now(index)
    passages = [p for source in sorted(SEEDS.glob("*.txt")) for p in snapshot.passages_of(source.name).values()]
    read = {p.id: (words(p.text), words(p.title)) for p in passages}
    vocabulary = sorted({word for text, _ in read.values() for word in text if word not in STOPWORDS})
    draw = random.Random(16)
    for _ in range(60):
        one, other = draw.sample(vocabulary, 2)
        text, _ = read[draw.choice(passages).id]
        first = draw.randrange(len(text))
        phrase = text[first : first + draw.randint(2, 5)]

        def has_phrase(part: list[str], phrase: list[str] = phrase) -> bool:
            return any(part[place : place + len(phrase)] == phrase for place in range(len(part)))

        both = {name for name, (text, title) in read.items() if {one, other} <= {*text, *title}}
        either = {name for name, (text, title) in read.items() if {one, other} & {*text, *title}}
        lone = {name for name, (text, title) in read.items() if one in {*text, *title} and other not in {*text, *title}}
        whole = {name for name, parts in read.items() if any(map(has_phrase, parts))}
        for typed, expected in (
            (f"{one} {other}", both), (f"{one} أو {other}", either), (f"{one} -{other}", lone),
            (f"«{' '.join(phrase)}»", whole if any(word not in STOPWORDS for word in phrase) else set()),
        ):  # fmt: skip
            found = snapshot.find(WordSearch(parse_pattern(typed), near=False, limit=1000))
            assert {hit.passage.id for hit in found.hits} == expected, typed
            assert found.total == len(expected)
            for hit in found.hits:
                assert hit.spans or hit.title_spans
                assert all(hit.passage.start <= start < end <= hit.passage.end for start, end in hit.spans)
    index.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("غوغل", {"جوجل"}),
        ("google", {"غوغل", "جوجل"}),
        ("kigali", {"كيغالي"}),
        ("فيسبوك", {"فايسبوك"}),
        ("facebook", {"فيسبوك", "فايسبوك"}),
        ("youtube", {"يوتيوب"}),
        ("twitter", {"تويتر"}),
    ],
)
def test_a_name_is_looked_for_in_its_spellings_and_not_in_all_with_its_consonants(typed: str, found: set[str]) -> None:
    names = ("غوغل", "جوجل", "كيغالي", "غواياكيل", "فيسبوك", "فايسبوك", "يوتيوب", "تويتر")
    spellings = NameVariants(Words(dict.fromkeys(names, 3)))
    assert set(other_spellings(typed, typed in names, spellings)) == found
