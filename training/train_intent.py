"""Train what tells talk, questions about the folder and questions to the articles apart; seeded, some two minutes.

    python -m training.train_intent --shared ../shared --out assistant/weights/intent.npz

Phrases: `training/intents.jsonl`, written for this and general to any folder; `{topic}`, `{file}` and `{title}` in
them are filled with the file's own lists. Fact questions beside those written there: ARCD train, XQuAD (Arabic and
English) and NoMIRACL dev, as they are and some behind a greeting or thanks. No question about the seeds or the news.

Prints, cross-validated over four folds (a phrase and all that is made from it in one fold): how many fact questions
would be taken for talk or for the folder, how many phrases are recognised, by threshold and by class.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.question import intent
from assistant.question.intent import features, masked
from vectorstore.embedding.embedder import load_embedder
from vectorstore.text.language import language_of

SEED = 20261126
FOLDS = 4
FILLED, FILLED_FACTS = 4, 20
"""Phrases made of one with a place to fill; of fact questions more, so that no bare subject is taken for talk."""

GREETED_SHARE = 0.08
"""Share of the public questions that are also asked behind a greeting or thanks."""

NOISE_LINES = 120
KEYBOARD_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرلاىةوزظ", "لابتيسشن", "qwertyuiop", "asdfghjkl", "zxcvbnm")
"""Lines of nothing that are drawn beside those written, by rows of an Arabic and a Latin keyboard."""

STRENGTH = 6.0
"""Inverse regularisation of the regression; 2, 6 and 20 differ by less than .005 in what is recognised."""

VECTOR_SCALE = 2.0
"""What the standardised vector counts beside pieces and cues; at 1 two phrases in a hundred fewer are recognised with
as many fact questions taken for them."""
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
PHRASES = Path(__file__).with_name("intents.jsonl")


@dataclass(frozen=True, slots=True)
class Example:
    """`group`: what must not be torn apart between folds; `public`: a fact question that nobody wrote for this."""

    text: str
    label: str
    group: str
    public: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="the folder with benchmarks/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--validate", action=argparse.BooleanOptionalAction, default=True, help="print figures first")
    args = parser.parse_args()
    examples = read_examples(PHRASES, args.shared / "benchmarks")
    embedder = load_embedder()
    vectors = np.stack([embedder.embed_query(masked(example.text)) for example in examples])
    rest = np.stack([features(example.text) for example in examples])
    print(Counter(example.label for example in examples))
    for name, matrix in (("with the vector", np.hstack([vectors, rest])), ("words alone", rest)):
        if args.validate:
            print(name)
            report(examples, cross_validated(examples, matrix))
    mean, deviation = vectors.mean(axis=0), vectors.std(axis=0)
    whole, alone = _fitted(np.hstack([_scaled(vectors, mean, deviation), rest]), examples), _fitted(rest, examples)
    weights, bias = whole.coef_.copy(), whole.intercept_.copy()
    size = vectors.shape[1]
    weights[:, :size] *= VECTOR_SCALE / deviation / np.sqrt(size)  # so that raw vectors can be put in
    bias -= weights[:, :size] @ mean
    np.savez_compressed(
        args.out, classes=np.array(whole.classes_, dtype=str), weights=weights.astype(np.float16),
        bias=bias.astype(np.float32), weights_alone=alone.coef_.astype(np.float16),
        bias_alone=alone.intercept_.astype(np.float32),
    )  # fmt: skip


def read_examples(phrases: Path, benchmarks: Path) -> list[Example]:
    """All phrases, filled, and the public fact questions."""
    drawn = random.Random(SEED)
    rows = [json.loads(line) for line in phrases.read_text(encoding="utf-8").splitlines()]
    slots: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if "slot" in row:
            slots[row["slot"]].append(row)
    examples = []
    for row in rows:
        if "label" in row:
            count = FILLED_FACTS if row["label"] == "question/fact" else FILLED
            made = {_fill(row, slots, drawn) for _ in range(count if "{" in row["text"] else 1)}
            # with and without its mark, as people write it
            made |= {re.sub(r"\s*[؟?]$", "", text) for text in made}
            examples += [Example(text, row["label"], row["text"].rstrip("؟?! ")) for text in sorted(made)]
    examples += [Example(text, "talk/gibberish", text[:3]) for text in (_typed(drawn) for _ in range(NOISE_LINES))]
    openings = [row["text"] for row in rows if row.get("label") in ("talk/greeting", "talk/thanks", "talk/praise")]
    for question, group in public_questions(benchmarks):
        examples.append(Example(question, "question/fact", group, public=True))
        if drawn.random() < GREETED_SHARE:
            same = [text for text in openings if language_of(text) == language_of(question)]
            opening = drawn.choice(same).rstrip("؟?!")
            examples.append(Example(f"{opening}، {question}", "question/fact", group, public=True))
    return examples


def public_questions(benchmarks: Path) -> list[tuple[str, str]]:
    """Questions with the paragraph that they belong to."""
    found = []
    for name in ("arcd-train.json", "xquad.ar.json", "xquad.en.json"):
        for article in json.loads((benchmarks / name).read_text(encoding="utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                found += [(qa["question"].strip(" -"), paragraph["context"][:80]) for qa in paragraph["qas"]]
    for row in json.loads((benchmarks / "nomiracl-ar-dev.json").read_text(encoding="utf-8"))["data"]:
        found.append((row["question"], row["id"]))
    return found


def _typed(drawn: random.Random) -> str:
    """What fingers type on a keyboard when they say nothing: runs of one row, or a syllable again and again."""
    row = drawn.choice(KEYBOARD_ROWS)
    words = []
    for _ in range(drawn.randint(1, 3)):
        if drawn.random() < 0.3:
            words.append("".join(drawn.choices(row, k=drawn.randint(1, 2))) * drawn.randint(3, 5))
        else:
            words.append("".join(drawn.choices(row, k=drawn.randint(3, 9))))
    return " ".join(words)


def _fill(row: dict[str, str], slots: dict[str, list[dict[str, str]]], drawn: random.Random) -> str:
    def value(match: re.Match[str]) -> str:
        return drawn.choice([s["text"] for s in slots[match[1]] if s["lang"] in ("", row["lang"])])

    return re.sub(r"\{(\w+)\}", value, row["text"])


def cross_validated(examples: list[Example], matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chances (n, classes) from the folds that had not seen the example, and the classes."""
    groups = sorted({example.group for example in examples})
    random.Random(SEED).shuffle(groups)
    fold_of = {group: i % FOLDS for i, group in enumerate(groups)}
    folds = np.array([fold_of[example.group] for example in examples])
    classes = np.array(sorted({example.label for example in examples}))
    chances = np.zeros((len(examples), len(classes)), np.float32)
    size = matrix.shape[1] - len(features(""))
    for fold in range(FOLDS):
        seen, held = folds != fold, folds == fold
        rows = matrix.copy()
        if size:
            mean, deviation = matrix[seen, :size].mean(axis=0), matrix[seen, :size].std(axis=0)
            rows[:, :size] = _scaled(matrix[:, :size], mean, deviation)
        model = _fitted(rows[seen], [example for example, kept in zip(examples, seen, strict=True) if kept])
        columns = np.searchsorted(classes, model.classes_)
        chances[np.ix_(np.flatnonzero(held), columns)] = model.predict_proba(rows[held])
    return chances, classes


