"""One page of a PDF as a picture: drawn in the child process, where the file can break nothing, and unpacked here.

In grey for optical reading, or as a PNG file, in the page's own colours, for a person.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore.types import Refusal

DOTS_PER_INCH = 200
"""Of the picture of a page; what is read best, see `benchmarks/README.md`."""

MAX_PIXELS = 12_000_000
"""Of one picture: A4 has 3.9 million at 200 dots per inch; a larger page has fewer dots per inch."""

POINTS_PER_INCH = 72

SHOWN_DOTS_PER_INCH = 144
"""Of the picture that a person reads: sharp on a screen of twice the usual density."""

MAX_SHOWN_PIXELS = 2_500_000
"""Of that picture: A4 has 2.0 million. It bounds the bytes of the file, too: three a pixel before they are packed."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">IIBBBBB")
_GREY, _COLOURS = 0, 2


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page in grey: a byte a pixel, row by row from the top, as zlib in base64; `pages` is how many the file has."""

    width: int
    height: int
    dots_per_inch: int
    pages: int
    packed: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a PNG file in base64; `pages` is how many the file has."""

    width: int
    height: int
    pages: int
    png: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page as it was drawn: rows of pixels without what fills them up in memory."""

    width: int
    height: int
    dots_per_inch: float
    pages: int
    rows: list[bytes]


def draw_page(path: Path, source: str, number: int) -> PageImage | Refusal:
    """The page `number`, from 1, of a PDF; refusals: damaged. Runs in the child process of `sandbox`."""
    drawn = _draw(path, source, number, DOTS_PER_INCH, MAX_PIXELS, grayscale=True)
    if isinstance(drawn, Refusal):
        return drawn
    packed = base64.b64encode(zlib.compress(b"".join(drawn.rows), 1)).decode("ascii")
    return PageImage(drawn.width, drawn.height, round(drawn.dots_per_inch), drawn.pages, packed)


def _draw(path: Path, source: str, number: int, dots_per_inch: int, most: int, **how: bool) -> _Drawn | Refusal:
    """`most`: pixels, above which it is drawn smaller; `how`: what pypdfium2 is told of the colours."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
            if not 1 <= number <= pages:
                return Refusal(source, "damaged", f"no page {number}")
            page = document[number - 1]
            dots = _dots_per_inch(*page.get_size(), dots_per_inch, most)
            bitmap = page.render(scale=dots / POINTS_PER_INCH, may_draw_forms=False, **how)
            pixels, stride, length = memoryview(bytes(bitmap.buffer)), bitmap.stride, bitmap.width * bitmap.n_channels
            rows = [bytes(pixels[at : at + length]) for at in range(0, stride * bitmap.height, stride)]
            return _Drawn(bitmap.width, bitmap.height, dots, pages, rows)
    except pypdfium2.PdfiumError as error:
        return Refusal(source, "damaged", str(error))


def portable_graymap(image: PageImage) -> bytes | None:
    """The picture as a PGM file; None where it is not what it says, which no sound child process would send."""
    size = image.width * image.height
    if not 0 < size <= 2 * MAX_PIXELS:
        return None
    try:
        pixels = zlib.decompressobj().decompress(base64.b64decode(image.packed), size + 1)
    except (ValueError, zlib.error):
        return None
    return b"P5 %d %d 255\n" % (image.width, image.height) + pixels if len(pixels) == size else None


def draw_picture(path: Path, source: str, number: int) -> PagePicture | Refusal:
    """The page `number`, from 1, of a PDF for a person; refusals: damaged. Runs in the child process of `sandbox`."""
    drawn = _draw(path, source, number, SHOWN_DOTS_PER_INCH, MAX_SHOWN_PIXELS, rev_byteorder=True)
    if isinstance(drawn, Refusal):
        return drawn
    png = _png(drawn.width, drawn.rows)
    return PagePicture(drawn.width, drawn.height, drawn.pages, base64.b64encode(png).decode("ascii"))


def portable_network_graphics(picture: PagePicture) -> bytes | None:
    """The picture as a PNG file; None where it is not what it says, which no sound child process would send."""
    if not 0 < picture.width * picture.height <= 2 * MAX_SHOWN_PIXELS:
        return None
    try:
        png = base64.b64decode(picture.png, validate=True)
    except ValueError:
        return None
    begins = _SIGNATURE + struct.pack(">I", _HEAD.size) + b"IHDR" + struct.pack(">II", picture.width, picture.height)
    return png if png.startswith(begins) and len(png) <= 8 * MAX_SHOWN_PIXELS else None


def _png(width: int, lines: Sequence[bytes]) -> bytes:
    """A PNG file of rows of red, green and blue, or of grey where all the colours are."""
    red, green, blue = (b"".join(line[part::3] for line in lines) for part in range(3))
    kind = _GREY if red == green == blue else _COLOURS
    rows = [line[::3] for line in lines] if kind == _GREY else lines
    head = _HEAD.pack(width, len(lines), 8, kind, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _dots_per_inch(width: float, height: float, wanted: int, most_pixels: int) -> float:
    """As many as are wanted, or fewer where the page, in points, is large."""
    inches = max(width, 1.0) * max(height, 1.0) / POINTS_PER_INCH**2
    return min(float(wanted), (most_pixels / inches) ** 0.5)
