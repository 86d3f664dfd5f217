"""Notes to subscribers and on cookies are no text of an article, and news about either is."""

from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore.formats.documents import read_documents
from vectorstore.text.access_notes import is_access_note
from vectorstore.text.boilerplate import is_boilerplate
from vectorstore.text.layout import find_blocks
from vectorstore.types import Document


@pytest.mark.parametrize(
    "line",
    [
        "هذا المحتوى للمشتركين فقط",
        "هذا المحتوى متاح للمشتركين فقط.",
        "هذا المقال مخصص للمشتركين في الخدمة المدفوعة.",
        "اشترك الآن لقراءة المزيد",
        "اشترك الآن لقراءة المزيد.",
        "اشترك لمتابعة القراءة",
        "اشتركوا الآن للوصول إلى كامل المحتوى.",
        "سجّل الدخول لمتابعة القراءة",
        "سجل دخولك أو اشترك لقراءة المقال كاملا.",
        "لقراءة المقال كاملا يرجى الاشتراك",
        "لمتابعة القراءة، اشترك في الصحيفة.",
        "للاطلاع على بقية المقال يرجى تسجيل الدخول",
        "هل أنت مشترك؟ سجّل دخولك",
        "لقد وصلت إلى الحد الأقصى للمقالات المجانية هذا الشهر.",
        "تبقى لك 3 مقالات مجانية هذا الشهر",
        "Subscribe to continue reading",
        "Subscribe to continue reading.",
        "This content is for subscribers only.",
        "This article is for subscribers only",
        "Already a subscriber? Log in",
        "You have reached your limit of free articles.",
        "Sign in to read the full article",
        "Abonnez-vous pour lire la suite",
        "Cet article est réservé aux abonnés.",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.",
        "يستخدم هذا الموقع ملفات تعريف الارتباط (الكوكيز)",
        "باستخدامك لهذا الموقع فإنك توافق على سياسة الخصوصية وملفات تعريف الارتباط.",
        "نحن نستخدم الكوكيز لتقديم أفضل تجربة.",
        "قبول جميع ملفات تعريف الارتباط",
        "This website uses cookies to improve your experience.",
        "We use cookies to personalise content and ads.",
        "By continuing to use this site you agree to our use of cookies.",
        "Nous utilisons des cookies pour améliorer votre expérience.",
        "Accept all cookies",
        "أوافق على استخدام ملفات تعريف الارتباط",
    ],
)
def test_a_note_to_the_reader_is_no_text(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "رفعت المنصة سعر الاشتراك الشهري إلى 12 دولارا للمشتركين في الخليج.",
        "قالت الشركة إن عدد المشتركين فيها بلغ 12 مليونا في نهاية العام.",
        "أطلقت الصحيفة موقعا جديدا محتواه للمشتركين فقط، وألغت الإعلانات فيه.",
        "اشترك اللاعب في المباراة بعد إصابة زميله.",
        "اشترك في إعداد التقرير ثلاثة باحثين من جامعة حلب.",
        "هذا المحتوى المخصص للمشتركين أثار جدلا بين القراء في العام الماضي.",
        "أصبح محتوى الصحيفة متاحا للمشتركين فقط منذ آذار الماضي.",
        "وقع المصرف اتفاقا مع الشركة لتقديم الخدمة للمشتركين فقط.",
        "اشترك الآن في الدورة أكثر من مئة طالب، بحسب المدير.",
        "لقراءة المقال كاملا يحتاج الطفل إلى عشرين دقيقة، كما تقول الدراسة.",
        "سجل الدخول إلى المتحف رقما قياسيا بلغ ألف زائر.",
        "لمتابعة القراءة في الصيف وزعت المكتبة ألف كتاب على التلاميذ.",
        "ألزمت المفوضية المواقع بأن تطلب موافقة الزائر قبل استخدام ملفات تعريف الارتباط.",
        "ملفات تعريف الارتباط نصوص صغيرة يحفظها المتصفح على جهاز المستخدم.",
        "تستخدم شركات الإعلان ملفات تعريف الارتباط لتتبع المستخدمين بين المواقع.",
        "غرمت فرنسا شركة غوغل 100 مليون يورو بسبب ملفات تعريف الارتباط.",
        "قال الوزير إننا نستخدم ملفات تعريف الارتباط لتحسين الخدمة في موقع الوزارة.",
        "يستخدم هذا الموقع الأثري مدرسة صيفية لطلاب الآثار.",
        "باستخدامك الدراجة توفر ثلث مصروفك الشهري، بحسب الحملة.",
        "يحق للمشترك أن يلغي اشتراكه في أي وقت خلال أسبوعين من الدفع.",
        "The regulator fined the company for using cookies without consent.",
        "Subscribers will pay 12 dollars a month to continue reading after the trial.",
        "The museum said the tour is for subscribers only until June.",
        "Cookies are small files that a site stores on a reader's computer.",
        "We use cookies as a case study in this report on online privacy.",
        "The paper told readers to subscribe to continue reading its archive.",
        "تبقى لك الذكريات حين يرحل الأحبة، كما كتب الشاعر في ديوانه.",
        "هل أنت مشترك في الجريمة؟ سأله القاضي فلم يجب.",
        "وصل المشتركون في المسابقة إلى الحد الأقصى للمقالات المسموح بها.",
        "بلغ عدد المقالات المجانية التي نشرتها المجلة هذا الشهر ثلاثين مقالا.",
        "هذا المقال مخصص لتاريخ الصحافة في لبنان.",
        "يبدأ الاشتراك في النقل العام من عشرين دينارا للطلاب.",
        "الاشتراك في الصندوق إلزامي لكل عامل بحكم القانون.",
        "اشتركت تسع دول في المناورات التي جرت في البحر الأحمر.",
        "وتوافق الجمعية على سياسة الخصوصية التي وضعها المجلس.",
        "سجل الأهلي هدفين للوصول إلى الدور قبل النهائي.",
        "سجل المحتوى العربي على الشبكة نموا بلغ الثلث.",
        "هذا التقرير للجنة المالية في المجلس.",
        "«نستخدم ملفات تعريف الارتباط لتحسين الخدمة»، كما قال مدير الموقع.",
    ],
)
def test_a_sentence_about_subscriptions_or_cookies_is_text(line: str) -> None:
    assert not is_access_note(line)


