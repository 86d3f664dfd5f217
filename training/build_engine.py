"""The networks that the product runs, in 8 bits, from the bundled encoder and the trained reader.

    python -m training.build_engine --shared ../shared [--only encoder|reader] [--reader reader.safetensors]

Writes vectorstore/embedding/weights/encoder.{xml,bin} and assistant/weights/reader.{xml,bin} (or what --out names) and
prints how near they come to float32 on texts that nothing was chosen by. Run it again whenever one of the two sources
changes; after a new encoder raise `NETWORK_REVISION` in vectorstore/embedding/embedder.py.

Post-training quantisation by NNCF: each input of a matrix gets one range for all texts, found on calibration texts,
after its channels are evened out (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438). Two of a layer's six matrices take
inputs that reach many times the usual in a few tokens; there each token is first divided by its own largest value, and
the product multiplied by it. Without that the encoder's cosine to float32 is .998 (first percentile .996) instead of
.9996 (.999). Some inputs stay in float32 (`RELEASED`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file

from assistant.retrieval import reader
from assistant.retrieval.reader import NetworkReader
from assistant.retrieval.reader_network import PairEncoder, build_network
from vectorstore.embedding import bundled_embedder
from vectorstore.embedding.bundled_e5 import PROMPTS, build_transformer
from vectorstore.embedding.bundled_embedder import BundledEmbedder
from vectorstore.embedding.e5_weights import read_weights, weights_path
from vectorstore.embedding.engine import Network
from vectorstore.embedding.text_input import TextInput, shared_input
from vectorstore.types import Passage

if TYPE_CHECKING:
    import openvino

SEED = 20261126
SMOOTHING_ALPHA = 0.6
"""How far a channel's range moves from the inputs into the weights; .5 to .7 differ by less than the sample."""

TOKEN_SCALED = ("attention.output.dense", "output.dense")
"""Matrices whose inputs are brought to one range token by token."""

ATTENTION = r"attention\.self\.(query|key)/aten::linear/Add/fq_output"
"""Queries and keys: attention runs in float32, so that rounding what goes into it costs precision and wins nothing."""

HEADS = r"network\.(pooled|answered|span|claim_pooled|claim_whole|claim_word)/"
"""The reader's heads: next to no work, and their errors are those of the logits."""

SECOND_MATRIX = r"\d\.output\.dense/"
"""The second matrix of each feed-forward block, whose inputs spread the widest. In float32 the reader's likeliest words
are those of the whole network in float32 for 98 of 100 pairs instead of 94, and a passage costs 17 % more."""

RELEASED = {"encoder": (), "reader": (ATTENTION, HEADS, SECOND_MATRIX)}
"""Where inputs stay in float32; the matrices are in 8 bits all the same."""

PASSAGE_CHARACTERS = 600
CALIBRATION = {"mlqa": 30, "tydi-ar": 30, "squad": 10, "piaf": 10}
"""Passages of each set of SHARED/training/data, and half as many of its questions: Arabic, English, French."""

HELD_OUT_PAIRS = 500
BUNDLED_PARTS = {"encoder.embeddings.position_embeddings.weight"}
"""What is not trained and so not in the trained part; the word table is no parameter at all."""


def main() -> None:
    """Parse the command line, build, measure, print one line of JSON for each network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="the folder with training/data and benchmarks/")
    parser.add_argument("--only", choices=("encoder", "reader"))
    parser.add_argument("--reader", type=Path, default=reader.WEIGHTS_FILE, help="the trained part")
    parser.add_argument("--out", type=Path, help="a folder for the files in place of the product's own places")
    args = parser.parse_args()
    logging.getLogger("nncf").setLevel(logging.ERROR)
    text = shared_input(weights_path())
    examples = calibration_examples(args.shared)
    if args.only != "reader":
        place = args.out / "encoder.xml" if args.out else bundled_embedder.NETWORK_FILE
        inputs = [_encoder_inputs(text, prompted) for prompted in _prompted(examples)]
        made = quantised(encoder_network(scaled=True), inputs)
        write(released(made, RELEASED["encoder"]), place, weights_path())
        print(json.dumps({"encoder": str(place), **compare_encoders(place, text, args.shared)}), flush=True)
    if args.only != "encoder":
        place = args.out / "reader.xml" if args.out else reader.NETWORK_FILE
        pairs = PairEncoder(text)
        inputs = [
            {
                "words": text.words(pair.ids)[None],
                "types": pair.types[None],
                "mask": np.ones((1, len(pair.ids)), np.int64),
            }
            for pair in (pairs.encode(question, passage) for question, passage in examples)
        ]
        made = quantised(reader_network(args.reader, scaled=True), inputs)
        write(released(made, RELEASED["reader"]), place, args.reader)
        print(json.dumps({"reader": str(place), **compare_readers(place, args.reader, text, args.shared)}), flush=True)


# -- networks --------------------------------------------------------------------------------------


def encoder_network(*, scaled: bool = False) -> openvino.Model:
    """The bundled encoder in float32: `words` (b, n, d) and `mask` (b, n) to the last layer's vectors (b, n, d)."""
    encoder = build_transformer(read_weights(weights_path()))

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state

    return _converted(Encoder(), ("words", "mask"), scaled)


