"""What a passage supports, in other words than its own: the claims of `claims_data` that are true.

Rules make mistakes; each keeps the meaning in nearly all sentences of those looked at. Word order, denials and
numerals are Arabic and English, the rest is done in any language.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.altered_claims import statement
from training import claims_words as told

Claim = tuple[str, str]
"""How it was made, and its text."""

SHORTEST, LONGEST = 4, 60
"""Words of a claim."""

_CONDITION = re.compile(r"(?<!\w)(?:إذا|لو|لولا|ما لم|إلا|باستثناء|سوى|if|unless|except|without|لا|لم|لن|not|never)(?!\w)")
_TAIL = re.compile(
    r" (?=(?:حيث|بينما|مما|كما|وذلك|وقد|وكان|وكانت|ليصبح|لتصبح|which|while|where|whereas|because|although|when)(?!\w))"
)
_DANGLING = re.compile(
    r"(?:\b(?:في|من|إلى|على|عن|أن|إن|و|أو|هو|هي|مثل|بين|كان|كانت|the|of|in|and|or|to|that|by|is|was|such as|for))\W*$"
)
_LEADING = re.compile(r"^(?:و?(?:في|خلال|بعد|قبل|منذ|عام|سنة|ومع|مع|وفقا|بحسب|In|On|At|During|After|Before|Since)) ")
_SAID = re.compile(
    rf"^و?(?P<verb>{'|'.join(told.SAYERS)}) (?P<who>[^،,:.]{{3,60}}?)،? (?:إن|أن|بأن|ان) (?P<what>ال?\w.{{15,}})$"
)
_SAID_ENGLISH = re.compile(
    r"^(?P<who>[A-Z][\w .'-]{2,50}?) (?P<verb>said|stated|argued|announced|claimed|reported) that (?P<what>\w.{15,})$"
)
_LIST = re.compile(
    r"(?<=\w), (?:[\w-]+ ?){1,3}(?=, (?:[\w-]+ ?){1,4},? and \w)|(?<=\w)، (?:\w+ ?){1,3}(?=، (?:\w+ ?){1,3} و\w|،? و\w)"
)
"""Not the first and not the last of a list."""
_YEAR = re.compile(r"(?:(?<!\w)(?P<lead>في عام|في سنة|عام|سنة) )(?P<year>1[0-9]\d\d|20[0-2]\d)(?![\d/–-])")
_YEAR_ENGLISH = re.compile(r"(?<!\w)[Ii]n (?P<year>1[0-9]\d\d|20[0-2]\d)(?![\d/–-]|s)")
_COUNT = re.compile(r"(?<![\w.,/:$£€-])(?P<n>[1-9]\d{1,3}(?:,\d{3})?)(?= ?[%٪]| [^\W\d]{3,})")
_NO_COUNT = re.compile(
    r"(?:عام|سنة|يقارب|يقرب من|أكثر من|أقل من|نحو|حوالي|بين|إلى|رقم|حتى|من|في|ال\w+|و|يوم|in|than|to|about|over|under|least|by|and|of|No\.|[A-Z]\w+)\s*$"
)
_UNIT = re.compile(r"\s?(?:[%٪]|بالمائة|بالمئة)|\s(?!يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|January|February|March|April|May|June|July|August|September|October|November|December|BC|AD|ق|م\b|هـ)")
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a passage, the answer there (empty where it has none) and answers of the like to others."""

    question: str
    answer: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A passage that claims are made about.

    `sentences` are its own, `beside` those of its paragraph that are not in it, `names` what it names, by kind.
    """

    text: str
    sentences: tuple[str, ...]
    beside: tuple[str, ...]
    language: str
    title: str
    opening: bool
    names: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]


def fits(claim: str) -> bool:
    """Has it the length of a claim?"""
    return SHORTEST <= len(claim.split()) <= LONGEST and 20 <= len(claim) <= 420


def put(text: str, old: str, new: str) -> str:
    """The first `old` of whole words as `new`."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


def holds(text: str, part: str) -> bool:
    """Does it hold the words?"""
    return part in text and bool(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text))


def kept(window: Window, rng: random.Random) -> Iterator[Claim]:
    """True claims about a window: of every kind that offers, at most a few."""
    sentences = list(window.sentences)
    rng.shuffle(sentences)
    for sentence in sentences[:3]:
        yield "verbatim", sentence
        yield from shortened(sentence)
    if len(sentences) > 1:
        yield from _joined(sentences, rng)
    for sentence in sentences[:3]:
        base = rng.choice([sentence, *(claim for _, claim in shortened(sentence))])
        yield from reworded(base, window, rng)
    yield from stated(window, rng)


