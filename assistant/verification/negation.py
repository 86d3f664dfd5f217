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
from assistant.verification.word_match import ClaimWord, base_forms

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
_BEING = word_set("يكن تكن يكونوا نكن كان كانت كانوا يكون تكون هناك ثمه اي ايه be been is are was were any a an the")
_DOUBT = word_set(
    "ربما لعل يمكن الممكن المحتمل يحتمل المتوقع يتوقع المرجح يرجح المفترض يفترض يجب ينبغي يتعين زعم يزعم زعمت "
    "زاعما ادعي ادعت مزاعم اتهم اتهمت may might could perhaps possibly likely expected should must allegedly "
    "claimed alleged accused reportedly"
)
_CONDITION = word_set("اذا لو شريطه شرط بشرط حال if unless provided")
_SHARES = (
    word_set("كل جميع كافه all every each"),
    word_set("بعض some"),
    word_set("معظم اغلب اغلبيه غالبيه most majority"),
    word_set("فقط فحسب سوي only solely"),
)
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
        ma = loose and text in ("ما", "وما") and place + 1 < len(words)
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
        if here and not here & negated_here:
            return True
        after = max(scope, default=len(source)) + 1
        near = [place for place in range(after, min(after + 2, len(source))) if place in back]
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
            p for p, w in enumerate(source) if w.text in _CONDITION and not (p and source[p - 1].text in ("ما", "الي"))
        ]
        if any(source[p].text != "حال" or (p and source[p - 1].text == "في") for p in conditions):
            return True
    back = set(aligned.values())
    if _doubted(source) & back and not (_DOUBT & here or _doubted(claim)):
        return True
    if _doubted(claim) & set(aligned) and not _doubted(source):
        return True
    for share in _SHARES:
        if share & here and not share & there:
            return True
    for share in _SHARES[1:3]:
        over = {p + 1 for p, w in enumerate(source) if base_forms(w.text) & share}
        if over & back and not share & here:
            return True
    return any(_exchanged(one, other, here, there) for one, other in (*_OPPOSITES, *(p[::-1] for p in _OPPOSITES)))


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
    return frozenset(found)
