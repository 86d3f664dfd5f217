"""How an article says that something is asked or not known."""

from __future__ import annotations

import re

from vectorstore.text.arabic import fold

DENYING = ("ليس", "غير", "ليست")
UNKNOWN = ("مجهول", "مجهوله")

_NOT_KNOWN = re.compile(
    r"(?<![^\W\d_])(?:و|ف)?(?:"
    r"(?:لم|لا|ولم|ولا)\s+(?:[يت]تضح|[يت]عرف|[يت]تاكد|[يت]حدد|[يت]علن|[يت]كشف|[يت]ذكر|[يت]تبين|[يت]وضح|[يت]فصح)"
    rf"|(?:{'|'.join(DENYING)})\s+(?:من\s+)?(?:ال)?(?:واضح|واضحا|معروف|معروفا|معلوم|معلوما|محدد|محددا)"
    r"|(?:لم|لا)\s+ت(?:توفر|توافر|رد)\s+(?:\S+\s+)?(?:تفاصيل|معلومات|انباء)"
    rf"|(?:ال)?(?:{'|'.join(UNKNOWN)}|غامض|غامضه)"
    r"|(?:unclear|unknown|not\s+(?:yet\s+)?known|not\s+(?:been\s+)?disclosed)"
    r")(?![^\W\d_])"
)


def leaves_open(sentence: str) -> bool:
    """Does a sentence ask something, or say that something is not clear, not known or not told?"""
    return sentence.rstrip(" «»\"'”)").endswith(("؟", "?")) or bool(_NOT_KNOWN.search(fold(sentence)))
