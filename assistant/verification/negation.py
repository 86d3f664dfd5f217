"""Does a claim deny what its source affirms, or affirm what it denies, doubts, or says of a part only?

Negation is compared where it stands: the word that a particle negates in the claim must be negated in the source,
and the reverse. Denials (نفى, رفض, denied), doubt (قد يحضر, may), conditions (إذا, if), shares (كل, بعض, معظم) and
opposites (قبل and بعد, ارتفع and انخفض) are compared as well. A rule about words, not an understanding: it errs
towards finding a difference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.lexicon.numbers import word_set
from assistant.lexicon.quantifiers import ALL, MANY, MOST, ONLY, SOME
from assistant.verification.word_match import ClaimWord, base_forms, word_similarity

_PARTICLES = word_set("لم لن لا ليس ليست ليسوا ليسا لست لسنا عدم دون بدون بلا غير ولا")
_PARTICLES_LATIN = word_set(
    "not no never nor neither without cannot none nobody nothing non hardly ne pas jamais aucun sans"
)
_DENIALS = re.compile(
    "^[وف]?(?:[يتن]?نف[يت]|نفوا|نفيا|نافيا|[يت]نفون|[يتا]?رفض(?:ت|وا|ون|ه|ها|هم)?|رافضا|[يتا]نكر(?:ت|وا|ون)?|"
    "[يتا]متنع(?:ت|وا|ون)?|استبعد(?:ت|وا)?|[يت]ستبعد|فشل(?:ت|وا)?|[يت]فشل|كذب(?:ت|وا)?|"
    "den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed)?|lacks?|lacked)$"
)
_NO_NEGATION = re.compile(
    "^(?:(?:لا|لم|ما|لن) (?:[يت]?زال(?:ت|وا|ون)?|[يت]زل|[يت]زالون|[يت]برح|سيما|بد|شك|محاله)|ليس فقط|ليست فقط|ليس مجرد|"
    "غير (?:ان|انه|انها|انهم)|"
    "not only|no doubt|no longer only)\\b"
)
_HOW_OFTEN = word_set("غالبا كثيرا عاده نادرا قليلا سرعان دائما احيانا بعد قبل عند كل مثل طال قل ريث وقت")
_BEING = word_set("يكن تكن يكونوا نكن كان كانت كانوا يكون تكون هناك ثمه اي ايه be been is are was were any a an the")
_DOUBT = word_set(
    "ربما لعل يمكن الممكن المحتمل يحتمل المتوقع يتوقع المرجح يرجح المفترض يفترض يجب ينبغي يتعين زعم يزعم زعمت "
    "زاعما ادعي ادعت مزاعم اتهم اتهمت may might could perhaps possibly likely expected should must allegedly "
    "claimed alleged accused reportedly"
)
_ASKING = re.compile("^(?:سئل|سال|[يت]سال|تساءل|[يت]تساءل|استفسر|[يت]عرف|[يت]دري|معرفه|asked)")
_FUTURE = re.compile("^[وف]?س[يتن].{3,}")
_IMPERFECT = re.compile("^[وف]?[يتن].{3,}")
_TO_COME = word_set("سوف لن قد ان كي يمكن will would")
_SPANS = word_set("اسبوع شهر عام سنه صيف شتاء ربيع خريف مساء صباح week month year")
_IMPORTANT = word_set("الاهميه ضروره الضروري المهم الواجب")
_CONDITION = word_set("اذا لو شريطه شرط بشرط حال if unless provided")
_SHARES = (ALL, SOME, MOST, ONLY, MANY)
_OPPOSITES = tuple(
    tuple(frozenset(side.split()) for side in pair.split("|"))
    for pair in (
        "قبل قبيل before|بعد عقب after", "فوق above|تحت below under", "داخل inside|خارج outside", "ضد against|لصالح مع",
        "ارتفع ارتفعت يرتفع ترتفع ارتفاع زاد زادت يزيد زياده ازداد rose increased increase grew"
        "|انخفض انخفضت ينخفض تنخفض "
        "انخفاض تراجع تراجعت قل نقص fell decreased decrease dropped",
        "اكثر اكبر اعلي more larger bigger higher|اقل اصغر ادني less smaller lower fewer",
        "شمال شمالي north|جنوب جنوبي south",
        "شرق شرقي east|غرب غربي west", "فاز فازت هزم won|خسر خسرت lost", "ولد ولدت born|توفي توفيت مات died",
        "دخل دخلت entered|خرج غادر left", "بدا بدات began started|انتهي انتهت ended",
        "قبلت وافق وافقت accepted|رفض رفضت refused",
        "مؤيد ايد ايدت supported|عارض عارضت opposed", "يسار left|يمين right", "الشرقيه|الغربيه", "الشماليه|الجنوبيه",
        "الشرقي|الغربي",
        "الشمالي|الجنوبي", "الاكبر|الاصغر", "الاعلي|الادني", "طويل|قصير", "كبير|صغير", "سهل|صعب", "قوي|ضعيف",
        "حديث|قديم",
        "اول first|اخر last", "السلطه|المعارضه", "ايجابي positive|سلبي negative", "رجال رجل men|نساء امراه women",
    )
)  # fmt: skip


def negated_words(words: Sequence[ClaimWord], loose: bool = False) -> list[frozenset[int]]:
    """For each negating particle the places of the words that it negates; `loose` also takes «ما» for one."""
    found = []
    for place, word in enumerate(words):
        text = word.text.removeprefix("و") if word.text[1:] in _PARTICLES else word.text
        text = text.removeprefix("ف") if text[1:] in _PARTICLES else text
        ma = loose and text in ("ما", "وما") and 0 < place + 1 < len(words) and not _follows_how_often(words, place)
        short = text == "t" and place and words[place - 1].raw.casefold().endswith("n")
        if not (text in _PARTICLES or text in _PARTICLES_LATIN or ma or short):
            continue
        if _NO_NEGATION.match(" ".join((text, *(w.text for w in words[place + 1 : place + 3])))):
            continue
        reach = 2 if text.startswith("لي") or _BEING & {w.text for w in words[place + 1 : place + 2]} else 1
        scope = [
            i for i in range(place + 1, min(place + 7, len(words))) if words[i].content and words[i].text not in _BEING
        ]
        found.append(frozenset(scope[:reach]))
    return found


def _follows_how_often(words: Sequence[ClaimWord], place: int) -> bool:
    """«غالبا ما», «بعد ما»: there «ما» negates nothing."""
    return place > 0 and words[place - 1].text in _HOW_OFTEN


def denial_positions(words: Sequence[ClaimWord]) -> list[int]:
    """The places of verbs that deny or refuse."""
    return [place for place, word in enumerate(words) if _DENIALS.match(word.text)]


def contradicts(claim: Sequence[ClaimWord], source: Sequence[ClaimWord], aligned: Mapping[int, int]) -> bool:
    """Do claim and source differ in what they deny? `aligned`: places of the claim's words → places in the source."""
    denying, denied = denial_positions(claim), denial_positions(source)
    in_claim, in_source = negated_words(claim), negated_words(source)
    back = {there: here for here, there in aligned.items()}
    for scope in in_claim:
        there = {aligned[place] for place in scope if place in aligned}
        if there and not any(there & other for other in in_source):
            return True
        if not there and not (in_source or denied):
            return True
    perhaps = [scope for scope in negated_words(claim, loose=True) if scope not in in_claim]
    loose = negated_words(source, loose=True)
    for scope in perhaps:
        there = {aligned[place] for place in scope if place in aligned}
        if there and not any(there & other for other in loose):
            return True
    negated_here = frozenset().union(*in_claim, *perhaps)
    for scope in in_source:
        here = {back[place] for place in scope if place in back}
        if not here:  # it may stand elsewhere in the claim, or in another form
            here = {
                i for i, word in enumerate(claim) for place in scope
                if word.content and i not in aligned and word_similarity(word.text, source[place].text)
            }  # fmt: skip
        if here and not here & negated_here:
            return True
        after = max(scope, default=len(source)) + 1
        ahead = [place for place in range(after, len(source)) if source[place].content][:2]
        near = [place for place in ahead if place in back]
        if not here and near and not (in_claim or denying):
            return True
    if denying and not (denied or in_source):
        return True
    lost = any(place not in back and any(there > place for there in back) for place in denied)
    return lost and not (in_claim or any(place not in aligned for place in denying))