def reworded(base: str, window: Window, rng: random.Random) -> Iterator[Claim]:
    """One sentence or clause in other words."""
    yield from ((kind, claim) for kind, claim in _numerals(base, window.language, rng) if claim != base)
    if window.language not in ("ar", "en"):
        return
    for table, kind in ((told.SYNONYMS, "synonyms"), (told.DOUBLE_DENIALS, "denial of the opposite")):
        claim = base
        for word in rng.sample(sorted(w for w in table if holds(base, w)), k=min(3, sum(holds(base, w) for w in table))):
            claim = put(claim, word, table[word])
            if kind != "synonyms":
                break
        if claim != base and not any(table[w] != w and holds(name, w) for w in table if holds(base, w) for name, _ in window.names):
            yield kind, claim
    yield from _said(base)
    yield from _ordered(base, window)
    yield from _bounded(base, window.language)
    if window.title and window.opening:
        for pronoun in ("هو ", "هي ", "وهو ", "وهي ", "He ", "She "):
            if base.startswith(pronoun) and not base.startswith(("هو الذي", "هي التي")):
                yield "name for pronoun", f"{window.title} {base.removeprefix(pronoun)}"


def shortened(sentence: str) -> list[Claim]:
    """The sentence without brackets, an opening adverbial, a trailing clause, one of a list."""
    found: list[Claim] = []
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", sentence)
    if bare != sentence:
        found.append(("brackets dropped", bare))
    parts = re.split("(?<=[،,؛;]) ", bare)
    if not _CONDITION.search(bare):
        for end in range(1, len(parts)):
            claim = " ".join(parts[:end]).rstrip("،,؛; ")
            if len(claim.split()) >= 5 and not _LEADING.match(claim) and not _DANGLING.search(claim):
                found.append(("trailing clause dropped", claim + "."))
        cut = [m.start() for m in _TAIL.finditer(bare) if len(bare[: m.start()].split()) >= 5]
        if cut and not _DANGLING.search(bare[: cut[0]]) and not _LEADING.match(bare):
            found.append(("trailing clause dropped", bare[: cut[0]].rstrip("،, ") + "."))
        if len(parts) > 1 and _LEADING.match(bare) and len(parts[0].split()) <= 7:
            rest = " ".join(parts[1:])
            if len(rest.split()) >= 5 and not re.match("(?:و|عام|التي|الذي|and |which |who |19|20)", rest):
                found.append(("leading clause dropped", rest))
        if match := _LIST.search(bare):
            found.append(("list in part", bare[: match.start()] + bare[match.end() :]))
    return [one for one in found if fits(one[1])]


def _joined(sentences: list[str], rng: random.Random) -> Iterator[Claim]:
    one, other = (rng.choice([s, *(claim for _, claim in shortened(s))]) for s in sentences[:2])
    one, other = one.rstrip(".،؛ "), other.rstrip()
    if re.search("[\u0621-\u064a]", one):
        joints = [f"{one}، و{other}", f"{one}. كما {other}"] if not other.startswith(("و", "كما", "ل")) else [f"{one}، {other}"]
    else:
        joints = [f"{one}; {other}", f"{one}. {other}"]
    if len(one.split()) <= 24 and len(other.split()) <= 24:
        yield "joined", rng.choice(joints)


