"""A thing's page is worth a visit, its rarity says something, and every page can be shared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from piclets.server.wiring import build_game
from piclets.web.markup import render
from piclets.web.words import first_sentence
from tests import plain
from tests.making import scan
from tests.server import Server
from tests.web.browser import ONE_SIZE, PHONE
from tests.web.conftest import Open
from tests.web.world import settings_of

pytestmark = pytest.mark.thorough


@ONE_SIZE
def test_a_creature_breathes_and_is_glad_to_be_tapped(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit("/?object=pillow")
    creature = visitor.page.locator("gradio-app .alive")
    expect(creature).to_be_visible()
    moving = "each => getComputedStyle(each).animationName"
    assert set(creature.locator("img").evaluate(moving).split(", ")) == {"breathe", "nod", "blink-all"}
    creature.click()
    expect(creature.locator(".says")).to_have_text("Soft, and proud of it.")
    visitor.page.emulate_media(reduced_motion="reduce")
    assert creature.locator("img").evaluate(moving) == "none"
    assert visitor.overflow() <= 0


@ONE_SIZE
def test_a_thing_tells_its_prints_and_a_print_has_an_address(
    open_window: Open, server: Server, size: dict[str, int]
) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit("/?object=thing_3")
    tally = page.locator("gradio-app #sheet .tally")
    expect(tally).to_contain_text("The very first, #1, was found by ada")
    expect(tally.get_by_role("link", name="A summer of pillows")).to_be_visible()
    tally.get_by_role("link", name="#1").click()
    one = page.locator("gradio-app #sheet .one-print")
    expect(one).to_contain_text("Creature 3 #1")
    expect(one).to_contain_text("found by ada")
    card = one.get_by_role("link", name="Its card").get_attribute("href")
    assert card
    pid = card.removeprefix("/prints/").removesuffix(".png")
    assert page.url.endswith(f"/?print={pid}")
    page.reload()
    expect(one).to_contain_text(pid)
    assert plain.get(f"{server.url}{card}").status_code == 200
    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("dialog", name="Share this page").get_by_label("Link")
    expect(link).to_have_value(f"{visitor.url}/?print={pid}")
    page.keyboard.press("Escape")
    assert (visitor.barriers(), visitor.overflow()) == ([], 0)


@pytest.mark.parametrize(("pid", "words"), [("00000000", "There is no print"), ("nonsense", "")])
def test_a_print_that_is_not_there_is_told(open_window: Open, pid: str, words: str) -> None:
    visitor = open_window(PHONE)
    visitor.visit(f"/?print={pid}")
    sheet = visitor.page.locator("gradio-app #sheet")
    expect(sheet.locator(".sheet, .alert")).to_be_visible()
    expect(sheet).to_contain_text(words)
    expect(sheet.locator(".alive")).to_have_count(0)


@ONE_SIZE
def test_any_page_is_shared_with_its_link_and_picture(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit("/?object=Blue%20pillow&section=dex")
    expect(visitor.page.locator("gradio-app #sheet h2")).to_be_visible()
    visitor.page.get_by_role("button", name="Share").click()
    dialog = visitor.page.get_by_role("dialog", name="Share this page")
    expect(dialog.get_by_label("Link")).to_have_value(f"{visitor.url}/?object=Blue+pillow")
    visitor.page.wait_for_function("document.querySelector('.sharing img').naturalWidth === 1200")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert visitor.overflow() <= 0


def test_a_card_leads_with_the_things_own_tier(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?object=pillow")
    chips = visitor.page.locator("gradio-app #sheet .notes .chips li")
    expect(chips).to_have_count(3)
    expect(chips.nth(1)).to_have_text("common")
    expect(chips.nth(2)).to_have_text("found by 61")


def test_relatives_are_the_nearest_of_a_kind(tmp_path: Path) -> None:
    game = build_game(settings_of(tmp_path / "data"))
    try:
        for thing in ("sofa", "armchair", "trumpet"):
            game.ledger.record(scan("ada", thing))
        kin = game.collecting.kin("sofa", "")
        alone = game.collecting.kin("trumpet", "")
    finally:
        game.close()
    assert kin
    assert [name for name, _picture in kin.things] == ["armchair"]
    assert alone is None


@pytest.mark.parametrize(
    ("tier", "discovered", "canonical", "moment"),
    [
        ("common", False, True, None),
        ("common", True, False, None),
        ("common", True, True, "The first ever!"),
        ("epic", False, True, "A thing that is epic in the world"),
        ("epic", True, False, "A thing that is epic in the world"),
        ("legendary", True, True, "The first ever, and a thing that is legendary!"),
    ],
)
def test_a_rare_one_is_a_moment_and_the_first_ever_a_bigger_one(
    tier: str, discovered: bool, canonical: bool, moment: str | None
) -> None:
    stats = {"hp": 1, "attack": 2, "defense": 3, "speed": 4}
    piclet = {
        "typeId": "mug_canonical" if canonical else "mug_001", "objectName": "mug", "attributes": ["red"],
        "discoveredBy": "ada", "scanCount": 1, "rarity": "legendary", "imageUrl": "/images/a.webp",
        "picletData": {"name": "Muggo", "type": "cuisine", "tier": tier, "description": "Hums.", "stats": stats},
    }  # fmt: skip
    told = {
        "piclet": piclet,
        "message": "Well found!",
        "points": 125,
        "replayed": False,
        "player": "ada",
        "earned": [],
    }
    html = render("reveal", discovered=discovered, **told)
    assert ('class="moment"' in html) == (moment is not None)
    assert moment is None or moment in " ".join(html.split())
    assert ("first-ever" in html) == (discovered and canonical)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Soft, and proud of it.", "Soft, and proud of it."),
        ("It hums. It sings!", "It hums."),
        ("Weighs 1.5 kg and is proud! Yes.", "Weighs 1.5 kg and is proud!"),
        ("no end", "no end"),
        ("", ""),
        ("x" * 200, "x" * 89 + "…"),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first
