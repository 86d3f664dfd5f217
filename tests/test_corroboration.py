"""In how many of an event's sources the statement of an answer stands: what is found is there, what is not is not shown
as denied, and copies count once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.cli.report import answer_text
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.retrieval.searcher import Search
from assistant.settings import Settings
from assistant.sources.corroboration import corroborate, said_in
from assistant.sources.portraits import Portrait
from assistant.types import Answer, Line
from assistant.ui.html.transcript import messages
from assistant.ui.state import DONE, Conversation
from assistant.verification.claims import Source, embed_claim
from assistant.verification.entailment import Support
from assistant.verification.numbers import find_figures
from assistant.verification.restating import MIN_SAME, may_restate, read_statement, same_probability
from assistant.verification.word_match import claim_words
from tests.conftest import SEEDS
from tests.fakes import now
from vectorstore.text.language import language_of
from vectorstore.types import Passage

pytestmark = pytest.mark.slow

MEMBERS = "من أعضاء مجموعة السبع؟"


def restates(search: Search, statement: str, sentence: str) -> bool:
    """Does the sentence say it, as far as words, figures and names tell? By one vector for both."""
    span = (0, len(sentence))
    vector = search.embedder.embed_query(sentence)
    passage = Passage("b.txt", *span, sentence, "", "body", (span,))
    source = Source(passage, (span,), sentence, claim_words(sentence), find_figures(sentence), vector, 0, True)
    claim = read_statement(statement, vector, search.spellings)
    return claim is not None and may_restate(claim, source)


TOLD = "لقي 384 شخصا مصرعهم في زلزال ضرب جزيرة سولاوسي الإندونيسية"


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("ضرب زلزال شديد جزيرة سولاوسي الإندونيسية يوم الجمعة ولقي 384 شخصا مصرعهم", True),
        ("ضرب زلزال شديد جزيرة سولاوسي الإندونيسية يوم الجمعة ولقي 832 شخصا مصرعهم", False),
        ("ضرب زلزال شديد جزيرة سولاوسي الإندونيسية ولقي أكثر من 384 شخصا مصرعهم", False),
        ("ضرب زلزال شديد جزيرة جاوة الإندونيسية يوم الجمعة ولقي 384 شخصا مصرعهم", False),
        ("لم يلق 384 شخصا مصرعهم في زلزال ضرب جزيرة سولاوسي الإندونيسية", False),
    ],
)
def test_the_same_facts_in_another_order_are_found_and_other_facts_are_not(
    assistant: Assistant, sentence: str, says: bool
) -> None:
    with assistant.searcher.reading() as search:
        assert restates(search, TOLD, sentence) is says


@pytest.mark.parametrize(
    ("statement", "sentence", "says"),
    [
        ("قُتل 384 شخصا في زلزال ضرب جزيرة سولاوسي", "لقي 384 شخصا مصرعهم في زلزال ضرب جزيرة سولاوسي", True),
        ("اعتقلت الشرطة دايتون سيمبسون في باتون روج", "ألقت الشرطة القبض على دايتون سيمبسون في باتون روج", True),
        ("حضر الاجتماع مندوبون عن شركات غوغل وتويتر", "وحضر الاجتماع ممثلون عن شركات غوغل وتويتر", True),
        ("اجتمع الوزراء في فندق بجزيرة إيسكيا الإيطالية", "اجتمع الوزراء في فندق بجزيرة إسكيا الإيطالية", True),
        ("حضر الاجتماع مندوبون عن شركات غوغل وتويتر", "وحضر الاجتماع منتقدون لشركات غوغل وتويتر", False),
        ("اعتقلت الشرطة دايتون سيمبسون في باتون روج", "أطلقت الشرطة سراح دايتون سيمبسون في باتون روج", False),
        ("قُتل 384 شخصا في زلزال ضرب جزيرة سولاوسي", "أصيب 384 شخصا في زلزال ضرب جزيرة سولاوسي", False),
        ("اجتمع الوزراء في فندق بجزيرة إيسكيا الإيطالية", "اجتمع الوزراء في فندق بجزيرة كابري الإيطالية", False),
        (
            'حضر اجتماعات "إيسكيا" مندوبون عن شركات "فيسبوك" و"غوغل" و"تويتر"',
            'حضر اجتماعات الوزراء في جزيرة إسكيا ممثلون عن شركات "فايسبوك" و"غوغل" و"تويتر"',
            True,
        ),
        (
            'حضر اجتماعات "إيسكيا" مندوبون عن شركات "فيسبوك" و"غوغل" و"تويتر"',
            'حضر اجتماعات الوزراء في جزيرة كابري ممثلون عن شركات "فايسبوك" و"غوغل" و"تويتر"',
            False,
        ),
        ("تجلب سيارة إسعاف بعض الجثث كل دقيقة", "استمرت سيارات الإسعاف في جلب الجثث كل دقيقة", True),
        ("تجلب سيارة إسعاف الجثث كل دقيقة", "استمرت سيارات الإسعاف في جلب بعض الجثث كل دقيقة", False),
        ("فتحت المدارس أبوابها في تونس يوم الاثنين", "يوم الاثنين فتحت المدارس أبوابها في تونس", True),
        ("فتحت المدارس أبوابها في تونس يوم الاثنين", "أغلقت المدارس أبوابها في تونس يوم الاثنين", False),
    ],
)
def test_a_word_that_says_the_same_may_stand_for_another_and_no_other_word(
    assistant: Assistant, statement: str, sentence: str, says: bool
) -> None:
    with assistant.searcher.reading() as search:
        assert restates(search, statement, sentence) is says


def said(search: Search, statement: str, sentence: str, support: Support | None) -> bool:
    """Is the sentence, as the only one of another article, found to say the statement?"""
    span = (0, len(sentence))
    passage = Passage("b.txt", *span, sentence, "", "body", (span,))
    vectors = np.stack([embed_claim(sentence, search.embedder)])
    other = Portrait("b.txt", "", "", vectors[0], ((passage, span),), vectors, {}, {}, frozenset())
    claim = read_statement(statement, embed_claim(statement, search.embedder), search.spellings)
    return claim is not None and said_in(search, claim, other, support) is not None


def test_what_is_told_in_other_words_is_found_by_reading_it(assistant: Assistant) -> None:
    told = "سيتوجه الشعب المقدوني إلى صناديق الاقتراع في استفتاء حول تغيير اسم الدولة"
    other = "الشعب المقدوني يصوت في استفتاء حول تغيير اسم الدولة من عدمه"
    with assistant.searcher.reading() as search:
        assert not said(search, told, other, None)
        assert said(search, told, other, assistant.support)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("قُتل 384 شخصا في زلزال ضرب جزيرة سولاوسي", "أصيب 384 شخصا في زلزال ضرب جزيرة سولاوسي"),
        ("قُتل 384 شخصا في زلزال ضرب جزيرة سولاوسي", "قُتل 832 شخصا في زلزال ضرب جزيرة سولاوسي"),
        ("ارتفعت أسعار القمح في أسواق مصر هذا العام", "انخفضت أسعار القمح في أسواق مصر هذا العام"),
        ("حضر الاجتماع مندوبون عن شركات غوغل وتويتر", "وحضر الاجتماع منتقدون لشركات غوغل وتويتر"),
        ("اجتمع الوزراء في فندق بجزيرة إيسكيا الإيطالية", "اجتمع الوزراء في فندق بجزيرة كابري الإيطالية"),
        ("صعود للدولار مع تراجع الذهب في عام", "صعود لليورو مع تراجع الذهب في عام"),
        ("فتحت المدارس أبوابها في تونس يوم الاثنين", "فتحت المدارس أبوابها في تونس يوم الخميس"),
        ("وصل الرئيس إلى المدينة المنكوبة مساء أمس", "لم يصل الرئيس إلى المدينة المنكوبة مساء أمس"),
    ],
)
def test_no_reading_makes_one_of_two_that_differ_in_a_figure_a_name_or_one_word(
    assistant: Assistant, statement: str, sentence: str
) -> None:
    with assistant.searcher.reading() as search:
        assert not said(search, statement, sentence, lambda claims: [20.0] * len(claims))


def test_words_and_reading_tell_together() -> None:
    assert same_probability(0.7, 2.0) >= MIN_SAME > same_probability(0.7, -2.0)
    assert same_probability(1.0, 0.0) >= MIN_SAME > same_probability(0.4, 0.0)


def test_what_is_worded_alike_is_found_only_where_the_reading_does_not_speak_against_it(assistant: Assistant) -> None:
    told = "يعقد وزراء داخلية المجموعة اجتماعا في جزيرة إيسكيا الإيطالية"
    with assistant.searcher.reading() as search:
        assert said(search, told, f"{told} مساء", None)
        assert said(search, told, f"{told} مساء", lambda claims: [0.0] * len(claims))
        assert not said(search, told, f"{told} مساء", lambda claims: [-6.0] * len(claims))


def test_a_word_with_a_synonym_elsewhere_in_the_sentence_has_no_other_in_its_place(assistant: Assistant) -> None:
    told = "تضم مجموعة السبع كلا من اليابان وألمانيا وفرنسا وكندا"
    other = "دعت مجموعة السبع، وهي اليابان وألمانيا وفرنسا وكندا، شركات الإنترنت إلى العمل معها"
    with assistant.searcher.reading() as search:
        assert said(search, told, other, lambda claims: [0.0] * len(claims))


def test_some_of_them_is_some_of_them_and_a_country_is_no_other_spelling_of_its_neighbour(assistant: Assistant) -> None:
    some = "تجلب سيارة إسعاف بعض الجثث كل دقيقة"
    with assistant.searcher.reading() as search:
        assert restates(search, some, some)
        told = "أعلنت نيجيريا وفرنسا وألمانيا اتفاقا أمنيا جديدا"
        assert restates(search, told, told)
        assert not restates(search, told, "أعلنت فرنسا وألمانيا والنيجر اتفاقا أمنيا جديدا")


@pytest.mark.parametrize(
    ("some", "plain"),
    [
        ("غادرت بعض العائلات المدينة قبل الشتاء", "غادرت العائلات المدينة قبل الشتاء"),
        ("Some families left the city before winter", "Families left the city before winter"),
    ],
)
def test_who_says_it_of_some_of_them_only_says_no_more_than_who_says_it_of_them(some: str, plain: str) -> None:
    def says(statement: str, sentence: str) -> bool:
        span, nothing, arabic = (0, len(sentence)), np.zeros(1), language_of(sentence) == "ar"
        passage = Passage("b.txt", *span, sentence, "", "body", (span,))
        source = Source(passage, (span,), sentence, claim_words(sentence), find_figures(sentence), nothing, 0, arabic)
        claim = read_statement(statement, nothing, None)
        return claim is not None and may_restate(claim, source)

    assert says(some, plain) and not says(plain, some)


def test_what_stands_in_quotation_marks_is_said_too(assistant: Assistant) -> None:
    with assistant.searcher.reading() as search:
        vector = search.embedder.embed_query("و")
        said_of_it = 'وقال أن الحزب الديمقراطي في مهمة "المقاومة والعرقلة"'
        assert read_statement(said_of_it, vector, search.spellings) is not None
        assert read_statement('وقال الحزب إن "فيسبوك" و"تويتر"', vector, search.spellings) is None


def test_another_verb_over_the_same_names_is_another_statement(assistant: Assistant) -> None:
    refused = "رفضت تركيا واليونان وقبرص الاتفاق الجديد مع الاتحاد الأوروبي"
    with assistant.searcher.reading() as search:
        assert restates(search, refused, f"{refused} يوم الجمعة")
        assert not restates(search, refused, "وقعت تركيا واليونان وقبرص الاتفاق الجديد مع الاتحاد الأوروبي")
        won = "هزم ريال مدريد فريق برشلونة في المباراة"
        assert not restates(search, won, "هزم برشلونة فريق ريال مدريد في المباراة")


def test_who_says_something_is_no_statement(assistant: Assistant) -> None:
    with assistant.searcher.reading() as search:
        vector = search.embedder.embed_query("و")
        assert read_statement("أعلن وزير الداخلية الإيطالي ماركو مينيتي", vector, search.spellings) is None


def told(assistant: Assistant, question: str) -> Answer:
    return assistant.corroborated(assistant.ask(question))


def standing_lines(answer: Answer) -> list[Line]:
    return [line for line in answer.lines if line.standing]


def test_an_answer_tells_in_how_many_sources_of_its_event_it_stands(assistant: Assistant) -> None:
    first = standing_lines(told(assistant, MEMBERS))[0]
    standing = first.standing
    assert standing and (standing.found, standing.sources) == (2, 3)
    (other,) = standing.citations
    assert other.source.startswith("000") and "كندا" in other.quote
    with assistant.index.reading() as snapshot:
        assert snapshot.document(other.source).text[other.start : other.end] == other.quote


def test_an_answer_is_given_without_waiting_for_it(assistant: Assistant) -> None:
    answer = assistant.ask(MEMBERS)
    assert not standing_lines(answer) and "corroboration" not in answer.as_json()
    assert assistant.corroborated(answer).seconds == answer.seconds


def test_a_worded_sentence_has_the_standing_of_what_its_quote_says_of_it(assistant: Assistant) -> None:
    answer = assistant.ask(MEMBERS)
    worded = replace(answer.lines[0], text="تضم مجموعة السبع كندا واليابان وألمانيا", quoted=False)
    (line,) = standing_lines(assistant.corroborated(replace(answer, lines=(worded,))))
    assert line.standing and line.standing.found == 2 and line.text == worded.text
    cited = next(c for c in answer.citations if c.marker == line.markers[0])
    assert cited.start <= line.standing.statement[0] < line.standing.statement[1] <= cited.end


def test_an_event_of_one_source_has_nothing_to_tell_and_a_refusal_neither(assistant: Assistant) -> None:
    assert not standing_lines(told(assistant, "ماذا طلب كازنوف؟"))
    assert not standing_lines(told(assistant, "من هو رئيس الصين؟"))


def test_a_figure_that_another_source_gives_otherwise_is_not_counted_as_the_same(assistant: Assistant) -> None:
    answer = told(assistant, "كم نسبة التطرف التي مصدرها الإنترنت؟")
    line = next(line for line in answer.lines if "نحو 80" in line.text)
    assert line.standing is not None and line.standing.found == 1 and not line.standing.citations


def test_what_another_source_gives_otherwise_is_told_beside_it_and_shown(assistant: Assistant) -> None:
    answer = told(assistant, "كم نسبة التطرف التي مصدرها الإنترنت؟")
    place, line = next((at, line) for at, line in enumerate(answer.lines) if "نحو 80" in line.text)
    (other,) = line.standing.contrary
    assert other.source.startswith("002") and other.answer is not None
    assert "80%" in other.quote[other.answer[0] - other.start : other.answer[1] - other.start]
    made = next(one for one in answer.as_json()["corroboration"] if one["marker"] == line.markers[0])
    assert made["contrary"][0]["quote"] == other.quote and not made["citations"]
    page = messages(Conversation().ask(answer.question).update(answer=answer, status=DONE))[1]["content"]
    assert "مصدر آخر يخالفه" in page and f'href="#said-0-{place}-0"' in page
    assert f"وما في [{line.markers[0]}] يخالفه مصدر آخر عن الحدث نفسه:" in answer_text(answer)


BOAT = {
    "أ": "غرق مركب سياحي مساء الجمعة قبالة جزيرة أرواد بعد أن ضربته أمواج عالية.\n\nوأنقذ خفر السواحل 14 راكبا من "
    "ركاب المركب وأعادهم إلى ميناء طرطوس.\n\nوقالت هيئة الموانئ إن التحقيق في أسباب غرق المركب بدأ صباح السبت.",
    "ب": "أمواج عالية أغرقت مركبا للسياح قرب جزيرة أرواد مساء الجمعة.\n\nوقد أنقذ خفر السواحل 17 راكبا من ركاب المركب "
    "ونقلوهم إلى ميناء طرطوس.\n\nوروى صياد كان قريبا من أرواد أن المركب مال فجأة ثم اختفى.",
    "ج": "لقي سائح مصرعه في غرق مركب قبالة جزيرة أرواد مساء الجمعة، بحسب هيئة الموانئ.\n\nوأعاد خفر السواحل إلى ميناء "
    "طرطوس 14 راكبا من ركاب المركب أنقذوهم.\n\nوكانت الأمواج العالية قد ضربت الساحل منذ يومين.",
}


def test_a_number_is_told_against_another_one_and_never_against_itself(tmp_path: Path) -> None:
    for name, text in BOAT.items():
        (tmp_path / f"{name}.txt").write_text(f"غرق مركب قبالة أرواد\n\n{text}", encoding="utf-8")
    opened = open_assistant(Settings(tmp_path, tmp_path / ".index", tmp_path / "log", llm="none"))
    try:
        answer = told(opened, "كم راكبا أنقذ خفر السواحل؟")
    finally:
        opened.close()
    pairs = {
        (next(one.source for one in answer.citations if one.marker == line.markers[0]), against.source)
        for line in standing_lines(answer)
        for against in line.standing.contrary
    }
    assert pairs and all((one == "ب.txt") != (other == "ب.txt") for one, other in pairs)


def test_the_stream_shows_the_answer_first_and_its_standing_last(assistant: Assistant) -> None:
    *before, last = assistant.stream(MEMBERS)
    assert before and not any(standing_lines(part) for part in before) and standing_lines(last)
    assert before[-1].lines == tuple(replace(line, standing=None) for line in last.lines)


def test_a_quote_that_is_no_longer_there_has_no_standing(assistant: Assistant) -> None:
    answer = assistant.ask(MEMBERS)
    moved = tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in answer.citations)
    plain = tuple(replace(line, standing=None) for line in answer.lines)
    with assistant.searcher.reading() as search:
        assert not standing_lines(corroborate(search, replace(answer, citations=moved, lines=plain)))


def test_a_copy_of_a_report_is_no_further_source(tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    for path in SEEDS.glob("00[012]*.txt"):
        (corpus / path.name).write_bytes(path.read_bytes())
    whole = next(corpus.glob("000*")).read_text(encoding="utf-8")
    (corpus / "نسخة.txt").write_text("وكالات\n\n" + whole[: len(whole) * 4 // 5], encoding="utf-8")
    opened = open_assistant(Settings(corpus, tmp_path / "index", tmp_path / "log", llm="none"))
    try:
        standing = standing_lines(told(opened, MEMBERS))[0].standing
        assert standing and standing.sources == 3 and standing.found == 2
        assert len(now(opened.index).articles(10)) == 4
    finally:
        opened.close()


def test_json_window_and_terminal_tell_it(assistant: Assistant) -> None:
    answer = told(assistant, MEMBERS)
    made = json.loads(json.dumps(answer.as_json()))["corroboration"][0]
    cited = next(c for c in answer.citations if c.marker == made["marker"])
    assert made["found"] == 2 and made["sources"] == 3 and made["citations"][0]["source"].startswith("000")
    assert cited.start <= made["statement"]["start"] < made["statement"]["end"] <= cited.end
    page = messages(Conversation().ask(MEMBERS).update(answer=answer, status=DONE))[1]["content"]
    assert "ورد في 2 من 3 مصادر عن الحدث" in page and 'href="#said-0-0-0"' in page
    assert "ورد في 2 من مصادر الحدث (3)" in answer_text(answer)
