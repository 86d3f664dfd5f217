"""Pages of original files as pictures: drawn in the child process, bounded, and handed over as the files are."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PIL import Image

from assistant.ui import pages
from assistant.ui.catalogue import key_of
from tests.pdf_files import HEIGHT, WIDTH, pdf
from tests.test_ui_routes import serving
from vectorstore.formats.page_image import (
    MAX_SHOWN_PIXELS,
    SHOWN_DOTS_PER_INCH,
    PagePicture,
    draw_picture,
    portable_network_graphics,
)
from vectorstore.formats.sandbox import Extractor
from vectorstore.types import Refusal

TWO = [["يصف هذا التقرير بناء السد."], ["بلغت تكلفة السد 310 ملايين دولار."]]


def coloured(width: int = 200, height: int = 100) -> bytes:
    """A page whose left half is red."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, (width, height), invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, width / 2, height, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "articles"
    folder.mkdir()
    (folder / "تقرير.pdf").write_bytes(pdf(TWO))
    (folder / "تالف.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "خبر.txt").write_text("نص", encoding="utf-8")
    (folder.parent / "secret.pdf").write_bytes(pdf([["secret"]]))
    (folder / "link.pdf").symlink_to(folder.parent / "secret.pdf")
    return folder


@pytest.fixture(scope="module")
def client(corpus: Path) -> Iterator[httpx.Client]:
    with serving(corpus) as client:
        yield client


def picture_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.slow
def test_a_page_is_drawn_as_it_looks_and_every_page_is_another(client: httpx.Client) -> None:
    answers = [client.get(f"/isnad/page/{key_of('تقرير.pdf')}/{number}") for number in (1, 2)]
    for sent in answers:
        assert (sent.status_code, sent.headers["content-type"]) == (200, "image/png")
        assert sent.headers["cache-control"].startswith("no-store")
        drawn = picture_of(sent.content)
        assert drawn.size == tuple(round(points * SHOWN_DOTS_PER_INCH / 72) for points in (WIDTH, HEIGHT))
        assert drawn.convert("L").getextrema()[0] < 100  # letters
    assert answers[0].content != answers[1].content
    assert client.get(f"/isnad/page/{key_of('تقرير.pdf')}/2").content == answers[1].content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "number"),
    [("تقرير.pdf", 3), ("تقرير.pdf", 99_999), ("تالف.pdf", 1), ("خبر.txt", 1), ("link.pdf", 1), ("غائب.pdf", 1)],
)
def test_of_what_has_no_such_page_there_is_no_picture(client: httpx.Client, name: str, number: int) -> None:
    sent = client.get(f"/isnad/page/{key_of(name)}/{number}")
    assert (sent.status_code, sent.text) == (404, "not found")


def test_another_sites_page_is_not_handed_a_picture(client: httpx.Client) -> None:
    for headers in ({"origin": "https://evil.example"}, {"host": "evil.example"}):
        assert client.get(f"/isnad/page/{key_of('تقرير.pdf')}/1", headers=headers).status_code in (400, 403)


def test_who_asks_for_too_many_pages_at_once_is_told_so(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_WAITING", 0)
    assert client.get(f"/isnad/page/{key_of('تقرير.pdf')}/1").status_code == 429


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_given_up(corpus: Path) -> None:
    drawer = Extractor(0.0)
    try:
        found = drawer.picture(corpus / "تقرير.pdf", "تقرير.pdf", 1)
    finally:
        drawer.close()
    assert isinstance(found, Refusal) and found.reason == "too_slow"


def test_a_page_keeps_its_colours_and_a_grey_one_is_a_third_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "أحمر.pdf"
    path.write_bytes(coloured())
    drawn = draw_picture(path, path.name, 1)
    image = picture_of(portable_network_graphics(drawn))
    assert (image.mode, image.size, drawn.pages) == ("RGB", (drawn.width, drawn.height), 1)
    assert image.getpixel((10, 10)) == (255, 0, 0) and image.getpixel((drawn.width - 10, 10)) == (255, 255, 255)
    path.write_bytes(pdf(TWO))
    assert picture_of(portable_network_graphics(draw_picture(path, path.name, 1))).mode == "L"


def test_a_page_as_large_as_a_wall_has_no_more_pixels_than_others(tmp_path: Path) -> None:
    path = tmp_path / "جدار.pdf"
    path.write_bytes(coloured(14_000, 9_000))
    drawn = draw_picture(path, path.name, 1)
    assert drawn.width * drawn.height < 1.01 * MAX_SHOWN_PIXELS
    assert portable_network_graphics(drawn) is not None


def test_a_picture_that_is_not_what_it_says_is_none(tmp_path: Path) -> None:
    path = tmp_path / "صفحة.pdf"
    path.write_bytes(coloured())
    drawn = draw_picture(path, path.name, 1)
    false = [
        replace(drawn, width=drawn.width + 1), replace(drawn, width=0), replace(drawn, png="%%%"),
        replace(drawn, width=1 << 20, height=1 << 20), PagePicture(1, 1, 1, base64.b64encode(b"GIF89a").decode()),
    ]  # fmt: skip
    assert [portable_network_graphics(one) for one in false] == [None] * len(false)
