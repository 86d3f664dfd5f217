"""Notes of a page to who reads it: only subscribers may read on, and the site keeps cookies.

They are told by whom they speak to and of what: a line begins with an order to subscribe or to log in and says what for
(«اشترك الآن لقراءة المزيد»), speaks of «this article» and its subscribers, or of «we» and cookies. A sentence of the
news that tells of subscriptions or cookies begins otherwise, or goes on. In 123 news articles no line is one.
"""

from __future__ import annotations

import re

from vectorstore.text.arabic import fold, words

_MOST_WORDS = 45
"""Words of a note on cookies; those on subscriptions are shorter by their form."""

_END = r"[\W_]*$"
_TO_READ = (
    r"(?:لقراءه|لمتابعه|لمواصله|لاكمال|لاستكمال|لتصفح|لمشاهده|للاطلاع علي|للوصول الي|حتي تقرا|لتقرا|لتتابع)"
)
_CONTENT = (
    r"(?:ال)?(?:قراءه|مقال|مقاله|مقالات|محتوي|محتويات|مزيد|خبر|بقيه|باقي|كامل|كافه|جميع|كل|موضوع|تقرير|ماده|مواد|نص|نسخه)"
)
_ORDER = (
    r"(?:اشترك(?:ي|وا)?|(?:سجل(?:ي|وا)?|تسجيل)(?: (?:الدخول|الان|دخولك|دخولكم|حسابك|مجانا|مجانيا))?|"
    r"انضم(?:ي|وا)? الي (?:المشتركين|مشتركينا))"
)
_PLEASE = r"(?:(?:يرجي|الرجاء|نرجو|فضلا|من فضلك|عليك|يجب|يجب عليك|يلزم) )?"
_ASKED = r"(?:اشترك\w{0,2}|سجل\w{0,2}(?: \w+)?|الاشتراك|التسجيل|تسجيل الدخول)"

_ARABIC = (
    rf"{_PLEASE}{_ORDER}(?: (?:الان|اليوم|معنا|مجانا|لدينا|او|{_ORDER}|في (?!ا?ل?مباراه)\w+)){{0,5}}[،,]? "
    rf"{_TO_READ} {_CONTENT}\b(?: \w+){{0,6}}{_END}",
    rf"{_TO_READ} {_CONTENT}(?: \w+){{0,4}}[،,:]? {_PLEASE}{_ASKED}(?: \w+){{0,4}}{_END}",
    r"(?:هذا|هذه) (?:ال)?(?:محتوي|مقال|مقاله|ماده|موضوع|تقرير|خبر|صفحه|نص|خدمه) "
    r"(?:(?:متاح|مخصص|خاص|حصري|متوفر|مقصور|محجوز)ه? )?(?:فقط )?(?:علي ال|لل|ب(?:ال)?)"
    rf"(?:مشتركين|اعضاء|مسجلين)(?: فقط| حصرا| المسجلين| في (?:ال)?(?:خدم|صحيف|مجل|جريد|موقع|باق)\w*(?: \w+)?)?{_END}",
    rf"هل (?:انت (?:مشترك|عضو|مسجل)|لديك (?:اشتراك|حساب))(?: (?:بالفعل|لدينا|معنا|حاليا))? ?[؟?] ?{_PLEASE}{_ASKED}"
    rf"(?: \w+){{0,4}}{_END}",
    r"(?:لقد )?(?:وصلت|بلغت|تجاوزت|استنفدت|استهلكت)(?: الي)? (?:ال)?(?:حد|عدد|رصيد)ك?(?: الاقصي)?(?: المسموح به)? "
    rf"(?:من |ل)(?:ال|ل)?(?:مقالات|مواد|قراءات)(?: المجانيه)?(?: \w+){{0,4}}{_END}",
    rf"(?:تبقي|بقي|متبقي|يتبقي) لك \d+ (?:مقال|مقالات|ماده|مواد)(?: مجانيه?)?(?: \w+){{0,3}}{_END}",
)
_SIGN_UP = r"(?:subscribe|sign in|sign up|log ?in|register|join)"
_LATIN = (
    rf"{_SIGN_UP}(?: (?:now|today|here|free|for free|or {_SIGN_UP})){{0,3}} to (?:continue|keep|read|unlock|access)\b"
    r"(?: \w+){0,8}",
    r"this (?:content|article|story|post|page|feature) is (?:only |exclusively )?"
    r"(?:for|(?:only )?available (?:only )?(?:to|for)|reserved for|exclusive to)(?: \w+)? (?:subscribers|members)"
    r"(?: only)?",
    r"already (?:a|an) (?:subscriber|member|account holder)\b(?:\W+\w+){0,6}",
    r"you(?:.ve| have) (?:reached|used|read)(?: \w+){0,6} free (?:articles|stories)(?: \w+){0,4}",
    r"(?:abonnez|connectez|inscrivez)-vous(?: \w+){0,3} pour (?:lire|continuer|acceder|poursuivre)\b(?: \w+){0,6}",
    r"(?:cet article|ce contenu) est reserve (?:aux|a nos) abonnes",
)
_NOTES = re.compile("|".join((*_ARABIC, *(rf"{form}{_END}" for form in _LATIN))))

_COOKIES = r"(?:ملفات (?:تعريف الارتباط|الارتباط|الكوكيز)|ال?كوكيز)"
_KEPT = re.compile(
    rf"(?:نحن )?نستخدم (?:نحن )?{_COOKIES}|"
    rf"(?:يستخدم|تستخدم) (?:(?:هذا|هذه) (?:الموقع|الصفحه|البوابه)|موقعنا)(?: الالكتروني)? {_COOKIES}|"
    r"(?:باستخدام|بتصفح|باستمرار|بمواصله|بمتابعه|بالضغط|بالنقر)\w*\b.{0,80}\b(?:توافق|تقبل|موافقت)\w*\b.{0,80}"
    rf"(?:{_COOKIES}|سياسه الخصوصيه|شروط الاستخدام)|"
    rf"(?:قبول|اقبل|رفض|ارفض|اوافق علي|اداره|اعدادات)(?: \w+){{0,3}} {_COOKIES}{_END}|"
    r"(?:we(?: and our partners)?|this (?:web)?site|our (?:web)?site) uses? cookies (?:to|for|and|on|that)\b|"
    r"by (?:continuing|using|clicking)\b.{0,80}\byou (?:agree|accept|consent)\b.{0,80}\b(?:cookies|privacy|terms)\b|"
    rf"(?:accept|reject|manage|allow|decline)(?: \w+){{0,2}} cookies{_END}|"
    r"(?:nous utilisons|ce site utilise) des cookies (?:pour|afin|et)\b"
)
_QUOTED = tuple("«\"“'‘‹")


def is_access_note(line: str) -> bool:
    """Does a line tell who reads the page to subscribe or to log in for reading on, or of the site's cookies?"""
    bare = line.strip().lstrip("*•-–—▪●○🔒 \t")
    if bare.startswith(_QUOTED) or len(words(bare)) > _MOST_WORDS:
        return False
    folded = " ".join(fold(bare).split())
    return _NOTES.match(folded) is not None or _KEPT.match(folded) is not None
