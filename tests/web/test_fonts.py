"""The fonts of the pages: whole, and for whatever a name is written in."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import ImageFont
from playwright.sync_api import expect

from piclets.web.files import SCRIPTS, served
from tests import plain
from tests.server import Server
from tests.web.conftest import Open

LORA = "Żółw, naïve façade: “Ørsted” & Đặng. Мишка-ёжик № 7"
NAMES = ("Ελλη", "Мир", "日本", "東京タワー", "한국", "ไทย", "हिन्दी", "سلام", "שלום", "ქართ", "አማርኛ", "தமிழ்", "ᏣᎳᎩ")
Face = tuple[str, str, str, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def faces() -> list[Face]:
    """Family, style, file and ranges of each font in the stylesheet."""
    found = served("fonts.css")
    assert found
    pattern = re.compile(r'family:(\w+);font-style:(\w+);.*?url\("/web/([^?]+)\?v=.*?unicode-range:([^}]+)}')
    return [
        (family, style, file, [_range(each) for each in ranges.split(",")])
        for family, style, file, ranges in pattern.findall(found[0].decode())
    ]


def _range(written: str) -> tuple[int, int]:
    first, _, last = written.removeprefix("U+").partition("-")
    return int(first, 16), int(last or first, 16)


def _file_for(faces: list[Face], family: str, style: str, char: str) -> str:
    """The last one in the stylesheet that claims a character wins."""
    claims = [
        face[2] for face in faces if face[:2] == (family, style) and any(a <= ord(char) <= b for a, b in face[3])
    ]
    assert claims, f"no font for {char}"
    return claims[-1]


@pytest.mark.parametrize(
    ("family", "style", "text"),
    [("Lora", "normal", LORA), ("Lora", "italic", LORA), *((SCRIPTS, "normal", name) for name in NAMES)],
)
def test_a_font_has_what_it_claims(faces: list[Face], family: str, style: str, text: str) -> None:
    """A glyph of its own for each character: the box for a missing one looks the same for any of them."""
    for char in filter(str.isalpha, text):
        content = served(_file_for(faces, family, style, char))
        assert content
        font = ImageFont.truetype(BytesIO(content[0]), 40)
        assert bytes(font.getmask(char)) != bytes(font.getmask("\U000fffff")), char


def test_addresses_name_the_content(server: Server, faces: list[Face]) -> None:
    page = plain.get(server.url).text
    sheet = re.search(r'"(/web/fonts\.css\?v=\w+)"', page)
    assert sheet
    for address in (sheet[1], sheet[1].partition("?")[0], "/web/fonts.css?v=000000000000"):
        answer = plain.get(server.url + address)
        assert ("immutable" in answer.headers["cache-control"]) == (address == sheet[1])


def test_stories_are_set_in_lora_and_names_in_any_script(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?object=pillow")
    telling = visitor.page.locator("#sheet .telling").first
    expect(telling).to_be_visible()
    assert telling.evaluate("each => getComputedStyle(each).fontFamily").startswith("Lora")
    load = "async ([font, text]) => (await document.fonts.load(font, text)).map(face => face.status)"
    visitor.page.wait_for_function("document.fonts.size > 100")
    assert visitor.page.evaluate(load, ["16px Lora", "It sighs"]) == ["loaded"]
    assert visitor.page.evaluate(load, ["italic 16px Lora", "pillow"]) == ["loaded"]
    assert visitor.page.evaluate(load, [f"16px {SCRIPTS}", "አማርኛ"]) == ["loaded"]
    heading = visitor.page.locator("#sheet h2")
    assert SCRIPTS in heading.evaluate("each => getComputedStyle(each).fontFamily")
