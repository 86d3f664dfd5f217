"""Words and particles of Arabic that both packages know, as `vectorstore.text.arabic.fold` writes them; data alone.

What answering alone needs stands in `assistant.lexicon`, the names of months and weekdays in
`vectorstore.text.calendar_names`.
"""

from __future__ import annotations

CLITICS = (
    "وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل", "ول", "وب", "وك", "فل", "فب",
    "و", "ف", "ب", "ك", "ل",
)  # fmt: skip
"""Conjunctions, prepositions and the article, as they are written onto a word, longest first."""

NAME_CLITICS = tuple(clitic for clitic in CLITICS if not clitic.startswith("وك"))
"""Those that a name is looked for without: what begins with «وك» is mostly a word of its own (وكالة, وكيل)."""

ARTICLE_CLITICS = tuple(clitic for clitic in NAME_CLITICS if clitic.endswith(("ال", "لل")))
"""Those that end in the article."""


PRINT_WORDS = (
    "طباعه", "الطباعه", "للطباعه", "طبع", "طبعت", "تنزيل", "التنزيل", "تحميل", "التحميل", "الاطلاع", "اطلع", "التصفح",
    "printed", "print", "downloaded", "accessed", "retrieved", "generated", "imprime", "telecharge", "consulte",
)  # fmt: skip
"""Words that a line has whose date is that of a print or a copy, and not of the article."""

PREPOSITIONS = ("في", "الي", "من", "علي", "عن", "مع", "حتي", "منذ", "خلال", "لدي", "عند")
"""Prepositions that are words of their own; no line ends with one of them, and one that asks may follow it."""

CLAUSE_OPENERS = ("فيما", "بينما", "حيث", "ولكن", "لكن", "وذلك")
"""Words that begin a further clause; «لكن» and «حيث» also with an ending."""

VERBS_BEFORE_SPEAKERS = ("قال", "اكد", "اوضح", "صرح", "اعلن")
"""Verbs of saying in the perfect after which stands who speaks."""

REPORTING_VERBS = (*VERBS_BEFORE_SPEAKERS, "ذكر", "اشار", "اضاف", "لفت", "بين", "افاد", "شدد")
"""Verbs of saying, of which a retelling may choose another. After the last ones stands what is said, or they are nouns
and prepositions as well («ذكر», «بين»)."""

CONTINUING_VERBS = ("تابع", "اردف", "استطرد", "واصل", "استدرك", "اكمل", "ختم", "قدر")
"""Verbs of going on to speak, of somebody who was named before."""

STATING_VERBS = ("راي", "اعتبر", "حذر", "اعرب", "طلب", "دعا")
"""Verbs by which somebody takes a position; several mean something else, too («طلب»: a request)."""

SPEECH_PARTICIPLES = ("مضيف", "مشير", "مؤكد", "موضح", "لافت", "معتبر", "معرب", "مبين", "مشدد", "واصف")
"""Participles with which a clause of indirect speech begins («…، مشيرا إلى أن …»), without their endings."""

CONTENTS_HEADINGS = frozenset(
    {
        "المحتويات", "المحتوي", "فهرس", "الفهرس", "فهرس المحتويات", "فهرس الموضوعات", "فهرس المواضيع", "جدول المحتويات",
        "قائمه المحتويات", "محتويات", "محتويات الكتاب", "محتويات الدليل", "contents", "table of contents", "sommaire",
        "table des matieres",
    }
)  # fmt: skip
"""What stands above a table of contents, and is nothing but that."""

SUBJECT_LABELS = ("الموضوع", "موضوع", "subject", "objet")
"""What stands before the subject of an official letter, which is its headline."""

AUTHOR_LABELS = ("كتب", "كتبت", "بقلم", "اعداد")
"""What stands before the author in the line above or below an article («كتب: …»)."""

SHARE_LABELS = ("تحرير", "ترجمه", "تصوير")
"""The same before whoever did another share of it."""

PAPERS = ("صحيفه", "جريده", "مجله", "وكاله", "قناه")
"""Nouns with which the names of papers and the like begin."""

BASMALA = "بسم الله الرحمن الرحيم"
"""What stands above letters, judgments and speeches, and is the title of none."""

DIVISIONS = {
    "كتاب": 2, "باب": 2, "قسم": 2, "جزء": 2, "ملحق": 2, "فصل": 4, "فرع": 4, "مبحث": 4, "مطلب": 4, "ماده": 6, "بند": 6,
    "titre": 2, "part": 2, "chapter": 4, "chapitre": 4, "section": 4, "article": 6,
}  # fmt: skip
"""The parts of laws, contracts and books that are counted, and the level of the heading that each of them is."""

ARABIC_ORDINALS = (
    "1 اول اولي; 2 ثاني ثان ثانيه; 3 ثالث ثالثه; 4 رابع رابعه; 5 خامس خامسه; 6 سادس سادسه; 7 سابع سابعه; 8 ثامن ثامنه;"
    "9 تاسع تاسعه; 10 عاشر عاشره; 1 حادي حاديه"
)
"""Ordinal numbers, without the article: a number, and its words."""
