"""The window without a browser: what it writes, what its handlers do, and what its server refuses."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from assistant.answering.citations import verify_and_number
from assistant.messages import say
from assistant.settings import Settings
from assistant.types import Draft, Generation, Line, Quote
from assistant.ui.backend import Backend
from assistant.ui.catalogue import key_of
from assistant.ui.chat_events import MAX_QUESTION_CHARACTERS, ChatEvents
from assistant.ui.html import article_panel
from assistant.ui.html.escape import emphasised, escape_exact, escape_text, file_name, stretches, tongue
from assistant.ui.html.labels import LABELS
from assistant.ui.html.transcript import messages, reply
from assistant.ui.state import DONE, FAILED, STOPPED, Conversation, Exchange, SourceFilter
from assistant.ui.window import STATIC
from tests.fake_assistant import ARTICLE, ATTACK, QUOTE, Reader, an_answer, citation, opened
from vectorstore.errors import VectorstoreError
from vectorstore.types import Document, Remark


@pytest.fixture
def handlers(settings: Settings) -> ChatEvents:
    return ChatEvents(opened(Reader()), settings)


def drained(parts: AsyncIterator) -> list:
    """All that an asynchronous iterator gives."""

    async def gather() -> list:
        return [part async for part in parts]

    return asyncio.run(gather())


def after(handlers: ChatEvents, question: str, conversation: Conversation | None = None) -> Conversation:
    """The conversation once a question has been asked and answered."""
    conversation, _, box = handlers.ask(question, conversation or Conversation(), SourceFilter())
    assert box == ""
    return drained(handlers.answer(conversation))[-1][0]


# text on its way into the page


def test_markup_in_a_text_is_shown_as_characters() -> None:
    assert escape_text(ATTACK) == "&lt;img src=x onerror=alert(1)&gt;"
    assert escape_text("\"'&") == "&quot;&#x27;&amp;"


def test_a_text_never_ends_the_line_of_html_that_holds_it() -> None:
    assert escape_text("أ\r\nب\n\nج\u2028د\u0085ه") == "أ<br>ب<br><br>ج<br>د<br>ه"
    assert "\n" not in escape_exact("أ\nب")


def test_controls_that_reorder_a_text_are_made_visible() -> None:
    assert escape_text("خبر\u202etxt.exe") == 'خبر<span class="unseen">U+202E</span>txt.exe'
    assert escape_text("أ\x00ب\u2067") == 'أ<span class="unseen">U+0000</span>ب<span class="unseen">U+2067</span>'


def test_marks_that_arabic_typing_needs_are_left_alone() -> None:
    assert escape_text("إلى \u200f2017\u200c") == "إلى \u200f2017\u200c"


def test_what_is_copied_is_the_exact_text() -> None:
    text = 'قال:\n"نعم" <b>\r\u2028'
    assert html.unescape(escape_exact(text)) == text


def test_the_part_that_answers_is_set_off_and_escaped_like_the_rest() -> None:
    assert emphasised("أ<b>ب&", [(1, 4)]) == 'أ<strong class="found">&lt;b&gt;</strong>ب&amp;'
    assert emphasised(ATTACK, []) == escape_text(ATTACK)


def found(part: str) -> Exchange:
    """An answer whose quote has a part that answers, in the line and in the article."""
    at, start = QUOTE.index(part), ARTICLE.index(part)
    return Exchange(
        "ماذا؟",
        status=DONE,
        answer=an_answer(
            lines=(Line(QUOTE, (1,), "خبر.txt", (at, at + len(part))),),
            citations=(replace(citation(), answer=(start, start + len(part))),),
        ),
    )


@pytest.mark.parametrize("part", ["خطوة أولى", "وقال", "أولى."])
def test_the_line_its_card_and_the_article_set_off_the_part_that_answers(part: str) -> None:
    exchange = found(part)
    written = reply(0, exchange)
    assert written.count(f'<strong class="found">{part}</strong>') == 2
    cited = exchange.answer.citations[0]
    text = article_panel.article(Document("خبر.txt", ARTICLE, "", "", "utf-8"), cited.start, cited.end, cited.answers)
    marked = re.search('<mark id="quote"[^>]*>(.*?)</mark>', text)[1]
    assert f'<strong class="found">{part}</strong>' in marked
    assert re.sub("</?strong[^>]*>", "", marked) == QUOTE


@pytest.mark.parametrize("before", ["", "وفي بيان مطول للبلدية عن أعمال الصيانة التي شهدتها أحياء المدينة " * 6])
def test_the_words_for_both_parts_of_a_question_are_set_off_wherever_the_quote_is_shown(before: str) -> None:
    text = f"{before}افتتح\n الجسر في أيار 1987، وبلغ طوله 430 مترا، كما قالت البلدية."
    length, month = [(text.index(one), text.index(one) + len(one)) for one in ("430 مترا", "أيار 1987")]
    quote = Quote("جسر.txt", "", 0, len(text), text, answer=length, further_answers=(month,))
    document = Document("جسر.txt", text, "", "", "utf-8")
    lines, citations, _ = verify_and_number([Draft(text, (quote,))], lambda _: document, lambda _: "جسر.txt")
    written = reply(0, Exchange("كم طوله ومتى افتتح؟", status=DONE, answer=an_answer(lines=lines, citations=citations)))
    shown = '<strong class="found">أيار 1987</strong>، وبلغ طوله <strong class="found">430 مترا</strong>، كما'
    assert written.count(shown) == 2
    opened = article_panel.article(document, 0, len(text), citations[0].answers)
    assert re.findall('<strong class="found">(.*?)</strong>', opened) == ["أيار 1987", "430 مترا"]


def test_a_quote_in_wrapped_lines_is_one_line_on_its_card() -> None:
    quote = "وقال\n مينيتي\nإن الاتفاق"
    cited = replace(citation(), quote=quote, start=0, end=len(quote), answer=(6, 12))
    written = reply(0, Exchange("ماذا؟", status=DONE, answer=an_answer(citations=(cited,))))
    assert re.search("<q[^>]*>(.*?)</q>", written)[1] == 'وقال <strong class="found">مينيتي</strong> إن الاتفاق'


def test_two_sentences_of_a_model_on_one_quote_are_both_shown() -> None:
    worded = (Line("وقّع الاتفاق.", (1,), "", quoted=False), Line("كان ذلك يوم الجمعة.", (1,), "", quoted=False))
    written = reply(0, Exchange("ماذا؟", status=DONE, answer=an_answer(lines=worded)))
    assert written.index(worded[0].text) < written.index(worded[1].text)


def test_a_part_far_into_a_quote_is_in_sight_on_its_card() -> None:
    words = "أعلن الوزير في ختام الاجتماع " * 6
    quote = f"{words}أن الهزة بلغت 4.7 درجات."
    start = quote.index("4.7")
    cited = replace(citation(), quote=quote, start=0, end=len(quote), answer=(start, start + 9))
    written = reply(0, Exchange("ماذا؟", status=DONE, answer=an_answer(citations=(cited,))))
    card = re.search("<q[^>]*>(.*?)</q>", written)[1]
    assert card.endswith('أن الهزة بلغت <strong class="found">4.7 درجات</strong>.')
    before = card.split("<strong")[0]
    assert before.startswith("… ") and len(before) <= 42
    assert f" {before[2:]}" in f" {quote}"  # whole words, as they stand


def test_markup_around_and_inside_the_part_that_answers_is_text() -> None:
    text = f"قال {ATTACK} إن </strong> كذب."
    start, end = text.index("<img"), text.index(" كذب")
    cited = replace(citation(), quote=text, start=0, end=len(text), answer=(start, end))
    line = Line(text, (1,), "خبر.txt", (start, end))
    written = reply(0, Exchange("ماذا؟", status=DONE, answer=an_answer(lines=(line,), citations=(cited,))))
    opened_article = article_panel.article(Document("خبر.txt", text, "", "", "utf-8"), 0, len(text), [(start, end)])
    safe = '<strong class="found">&lt;img src=x onerror=alert(1)&gt; إن &lt;/strong&gt;</strong> كذب.'
    assert written.count(safe) == 2 and opened_article.count(safe) == 1
    assert "<img" not in written + opened_article


def test_a_wrapped_quote_keeps_its_line_breaks_in_the_article_around_the_part_that_answers() -> None:
    text = "خبر\n\nبلغت الهزة\n4.7\nدرجات، \nوانتهت."
    quote = text[5:]
    part = text.index("4.7")
    written = article_panel.article(
        Document("هزة.txt", text, "", "", "utf-8"), 5, len(text), [(part, part + len("4.7\nدرجات"))]
    )
    marked = re.search('<mark id="quote"[^>]*>(.*?)</mark>', written)[1]
    assert '<strong class="found">4.7<br>درجات</strong>' in marked
    assert html.unescape(re.sub("</?strong[^>]*>", "", marked).replace("<br>", "\n")) == quote
    assert f"«{quote}»\nهزة.txt" in html.unescape(written)  # what is copied stays the quote itself


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("«2017» خبر", "rtl"),
        ("1. Rome", "ltr"),
        ("؟!", "rtl"),
        ("newsأسرار المدن", "rtl"),
        ("Google وقّعت الاتفاق مع الوزراء", "rtl"),
        ("من وقّع مع Google و Facebook؟", "rtl"),  # most of its letters are Latin
        ("«الجزيرة» is a channel of Doha", "ltr"),
        ("", "rtl"),
    ],
)
def test_most_of_the_words_give_the_direction(text: str, way: str) -> None:
    assert tongue(text).startswith(f'dir="{way}"')


def test_a_file_name_runs_as_its_name_and_not_as_its_ending() -> None:
    assert 'dir="rtl"' in file_name("أ.txt") and 'dir="rtl"' in file_name("ISIS تقرير المرصد.pdf")
    assert 'dir="ltr"' in file_name("report.pdf") and 'dir="ltr"' in file_name("001_da28.txt")


# looks


def test_text_and_background_differ_enough_in_both_themes() -> None:
    """WCAG AA: 4.5 to 1, for every pair of colours that carries text."""
    css = (STATIC / "window.css").read_text(encoding="utf-8")
    light, automatic, dark = re.findall(r"color-scheme: (?:light|dark);(.*?)\}", css, re.DOTALL)
    assert automatic.split() == dark.split()
    pairs = [(text, ground) for text in ("ink", "soft", "accent", "wrong") for ground in ("paper", "sheet")]
    pairs += [
        ("on-accent", "accent"),
        ("accent", "tint"),
        ("ink", "tint"),
        ("mark-ink", "mark"),
        ("soft", "tint"),
    ]
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
        for text, ground in pairs:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


# messages


def test_an_answer_shows_its_lines_markers_and_cards() -> None:
    written = reply(2, Exchange("س", an_answer(), DONE))
    assert f"«{QUOTE}»" in written
    assert written.count('href="#cite-2-1"') == 2  # the marker and the card
    assert 'href="#retry-2"' in written and 'href="#edit-2"' in written
    assert "عنوان الخبر" in written and "خبر.txt" in written


def test_a_file_that_says_the_same_is_counted_on_the_card_and_not_a_card_of_its_own() -> None:
    answer = an_answer(lines=(Line(QUOTE, (1, 2), ""),), citations=(citation(), citation(2, "آخر.txt", also=True)))
    written = reply(0, Exchange("س", answer, DONE))
    assert written.count('class="card ') == 1
    assert "ورد أيضًا في ملف آخر" in written
    assert written.count('href="#cite-0-2"') == 2


def test_a_card_states_the_day_and_the_page_in_the_language_of_the_answer() -> None:
    dated = replace(citation(source="تقرير.pdf"), date="2017-05-22", page=3)
    for language, page in (("ar", "ص 3"), ("en", "p. 3"), ("fr", "p. 3")):
        written = reply(0, Exchange("س", an_answer(citations=(dated,), language=language), DONE))
        assert '<bdi dir="ltr">2017-05-22</bdi>' in written and f"<span>{page}</span>" in written
    assert 'class="facts"' not in reply(0, Exchange("س", an_answer(), DONE))


def test_a_card_states_what_of_its_file_was_not_read_in_the_language_of_the_answer() -> None:
    partly = replace(citation(source="تقرير.pdf"), remarks=(Remark("pages_unread", "2-5"),))
    for language, told in (("ar", "صفحات لم تُقرأ"), ("en", "pages not read"), ("fr", "pages non lues")):
        written = reply(0, Exchange("س", an_answer(citations=(partly,), language=language), DONE))
        assert told in written and "2-5" in written


def test_an_abstention_offers_what_is_nearest_and_says_that_it_is_no_answer() -> None:
    answer = an_answer(abstained=True, lines=(), citations=(), nearest=(citation(),), text="لا أجد إجابة.")
    written = reply(1, Exchange("س", answer, DONE))
    assert "ليست إجابة" in written and 'href="#near-1-1"' in written
    assert 'class="abstention"' in written and "#cite-" not in written


def test_so_does_the_reply_to_who_doubts_an_abstention() -> None:
    answer = an_answer(about="talk", lead="أعدت البحث.", abstained=True, lines=(), citations=(), nearest=(citation(),))
    written = reply(1, Exchange("متأكد؟", answer, DONE))
    assert "أعدت البحث." in written and "ليست إجابة" in written and 'href="#near-1-1"' in written


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_an_abstention_says_which_name_no_article_has(language: str) -> None:
    names = say("list_comma", language).join(["«تيك توك»", "«<b>»"])
    text = f"{say('abstention', language)} {say('not_mentioned', language, names=names)}"
    written = reply(
        0, Exchange("س", an_answer(abstained=True, lines=(), citations=(), text=text, language=language), DONE)
    )
    assert f'<p class="sentence">{escape_text(text)}</p>' in written
    assert "«&lt;b&gt;»" in written and '<strong class="found">' not in written


def test_searched_spellings_and_the_understood_question_are_said() -> None:
    answer = an_answer(variants=("غوغل", "قوقل"), standalone="ماذا قال مينيتي عن غوغل؟")
    written = reply(0, Exchange("ماذا قال؟", answer, DONE))
    assert "بحثنا أيضًا عن:" in written and "<bdi>قوقل</bdi>" in written
    assert "فهمنا السؤال:" in written
    assert "فهمنا السؤال:" not in reply(0, Exchange("س", an_answer(), DONE))


def test_an_english_question_gets_english_labels_around_arabic_quotes() -> None:
    written = reply(0, Exchange("Who?", an_answer("Who?", language="en"), DONE))
    assert '<div class="answer" dir="ltr" lang="en">' in written
    assert "From the articles, quoted in Arabic:" in written and "Sources" in written
    assert '<p class="line" dir="rtl" lang="ar">' in written


def test_nothing_from_outside_reaches_a_message_as_markup() -> None:
    bad = replace(citation(), source=ATTACK, title=f"[رابط](https://example.org) $$x$$ {ATTACK}")
    answer = an_answer(
        standalone=ATTACK, variants=(ATTACK,), lines=(Line(ATTACK + "\n\n# خبر", (1,), ATTACK),),
        citations=(bad,), text=ATTACK,
    )  # fmt: skip
    for kind in (answer, replace(answer, abstained=True, nearest=(bad,))):
        for message in messages(Conversation((Exchange(ATTACK + "\n\n<script>", kind, DONE),))):
            assert "<img" not in message["content"] and "<script" not in message["content"]
            assert "\n" not in message["content"] and message["content"].startswith("<div")


# the panel


def test_the_panel_shows_the_whole_article_with_the_quote_marked() -> None:
    cited = citation()
    written = article_panel.article(Document("خبر.txt", ARTICLE, "عنوان", "", "utf-8"), cited.start, cited.end)
    marked = re.search(r'<mark id="quote"[^>]*>(.*?)</mark>', written)
    assert marked is not None and html.unescape(marked.group(1)) == QUOTE
    text = re.search(r'<div class="text"[^>]*>(.*)</div></article>', written)
    assert text is not None
    assert read_back(text.group(1)) == ARTICLE


def read_back(written: str) -> str:
    """The text that HTML shows."""
    return html.unescape(re.sub(r"<(?!br)[^>]*>", "", written).replace("<br>", "\n"))


MIXED = (
    "newsأسرار المدن\n\nGoogle وقّعت الاتفاق مع وزراء الداخلية.\n* * *\n"
    "  The agreement is a first step, said Minniti.\n2017\n\nوانتهى الخبر هنا."
)
"""An Arabic article whose first letter is Latin, with an English paragraph inside it."""


def stretches_of(written: str) -> list[tuple[str, str]]:
    """Direction and HTML of each stretch of the text in the panel."""
    text = re.search(r'<div class="text"[^>]*>(.*)</div></article>', written)[1]
    return re.findall(r'<div dir="(rtl|ltr)"[^>]*>(.*?)</div>', text)


def test_each_paragraph_of_an_article_runs_in_its_own_direction() -> None:
    written = article_panel.article(Document("خبر.txt", MIXED, "", "", "utf-8"))
    assert '<div class="text" tabindex="0" dir="rtl" lang="ar">' in written
    assert '<div class="named" dir="rtl"' in written
    english = MIXED.index("  The")
    own, last = MIXED[english : MIXED.index("وانتهى")], MIXED[MIXED.index("وانتهى") :]
    assert [(way, read_back(text)) for way, text in stretches_of(written)] == [
        ("rtl", MIXED[:english]), ("ltr", own), ("rtl", last)
    ]  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n", "\n \n"])
@pytest.mark.parametrize("text", [MIXED, "", "\n\n", "2017\nThe first step\n", "The step\nأول كلام\nlast step"])
def test_stretches_are_all_of_the_text_and_begin_with_a_line(text: str, ends: str) -> None:
    text = text.replace("\n", ends)
    found = stretches(text)
    assert "".join(text[stretch.start : stretch.end] for stretch in found) == text
    assert all(text[stretch.start - 1] == "\n" for stretch in found[1:])


def test_a_line_of_one_word_stands_with_its_neighbours() -> None:
    (all_of_it,) = stretches("news\nأسرار المدن\nThe-media-strategy.jpg\nReuters\nCNN\n  • image\n  • image\nحجم الخط")
    assert all_of_it.tongue == 'dir="rtl" lang="ar"'
    assert [stretch.tongue for stretch in stretches("Reuters\n2017")] == ['dir="ltr"']


def test_a_quote_over_paragraphs_of_both_directions_is_marked_in_each_and_found_once() -> None:
    start, end = MIXED.index("الاتفاق"), MIXED.index(", said")
    answer = (MIXED.index("وزراء"), MIXED.index(" is a"))
    written = article_panel.article(Document("خبر.txt", MIXED, "", "", "utf-8"), start, end, [answer])
    marks = re.findall(r"<mark([^>]*)>(.*?)</mark>", written)
    assert [attributes for attributes, _ in marks] == [' id="quote" tabindex="-1"', ""]
    assert "".join(read_back(text) for _, text in marks) == MIXED[start:end]
    found = re.findall(r'<strong class="found">(.*?)</strong>', written)
    assert "".join(map(read_back, found)) == MIXED[slice(*answer)]
    assert "".join(read_back(text) for _, text in stretches_of(written)) == MIXED


def test_a_quote_that_begins_with_a_latin_name_runs_from_right_to_left() -> None:
    quote = "Google وقّعت الاتفاق مع وزراء الداخلية."
    cited = replace(citation(), quote=quote, start=0, end=len(quote), title="news أسرار المدن")
    written = reply(0, Exchange("ماذا؟", an_answer(lines=(Line(quote, (1,), "خبر.txt"),), citations=(cited,)), DONE))
    assert '<p class="line" dir="rtl" lang="ar">' in written and '<q dir="rtl" lang="ar">' in written
    assert '<strong dir="rtl" lang="ar">' in written and '<div class="card cite" dir="rtl"' in written


def test_what_the_panel_copies_is_the_quote_and_its_source() -> None:
    document = Document("ملف\u202e.txt", "قال:\n«نعم» & لا. انتهى.", "عنوان", "", "utf-8")
    written = article_panel.article(document, 0, 15)
    payload = re.search(r'class="payload" hidden>(.*?)</span>', written)
    assert payload is not None
    assert html.unescape(payload.group(1)) == "«قال:\n«نعم» & لا»\nعنوان — ملف.txt"


def test_an_article_without_a_quote_has_no_mark_and_nothing_to_copy() -> None:
    written = article_panel.article(Document("خبر.txt", ARTICLE, "", "", "utf-8"))
    assert "<mark" not in written and "do-copy" not in written


def test_the_panel_says_date_and_page_and_hands_over_the_file_but_leads_to_no_other_site() -> None:
    document = Document(
        "ورقة.pdf", "الأولى.\fالثانية.", "", "", "utf-8", "2017-05-22", f"https://x.example/{ATTACK}", "", (0, 8)
    )
    written = article_panel.article(document, 8, 16)
    assert "2017-05-22" in written and ">ص 2<" in written and ">p. 2<" in written
    assert f'href="/isnad/file/{key_of("ورقة.pdf")}#page=2"' in written
    assert "https://x.example/&lt;img" in written and 'href="http' not in written and "<img" not in written
    assert "ص " not in article_panel.article(replace(document, pages=()), 8, 16)


def test_of_a_very_long_article_the_part_around_the_quote_is_shown() -> None:
    text = "أ" * article_panel.MAX_SHOWN_CHARACTERS + QUOTE + "ب" * article_panel.MAX_SHOWN_CHARACTERS
    written = article_panel.article(
        Document("كتاب.txt", text, "", "", "utf-8"),
        article_panel.MAX_SHOWN_CHARACTERS,
        article_panel.MAX_SHOWN_CHARACTERS + len(QUOTE),
    )
    assert f">{QUOTE}</mark>" in written
    assert len(written) < article_panel.MAX_SHOWN_CHARACTERS + 5_000
    assert LABELS["excerpt"][0] in written


# handlers


def test_a_question_is_answered_with_what_was_said_before(handlers: ChatEvents) -> None:
    conversation = after(handlers, "الأول", after(handlers, "قبله"))
    assert [e.status for e in conversation.exchanges] == [DONE, DONE]
    assert conversation.exchanges[-1].answer.text == "الأول | قبله"


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_asks_nothing(handlers: ChatEvents, question: str) -> None:
    conversation, shown_messages, box = handlers.ask(question, Conversation(), SourceFilter())
    assert conversation == Conversation() and shown_messages == [] and box == question


def test_a_question_longer_than_the_box_or_half_a_character_does_no_harm(handlers: ChatEvents) -> None:
    conversation = after(handlers, "\ud800\x00" + "سؤال " * 5_000)
    assert len(conversation.exchanges[-1].question) == MAX_QUESTION_CHARACTERS
    messages(conversation)[0]["content"].encode("utf-8")


def test_a_second_question_waits_for_the_first(handlers: ChatEvents) -> None:
    waiting, _, _ = handlers.ask("الأول", Conversation(), SourceFilter())
    still, _, box = handlers.ask("الثاني", waiting, SourceFilter())
    assert still == waiting and box == "الثاني"


def test_errors_are_one_sentence_in_both_languages_and_no_traceback(handlers: ChatEvents) -> None:
    for question in ("خطأ", "عطل"):
        last = after(handlers, question).exchanges[-1]
        assert last.status == FAILED
        written = reply(0, last)
        assert 'lang="ar"' in last.note and 'lang="en"' in last.note
        assert "Traceback" not in written and "secret" not in written and "<img" not in written


def test_asking_before_the_index_is_ready_waits_and_says_so(settings: Settings) -> None:
    gate = threading.Event()

    def slow(on_progress: object) -> Reader:
        gate.wait(10)
        return Reader()

    handlers = ChatEvents(Backend(slow, settings.corpus, watch=False), settings)
    handlers.desk.start()
    conversation, _, _ = handlers.ask("متى؟", Conversation(), SourceFilter())

    async def watch() -> list:
        seen = []
        async for state in handlers.answer(conversation):
            seen.append(state)
            gate.set()
        return seen

    seen = asyncio.run(watch())
    assert LABELS["waiting"][0] in seen[0][1][-1]["content"]
    assert seen[-1][0].exchanges[-1].status == DONE


def test_an_index_that_cannot_be_opened_is_said_in_the_welcome_and_in_answers(settings: Settings) -> None:
    def fails(on_progress: object) -> Reader:
        raise VectorstoreError("index_unreadable", path="/فهرس")

    handlers = ChatEvents(Backend(fails, settings.corpus), settings)
    handlers.desk.start()
    handlers.desk.wait(10)
    assert "/فهرس" in asyncio.run(_greeted(handlers))[1]
    assert "/فهرس" in after(handlers, "متى؟").exchanges[-1].note


def test_the_welcome_offers_questions_and_counts_articles(handlers: ChatEvents) -> None:
    bar, welcome, _, listed = asyncio.run(_greeted(handlers))
    assert "مقال واحد" in bar and "1 article" in bar
    assert 'href="#try-ar-1"' in welcome and 'href="#try-en-0"' in welcome
    assert "خبر.txt" in listed


def test_progress_is_shown_while_the_index_is_built(settings: Settings) -> None:
    gate = threading.Event()

    def slow(on_progress) -> Reader:
        on_progress("embed", 3, 12)
        gate.wait(10)
        return Reader()

    async def watch() -> list[tuple[str, ...]]:
        seen = []
        async for state in handlers.greet():
            seen.append(state)
            if 'value="3" max="12"' in state[1]:
                gate.set()
        return seen

    handlers = ChatEvents(Backend(slow, settings.corpus, watch=False), settings)
    handlers.desk.start()
    seen = asyncio.run(watch())
    assert any("تضمين المقاطع" in welcome for _, welcome, *_ in seen)
    assert 'href="#try-ar-0"' in seen[-1][1]


def test_indexing_is_stopped_while_the_window_opens_and_what_is_there_can_be_asked(settings: Settings) -> None:
    def slow(on_progress) -> Reader:
        on_progress("embed", 3, 12)
        assert desk.following.stopping.wait(10)
        return Reader()

    async def watch() -> list[tuple[str, ...]]:
        seen = []
        async for state in handlers.greet():
            seen.append(state)
            if "do-stop-sync" in state[1]:
                desk.following.pause()
        return seen

    desk = Backend(slow, settings.corpus, may_change=True, watch=True)
    handlers = ChatEvents(desk, settings)
    desk.start()
    seen = asyncio.run(watch())
    assert "do-stop-sync" in seen[0][1] + seen[1][1]
    assert after(handlers, "متى؟").exchanges[-1].status == DONE
    desk.close()
    assert desk.board.status.paused


async def _greeted(handlers: ChatEvents) -> tuple[str, str, str, str]:
    return [state async for state in handlers.greet()][-1]


def test_a_suggestion_is_asked_and_an_unknown_one_is_not(handlers: ChatEvents) -> None:
    conversation, *_ = handlers.act("try-ar-1 7", Conversation(), "", SourceFilter())
    assert conversation.waiting.question == "متى أُعلن؟"
    assert handlers.act("try-ar-9 8", Conversation(), "", SourceFilter())[0] == Conversation()


def test_asking_again_keeps_the_answer_before_and_what_followed(handlers: ChatEvents) -> None:
    two = after(handlers, "الثاني", after(handlers, "الأول"))
    conversation, *_ = handlers.act("retry-0 1", two, "", SourceFilter())
    assert [e.question for e in conversation.exchanges] == ["الأول", "الثاني"]
    assert conversation.waiting == conversation.exchanges[0] and conversation.history == []
    done = drained(handlers.answer(conversation))[-1][0]
    first, second = done.exchanges
    assert [one.status for one in first.versions] == [DONE, DONE] and first.place == 1
    assert first.show(0).answer == two.exchanges[0].answer and second == two.exchanges[1]
    assert first.show(0).show(1) == first


def test_editing_puts_the_question_in_the_box_and_makes_another_version_of_it(handlers: ChatEvents) -> None:
    two = after(handlers, "الثاني", after(handlers, "الأول"))
    editing, _, box, *_ = handlers.act("edit-0 1", two, "", SourceFilter())
    assert box == "الأول" and len(editing.exchanges) == 2
    assert handlers.act("cancel 2", editing, box, SourceFilter())[:3:2] == (two, "")
    again = after(handlers, "الأول بعد تعديله", editing)
    assert [e.question for e in again.exchanges] == ["الأول بعد تعديله", "الثاني"] and again.editing is None
    assert [one.question for one in again.exchanges[0].versions] == ["الأول", "الأول بعد تعديله"]


def test_clearing_starts_over(handlers: ChatEvents) -> None:
    scope = SourceFilter(frozenset({"خبر.txt"}))
    assert handlers.act("clear 3", after(handlers, "الأول"), "نص", scope) == (
        Conversation(),
        [],
        "",
        SourceFilter(),
        "",
    )


def test_stopping_keeps_what_came_and_allows_the_next_question(handlers: ChatEvents) -> None:
    waiting, _, _ = handlers.ask("الأول", Conversation(), SourceFilter())
    partial, _ = drained(handlers.answer(waiting))[0]
    stopped, shown_messages = handlers.stop(partial)
    assert stopped.exchanges[-1].status == STOPPED and QUOTE in shown_messages[-1]["content"]
    assert after(handlers, "الثاني", stopped).exchanges[-1].status == DONE


def test_a_marker_opens_its_article_with_the_part_that_answers_set_off(handlers: ChatEvents) -> None:
    written = handlers.look("cite-0-1", Conversation((found("خطوة أولى"),)))
    assert '<strong class="found">خطوة أولى</strong>' in written


def test_a_marker_opens_its_article_only_for_the_visitor_who_was_shown_it(handlers: ChatEvents) -> None:
    mine = after(handlers, "الأول")
    assert f">{QUOTE}</mark>" in handlers.look("cite-0-1 1", mine)
    assert "<mark" not in handlers.look("cite-0-1 1", Conversation())


@pytest.mark.parametrize(
    "event",
    ["cite-0-9 1", "cite-7-1 1", "near-0-1 1",
     f"file-{'0' * 24} 1", "file-0 1", "", "cite-0-1x", "cite--1-1", "../../etc/passwd", ATTACK,
     "cite-٠-١ 1", "cite-0-99999999999 1"],
)  # fmt: skip
def test_what_was_never_offered_is_not_opened(handlers: ChatEvents, event: str) -> None:
    written = handlers.look(event, after(handlers, "الأول"))
    assert written == article_panel.gone() and LABELS["gone"][0] in written


@pytest.mark.parametrize("event", ["retry-5 1", "edit-5 1", "try-fr-0 1", "", "delete", ATTACK])
def test_what_cannot_be_done_changes_nothing(handlers: ChatEvents, event: str) -> None:
    conversation = after(handlers, "الأول")
    assert handlers.act(event, conversation, "نص", SourceFilter())[:3:2] == (conversation, "نص")


# a language model's answers


def test_an_answer_that_a_model_worded_says_which_one_and_what_was_removed() -> None:
    done = Generation(ATTACK, read=6, found=12, written=4, removed=(("numbers", 1), ("names", 2)))
    written = reply(0, Exchange("س", an_answer(answerer=ATTACK, generation=done), DONE))
    told = html.unescape(re.search(r'<p class="aside worded">(.*?)</p>', written)[1])
    assert told == say("llm_worded", "ar", model=ATTACK, read=6, found=12, removed=3) and "<img" not in written


def test_quotes_in_place_of_a_models_answer_say_why() -> None:
    done = Generation("qwen", read=6, found=6, written=2, removed=(("meaning", 2),), note="llm_unsupported")
    written = reply(0, Exchange("س", an_answer(generation=done), DONE))
    assert say("llm_unsupported", "ar", model="qwen") in written and written.count("worded") == 1


def test_leaving_an_answer_closes_the_stream_behind_it(settings: Settings) -> None:
    closed = threading.Event()

    class Endless(Reader):
        def stream(self, question: str, *_: object) -> Iterator[object]:
            try:
                for number in range(1_000_000):
                    yield an_answer(question, seconds=float(number))
                    closed.wait(0.01)
            finally:
                closed.set()

    handlers = ChatEvents(opened(Endless()), settings)
    waiting, _, _ = handlers.ask("متى؟", Conversation(), SourceFilter())

    async def leave() -> None:
        parts = handlers.answer(waiting)
        await anext(parts)
        await parts.aclose()

    asyncio.run(leave())
    assert closed.wait(10)
