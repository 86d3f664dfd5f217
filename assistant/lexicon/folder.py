"""Words by which people speak of a folder's articles, as `vectorstore.text.arabic.fold` writes them."""

from __future__ import annotations

import re

from assistant.lexicon.numbers import word_set

ARTICLE = re.compile(
    r"^[وفبلك]?(?:ال|لل|هال)?(?:مقال|مقاله|مقالين|مقالان|مقالات\w{0,2}|ملف|ملفات\w{0,2}|ملفين|خبر|اخبار|نص|نصوص|"
    r"وثيقه|وثائق|مستند|مستندات|تقرير|تقارير)[اي]?$|^(?:articles?|files?|documents?|texts?|fichiers?|textes?)$"
)
"""A noun for an article or for several."""

ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "اول اولي first 1st premier premiere", "ثاني ثانيه تاني تانيه second 2nd deuxieme",
            "ثالث ثالثه تالت تالته third 3rd troisieme", "رابع رابعه fourth 4th quatrieme",
            "خامس خامسه fifth 5th cinquieme", "سادس سادسه sixth 6th sixieme", "سابع سابعه seventh 7th septieme",
            "ثامن ثامنه تامن eighth 8th huitieme", "تاسع تاسعه ninth 9th neuvieme", "عاشر عاشره tenth 10th dixieme",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
LAST = word_set("اخير اخيره last dernier derniere")
THIS = word_set("هذا هذه هذي هاد هادا هالمقال هالملف هالخبر ده دي نفس this that it same cet cette ce")

ABOUT_FOLDER = word_set(
    "ما ماذا من مين ايه شو وش ايش شنو كم كام قديش شحال بشحال اي انهي اين وين فين هل متي كيف بم باي لاي فاش شكون منو "
    "عندك لديك معك هناك توجد يوجد فيه فيها في عن علي الي مع هو هي هم التي الذي اللي يلي لي كل جميع بعض منها منهم "
    "تذكر يذكر ذكر ذكرت ذكره ذكرها مذكور مذكوره ورد وردت ورود وارد وارده تتحدث يتحدث تحدثت بتتكلم بيتكلم تتكلم يتكلم "
    "كيهدر كيهدرو كتهدر بيحكي بتحكي تحكي يحكي حكي تتناول يتناول تناول تناولت تتعلق يتعلق المتعلقه متعلق يخص تخص انذكر "
    "جه جاء اجا تذكرت اسم اسماء اسمه كلمه مره مرات قصه موضوع موضوعات حول بخصوص بشان شي شيء حاجه حدا احد سمها سمه "
    "اعرض اعرضي لي اعطني عطني ارني وريني فرجيني هات ابحث جد اجد اذكر عدد سم اسرد سرد بدي عايز عاوز اريد ابي ابغي ممكن "
    "لخص لخصي لخصلي لخصه ملخص ملخصا تلخيص خلاصه اوجز موجز اختصر اختصار زبده سالفه محتاج اعمل سطر سطرين جمله جملتين جمل "
    "ثلاث اربع خمس واحد احداث حدث وقائع رتب رتبلي زمنيا زمني بالتسلسل تسلسل تاريخ تواريخ بالتاريخ ترتيب "
    "بالترتيب خط جدول بالظبط فضلك سمحت قارن الفرق فرق بين يتفق تتفق يختلف تختلف يتناقض مجلد المجلد يتبع بتاع رقم "
    "عنوان عنوانه بعنوان كاتب كتب مؤلف ناشر نشر رابط مصدر حسب بحسب وفق "
    "which what who where when how many much do does did you have are is there in on of about the a an all any mention "
    "mentions mentioned talk talks article file show me find that give summary summarise summarize sum up please for "
    "name names list timeline order events event compare between and difference contain contains containing key points "
    "quels quel quelle quelles parlent parle parler mentionnent mentionne de du des la le les un une sur dans y t il "
    "a combien est ce que qui donne moi resume fais resumer liste chronologie compare entre et as tu quoi"
)
"""What a question about the folder says beside its subject."""


def is_article_noun(word: str) -> bool:
    """Does the folded word stand for an article or for several?"""
    return bool(ARTICLE.match(word))


def ordinal(word: str) -> int | None:
    """The number of «الثاني», «second»; -1 for the last; None for another word."""
    bare = re.sub("^[وفبل]?(?:ال|لل)", "", word)
    return -1 if bare in LAST else ORDINALS.get(bare)
