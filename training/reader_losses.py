"""What the reader is trained to lessen.

Spans and ranking are softmaxes over all that one question is read against (the shared normalisation of Clark & Gardner
2018, arXiv:1710.10723), which makes the logits of different passages comparable.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch.nn import functional

from training.draw_readings import ALTERED, CLAIM, RIGHT
from training.packed_forward import Logits

RANKING = 0.5
ASKED = 0.5
"""Weight of telling the questions that a passage answers from those it does not (`_asked`)."""


def losses(logits: Logits, batch: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """Span, ranking, answered and supported, each a mean, and `_asked`; `batch` as of `training.draw_readings`, on one
    device."""
    roles, groups, targets = batch["roles"], batch["groups"], batch["targets"]
    count = int(groups[-1]) + 1
    together = (roles != ALTERED) & (roles != CLAIM)  # an altered question is another question
    zero = logits.spans.sum() * 0
    right = torch.nonzero(roles == RIGHT).squeeze(1)
    span = zero
    told = right[targets[right, 0] >= 0]
    for side in (0, 1) if len(told) else ():
        all_of = _log_sum(torch.logsumexp(logits.spans[..., side], 1), groups, together, count)
        span = span + (all_of[groups[told]] - logits.spans[told, targets[told, side], side]).mean() / 2
    ranking = zero
    if len(right):
        all_of = _log_sum(logits.answered, groups, together, count)
        ranking = RANKING * (all_of[groups[right]] - logits.answered[right]).mean()
    asked, claims = roles != CLAIM, roles == CLAIM
    entropy = functional.binary_cross_entropy_with_logits
    answered = entropy(logits.answered[asked], batch["labels"][asked])
    supported = entropy(logits.supported[claims], batch["labels"][claims]) if bool(claims.any()) else zero
    return span, ranking, answered, supported, ASKED * _asked(logits.answered, batch)


def _asked(answered: torch.Tensor, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """Of the questions read side by side over one passage, each that it answers against each that it does not: the
    logistic loss of their difference (RankNet, Burges et al. 2005), which has the area under the curve in view."""
    roles, asked = batch["roles"], batch["asked"]
    right = torch.nonzero((asked >= 0) & (roles == RIGHT)).squeeze(1)
    wrong = torch.nonzero((asked >= 0) & (roles != RIGHT)).squeeze(1)
    same = asked[right][:, None] == asked[wrong][None]
    if not bool(same.any()):
        return answered.sum() * 0
    return functional.softplus(answered[wrong][None] - answered[right][:, None])[same].mean()


def _log_sum(values: torch.Tensor, groups: torch.Tensor, kept: torch.Tensor, count: int) -> torch.Tensor:
    """The logarithm of the sum of exponentials of the kept values, for each group (count,)."""
    values, groups = values[kept], groups[kept]
    top = torch.full((count,), -1e30, device=values.device).scatter_reduce(0, groups, values.detach(), "amax")
    sums = torch.zeros(count, device=values.device).index_add(0, groups, torch.exp(values - top[groups]))
    return top + torch.log(sums + 1e-30)
