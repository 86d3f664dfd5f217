"""Whether a processor multiplies 8-bit matrices rightly, and what to do where it does not.

Processors without VNNI (Intel before 2019, AMD before Zen 4) add two products of 8 bits in 16, which holds no more than
32,767: two large ones come out as one. On such a processor a vocalised sentence's vector had a cosine of .995 to the
right one, others .999. There the network is run as it was rounded, but multiplied in 32 bits: the right figures, .93 of
the time of the wrong ones (two texts of 80 tokens, an AMD EPYC with AVX2), and four times the memory for its matrices.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import openvino

log = logging.getLogger(__name__)

IN_32_BITS = {"LP_TRANSFORMS_MODE": "NO"}
"""OpenVINO's setting of the CPU plugin that leaves rounded networks to be multiplied in 32 bits."""

PROBE_WIDTH = 64
LARGEST_INPUT, LARGEST_WEIGHT = 255, 127


def right_settings(core: openvino.Core, device: str) -> dict[str, str]:
    """Further settings by which networks in 8 bits come out right on this processor: none where it needs none."""
    if _multiplies_rightly(core, device, {}):
        return {}
    try:
        if _multiplies_rightly(core, device, IN_32_BITS):
            log.info("products of 8 bits overflow on this processor: networks are multiplied in 32 bits")
            return IN_32_BITS
    except RuntimeError as error:  # a release that does not know the setting
        log.warning("the networks in 8 bits are less exact on this processor: %s", error)
    return {}


def _multiplies_rightly(core: openvino.Core, device: str, settings: dict[str, str]) -> bool:
    """One product of the largest values that 8 bits hold, with the exact one beside it. RuntimeError where the settings
    are unknown."""
    import openvino
    from openvino import opset13 as op

    def constant(value: float):
        return op.constant(np.float32(value))

    largest = constant(LARGEST_INPUT)
    given = op.parameter([-1, PROBE_WIDTH], np.float32)
    rounded = op.fake_quantize(given, constant(0), largest, constant(0), largest, LARGEST_INPUT + 1)
    matrix = op.convert(op.constant(np.full((16, PROBE_WIDTH), LARGEST_WEIGHT, np.int8)), "f32")
    scaled = op.multiply(matrix, op.constant(np.ones((16, 1), np.float32)))
    network = openvino.Model([op.matmul(rounded, scaled, False, True)], [given], "probe")
    compiled = core.compile_model(network, device, {"INFERENCE_PRECISION_HINT": "f32", **settings})
    found = compiled([np.full((2, PROBE_WIDTH), LARGEST_INPUT, np.float32)])[0]
    return bool(np.allclose(found, PROBE_WIDTH * LARGEST_INPUT * LARGEST_WEIGHT, rtol=1e-3))
