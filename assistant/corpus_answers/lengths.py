"""The longest and the shortest article, by the words of its text."""

from __future__ import annotations

import re

from assistant.corpus_answers.folder import Folder, named_by_title
from assistant.lexicon.folder import is_article_noun
from assistant.messages import say
from assistant.types import Reply
from vectorstore.text.arabic import fold, words

SHOWN = 3
COUNTED = 12
"""Articles whose words are counted: those with the most, or the fewest, characters."""

_LONGEST = re.compile(r"\b(?:ال)?اطول\b|\b(?:ال)?اكثر (?:ال)?كلم|\b(?:longest|le plus long)\b")
_SHORTEST = re.compile(r"\b(?:ال)?اقصر\b|\b(?:ال)?اقل (?:ال)?كلم|\b(?:shortest|le plus court)\b")


def length_asked(question: str) -> str:
    """Is the "longest" or the "shortest" article asked for («ما أطول مقال؟», «المقال الأقصر»)? "" where neither is.

    What follows must not be something of another kind («أطول نهر في المقالات»): the noun stands beside the word.
    """
    folded = fold(question)
    for which, asked in (("longest", _LONGEST), ("shortest", _SHORTEST)):
        found = asked.search(folded)
        if found is not None:
            before, behind = words(folded[: found.start()])[-2:], words(folded[found.end() :])
            if any(map(is_article_noun, before)) or (behind and is_article_noun(behind[0])) or not behind:
                return which
    return ""


def by_length(which: str, folder: Folder) -> Reply:
    """The longest or shortest articles with how many words they have, and the article in question first."""
    longest = which == "longest"
    near = sorted(folder.articles, key=lambda one: one.characters, reverse=longest)[:COUNTED]
    counted = [(len(words(folder.search.snapshot.document(one.source).text)), one) for one in near]
    counted.sort(key=lambda item: (-item[0] if longest else item[0], item[1].source))
    count, first = counted[0]
    code = "folder_longest" if longest else "folder_shortest"
    told = say(code, folder.language, name=first.title or first.source, count=count)
    others = [
        say("folder_length", folder.language, source=one.source, count=number) for number, one in counted[1:SHOWN]
    ]
    shown = [named_by_title(folder, one) for _, one in counted[:SHOWN]]
    return Reply("corpus", " ".join([told, *others]), tuple(shown))
