"""True and false sentences about the five articles, by the ways in which a language model goes wrong.

The embedder finds every two texts alike, so that nothing but the rules keeps a false sentence away.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.verification.verify import verify
from tests.fakes import WordLengths, Words
from vectorstore.formats.documents import read_documents
from vectorstore.text.arabic import words
from vectorstore.text.name_keys import NameVariants
from vectorstore.text.passages import split_passages
from vectorstore.types import Embedded, Passage

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


class Alike(WordLengths):
    """An embedder for which all texts mean the same."""

    def embed_query(self, text: str) -> np.ndarray:
        return np.eye(1, self.dimension, dtype=np.float32)[0]


@pytest.fixture(scope="module")
def articles() -> tuple[list[Passage], dict[str, np.ndarray], NameVariants]:
    passages = [p for path in SEEDS for d in read_documents(path, path.name) for p in split_passages(d)]
    embedded: list[Embedded] = Alike().embed_passages(passages)
    vectors = {p.id: e.sentences for p, e in zip(passages, embedded, strict=True)}
    return passages, vectors, NameVariants(Words({word: 1 for p in passages for word in words(p.text)}))


FALSE = """
roles: دعا عمالقة الإنترنت مجموعة السبعة للعمل مع شركائهم الأصغر لإنشاء درع ضد التطرف.
roles: بعثت فايسبوك مسؤولها للعلاقات العامة نيك بيكلز.
roles: أوفدت غوغل نيك بيكلز إلى اللقاء.
roles: أرسلت مايكروسوفت براين فيشمان.
roles: طالبت كبرى شركات التكنولوجيا رئيسة وزراء بريطانيا تيريزا ماي بأن تبذل جهوداً مكثفة لمكافحة المواد المتطرفة.
roles: يعرقل القانون البرلمان الأوروبي.
roles: تضغط شركات مواقع التواصل الاجتماعي على الولايات المتحدة وبريطانيا من أجل بذل مزيد من الجهود.
negation: يكون نهج بريطانيا القاسي غالبًا مستساغًا في العديد من البلدان المتقدمة الأخرى.
negation: أشار ريتشاردز إلى أنه من المرجح أن تحذو بقية دول مجموعة السبع حذو بريطانيا.
negation: صرح المتحدثان بما إذا كانا سيستجيبان لطلب الوزير.
negation: شددت رود على تحرك الشركات بشكل أسرع فقط لإزالة المحتوى المتطرف.
negation: قطع شبكة الإنترنت أمر وارد بحسب سيسيليا ملمستروم.
antonym: ازداد عدد المهاجرين الذين يغادرون الساحل الليبي هذا العام.
number: قدر كازنوف نسبة الذين يصبحون متطرفين عن طريق الإنترنت بنحو 80 بالمائة.
share: تمكنت جميع العائلات من تحديد أماكن وجود أبنائها.
share: تتدخل الشركة في كل الحسابات.
share: حضر الاجتماعات مندوبون عن شركة فيسبوك فقط.
share: نهج بريطانيا غير مستساغ سياسيًا في جميع البلدان المتقدمة الأخرى.
modality: ساهمت حكومة المملكة المتحدة في تغيير القوانين للسماح بسجن من يشاهدون المحتوى المتطرف.
modality: دخل الإرهابيون أوروبا على متن قوارب مهاجرين تغادر ليبيا.
modality: قال كازنوف إن لدى الحكومات تعاونا كاملا وردا سريعا.
asked: رد المتحدث باسم تويتر بأن الموقع سيتعاون مع المحققين.
speaker: قال الفانو إن قطع شبكة الإنترنت ليس أمرا واردا.
speaker: قال كازنوف إننا نراجع كل المحتوى وفقا لقواعدنا التي تحظر تهديدات العنف المباشرة.
office: جوليان كينغ هو المفوض الأوروبي للهجرة والشؤون الداخلية والمواطنة.
office: ديمتريس أفراموبولوس هو الأمين العام لجهاز الشرطة الدولية.
place: التقى كازنوف بممثلي شركات التكنولوجيا خلال زيارة باريس.
time: حذر مينيتي هذا الأسبوع من الإرهابيين.
splice: وقعت الولايات المتحدة وإيطاليا اتفاقية لإزالة المحتوى الإرهابي من الإنترنت في غضون ساعتين.
list: يضم الاتفاق شركات فيسبوك وغوغل وتويتر ومايكروسوفت وأمازون.
other: أوقفت شركات الإنترنت التجنيد.
"""

TRUE = """
وقعت الولايات المتحدة وإيطاليا اتفاقية لتبادل قواعد بيانات بصمات الأصابع.
أوفدت غوغل إلى اللقاء مستشارها ومدير السياسة العامة نيكلاس لوندبلاد.
أرسلت مايكروسوفت جون فرانك.
قال مسؤولون إن الاتفاق يهدف إلى إزالة المحتوى الإرهابي خلال ساعتين من نشره.
قالت سيسيليا ملمستروم إن قطع شبكة الإنترنت ليس أمرا واردا.
حذر مينيتي من أن الإرهابيين قد يدخلون أوروبا على متن قوارب مهاجرين.
قال ريتشاردز إن نهج بريطانيا القاسي غالبا ما يكون غير مستساغ سياسيا في العديد من البلدان المتقدمة.
طلب وزير الداخلية الفرنسي برنار كازنوف من شركات الإنترنت تعاونا مباشرا مع أجهزة الأمن الفرنسية.
يعرقل البرلمان الأوروبي قانونا للكشف عن معطيات شركات النقل الجوي.
كان الشاب عائدا من سوريا عبر ألمانيا.
تمكنت كثير من العائلات من تحديد أماكن وجود أبنائها عن طريق خدمة تحديد الأمكنة.
علاقة داعش بالإنترنت أشبه بعلاقة السمكة بالمياه بحسب مينيتي.
ناقش الوزراء سبل معالجة مشكلة مقاضاة العائدين.
يورغن ستوك هو الأمين العام لجهاز الشرطة الدولية الإنتربول.
"""


@pytest.mark.parametrize("line", FALSE.strip().splitlines())
def test_a_sentence_that_the_articles_do_not_say_is_not_supported_by_any_of_them(line: str, articles) -> None:
    passages, vectors, spellings = articles
    assert not verify(line.partition(": ")[2], passages, vectors, Alike(), spellings).supported


@pytest.mark.parametrize("claim", TRUE.strip().splitlines())
def test_what_an_article_says_in_other_words_is_supported(claim: str, articles) -> None:
    passages, vectors, spellings = articles
    assert verify(claim, passages, vectors, Alike(), spellings).supported
