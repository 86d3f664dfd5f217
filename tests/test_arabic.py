"""Normalising with a way back, words, light stems and stopwords."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.text.arabic import fold, normalise, placed_tokens, stem, stems, strip_clitics, tokens, words
from vectorstore.text.stopwords import STOPWORDS

ARABIC = st.text(
    st.sampled_from('ابتةثىيئءآأإؤ ﷺﻻﷲﹷـًٌٍَُِّْٰ٠٥۹،؛؟.:٫«»“”"Aé\u0301İß\u200f\u200b\u202a\ufeff\xa0\n12'),
    max_size=80,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الإِرْهَابِيُّونَ", "الارهابيون"),
        ("أحمد إلى آخره ٱلرحمٰن", "احمد الي اخره الرحمن"),
        ("مدرسة ومستشفى", "مدرسه ومستشفي"),
        ("الـعـربـيـة", "العربيه"),
        ("شركة\xa0غوغل\u200f", "شركه غوغل"),
        ("١٤٤٥ و۱۹۷۹ و٨٠٫٥", "1445 و1979 و80.5"),
        ("ﻻ ﷲ", "لا الله"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("مؤتمر شؤون سائل", "مؤتمر شؤون سائل"),
        ("کشور ایران", "كشور ايران"),
        ("École À Zürich", "ecole a zurich"),
        ("\ufeffالنص", "النص"),
    ],
)
def test_folding_brings_ways_of_writing_together(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)  # machines under load must not fail it
@given(st.one_of(ARABIC, st.text(max_size=60)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ARABIC)
def test_a_text_folds_as_its_characters_do_one_by_one(text: str) -> None:
    assert fold(text) == "".join(map(fold, text)) == normalise(text).text


def test_folding_every_character_twice_changes_nothing() -> None:
    folded = {character: fold(character) for character in map(chr, range(sys.maxunicode + 1))}
    assert [one for character, one in folded.items() if one != character and fold(one) != one] == []


@settings(deadline=None)  # machines under load must not fail it
@given(st.one_of(ARABIC, st.text(max_size=60)))
def test_offsets_lead_back_to_the_character_that_was_folded(text: str) -> None:
    normalised = normalise(text)
    assert normalised.text == fold(text)
    assert len(normalised.offsets) == len(normalised.text) + 1
    assert list(normalised.offsets) == sorted(normalised.offsets)
    assert normalised.offsets[-1] == len(text)
    for character, offset in zip(normalised.text, normalised.offsets, strict=False):
        assert character in fold(text[offset])


def test_a_slice_of_vocalised_text_is_found_by_its_bare_letters() -> None:
    text = "قَالَ ﷺ: «إِنَّمَا الأَعْمَالُ بِالنِّيَّاتِ»"
    normalised = normalise(text)
    start = normalised.text.index("الاعمال")
    end = start + len("الاعمال")
    assert text[normalised.offsets[start] : normalised.offsets[end]].strip() == "الأَعْمَالُ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بنسبة 80.5% و90%", ["بنسبه", "80.5", "و", "90"]),
        ("1,3 مليار، المزمور 13:1,3.", ["1,3", "مليار", "المزمور", "13:1,3"]),
        ("في 2017/10/19", ["في", "2017", "10", "19"]),
        ('«تويتر» و"فيسبوك"!', ["تويتر", "و", "فيسبوك"]),
        ("مجموعة G7 وCOVID-19", ["مجموعه", "g7", "و", "covid", "19"]),
        ("... ؟! 🙂", []),
    ],
)
def test_tokens_are_words_and_whole_numbers_without_punctuation(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected
    assert words(text) == expected


@settings(deadline=None)  # machines under load must not fail it
@given(st.one_of(ARABIC, st.text(max_size=60)))
def test_tokens_point_at_what_they_were_made_of(text: str) -> None:
    for token, (start, end) in placed_tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text in fold(text[token.start : token.end])
        assert token.text == fold(text)[start:end]


def test_a_token_takes_its_last_mark_along_and_leaves_invisible_controls() -> None:
    text = "كِتَابٌ\u200f قَيِّمٌ."
    assert [text[token.start : token.end] for token in tokens(text)] == ["كِتَابٌ", "قَيِّمٌ"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والاتفاقات", "اتفاق"),
        ("للانترنت", "انترنت"),
        ("الداخليه", "داخل"),
        ("المتطرفين", "متطرف"),
        ("مكتبتها", "مكتبت"),
        ("وقال", "قال"),
        ("ولد", "ولد"),
        ("الى", "الى"),
        ("80.5", "80.5"),
        ("google", "google"),
    ],
)
def test_light10_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


@settings(deadline=None)  # machines under load must not fail it
@given(st.text(st.sampled_from("والبكفلهتنيمدر"), min_size=1, max_size=9))
def test_a_stem_is_what_the_rules_leave_when_each_is_tried_in_its_turn(word: str) -> None:
    left = word
    for prefix in ("وال", "فال", "بال", "كال", "ال", "لل"):
        if left == word and word.startswith(prefix) and len(word) >= len(prefix) + 2:
            left = word[len(prefix) :]
    if left == word and word.startswith("و") and len(word) >= 4:
        left = word[1:]
    for suffix in ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"):
        if left.endswith(suffix) and len(left) >= len(suffix) + 2:
            left = left.removesuffix(suffix)
    assert stem(word) == left


@settings(deadline=None)  # machines under load must not fail it
@given(ARABIC)
def test_stems_are_never_empty(text: str) -> None:
    assert all(stem(word) for word in words(text))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("وفيسبوك", "فيسبوك"), ("لغوغل", "غوغل"), ("بالانترنت", "انترنت"), ("للشركات", "شركات"), ("وهو", "وهو")],
)
def test_clitics_are_taken_off_names(word: str, expected: str) -> None:
    assert strip_clitics(word) == expected


def test_stopwords_are_written_as_text_is_folded() -> None:
    assert [word for word in STOPWORDS if fold(word) != word] == []


def test_question_words_of_three_languages_are_stopwords() -> None:
    assert stems("ماذا أين متى لماذا كيف؟ who what where how many? où quand pourquoi qu'est-ce que") == [
        "many"
    ]


def test_what_is_indexed_is_stems_of_content_words() -> None:
    assert stems("قال الوزير إنَّ الاتفاقَ على الإنترنت") == ["قال", "وزير", "اتفاق", "انترنت"]


def test_importing_loads_no_heavy_library() -> None:
    heavy = ["torch", "transformers", "chromadb", "gradio", "numpy", "langchain_core"]
    code = f"import vectorstore.text.arabic, sys; print([name for name in {heavy!r} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_presentation_forms_fold_to_letters_without_inventing_spaces() -> None:
    forms = [chr(code) for code in range(0xFB50, 0xFEFD) if unicodedata.category(chr(code)) == "Lo"]
    assert all(
        " " not in fold(form) for form in forms if " " not in unicodedata.normalize("NFKC", form).strip()
    )


def test_a_raised_digit_is_no_digit_of_the_number_that_it_stands_at() -> None:
    text = "عام 1956¹ وبلغ 10⁶ في ١٩٣٨²."
    assert [token.text for token in tokens(text)] == ["عام", "1956", "1", "وبلغ", "10", "6", "في", "1938", "2"]
    assert [text[token.start : token.end] for token in tokens(text)][1:3] == ["1956", "¹"]
    assert fold(fold(text)) == fold(text)
