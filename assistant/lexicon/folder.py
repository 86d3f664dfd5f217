"""Words by which people speak of a folder's articles, as `vectorstore.text.arabic.fold` writes them."""

from __future__ import annotations

import re

from assistant.lexicon import numbers
from assistant.lexicon.numbers import word_set

NOUN_CLITICS = "[وفبلك]?(?:ال|لل|هال)?"
"""What is written onto a noun, as a pattern; with the «هال» of the dialects, «this»."""

ONE_ARTICLE = ("مقال", "مقاله", "ملف", "خبر", "نص")
"""What one article is called that both sides have before them."""

_PLURALS = ("مقالات", "ملفات")
"""These take endings («مقالاتك»)."""

ARTICLE_NOUNS = (
    *ONE_ARTICLE, *_PLURALS, "مقالين", "مقالان", "ملفين", "اخبار", "نصوص", "وثيقه", "وثائق", "مستند", "مستندات",
    "تقرير", "تقارير",
)  # fmt: skip
"""Nouns for an article or for several."""

_ARTICLE = re.compile(
    rf"^{NOUN_CLITICS}(?:(?:{'|'.join(_PLURALS)})\w{{0,2}}|{'|'.join(ARTICLE_NOUNS)})[اي]?$|"
    r"^(?:articles?|files?|documents?|texts?|fichiers?|textes?)$"
)

_THE_ONE = re.compile(
    rf"\b[وفبك]?(?:ال|لل|هال)(?:{'|'.join(ONE_ARTICLE)})\b|\b(?:the|this|that) (?:article|file|text|document)\b"
    r"|\b(?:l ?'|l’|cet |ce |le )(?:article|fichier|texte|document)\b"
)

_IN_COMPOUNDS = ("حادي", "حاديه", "ثان")
"""«الحادي عشر» is no first one, and «ثان» is another one."""

ORDINALS = {
    **{word: n for word, n in numbers.ORDINALS.items() if n <= 10 and word not in _IN_COMPOUNDS},
    "تاني": 2, "تانيه": 2, "تالت": 3, "تالته": 3, "تامن": 8,
    "1st": 1, "2nd": 2, "3rd": 3, **{f"{n}th": n for n in range(4, 11)},
    "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10,
}  # fmt: skip
"""Places in a list, also as the dialects say them."""

LAST = word_set("اخير اخيره last dernier derniere")
THIS = word_set("هذا هذه هذي هاد هادا هالمقال هالملف هالخبر ده دي نفس this that it same cet cette ce")

AUTHOR_WORDS = ("كاتب", "كتب", "مؤلف")
PUBLISHER_WORDS = ("ناشر", "مصدر", "رابط", "جريده", "جرنال", "مجله")
ABOUT_ARTICLE = word_set(
    "كاتب كاتبه كتب كتبه كتبت كتاب كتبها مؤلف مؤلفه الف محرر محرره حرر حرره ناشر ناشره نشر نشره نشرت نشرته انتشر اتنشر "
    "تنشر صدر صدرت نزل مصدر مصدره رابط رابطه عنوان عنوانه عناوين تاريخ تاريخه جريده جرنال صحيفه مجله موقع صحفي صحافي "
    "صاحب صاحبه اسم اسمه اسماء طول طوله كلمه كلمات وقع وقعه موقع معروف مكتوب يوم سنه عام شهر "
    "author authors wrote written writer date dated title titled published publisher publication source link newspaper "
    "website site length words long name byline signed auteur ecrit titre publie journal lien"
)
"""What is asked of an article itself: who wrote it, when and where it came out, its title, its length."""

ARTICLE_KINDS = word_set("راي افتتاحيه حوار مقابله تحقيق تحليل عمود بيان تعليق مراجعه")
"""What kind an article is of («مقال الرأي عن الجسر»); no word of its text need say so."""

FIGURE_WORDS = word_set(
    "رقم ارقام احصاءات احصائيات احصائيه نسب نسبه مبالغ بيانات رقميه استخرج استخراج طلع طلعلي طلعي اهم ابرز مذكوره "
    "figure figures number numbers statistics data extract key chiffre chiffres cles"
)
"""What is asked of an article whose figures are wanted."""

ACCORDING_TO = ("بحسب", "حسب", "وفق")

