"""The text of an article with its marks: every character once, each mark around exactly its own words."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.html.article_text import Marks, article_text
from vectorstore.types import Span

TEXT = "قرارات المجلس\n\nوقّع الوزير الاتفاق. وقال إن الاتفاق خطوة أولى. وانتهى الخبر."


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def plain(page: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "", page.replace("<br>", "\n")))


def marked(page: str, tag: str) -> list[str]:
    return [plain(found) for found in re.findall(rf"<{tag}[^>]*>(.*?)</{tag.split()[0]}>", page)]


def test_the_other_quotes_are_marked_more_faintly_than_the_one_that_was_opened() -> None:
    quote, other = span_of("وقال إن الاتفاق خطوة أولى."), span_of("وقّع الوزير الاتفاق.")
    page = article_text(TEXT, (0, len(TEXT)), Marks(quote, [span_of("خطوة أولى")], (other, quote)))
    assert re.findall("<mark[^>]*>", page) == ['<mark class="cited">', '<mark id="quote" tabindex="-1">']
    assert marked(page, "mark") == ["وقّع الوزير الاتفاق.", "وقال إن الاتفاق خطوة أولى."]
    assert marked(page, 'strong class="found"') == ["خطوة أولى"]
    assert plain(page) == TEXT


def test_a_quote_that_reaches_over_the_opened_one_is_marked_on_both_sides_of_it() -> None:
    quote, longer = span_of("وقال إن الاتفاق"), span_of("وقّع الوزير الاتفاق. وقال إن الاتفاق خطوة أولى.")
    page = article_text(TEXT, (0, len(TEXT)), Marks(quote, (), (longer,)))
    assert marked(page, "mark") == ["وقّع الوزير الاتفاق. ", "وقال إن الاتفاق", " خطوة أولى."]


def test_a_heading_can_be_led_to() -> None:
    page = article_text(TEXT, (0, len(TEXT)), Marks(headings=(span_of("قرارات المجلس"),)))
    assert '<b class="heading" id="heading-0" tabindex="-1">قرارات المجلس</b>' in page


spans = st.tuples(st.integers(0, 70), st.integers(0, 12)).map(lambda one: (one[0], min(one[0] + one[1], len(TEXT))))


@given(quote=spans, answer=spans, others=st.lists(spans, max_size=5), first=st.integers(0, 40))
def test_whatever_is_marked_the_text_stays_whole(quote: Span, answer: Span, others: list[Span], first: int) -> None:
    page = article_text(TEXT, (first, len(TEXT)), Marks(quote, [answer], sorted(others)))
    assert plain(page) == TEXT[first:]
    assert page.count('id="quote"') <= 1
    inside = "".join(marked(page, "mark"))
    covered = {place for start, end in (quote, *others) for place in range(max(start, first), end)}
    assert len(inside) == len(covered)
