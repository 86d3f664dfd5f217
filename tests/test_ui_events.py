"""The events page: read in the background, cards a page at a time, every cell a quote that opens; and the timeline."""

from __future__ import annotations

import json
import re
import sqlite3
import time

import pytest

from assistant.cli.side_by_side import timeline_text
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.sources import survey as surveying
from assistant.sources.cards import EventCard
from assistant.sources.news import Since, moment
from assistant.sources.survey import Survey
from assistant.sources.visits import VISIT_NS
from assistant.ui.backend import Backend
from assistant.ui.chat_events import ChatEvents
from assistant.ui.html import events_page
from assistant.ui.html.labels import LABELS
from assistant.ui.state import Conversation
from assistant.ui.surveys import MAX_MOMENT_MS, Asked, Surveys, guests_look, look_again, survey_asked
from tests.conftest import SEEDS
from tests.fake_assistant import Reader, StillDesk, opened
from vectorstore.errors import VectorstoreError


@pytest.fixture
def desk(assistant: Assistant) -> StillDesk:
    return StillDesk(assistant)


def shown(surveys: Surveys, asked: Asked) -> str:
    """What the page shows in the end."""
    until = time.monotonic() + 240
    html, working = surveys.page(asked)
    while working and time.monotonic() < until:
        time.sleep(0.05)
        html, working = surveys.page(asked)
    assert not working
    return str(html)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"view": "names"}', b'{"skip": -1}', b'{"skip": "1"}', b"\xff"])
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(VectorstoreError, match="bad_call"):
        survey_asked(body)
    assert survey_asked(b'{"view": "timeline", "skip": 10}') == Asked("timeline", 10)
    assert survey_asked(b'{"view": "news", "seen": [5, 7]}').seen == (5, 7)


@pytest.mark.parametrize("seen", ["[1]", "[1, 2, 3]", '"ab"', "[-1, 0]", "[true, 1]", "[1.5, 2]", "[0, 1e400]", "7"])
def test_what_is_no_pair_of_moments_is_refused(seen: str) -> None:
    with pytest.raises(VectorstoreError, match="bad_call"):
        survey_asked(b'{"view": "news", "seen": ' + seen.encode() + b"}")


def test_a_moment_is_taken_up_to_what_the_record_of_changes_can_be_asked_for() -> None:
    assert survey_asked(f'{{"seen": [0, {MAX_MOMENT_MS}]}}'.encode()).seen == (0, MAX_MOMENT_MS)
    with pytest.raises(VectorstoreError, match="bad_call"):
        survey_asked(f'{{"seen": [0, {MAX_MOMENT_MS + 1}]}}'.encode())
    with sqlite3.connect(":memory:") as ledger:
        since = guests_look(Asked("news", seen=(MAX_MOMENT_MS, 0)))
        assert ledger.execute("SELECT ?", (since.at_ns,)).fetchone() == (since.at_ns,)
        assert moment(since.at_ns).startswith("2262-")


def test_a_moment_in_the_future_counts_as_now() -> None:
    hour = 3_600_000
    assert look_again((MAX_MOMENT_MS, MAX_MOMENT_MS), 10 * hour) == (10 * hour, 10 * hour)
    assert look_again((9 * hour, 11 * hour), 10 * hour) == (9 * hour, 10 * hour), "no visit of its own"


def test_a_guests_browser_remembers_the_visit_before_and_the_last_look() -> None:
    hour = 3_600_000
    first = look_again((0, 0), 10 * hour)
    assert first == (0, 10 * hour) and guests_look(Asked("news", seen=first)).none
    again = look_again(first, 10 * hour + 60_000)
    assert again == (0, 10 * hour + 60_000), "the page was only opened again"
    later = look_again(again, 20 * hour)
    assert later == (10 * hour + 60_000, 20 * hour)
    assert guests_look(Asked("news", seen=later)) == Since(at_ns=later[0] * 1_000_000, last=True)


@pytest.mark.slow
def test_a_guest_is_told_of_news_by_their_own_last_look_and_leaves_the_owners_as_it_is(
    desk: StillDesk, assistant: Assistant
) -> None:
    surveys = Surveys(desk)
    mark = assistant.index.folder / "visits.json"
    kept = mark.read_bytes() if mark.exists() else None
    with assistant.index.reading() as snapshot:
        began, _ = snapshot.changes_known()
    before, after = began // 1_000_000 - 1, began // 1_000_000 + 86_400_000
    assert "newly" in str(surveys.page(Asked("greet", seen=(before, after)), owned=False)[0])
    assert not surveys.page(Asked("greet", seen=(after, after)), owned=False)[0]
    assert not surveys.page(Asked("greet", seen=(MAX_MOMENT_MS, MAX_MOMENT_MS)), owned=False)[0]
    assert not surveys.page(Asked("greet"), owned=False)[0], "a first visit"
    assert (mark.read_bytes() if mark.exists() else None) == kept