def _scaled(vectors: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    return VECTOR_SCALE * (vectors - mean) / deviation / np.sqrt(vectors.shape[1])


def _fitted(matrix: np.ndarray, examples: list[Example]) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=120, tol=1e-3)
    return model.fit(matrix, [example.label for example in examples])


def report(examples: list[Example], validated: tuple[np.ndarray, np.ndarray]) -> None:
    """The figures by threshold, and by class at the one in use."""
    chances, classes = validated
    kinds = np.array([name.partition("/")[0] for name in classes])
    question = chances[:, kinds == "question"].sum(axis=1)
    talk, corpus = (chances[:, kinds == kind].sum(axis=1) for kind in ("talk", "corpus"))
    gold = np.array([example.label.partition("/")[0] for example in examples])
    public = np.array([example.public for example in examples])
    for threshold in THRESHOLDS:
        told = np.where(1 - question < threshold, "question", np.where(talk > corpus, "talk", "corpus"))
        facts = gold == "question"
        print(
            f"{threshold}: facts taken for others, public {np.mean(told[facts & public] != 'question'):.4f}"
            f" written {np.mean(told[facts & ~public] != 'question'):.4f};"
            f" talk {np.mean(told[gold == 'talk'] == 'talk'):.4f}"
            f" corpus {np.mean(told[gold == 'corpus'] == 'corpus'):.4f}"
        )
    told = np.where(1 - question < intent.THRESHOLD, "question", np.where(talk > corpus, "talk", "corpus"))
    fine = np.array([
        classes[np.argmax(np.where(kinds == kind, row, -1))] for row, kind in zip(chances, told, strict=True)
    ])  # fmt: skip
    for label in classes:
        own = np.array([example.label == label for example in examples])
        missed = Counter(fine[own & (fine != label)].tolist()).most_common(3)
        kind_right, class_right = np.mean(told[own] == label.partition("/")[0]), np.mean(fine[own] == label)
        print(f"  {label:<22} {own.sum():>5} kind {kind_right:.3f} class {class_right:.3f} {missed}")
    wrong = [e.text for e, kind, right in zip(examples, told, gold, strict=True) if right == "question" != kind]
    print("  taken for others:", " | ".join(wrong[:60]))


if __name__ == "__main__":
    main()
