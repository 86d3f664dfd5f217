"""Evidence for the decision to answer is measured once, kept as arrays, and asked for again where something changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant import opening
from assistant.answering.abstention import FEATURES
from assistant.retrieval.reader import Reading
from benchmarks.evidence import EvidenceSet, fingerprint, gather, load, save
from tests.fakes import WordLengths
from vectorstore.errors import VectorstoreError
from vectorstore.types import Passage

TEXTS = {
    "مرصد.txt": "افتتح الوزير مرصد جبل الرند عام 2019. ويبلغ قطر مرآته ثلاثة أمتار.",
    "سوق.txt": "افتتح السوق القديم قرب الجامع عام 1950. وفيه مئة دكان.",
}
QUESTIONS = (
    {"question": "متى افتتح مرصد جبل الرند؟", "answers": ["عام 2019"], "answerable": True},
    {"question": "ما سعر الخبز في السوق القديم؟", "answers": [], "answerable": False},
    {
        "question": "وكم دكانا فيه؟", "answers": ["مئة دكان"], "answerable": True,
        "history": [{"question": "متى افتتح السوق القديم؟"}], "sources": ["سوق.txt"],
    },
    {"question": "When was the observatory opened?", "answers": ["2019"], "answerable": True},
)  # fmt: skip


class FirstWords:
    """A reader that takes the first ten letters of each sentence for the answer, surely where a number stands."""

    def read(
        self, question: str, passages: Sequence[Passage], variants: Mapping[str, Collection[str]] | None = None
    ) -> list[Reading]:
        return [
            Reading(3.0, tuple((start, start + 10) for start, _ in p.sentences), (5.0,) * len(p.sentences))
            for p in passages
        ]


def kept(**changed: object) -> EvidenceSet:
    rows = np.arange(3.0 * len(FEATURES)).reshape(3, -1) / 7
    told = {
        "features": FEATURES, "evidence": rows, "answerable": np.array([True, False, True]),
        "right": np.array([True, False, False]), "arabic": np.array([True, True, False]), "left_out": 2, "made_of": "ه",
    }  # fmt: skip
    return EvidenceSet(**{**told, **changed})


def written(folder: Path) -> tuple[Path, Path]:
    """A folder of two articles, and the questions to it."""
    corpus, questions = folder / "corpus", folder / "questions.jsonl"
    corpus.mkdir()
    for name, text in TEXTS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in QUESTIONS), encoding="utf-8")
    return corpus, questions


def test_what_is_kept_is_read_again_as_it_was_and_holds_no_objects(tmp_path: Path) -> None:
    found, path = kept(), tmp_path / "set.npz"
    save(path, found)
    again = load(path)
    for name in ("evidence", "answerable", "right", "arabic"):
        assert np.array_equal(getattr(again, name), getattr(found, name))
    assert (again.features, again.left_out, again.made_of) == (FEATURES, 2, "ه")
    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_evidence_of_other_features_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "set.npz", kept(features=(*FEATURES[:-1], "something_else")))
    with pytest.raises(SystemExit, match="other features"):
        gather("set", tmp_path)


def test_a_part_has_the_questions_of_one_script() -> None:
    assert kept().part(True).answerable.tolist() == [True, False]
    assert kept().part(False).evidence.tolist() == kept().evidence[2:].tolist()


def test_a_name_of_which_nothing_is_kept_asks_for_its_questions(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="give set=CORPUS"):
        gather("set", tmp_path)


def test_questions_are_asked_once_and_again_only_when_they_have_changed(
    tmp_path: Path, quick: WordLengths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "load_reader", FirstWords)
    (corpus, questions), work = written(tmp_path), tmp_path / "work"
    name, found = gather(f"set={corpus},{questions}", work)
    assert name == "set" and found.left_out == 0 and found.made_of == fingerprint(questions)
    assert found.answerable.tolist() == [True, False, True, True]
    assert found.arabic.tolist() == [True, True, True, False]
    assert found.right[:3].tolist() == [True, False, True], "the third is about «السوق» by the question before it"
    assert found.evidence[:, FEATURES.index("read")].tolist() == [3.0] * 4

    corpus.rename(tmp_path / "elsewhere")  # nothing is asked: what is kept is enough
    for named in (f"set={corpus},{questions}", "set"):
        assert np.array_equal(gather(named, work)[1].evidence, found.evidence)
    questions.write_text(questions.read_text(encoding="utf-8").replace("2019", "2020"), encoding="utf-8")
    with pytest.raises(VectorstoreError):
        gather(f"set={corpus},{questions}", work)


def test_what_nobody_has_read_is_left_out_and_counted(tmp_path: Path, quick: WordLengths) -> None:
    corpus, questions = written(tmp_path)
    found = gather(f"set={corpus},{questions}", tmp_path / "work")[1]
    assert len(found) == 0 and found.left_out == len(QUESTIONS)
    assert found.evidence.shape == (0, len(FEATURES))
