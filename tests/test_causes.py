"""A cause that stands in the sentence behind what it explains answers the question why; a concession answers none."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.causes import cause_behind, causes_first, tells_cause, tells_reason
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.question.causes import asks_for_proof, find_cause, find_cause_before, find_ground, is_no_cause
from assistant.retrieval.searcher import Search
from tests.one_article import searching
from vectorstore.text.arabic import fold
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit, Passage


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("وعزت الهيئة، التي تدير الميناء، هذا التأخير إلى عطل في الرافعات.", "عطل في الرافعات"),
        ("وعزت استقالتها إلى خلاف مع المخرج.", "خلاف مع المخرج"),
        ("وأرجع سيارته إلى المرآب.", None),
        ("وأرجع الخبراء ذلك إلى قلة الأمطار.", "قلة الأمطار"),
        ("ويعود ذلك إلى أن الجسر بني على رمل.", "أن الجسر بني على رمل"),
        ("ومرد هذا الإقبال، بحسب البائعين، إلى رخص الثمن.", "رخص الثمن"),
        ("ويعزى هذا النجاح إلى مدربة شابة.", "مدربة شابة"),
        ("وبررت الوزارة هذا المنع بخطر الحرائق.", "بخطر الحرائق"),
        ("وعلل استقالته بأن أمه مريضة.", "أمه مريضة"),
        ("وتفسر الباحثة هذا الصمت بأن الشهود خافوا.", "الشهود خافوا"),
        ("وقالت المديرة إن السبب هو أن المخبز احترق.", "المخبز احترق"),
        ("والسبب في ذلك أنها تخاف المرتفعات.", "أنها تخاف المرتفعات"),
        ("والسبب خلاف على الإرث.", "خلاف على الإرث"),
        ("ومن أسباب ذلك غلاء الورق.", "غلاء الورق"),
        ("وسببه تسرب الغاز.", "تسرب الغاز"),
        ("وجاء ذلك احتجاجا على خفض الأجور.", "خفض الأجور"),
        ("وأوضح أن التأجيل جاء نتيجة مرض الممثلة.", "مرض الممثلة"),
        ("وأعاده المدير إلى البيت. ", None),
        ("وبسبب ذلك طالب السكان بعيادة.", None),
        ("ولهذا السبب غادرت المدينة.", None),
        ("لذلك ألغيت الرحلة.", None),
        ("ويعود هذا التقليد إلى القرن العاشر.", None),
        ("وتعود القضية إلى خريف 2021.", None),
        ("وردت الحكومة على ذلك بإرسال وفد إلى العاصمة.", None),
        ("وعاد هذا اللاعب إلى فريقه السابق.", None),
        ("والسبب الرئيسي للوفيات في البلاد هو السكري.", None),
        ("وبررت وزارة الصحة بيع المستشفى.", None),
    ],
)
def test_a_cause_is_what_stands_behind_the_verb_and_what_resumes_the_fact(sentence: str, cause: str | None) -> None:
    found = find_cause(sentence)
    assert (found and sentence[slice(*found.span)]) == cause


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("وعللت المديرة القرار بتسرب المياه.", "بتسرب المياه"),
        ("وفسر المحافظ الخطوة بسرعة ارتفاع الأسعار.", "بسرعة ارتفاع الأسعار"),
        ("وبررت الشركة رفع الأسعار بغلاء الشحن.", "بغلاء الشحن"),
        ("وبرر المدرب الهزيمة بأن الحارس كان مريضا.", "الحارس كان مريضا"),
        ("وفسر الوزير الخطة بالتفصيل.", None),
        ("وعزت هيئة السكك الحادث إلى كسر في القضبان.", "كسر في القضبان"),
        ("وأرجعت الوزارة انخفاض المنسوب إلى قلة الأمطار.", "قلة الأمطار"),
        ("وأرجع الخبراء أسباب الحريق إلى تماس كهربائي.", "تماس كهربائي"),
        ("وترجع الطيور المهاجرة إلى الشمال.", None),
        ("رد المدير الرسالة إلى صاحبها.", None),
        ("وعن سبب النقل أوضح رئيس البلدية أن السقف آيل للسقوط.", "السقف آيل للسقوط"),
        ("وعن أسباب ذلك يقول الطبيب إن الجسم يفقد الماء.", "الجسم يفقد الماء"),
        ("وعن دوافع رحيلها قالت إنها تعبت.", "تعبت"),
        ("«لا أترك أمي وحدها»، هكذا برر الحارس رفضه.", "لا أترك أمي وحدها"),
        ('"كان عندهم ألف طبيب"، بهذه الكلمات تفسر عودتها.', "كان عندهم ألف طبيب"),
        ("«سنعود غدا»، هكذا قال الحارس.", None),
        ("وقالت مبررة اعتزالها: «لم يعد عندي ما أقوله».", "لم يعد عندي ما أقوله"),
        ('وبرر استقالته قائلا: "تعبت من السفر".', "تعبت من السفر"),
        ("وقالت الوزيرة: «سنعود غدا».", None),
        ("واستندت العجوز إلى الجدار.", None),
        ("وكان سبب الإغلاق حريق في المطبخ.", "حريق في المطبخ"),
        ("وكانت شرارة الثورة صفعة شرطية.", "صفعة شرطية"),
        ("وسبب الإلغاء هو أن المغنية مريضة.", "المغنية مريضة"),
        ("وسبب انهيار الجسر كان صدأ الحديد.", "صدأ الحديد"),
        ("وسبب الإعصار خسائر كبيرة.", None),
        ("وكان سبب الحريق غير معروف.", None),
    ],
)
def test_a_cause_is_given_of_something_that_has_a_name_and_by_what_is_said(sentence: str, cause: str | None) -> None:
    found = find_cause(sentence)
    assert (found and sentence[slice(*found.span)]) == cause


@pytest.mark.parametrize(
    ("sentence", "ground"),
    [
        ("لكن القضاة استندوا إلى شريط مصور.", "شريط مصور"),
        ("وأدينت التاجرة استنادا إلى رسائل هاتفها.", "رسائل هاتفها"),
        ("وأفرج عنه بناء على شهادة جاره.", "شهادة جاره"),
        ("وبناء على ذلك أغلق الملف.", None),
        ("وقالت المحكمة إن الملف أغلق.", None),
    ],
)
def test_what_somebody_went_by_is_a_ground(sentence: str, ground: str | None) -> None:
    found = find_ground(sentence)
    assert (found and sentence[slice(*found.span)]) == ground


@pytest.mark.parametrize(
    ("question", "proof"),
    [
        ("ما الدليل الذي أدان المقاول؟", True), ("ما الأدلة على وجود الماء؟", True),
        ("كيف ثبتت التهمة على سعاد؟", True),
        ("على ماذا استند القاضي؟", True), ("بناء على ماذا أدين التاجر؟", True), ("كيف أثبتت الباحثة نظريتها؟", True),
        ("من كان دليل الرحلة؟", False), ("ما رأي المحامي في الدليل؟", False), ("كيف حكمت المحكمة؟", False),
        ("على ماذا بنت المحكمة حكمها؟", True), ("على ماذا اعتمدت اللجنة في تقريرها؟", True),
        ("بماذا أدين الوزير؟", False), ("على ماذا تعتمد السياحة في الجزيرة؟", False), ("ما دليل الهاتف؟", False),
        ("ما هو الدليل السياحي؟", False), ("ما حجة الوداع؟", False),
    ],
)  # fmt: skip
def test_a_question_for_proof_is_known(question: str, proof: bool) -> None:
    assert asks_for_proof(question) == proof


def test_a_long_empty_space_behind_a_quotation_is_read_at_once() -> None:
    begun = time.monotonic()
    assert find_cause('قالت "سنعود"' + " " * 50_000 + "غدا.") is None
    assert time.monotonic() - begun < 10  # minutes where every way to part the space is tried


def test_a_cause_late_in_a_sentence_is_of_the_sentence_itself() -> None:
    late = find_cause("واستقال مدير المسرح البلدي يوم الأحد، معللا ذلك بمرضه.")
    early = find_cause("وعلل ذلك بمرضه.")
    assert late and early and (late.of_before, early.of_before) == (False, True)


@pytest.mark.parametrize(
    ("before", "part", "none"),
    [
        ("تراجع الربح رغم أن ", "المبيعات ارتفعت", True),
        ("رفضت العرض ", "على الرغم من أن أختها قبلته", True),
        ("فتح المتحف مجانا، مع أن ", "ميزانيته خفضت", True),
        ("بقي في القرية وإن كان ", "بيته مهدما", True),
        ("لكن ", "المدينة فقيرة", True),
        ("رغم الاعتراض، أغلقت الطريق ", "بسبب انهيار صخري", False),
        ("رغم أنها مريضة لأن ", "الطبيب غائب", False),
        ("غير أن المسرح أغلق أبوابه بعد أسبوع ", "لنقص المال", False),
        ("", "وبسبب ذلك باتت ترافقها دورية", True),
        ("ولهذا السبب غادرت ", "المدينة", True),
        ("", "بسبب المطر", False),
        ("وبسبب ذلك، وخوفا من ", "الذئاب", False),
        ("عمل مع أنور في ", "المصنع", False),
    ],
)
def test_what_concedes_or_results_is_no_cause(before: str, part: str, none: bool) -> None:
    assert is_no_cause(before, part) == none
    if none:
        text = before + part
        passage = Passage("a.txt", 0, len(text), text, "", "body", ((0, len(text)),))
        assert not tells_reason(passage, (0, len(text)), (len(before), len(text)), same=True)


FERRY = (
    "خفضت شركة العبارات عدد رحلاتها إلى الجزيرة إلى النصف. وعزا مديرها هذا الخفض إلى غلاء الوقود. "
    "وزادت أجور البحارة. ويعود ذلك إلى إضراب الشتاء."
)


def sentence_at(words: str, text: str = FERRY) -> tuple[int, int]:
    start = text.index(words)
    return start, text.index(".", start) + 1


def test_the_cause_is_looked_for_right_behind_the_fact() -> None:
    passages = split_passages(Document("عبارة.txt", FERRY, "", "", "utf-8"))
    (passage,) = passages
    told = cause_behind(passages, passage, sentence_at("خفضت"), "لماذا خفضت الشركة رحلاتها؟")
    assert told and FERRY[slice(*told[2])] == "غلاء الوقود"
    raised = cause_behind(passages, passage, sentence_at("وزادت"), "لماذا زادت أجور البحارة؟")
    assert raised and FERRY[slice(*raised[2])] == "إضراب الشتاء"


def test_behind_another_sentence_what_is_resumed_must_be_what_is_asked() -> None:
    text = "أخلت الشرطة القرية. وارتفع منسوب النهر مترين. وعزت المصلحة هذا الارتفاع إلى ذوبان الثلوج."
    passages = split_passages(Document("نهر.txt", text, "", "", "utf-8"))
    assert cause_behind(passages, passages[0], sentence_at("أخلت", text), "لماذا أخلت الشرطة القرية؟") is None
    assert cause_behind(passages, passages[0], sentence_at("أخلت", text), "لماذا ارتفع منسوب النهر؟")


@pytest.mark.parametrize(
    ("text", "question", "cause"),
    [
        ("ألغت المغنية حفلها. وعزا مدير أعمالها الإلغاء إلى التهاب.", "لماذا ألغت المغنية حفلها؟", "التهاب"),
        ("انحرف القطار. وعزت الهيئة الحادث إلى كسر.", "لماذا انحرف القطار؟", "كسر"),
        ("رفعت الشركة الأجور. وأغلقت فرعا. وبررت الرفع بالتضخم.", "لماذا رفعت الشركة الأجور؟", "بالتضخم"),
        ("أضرب السائقون في طنجة. وكانت شرارة الإضراب حادثا.", "لماذا أضرب السائقون؟", "حادثا"),
        ("أضرب السائقون في طنجة. وكان سبب الحريق تماسا.", "لماذا أضرب السائقون؟", None),
        ("هجر السكان القرية. وبقي راع. وعللوا هجرتهم بالجفاف.", "لماذا هجر السكان القرية؟", "بالجفاف"),
        ("غادرت ريما المستشفى. وودعها زملاؤها. وعن سبب مغادرتها قالت إنها تعبت.", "لماذا غادرت ريما؟", "تعبت"),
        ("هجر السكان القرية. وبقي راع. وعللوا خوفهم بالذئاب.", "لماذا هجر السكان القرية؟", None),
        ("غفا السائق فانحرفت الحافلة. وتنفي الشركة ذلك وتعزو الحادث إلى عطل.", "لماذا انحرفت الحافلة؟", None),
        ("سحبت الصحيفة العدد. وأرجعت الصحيفة ثمن العدد إلى القراء.", "لماذا سحبت الصحيفة العدد؟", None),
        ("أضرب العمال. وعزت الشركة الحريق إلى تماس.", "لماذا أضرب العمال؟", None),
        ("باعت الوزارة المصنع. وبررت الوزارة الغلاء بالحرب.", "لماذا باعت الوزارة المصنع؟", None),
        ("أرجعت الشرطة الأموال إلى البنك. وأرجعت الشرطة الأموال إلى صاحبها.", "لماذا أرجعت الشرطة الأموال؟", None),
    ],
)
def test_what_is_named_behind_the_fact_must_be_what_is_asked(text: str, question: str, cause: str | None) -> None:
    passages = split_passages(Document("خبر.txt", text, "", "", "utf-8"))
    told = cause_behind(passages, passages[0], passages[0].sentences[0], question)
    assert (told and text[slice(*told[2])]) == cause


def test_the_decision_is_the_one_that_the_article_begins_with() -> None:
    text = "عمان – وكالة المشرق\n\nرفع المصرف الفائدة. واجتمع المجلس. واعترض عضو. وفسر المحافظ الخطوة بالغلاء."
    passages = split_passages(Document("مصرف.txt", text, "", "", "utf-8"))
    raised = cause_behind(passages, passages[0], sentence_at("رفع", text), "لماذا رفع المصرف الفائدة؟")
    met = cause_behind(passages, passages[0], sentence_at("واجتمع", text), "لماذا اجتمع المجلس؟")
    assert raised and text[slice(*raised[2])] == "بالغلاء"
    assert met is None


def test_far_behind_the_first_sentence_only_the_cause_of_that_act_by_its_name_is_taken() -> None:
    text = (
        "أضرب سائقو الحافلات في طنجة. ووقف الركاب في المحطات. وزادت سيارات الأجرة. وأغلق الجسر. "
        "وبررت البلدية القرار بأعمال الصيانة. وكانت شرارة الإضراب حادثا ليليا."
    )
    passages = split_passages(Document("حافلات.txt", text, "", "", "utf-8"))
    struck = cause_behind(passages, passages[0], sentence_at("أضرب", text), "لماذا أضرب سائقو الحافلات؟")
    assert struck and text[slice(*struck[2])] == "حادثا ليليا"
    waited = cause_behind(passages, passages[0], sentence_at("ووقف", text), "لماذا أضرب سائقو الحافلات؟")
    assert waited is None, "not the first"


def ranked_by_words(search: Search, question: str) -> list[Sentence]:
    """The sentences as they are ranked without a reader; the first one's last words are set off."""
    query = search.query(question)
    hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.txt").values()]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    return rank_sentences(query, search.embedder.embed_query(question), hits, vectors)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_what_gives_the_cause_comes_before_what_it_explains(tmp_path: Path, between: str) -> None:
    text = (
        f"أغلقت بلدية المرفأ سوق السمك القديم أمام الزوار.{between}وأرجعت رئيسة البلدية هذا القرار إلى شقوق في السقف. "
        "وسينقل الباعة إلى ساحة البريد في الربيع."
    )
    question = "لماذا أغلقت بلدية المرفأ سوق السمك القديم؟"
    with searching(tmp_path, text, "مقال.txt") as search:
        found = sorted(ranked_by_words(search, question), key=lambda s: not s.text.startswith("أغلقت"))
        first, second, *_ = causes_first(found, search.query(question), search)
        asked_when = causes_first(found, search.query("متى أغلقت بلدية المرفأ سوق السمك القديم؟"), search)
    assert first.answer and text[slice(*first.answer)] == "شقوق في السقف"
    assert second.text.startswith("أغلقت") and second.answer is None
    assert asked_when == found


