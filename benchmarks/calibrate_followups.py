"""Where the weights come from by which a question is understood from the one before it, and what they bring.

    python -m benchmarks.calibrate_followups SHARED WORK [--questions 60] [--no-search]

SHARED is the folder with `training/data` and `benchmarks`. Follow-ups are made of its paragraphs with several questions
(`training/followups.py`, Arabic and English). Half of the paragraphs are fitted on, the other half measured:

- `question.leaning`: does a question lean on the one before it, told from the same question as it was written and from
  other ones (without the «و» or «And» that was put before some), and which words of the one before it goes on about;
- `question.exchange`: which words a bare name replaces, fitted on pairs of Arabic questions that differ in one stretch
  (a few minutes: every stretch is embedded);
- searching: of so many follow-ups in each language, made of held-out paragraphs and of English questions about Arabic
  ones (Belebele), whether the sentence that answers comes first and is among the first two. WORK is filled with their
  paragraphs as a corpus, 420 at most, and its index. The question before is `all` taken along, as it was once, or
  `carried`, as it is now, both with what was quoted put back; then as the assistant asks, with the article that was
  quoted preferred.

Prints weights to put into the modules, and figures. Changes no constant.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answering.compose import choose_sentences, demote_quoted, to_drafts
from assistant.answering.sentence_ranking import Sentence
from assistant.lexicon.interrogatives import INTERROGATIVES
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.question import exchange
from assistant.question.followup import Standalone, stand_alone
from assistant.question.leaning import CARRIED, LEANING, carried_features, content_words, leaning_features
from assistant.settings import settings_from
from assistant.types import Turn
from training.followups import ARABIC_SETS, LATIN_SETS, FollowUp, make_followups, read_paragraphs
from vectorstore.embedding.embedder import load_embedder
from vectorstore.text.arabic import fold, stem, tokens
from vectorstore.text.lexicon import PREPOSITIONS
from vectorstore.text.stopwords import STOPWORDS

SEED = 3
MAX_FILES = 420
THRESHOLDS = (0.15, 0.3, 0.5, 0.65, 0.8)
EXCHANGED_PAIRS = 260
MAX_ALIKE = 0.6
"""Words that share more of their letters are two spellings, and no other name."""

Paragraphs = dict[str, list[tuple[str, list[str]]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--fit", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--search", action=argparse.BooleanOptionalAction, default=True)
    args = parser.parse_args()
    arabic = read_paragraphs(args.shared, ARABIC_SETS, arcd=True)
    if args.fit:
        for name, paragraphs in (("Arabic", arabic), ("English", read_paragraphs(args.shared, LATIN_SETS))):
            print(name)
            fit_leaning(paragraphs)
            fit_carried(paragraphs)
        fit_exchange(args.shared)
    if args.search:
        measure(args.shared, args.work, arabic, args.questions)


def held_out(paragraphs: Paragraphs) -> set[str]:
    """The half of the paragraphs that nothing is fitted on, by how they begin."""
    groups = sorted({context[:80] for context in paragraphs})
    random.Random(SEED).shuffle(groups)
    return set(groups[len(groups) // 2 :])


def fit_leaning(paragraphs: Paragraphs) -> None:
    """Weights of `LEANING`, and how many follow-ups and how many whole questions lean by them."""
    drawn, kept = random.Random(SEED), held_out(paragraphs)
    made = list(make_followups(paragraphs, drawn))
    asked = [(question, context[:80]) for context, found in paragraphs.items() for question, _ in found]
    others = drawn.sample(asked, min(len(asked), 2 * len(made)))
    rows = [(leaning_features(_bare(x.question), x.former), "leans", x.group) for x in made]
    rows += [(leaning_features(x.full, x.former), "whole", x.group) for x in made]
    rows += [(leaning_features(question, drawn.choice(asked)[0]), "other", group) for question, group in others]
    matrix, kinds = np.array([row for row, _, _ in rows]), np.array([kind for _, kind, _ in rows])
    tested = np.array([group in kept for _, _, group in rows])
    model = LogisticRegression().fit(
        matrix[~tested], kinds[~tested] == "leans", sample_weight=np.where(kinds == "other", 0.5, 1.0)[~tested]
    )
    print("  leaning", dict(zip(LEANING, model.coef_[0].round(2).tolist(), strict=True)), model.intercept_.round(2))
    chances = model.predict_proba(matrix)[:, 1]
    for threshold in THRESHOLDS:
        told = {
            kind: round(float((chances[tested & (kinds == kind)] >= threshold).mean()), 3)
            for kind in ("leans", "whole", "other")
        }
        print(f"  from {threshold}: taken for leaning {told}")


def _bare(question: str) -> str:
    return question.removeprefix("و").removeprefix("And ")


def fit_carried(paragraphs: Paragraphs) -> None:
    """Weights of `CARRIED`: of two questions about one paragraph, which words of the first stand in the second."""
    drawn, kept = random.Random(SEED), held_out(paragraphs)
    matrix, labels, tested = [], [], []
    for context, found in paragraphs.items():
        pairs = [(a, b) for a, _ in found for b, _ in found if a != b]
        drawn.shuffle(pairs)
        for former, question in pairs[:4]:
            own = {stem(token.text) for token in content_words(question)}
            shared = [stem(token.text) in own for token in content_words(former)]
            if any(shared) and not all(shared):
                matrix.append(carried_features(former, question))
                labels += shared
                tested += [context[:80] in kept] * len(shared)
    features, wanted, held = np.concatenate(matrix), np.array(labels), np.array(tested)
    model = LogisticRegression().fit(features[~held], wanted[~held])
    area = roc_auc_score(wanted[held], model.predict_proba(features[held])[:, 1])
    print("  carried", dict(zip(CARRIED, model.coef_[0].round(2).tolist(), strict=True)), model.intercept_.round(2))
    print(f"  area under the curve {area:.3f} over {held.sum()} words, of which {wanted[held].mean():.2f} are carried")


def fit_exchange(shared: Path) -> None:
    """Weights of `exchange.FEATURES`, and how often the stretch that was exchanged is chosen, in five folds."""
    embedder = load_embedder()
    embed = cache(embedder.embed_query)
    choices = []
    for question, name, preposition, place in exchanged_pairs(shared):
        spans = exchange.spans_of(question)
        if place in spans:
            choices.append((exchange.span_features(name, question, spans, embed, preposition), spans.index(place)))
    folds = [([c for j, c in enumerate(choices) if j % 5 != i], choices[i::5]) for i in range(5)]
    right = [np.mean([np.argmax(x @ weights) == y for x, y in rest]) for fitted, rest in folds
             for weights in [_conditional_logit(fitted)]]  # fmt: skip
    likeness = exchange.FEATURES.index("likeness")
    alone = np.mean([np.argmax(x[:, likeness]) == y for x, y in choices])
    print("exchange", dict(zip(exchange.FEATURES, _conditional_logit(choices).round(2).tolist(), strict=True)))
    print(f"  chosen {np.mean(right):.3f} of {len(choices)}, by likeness alone {alone:.3f}")


def exchanged_pairs(shared: Path) -> Iterator[tuple[str, str, str, tuple[int, int]]]:
    """Question, a name, its preposition («» in half of the cases) and the places of what the name replaces."""
    by_frame: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[str, int, int]]] = defaultdict(list)
    for question in _arabic_questions(shared):
        found = [token.text for token in tokens(question)]
        for i in range(1, len(found)):
            for j in range(i + 1, min(i + exchange.MAX_SPAN_WORDS, len(found)) + 1):
                if sum(word not in STOPWORDS for word in (*found[:i], *found[j:])) > 1:
                    by_frame[tuple(found[:i]), tuple(found[j:])].append((question, i, j))
    drawn, pairs = random.Random(SEED), {}
    for alike in by_frame.values():
        drawn.shuffle(alike)
        for one, other in list(zip(alike, alike[1:], strict=False))[:2] if len(alike) <= 30 else ():
            pair = _trimmed(one, other)
            if pair:
                pairs[one[0], other[0]] = pair
    kept = list(pairs.values())
    drawn.shuffle(kept)
    for question, name, place in kept[:EXCHANGED_PAIRS]:
        before = tokens(question)[place[0] - 1].text
        yield question, name, before if before in PREPOSITIONS and drawn.random() < 0.5 else "", place


def _arabic_questions(shared: Path) -> list[str]:
    found = {
        question for asked in read_paragraphs(shared, ("mlqa", "tydi-ar"), arcd=True).values() for question, _ in asked
    }
    for name in ("weakneg", "hardneg"):
        with gzip.open(shared / "training" / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found |= {json.loads(line)["question"].strip() for line in lines}
    return sorted(found)


def _trimmed(one: tuple[str, int, int], other: tuple[str, int, int]) -> tuple[str, str, tuple[int, int]] | None:
    """The stretch that differs without what both have at its ends; None where it is no other name."""
    (question, i, j), (second, k, m) = one, other
    first, then = tokens(question), tokens(second)
    while j - i > 1 and m - k > 1 and first[i].text == then[k].text:
        i, k = i + 1, k + 1
    while j - i > 1 and m - k > 1 and first[j - 1].text == then[m - 1].text:
        j, m = j - 1, m - 1
    ends = [first[i].text, first[j - 1].text, then[k].text, then[m - 1].text]
    same = {stem(t.text) for t in first[i:j]} & {stem(t.text) for t in then[k:m]}
    asked = first[i - 1].text in INTERROGATIVES and first[i - 1].text not in ("من", "ما")
    if question == second or same or asked or any(word in STOPWORDS for word in ends):
        return None
    if SequenceMatcher(None, ends[0], ends[2]).ratio() > MAX_ALIKE:
        return None
    return question, second[then[k].start : then[m - 1].end], (i, j)


def _conditional_logit(choices: Sequence[tuple[np.ndarray, int]], strength: float = 0.5) -> np.ndarray:
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = strength * weights @ weights, 2 * strength * weights
        for features, chosen in choices:
            logits = features @ weights
            chances = np.exp(logits - logits.max())
            chances /= chances.sum()
            total -= np.log(chances[chosen] + 1e-12)
            gradient = gradient + features.T @ chances - features[chosen]
        return float(total), gradient

    return minimize(loss, np.zeros(len(exchange.FEATURES)), jac=True, method="L-BFGS-B").x


def measure(shared: Path, work: Path, arabic: Paragraphs, questions: int) -> None:
    """How often the sentence that answers a held-out follow-up comes first, and among the first two."""
    drawn, kept = random.Random(SEED), held_out(arabic)
    latin = read_paragraphs(shared, ("belebele-en",))
    asked = {
        "Arabic": _one_each((x for x in make_followups(arabic, drawn) if x.group in kept), drawn)[:questions],
        "English": _one_each(make_followups(latin, drawn), drawn)[:questions],
    }
    contexts = list(dict.fromkeys(x.context for made in asked.values() for x in made))
    rest = [context for context in arabic if context not in set(contexts)]
    contexts += drawn.sample(rest, max(0, MAX_FILES - len(contexts)))
    corpus = work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for i, context in enumerate(contexts):
        (corpus / f"p{i:04}.txt").write_text(context, encoding="utf-8")
    assistant = open_assistant(settings_from({"corpus": str(corpus), "index": str(work / "index"), "llm": "none"}, {}))
    ways: dict[str, Callable[[FollowUp, str], list[Sentence]]] = {
        "alone": lambda x, said: _ranked(assistant, Standalone(x.question)),
        "all": lambda x, said: demote_quoted(_ranked(assistant, Standalone(x.question, x.former)), said),
        "carried": lambda x, said: demote_quoted(_ranked(assistant, _understood(assistant, x)), said),
        "as asked": lambda x, said: demote_quoted(_ranked(assistant, _understood(assistant, x), said), said),
    }
    for language, made in asked.items():
        first, two = defaultdict(int), defaultdict(int)
        for x in made:
            said = _quoted(_ranked(assistant, Standalone(x.former)))
            for name, ranked in ways.items():
                best = ranked(x, said)
                first[name] += _answers(x, best[:1])
                two[name] += _answers(x, best[:2])
        print(language, len(made), "first", dict(first), "among two", dict(two))


def _one_each(made: Iterator[FollowUp], drawn: random.Random) -> list[FollowUp]:
    found = list({x.group: x for x in made}.values())
    drawn.shuffle(found)
    return found


def _understood(assistant: Assistant, asked: FollowUp) -> Standalone:
    with assistant.searcher.reading() as search:
        known, embed = search.spellings.__contains__, search.embedder.embed_query
        return stand_alone(asked.question, [Turn(asked.former)], known, search.neighbours, embed)


def _ranked(assistant: Assistant, standalone: Standalone, said: str = "") -> list[Sentence]:
    with assistant.searcher.reading() as search:
        return assistant.find(search, standalone, None, said=said).ranked


def _quoted(ranked: list[Sentence]) -> str:
    """The text of an answer from this ranking, as far as a follow-up looks at it."""
    return "\n".join(
        f"«{draft.text}» — {draft.quotes[0].source}" for draft in to_drafts(choose_sentences(ranked, {}), ranked)
    )


def _answers(asked: FollowUp, sentences: Sequence[Sentence]) -> bool:
    return any(fold(answer).strip() in fold(s.text) for s in sentences for answer in asked.answers)


if __name__ == "__main__":
    main()
