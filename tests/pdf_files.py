"""PDF files of Arabic text, made by reportlab in each of the orders in which files hold it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

Order = Literal["visual", "visual unshaped", "written", "written shaped"]
"""`visual`: glyphs as they look, from left to right, in presentation forms, as old programs write them.

`written`: letters as they are typed, which look reversed on the page and are found so in files made carelessly.
"""

ORDERS: tuple[Order, ...] = ("visual", "visual unshaped", "written", "written shaped")
SIZE, WIDTH, HEIGHT, MARGIN = 13, 420, 595, 40


@cache
def font() -> str:
    """IBM Plex Sans Arabic, known to reportlab by this name."""
    import fontpkg_ibm_plex_sans_arabic
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(next(iter(fontpkg_ibm_plex_sans_arabic.__path__)))
    (path,) = folder.rglob("IBMPlexSansArabic-Regular.ttf")
    pdfmetrics.registerFont(TTFont("Plex", str(path)))
    return "Plex"


def placed(line: str, order: Order) -> str:
    """A line as a file of that order holds it."""
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display

    shaped = (
        line if order in ("visual unshaped", "written") else ArabicReshaper({"delete_harakat": False}).reshape(line)
    )
    return get_display(shaped, base_dir="R") if order.startswith("visual") else shaped


def wrapped(text: str, order: Order) -> list[str]:
    """The lines of a paragraph, none wider than the page."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(placed(longer, order), font(), SIZE) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def pdf(
    pages: Iterable[Sequence[str]],
    order: Order = "visual",
    *,
    title: str = "",
    password: str = "",
    head: str = "",
    rtl: bool = True,
) -> bytes:
    """A PDF with the paragraphs of each page; a page that is full goes on on the next."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(
        out, (WIDTH, HEIGHT), encrypt=StandardEncryption(password, canPrint=1) if password else None, invariant=1
    )
    canvas.setTitle(title or "untitled")
    for number, paragraphs in enumerate(pages, 1):
        canvas.setFont(font(), SIZE)
        if head:
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 20, placed(head, order))
            canvas.drawCentredString(WIDTH / 2, 16, str(number))
        height = HEIGHT - 60
        for text in paragraphs:
            for line in wrapped(text, order) if rtl else [text]:
                if height < 50:
                    canvas.showPage()
                    canvas.setFont(font(), SIZE)
                    height = HEIGHT - 60
                if rtl:
                    canvas.drawRightString(WIDTH - MARGIN, height, placed(line, order))
                else:
                    canvas.drawString(MARGIN, height, line)
                height -= 20
            height -= 14
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan(pages: int = 2) -> bytes:
    """A PDF whose pages are pictures."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (WIDTH, HEIGHT), invariant=1)
    picture = ImageReader(Image.new("L", (60, 80), 200))
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
