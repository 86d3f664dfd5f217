"""The quality table: questions to the articles, and what is taken for talk or for a question about the folder.

    python -m benchmarks.quality --shared ../shared --keep /tmp/quality [--reader trained none] [--sets talk]

SHARED holds `eval/` (questions_dev, news_dev, talk_dev, score_talk.py), `seeds/` and `benchmarks/news/`. The answers
and the indexes stay in KEEP. Prints the table in Markdown; changes nothing else. `--sets seeds news seeds_later
news_later seeds_third news_third seeds_fourth news_fourth` asks the questions in `benchmarks/questions`, `--sets
agencies reports press magazine gazette weekly dailies` those in `benchmarks/folders` about articles written for them,
and a name with `_pairs` behind it two that look alike, of which the articles answer one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from assistant.cli.jsonl import BadLine, questions_of
from assistant.evaluate import gold_from, quality_table, score_answer
from assistant.export.files import json_line
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import settings_from
from vectorstore.errors import VectorstoreError

CORPORA = {"A": "seeds", "B": "benchmarks/news"}
SETS = {"questions_dev": "A", "news_dev": "B"}
OWN = Path(__file__).parent
FOLDERS = {
    name: OWN / "folders" / name / "articles"
    for name in ("agencies", "reports", "press", "magazine", "gazette", "weekly", "dailies")
}
"""Further corpora, which are no part of SHARED."""

OWN_SETS = {
    f"{folder}{time}": (OWN / "questions", corpus)
    for time in ("", "_later", "_third", "_fourth")
    for folder, corpus in (("seeds", "A"), ("news", "B"))
}
OWN_SETS |= {name: (OWN / "folders" / name, name) for name in FOLDERS}
OWN_SETS |= {f"{name}_pairs": (OWN / "folders" / "pairs", name) for name in ("agencies", "reports", "press")}
OWN_SETS["news_pairs"] = OWN / "folders" / "pairs", "B"
"""Where the questions of a set stand, and the corpus they are asked of; asked where `--sets` names them."""

MEASURES = ("accuracy", "answer_hit", "first_hit", "citation_precision", "verbatim", "abstain_balanced", "seconds_p50")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--reader", nargs="+", default=["trained", "none"], choices=["trained", "none"])
    parser.add_argument("--sets", nargs="+", default=[*SETS, "talk_dev"], choices=[*SETS, "talk_dev", *OWN_SETS])
    args = parser.parse_args()
    args.keep.mkdir(parents=True, exist_ok=True)
    columns: dict[str, dict[str, float]] = {}
    for reader in args.reader:
        rows: dict[str, float] = {}
        corpora = {name: args.shared / folder for name, folder in CORPORA.items()}
        named = {OWN_SETS[name][1] for name in args.sets if name in OWN_SETS}
        corpora |= {name: folder for name, folder in FOLDERS.items() if name in named}
        opened = {name: _opened(folder, args.keep / f"index-{name}", reader) for name, folder in corpora.items()}
        try:
            for name in args.sets:
                kept = args.keep / f"{name}-{reader}.jsonl"
                if name in SETS:
                    rows |= _facts(name, args.shared / "eval", opened[SETS[name]], kept)
                elif name in OWN_SETS:
                    folder, corpus = OWN_SETS[name]
                    rows |= _facts(name, folder, opened[corpus], kept)
                else:
                    rows |= _talk(name, args.shared / "eval", opened, kept)
        finally:
            for assistant in opened.values():
                assistant.close()
        columns[f"reader {reader}"] = rows
    print(_table(columns))


def _opened(corpus: Path, index: Path, reader: str) -> Assistant:
    values = {"corpus": str(corpus), "index": str(index), "reader": reader, "llm": "none"}
    assistant = open_assistant(settings_from(values, {}))
    assistant.warm()
    return assistant


def _facts(name: str, folder: Path, assistant: Assistant, kept: Path) -> dict[str, float]:
    """The measures of a set of fact questions, and how many of them were taken for something else."""

    def text_of(source: str) -> str:
        try:
            with assistant.index.reading() as snapshot:
                return snapshot.document(source).text
        except VectorstoreError:
            return ""

    results, answers = [], []
    for line in questions_of(folder / f"{name}.jsonl"):
        if isinstance(line, BadLine):
            raise SystemExit(f"{name}, line {line.number}: {line.detail}")
        answer = assistant.ask(line.text, line.history, line.sources)
        answers.append({"id": line.id, **answer.as_json()})
        results.append(score_answer(gold_from(line.gold), answer, text_of))
    _keep(answers, kept)
    others = sum(answer["kind"] in ("talk", "corpus") for answer in answers)
    table = quality_table(results)
    rows = {f"{name} {measure}": table[measure] for measure in MEASURES if measure in table}
    return {**rows, f"{name} taken for talk or the folder": others / max(len(results), 1)}


def _talk(name: str, folder: Path, opened: Mapping[str, Assistant], kept: Path) -> dict[str, float]:
    """Whether talk, the folder and facts are told apart, and whether what is expected of the folder holds."""
    scorer = _module(folder / "score_talk.py")
    questions = scorer.read(folder / f"{name}.jsonl")
    answers = []
    for line in questions_of(folder / f"{name}.jsonl"):
        assert not isinstance(line, BadLine)
        answer = opened[str(line.gold["corpus"])].ask(line.text, line.history, line.sources)
        answers.append({"id": line.id, **answer.as_json()})
    _keep(answers, kept)
    titles = json.loads((folder / "titles.json").read_text(encoding="utf-8"))
    table = scorer.score(questions, answers, titles, False)
    facts = {q["id"] for q in questions if q["kind"] == "question"}
    taken = [answer["kind"] in ("talk", "corpus") for answer in answers if answer["id"] in facts]
    return {
        f"{name} kind accuracy": table["kind_accuracy"],
        f"{name} facts taken for talk or the folder": sum(taken) / max(len(taken), 1),
        f"{name} folder, what is expected holds": table["corpus_expect_holds"],
        f"{name} facts, answer holds": table["fact_answer_holds"],
        f"{name} talk, what is expected holds": table["talk_without_citations"],
        **{f"{name} · {sub}": share for sub, share in table["expect_holds_by_sub"].items() if share is not None},
    }


def _keep(answers: Sequence[Mapping[str, object]], kept: Path) -> None:
    kept.write_text("".join(json_line(answer) + "\n" for answer in answers), encoding="utf-8")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _table(columns: Mapping[str, Mapping[str, float]]) -> str:
    names: Sequence[str] = list(dict.fromkeys(name for rows in columns.values() for name in rows))
    head = ["| measure | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    shown = [[f"{rows[name]:.3f}" if name in rows else "" for rows in columns.values()] for name in names]
    return "\n".join([*head, *(f"| {name} | {' | '.join(row)} |" for name, row in zip(names, shown, strict=True))])


if __name__ == "__main__":
    main()
