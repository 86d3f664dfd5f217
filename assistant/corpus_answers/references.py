"""Which articles a question names: by file, by number in the list, by title, by paper, or «this article».

What it finds is an article that is there; a name that fits none is no reference. It does not search texts for a
subject (see `mentions`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from assistant.corpus_answers.folder import Folder
from assistant.corpus_answers.mentions import subject
from assistant.lexicon.folder import (
    ABOUT_FOLDER,
    ABOUT_WORDS,
    ACCORDING_TO,
    MENTIONING,
    NOUN_CLITICS,
    ONE_ARTICLE,
    RELATIVE_WORDS,
    THIS,
    is_article_noun,
    ordinal,
)
from assistant.lexicon.speech_verbs import SAYING_FORMS
from assistant.question.intent import FILE_NAME
from vectorstore.ledger.rows import ArticleRecord
from vectorstore.text.arabic import Token, fold, normalise, stem, strip_clitics, tokens, words
from vectorstore.text.stopwords import STOPWORDS

TITLE_SHARE, TITLE_WORDS = 0.6, 2
"""Share of a title's words, and how many at least, that name an article by its title."""

PAPER_WORDS, PAPER_PASSAGES = 3, 400
"""Words behind «مقال» that may name its paper, and passages looked through for it."""

_QUOTED = re.compile("«([^»]+)»|“([^”]+)”|\"([^\"]+)\"")
_COUNTED = re.compile(
    rf"(?:\b(?:في|{'|'.join(ACCORDING_TO)}|من|in|from|according to) )?"
    r"(?:\b(?:ال|لل|بال)مقال[هة]? (?:رقم )?|\bthe article |\barticle )"
    r"((?:ال)?\w+)\b"
)
"""«في المقال الثاني»: what follows the noun, which may be a number."""
_NAME_LIKE = re.compile(r"\w*\d\w*[_-]\w+|\w+[_-]\w*\d|(?:ملف|file|fichier) \d")
_OF_THEM = re.compile(r"\b(?:منها|منهم|of them|d'entre eux)\b")
_NUMBERED = re.compile(r"(\w+)\s+(?:رقم\s+)?(\d{1,6})(?![\w.])")
_AND, _NUMBER = ("و", "and", "et"), ("رقم", "number")
_DIGITS = re.compile(r"\d{1,6}")
_ONE_ARTICLE = re.compile(f"^{NOUN_CLITICS}(?:{'|'.join(ONE_ARTICLE)}|article|file|fichier)$")
_ARTICLE_OF = re.compile(f"^[وفبلك]?(?:{'|'.join(ONE_ARTICLE)})$")
_LAST_CITED = re.compile(r"^(?:لخصه|لخصها|اختصره|اوجزه|لخصلي ياه|summari[sz]e it|resume-le)\b")


def named_articles(question: str, folder: Folder, pointed: bool = True) -> list[ArticleRecord]:
    """The articles that the question names, in its order; none where it names none.

    `pointed`: also the one that it only points at («هذا المقال», «المقال»).
    """
    found = _by_file(question, folder.articles) or _by_quoted_title(question, folder.articles)
    found = found or _by_number(question, folder) or _by_title(question, folder.articles)
    return list(dict.fromkeys(found or _by_paper(question, folder) or (_this(question, folder) if pointed else ())))


