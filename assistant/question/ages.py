"""Ages that are told without years: «في السابعة والثلاثين», «في العقد الرابع», «بلغ الستين», «ابن الخمسين»."""

from __future__ import annotations

import re

from assistant.lexicon.kinds import AGE_WORDS
from assistant.lexicon.numbers import TENS
from vectorstore.text.arabic import fold, normalise, words
from vectorstore.text.lexicon import ARABIC_ORDINALS
from vectorstore.types import Span

_ORDINALS = [word for line in ARABIC_ORDINALS.split(";") for word in line.split()[1:]]
_OF_YEARS = [f"ال{word}" for word in _ORDINALS if word.endswith(("ه", "لي"))]  # a year, «سنة», is feminine
_ONES = "|".join(word for word in _OF_YEARS if not word.startswith("العاشر"))
_OF_DECADES = "|".join(f"ال{word}" for word in _ORDINALS if f"{word}ه" in _ORDINALS and word != "حادي")
_TENS = [word for word, value in TENS.items() if value < 100 and not word.isascii()]
_TEN = "|".join(f"ال{word}" for word in _TENS)
_AND_TEN = "|".join(f"وال{word}" for word in _TENS)
_TWENTIES = "|".join(f"ال{word}ي?ات" for word in _TENS if word.endswith("ين"))
_TEENS = rf"(?:{_ONES}) (?:عشره?\b|(?:{_AND_TEN})\b)"
_OF_LIFE = r" (?:من (?:ال|سني )?عمر|ربيعا)"
_END = rf"(?=\s*$|\s*[،.؛,:)\"»!؟]|{_OF_LIFE}| (?:عاما|سنه)\b(?! \w*ماضي)| و| (?:قبل|حين|ثم) )"
"""«الثلاثين من مايو» and «الخمسين ألفا» are none."""
_HOUR = r"(?! (?:ظهرا|ليلا|صباحا|مساء|الا|و(?:ال)?(?:نصف|ربع|ثلث)|بتوقيت))"
_NUMBER = rf"(?:{_TEENS}|(?:{_TEN}){_END}|(?:{_ONES}|العاشره)(?={_OF_LIFE}))"
_REACHED = (
    r"[وف]?(?:[يت]?بلغ|بلغت|اتمم?ت?|[يت]تم|[يت]?ناهزت?|[يت]?تجاوزت?|[يت]تخطي|تخطت?|[يت]?شارفت?|[يت]?قاربت?|دخلت?|اكملت?|"
    r"[يت]كمل|ودعت?)"
)
_AGE = re.compile(
    rf"\b[وف]?في (?:سن |عمر )?{_NUMBER}{_HOUR}"
    rf"|\b{_REACHED} (?:علي |من |عن )?(?:(?:عام|سنت)(?:ه|ها) |سن |عمر )?{_NUMBER}"
    rf"|\b(?:عام|سنت)(?:ه|ها) (?:{_TEN}\b|{_ONES}|العاشر|ال\w+ (?:{_AND_TEN}|عشر)\b)"
    rf"|\b[وف]?(?:في|دخلت?|بلغت?) (?:العقد|عقده|عقدها) (?:{_OF_DECADES})\b"
    r"(?! مع )(?! من (?!عمر|العمر))"
    rf"|\bفي (?:اوائل |اواخر |منتصف |مطلع |نهايه )?(?:{_TWENTIES})"
    rf"(?:{_OF_LIFE}|(?=\s*[،.؛,)]))"
    rf"|\bعن عمر\b|\b(?:ابن|ابنه|ابنا|بنت) (?:{_TEENS}|(?:{_TEN})\b|العاشره\b|ال\d)"
    r"|\b(?:ذو|ذا|ذي|ذات) ال(?:اعوام|سنوات|ربيع)\b"
    rf"|\bدون (?:سن )?(?:العاشره|(?:{_ONES}) عشره)"
)


_LASTING = re.compile(
    r"^[وفبل]{0,2}(?:ال)?(?:سجن|سجنه|سجنها|حبس|حبسه|حبسها|عقوبه|اشغال|ايقاف|مده|مدته|مدتها|طوال|مدي|غضون|استمرت?|"
    r"[يت]ستمر|دامت?|[يت]دوم|استغرقت?|[يت]ستغرق|قضي|قضت|امضي|امضت)$"
)
_BORN = re.compile(r"\b[وف]?(?:ولدت?|مولود|مولوده|[يت]عود|بنيت?|انش[اي]ت?|اسست?|تاسست?|شيدت?|عاشت?|[يت]عيش)\b")
_SINCE = re.compile(
    r"\b[وف]?(?:قبل|بعد|منذ|خلال|لمده|طوال|علي مدي|في غضون)(?: (?:نحو|حوالي|قرابه|اكثر من|اقل من))?\W*$"
)
_AT_DEATH = re.compile(r"(?<!تقل )(?<!يقل )(?<!تزيد )(?<!يزيد )(?<!فضلا )\bعن (?:نحو |حوالي |قرابه |ما يقارب )?$")
"""«قضى عن 70 عاما»; but «بالسجن مدة لا تقل عن 5 سنوات»."""
_APPOSED = ("()", "،،")
"""What stands around an age that is told beside a name («بسجن سالم (35 عاما)»)."""
_OF_PRISON = re.compile(r"^\W*(?:سجنا|حبسا|نافذه|نافذا|مع وقف|مع الاشغال|من السجن|في السجن)\b")
_BEYOND_A_LIFE = re.compile(r"\b(?:الف|الاف|مليون|ملايين|مليار)\b")
_OF_A_LIFE = re.compile(r"^\W*(?:من (?:العمر|عمر\w*)|ربيعا)\b")
MAX_WORDS_BETWEEN = 12
"""Words between what lasts so long («بسجن …») and how long, over whom it befell."""


def tells_age(text: str) -> bool:
    """Does a text tell somebody's age by an ordinal, a ten or a decade of his life?

    Hours and days are told so, too: «في السابعة مساء», «في الثلاثين من مايو»; an hour is no more than twelve and a day
    is counted by the other gender.
    """
    return bool(_AGE.search(fold(text)))


def find_age(text: str) -> Span | None:
    """The words of a text that tell the only age in it so; None without one, or with several."""
    folded = normalise(text)
    found = list(_AGE.finditer(folded.text))
    if len(found) != 1:
        return None
    offsets = [*folded.offsets, len(text)]
    return offsets[found[0].start()], offsets[found[0].end()]


def is_no_age(before: str, told: str, behind: str) -> bool:
    """Are these years how long something lasted, by what stands before and behind them in their sentence?

    «قضت بسجن … سبع سنوات», «منذ 20 عاما»; not «بعد 80 عاما من العمر», nor what was born or built so long ago.
    """
    ahead, rest = fold(before), fold(behind)
    if _OF_A_LIFE.match(rest) or _BEYOND_A_LIFE.search(fold(told)) or tells_age(told):
        return False
    if not set(words(told)).isdisjoint(AGE_WORDS) or _AT_DEATH.search(ahead):
        return False
    if before.rstrip()[-1:] + behind.lstrip()[:1] in _APPOSED:
        return False
    if _SINCE.search(ahead):
        return not _BORN.search(ahead)
    for word in reversed(words(ahead)[-MAX_WORDS_BETWEEN:]):
        if not AGE_WORDS.isdisjoint((word, word.removeprefix("ال"), word.removeprefix("و"))):
            return False
        if _LASTING.match(word):
            return True
    return bool(_OF_PRISON.match(rest))
