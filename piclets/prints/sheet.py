"""Sheets to print: nine cards of 63 x 88 mm on a page of A4, with cut marks, as a PDF.

Written here, since a card goes in as the JPEG that it is, at its exact size, and the marks as lines: what it takes
of the format (PDF 1.4) is less than a library, and memory holds one card's pixels at a time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PIL import Image

MAX_CARDS: Final = 90
ACROSS, DOWN = 3, 3
A_PAGE: Final = ACROSS * DOWN
PAGE_MM: Final = (210.0, 297.0)
CARD_MM: Final = (63.0, 88.0)
MARK_MM: Final = (2.0, 7.0)
"""A cut mark begins so far from the cards' edge, and is so long."""
JPEG_QUALITY: Final = 92
_POINTS: Final = 72 / 25.4
_LEFT: Final = (PAGE_MM[0] - ACROSS * CARD_MM[0]) / 2
_BOTTOM: Final = (PAGE_MM[1] - DOWN * CARD_MM[1]) / 2


def sheet_pdf(cards: Iterable[Image.Image]) -> bytes:
    """The cards, nine on a page in the order given; each is asked for when its turn comes.

    Raises ValueError for none, or more than 90.
    """
    pdf = _Pdf()
    placed: list[int] = []
    for card in cards:
        if len(placed) == MAX_CARDS:
            break
        placed.append(pdf.add_picture(card))
    else:
        if placed:
            return pdf.finished([placed[start : start + A_PAGE] for start in range(0, len(placed), A_PAGE)])
    raise ValueError(f"a sheet has 1 to {MAX_CARDS} cards")


class _Pdf:
    """A PDF's objects, by number; 1 is its catalogue and 2 the list of its pages."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"", b""]

    def add_picture(self, picture: Image.Image) -> int:
        jpeg = io.BytesIO()
        picture.convert("RGB").save(jpeg, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        return self._add(
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
            "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode",
            jpeg.getvalue(),
        )

    def finished(self, pages: Sequence[Sequence[int]]) -> bytes:
        numbers = [self._page(pictures) for pictures in pages]
        kids = " ".join(f"{number} 0 R" for number in numbers)
        self._objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        self._objects[1] = f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>".encode()
        return self._written()

    def _page(self, pictures: Sequence[int]) -> int:
        names = dict(enumerate(pictures))
        drawn = [f"q {_matrix(place)} cm /C{place} Do Q" for place in names]
        marks = [f"{x} {y} m {to_x} {to_y} l S" for x, y, to_x, to_y in _cut_marks()]
        content = self._add("", "\n".join([*drawn, "0.3 w", *marks]).encode())
        known = " ".join(f"/C{place} {number} 0 R" for place, number in names.items())
        width, height = (_points(length) for length in PAGE_MM)
        return self._object(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {content} 0 R "
            f"/Resources << /XObject << {known} >> >> >>".encode()
        )

    def _add(self, about: str, stream: bytes) -> int:
        head = f"<< {about} /Length {len(stream)} >>\nstream\n".encode()
        return self._object(head + stream + b"\nendstream")

    def _object(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _written(self) -> bytes:
        out = io.BytesIO()
        out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        table = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
        return out.getvalue()


def _matrix(place: int) -> str:
    """Where a card is on its page: PDF counts from the bottom left."""
    row, column = divmod(place, ACROSS)
    x, y = _LEFT + column * CARD_MM[0], _BOTTOM + (DOWN - 1 - row) * CARD_MM[1]
    return f"{_points(CARD_MM[0])} 0 0 {_points(CARD_MM[1])} {_points(x)} {_points(y)}"


def _cut_marks() -> Iterator[tuple[str, str, str, str]]:
    """Outside of the cards, at every edge along which they are cut."""
    near, far = MARK_MM[0], sum(MARK_MM)
    right, top = _LEFT + ACROSS * CARD_MM[0], _BOTTOM + DOWN * CARD_MM[1]
    for column in range(ACROSS + 1):
        x = _LEFT + column * CARD_MM[0]
        yield from (_line(x, _BOTTOM - far, x, _BOTTOM - near), _line(x, top + near, x, top + far))
    for row in range(DOWN + 1):
        y = _BOTTOM + row * CARD_MM[1]
        yield from (_line(_LEFT - far, y, _LEFT - near, y), _line(right + near, y, right + far, y))


def _line(x: float, y: float, to_x: float, to_y: float) -> tuple[str, str, str, str]:
    return _points(x), _points(y), _points(to_x), _points(to_y)


def _points(millimetres: float) -> str:
    return f"{millimetres * _POINTS:.3f}"
