"""A briefing: sections of verbatim sentences with footnotes, of all articles, an event or a name; nothing else."""

from __future__ import annotations

import json

import pytest

from assistant.cli.briefing import briefing_text
from assistant.export.briefings import briefing_document
from assistant.export.document import Paragraph
from assistant.export.files import FORMATS, write
from assistant.lexicon.unknown import leaves_open
from assistant.pipeline import Assistant
from assistant.sources.briefing import Briefing, Section, cited_in
from vectorstore.errors import VectorstoreError


@pytest.fixture(scope="module")
def briefings(assistant: Assistant) -> dict[str, Briefing]:
    return {asked: assistant.views.brief(asked) for asked in ("", "وزراء الداخلية إيشيا", "مينيتي")}


def section(briefing: Briefing, code: str) -> Section:
    return next(one for one in briefing.sections if one.code == code)


@pytest.mark.slow
def test_every_sentence_stands_in_its_article_and_has_one_number(
    briefings: dict[str, Briefing], assistant: Assistant
) -> None:
    for briefing in briefings.values():
        cited = cited_in(briefing)
        assert list(cited) == list(range(1, len(cited) + 1)) and len(cited) > 5
        assert len({(one.source, one.start, one.end) for one in cited.values()}) == len(cited)
        with assistant.index.reading() as snapshot:
            for part in briefing.sections:
                for one in (one for item in part.items for one in item.citations):
                    assert snapshot.document(one.source).text[one.start : one.end] == one.quote
                    assert one.answer is None or one.start <= one.answer[0] < one.answer[1] <= one.end


@pytest.mark.slow
def test_words_of_an_event_find_its_articles_and_a_name_its_own_sentences(briefings: dict[str, Briefing]) -> None:
    assert [one.subject for one in briefings.values()] == ["corpus", "event", "name"]
    event, name = briefings["وزراء الداخلية إيشيا"], briefings["مينيتي"]
    assert {one.source[:3] for one in cited_in(event).values()} == {"000", "001", "002"}
    assert name.title == "ماركو مينيتي"
    happened = section(name, "brief_happened").items
    assert happened and all("مينيتي" in one.citations[0].quote for one in happened)
    assert section(name, "brief_said").items


@pytest.mark.slow
def test_what_happened_in_the_seeds_is_told_of_each_of_their_three_events(briefings: dict[str, Briefing]) -> None:
    happened = section(briefings[""], "brief_happened").items
    told = {one.citations[0].source[:3] for one in happened}
    assert len(happened) == 3 and {"003", "004"} < told


@pytest.mark.slow
def test_a_number_is_set_off_and_two_that_differ_stand_together(briefings: dict[str, Briefing]) -> None:
    event = briefings["وزراء الداخلية إيشيا"]
    for item in section(event, "brief_numbers").items:
        (one,) = item.citations
        assert one.answer and any(map(str.isdigit, one.quote[one.answer[0] - one.start : one.answer[1] - one.start]))
    pairs = [item for item in section(event, "brief_differ").items if item.code == "differ_number"]
    words = [[c.quote[c.answer[0] - c.start : c.answer[1] - c.start] for c in pair.citations] for pair in pairs]
    assert ["نحو 80 بالمائة", "أكثر من 80%"] in words


@pytest.mark.slow
def test_what_is_missing_is_said_and_not_left_out(briefings: dict[str, Briefing]) -> None:
    for briefing in briefings.values():
        blocks = [one.text for one in briefing_document(briefing).blocks if isinstance(one, Paragraph)]
        assert "ما لم يُذكر وما بقي مفتوحًا" in blocks and "متى" in blocks
    assert "لا جملة فيها تاريخ يُعرف." in briefing_text(briefings["مينيتي"])


@pytest.mark.slow
def test_what_no_article_is_about_is_refused_with_its_name(assistant: Assistant) -> None:
    with pytest.raises(VectorstoreError, match=r"nothing_to_brief.*سقراط"):
        assistant.views.brief("سقراط في أثينا")


@pytest.mark.slow
def test_it_is_written_in_every_format_with_a_footnote_a_place(briefings: dict[str, Briefing]) -> None:
    briefing = briefings[""]
    document = briefing_document(briefing)
    quotes = [one for one in document.blocks if isinstance(one, Paragraph) and one.kind == "quote"]
    assert len(document.footnotes) == len(cited_in(briefing)) == len({n for one in quotes for n in one.notes})
    for ending in FORMATS:
        assert write(document, ending)
    told = json.loads(write(document, "json"))
    assert [one["section"] for one in told["sections"]][:2] == ["happened", "who"]
    found = next(one for one in quotes if one.found)
    assert found.text[slice(*found.found[0])].strip()


def test_a_section_without_anything_says_so_and_a_place_that_none_states_is_named() -> None:
    sections = (Section("brief_numbers", ()), Section("brief_open", (), ("event_place", "event_day")))
    text = briefing_text(Briefing("event", "لقاء", "ar", sections, 1, 1))
    assert "لم يتبيّن البرنامج جملة فيها رقم." in text and "غير مذكور: المكان، اليوم" in text
    assert "Not stated: Place, Day" in briefing_text(Briefing("event", "لقاء", "en", sections, 1, 1))


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [
        ("ولم تعلن أي جهة مسؤوليتها عن الهجوم.", True),
        ("ولا يعرف بعد عدد الضحايا.", True),
        ("فمن المسؤول عن ذلك؟", True),
        ("أعلنت الحكومة عدد الضحايا.", False),
        ("وصل الوزير إلى لندن.", False),
    ],
)
def test_a_sentence_leaves_open_what_it_asks_or_calls_unknown(sentence: str, is_open: bool) -> None:
    assert leaves_open(sentence) == is_open
