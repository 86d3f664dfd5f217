"""How the answerers compare: quotes alone, and each language model that is named.

    python -m benchmarks.answerers --gold QUESTIONS.jsonl --corpus seeds [--limit 20] [--out FOLDER] none model.gguf …

Prints one JSON object for each answerer: the measures of `assistant.evaluate`; the sentences that the model wrote,
those that were removed, those that were shown, and of these the ones that the verifier, asked once more with the
whole articles that they cite, does not support, which must be none; seconds to the first sentence and to the end.
--out keeps the answers, so that people can judge them and the judge of the evaluation set can score them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.jsonl import Question, questions_of
from assistant.evaluate import gold_from, percentile, quality_table, score_answer
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import settings_from
from assistant.types import Answer
from assistant.verification.verify import verify
from vectorstore.text.passages import split_passages


def timed(assistant: Assistant, question: Question) -> tuple[Answer, float, float]:
    """The answer, the seconds until its first sentence was there, and until it was whole."""
    started, first, whole, answer = time.perf_counter(), 0.0, 0.0, None
    for part in assistant.stream(question.text, question.history, question.sources):
        if part.text and not first:
            first = time.perf_counter() - started
        if answer is None or part.text != answer.text or part.state != answer.state:
            whole = time.perf_counter() - started  # a last part may add in how many sources it stands, and no word
        answer = part
    assert answer is not None  # a stream has one part at least
    return answer, first, whole


def unsupported(assistant: Assistant, answer: Answer) -> list[str]:
    """The worded lines that the articles cited by them do not support, read anew and in full."""
    searcher = assistant.searcher
    found = []
    for line in answer.lines:
        if line.quoted:
            continue
        sources = dict.fromkeys(c.source for c in answer.citations if c.marker in line.markers)
        with assistant.index.reading() as snapshot:
            passages = [passage for source in sources for passage in split_passages(snapshot.document(source))]
        embedded = searcher.embedder.embed_passages(passages)
        vectors = {p.id: e.sentences for p, e in zip(passages, embedded, strict=True)}
        read = (searcher.embedder, searcher.spellings(), assistant.support)
        if not verify(line.text, passages, vectors, *read).supported:
            found.append(line.text)
    return found


def measure(llm: str, corpus: Path, questions: Sequence[Question], out: Path | None) -> dict[str, object]:
    """All measures of one answerer, and its answers in a file."""
    assistant = open_assistant(settings_from({"llm": llm, "corpus": str(corpus)}, os.environ))
    try:
        assistant.warm()
        asked = []
        for question in questions:
            asked.append(timed(assistant, question))
            answer, first, whole = asked[-1]
            told = answer.generation.as_json() if answer.generation else None
            print(f"{question.id}: {first:.1f} s, {whole:.1f} s, {told}", file=sys.stderr, flush=True)
        answers = [answer for answer, _, _ in asked]
        with assistant.index.reading() as snapshot:
            results = [
                score_answer(gold_from(question.gold), answer, lambda source: snapshot.document(source).text)
                for question, answer in zip(questions, answers, strict=True)
            ]
        told = [answer.generation for answer in answers if answer.generation is not None]
        shown = sum(not line.quoted for answer in answers for line in answer.lines)
        wrong = [line for answer in answers for line in unsupported(assistant, answer)]
        if out is not None:
            rows = [{"id": q.id, **answer.as_json()} for q, answer in zip(questions, answers, strict=True)]
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{Path(llm).stem}.jsonl").write_text("".join(lines), encoding="utf-8")
    finally:
        assistant.close()
    return {
        "llm": Path(llm).name, "questions": len(questions),
        **{k: round(v, 3) for k, v in quality_table(results).items()},
        "asked_the_model": len(told), "worded": sum(t.note in ("", "llm_cut") for t in told),
        "written": sum(t.written for t in told), "removed": sum(t.removed_count for t in told),
        "shown": shown, "shown_unsupported": len(wrong),
        **{
            f"{name}_{tag}": round(percentile(seconds, share), 2)
            for name, seconds in (("first", [f for _, f, _ in asked]), ("end", [w for _, _, w in asked]))
            for tag, share in (("p50", 0.5), ("p95", 0.95))
        },
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", required=True, type=Path)
    parser.add_argument("--corpus", required=True, type=Path)
    parser.add_argument("--limit", type=int, default=0, help="this many questions, spread over the file; 0: all")
    parser.add_argument("--out", type=Path, help="a folder for the answers, one file for each answerer")
    parser.add_argument("answerers", nargs="+", help="values of --llm")
    given = parser.parse_args()
    questions = [question for question in questions_of(given.gold) if isinstance(question, Question)]
    step = max(1, len(questions) // given.limit) if given.limit else 1
    for llm in given.answerers:
        print(json.dumps(measure(llm, given.corpus, questions[::step], given.out), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
