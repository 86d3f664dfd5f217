"""People, places and organisations in a text: where each begins and ends, what it is, and how many are found."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.names.borders import bare, known_words, settled
from assistant.names.features import features_of, key_of
from assistant.names.scores import BLOCK_SENTENCES, LABELS, best_labels, piece_vector
from assistant.names.tagger import WEIGHTS, Tagger, load_tagger, runs_of
from benchmarks.names import by_tagger, score
from vectorstore.embedding.e5_weights import weights_path
from vectorstore.embedding.text_input import shared_input
from vectorstore.text.arabic import tokens
from vectorstore.text.sentences import sentence_spans

LABELLED = Path(__file__).with_name("names.jsonl")
SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = load_tagger()
    assert found is not None
    return found


def named(text: str) -> set[tuple[str, str]]:
    return {(text[start:end], kind) for (start, end), kind in by_tagger(text)}


def test_a_person_a_place_and_an_organisation_are_told_apart_without_what_is_written_onto_them() -> None:
    text = "وقال وزير الداخلية الإيطالي ماركو مينيتي في لندن إن شركة غوغل وافقت. وكانت غوغل قد رفضت، بحسب رويترز."
    found = named(text)
    assert ("ماركو مينيتي", "person") in found
    assert ("لندن", "place") in found
    assert ("غوغل", "organisation") in found


def test_a_last_name_alone_is_known_by_the_whole_name_in_another_sentence() -> None:
    text = "أعلن المدرب ستيفن جيرارد التشكيلة يوم السبت.\nوغادر جيرارد الملعب مبكرا.\nثم شكر اللاعبون لجيرارد صبره."
    persons = [name for name, kind in named(text) if kind == "person"]
    assert "ستيفن جيرارد" in persons and "جيرارد" in persons


def test_an_adjective_of_a_nation_is_nobodys_name() -> None:
    text = "وصل السفير الألماني إلى القاعة مع مسؤولين بريطانيين، ثم تحدث الألماني عن الأزمة."
    assert not {name for name, _ in named(text)} & {"الألماني", "بريطانيين", "مسؤولين بريطانيين"}


def test_two_countries_joined_by_and_are_two_names_and_no_name_crosses_a_comma() -> None:
    found = named("تواصل القتال في سوريا والعراق، ليبيا، بعد مغادرة القوات.")
    places = {name for name, kind in found if kind == "place"}
    assert {"سوريا", "العراق"} <= places
    assert not any("،" in name for name, _ in found)


def test_a_letter_is_taken_off_a_name_only_where_the_text_or_a_list_knows_the_rest() -> None:
    assert bare("لبوتين", {"بوتين"}) == "بوتين"
    assert bare("بوتين", {"بوتين"}) == "بوتين"
    assert bare("وبريطانيا", ()) == "بريطانيا"
    assert bare("بجامعة".replace("ة", "ه"), ()) == "جامعه"
    assert bare("ليفربول", ()) == "ليفربول"


def test_a_letter_is_a_names_own_where_it_stands_behind_a_preposition() -> None:
    text = "حسبما ورد ذكره، دافع كثيرون عن فورد. وقالت فورد: زارني رئيس في لندن وسمعت عنه لاحقا من بوتين"
    written = known_words([tokens(text)])
    assert bare("فورد", written) == "فورد" and bare("بوتين", written) == "بوتين"
    assert bare("فورد", {"ورد"}) == "ورد"
    assert bare("لبوتين", written) == "بوتين"


def test_what_runs_gives_the_scores_that_were_trained(tagger: Tagger) -> None:
    """The quick sums of the tagger are those of the features by name that the model was trained on."""
    text = "قال السيد جولدسميث في نيويورك: «سنرى»."
    found = tokens(text)
    with np.load(WEIGHTS) as stored:
        keys = {int(key): row.astype(np.float32) for key, row in zip(stored["keys"], stored["weights"], strict=True)}
        mean, vectors = stored["mean"].astype(np.float32), stored["vectors"].astype(np.float32)
    pieces = shared_input(weights_path())
    for word, told, scores in zip(
        found, features_of(text, found, tagger.cities), tagger._scores.of([text], [found])[0], strict=True
    ):
        wanted = sum((keys[key] for one in told if (key := key_of(one)) in keys), np.zeros(len(LABELS), np.float32))
        wanted = wanted + (piece_vector(pieces, word.text) - mean) @ vectors
        assert np.allclose(scores, wanted, atol=1e-3)


def test_labels_found_side_by_side_are_those_of_each_sentence_alone() -> None:
    rng = np.random.default_rng(7)
    moves = rng.normal(size=(len(LABELS), len(LABELS)))
    sentences = [rng.normal(size=(length, len(LABELS))) for length in rng.integers(0, 9, BLOCK_SENTENCES + 9)]
    for rows, found in zip(sentences, best_labels(sentences, moves), strict=True):
        best = {label: (rows[0][i], [label]) for i, label in enumerate(LABELS)} if len(rows) else {"": (0.0, [])}
        for row in rows[1:]:
            best = {
                label: max(
                    (score + moves[LABELS.index(path[-1])][i] + row[i], [*path, label]) for score, path in best.values()
                )
                for i, label in enumerate(LABELS)
            }
        assert found == max(best.values())[1]


def test_a_texts_names_are_the_same_whatever_was_read_before(tagger: Tagger) -> None:
    text = "زار جو بايدن مدينة نيويورك، وقالت منظمة العفو الدولية إن كازاخستان وقرغيزستان وافقتا."
    fresh = Tagger(dict(np.load(WEIGHTS)), shared_input(weights_path()))
    tagger.mentions("التقى إيمانويل ماكرون نظيره جو بايدن في نيويورك.", [(0, 46)])
    spans = sentence_spans(text)
    assert tagger.read(text, spans) == tagger.read(text, spans) == fresh.read(text, spans)
    assert [text[slice(*one.span)] for one in fresh.mentions(text, spans)][:2] == ["جو بايدن", "نيويورك"]


def test_a_text_of_more_words_than_are_remembered_scores_the_same_block_by_block(
    tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "زار جو بايدن مدينة نيويورك، وقالت منظمة العفو الدولية إن كازاخستان وقرغيزستان وافقتا."
    found = [tokens(text)]
    monkeypatch.setattr("assistant.names.scores.BLOCK_WORDS", 3)
    monkeypatch.setattr("assistant.names.scores.CACHED_WORDS", 5)
    fresh = Tagger(dict(np.load(WEIGHTS)), shared_input(weights_path()))._scores
    for _ in range(2):
        assert np.allclose(fresh.of([text], found)[0], tagger._scores.of([text], found)[0], atol=1e-5)
        assert all(len(kept) <= 5 for kept in (fresh._words, fresh._places, fresh._pieces))


def test_the_longest_listed_place_is_taken_with_or_without_what_is_written_onto_it() -> None:
    cities = {key_of("نيويورك ثم"), key_of("نيويورك")}
    text = "وصل إلى نيويورك ثم إلى الهند وبالهند"
    rows = features_of(text, tokens(text), cities)
    told = [next((one for one in row if one.startswith("place")), "") for row in rows]
    assert told == ["", "", "place1B", "place1I", "", "place0B", "place0B"]


def test_labels_become_runs_and_a_stray_inside_label_begins_one() -> None:
    labels = ["B-person", "I-person", "O", "I-place", "B-place", "I-person"]
    assert runs_of(labels) == [(0, 2, "person"), (3, 4, "place"), (4, 5, "place"), (5, 6, "person")]


def test_mentions_are_slices_of_the_text_in_order_and_never_overlap(tagger: Tagger) -> None:
    text = "التقى الرَّئيسُ جو بايدن نظيره إيمانويل ماكرون في بَارِيس؛ وحضرت لجنة الأمم المتحدة.\nولبايدن كلمة."
    found = tagger.mentions(text, sentence_spans(text))
    assert found
    spans = [one.span for one in found]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= behind[0] for before, behind in zip(spans, spans[1:], strict=False))
    assert all(text[start].strip() and text[end - 1].strip() for start, end in spans)


@pytest.mark.skipif(not SHARED.joinpath("benchmarks/news").is_dir(), reason="the news articles are not here")
def test_every_label_by_hand_is_the_words_that_it_says() -> None:
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = (SHARED / "benchmarks" / "news" / f"{article['file']}.txt").read_text(encoding="utf-8")
        assert all(text[start:end] == name for start, end, _, name in article["names"])


@pytest.mark.skipif(not SHARED.joinpath("benchmarks/news").is_dir(), reason="the news articles are not here")
def test_most_names_of_the_articles_held_out_are_found_with_their_kind() -> None:
    figures = score(SHARED, "held out", by_tagger)
    assert figures["all"][2] >= 0.70
    assert all(figures[kind][2] >= 0.65 for kind in ("person", "place", "organisation"))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("اكتشفت الخطأ موظفة في قسم التدقيق تدعى رشا سلوم وأبلغت المدير.", "رشا سلوم", "person"),
        ("تزوجت طبيبا كنديا يدعى دانيال بروكس قبل عامين.", "دانيال بروكس", "person"),
        ("ترجمت أربعة كتب لإيلينا مارشيتي العام الماضي.", "إيلينا مارشيتي", ""),
        ("ويرى أورتيغا أن الخطة متأخرة.", "أورتيغا", ""),
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it_and_may_tell_its_kind(text: str, name: str, kind: str) -> None:
    found = dict(named(text))
    whole = [one for one in found if one.endswith(name)]
    assert whole in ([], [name]) and (not kind or found.get(name, kind) == kind)


def test_a_clause_and_a_noun_in_the_dual_name_nobody() -> None:
    found = [("أجدادهم", "يوقدون"), ("إيما", "تومسون"), ("أدهم", "خنجر")]
    kept = [list(settled(" ".join(pair), tokens(" ".join(pair)), (0, 2, "person"), ())) for pair in found]
    assert [bool(one) for one in kept] == [False, True, True]
    for text, names in (("فندقان كبيران", 0), ("عمان", 1), ("لبنان", 1)):
        assert len(list(settled(text, tokens(text), (0, 1, "place"), ()))) == names
