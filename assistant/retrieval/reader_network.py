"""The reader's network: a question and a passage in one pass of the bundled encoder, and two heads over it.

Input: `<s> query: question </s> passage: text </s>`, with the prefixes that the encoder was trained with. Each
token carries one of four types, learned in place of the segments of BERT: it belongs to the question or to
the passage, and its word stands in the other of the two or not. Exact matches are a feature that small
readers learn slowly by themselves (Chen et al. 2017, arXiv:1704.00051, section 3.2); here they also show which
word of a question the passage does not have.

Heads: where the answer starts and ends, a logit for each token of the passage; whether the passage answers, one logit
from the first token and the mean over the passage; and, where a claim stands in the question's place, whether the
passage supports it, one logit from the same two, the mean over the claim, and the words of the claim: one that the
passage does not bear out is enough against it.

The product (`assistant.retrieval.reader`) takes the pairs from here, and runs what `training/build_engine.py` makes
of the network; `training/` trains it. Nothing here reads a file or decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.embedding.bundled_e5 import PROMPTS, build_transformer
from vectorstore.embedding.text_input import TextInput
from vectorstore.text.arabic import stem, tokens
from vectorstore.text.stopwords import STOPWORDS

if TYPE_CHECKING:
    import torch

    from vectorstore.embedding.e5_weights import Weights

TOKEN_TYPES = 4
QUESTION, PASSAGE, MATCHED = 0, 2, 1
"""A token's type: its side, and `MATCHED` added where its word stands in the other side too."""

MAX_QUESTION_TOKENS = 64
MAX_PAIR_TOKENS = 288
"""Tokens; a passage of 600 characters has some 170. What is longer is cut at the end."""

LEAST_WORD = -15.0
"""What a word of a claim may count against it at most, as a logit: keeps the exponential in range."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage as the network takes them: n tokens.

    `ids` and `types` (n,); `offsets` (n, 2): where each token stands in the passage's text, in characters, and
    -1 for the tokens of the question and the frame.
    """

    ids: np.ndarray
    types: np.ndarray
    offsets: np.ndarray


class PairEncoder:
    """Text to pairs, with the tokenizer of the bundled weights. May be called from several threads."""

    def __init__(self, weights: Weights | TextInput) -> None:
        self._text = weights if isinstance(weights, TextInput) else TextInput(weights)
        self._encoded = lru_cache(maxsize=4096)(self.tokens)

    def encode(
        self, question: str, passage: str, title: str = "", variants: Mapping[str, Collection[str]] | None = None
    ) -> Pair:
        """One pair; `variants`: further words that count as a match, by the stem of the question's word.

        The title stands before the passage and has no offsets: an answer is never found in it.
        """
        head = f"{title}\n" if title else ""
        asked, asked_offsets = self._encoded(PROMPTS["query"], question)
        if len(asked) > MAX_QUESTION_TOKENS:
            asked = np.append(asked[: MAX_QUESTION_TOKENS - 1], asked[-1])
            asked_offsets = asked_offsets[:MAX_QUESTION_TOKENS]
        room = MAX_PAIR_TOKENS - len(asked)
        read, read_offsets = (part[1 : room + 1] for part in self._encoded(PROMPTS["document"], head + passage))
        further = variants or {}
        spellings = {f: {f, *map(stem, further.get(f, ()))} for f, _, _ in content_words(question)}
        present = {found for found, _, _ in content_words(head + passage)}
        wanted = set().union(*spellings.values())
        shared = {found for found, spelled in spellings.items() if spelled & present}
        types = np.concatenate(
            (
                QUESTION + MATCHED * _marked(asked_offsets, content_words(question), shared),
                PASSAGE + MATCHED * _marked(read_offsets, content_words(head + passage), wanted),
            )
        )
        in_text = read_offsets - len(head)
        in_text[(read_offsets[:, 0] < len(head)) | (read_offsets[:, 1] <= read_offsets[:, 0])] = -1
        outside = np.full_like(asked_offsets, -1)
        return Pair(np.concatenate((asked, read)), types, np.concatenate((outside, in_text)))

    def tokens(self, prompt: str, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Ids, and offsets in `text`; tokens of the prompt and the frame have (-1, -1)."""
        ids, offsets, frame = self._text.encode(prompt + text)
        offsets = offsets - len(prompt)
        offsets[(offsets[:, 0] < 0) & (offsets[:, 1] > 0), 0] = 0  # its first word has the prompt's space
        # a token of XLM-R begins with the space before its word
        spaced = (offsets[:, 0] >= 0) & (offsets[:, 1] - offsets[:, 0] > 1)
        for row in np.flatnonzero(spaced):
            if text[offsets[row, 0]].isspace():
                offsets[row, 0] += 1
        offsets[(offsets[:, 0] < 0) | frame] = -1
        return ids, offsets


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The stem and place of each content word."""
    return tuple((stem(t.text), t.start, t.end) for t in tokens(text) if t.text not in STOPWORDS)


def _marked(offsets: np.ndarray, words: Sequence[tuple[str, int, int]], known: Collection[str]) -> np.ndarray:
    """1 for tokens that overlap a word whose stem is known."""
    marks = np.zeros(len(offsets), np.int64)
    for found, start, end in words:
        if found in known:
            marks |= (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return marks


def build_network(weights: Weights) -> torch.nn.Module:
    """The untrained network: the encoder of the bundled weights, and heads at random (seed torch first).

    `forward(ids, types, mask)`, each (b, n): span logits (b, n, 2), the least number outside the passage's
    tokens, and the logits of being answered and of being supported (b,). `read` is the same from the words' vectors
    (b, n, d).
    """
    import torch

    class Reader(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = build_transformer(weights)
            hidden = weights.shape.hidden
            segments = torch.nn.Embedding(TOKEN_TYPES, hidden)
            with torch.no_grad():
                segments.weight[:] = self.encoder.embeddings.token_type_embeddings.weight[:1]
            self.encoder.embeddings.token_type_embeddings = segments
            self.span = torch.nn.Linear(hidden, 2)
            self.pooled = torch.nn.Linear(2 * hidden, hidden)
            self.answered = torch.nn.Linear(hidden, 1)
            self.claim_pooled = torch.nn.Linear(3 * hidden, hidden)
            self.claim_whole = torch.nn.Linear(hidden, 1)
            self.claim_word = torch.nn.Linear(hidden, 1)

        def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            return self.read(self.encoder.get_input_embeddings()(ids), types, mask)

        def read(self, words: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            states = self.encoder(inputs_embeds=words, token_type_ids=types, attention_mask=mask).last_hidden_state
            first, passage, asked = states[:, 0], (types >= PASSAGE) & (mask == 1), (types < PASSAGE) & (mask == 1)
            read = mean(states, passage)
            pooled = torch.nn.functional.gelu(self.pooled(torch.cat((first, read), -1)))
            span = self.span(states).float().masked_fill(~passage.unsqueeze(-1), -1e4)
            claim = torch.nn.functional.gelu(self.claim_pooled(torch.cat((first, read, mean(states, asked)), -1)))
            against = torch.exp(-self.claim_word(states).float().squeeze(-1).clamp(min=LEAST_WORD)) * asked
            supported = self.claim_whole(claim).float().squeeze(-1) - torch.log1p(against.sum(1))
            return span, self.answered(pooled).float().squeeze(-1), supported

    def mean(states: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        weight = kept.unsqueeze(-1).to(states.dtype)
        return (states * weight).sum(1) / weight.sum(1).clamp(min=1)

    return Reader()
