"""Words that a reply may be, so that what it is of stands in the question alone; folded."""

from __future__ import annotations

REPLIES = (
    "نعم", "لا", "بلي", "كلا", "اجل", "صحيح", "هذا صحيح", "غير صحيح", "محق", "هو محق", "هي محقه", "محقه", "اصاب",
    "اصابت", "اخطا", "اخطات", "طبعا", "بالطبع", "بالتاكيد", "اكيد", "تماما", "ابدا", "مطلقا", "ربما", "اطلاقا",
    "ليس بعد", "yes", "no", "oui", "non",
)  # fmt: skip
