"""Whether a time is surely that of another event of a life than the one asked for; [the time]."""

from __future__ import annotations

import pytest

from assistant.question.other_event import is_of_other_event


def _is_other(question: str, marked: str) -> bool:
    return is_of_other_event(question, marked[: marked.index("[")])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("متى تزوجت الشاعرة من كمال؟", "كانت متزوجة من الطبيب كمال ناصر، الذي رحل عام [2011]."),
        ("متى ولد النحات؟", "توفي النحات في حلب عام [1950]."),
        ("في أي سنة ماتت مؤسسة الدار؟", "تأسست الدار في صفاقس عام [1988] على يد الراحلة هند قاسم."),
        ("متى افتتح المسرح؟", "أغلق المسرح في صيف [1999] بعد حريق."),
        ("متى تخرجت نادين من الجامعة؟", "ولدت نادين في عمان عام [1980]."),
        ("متى ولد المرتل؟", "ولد المرتل في حماة، وتوفي يوم افتتاح المسجد عام [1990]."),
        ("متى توفي والد ليلى؟", "اقترن والد ليلى بأمها سنة [1960]."),
    ],
)
def test_the_time_of_another_event_is_no_answer(question: str, sentence: str) -> None:
    assert _is_other(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("متى تزوجت الشاعرة من كمال؟", "تزوجت الشاعرة من كمال ناصر عام [1970]."),
        ("متى ولد النحات الراحل؟", "توفي النحات في حلب، وكان قد ولد عام [1880]."),
        ("متى ولد النحات؟", "النحات الذي رحل قبل عام واحد من صدور كتابه كان من مواليد [1950]."),
        ("متى تأسست الدار؟", "افتتحت الدار أبوابها عام [1988]."),
        ("متى سافرت نادين؟", "ولدت نادين في عمان وسافرت عام [1980]."),
        ("متى تأسست المدرسة؟", "تأسست مدرسة تحفيظ القرآن عام [1990]."),
        ("متى افتتحت المحطة؟", "افتتحت المحطة بأربعة مولدات في [2011]."),
        ("متى توفيت الجدة؟", "توفيت الجدة يوم زفاف حفيدها في [3 مايو 2010]."),
        ("متى قتل الحارس؟", "قتل الحارس خلال حفل افتتاح المصنع عام [1990]."),
        ("كم كان عمره حين توفي؟", "تزوج وعمره [30] عاما."),
    ],
)
def test_the_time_of_the_event_itself_or_of_one_like_it_is_let_pass(question: str, sentence: str) -> None:
    assert not _is_other(question, sentence)