@pytest.mark.usefixtures("quick")
def test_a_cause_in_the_sentence_itself_stays_first(tmp_path: Path) -> None:
    text = "أغلقت البلدية السوق بسبب حريق. ويعود ذلك إلى أن أسلاكه قديمة."
    question = "لماذا أغلقت البلدية السوق؟"
    with searching(tmp_path, text, "مقال.txt") as search:
        found = sorted(ranked_by_words(search, question), key=lambda s: not s.text.startswith("أغلقت"))
        start = found[0].text.index("حريق")
        found[0] = replace(found[0], answer=(start, start + len("حريق")))
        assert causes_first(found, search.query(question), search)[0].place == found[0].place


@pytest.mark.usefixtures("quick")
def test_the_fact_as_it_is_asked_with_its_cause_behind_is_an_answer(tmp_path: Path) -> None:
    text = "نقلت بلدية طبرقة مدرسة البنات إلى الميناء. وعن سبب النقل أوضحت البلدية أن السقف آيل للسقوط."
    with searching(tmp_path, text, "مقال.txt") as search:
        for question, told in (
            ("لماذا نقلت بلدية طبرقة مدرسة البنات؟", True),
            ("متى نقلت بلدية طبرقة مدرسة البنات؟", False),
            ("لماذا هدمت بلدية طبرقة مسرح الأوبرا القديم؟", False),
            ("لماذا وسعت بلدية طبرقة مدرسة البنات؟", False),
        ):
            found = sorted(ranked_by_words(search, question), key=lambda s: not s.text.startswith("نقلت"))
            assert tells_cause(found, search.query(question), search) == told


