"""An article that travels: what comes out is to the bit what went in, and nothing half comes out."""

from __future__ import annotations

from base64 import b64decode, b64encode

import numpy as np
import pytest

from tests.conftest import SEEDS
from tests.fakes import WordLengths
from vectorstore.formats.documents import read_documents
from vectorstore.replication.packing import PIECE_BYTES, BrokenPackage, PackedArticle, pack, package_key, unpack
from vectorstore.text.passages import split_passages
from vectorstore.types import Document

ODD = "قالَ الوزيرُ: «نعم» ﷺ.\r\n\r\nThen 3,5 % \u00a0ـــ\u202e نهاية"
TEXTS = [
    *(next(read_documents(path, path.name)) for path in sorted(SEEDS.glob("*.txt"))),
    Document("مجلد/خبر.jsonl#7", ODD, "عنوان «»", "ab", "utf-8", "2014-03", "https://example.org/؟", "7", (0, 9)),
    Document("فارغ.txt", "", "", "00", "utf-8"),
]  # fmt: skip


def parcel_of(document: Document) -> PackedArticle:
    passages = tuple(split_passages(document))
    return PackedArticle(document, ("word-lengths", "1.1"), passages, tuple(WordLengths().embed_passages(passages)))


@pytest.mark.parametrize("document", TEXTS, ids=lambda document: document.source)
def test_a_parcel_comes_out_as_it_went_in(document: Document) -> None:
    sent = parcel_of(document)
    got = unpack(pack(sent))
    assert (got.document, got.made_by, got.passages) == (sent.document, sent.made_by, sent.passages)
    for ours, theirs in zip(sent.vectors, got.vectors, strict=True):
        assert np.array_equal(ours.vector, theirs.vector)
        assert np.array_equal(ours.sentences.astype(np.float16), theirs.sentences.astype(np.float16))


def test_a_long_article_is_cut_into_pieces_that_fit_into_a_request() -> None:
    text = "\n".join(f"قال التاجر رقم {n} إن القطار تأخر." for n in range(4_000))
    document = Document("طويل.txt", text, "", "00", "utf-8")
    passages = tuple(split_passages(document))
    made = tuple(WordLengths(dimension=384).embed_passages(passages))
    pieces = pack(PackedArticle(document, ("m", "1"), passages, made))
    assert len(pieces) > 1
    assert all(len(b64decode(piece)) <= PIECE_BYTES for piece in pieces)
    assert unpack(pieces).passages == passages


def test_a_parcel_that_is_not_whole_or_was_changed_is_refused() -> None:
    pieces = pack(parcel_of(TEXTS[0]))
    whole = b64decode(pieces[0])
    turned = whole[:-1] + bytes([whole[-1] ^ 1])
    changed = [[b64encode(cut).decode()] for cut in (whole[:-4], turned)]
    for broken in ([], [""], ["%"], ["قطار"], pieces + pieces, *changed):
        with pytest.raises(BrokenPackage):
            unpack(broken)


def test_the_key_names_the_place_and_the_content() -> None:
    key = package_key("قطار.txt", "aa", "model 1.1")
    assert key == package_key("قطار.txt", "aa", "model 1.1")
    others = [package_key("قطار.txt", "bb", "model 1.1"), package_key("قطار.txt", "aa", "model 1.2")]
    assert {other.partition("-")[0] for other in others} == {key.partition("-")[0]}
    assert len({key, *others}) == 3
    assert package_key("سوق.txt", "aa", "model 1.1").partition("-")[0] != key.partition("-")[0]
