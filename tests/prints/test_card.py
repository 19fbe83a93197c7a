"""Cards, their lettering, and sheets of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from piclets.prints.card import (
    AROUND_PANEL,
    FRAME,
    HEIGHT,
    INSIDE,
    KEY,
    PANEL,
    SCALE,
    WIDTH,
    Bearing,
    SeasonMark,
    draw_card,
)
from piclets.prints.face import GREYS, draw_face
from piclets.prints.lettering import draw_text, fallback_fonts, fit, printable, text_width
from piclets.prints.sheet import MAX_CARDS, sheet_pdf
from tests.prints.conftest import piclet_named

Draw = Callable[..., Image.Image]


def test_a_card_has_its_size_a_dark_frame_on_white_and_one_filled_corner(card_of: Draw) -> None:
    grey = np.asarray(card_of(0x12345678).convert("L"))
    assert grey.shape == (HEIGHT, WIDTH)
    assert (grey[: FRAME[1]] == 255).all()
    assert (grey[FRAME[1] : INSIDE[1], FRAME[0] : FRAME[2]] < 50).all()
    quarter = KEY // 4
    left, top, right, bottom = INSIDE
    corners = [(left + quarter, top + quarter), (right - 4, top + 4), (left + 3, bottom - 3), (right - 3, bottom - 3)]
    assert [bool(grey[y, x] < 50) for x, y in corners] == [True, False, False, False]


@pytest.mark.parametrize("kind", ["beast", "aquatic", "culture"])
def test_the_face_is_drawn_in_its_tones(card_of: Draw, kind: str) -> None:
    left, top, right, bottom = PANEL
    shown = np.asarray(card_of(0xABCDEF01, kind=kind).convert("L"), np.float32)[top:bottom, left:right] / 255
    assert np.abs(shown - draw_face(0xABCDEF01, SCALE, GREYS)[..., 0]).max() < 0.02


def test_the_mark_of_a_season_leaves_frame_key_and_face_as_they_are(card_of: Draw) -> None:
    plain, frosty, spring = (
        np.asarray(card_of(0xABCDEF01, mark=mark), np.int16)
        for mark in (None, SeasonMark("first-frost", "First frost"), SeasonMark("spring", "W" * 60))
    )
    changed = np.abs(frosty - plain).max(2) > 0
    rows, columns = np.nonzero(changed)
    assert min(columns) > INSIDE[0] + KEY
    assert min(rows) > INSIDE[1] + KEY
    assert max(columns) < INSIDE[2] - 6
    assert max(rows) < AROUND_PANEL[1] - 6
    seal = (slice(330, 410), slice(330, 410))
    assert changed[seal].mean() > 0.5
    assert (np.abs(frosty - spring)[seal].max(2) > 0).mean() > 0.3, "each season has a seal of its own"


def test_a_card_leads_with_the_things_own_tier_and_not_with_how_many_found_it() -> None:
    common, epic, found_by_many = (
        np.asarray(draw_card(piclet_named("Pillowpuff", tier=tier) | {"rarity": rarity}, None), int)
        for tier, rarity in (("common", "legendary"), ("epic", "legendary"), ("epic", "common"))
    )
    assert (epic == found_by_many).all()
    assert np.abs(epic - common)[62:402, 62:402].max() > 0, "a frame about the creature"
    assert np.abs(epic - common)[170:208, 426:].max() > 0, "a gem and a word"


def test_paper_does_not_say_how_many_found_it_which_changes() -> None:
    for bearing, changes in ((Bearing(7, 3, "ada", "2026-11-28"), False), (None, True)):
        one, many = (
            np.asarray(draw_card(piclet_named("Pillowpuff") | {"scanCount": found}, None, bearing), int)
            for found in (1, 1234)
        )
        assert bool(np.abs(one - many).max()) == changes


def test_a_card_without_a_print_or_a_picture_is_still_a_card() -> None:
    assert draw_card(piclet_named("Pillowpuff"), None).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(("script", "word"), [("Tamil", "விளக்கு"), ("Myanmar", "ပုသိမ်၁"), ("Arabic", "مـد")])
def test_a_word_is_drawn_by_its_scripts_own_font(script: str, word: str) -> None:
    """A letter from another font joins none beside it: its vowel sign was drawn as a box."""
    by = {file for file, ranges in fallback_fonts() if any(a <= ord(char) <= b for char in word for a, b in ranges)}
    assert by == {f"NotoSans{script}-Regular.woff2"}


@pytest.mark.parametrize(
    "name",
    ["枕の精", "Подушкин", "صديق الوسادة", "כרית", "तकिया", "หมอน", "베개요정", "Μαξιλαράκι", "თბილისი", "Բարձիկ",
     "አልጋ", "தலையணை", "ཁང་པ", "ᏣᎳᎩ", "ပုသိမ်", "ខ្មែរ", "ລາວ", "ᓄᓇᕗᑦ", "ਪੰਜਾਬੀ", "ગુજરાતી", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ଓଡ଼ିଆ",
     "বালিশ", "తెలుగు", "ⵜⵉⴼⵉⵏⴰⵖ", "ߒߞߏ", "ᠮᠣᠩᠭᠣᠯ", "ތާނަ", "Ünïcødé"],
)  # fmt: skip
def test_every_script_is_drawn_and_not_as_boxes(name: str) -> None:
    drawn = {char: _ink(char) for char in set(name) if char.isalpha()}
    box = _ink("\U00013000")  # a letter that no font here has
    assert all(ink.any() for ink in drawn.values())
    assert not any(ink.shape == box.shape and (ink == box).all() for ink in drawn.values())
    assert printable(name) == name.replace("\u200b", "")


def test_what_nothing_can_draw_is_left_out_but_letters_are_told() -> None:
    assert printable("👾 Bot\x00\u202e") == "Bot"
    assert printable("\U00013000") == "\U00013000"
    assert _ink("\U00013000").any()


def test_a_long_name_is_made_smaller_and_then_cut() -> None:
    assert fit("Pillow", 46, 340, "bold") == ("Pillow", 46)
    shown, size = fit("Pillowpuffington the Third", 46, 340, "bold")
    assert (shown, 18 <= size < 46) == ("Pillowpuffington the Third", True)
    shown, size = fit("W" * 500, 46, 340, "bold", least=24)
    assert shown.endswith("…")
    assert text_width(shown, size, "bold") <= 340


def test_words_of_two_directions_stand_as_they_are_read() -> None:
    """From the right where the first letter is Hebrew, from the left where it is Latin: on paper the same."""
    assert (_ink("שלום ab") == _ink("ab שלום")).all()
    assert _ink("שלום ab").any()


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (9, 1), (10, 2)])
def test_a_sheet_has_nine_cards_of_63_by_88_mm_on_a_page_of_a4(card_of: Draw, count: int, pages: int) -> None:
    pdf = sheet_pdf(card_of(number).resize((84, 118)) for number in range(count))
    assert pdf.startswith(b"%PDF-1.4")
    assert pdf.endswith(b"%%EOF\n")
    assert pdf.count(b"/Type /Page ") == pages
    assert pdf.count(b"/Subtype /Image") == count
    assert b"/MediaBox [0 0 595.276 841.890]" in pdf
    assert len(re.findall(rb"q 178\.583 0 0 249\.449 [\d.]+ [\d.]+ cm /C\d Do Q", pdf)) == count  # in points
    assert pdf.count(b" l S") == pages * 16
    for number, place in enumerate(re.findall(rb"^(\d{10}) 00000 n $", pdf, re.M), 1):
        assert pdf[int(place) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize("count", [0, MAX_CARDS + 1])
def test_a_sheet_has_1_to_90_cards(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 90"):
        sheet_pdf(Image.new("RGB", (8, 8)) for _ in range(count))


def test_the_card_names_number_finder_and_pid(creature: Path) -> None:
    one, other = (
        draw_card(piclet_named("Pillowpuff"), creature, Bearing(7, number, finder, "2026-11-28T10:00:00Z"))
        for number, finder in ((3, "ada"), (4, "grace"))
    )
    assert np.abs(np.asarray(one, int) - np.asarray(other, int)).max() > 0


def _ink(text: str) -> np.ndarray:
    picture = Image.new("L", (max(8, round(text_width(text, 40)) + 20), 80), 0)
    draw_text(ImageDraw.Draw(picture), (10, 40), text, 40, "white")
    return np.asarray(picture)