@pytest.mark.slow
def test_the_owner_of_a_window_that_takes_no_files_is_told_of_news(desk: StillDesk, assistant: Assistant) -> None:
    assert not desk.state().may_change
    path = assistant.index.folder / "visits.json"
    kept = path.read_bytes() if path.exists() else None
    with assistant.index.reading() as snapshot:
        began, last = snapshot.changes_known()
    looked = {"began": began, "number": last - 2, "at_ns": began - 2 * VISIT_NS}
    try:
        path.write_text(json.dumps([None, looked]), encoding="ascii")
        assert "مقالتان جديدتان" in str(Surveys(desk).page(Asked("greet"), owned=True)[0])
        assert json.loads(path.read_bytes())[0] == looked, "the visit is remembered"
    finally:
        path.unlink()
        if kept is not None:
            path.write_bytes(kept)


def test_before_there_is_an_index_the_page_says_that_it_is_being_made() -> None:
    html, working = Surveys(Backend(lambda on_progress: Reader(), SEEDS, watch=False)).page(Asked())
    assert working and LABELS["events_reading"][0] in html


def test_a_failed_survey_is_told_and_can_be_asked_for_again() -> None:
    class Failing(Reader):
        revision = "1"

        def survey(self, *_: object) -> Survey:
            raise ZeroDivisionError("secret")

    desk = opened(Failing())
    surveys = Surveys(desk)
    for _ in range(2):
        with pytest.raises(VectorstoreError, match="unexpected"):
            while surveys.page(Asked())[1]:
                time.sleep(0.01)
    desk.close()


def test_a_card_that_was_made_while_the_corpus_changed_is_not_shown_for_another_happening() -> None:
    class Changing(Reader):
        revision = "قديم"

        def survey(self, *_: object) -> Survey:
            return Survey(self.revision, ((f"{self.revision}.txt", "خبر.txt"),), (), 2, 2, 0)

        def event_cards(self, happenings: list[tuple[str, ...]]) -> list[EventCard]:
            made.append(happenings[0][0])
            self.revision = "جديد"
            while surveys.present() is None:
                time.sleep(0.01)
            return []

    made: list[str] = []
    desk = opened(Changing())
    surveys = Surveys(desk)
    shown(surveys, Asked())
    shown(surveys, Asked())
    shown(surveys, Asked())
    desk.close()
    assert made == ["قديم.txt", "جديد.txt"]


@pytest.mark.slow
def test_the_seeds_have_three_cards_whose_cells_open_their_quotes(desk: StillDesk) -> None:
    html = shown(Surveys(desk), Asked())
    assert html.count('class="card happened"') == 3 and "إيشيا" in html and "لوكسمبورغ" in html
    assert "غير مذكور" in html and "حدث واحد ترويه أكثر من مقالة" in html and "3 مصادر" in html
    links = re.findall(r'href="#(found-[^"]+)"', html)
    assert len(links) > 20
    events = ChatEvents(desk, Settings(SEEDS, SEEDS, SEEDS))
    for link in links[:12]:
        assert '<mark id="quote"' in events.look(f"{link} 1", Conversation())


@pytest.mark.slow
def test_a_relative_day_of_the_seeds_stands_there_as_resolved(desk: StillDesk, assistant: Assistant) -> None:
    html = shown(Surveys(desk), Asked("timeline"))
    assert 'data-when="2017-10-19"' in html and "الخميس" in html and LABELS["when_resolved"][0] in html
    found = assistant.views.survey()
    assert found is not None and found.read == found.total == 5
    assert "الخميس [2017-10-19] — «يبحث وزراء" in timeline_text(found, "ar")
    resolved = next(one for one in found.dated if one.how == "resolved").as_json()
    assert json.loads(json.dumps(resolved))["written"] == "الخميس"
    with assistant.index.reading() as snapshot:
        for one in found.dated:
            cited = one.citation
            assert snapshot.document(cited.source).text[cited.start : cited.end] == cited.quote


@pytest.mark.slow
def test_a_corpus_larger_than_is_read_says_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "MAX_ARTICLES", 2)
    found = assistant.views.survey()
    assert found is not None and (found.read, found.total) == (2, 5)
    html = events_page.cards(found, [], 0, 10, {})
    assert "2 of 5 were read" in re.sub("[\u2068\u2069]", "", html)


@pytest.mark.slow
def test_a_survey_that_is_stopped_gives_none(assistant: Assistant) -> None:
    assert assistant.views.survey(should_stop=lambda: True) is None


def test_a_corpus_without_events_of_several_articles_says_so() -> None:
    html = events_page.cards(Survey("1", (("أ.txt",), ("ب.txt",)), (), 2, 2, 0), [], 0, 10, {})
    assert LABELS["events_none"][0] in html
    assert LABELS["timeline_none"][0] in events_page.timeline(Survey("1", (), (), 0, 0, 0), {})