TEXT = (
    "أعلنت بلدية صفاقس أن أشغال تجديد شبكة الإنارة ستنطلق الأسبوع المقبل وتستمر ثلاثة أشهر في أربعة أحياء.",
    "وقال رئيسها إن عدد المشتركين في شبكة الكهرباء بلغ مئة ألف، وإن محتوى موقعها متاح للمشتركين فقط.",
)
NOTES = (
    "هذا المحتوى للمشتركين فقط.",
    "اشترك الآن لقراءة المزيد.",
    "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.",
)


@pytest.mark.parametrize("name", ["خبر.html", "خبر.txt"])
def test_notes_below_an_article_are_boilerplate_and_its_sentences_stay_text(tmp_path: Path, name: str) -> None:
    title = "تجديد الإنارة في صفاقس"
    paragraphs = "".join(f"<p>{line}</p>" for line in (*TEXT, *NOTES))
    page = f"<html><body><div><h1>{title}</h1>{paragraphs}</div></body></html>"
    (tmp_path / name).write_text(page if name.endswith("html") else "\n\n".join((title, *TEXT, *NOTES)), "utf-8")
    (found,) = read_documents(tmp_path / name, name)
    assert isinstance(found, Document)
    kinds = {found.text[one.start : one.end]: one.kind for one in find_blocks(found.text, found.marks)}
    assert [kinds[line] for line in TEXT] == ["body", "body"]
    assert {kinds[line] for line in NOTES if line in kinds} <= {"boilerplate"}
