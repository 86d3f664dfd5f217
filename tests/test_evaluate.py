"""The measures against tables worked by hand, and against the reference scorer where it is at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from assistant.evaluate import (
    Gold,
    by_type,
    gold_from,
    percentile,
    quality_table,
    score_answer,
    share_cited,
    share_found,
)
from assistant.types import Answer, Citation

EVAL = Path(__file__).parent.parent.parent / "shared" / "eval"

TEXTS = {
    "001_a.txt": "قال الوزير إن المدارس تفتح يوم الأحد. وعدد الطلاب 20٪ أقل.",
    "002_b.txt": "أعلنت جوجل وفيسبوك اتفاقا. وغاب تويتر.",
}


def gold(**fields: object) -> Gold:
    line: dict[str, object] = {
        "id": "q1",
        "question": "متى تفتح المدارس؟",
        "type": "factoid",
        "answerable": True,
        "answers": ["يوم الأحد"],
        "evidence": [{"source": "001_a.txt", "quote": "قال الوزير إن المدارس تفتح يوم الأحد."}],
    }
    return gold_from(line | fields)


def test_a_question_that_nothing_answers_needs_neither_answers_nor_evidence() -> None:
    line = {"id": "q", "question": "من فاز؟", "type": "unanswerable", "answerable": False}
    assert gold_from(line) == gold_from({**line, "answers": None, "evidence": []})
    with pytest.raises(ValueError, match="answers"):
        gold_from({**line, "answerable": True})


def cited(marker: int, source: str, quote: str) -> Citation:
    start = TEXTS[source].index(quote)
    return Citation(marker, source, "", start, start + len(quote), quote)


def answered(text: str, *citations: Citation, seconds: float = 0.2) -> Answer:
    return Answer("س", "س", "ar", text, (), citations, (), False, "extractive", seconds)


def refused(seconds: float = 0.1) -> Answer:
    return Answer("س", "س", "ar", "لا أجد إجابة عن هذا السؤال في المقالات.", (), (), (), True, "extractive", seconds)


def test_spelling_marks_digits_and_spaces_do_not_decide_whether_an_answer_is_found() -> None:
    assert share_found(gold().wanted, "«تفتح المدارسُ يَومَ\u00a0 الاحد»") == 1
    assert share_found(gold(answers=["20٪"]).wanted, "تراجع بنسبة ٢٠٪") == 1
    assert share_found(gold(answers=["20٪"]).wanted, "تراجع بنسبة 20%") == 1
    assert share_found(gold().wanted, "تفتح يوم الاثنين") == 0


def test_any_answer_will_do_unless_all_are_wanted() -> None:
    assert share_found(gold(answers=["جوجل", "تويتر"]).wanted, "أعلنت جوجل") == 1
    all_wanted = gold(answers=["جوجل", "تويتر"], note="answers=all; evidence=any")
    assert share_found(all_wanted.wanted, "أعلنت جوجل") == 0.5


def test_variants_of_one_answer_count_once() -> None:
    wanted = gold(
        answers=["فيسبوك", "فايسبوك", "تويتر"], note="answers=all; variants: فيسبوك = فايسبوك = فيس بوك"
    ).wanted
    assert len(wanted) == 2
    assert share_found(wanted, "فايسبوك وحدها") == 0.5


@pytest.mark.parametrize(
    ("note", "cited_files", "share"),
    [
        ("", {"002_b.txt"}, 1),
        ("evidence=any", {"003_c.txt"}, 1),
        ("evidence=all", {"001_a.txt"}, 1 / 3),
        ("answers=all; evidence=all; a remark", {"001_a.txt", "002_b.txt", "003_c.txt"}, 1),
        ("evidence=003&(001|002)", {"003_c.txt"}, 0.5),
        ("evidence=003&(001|002)", {"003_c.txt", "002_b.txt"}, 1),
        ("evidence=003&(001|002)", set(), 0),
    ],
)
def test_needed_files_are_one_all_or_one_of_each_group(note: str, cited_files: set[str], share: float) -> None:
    evidence = [{"source": f"00{n}_{letter}.txt", "quote": "ق"} for n, letter in ((1, "a"), (2, "b"), (3, "c"))]
    assert share_cited(gold(evidence=evidence, note=note).files, cited_files) == pytest.approx(share)


def test_a_whole_table_worked_by_hand() -> None:
    first = cited(1, "001_a.txt", "قال الوزير إن المدارس تفتح يوم الأحد.")
    stray = cited(2, "002_b.txt", "وغاب تويتر.")
    altered = Citation(1, "002_b.txt", "", 0, 11, "أعلنت غوغل ")
    unanswerable = {"answerable": False, "answers": [], "evidence": [], "type": "unanswerable"}
    pairs = [
        (gold(), answered("«قال الوزير إن المدارس تفتح يوم الأحد.» [1] [2]", first, stray, seconds=0.1)),
        (gold(), answered("«وغاب تويتر.» [1] «… يوم الأحد.» [2]", altered, first, seconds=0.3)),
        (gold(), refused(seconds=0.2)),
        (gold(**unanswerable), refused(seconds=0.4)),
        (gold(**unanswerable), answered("«وغاب تويتر.» [1]", stray, seconds=0.5)),
    ]
    results = [score_answer(wanted, answer, lambda source: TEXTS.get(source, "")) for wanted, answer in pairs]
    assert quality_table(results) == pytest.approx(
        {
            "accuracy": (1 + 1 + 0 + 1 + 0) / 5,
            "answer_hit": (1 + 1 + 0) / 3,
            "first_hit": (1 + 0 + 0) / 3,
            "citation_recall": 1.0,
            "citation_precision": 2 / 4,
            "verbatim": 4 / 5,
            "abstain_balanced": (1 / 2 + 2 / 3) / 2,
            "seconds_p50": 0.3,
            "seconds_p95": 0.5,
        }
    )
    assert by_type(results) == {"factoid": (3, pytest.approx(2 / 3)), "unanswerable": (2, 0.5)}


def test_only_the_first_700_characters_of_an_answer_count() -> None:
    late = score_answer(gold(), answered("ا" * 700 + " يوم الأحد"), TEXTS.__getitem__)
    assert late.answer_hit == 0


def test_a_quote_of_a_file_that_is_not_there_is_not_verbatim() -> None:
    stray = Citation(1, "009_x.txt", "", 0, 3, "قال")
    assert score_answer(gold(), answered("قال [1]", stray), lambda source: "").verbatim == (False,)


def test_nothing_measured_is_left_out_of_the_table_and_no_results_are_no_error() -> None:
    assert quality_table([]) == {}
    only_refused = [score_answer(gold(), refused(), lambda source: "")]
    assert "citation_recall" not in quality_table(only_refused)
    assert "abstain_balanced" not in quality_table(only_refused)


def test_a_percentile_is_one_of_the_values() -> None:
    assert [percentile([3, 1, 2, 4], share) for share in (0, 0.5, 0.95)] == [1, 3, 4]


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"answers": "يوم الأحد"}, "must be lists"),
        ({"answers": []}, "is empty"),
        ({"evidence": [{"source": "001_a.txt"}]}, "'source' and 'quote'"),
    ],
)
def test_a_gold_line_that_cannot_be_scored_says_which_key_is_wrong(fields: dict[str, object], detail: str) -> None:
    with pytest.raises(ValueError, match=detail):
        gold(**fields)
    with pytest.raises(ValueError, match="'type' is missing"):
        gold_from({"id": "q1", "question": "؟"})


def reference() -> ModuleType:
    if not (EVAL / "score.py").is_file():
        pytest.skip("the reference scorer and its questions are not part of this repository")
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_up(line: dict[str, object], number: int, texts: dict[str, str]) -> Answer:
    """Answers of every sort: right, half right, wrong file, altered quote, none, refused."""
    evidence = list(line["evidence"]) or [{"source": min(texts), "quote": ""}]  # type: ignore[call-overload]
    spoiled = [evidence[:1], evidence, [*evidence[::-1]], []][number % 4]
    citations = []
    for marker, piece in enumerate(spoiled, 1):
        quote, source = str(piece["quote"]), str(piece["source"])
        start = max(texts[source].find(quote), 0)
        if (number + marker) % 3 == 0:
            quote, source = texts[max(texts)][40:160], max(texts)
            start = 40 + number % 2
        citations.append(Citation(marker, source, "", start, start + len(quote), quote))
    if number % 7 == 3:
        return refused(seconds=number / 100)
    return answered("\n".join(c.quote for c in citations) or "لا أدري", *citations, seconds=number / 100)


def test_our_table_agrees_with_the_reference_scorer(tmp_path: Path) -> None:
    score = reference()
    corpus = Path(__file__).parent.parent / "seeds"
    texts = {path.name: path.read_bytes().decode("utf-8") for path in corpus.iterdir()}
    lines = [json.loads(line) for line in (EVAL / "questions_dev.jsonl").read_text("utf-8").splitlines()]
    answers = {line["id"]: made_up(line, number, texts) for number, line in enumerate(lines)}
    theirs = score.score(lines, {id: answer.as_json() for id, answer in answers.items()}, corpus, verbose=False)
    results = [score_answer(gold_from(line), answers[line["id"]], lambda s: texts.get(s, "")) for line in lines]
    ours = quality_table(results)
    assert ours == pytest.approx({name: theirs[name] for name in ours}, abs=6e-4)
    assert {name: share for name, (_, share) in by_type(results).items()} == pytest.approx(theirs["by_type"], abs=6e-4)
    assert 0 < ours["verbatim"] < 1 and 0 < ours["citation_precision"] < 1 and 0 < ours["first_hit"] < 1
