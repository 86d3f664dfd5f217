"""What programs call a file that nobody gave a title: «Microsoft Word - مستند1», «untitled», its own name."""

from __future__ import annotations

import re

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\s?\d*|بدون عنوان.*|مستند\s?\d*"
    r"|powerpoint[- ]presentation|presentation\s?\d*|عرض تقديمي(?: في powerpoint|\s?\d*)"
    r"|layout\s?\d*|(?:book|sheet)\s?\d+"
    r"|.*\.(?:docx?|pdf|rtf|txt|html?|indd|qxd|odt|tmp)|about:blank|https?://.*"
    r"|[\W\d_]*|title|print(?:ing)?|slide \d+)",
    re.IGNORECASE,
)


def is_junk_title(title: str) -> bool:
    """Is it what a program calls a file that nobody gave a title?"""
    return bool(_JUNK_TITLE.fullmatch(title))
