"""A network's matrices in 8 bits, each token and channel scaled first (SmoothQuant, Xiao et al. 2023)."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import BertModel

SMOOTHED_MATRICES = ("attention.self.query", "attention.self.key", "attention.self.value", "intermediate.dense")
"""Matrices whose input channels are evened out; the others lose by it (cosine .9995 without, .9992 with)."""


SMOOTHING_ALPHA = 0.5
"""How far the activations' range moves into the weights: the even share of the SmoothQuant paper."""


CALIBRATION_TEXTS = (
    "افتتحت وزيرة الثقافة في عمّان، مساء الأحد 14 مايو 2006، معرضاً يضم 312 لوحة قيمتها 4.7 مليون دينار.",
    "وُلِدَ ابنُ خَلدونٍ في تونسَ عامَ 732هـ، وهو مؤسِّسُ عِلمِ الاجتماعِ؛ فمن كان أستاذَهُ؟",
    "يقع نهر النيل في شمال شرق أفريقيا ويبلغ طوله نحو 6,650 كيلومتراً، وتشترك في حوضه إحدى عشرة دولة.",
    "The old harbour was rebuilt between 1871 and 1890, when trade in timber rose by 24% (see Table 3).",
    "Où se trouve la bibliothèque nationale ? Elle a été fondée à Paris en 1368 par le roi Charles V.",
    "قالت شركة Nokia إن هاتفها Lumia 520 سيُباع بسعر 139 دولاراً خلال ستة أشهر!",
)
"""Texts whose activations show what each channel usually reaches; any varied prose does."""


def quantise(model: BertModel, run: Callable[[], object]) -> None:
    """Replace the matrices of a transformer by 8-bit ones, in place.

    `run` passes a text through it, whose activations show what each channel usually reaches; one text, since
    padding would count.
    """
    import torch

    class TokenScaledLinear(torch.nn.Module):
        """An 8-bit matrix over rows (tokens) that are each brought to the range -1 to 1."""

        def __init__(self, linear: torch.nn.Linear, channels: Tensor | None) -> None:
            super().__init__()
            matrix = torch.nn.Linear(linear.in_features, linear.out_features, bias=False)
            weight = linear.weight if channels is None else linear.weight * channels
            matrix.weight = torch.nn.Parameter(weight, requires_grad=False)
            self.matrix = _dynamic_int8(matrix)
            self.bias = linear.bias
            self.inverse = None if channels is None else 1 / channels

        def forward(self, rows: Tensor) -> Tensor:
            if self.inverse is not None:
                rows = rows * self.inverse
            largest = rows.abs().amax(-1, keepdim=True).clamp_(min=1e-6)
            return torch.addcmul(self.bias, self.matrix(rows / largest), largest)

    reached = _channel_ranges(model, run)
    for name, linear in list(model.named_modules()):
        if isinstance(linear, torch.nn.Linear):
            channels = None
            if name.endswith(SMOOTHED_MATRICES):
                weights = linear.weight.abs().amax(0).clamp(min=1e-4)
                channels = reached[name].clamp(min=1e-3) ** SMOOTHING_ALPHA / weights ** (1 - SMOOTHING_ALPHA)
                channels = channels / channels.median()
            model.set_submodule(name, TokenScaledLinear(linear, channels))


def _dynamic_int8(matrix: Any) -> Any:
    """torch's own 8-bit matrix: a scale for each output channel, and one for the input at run time."""
    import torch

    chosen = {torch.nn.Linear: torch.ao.quantization.per_channel_dynamic_qconfig}
    with warnings.catch_warnings():
        # deprecated without a successor inside torch; torch is pinned, and the tests would tell
        warnings.simplefilter("ignore")
        return torch.ao.quantization.quantize_dynamic(torch.nn.Sequential(matrix), chosen)[0]


def _channel_ranges(model: BertModel, run: Callable[[], object]) -> dict[str, Tensor]:
    """The largest absolute input of each channel in a run, by the name of the matrix."""
    import torch

    reached: dict[str, Tensor] = {}

    def watch(name: str) -> Any:
        def keep(_: Any, inputs: tuple[Tensor]) -> None:
            reached[name] = inputs[0].abs().flatten(0, -2).amax(0)

        return keep

    chosen = [(name, part) for name, part in model.named_modules() if name.endswith(SMOOTHED_MATRICES)]
    hooks = [part.register_forward_pre_hook(watch(name)) for name, part in chosen]
    with torch.inference_mode():
        run()
    for hook in hooks:
        hook.remove()
    return reached
