"""Verbs of saying in the forms that answering and verifying look for, folded."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set
from vectorstore.text.lexicon import (
    CONTINUING_VERBS,
    REPORTING_VERBS,
    SPEECH_PARTICIPLES,
    STATING_VERBS,
    VERBS_BEFORE_SPEAKERS,
)

_JOINED_VERBS = ("قال", "اكد", "اوضح", "اضاف", "اشار")
"""Verbs that count with a conjunction, too: with «و» the others had a name after them in three of 16 sentences of the
news, mostly an office or «قائلا»."""

_IMPERFECT_STEMS = ("قول", "ؤكد", "وضح", "ذكر", "شير")
_ENGLISH = ("said", "says", "stated", "added", "noted", "told")

SAYING_FORMS = frozenset(
    (
        *(form for verb in REPORTING_VERBS for form in (verb, verb + "ت")),
        *(form for verb in _JOINED_VERBS for form in ("و" + verb, "و" + verb + "ت")),
        *(person + stem for stem in _IMPERFECT_STEMS for person in "يت"),
        "قالوا",
        *_ENGLISH,
    )
)
"""Words of saying as they stand in a text: who follows them speaks, and a retelling may choose another of them."""

GOING_ON = (*REPORTING_VERBS, *CONTINUING_VERBS, *STATING_VERBS, *(word + "ا" for word in SPEECH_PARTICIPLES))
"""With these a sentence begins whose speaker was named in the one before («وأضاف …», «مضيفا …»), without endings."""

GIVING_THE_WORD = (*VERBS_BEFORE_SPEAKERS, *STATING_VERBS)
"""Verbs after which an article names who speaks. With all verbs of saying 55 of the seeds, news and question texts that
were tried got another speaker, of those looked at most nobody («وعاد بعضهم»)."""

OPINIONS = (
    SAYING_FORMS
    | {form for verb in STATING_VERBS for form in (verb, verb + "ت")}
    | word_set(
        "موقف تعليق تصريح رد ردت يري تري رات يعتقد تعتقد علق علقت وصف وصفت برر بررت علل عللت فسر فسرت انتقد انتقدت "
        "طالب طالبت"
    )
)
"""Words before who it is, in a question for what somebody says or thinks."""

ASKED_SAYING = SAYING_FORMS - frozenset(_ENGLISH) | word_set(
    "قالوا يقول تقول بيقول بتقول علق علقت رد ردت صرح صرحت حكي حكت حكا يحكي بيحكي"
)
"""Verbs by which one asks what somebody said, whatever verb the article has for it."""

_SPOKEN_VERBS = (
    *GOING_ON, "علق", "رد", "كتب", "غرد", "نفي", "انتقد", "وصف", "اقر", "اعترف", "توقع", "تساءل", "كشف", "اخبر",
)  # fmt: skip

SPEAKING = SAYING_FORMS | frozenset(
    f"{join}{verb}{ending}" for join in ("", "و", "ف") for verb in _SPOKEN_VERBS for ending in ("", "ت", "ه")
) | word_set("قائلا قائله وقائلا بقوله بقولها قوله قولها")
"""Words in a text beside which stands who speaks."""