def contradicts_across(claim: Sequence[ClaimWord], source: Sequence[ClaimWord]) -> bool:
    """The same for texts of two languages, whose words are not aligned: one denies something, the other nothing."""
    claims = bool(negated_words(claim) or denial_positions(claim))
    sources = bool(negated_words(source) or denial_positions(source))
    return claims != sources


def overstates(claim: Sequence[ClaimWord], source: Sequence[ClaimWord], aligned: Mapping[int, int]) -> bool:
    """Does the claim drop the source's doubt or condition, widen its share, or say the opposite?"""
    here, there = _words(claim), _words(source)
    if (_CONDITION & there) and not (_CONDITION & here):
        conditions = [
            p
            for p, w in enumerate(source)
            if w.text in _CONDITION and not (p and source[p - 1].text.removeprefix("و") in ("ما", "عما", "بما", "الي"))
        ]
        if any(source[p].text != "حال" or (p and source[p - 1].text == "في") for p in conditions):
            return True
    back = set(aligned.values())
    if _doubted(source) & back and not ((_DOUBT | _IMPORTANT) & here or _doubted(claim)):
        return True
    if _doubted(claim) & set(aligned) and not _doubted(source):
        return True
    if _asked(source) & back and not _asked(claim):
        return True
    if _other_share(claim, source, aligned) or _other_moment(claim, source, aligned):
        return True
    return any(_exchanged(one, other, here, there) for one, other in (*_OPPOSITES, *(p[::-1] for p in _OPPOSITES)))


def exchanged_opposites(claim: Sequence[ClaimWord], source: Sequence[ClaimWord]) -> bool:
    """Does the claim have one of two opposites where the source has the other? For texts of two languages, too."""
    here, there = _words(claim), _words(source)
    return any(_exchanged(one, other, here, there) for one, other in (*_OPPOSITES, *(p[::-1] for p in _OPPOSITES)))