def reader_network(path: Path, *, scaled: bool = False) -> openvino.Model:
    """The reader in float32 from its trained part: `words`, `types`, `mask` to span logits (b, n, 2),
    answered and supported (b,).

    KeyError where the file is of another network.
    """
    network = build_network(read_weights(weights_path()))
    kept = network.load_state_dict(_unpacked(path), strict=False)
    if kept.unexpected_keys or set(kept.missing_keys) - BUNDLED_PARTS:
        raise KeyError(*kept.unexpected_keys, *kept.missing_keys)

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, words: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            return self.network.read(words, types, mask)

    return _converted(Reader(), ("words", "types", "mask"), scaled)


def float_reader(path: Path = reader.WEIGHTS_FILE) -> NetworkReader:
    """The reader in float32, to compare with."""
    return NetworkReader(Network(reader_network(path)), shared_input(weights_path()))


class TokenScaled(torch.nn.Module):
    """A matrix over rows (tokens) that are each brought to the range -1 to 1."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        largest = rows.abs().amax(-1, keepdim=True).clamp(min=1e-6)
        return torch.nn.functional.linear(rows / largest, self.linear.weight) * largest + self.linear.bias


def _converted(module: torch.nn.Module, names: Sequence[str], scaled: bool) -> openvino.Model:
    import openvino

    if scaled:
        for name, part in list(module.named_modules()):
            if isinstance(part, torch.nn.Linear) and name.endswith(TOKEN_SCALED):
                module.set_submodule(name, TokenScaled(part))
    module.eval().requires_grad_(False)
    shape, hidden = (2, 17), read_weights(weights_path()).shape.hidden
    example = {name: torch.full(shape, 2 if name == "types" else 1) for name in names}
    example["words"] = torch.zeros(*shape, hidden)
    with torch.inference_mode(False):
        model = openvino.convert_model(module, example_input=example)
    for one in model.inputs:
        one.get_node().set_partial_shape(openvino.PartialShape([-1, -1, hidden] if "words" in one.names else [-1, -1]))
    model.validate_nodes_and_infer_types()
    return model


def quantised(model: openvino.Model, inputs: Sequence[Mapping[str, np.ndarray]]) -> openvino.Model:
    """The network with its matrices in 8 bits, its ranges from what it makes of the inputs."""
    import nncf
    from nncf.quantization.advanced_parameters import AdvancedQuantizationParameters, AdvancedSmoothQuantParameters

    return nncf.quantize(
        model,
        nncf.Dataset(inputs, dict),
        subset_size=len(inputs),
        model_type=nncf.ModelType.TRANSFORMER,
        advanced_parameters=AdvancedQuantizationParameters(
            smooth_quant_alphas=AdvancedSmoothQuantParameters(matmul=SMOOTHING_ALPHA)
        ),
    )


def released(model: openvino.Model, patterns: Sequence[str]) -> openvino.Model:
    """The network without the rounding of inputs that any of the patterns finds, by its name or by who takes it."""
    for operation in model.get_ops():
        if operation.get_type_name() != "FakeQuantize":
            continue
        takers = list(operation.output(0).get_target_inputs())
        names = [operation.get_friendly_name(), *(taker.get_node().get_friendly_name() for taker in takers)]
        if any(re.search(pattern, name) for pattern in patterns for name in names):
            for taker in takers:
                taker.replace_source_output(operation.input_value(0))
    model.validate_nodes_and_infer_types()
    return model


def write(model: openvino.Model, place: Path, source: Path) -> None:
    """Save the network and, in it, the digest of the file that it was made of."""
    import openvino

    place.parent.mkdir(parents=True, exist_ok=True)
    model.set_rt_info(hashlib.sha256(source.read_bytes()).hexdigest(), ["isnad", "source_sha256"])
    openvino.save_model(model, place, compress_to_fp16=False)


def _unpacked(path: Path) -> dict[str, torch.Tensor]:
    packed = load_file(str(path))
    return {
        name: tensor.float() * packed[f"{name}.scale"].unsqueeze(1) if f"{name}.scale" in packed else tensor.float()
        for name, tensor in packed.items()
        if not name.endswith(".scale")
    }


# -- texts -----------------------------------------------------------------------------------------


def calibration_examples(shared: Path) -> list[tuple[str, str]]:
    """Questions with passages, drawn by `SEED` from sets that may be trained on."""
    rng = random.Random(SEED)
    found = []
    for name, count in CALIBRATION.items():
        with gzip.open(shared / "training" / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = sorted({(row["question"], row["context"][:PASSAGE_CHARACTERS]) for row in map(json.loads, lines)})
        found += rng.sample(rows, count)
    return found


def held_out(shared: Path) -> list[tuple[str, str]]:
    """Questions with their own passage and another one, from ARCD's train set, which calibrates nothing."""
    articles = json.loads((shared / "benchmarks" / "arcd-train.json").read_text(encoding="utf-8"))["data"]
    rows = [(q["question"], p["context"]) for a in articles for p in a["paragraphs"] for q in p["qas"]]
    rng = random.Random(SEED)
    rng.shuffle(rows)
    rows = rows[: HELD_OUT_PAIRS // 2]
    return [*rows, *((question, rng.choice(rows)[1]) for question, _ in rows)]


def _prompted(examples: Sequence[tuple[str, str]]) -> list[str]:
    """Passages, half as many questions, and half as many first sentences, with their prompts."""
    half = examples[::2]
    return [
        *(PROMPTS["document"] + passage for _, passage in examples),
        *(PROMPTS["query"] + question for question, _ in half),
        *(PROMPTS["document"] + passage.split(".")[0] for _, passage in half),
    ]


def _encoder_inputs(text: TextInput, prompted: str) -> dict[str, np.ndarray]:
    ids, _, _ = text.encode(prompted)
    ids = ids[: text.positions]
    return {"words": text.words(ids)[None], "mask": np.ones((1, len(ids)), np.int64)}


# -- figures ---------------------------------------------------------------------------------------


def compare_encoders(place: Path, text: TextInput, shared: Path) -> dict[str, float]:
    """Cosines to float32 over held-out passages and questions."""
    pairs = held_out(shared)[: HELD_OUT_PAIRS // 2]
    passages = [
        Passage("", 0, len(context), context, "", "body", ()) for context in sorted({context for _, context in pairs})
    ]
    made = []
    for model in (place, encoder_network()):
        embedder = BundledEmbedder(Network(model), text, "", alone_weight=0.0)
        rows = [one.vector for one in embedder.embed_passages(passages)]
        made.append((np.array(rows), np.array([embedder.embed_query(question) for question, _ in pairs])))
    figures = {}
    for kind, eight, full in zip(("passages", "questions"), *made, strict=True):
        cosine = (eight * full).sum(1)
        figures |= {f"{kind}_mean": float(cosine.mean()), f"{kind}_p01": float(np.percentile(cosine, 1))}
    return figures


def compare_readers(place: Path, trained: Path, text: TextInput, shared: Path) -> dict[str, float]:
    """Differences of logits to float32 over held-out pairs; those of spans where a part's odds are above 1 in 1,000."""
    eight, full = NetworkReader(Network(place), text), float_reader(trained)
    encoder = PairEncoder(text)
    return differences([encoder.encode(*pair) for pair in held_out(shared)], eight.logits, full.logits)


def differences(pairs: Sequence, one: Callable, other: Callable) -> dict[str, float]:
    """Mean and largest absolute differences of two readers' logits, and how often they choose the same tokens."""
    answered, supported, spans, same = [], [], [], []
    for pair in pairs:
        [(left, *ours)], [(right, *theirs)] = one([pair]), other([pair])
        likely = right > right.max(0) - np.log(1000)
        for apart, first, second in zip((answered, supported), ours, theirs, strict=True):
            apart.append(abs(first - second))
        spans.append(np.abs(left - right)[likely])
        same.append(bool((left.argmax(0) == right.argmax(0)).all()))
    far = np.concatenate(spans)
    return {
        "answered_mean": float(np.mean(answered)),
        "answered_max": float(np.max(answered)),
        "supported_mean": float(np.mean(supported)),
        "span_mean": float(far.mean()),
        "span_max": float(far.max()),
        "same_likeliest_span": float(np.mean(same)),
    }


if __name__ == "__main__":
    main()
