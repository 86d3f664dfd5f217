"""Briefings that a page asks for: by opaque keys, shown with quotes that open, and made into files."""

from __future__ import annotations

import re
import time

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.sources.briefing import Briefing, Item, Section
from assistant.ui.briefings import Briefings, Wish, brief_wished
from assistant.ui.chat_events import ChatEvents
from assistant.ui.html import briefing_page
from assistant.ui.state import Conversation
from assistant.ui.surveys import Asked, Surveys
from tests.conftest import SEEDS
from tests.fake_assistant import StillDesk, citation
from vectorstore.errors import VectorstoreError


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b'{"about": "all"}', b'{"about": "event-1", "language": "ar"}', b"\xff",
        b'{"about": "all", "language": "ar", "ending": "exe"}', b'{"about": ["all"], "language": "ar"}',
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(VectorstoreError, match="bad_call"):
        brief_wished(body)
    assert brief_wished(b'{"about": "all", "language": "en", "ending": "pdf"}') == Wish("all", "en", "pdf", "")


def test_what_articles_are_called_and_say_is_text_in_the_page() -> None:
    quoted = citation(source="<img src=x>.txt", quote="قال <script>alert(1)</script> كثيرًا.")
    item = Item((quoted,), "<b>اسم</b>", "differ_name")
    made = Briefing("event", "<i>عنوان</i>", "ar", (Section("brief_who", (item,)),), 1, 1)
    html = str(briefing_page.page(made, briefing_page.working(), {}))
    assert "<script" not in html and "<img" not in html and "<i>" not in html and "<b>اسم" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.slow
def test_the_cards_lead_to_briefings_whose_quotes_open_and_which_are_taken_away(assistant: Assistant) -> None:
    desk = StillDesk(assistant)
    surveys = Surveys(desk)
    briefings = Briefings(desk, surveys)
    assert briefings.answer(Wish("all"))["working"]
    while surveys.page(Asked())[1]:
        time.sleep(0.05)
    cards = str(surveys.page(Asked())[0])
    wishes = re.findall(r'data-brief="([^"]+)"', cards)
    assert wishes[0] == "all" and len(wishes) == 4
    name = assistant.names.register().meant("مينيتي")[0]
    events = ChatEvents(desk, Settings(SEEDS, SEEDS, SEEDS))
    for about in (*wishes[:2], f"name-{name.key}"):
        answer = briefings.answer(Wish(about))
        html = str(answer["html"])
        assert not answer["working"] and "ماذا حدث" in html and "What happened" in html
        for link in re.findall(r'href="#(found-[^"]+)"', html)[:6]:
            assert '<mark id="quote"' in events.look(f"{link} 1", Conversation())
    with pytest.raises(VectorstoreError, match="nothing_to_brief"):
        briefings.answer(Wish(f"event-{'0' * 24}"))