def _other_share(claim: Sequence[ClaimWord], source: Sequence[ClaimWord], aligned: Mapping[int, int]) -> bool:
    """Does the claim say of all, some, most or only these what the source does not say of as many?"""
    here, there = _words(claim), _words(source)
    back = {j: i for i, j in aligned.items()}
    for share in _SHARES:
        said, stands = _governed(claim, share), _governed(source, share)
        if share & here and not share & there:
            return True
        if any(place in aligned and aligned[place] not in stands for place in said):
            return True
        if share in (SOME, MOST, MANY) and any(p in back for p in stands) and not share & here:
            return True
    only = [p for p, word in enumerate(source) if word.text in ONLY]
    return bool(only and ONLY & here and all(_denied(source, p) for p in only)) and not any(
        _denied(claim, p) for p, word in enumerate(claim) if word.text in ONLY
    )


def _governed(words: Sequence[ClaimWord], share: frozenset[str]) -> frozenset[int]:
    """The places of the words that a word for a share stands before («كل العائلات», «كثير من العائلات») or behind."""
    found = set()
    for place, word in enumerate(words):
        if base_forms(word.text) & share:
            after = [i for i in range(place + 1, min(place + 3, len(words))) if words[i].content]
            found.update(after[:1])
            if place and words[place - 1].content and share is ALL:
                found.add(place - 1)
    return frozenset(found)


def _denied(words: Sequence[ClaimWord], place: int) -> bool:
    return any(
        word.text.removeprefix("و") in _PARTICLES | _PARTICLES_LATIN for word in words[max(0, place - 1) : place]
    )


def _asked(words: Sequence[ClaimWord]) -> frozenset[int]:
    """The places of words that are only asked about: «سئل إن كان الموقع سيتعاون», «ما إذا كانا سيستجيبان»."""
    found: set[int] = set()
    for place, word in enumerate(words):
        before = [w.text.removeprefix("و") for w in words[max(0, place - 8) : place]]
        following = words[place + 1].text if place + 1 < len(words) else ""
        whether = word.text == "اذا" and bool(before) and before[-1] in ("ما", "عما", "بما", "فيما")
        if_so = word.text == "ان" and following.startswith("كان") and any(map(_ASKING.match, before))
        if whether or if_so or word.text in ("هل", "whether"):
            after = [i for i in range(place + 1, len(words)) if words[i].content][:4]
            found.update([i for i in after if _IMPERFECT.match(words[i].text) or _FUTURE.match(words[i].text)] or after)
    return frozenset(found)


def _other_moment(claim: Sequence[ClaimWord], source: Sequence[ClaimWord], aligned: Mapping[int, int]) -> bool:
    """Does the claim tell as done what is to come, or of this week what was last week?"""
    for here, there in aligned.items():
        said, stands = claim[here].text, source[there].text
        if _FUTURE.match(stands) and not _FUTURE.match(said) and not _is_to_come(claim, here):
            return True
        if _FUTURE.match(said) and not _FUTURE.match(stands) and not _is_to_come(source, there):
            return True
        wanted = there > 0 and source[there - 1].text in ("ان", "لن", "كي", "لكي") and _IMPERFECT.match(stands)
        if (
            wanted
            and not _IMPERFECT.match(said)
            and not said.startswith(("ال", "لل", "بال"))
            and not said.endswith("ه")
        ):
            return True
        if base_forms(said) & _SPANS and _points_at(claim, here) and not _points_at(source, there):
            return True
    return False


def _is_to_come(words: Sequence[ClaimWord], place: int) -> bool:
    return any(word.text in _TO_COME for word in words[max(0, place - 2) : place])


def _points_at(words: Sequence[ClaimWord], place: int) -> bool:
    return place > 0 and words[place - 1].text.removeprefix("و") in ("هذا", "هذه", "this")


def _words(words: Sequence[ClaimWord]) -> frozenset[str]:
    return frozenset(base for word in words for base in (word.text, *base_forms(word.text)))


def _exchanged(one: frozenset[str], other: frozenset[str], here: frozenset[str], there: frozenset[str]) -> bool:
    return bool(one & here and not one & there and other & there and not other & here)


def _doubted(words: Sequence[ClaimWord]) -> frozenset[int]:
    """The places of words that are said to be possible or due, not to be so: «قد يحضر», «يجب أن تتعاون»."""
    found = set()
    for place, word in enumerate(words):
        maybe = word.text in ("قد", "وقد", "فقد") and place + 1 < len(words) and words[place + 1].text[0] in "يتن"
        if maybe or word.text in _DOUBT or word.text.removeprefix("و") in _DOUBT:
            scope = [i for i in range(place + 1, min(place + 4, len(words))) if words[i].content]
            found.update(scope[:1])
        if word.text.removeprefix("و") in _IMPORTANT:
            found.update(i for i in range(place + 1, min(place + 6, len(words))) if words[i].content)
    return frozenset(found)
