"""Words that one article leaves doubtful are names where the others, or the article itself, tell so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.names.doubtful import Found, with_doubtful
from assistant.names.tagger import Kind, load_tagger
from vectorstore.text.sentences import sentence_spans


def found(text: str, names: Sequence[tuple[str, Kind]]) -> list[Found]:
    places = [(name, kind, text.index(name)) for name, kind in names]
    return [Found(name, kind, (start, start + len(name))) for name, kind, start in places]


def added(
    articles: Sequence[tuple[str, Sequence[tuple[str, Kind]], Sequence[tuple[str, Kind]]]],
) -> dict[str, list[tuple[str, str]]]:
    """What each article has beside its sure names; every name is a slice of its text."""
    sure = {f"{i}.txt": found(text, names) for i, (text, names, _) in enumerate(articles)}
    doubtful = {f"{i}.txt": found(text, names) for i, (text, _, names) in enumerate(articles)}
    texts = {f"{i}.txt": text for i, (text, *_) in enumerate(articles)}
    named = with_doubtful(sure, doubtful)
    assert all(texts[source][slice(*one.span)] == one.text for source, names in named.items() for one in names)
    return {
        source: [(one.text, one.kind) for one in names if one not in sure[source]] for source, names in named.items()
    }


GOOGLE = ("وافقت شركة غوغل على الاتفاق", [("غوغل", "organisation")], [])
AGAIN = ("وقالت غوغل إنها ستتعاون", [("غوغل", "organisation")], [])


def test_a_doubtful_word_is_the_name_that_other_articles_have_in_any_spelling_and_of_their_kind() -> None:
    third = ("وحضرت شركات كبرى مثل جوجل الاجتماع", [], [("شركات كبرى مثل جوجل", "person")])
    assert added([GOOGLE, AGAIN, third])["2.txt"] == [("جوجل", "organisation")]


def test_another_spelling_of_one_article_alone_is_too_little() -> None:
    assert added([GOOGLE, ("وحضرت جوجل الاجتماع", [], [("جوجل", "organisation")])])["1.txt"] == []


def test_what_is_written_onto_a_name_is_no_part_of_it() -> None:
    third = ("تخلوا عن ولغوغل ثم عادوا", [], [("ولغوغل", "organisation")])
    assert added([GOOGLE, AGAIN, third])["2.txt"] == [("غوغل", "organisation")]


def test_an_ordinary_word_that_one_article_takes_for_a_name_is_none_elsewhere() -> None:
    one = ("قال ميتا إنه عائد", [("ميتا", "person")], [])
    assert added([one, ("عثر عليه ميتًا في بيته", [], [("ميتًا", "person")])])["1.txt"] == []
    assert added([("حضر حكيم", [("حكيم", "person")], []), ("رجل حكيم", [], [("حكيم", "person")])])["1.txt"] == []


@pytest.mark.parametrize(
    ("whole", "last", "is_name"),
    [("أمبر راد", "راد", True), ("مسؤول أوروبي", "أوروبي", False), ("رئيس غرمي", "غرمي", False)],
)
def test_a_person_is_told_by_the_last_name_that_stands_alone_further_on(whole: str, last: str, is_name: bool) -> None:
    text = f"وصلت {whole} إلى لندن\nوقالت {last} إنها متفائلة"
    alone = Found(last, "person", (text.rindex(last), text.rindex(last) + len(last)))
    names = with_doubtful({"a.txt": []}, {"a.txt": [Found(whole, "person", (5, 5 + len(whole))), alone]})["a.txt"]
    assert [one.text for one in names] == ([whole, last] if is_name else [])


def test_a_word_behind_a_noun_of_place_is_a_place_and_countries_whose_name_is_an_adjective_too_are_found() -> None:
    tagger = load_tagger()
    assert tagger is not None
    text = "اجتمع الوزراء في فندق ساحلي بجزيرة إيشيا الإيطالية. وشاركت بريطانيا وكندا وفرنسا وألمانيا وإيطاليا."
    sure, doubtful = tagger.read(text, sentence_spans(text))
    assert {"إيشيا", "ألمانيا", "كندا"} <= {text[slice(*one.span)] for one in sure if one.kind == "place"}
    taken = [one.span for one in sure]
    assert not any(one.span[0] < end and start < one.span[1] for one in doubtful for start, end in taken)