def named_files(question: str, articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    """Only those that are named by their file, as «041.txt», «المقال 041» or a name that nothing else has."""
    return _by_file(question, articles)


def limiting_articles(
    question: str, articles: Callable[[], Sequence[ArticleRecord]]
) -> tuple[list[ArticleRecord], str]:
    """The articles that a question to the articles is limited to («في المقال الثاني، كم …؟»), and the rest of it.

    By file, or by number where «المقال» stands before it; `articles` is asked only where the question may name one.
    """
    normalised = normalise(question)
    counted = _COUNTED.search(normalised.text)
    if not (counted or FILE_NAME.search(question) or _NAME_LIKE.search(normalised.text)):
        return [], question
    known = articles()
    named = _by_file(question, known)
    if not named and counted:
        number = int(counted[1]) if counted[1].isdecimal() else ordinal(counted[1])
        if number and number <= len(known):
            named = [known[number - 1 if number > 0 else number]]
    if not named:
        return [], question
    rest = FILE_NAME.sub(" ", question)
    if counted and (counted[1].isdecimal() or ordinal(counted[1])):
        start, end = (normalised.offsets[place] for place in counted.span())
        rest = question[:start] + " " + question[end:]
    return named, " ".join(rest.split()).lstrip("،, ") or question


def _by_file(question: str, articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    folded = fold(question)
    if not any(character.isdigit() or character in "._-#" for character in folded):
        return []
    numbers = {number for noun, number in _NUMBERED.findall(folded) if is_article_noun(noun)}
    named = []
    for article in articles:
        name = fold(PurePosixPath(article.file).name)
        bare = name.rsplit(".", 1)[0]
        telling = len(bare) >= 6 and any(c.isdigit() or c in "_-" for c in bare)
        whole_names = {fold(article.source), name, *((bare,) if telling else ())}
        places = [_place(known, folded) for known in whole_names if known in folded]
        if bare in numbers or (bare.split("_")[0] in numbers and bare.split("_")[0].isdigit()):
            places.append(folded.find(bare.split("_")[0]))
        at = [place for place in places if place >= 0]
        if at:
            named.append((min(at), article))
    whole = [item for item in named if item[1].source != item[1].file and fold(item[1].source) in folded]
    return [article for _, article in sorted(whole or named, key=lambda item: item[0])]


def _place(name: str, folded: str) -> int:
    """Where a name stands by itself, or behind «و» or a preposition, in the question; -1 where it does not."""
    found = re.search(rf"(?:(?<![\w.])|(?<=\s[وبل])){re.escape(name)}(?!\w)", folded)
    return found.start() if found else -1


def _by_quoted_title(question: str, articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    found = []
    for match in _QUOTED.finditer(question):
        asked = _content("".join(group or "" for group in match.groups()))
        best = max(articles, key=lambda one: _shared(asked, one.title), default=None)
        if best is not None and asked and _shared(asked, best.title) >= max(TITLE_WORDS, 0.75 * len(asked)):
            found.append(best)
    return found


def _by_title(question: str, articles: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    asked = _content(question)
    scored = [(_shared(asked, one.title), len(_content(one.title)), one) for one in articles if one.title]
    fit = [
        (count, one) for count, length, one in scored if length and count >= max(TITLE_WORDS, TITLE_SHARE * length)
    ]
    return [max(fit, key=lambda item: item[0])[1]] if fit else []


def _by_number(question: str, folder: Folder) -> list[ArticleRecord]:
    """«المقال الثاني», «الثاني منها», «article 3»: places in the list as it is shown."""
    found = tokens(question)
    numbers = []
    counted = -1  # the place of the last number of an article
    for place, token in enumerate(found):
        before = found[place - 1].text if place else ""
        number = ordinal(token.text)
        digits = token.text.removeprefix("و")
        joined = counted >= 0 and place - counted <= 2 and (digits != token.text or before in _AND)
        if number is None and _DIGITS.fullmatch(digits) and (joined or is_article_noun(before) or before in _NUMBER):
            number = int(digits)
        if number is not None and (joined or _counts_articles(found, place)):
            numbers.append(number)
            counted = place
    listed: Sequence[ArticleRecord] = folder.articles
    if numbers and _OF_THEM.search(fold(question)):  # of those that were shown last, where any were
        listed = [one for source in folder.last_cited() if (one := folder.numbered(source))] or listed
    return [listed[n - 1 if n > 0 else n] for n in numbers if listed and (n == -1 or 0 < n <= len(listed))]


def _counts_articles(found: Sequence[Token], place: int) -> bool:
    """Is the number one of articles: is one named beside it, or does the question begin with it?"""
    near = [token.text for token in found[max(0, place - 3) : place + 3]]
    return any(map(is_article_noun, near)) or any(word in ("منها", "منهم", "رقم") for word in near)


def _by_paper(question: str, folder: Folder) -> list[ArticleRecord]:
    """«مقال المدن»: the words behind the noun stand in the lines around an article's text."""
    found = tokens(question)
    named = []
    for place, token in enumerate(found):
        if not is_article_noun(token.text):
            continue
        behind = [t.text for t in found[place + 1 : place + 1 + PAPER_WORDS]]
        for count in range(len(behind), 0, -1):
            paper = behind[:count]
            if any(word in ABOUT_FOLDER or word in STOPWORDS or word in THIS for word in paper):
                continue
            articles = _around_text(paper, folder)
            if len(articles) == 1:
                named += articles
                break
    return named


def _around_text(paper: Sequence[str], folder: Folder) -> list[ArticleRecord]:
    """The articles whose surrounding lines have these words in a row."""
    index = folder.search.snapshot
    hits = index.search_text({stem(word) for word in paper}, set(paper), PAPER_PASSAGES)
    wanted = " ".join(paper)
    sources = {
        passage.source
        for passage in index.passages([name for name, _ in hits]).values()
        if passage.kind == "boilerplate" and f" {wanted} " in f" {' '.join(words(passage.text))} "
    }
    return [article for article in folder.articles if article.source in sources]


def _this(question: str, folder: Folder) -> list[ArticleRecord]:
    """«هذا المقال», «لخصه»: the article that was cited last, or the only one there is."""
    found = tokens(question)
    one_article = any(_ONE_ARTICLE.match(token.text) for token in found)
    if not (one_article or _LAST_CITED.match(fold(question))):
        return []
    if len(folder.articles) == 1:
        return list(folder.articles)
    if any(_is_of_subject(*pair) for pair in pairwise(found)) or is_described(question):
        return []
    return [article for source in folder.last_cited()[:1] if (article := folder.numbered(source))]


def _is_of_subject(noun: Token, other: Token) -> bool:
    """Is it «مقال المهرجان», «مقال سد المسيرة»: one article, without «ال», in construct with what it is about?"""
    return bool(_ARTICLE_OF.match(noun.text)) and bool(subject(other.text))


def is_described(question: str) -> bool:
    """Does it say which article is meant by what that is about («المقال عن الحصبة», «الخبر الذي يتحدث عن الجسر»)?

    Not where the noun is pointed at («هذا المقال»), or says it itself («ماذا يقول المقال عن الحصبة؟»).
    """
    found = tokens(question)
    for place, token in enumerate(found[:-1]):
        if not is_article_noun(token.text):
            continue
        before = found[place - 1].text if place else ""
        behind = [one.text for one in found[place + 1 : place + 3]]
        if before in THIS or before in MENTIONING or strip_clitics(before) in SAYING_FORMS or behind[0] in THIS:
            continue
        told = behind[0] in ABOUT_WORDS or (behind[0] in RELATIVE_WORDS and behind[-1] in MENTIONING)
        if told and subject(question[found[place + 1].start :]):
            return True
    return False


def says_which(question: str) -> bool:
    """Does it say which article is meant, by what that is about («المقال عن الحصبة») or in construct («مقال السد»)?"""
    return is_described(question) or any(_is_of_subject(*pair) for pair in pairwise(tokens(question)))


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 1)


def _shared(asked: Iterable[str], title: str) -> int:
    return len(_content(title).intersection(asked)) if title else 0
