"""The PDF files that people's programs print, word for word: `shared/cases`, made for this project."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vectorstore.formats.documents import read_documents
from vectorstore.types import Document, Remark

CASES = Path(__file__).parent.parent.parent / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the folder shared/cases is not beside the checkout")

AYAT = """
آية الكرسي الله لا إله إلا هو الحي القيوم لا تأخذه سنة ولا نوم له ما في السماوات وما في الأرض من ذا الذي يشفع
عنده إلا بإذنه يعلم ما بين أيديهم وما خلفهم ولا يحيطون بشيء من علمه إلا بما شاء وسع كرسيه السماوات والأرض ولا
يئوده حفظهما وهو العلي العظيم.
"""
MANDELA = """
تفشى فيروس إيبولا مجددا. أودى إيبولا بحياة مئات، وينتقل إيبولا عبر سوائل مريض مصاب. لا علاج شافيا لفيروس إيبولا
حتى وقت قريب. سافر مانديلا شابا إلى جوهانسبرغ، ودرس مانديلا فيها محاميا، ثم سجن مانديلا طويلا. خرج مانديلا مسنا
لكنه لم يكن غاضبا، وصار رئيسا بعد أربعة أعوام.
"""
SAFETY = """
تعليمات السلامة لا يدخل أحد غرفة الأجهزة إلا بتصريح، ولا يفتح الباب إلا بعد الإعلام، ولا يترك مفتوحا. لا تنقل
الأجهزة ولا تفك ولا ترسل إلا إلى المركز، ولا يستعمل سلك تالف إلا بعد إصلاحه كاملا. لا يخرج موظف قبل زميله إلا
بإذن، ولا يسلم مفتاح إلا لمسؤول، ولا يعاد تشغيل محول إلا بأمر كتابي أولا.
"""
LIGATURES = """
الجديد. قال محمد إن الله يحب المحسنين، ولا شك أن اللجنة المكلفة بالملف ستنجح في الخروج بتوصيات لحماية المجتمع
بحلول 2030. بلغت نسبة النمو 4.5% في عام 2022، مقابل 12,300 دولار للفرد (حوالي 45,000 ريال) في الفترة 2019-2021.
أطلقت شركة Microsoft خدمة Azure في المنطقة، وقالت الشركة إن الخدمة متاحة عبر الموقع example.com منذ الثلاثاء.
كَتَبَ المُعَلِّمُ الدَّرْسَ عَلَى السَّبُّورَةِ، ثُمَّ شَرَحَهُ لِلطُّلَّابِ شَرْحًا وَافِيًا. لجأت الحكومة إلى
الاقتراض لمواجهة الأزمة، كما خصصت مبالغ لتمويل المشاريع التنموية في محافظات الجنوب الليبية.
"""
VERSES = """
قصيدة المعلم قُم لِلمُعَلِّمِ وَفِّهِ التَبجيلا كادَ المُعَلِّمُ أَن يَكونَ رَسولا أَعَلِمتَ أَشرَفَ أَو أَجَلَّ
مِنَ الَّذي يَبني وَيُنشِئُ أَنفُساً وَعُقولا سُبحانَكَ اللَهُمَّ خَيرَ مُعَلِّمٍ عَلَّمتَ بِالقَلَمِ القُرونَ
الأولى أَخرَجتَ هَذا العَقلَ مِن ظُلُماتِهِ وَهَدَيتَهُ النورَ المُبينَ سَبيلا وَطَبَعتَهُ بِيَدِ المُعَلِّمِ
تارَةً صَدِئَ الحَديدُ وَتارَةً مَصقولا أَرسَلتَ بِالتَوراةِ موسى مُرشِداً وَاِبنَ البَتولِ فَعَلَّمَ الإِنجيلا
وَفَجَّرتَ يَنبوعَ البَيانِ مُحَمَّداً فَسَقى الحَديثَ وَناوَلَ التَنزيلا
"""
SAYINGS = """
إِنَّ اللَّهَ يَأْمُرُكُمْ أَنْ تُؤَدُّوا الأَمَانَاتِ إِلَى أَهْلِهَا وَإِذَا حَكَمْتُمْ بَيْنَ النَّاسِ أَنْ
تَحْكُمُوا بِالعَدْلِ. قَالَ رَسُولُ اللَّهِ صَلَّى اللَّهُ عَلَيْهِ وَسَلَّمَ: إِنَّمَا الأَعْمَالُ
بِالنِّيَّاتِ، وَإِنَّمَا لِكُلِّ امْرِئٍ مَا نَوَى.
"""
NUMBERS = """
ولد في ١٩٦٧/٠٣/٢١ وتوفي في 12/05/2019م عن عمر ٥٢ عاما. الهاتف: +966 11 234 5678 والبريد info@example.com والموقع
https://example.com/a-b?x=1. من الساعة 8:30 إلى 17:45، بنسبة 12.5% أي ١٢٫٥٪، والمبلغ 1,250,000 ريال (١٬٢٥٠٬٠٠٠).
المادة (5/أ) من القانون رقم (27) لسنة 2015، ص. 14-18، والفقرة «ج». درجة الحرارة -5 مئوية، والعملة €20 و$35 و£7.
فاز الفريق 3-1 ثم تعادل 2:2 في 1999-2000. أصدرت Apple هاتف iPhone 15 Pro Max بسعر 1199 دولارا.
"""
DECREE = """
The decree was signed on ١٤ إبريل ١٤٣٤ in the capital of the kingdom by the minister of trade. It was published
in the official gazette on 14 April 2013 and came into force soon after that day.
"""


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def read(name: str) -> Document:
    path = CASES / name
    (found,) = read_documents(path, path.name)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("01_pdf_refused_ula_illa/ayat_kursi.pdf", AYAT),
        ("01_pdf_refused_ula_illa/ebola_mandela.pdf", MANDELA),
        ("01_pdf_refused_ula_illa/safety_rules.pdf", SAFETY),
        ("02_pdf_ligatures/lo_Amiri.pdf", LIGATURES),
        ("04_pdf_vocalised/shawqi_vocalised.pdf", VERSES),
        ("04_pdf_vocalised/Amiri_start.pdf", VERSES + SAYINGS),
        ("11_partly_scanned/one_text_page_four_scans.pdf", NUMBERS),
        ("12_misc/no_eof.pdf", NUMBERS),
        ("12_misc/english_page.pdf", DECREE),
    ],
)
def test_every_word_of_a_printed_page_is_read_with_its_marks(name: str, written: str) -> None:
    assert words(read(name).text) == words(written)


@pytest.mark.parametrize("name", ["KacstBook", "Scheherazade", "Noto_Kufi_Arabic"])
def test_justified_lines_say_what_the_document_beside_them_says(name: str) -> None:
    import docx

    folder = CASES / "03_pdf_kashida_libreoffice"
    stated = folder / f"{name}.docx"
    paragraphs = docx.Document(str(stated if stated.exists() else folder / "KacstBook.docx")).paragraphs
    written = words(" ".join(paragraph.text for paragraph in paragraphs))
    assert len(written) == 136
    assert words(read(f"03_pdf_kashida_libreoffice/{name}.pdf").text) == written


def test_pages_that_are_pictures_are_named() -> None:
    assert Remark("pages_unread", "2-5") in read("11_partly_scanned/one_text_page_four_scans.pdf").remarks


def test_an_empty_cell_of_a_printed_table_stays_empty() -> None:
    text = read("05_tables/trains.pdf").text
    assert "الوجهة: تل الياسمين | الدرجة الأولى: 65 دينارا | الدرجة الثانية: — | مدة الرحلة: 5 ساعات" in text
    assert "الوجهة: بئر السلام | الدرجة الأولى: — | الدرجة الثانية: 22 دينارا | مدة الرحلة: ساعتان" in text