MENTIONING = word_set(
    "تذكر يذكر ذكر ذكرت تتحدث يتحدث تحدث تحدثت متحدث بتتكلم بيتكلم تتكلم يتكلم تكلم تكلمت كيهدر كيهدرو كتهدر "
    "بيحكي بتحكي تحكي يحكي حكي حكت تتناول يتناول تناول تناولت تتعلق يتعلق المتعلقه متعلق يخص تخص جايب جاب جابت "
    "بيذكر بتذكر كيذكر كتذكر سيره طاري تطرق تطرقت يتطرق تتطرق "
    "mention mentions mentioned mentioning talk talks talked is tells parle parlent mentionne"
)
"""Words for what an article does with its subject; a pronoun on or behind one of them stands for that."""

ABOUT_WORDS = ("عن", "حول", "بشان", "بخصوص", "about", "on", "sur")
RELATIVE_WORDS = ("الذي", "التي", "اللي", "يلي", "that", "which", "qui")
"""What stands between an article and what it is about («المقال عن الجسر», «المقال الذي يتحدث عن الجسر»)."""

STANDING = ("مذكور", "ورد", "وارد", "يرد", "ترد", "موجود")
"""How one asks what stands in the articles («هل ورد اسم …؟», «موجود عندك»)."""

GIVING = word_set("اعطني اعطيني اعطنا عطني عطيني هات هاتي اذكر اسرد عدد سم وريني ارني اريني")
"""Verbs by which one asks for something."""

ABOUT_FOLDER = word_set(
    "ما ماذا من مين ايه شو وش ايش شنو كم كام قديش شحال بشحال اي انهي اين وين فين هل متي كيف بم باي لاي فاش شكون منو "
    "عندك لديك معك هناك توجد يوجد فيه فيها في عن علي الي مع هو هي هم التي الذي اللي يلي لي كل جميع بعض منها منهم "
    "تذكر يذكر ذكر ذكرت ذكره ذكرها مذكور مذكوره ورد وردت ورود وارد وارده تتحدث يتحدث تحدثت بتتكلم بيتكلم تتكلم يتكلم "
    "كيهدر كيهدرو كتهدر بيحكي بتحكي تحكي يحكي حكي تتناول يتناول تناول تناولت تتعلق يتعلق المتعلقه متعلق يخص تخص انذكر "
    "جه جاء اجا تذكرت اسم اسماء اسمه كلمه مره مرات قصه موضوع موضوعات حول بخصوص بشان شي شيء حاجه حدا احد سمها سمه "
    "اعرض اعرضي لي فرجيني ابحث جد اجد سرد بدي عايز عاوز اريد ابي ابغي ممكن "
    "لخص لخصي لخصلي لخصه ملخص ملخصا تلخيص خلاصه اوجز موجز اختصر اختصار زبده سالفه محتاج اعمل سطر سطرين جمله جملتين جمل "
    "ثلاث اربع خمس واحد احداث حدث وقائع رتب رتبلي زمنيا زمني بالتسلسل تسلسل تاريخ تواريخ بالتاريخ ترتيب "
    "بالترتيب خط جدول بالظبط فضلك سمحت قارن الفرق فرق بين يتفق تتفق يختلف تختلف يتناقض مجلد المجلد يتبع بتاع رقم "
    "عنوان عنوانه بعنوان نشر مكتوب مكتوبه وارد اقدم احدث سيره طاري اكو كاين كاينه موجود كلام جاب جايب جات "
    "which what who where when how many much do does did you have are is there in on of about the a an all any mention "
    "mentions mentioned talk talks article file show me find that give summary summarise summarize sum up please for "
    "name names list timeline order events event compare between and difference contain contains containing key points "
    "quels quel quelle quelles parlent parle parler mentionnent mentionne de du des la le les un une sur dans y t il "
    "a combien est ce que qui donne moi resume fais resumer liste chronologie compare entre et as tu quoi"
).union(AUTHOR_WORDS, PUBLISHER_WORDS, ACCORDING_TO, GIVING)
"""What a question about the folder says beside its subject."""


def asks_of_one(folded: str) -> bool:
    """Does a folded question speak of one article that both sides know («كاتب المقال», «this article»)?"""
    return bool(_THE_ONE.search(folded))


def is_article_noun(word: str) -> bool:
    """Does the folded word stand for an article or for several?"""
    return bool(_ARTICLE.match(word))


def ordinal(word: str) -> int | None:
    """The number of «الثاني», «second»; -1 for the last; None for another word."""
    bare = re.sub("^[وفبل]?(?:ال|لل)", "", word)
    return -1 if bare in LAST else ORDINALS.get(bare)
