"""Where sentences and paragraphs end, and where a mark or a line end does not end them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.text.paragraphs import has_visible_text, paragraph_spans
from vectorstore.text.sentences import MAX_SENTENCE_CHARACTERS, quotation_spans, sentence_spans

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PIECES = [
    "قَالَ الوَزِيرُ", "إن الأمر انتهى", "في عام 1979 م", "بنسبة 80.5%", "«هذا محمد. وهؤلاء أتباعه»",
    "\"نعم.", "د. أحمد", "Google Inc.",
    "(رويترز)", ". ", "؟ ", "! ", "… ", "؛ ", "\n", "\r\n", "\n\n", "\xa0", "\u200f", "\u202b", "ـ", "، ",
    "“", "”", "»", "كلمة " * 30,
]  # fmt: skip
TEXTS = st.builds(
    lambda bom, parts: bom + "".join(parts),
    st.sampled_from(["", "\ufeff"]),
    st.lists(st.sampled_from(PIECES), max_size=40),
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def check_slices(text: str) -> None:
    """Sentences are in order, apart, trimmed, and leave out nothing but what is invisible."""
    covered = bytearray(len(text))
    before = 0
    for start, end in sentence_spans(text):
        assert before <= start < end <= len(text)
        assert end - start <= MAX_SENTENCE_CHARACTERS
        assert text[start:end] == text[start:end].strip()
        covered[start:end] = b"\1" * (end - start)
        before = end
    left = "".join(character for character, seen in zip(text, covered, strict=True) if not seen)
    assert not has_visible_text(left)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_sentences_of_each_seed_are_exact_slices_of_all_its_text(path: Path) -> None:
    text = path.read_bytes().decode()
    for variant in (text, "\ufeff" + text, text.replace("\n", "\r\n"), textwrap.fill(text, 60)):
        check_slices(variant)


@settings(deadline=None)  # machines under load must not fail it
@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_sentences_of_any_text_are_exact_slices_of_all_of_it(text: str) -> None:
    check_slices(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "انتهى اللقاء. وعاد الوزير! هل بقي أحد؟ لا.",
            ["انتهى اللقاء.", "وعاد الوزير!", "هل بقي أحد؟", "لا."],
        ),
        ("بلغت النسبة 80.5 بالمئة. ثم 1.3.", ["بلغت النسبة 80.5 بالمئة.", "ثم 1.3."]),
        ("قرأ المزمور 13:1,3 أمس. وانصرف.", ["قرأ المزمور 13:1,3 أمس.", "وانصرف."]),
        ("كتبه د. محمد عبد الله وأ. ب. خالد. ونشر.", ["كتبه د. محمد عبد الله وأ. ب. خالد.", "ونشر."]),
        (
            "ولد عام 1979 م. ومات عام 1400 هـ. ودفن هناك.",
            ["ولد عام 1979 م.", "ومات عام 1400 هـ.", "ودفن هناك."],
        ),
        (
            "رواية جورج آر. آر. مارتن. نقلتها بي بي سي. ونجحت.",
            ["رواية جورج آر. آر. مارتن.", "نقلتها بي بي سي.", "ونجحت."],
        ),
        ("قال جورج دبليو. بوش ذلك. وسكت.", ["قال جورج دبليو. بوش ذلك.", "وسكت."]),
        (
            "J. K. Rowling wrote it. Mr. Smith of Acme Inc. did not.",
            ["J. K. Rowling wrote it.", "Mr. Smith of Acme Inc. did not."],
        ),
        ("زوروا https://example.org/a.b?c=d. وشكرا.", ["زوروا https://example.org/a.b?c=d.", "وشكرا."]),
        ("انتهى الاجتماع أمس.وقال الوزير ذلك.", ["انتهى الاجتماع أمس.", "وقال الوزير ذلك."]),
        ("لكن... لا أحد يعلم.", ["لكن... لا أحد يعلم."]),
        ("حضر أحمد ود. سعيد. وانصرفا.", ["حضر أحمد ود. سعيد.", "وانصرفا."]),
        ("انظر ص. 12 في المكتبة. وسكت.", ["انظر ص. 12 في المكتبة.", "وسكت."]),
        ("للحجز تـ. 5551234 صباحا. وشكرا.", ["للحجز تـ. 5551234 صباحا.", "وشكرا."]),
        ("سنة 300 ق.م. وسنة 20 ه. وما بعدها.", ["سنة 300 ق.م.", "وسنة 20 ه.", "وما بعدها."]),
        ("1. أولا يجب العمل. 2. ثانيا.", ["1. أولا يجب العمل.", "2. ثانيا."]),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_one_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("“", "”"), ('"', '"'), ("”", "“"), ("(", ")")])
def test_a_quotation_is_not_cut(opening: str, closing: str) -> None:
    quoted = f"وقال {opening}نريد التعاون. لا نريد غيره{closing} أمس."
    ending = f"وقال {opening}نريد التعاون. لا نريد غيره.{closing}"
    assert sentences(f"{quoted} وعاد.") == [quoted, "وعاد."]
    assert sentences(f"{ending} وعاد.") == [ending, "وعاد."]


def test_an_unclosed_quotation_swallows_nothing() -> None:
    assert sentences('وقال "هذا صحيح. وأضاف "شكرا". ثم عاد.') == [
        'وقال "هذا صحيح.',
        'وأضاف "شكرا".',
        "ثم عاد.",
    ]
    assert sentences("وقال «هذا صحيح. ثم عاد.\nوانتهى» اللقاء. نعم.")[:2] == ["وقال «هذا صحيح.", "ثم عاد."]


def test_a_quotation_mark_without_a_partner_is_left_out() -> None:
    assert quotation_spans('انتهى". وقال "نعم"') == [(13, 18)]
    assert quotation_spans("(أ [ب) ج]") == [(0, 6)]


def test_a_semicolon_separates_long_parts_and_not_the_items_of_a_list() -> None:
    long = "قررت اللجنة تأجيل النظر في المشروع إلى الشهر المقبل؛"
    after = "لأن الأعضاء لم يتفقوا على صيغته النهائية بعد."
    assert sentences(f"{long} {after}") == [long, after]
    assert sentences("الأسباب هي: الفقر؛ الجهل؛ المرض.") == ["الأسباب هي: الفقر؛ الجهل؛ المرض."]


def test_a_long_quotation_is_cut_at_its_sentences() -> None:
    sentence = "نريد أن نعمل مع الشركات الكبرى على إزالة المحتوى المتطرف من الشبكة خلال ساعات قليلة."
    text = f"وقال الوزير: «{' '.join([sentence] * 8)}» وانصرف."
    assert all(len(part) <= 450 for part in sentences(text))
    assert len(sentences(text)) > 1


def test_a_sentence_of_many_statements_is_cut_before_one_of_them() -> None:
    (text,) = [path.read_bytes().decode() for path in SEEDS if path.name.startswith("002")]
    (found,) = [sentence for sentence in sentences(text) if "نيك بيكلز" in sentence]
    assert found.startswith('علماً أن "غوغل" أوفدت إلى اللقاء')


def test_an_endless_sentence_is_cut_at_a_comma_or_a_space() -> None:
    parts = sentences("كلمة طويلة جدا بلا نهاية، " * 200)
    assert all(len(part) <= MAX_SENTENCE_CHARACTERS for part in parts)
    assert all(part.endswith("،") for part in parts)
    assert all(len(part) <= MAX_SENTENCE_CHARACTERS for part in sentences("ا" * 5000))


@pytest.mark.parametrize("letter", ["", "ا"])
@pytest.mark.parametrize("mark", ["\u064b", "\u0301", "\u05b0"])
def test_a_run_of_marks_of_any_length_is_cut_as_other_text_is(letter: str, mark: str) -> None:
    for length in (1_193, 1_194, 5_000, 100_000):
        text = letter + mark * length
        spans = sentence_spans(text)
        assert "".join(text[start:end] for start, end in spans) == text
        assert max(end - start for start, end in spans) <= MAX_SENTENCE_CHARACTERS
        assert len(spans) <= length // 200


def test_an_endless_word_is_not_cut_between_a_letter_and_its_marks() -> None:
    assert not any(part.startswith("\u0650") for part in sentences("بِ" * 5_000))


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    paragraph = (
        "وقالت المفوضة الأوروبية للشؤون الداخلية سيسيليا ملمستروم إن قطع شبكة الإنترنت ليس أمرا واردا ولم "
        "يكن هذا فحوى اللقاء الذي عقد مساء الأربعاء في لوكسمبورغ بحضور ممثلين عن شركات التكنولوجيا. وأضافت "
        "أن العشاء كان غير رسمي لبحث سبل التعاون بين الدول والشركات في هذا الشأن."
    )
    for width in (50, 70, 100):
        wrapped = "\n\n".join([textwrap.fill(paragraph, width)] * 3)
        assert len(paragraph_spans(wrapped)) == 3
        assert [" ".join(sentence.split()) for sentence in sentences(wrapped)] == sentences(paragraph) * 3


def test_a_line_of_prose_is_a_paragraph_where_lines_are_not_wrapped() -> None:
    text = "اتفقت الدول السبع على العمل معا لمكافحة الإرهاب على الإنترنت.\nوقال الوزير إنها خطوة\nثم انصرف."
    assert len(paragraph_spans(text)) == 3


def test_a_blank_line_within_a_sentence_of_a_wrapped_file_does_not_cut_it() -> None:
    text = next(path for path in SEEDS if path.name.startswith("003")).read_bytes().decode()
    found = [" ".join(sentence.split()) for sentence in sentences(text)]
    assert found[0].endswith("وذلك خلال لقاء مع وزراء الداخلية مساء الأربعاء في لوكسمبورغ.")
    assert "وتم توقيف شاب فرنسي متطرف بتهمة قتلهم." in found
    assert 'قطع شبكة الإنترنت ليس أمرًا واردًا، لم يكن هذا فحوى اللقاء".' in found[1]


def test_vocalised_text_is_split_like_bare_text() -> None:
    assert sentences("قَالَ الوَزِيرُ نَعَمْ. وَانْصَرَفَ.") == ["قَالَ الوَزِيرُ نَعَمْ.", "وَانْصَرَفَ."]


def test_the_tags_of_a_corpus_around_a_sentence_are_no_part_of_it() -> None:
    text = '<seg id="1">اعتقال مشتبه به في مقتل لاعب.\n\n<seg id="2">صرحت الشرطة بذلك.</seg>\n\n<p id="3">\n\nانتهى.'
    found = [text[a + start : a + end] for a, b in paragraph_spans(text) for start, end in sentence_spans(text[a:b])]
    assert found == ["اعتقال مشتبه به في مقتل لاعب.", "صرحت الشرطة بذلك.", "انتهى."]
    for plain in ("قيمة x < 3 و y > 2", "الوسم <b> غليظ", "<script>alert(1)</script>"):
        assert [plain[start:end] for start, end in paragraph_spans(plain)] == [plain]
