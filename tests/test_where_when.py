"""Where and when a happening was: a weekday before a date of long ago, and no place where somebody was born."""

from __future__ import annotations

from assistant.sources.where_when import behind_a_noun, known_place, weekdays_of_happening, whole_days


def test_a_day_on_which_something_was_only_told_is_not_that_of_the_happening() -> None:
    told = "قالت هيئة مكافحة الكوارث يوم الأحد إن زلزالا ضرب الجزيرة مساء الجمعة وتلته أمواج"
    assert [text for _, text in weekdays_of_happening(told)] == ["الجمعة"]
    assert not [*weekdays_of_happening("قالت هيئة مكافحة الكوارث يوم الأحد إن عدد القتلى ارتفع")]


def test_a_weekday_to_come_is_not_the_day_of_what_is_told() -> None:
    assert not list(weekdays_of_happening("ويواجه الفريق المتصدر هارتس يوم الأحد القادم"))
    assert [text for _, text in weekdays_of_happening("فاز الفريق على هارتس يوم الأحد الماضي")] == ["الأحد"]


def test_a_place_of_three_letters_ends_before_a_comma() -> None:
    (place,) = behind_a_noun("نقلت ابنتها إلى مشفى في مدينة نيس، ليذهب جهد الأطباء سدى", [])
    assert place[1] == "نيس"


def test_where_somebody_was_born_is_not_the_place_of_what_is_told() -> None:
    assert not [*known_place("احتفلوا بالكاهن في مسقط رأسه بعد مرور مئة عام", [])]
    assert not [*known_place("وولد الكاهن في مصر قبل ستين عاما", [])]
    assert not [*behind_a_noun("والكاتب مولود في مدينة صفاقس عام 1950", [])]
    assert [text for _, text in known_place("وعقد اللقاء في مسقط أمس", [])] == ["مسقط"]
    assert [text for _, text in behind_a_noun("اجتمعوا في مدينة صفاقس بعد أن ولد الطفل", [])] == ["صفاقس"]


def test_a_date_beside_another_weekday_is_of_a_picture_or_of_long_ago() -> None:
    report, picture = "قالت الشرطة يوم الأحد إن الرجل وجد ميتا في السوق", "كان يستعد للعمل في مزرعته في 30 مايو 2005"
    assert not [*whole_days([report, picture])]
    assert [day for day, *_ in whole_days([picture])] == ["2005-05-30"]
    assert not [*whole_days(["فاز العقيد بالوسام في 29 سبتمبر 1918", "وأزيح الستار عن نصبه يوم السبت"])]
    agreeing = ["يتحدث الرئيس في الساعة السابعة، السبت 29 سبتمبر 2018", "ووصل الوفد يوم السبت"]
    assert [day for day, *_ in whole_days(agreeing)] == ["2018-09-29"]
    told_later = ["وقع الزلزال في 28 سبتمبر 2018", "وقالت الهيئة يوم الأحد إن العدد ارتفع"]
    assert [day for day, *_ in whole_days(told_later)] == ["2018-09-28"]
