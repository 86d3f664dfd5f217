"""One page of a PDF as a picture: drawn in the child process, where the file can break nothing, and unpacked here."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from pathlib import Path

from vectorstore.types import Refusal

DOTS_PER_INCH = 200
"""Of the picture of a page; what is read best, see `benchmarks/README.md`."""

MAX_PIXELS = 12_000_000
"""Of one picture: A4 has 3.9 million at 200 dots per inch; a larger page has fewer dots per inch."""

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page in grey: a byte a pixel, row by row from the top, as zlib in base64; `pages` is how many the file has."""

    width: int
    height: int
    dots_per_inch: int
    pages: int
    packed: str


def draw_page(path: Path, source: str, number: int) -> PageImage | Refusal:
    """The page `number`, from 1, of a PDF; refusals: damaged. Runs in the child process of `sandbox`."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            pages = len(document)
            if not 1 <= number <= pages:
                return Refusal(source, "damaged", f"no page {number}")
            page = document[number - 1]
            dots = _dots_per_inch(*page.get_size())
            bitmap = page.render(scale=dots / POINTS_PER_INCH, grayscale=True, may_draw_forms=False)
            rows = memoryview(bytes(bitmap.buffer))
            stride, width = bitmap.stride, bitmap.width
            pixels = b"".join(rows[at : at + width] for at in range(0, stride * bitmap.height, stride))
            packed = base64.b64encode(zlib.compress(pixels, 1)).decode("ascii")
            return PageImage(width, bitmap.height, round(dots), pages, packed)
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


def _dots_per_inch(width: float, height: float) -> float:
    """As many as are wanted, or fewer where the page, in points, is large."""
    inches = max(width, 1.0) * max(height, 1.0) / POINTS_PER_INCH**2
    return min(float(DOTS_PER_INCH), (MAX_PIXELS / inches) ** 0.5)
