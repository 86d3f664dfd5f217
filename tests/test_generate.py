"""What a language model can do wrong, and that none of it is shown: a scripted server on loopback, a real client."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace

import pytest

from assistant.answering.sentence_ranking import Sentence
from assistant.llm.client import LanguageModel, Timeouts
from assistant.llm.generate import FAR_LOGITS, AnswerContext, generate
from assistant.types import Answer
from tests.fakes import WordLengths, Words
from tests.scripted_server import Script, ScriptedServer, says
from vectorstore.text.arabic import fold
from vectorstore.text.name_keys import NameVariants
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

FIRST = "عقد وزراء الداخلية اجتماعًا في جزيرة إيسكيا يوم 19 أكتوبر 2017."
SIGNED = "وقال الوزير كازنوف إن 85 شركة وقعت الاتفاق في روما."
ABSENT = "لم يحضر ممثلو تويتر الجلسة الأولى."
SENT = "أوفدت غوغل مديرها نيكلاس لندبلاد إلى الاجتماع."
OTHER = "ارتفعت أسعار القمح في الأسواق العالمية."
TEXT = f"{FIRST} {SIGNED}\n\n{ABSENT} {SENT}\n\n{OTHER}"
QUESTION = "ماذا جرى في اجتماع إيسكيا؟"

DOCUMENT = Document("خبر.txt", TEXT, "اجتماع إيسكيا", "", "utf-8")


QUICK = Timeouts(3.0, 1.0, 6.0)


def material(document: Document = DOCUMENT, nearest: int = 12) -> AnswerContext:
    """The passages of one article, in order; the sentences of the first `nearest` rank best."""
    embedder = WordLengths()
    passages = [passage for passage in split_passages(document) if passage.kind == "body"]
    rows = embedder.embed_passages(passages)
    ranked = [
        Sentence(Hit(p, 1.0), span, p.sentence(span), (), row.sentences[0], (), frozenset(), 0.0)
        for p, row in zip(passages, rows, strict=True)
        for span in p.sentences
    ]
    vectors = {p.id: row.sentences for p, row in zip(passages, rows, strict=True)}
    vocabulary = Words(dict.fromkeys((fold(word) for word in re.findall(r"\w+", document.text)), 1))
    return AnswerContext(
        passages, ranked[:nearest], vectors, embedder, NameVariants(vocabulary), lambda _: document,
        lambda citations: citations[0].source,
    )  # fmt: skip


def blank(language: str = "ar") -> Answer:
    return Answer(QUESTION, QUESTION, language, "", (), (), (), True, "extractive", 0.0)


QUOTES = Answer(QUESTION, QUESTION, "ar", "«اقتباس» [1] — خبر.txt", (), (), (), False, "extractive", 0.0)


def ask(
    script: Script, *, language: str = "ar", patience: Timeouts = QUICK, context: int = 4_096,
    of: AnswerContext | None = None, **server: object,
) -> list[Answer]:  # fmt: skip
    """All parts of an answer; in every one of them, each line has a marker and each quote is its slice."""
    with ScriptedServer(script, **server) as scripted:
        model = LanguageModel("model", scripted.url, context, patience=patience)
        parts = list(generate(model, blank(language), QUESTION, of or material(), QUOTES))
    for part in parts:
        assert {m for line in part.lines for m in line.markers} == {c.marker for c in part.citations}
        assert all(line.markers and not line.quoted for line in part.lines)
        assert all(TEXT[c.start : c.end] == c.quote for c in part.citations) or of
    for part, after in zip(parts, parts[1:], strict=False):
        assert not part.lines or after.lines[: len(part.lines)] == part.lines  # nothing is withdrawn
    return parts


def fell_back(parts: list[Answer]) -> str:
    """The code that says why these are quotes; no part showed anything else."""
    *before, last = parts
    assert not any(part.lines or part.text for part in before)
    assert (last.text, last.answerer) == (QUOTES.text, "extractive")
    assert last.generation is not None
    return last.generation.note


def test_a_supported_sentence_is_shown_with_the_quote_that_it_rests_on() -> None:
    answer = ask(says("قال كازنوف إن 85 شركة ", "وقعت الاتفاق في روما [{85 شركة}]."))[-1]
    (line,), (cited,) = answer.lines, answer.citations
    assert (line.text, line.markers, line.quoted) == ("قال كازنوف إن 85 شركة وقعت الاتفاق في روما.", (1,), False)
    assert cited.quote == SIGNED
    assert answer.text == f"{line.text} [1] — خبر.txt"
    assert (answer.answerer, answer.abstained, answer.state) == ("model", False, "")
    assert answer.generation.as_json() == {
        "model": "model", "passages_read": len(material().passages), "passages_found": len(material().passages),
        "written": 1, "removed": {}, "note": None,
    }  # fmt: skip


def test_sentences_come_one_by_one_while_the_model_is_still_writing() -> None:
    parts = ask(says(f"{SIGNED} [{{85 شركة}}]\n", 0.4, f"{ABSENT} [{{تويتر}}]\n", 0.4))
    counts = [len(part.lines) for part in parts]
    assert counts == sorted(counts) and set(counts) == {0, 1, 2}
    assert {part.state for part in parts[:-1]} <= {"llm_reading", "llm_writing"}


WRONG = {
    "another number": ("قال كازنوف إن 95 شركة وقعت الاتفاق في روما [{85 شركة}].", "number"),
    "another year": ("عقد وزراء الداخلية اجتماعًا في جزيرة إيسكيا يوم 19 أكتوبر 2015 [{إيسكيا}].", "number"),
    "a denial taken away": ("حضر ممثلو تويتر الجلسة الأولى [{تويتر}].", "negation"),
    "a denial added": ("وقال الوزير كازنوف إن 85 شركة ما وقعت الاتفاق في روما [{85 شركة}].", "negation"),
    "names changed": ("أوفدت فيسبوك مديرها نيكلاس لندبلاد إلى الاجتماع [{لندبلاد}].", "name"),
    "nothing of the kind": ("تعتزم الحكومات رفع الضرائب على الواردات الزراعية [{85 شركة}].", "meaning"),
    "another language": ("The ministers met on the island of Ischia [{إيسكيا}].", "language"),
    "Chinese": ("部长们在伊斯基亚岛举行了会议 [{إيسكيا}]。", "language"),
    "a refusal": ("عذرًا، لا أستطيع المساعدة في هذا الطلب.", ""),
    "an English refusal": ("I'm sorry, but I can't help with that.", "language"),
    "its own prompt": ("You answer a question from passages of articles.", "language"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_articles_do_not_say_is_removed_and_counted(name: str) -> None:
    sentence, reason = WRONG[name]
    parts = ask(says(sentence))
    assert fell_back(parts) == "llm_unsupported"
    assert parts[-1].generation.removed_count == 1
    assert reason in ("", dict(parts[-1].generation.removed) and next(iter(dict(parts[-1].generation.removed))))


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_sentence_does_not_take_the_right_one_along(name: str) -> None:
    answer = ask(says(f"{WRONG[name][0]}\n{SENT} [{{لندبلاد}}]\n"))[-1]
    assert [line.text for line in answer.lines] == [SENT]
    assert (answer.generation.written, answer.generation.removed_count) == (2, 1)


def test_a_true_sentence_about_something_else_is_no_answer() -> None:
    parts = ask(says(f"{OTHER} [{{القمح}}]"), of=material(nearest=2))
    assert fell_back(parts) == "llm_unsupported"
    assert dict(parts[-1].generation.removed) == {"beside": 1}


def test_a_true_sentence_that_is_far_less_likely_to_answer_is_none() -> None:
    of = material()
    far = [replace(s, score=s.score - FAR_LOGITS - 0.1) if OTHER in s.text else s for s in of.ranked]
    parts = ask(says(f"{OTHER} [{{القمح}}]"), of=replace(of, ranked=far))
    assert dict(parts[-1].generation.removed) == {"beside": 1}


def test_an_invented_key_is_dropped_and_the_citation_is_what_verification_finds() -> None:
    answer = ask(says(f"{SENT} [Z999]"))[-1]
    assert [c.quote for c in answer.citations] == [SENT]
    assert "Z999" not in answer.text


def test_a_sentence_without_a_key_is_cited_where_verification_finds_it() -> None:
    assert [c.quote for c in ask(says(ABSENT))[-1].citations] == [ABSENT]


def test_a_key_of_the_wrong_passage_is_not_what_is_cited() -> None:
    assert [c.quote for c in ask(says(f"{SENT} [{{القمح}}]"))[-1].citations] == [SENT]


@pytest.mark.parametrize("half", ["[", "[B", " 【", "(", "[{85 شركة}"])
def test_half_a_key_at_the_end_of_the_stream_leaves_no_trace(half: str) -> None:
    answer = ask(says(f"{SIGNED} ", half))[-1]
    assert answer.text == f"{SIGNED} [1] — خبر.txt"


@pytest.mark.parametrize("text", ["", "   \n\n ", "[Z999]", "...", "NONE", "NONE."])
def test_a_reply_that_says_nothing_gives_the_quotes(text: str) -> None:
    parts = ask(says(text))
    assert fell_back(parts) == "llm_unsupported"
    assert parts[-1].generation.written == 0


def test_thinking_is_not_an_answer() -> None:
    answer = ask(says("<thi", f"nk>{ABSENT} [{{تويتر}}]\nربما.", "</think>\n\n", f"{SENT} [{{لندبلاد}}]"))[-1]
    assert [line.text for line in answer.lines] == [SENT]
    assert answer.generation.written == 1


def test_thinking_that_never_ends_gives_the_quotes() -> None:
    assert fell_back(ask(says(f"<think>{ABSENT}\n{SENT}\n"), reason="length")) == "llm_unsupported"


def test_links_and_images_are_taken_out_and_the_sentence_stays() -> None:
    marked = f"![صورة](http://evil.example/a.png) **{SENT[:-1]}** ([انظر](https://evil.example)) <img src=//x.y/z>."
    answer = ask(says(marked, "\n![](data:image/png;base64,AAAA)\n<script>fetch('http://evil.example')</script>"))[-1]
    assert not re.search(r"http|evil|<|!\[|\]\(|\*\*|data:", answer.text)
    assert [line.text for line in answer.lines] == [SENT]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_an_error_of_the_server_gives_the_quotes(status: int) -> None:
    assert fell_back(ask(says("x"), status=status)) == "llm_failed"


@pytest.mark.parametrize(
    "data",
    [
        b'data: {"choices": [\n\n',
        b"data: []\n\n",
        b"data: 1\n\n",
        b'data: {"choices": null}\n\n',
        b'data: {"choices": [{"delta": {"content": []}}]}\n\n',
        b'data: {"error": {"message": "x"}}\n\n',
        b"\xff\xfe\x00",
        b"<html>",
    ],
)
def test_whatever_is_no_reply_gives_the_quotes(data: bytes) -> None:
    assert fell_back(ask(says(data))) in ("llm_failed", "llm_unsupported")


def test_a_redirect_is_not_followed() -> None:
    with ScriptedServer(says(SENT)) as elsewhere:
        with ScriptedServer(redirect=f"{elsewhere.url}/v1/chat/completions") as server:
            model = LanguageModel("model", server.url, 4_096)
            assert fell_back(list(generate(model, blank(), QUESTION, material(), QUOTES))) == "llm_failed"
        assert elsewhere.asked == []


def test_a_model_that_hangs_gives_the_quotes() -> None:
    assert fell_back(ask(says(30.0), patience=Timeouts(0.3, 0.3, 3.0))) == "llm_timeout"


def test_a_model_that_trickles_for_ever_gives_the_quotes() -> None:
    pieces = [item for _ in range(100) for item in ("و", 0.05)]
    assert fell_back(ask(says(*pieces), patience=Timeouts(3.0, 3.0, 0.5))) == "llm_timeout"


def test_a_model_that_hangs_midway_keeps_what_was_verified_and_says_that_it_stopped() -> None:
    parts = ask(says(f"{SIGNED} [{{85 شركة}}]\nأوفدت غوغل", 30.0), patience=Timeouts(3.0, 0.4, 6.0))
    assert [line.text for line in parts[-1].lines] == [SIGNED]
    assert parts[-1].generation.note == "llm_cut"


def test_a_line_that_goes_dead_midway_does_not_leave_half_a_sentence() -> None:
    parts = ask(says(f"{SIGNED} [{{85 شركة}}]\nأوفدت غوغل مديرها نيكلاس لندبلاد", None))
    assert [line.text for line in parts[-1].lines] == [SIGNED]
    assert parts[-1].generation.note == "llm_cut"


def test_a_line_that_goes_dead_before_the_first_word_gives_the_quotes() -> None:
    assert fell_back(ask(says(None))) in ("llm_failed", "llm_unsupported")


def test_a_server_that_is_not_there_gives_the_quotes() -> None:
    with ScriptedServer() as server:
        gone = server.url
    model = LanguageModel("model", gone, 4_096)
    assert fell_back(list(generate(model, blank(), QUESTION, material(), QUOTES))) == "llm_unreachable"


def test_a_model_that_never_stops_is_stopped() -> None:
    endless = (f"قال الوزير رقم {i} كلامًا طويلًا لا ينتهي.\n" for i in range(100_000))
    with ScriptedServer(lambda keys: endless) as server:
        model = LanguageModel("model", server.url, 4_096)
        parts = list(generate(model, blank(), QUESTION, material(), QUOTES))
        assert server.left.wait(5)
    assert fell_back(parts) == "llm_unsupported"
    assert parts[-1].generation.written <= 12


def test_a_single_word_of_a_hundred_thousand_letters_is_cut() -> None:
    assert fell_back(ask(lambda keys: iter(["ق" * 100] * 1_000))) == "llm_unsupported"


def test_the_same_sentence_again_and_again_is_said_once() -> None:
    answer = ask(says(*[f"{SENT} [{{لندبلاد}}]\n"] * 30))[-1]
    assert [line.text for line in answer.lines] == [SENT]


def test_whoever_leaves_frees_the_model_at_once() -> None:
    with ScriptedServer(says(60.0)) as server:
        parts = generate(LanguageModel("model", server.url, 4_096), blank(), QUESTION, material(), QUOTES)
        next(parts)
        while not server.asked:
            next(parts)  # parts keep coming while the model is silent
        parts.close()
        assert server.left.wait(1.0)
    assert not [t for t in threading.enumerate() if t.name == "isnad-model" and t.is_alive()]


def test_stopping_keeps_what_came_before() -> None:
    with ScriptedServer(says(f"{SIGNED} [{{85 شركة}}]\nأوفدت", 60.0)) as server:
        parts = generate(LanguageModel("model", server.url, 4_096), blank(), QUESTION, material(), QUOTES)
        last = next(part for part in parts if part.lines)
        before = time.monotonic()
        parts.close()
        assert time.monotonic() - before < 5.0
    assert [line.text for line in last.lines] == [SIGNED]


def test_passages_that_do_not_fit_fall_off_from_the_bottom_and_the_answer_says_so() -> None:
    long = Document("طويل.txt", " ".join(f"ارتفعت أسعار القمح للمرة {i}." for i in range(300)), "", "", "utf-8")
    of = material(long)
    with ScriptedServer(says("")) as server:
        model = LanguageModel("model", server.url, 2_048)
        answer = list(generate(model, blank(), QUESTION, of, QUOTES))[-1]
        prompt = server.prompt
    read = answer.generation.read
    assert 0 < read < len(of.passages) == answer.generation.found
    texts = [re.sub(r"\s+", " ", passage.text).strip() for passage in of.passages]
    assert [text in prompt for text in texts] == [True] * read + [False] * (len(texts) - read)


def test_a_window_without_room_for_one_passage_is_not_asked() -> None:
    with ScriptedServer(says(SENT)) as server:
        model = LanguageModel("model", server.url, 300)
        parts = list(generate(model, blank(), QUESTION, material(), QUOTES))
        assert server.asked == []
    assert fell_back(parts) == "llm_small_window"
