"""Words with which a further clause begins, and those before what is denied or was so before, folded."""

from __future__ import annotations

from assistant.lexicon.numbers import word_set
from assistant.lexicon.pronouns import RELATIVES
from assistant.lexicon.quantifiers import BOUNDS, ONLY
from vectorstore.text.lexicon import CLAUSE_OPENERS

_PRONOUNS = ("", "ه", "ها", "هم", "هما", "هن", "ني", "نا")
THAT = frozenset(f"{join}ان{pronoun}" for join in ("", "ب", "و") for pronoun in _PRONOUNS)
"""«إن», «أنه», «بأنهم»: what somebody says follows."""

OPENERS = frozenset((*CLAUSE_OPENERS, *RELATIVES)) | word_set("ممن مما عندما حينما حين اذ اذا لانه لانها ولكن")
"""Words that begin a further clause; behind a noun most of them tell which one is meant («البلدان التي …»)."""

OPENING_ANYWHERE = word_set("فيما بينما لكن ولكن وذلك")
"""Those that do not, so that no stop need stand before them."""

FORMER = (
    "بدلا من", "بدلا عن", "بدل", "عوضا عن", "عوضا من", "مقارنه ب", "مقارنه مع", "مقابل", "بعد ان كان", "بعد ان كانت",
    "بعدما كان", "بعدما كانت", "وكان مقررا", "وكانت مقرره", "وكان من المقرر", "كان من المقرر", "كان مقررا",
)  # fmt: skip
"""What stands before an amount or a time that another one has taken the place of."""

OR_FOR = "مقابل"
"""The one of these before a price as well («باع البيت مقابل مليون دينار»)."""

EARLIER = word_set("سابقا السابق السابقه قبلها قبله ماضيا الماضي الماضيه")
"""Words with an amount that was so before («مقابل مليونين العام الماضي»)."""

PLANNED = word_set("مقررا مقرره المقرر مقرر مفترضا المفترض")
"""Words with a time that was meant."""

ASK_FORMER = EARLIER | PLANNED | word_set("اصلا مقارنه بدلا بدل عوضا مقابل")
"""Words of a question that asks for what was so before."""

DENYING = word_set("ليس ليست ليسوا لم لن لا ما")
"""Words before what is denied."""

STILL = word_set("يزال تزال يزالون يزل تزل زال زالت زالوا")
"""«لا يزال» denies nothing."""

BUT = word_set("بل وانما انما")
"""«ليست أربع عشرة، بل ست عشرة»: before what is so."""

NOT_ONLY = ONLY | word_set("وحسب مجرد يقتصر تقتصر يكتف تكتف يكتفي تكتفي")
"""«لم يقتصر على …، بل …» denies nothing."""

ABOUT = BOUNDS | word_set("بضع بضعه نيف تقريبا من ما يقارب يزيد يقل علي عن الي كل")
"""Words before a number that belong to it."""
