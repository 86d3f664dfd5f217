"""The events of a life, of a person or of a body, of each of which a time is told; folded."""

from __future__ import annotations

EVENTS = (
    "ولد ولدت مولود مولوده ميلاد* مولد* ابصر#النور ابصرت#النور راي#النور رات#النور",
    "توفي توفيت متوفي متوفاه وفاه وفات* رحل رحلت رحيل* مات ماتت قتل قتلت مقتل* مصرع* استشهد استشهدت اغتيل اغتيلت",
    "تزوج* زواج* متزوج متزوجه اقترن اقترنت زفاف* قران*",
    "اسس* تاسس* تاسيس* انشا* انشئ* انشاء* افتتح افتتحت افتتاح* دشن دشنت تدشين*",
    "تخرج تخرجت تخرج*",
    "اغلق اغلقت اغلاق*",
)
"""The words for each, as they are or, with `*`, with up to three letters more (`#`: a space)."""