@pytest.mark.usefixtures("quick")
def test_what_the_judges_went_by_comes_first_where_a_proof_is_asked_for(tmp_path: Path) -> None:
    text = (
        "أدانت محكمة الناظور المقاول بوزيان بتهمة الرشوة. ونفى محاميه التهمة. "
        "لكن القضاة استندوا إلى شريط مصور. وسيستأنف المحامي الحكم."
    )
    question = "ما الدليل الذي أدان المقاول بوزيان؟"
    with searching(tmp_path, text, "مقال.txt") as search:
        found = sorted(ranked_by_words(search, question), key=lambda s: not s.text.startswith("أدانت"))
        first = causes_first(found, search.query(question), search)[0]
        other = causes_first(found, search.query("من أدان المقاول بوزيان؟"), search)
    assert first.answer and text[slice(*first.answer)] == "شريط مصور"
    assert other == found


@pytest.mark.parametrize(
    ("sentence", "came", "cause"),
    [
        ("غير أن اللجنة لم تجد صلة بين الأمرين، فسقطت التهمة وبقيت الغرامة.", "سقطت", "اللجنة لم تجد صلة بين الأمرين"),
        ("وفي الربيع انقطع الجسر القديم، فأقفلت المدرسة أسبوعين.", "أقفلت", "وفي الربيع انقطع الجسر القديم"),
        ("هبت عاصفة رملية على المطار، ما أدى إلى إلغاء عشر رحلات.", "إلغاء", "هبت عاصفة رملية على المطار"),
        ("نفد الوقود من المولد الوحيد، الأمر الذي أجبر الأطباء على نقل المرضى.", "نقل", "نفد الوقود من المولد الوحيد"),
        ("هبت عاصفة رملية على المطار، ما أدى إلى إلغاء عشر رحلات.", "هبت", None),
        ("زار الوفد المعرض، فيما بقي المدير في مكتبه.", "بقي", None),
        ("نعم، فاستقال.", "استقال", None),
        ("انقطع الجسر القديم، فأقفلت المدرسة أسبوعين.", "سافر", None),
    ],
)
def test_what_came_of_something_has_its_cause_before_it(sentence: str, came: str, cause: str | None) -> None:
    found = find_cause_before(sentence, lambda word: word == fold(came))
    assert (found and sentence[slice(*found)]) == cause


@pytest.mark.usefixtures("quick")
def test_the_clause_before_what_is_asked_about_is_set_off(tmp_path: Path) -> None:
    article = "الميناء\n\nوفي آذار غرقت قاطرة عند المدخل، فتوقفت الرحلات ثلاثة أيام. ووصلت سفينة قمح في نيسان."
    with searching(tmp_path, article, "مقال.md") as search:
        question = "لماذا توقفت الرحلات؟"
        hits = [Hit(p, 1.0) for p in search.snapshot.passages_of("مقال.md").values() if p.kind == "body"]
        vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
        found = rank_sentences(search.query(question), search.embedder.embed_query(question), hits, vectors)
        best = sorted(found, key=lambda s: not s.text.startswith("وفي آذار"))
        first = causes_first(best, search.query(question), search)[0]
        assert first.answer is not None
        assert first.hit.passage.sentence(first.answer) == "وفي آذار غرقت قاطرة عند المدخل"
