"""Does a text support a claim? What a network says that read both, beside what the rules found.

Figures, names, who did what, and denials are the rules' own: what they object to there no reading outweighs. Whether a
word stands for another, whether parts of two sentences were joined well, and across scripts whether the two say the
same at all, rules and vectors only guess; there the network decides, and it has to agree with what they accept.

What this module does not do: load the network (`retrieval.reader`), or compare words (`judge`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.verification.judge import Judgement, Objection

Support = Callable[[Sequence[tuple[str, str]]], list[float]]
"""Of each claim and the text beside it, the logit that the text supports it. From any thread."""

DOUBTS = frozenset({Objection.OPPOSED, Objection.SPLICED})
"""Objections that a reading outweighs."""

MIN_AGREED, MIN_DOUBTED, MIN_ACROSS = -1.5, 2.5, 1.5
"""The least logit for a source that the rules accept, for one that they doubt, and for one in another script.

Set for the third reader's head, of 380 true and 442 false Arabic claims (with -1.5, 2.5, 1.25): those of a quarter of
the contexts of `training.claims_data --held`, and those
of `benchmarks.calibrate_verification` about an eighth of XQuAD-ar's paragraphs; every second context was for fitting.
True accepted / false, the half for fitting and the other: by rules alone .619 / .032 and .629 / .027; with the reader
.660 / .023 and .661 / .018. With -2.5 and 2.0 instead .670 / .023 and .672 / .031; with figures that belong to another
word as doubts, too, .675 / .028 and .677 / .018. English over Arabic, 218 true and 290 false: .037 / .013 and
.046 / .022 by rules alone, .147 / .026 and .037 / .007 with the reader; at 1.0 .156 / .026 and .037 / .014. The matched
sentences served as well as the passage around them, which takes longer to read. The fourth reader's logits lie closer
together: on a quarter of the claims of `--held` 2.0 accepts .55 of the true and .026 of the false (2.5 before: .53,
.026), 1.0 across scripts .27 and .021 (1.25 before: .16, .021).
The fifth's lie further apart: of 120 true and 120 false ones in other words (`training.written`, held out) -1.5 accepts
.83 and .49 (.76 and .58 by the fourth), 2.5 .04 and .01 (2.0 of the fourth: .01 and none), and 1.5 across scripts .15
and .13 of 60 and 60 (1.0 of the fourth: .17, .13). The sixth's, of 280 and 280 such ones: -1.2 about .89 and .51,
2.5 .08 and .004, 1.5 across scripts, of 140 and 140, .14 and .11.
"""

MAX_READ = 3
"""Sources that are read beside a claim: what the rules accept, then what they doubt, the most alike first."""


def read_again(claim: str, judged: Sequence[Judgement], support: Support) -> list[Judgement]:
    """The judgements with the network's say: `reason` is empty where it holds that the source supports the claim.

    Only what no rule objects to for good is read, at most `MAX_READ` sources in one batch.
    """
    open_ = [found for found in judged if not set(found.objections) - (frozenset() if found.across else DOUBTS)]
    open_.sort(key=lambda found: (bool(found.reason), len(found.objections), -found.score))
    chosen = open_[:MAX_READ]
    if not chosen:
        return list(judged)
    logits = support([(claim, found.text) for found in chosen])
    read = [_decided(found, logit) for found, logit in zip(chosen, logits, strict=True)]
    others = [found for found in judged if all(found is not other for other in chosen)]
    return [*read, *(replace(found, reason=found.reason or "meaning") for found in others)]


def _decided(found: Judgement, logit: float) -> Judgement:
    least = MIN_ACROSS if found.across else MIN_DOUBTED if found.reason else MIN_AGREED
    if logit >= least:
        return replace(found, reason="")
    return replace(found, reason=found.reason or "meaning")
