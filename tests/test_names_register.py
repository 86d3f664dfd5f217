"""The names of a corpus: ways of writing that are one name, and those that are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.names.doubtful import Found
from assistant.names.register import Name, Register, register
from assistant.names.tagger import Kind


def found(*names: tuple[str, Kind]) -> list[Found]:
    place, made = 0, []
    for text, kind in names:
        made.append(Found(text, kind, (place, place + len(text))))
        place += len(text) + 1
    return made


def of(**articles: Sequence[tuple[str, Kind]]) -> Register:
    named: Mapping[str, list[Found]] = {source: found(*names) for source, names in articles.items()}
    return register(named)


def texts(name: Name) -> set[str]:
    return {text for text, _ in name.spellings}


def test_spellings_and_scripts_of_one_name_are_one_and_a_body_stays_apart_from_another() -> None:
    known = of(
        a=[("غوغل", "organisation"), ("يوروبول", "organisation")],
        b=[("جوجل", "organisation"), ("Europol", "organisation"), ("تويتر", "organisation")],
        c=[("Google", "organisation"), ("فيس بوك", "organisation")],
        d=[("فيسبوك", "organisation")],
    )
    joined = {frozenset(texts(name)) for name in known.names}
    assert {
        frozenset({"غوغل", "جوجل", "Google"}), frozenset({"يوروبول", "Europol"}),
        frozenset({"فيس بوك", "فيسبوك"}), frozenset({"تويتر"}),
    } == joined  # fmt: skip
    google = known.meant("google")[0]
    assert google.articles == 3 and google.mentions == 3 and google.text == "غوغل"
    assert known.meant("لغوغل") == [google]


def test_names_that_differ_in_one_spelling_are_one_where_no_third_shares_the_rest() -> None:
    known = of(a=[("أمبر رود", "person")], b=[("أمبر راد", "person")])
    assert [texts(name) for name in known.names] == [{"أمبر رود", "أمبر راد"}]
    apart = of(a=[("محمد سالم", "person")], b=[("محمد سليم", "person")])
    assert len(apart.names) == 2


def test_a_last_name_alone_is_the_person_of_its_own_article() -> None:
    known = of(
        a=[("ماركو مينيتي", "person"), ("مينيتي", "person")],
        b=[("بوريس جونسون", "person"), ("جونسون", "person")],
        c=[("داستن جونسون", "person"), ("جونسون", "person")],
        d=[("جونسون", "person")],
    )
    by_text = {name.text: name for name in known.names}
    assert by_text["ماركو مينيتي"].mentions == 2
    assert by_text["بوريس جونسون"].mentions == 2 and by_text["داستن جونسون"].mentions == 2
    assert by_text["جونسون"].articles == 1  # in an article that says no more, nobody knows which


def test_two_names_joined_by_and_are_two_and_clitics_are_not_of_the_name() -> None:
    known = of(
        a=[("تويتر ومايكروسوفت", "organisation"), ("لمايكروسوفت", "organisation")],
        b=[("مايكروسوفت", "organisation"), ("تويتر", "organisation")],
    )
    assert {name.text: name.mentions for name in known.names} == {"تويتر": 2, "مايكروسوفت": 3}
    places = {name.text: name.places["a"] for name in known.names}
    assert places["تويتر"] == ((0, 5),)
    assert "تويتر ومايكروسوفت"[slice(*places["مايكروسوفت"][0])] == "مايكروسوفت"


def test_a_name_is_what_most_of_its_mentions_are_and_keys_do_not_depend_on_the_order() -> None:
    first = of(a=[("واشنطن", "place"), ("واشنطن", "place"), ("واشنطن", "organisation")], b=[("لندن", "place")])
    second = of(b=[("لندن", "place")], a=[("واشنطن", "organisation"), ("واشنطن", "place"), ("واشنطن", "place")])
    assert [(name.text, name.kind) for name in first.names] == [("واشنطن", "place"), ("لندن", "place")]
    assert first.by_key.keys() == second.by_key.keys()


def test_names_are_counted_among_the_articles_asked_for() -> None:
    known = of(a=[("لندن", "place")], b=[("لندن", "place"), ("باريس", "place")], c=[("باريس", "place")])
    assert [(name.text, count) for name, count in known.counted(["a", "b"])] == [("لندن", 2), ("باريس", 1)]
    assert known.meant("لن") == [] and known.meant("") == []


def test_a_last_name_that_several_of_an_article_have_is_of_the_one_named_last_before_it() -> None:
    known = of(
        a=[
            ("سلمى الحداد", "person"), ("الحداد", "person"), ("فريد الحداد", "person"), ("الحداد", "person"),
            ("الحداد", "person"),
        ]
    )  # fmt: skip
    assert {name.text: name.mentions for name in known.names} == {"سلمى الحداد": 2, "فريد الحداد": 3}
    known = of(
        a=[("يورغن بيورن", "person"), ("بيورن", "person"), ("عكس بيورن", "person"), ("بيورن", "person")]
    )  # «على عكس بيورن»
    assert {name.text: name.mentions for name in known.names} == {"يورغن بيورن": 3, "عكس بيورن": 1}


def test_by_a_last_name_all_who_have_it_are_meant_and_by_a_given_name_nobody_else() -> None:
    known = of(
        a=[("أنس الشريف", "person"), ("الشريف", "person")], b=[("عبد الرحيم الشريف", "person")], c=[("ماهر", "person")],
        d=[("ماهر زين", "person")], e=[("Haddad", "person"), ("منى الحداد", "person")],
    )  # fmt: skip
    assert [name.text for name in known.meant("الشريف")] == ["أنس الشريف", "عبد الرحيم الشريف"]
    assert [name.text for name in known.meant("ماهر")] == ["ماهر"]
    assert {name.text for name in known.meant("el-Sherif")} == {"أنس الشريف", "عبد الرحيم الشريف"}


def test_two_places_with_the_same_consonants_and_other_vowels_are_two() -> None:
    known = of(a=[("باريس", "place")], b=[("بورصة", "place")], c=[("هالستروم", "person")], d=[("هولستروم", "person")])
    assert {frozenset(texts(name)) for name in known.names} == {
        frozenset({"باريس"}), frozenset({"بورصة"}), frozenset({"هالستروم", "هولستروم"}),
    }  # fmt: skip