def _numerals(base: str, language: str, rng: random.Random) -> Iterator[Claim]:
    """Digits of another script, words for digits, per cent, months, years."""
    if language in ("ar", "fa"):
        turned = base.translate(_INDIC)
        yield "digits", turned if turned != base else base.translate(_LATIN)
    if language == "ar":
        yield "per cent", re.sub(r"(\d) ?[%٪]", rng.choice([r"\1 بالمئة", r"\1 في المئة"]), base)
        yield "per cent", re.sub(r"(\d) (?:بالمائة|بالمئة|في المائة|في المئة)", r"\1%", base)
        for month, other in told.MONTHS.items():
            if month not in base:
                continue
            if re.search(rf"\d (?:{month}) \d", base):
                yield "month", re.sub(rf"(\d) {month} (?=\d)", rf"\1 {other} ", base)
            if match := re.search(rf"(?<!\d)(\d\d?) {month},? (?:عام )?(\d{{4}})(?!\d)", base):
                number = list(told.MONTHS).index(month) + 1
                date = rng.choice([f"{match[1]}/{number}/{match[2]}", f"{match[2]}-{number:02d}-{int(match[1]):02d}"])
                yield "date", base[: match.start()] + date + base[match.end() :]
    numbers = told.ARABIC_NUMBERS if language == "ar" else told.ENGLISH_NUMBERS if language == "en" else {}
    for word, value in numbers.items():
        if word in base and holds(base, word) and not re.search(rf"{word} (?:و|عشر|مئة|مائة|of\b|hundred)|(?:و|-){word}|{word}-", base):
            yield "number in digits", put(base, word, str(value))
        match = str(value) in base and re.search(rf"(?<![\w.,/:-]){value}(?= [^\W\d]{{4,}})", base)
        if match and value < 11 and not re.search(r"\d", base.replace(str(value), "")):
            yield "number in words", base[: match.start()] + word + base[match.end() :]
            break
    if language == "ar" and (match := _YEAR.search(base)):
        century = told.CENTURIES.get((int(match["year"]) - 1) // 100 + 1)
        placed = "في " if match["lead"].startswith("في") else ""
        if century and placed:
            yield "century", base[: match.start()] + f"في القرن {century}" + base[match.end() :]
        other = "سنة" if "عام" in match["lead"] else "عام"
        yield "year", base[: match.start("lead")] + placed + other + base[match.end("lead") :]
    if language == "en" and (match := _YEAR_ENGLISH.search(base)):
        yield "year", base[: match.start()] + f"in the year {match['year']}" + base[match.end() :]
        yield "century", base[: match.start()] + f"in the {match['year'][:3]}0s" + base[match.end() :]


def _said(base: str) -> Iterator[Claim]:
    """Reported speech with its speaker elsewhere, and another verb of saying."""
    if match := _SAID.match(base):
        who, what = match["who"], match["what"].rstrip(".")
        yield "reported speech", f"بحسب {who}، {what}."
        yield "reported speech", f"{what}، وفق ما قاله {who}."
        yield "word order", f"{who} {match['verb']} أن {what}."
        verb = "صرحت" if match["verb"].endswith("ت") else "صرح"
        yield "verb of saying", f"{verb} {who} بأن {what}."
    elif match := _SAID_ENGLISH.match(base):
        who, what = match["who"], match["what"].rstrip(".")
        yield "reported speech", f"According to {who}, {what}."
        yield "reported speech", f"{what[0].upper()}{what[1:]}, {match['verb']} {who}."


def _ordered(base: str, window: Window) -> Iterator[Claim]:
    """Verb and subject exchanged, where the subject is a name; «تم» with a verbal noun as it is."""
    for name, kind in window.names:
        if kind == "person" and window.language == "ar":
            verb, _, rest = base.partition(" ")
            if re.fullmatch("و?[\u0621-\u064a]{3,7}", verb) and rest.startswith(name + " ") and _is_verb(verb):
                yield "word order", f"{name} {verb.removeprefix('و') if len(verb) > 4 else verb}{rest.removeprefix(name)}"
                return
            if base.startswith(name + " "):
                verb, _, rest = base.removeprefix(name + " ").partition(" ")
                if _is_verb(verb) and rest:
                    yield "word order", f"{verb} {name} {rest}"
                    return


def _is_verb(word: str) -> bool:
    return word in told.SAYERS or word in told.DENIED or word.removeprefix("و") in told.DENIED


def _bounded(base: str, language: str) -> Iterator[Claim]:
    """A count as «more than» a smaller one and «fewer than» a larger one."""
    more, fewer = ("أكثر من", "أقل من") if language == "ar" else ("more than", "fewer than")
    for match in _COUNT.finditer(base):
        before, after = base[: match.start()], base[match.end() :]
        count = int(match["n"].replace(",", ""))
        if not _NO_COUNT.search(before) and _UNIT.match(after) and not 1000 <= count <= 2100 and count >= 15:
            step = 10 ** (len(str(count)) - 1)
            low, high = (count * 8 // 10) // max(1, step // 10) * max(1, step // 10), (count // step + 1) * step
            yield "at least", f"{before}{more} {low}{after}"
            if language == "ar" or not after.startswith(" million"):
                yield "at most", f"{before}{fewer} {high + step}{after}"
            return


_ENGLISH_RULES = (
    (r"^(?:When|In what year|What year|In which year) (was|were|is) (.+?) (\w+ed|born|built|made|founded|written|won)$", "{1} {0} {2} in {a}"),
    (r"^(?:Where) (was|were|is|are) (.+?) (\w+ed|born|built|made|found)$", "{1} {0} {2} in {a}"),
    (r"^(?:When|In what year|Where|In which year) did (.+)$", "{0}: {a}"),
    (r"^Who (was|is|were) (.+)$", "{a} {0} {1}"),
    (r"^Who ((?!did|do|does)\w+ .+)$", "{a} {0}"),
    (r"^What (?:was|is|are|were) (.+)$", "{0}: {a}"),
    (r"^What ([a-z]+ (?:was|is|are|were|has|had|can|could|will) .+)$", "{a} is the {0}"),
    (r"^What ((?:caused|led|helped|makes|made|causes|became|happened) .+)$", "{a} {0}"),
    (r"^How many ((?:\w+ ){1,3})(are|were|is|was|have|had|did|does|do) (.+)$", "{a} {0}{1} {2}"),
    (r"^Which (.+)$", "{a}: {0}"),
)
_ARABIC_RULES = (
    (r"^(?:متى|في أي عام|في أي سنة|في اي عام) (.+)$", "{0} في {a}"),
    (r"^من (?:الذي |هو الذي )?(أسس|اكتشف|اخترع|كتب|بنى|ألف|قتل|أخرج|صمم|حكم|قاد|فاز|ترأس|تولى|أنشأ|احتل|هزم) (.+)$", "{0} {a} {1}"),
    (r"^(?:ما|من) (?:هو|هي|هم) (.+)$", "{0} هو {a}"),
    (r"^ما (اسم|عاصمة|عدد|نسبة|سبب|لون|جنسية|مهنة|مساحة|تاريخ|معنى|عملة) (.+)$", "{0} {1} هو {a}"),
    (r"^كم (?:عدد|يبلغ عدد|بلغ عدد) (.+)$", "يبلغ عدد {0} {a}"),
    (r"^كم (?:تبلغ|يبلغ|بلغت|بلغ) (.+)$", "تبلغ {0} {a}"),
    (r"^لماذا (.+)$", "{0}، والسبب {a}"),
    (r"^بماذا (.+)$", "{0} ب{a}"),
)


def told_as_statement(question: str, answer: str, rng: random.Random) -> Claim:
    """«متى ولد هتلر؟» with «1889» as «ولد هتلر في 1889.»; the two side by side where no rule turns the question."""
    asked = re.sub(r"[\s؟?]+$", "", question.strip())
    said = answer.strip(' .،,؛:«»"()')
    if rng.random() < 0.5 and (whole := statement(question, answer)):
        return "statement", whole
    arabic = bool(re.search("[\u0621-\u064a]", asked))
    for pattern, form in _ARABIC_RULES if arabic else _ENGLISH_RULES:
        match = re.match(pattern, asked)
        if match and not re.search(r"(?<!\w)(?:أو|ماذا|متى|أين|كم|what|when|how)(?!\w)", " ".join(match.groups())):
            claim = form.format(*match.groups(), a=said)
            claim = re.sub(r"(?:\b[Ii]n )(?=(?:[Ii]n|[Oo]n|[Aa]t|[Bb]y|[Aa]fter|[Dd]uring) )|في (?=(?:في|خلال|بعد|قبل|منذ|عام|سنة) )", "", claim)
            return "statement", claim[0].upper() + claim[1:] + "."
    return "question and answer", f"{question.strip()} {said}"


def stated(window: Window, rng: random.Random) -> Iterator[Claim]:
    """The questions on the window with their answers."""
    for one in window.asked:
        if one.answer and len(one.answer.split()) <= 20:
            yield told_as_statement(one.question, one.answer, rng)


def surface(claim: str, language: str, rng: random.Random) -> str:
    """What says nothing, for true and false claims alike: vowels, hamzas, the last stop, a frame around it."""
    claim = " ".join(claim.split())
    draw = rng.random()
    if language == "ar":
        claim = MARKS.sub("", claim)
        if draw < 0.06:
            claim = re.sub("[أإآ]", "ا", claim)
    if draw > 0.92 and language in told.FRAMES:
        return rng.choice(told.FRAMES[language]).format(claim.rstrip("."))
    return claim.rstrip(".") if draw > 0.8 else claim
