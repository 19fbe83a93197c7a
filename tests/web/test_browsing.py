"""Discover, Dex, object pages and ranks, as somebody with a browser meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import plain
from tests.photos import take_photo
from tests.server import Server
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import Open
from tests.web.world import HOSTILE, OBJECTS

pytestmark = pytest.mark.thorough


def test_the_newest_discoveries_come_without_a_reload(open_window: Open, server: Server, tmp_path: Path) -> None:
    visitor = open_window()
    visitor.visit()
    expect(visitor.page.locator("#feed .card")).to_have_count(24)
    visitor.page.evaluate("window.unreloaded = true")
    found = server.scan(take_photo(tmp_path, "harmonica", seed=11), "local_grace")
    newest = visitor.page.locator("#feed .card").first
    expect(newest).to_contain_text(found["piclet"]["picletData"]["name"])
    expect(newest).to_contain_text("just now")
    assert visitor.page.evaluate("window.unreloaded")


def test_the_dex_is_searched_by_any_spelling_and_filtered(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?section=dex")
    cards, found = visitor.page.locator("#objects .card"), visitor.page.locator("#objects .found")
    search = visitor.page.locator("gradio-app").get_by_label("Search")
    search.fill("The Blue Pillows")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Pillowpuff 0")
    search.fill("velv")
    expect(cards).to_have_count(1)
    search.fill("nobody has seen this")
    expect(found).to_contain_text("Nothing found")
    search.fill("shin")
    expect(found).to_contain_text(f"{OBJECTS // 2} things")
    _choose(visitor.page, "Type", "bug")
    expect(found).to_contain_text("4 things")
    search.fill("")
    _choose(visitor.page, "Type", "")
    _choose(visitor.page, "Found by", "uncommon")
    expect(found).to_contain_text("1 thing")
    expect(cards).to_contain_text("Pillowpuff 0")


def test_the_dex_is_sorted_and_paged(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?section=dex")
    cards, found = visitor.page.locator("#objects .card"), visitor.page.locator("#objects .found")
    expect(found).to_contain_text("page 1 of 2")
    _choose(visitor.page, "Sorted by", "most scanned")
    expect(cards.first).to_contain_text("Pillowpuff 0")
    visitor.page.get_by_role("link", name="Next").click()
    expect(found).to_contain_text("page 2 of 2")
    expect(visitor.page.get_by_role("link", name="Next")).to_have_count(0)
    visitor.page.get_by_role("link", name="Previous").click()
    expect(found).to_contain_text("page 1 of 2")


def test_an_object_has_an_address_and_back_goes_back(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?object=Blue%20PILLOWS")
    sheet = visitor.page.locator("#sheet")
    expect(sheet.get_by_role("heading", name="Pillowpuff 0")).to_be_visible()
    expect(sheet).to_contain_text("Whoever finds it too gets 5 points; 40 players later it is 1 point.")
    expect(sheet.locator("#variations")).to_have_text("2 variations")
    expect(sheet.locator(".history li")).to_have_count(3)
    sheet.get_by_role("link", name="All things").click()
    expect(visitor.page.locator("#objects .card").first).to_be_visible()
    assert visitor.page.url.endswith("/?section=dex")
    visitor.section("Leaderboard")
    expect(visitor.page.locator("#leaders table").first).to_be_visible()
    assert visitor.page.url.endswith("/?section=leaderboard")
    visitor.page.go_back()
    expect(visitor.page.locator("#objects .card").first).to_be_visible()
    visitor.page.go_back()
    expect(sheet.get_by_role("heading", name="Pillowpuff 0")).to_be_visible()
    visitor.page.go_forward()
    expect(visitor.page.locator("#objects .card").first).to_be_visible()


def test_a_thing_that_nobody_has_discovered_is_an_invitation(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?object=golden%20unicorn")
    expect(visitor.page.locator("#sheet")).to_contain_text("You could be the first!")


def test_cards_are_opened_by_keyboard(open_window: Open) -> None:
    visitor = open_window()
    visitor.visit("/?section=dex")
    visitor.page.locator("gradio-app").get_by_label("Search").fill("pillow")
    card = visitor.page.locator("#objects .card a")
    expect(card).to_have_count(1)
    card.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#sheet").get_by_role("heading", name="Pillowpuff 0")).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/?section=dex", "/?section=leaderboard", f"/?object={HOSTILE}"])
def test_nothing_that_a_model_or_a_player_wrote_is_markup(open_window: Open, address: str) -> None:
    visitor = open_window()
    visitor.visit(address)
    if "dex" in address:
        visitor.page.locator("gradio-app").get_by_label("Search").fill(HOSTILE)
    expect(visitor.page.get_by_text(HOSTILE).first).to_be_visible()
    assert visitor.page.evaluate("[window.hurt, document.querySelectorAll('img[src=x], b b, sub-b').length]") == [
        None,
        0,
    ]


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_everybody_can_use_every_page(open_window: Open, size: dict[str, int], theme: str) -> None:
    visitor = open_window(size, theme)
    barriers = {}
    for address, ready in (
        ("/", "#feed .card"),
        ("/?section=dex", "#objects .card"),
        ("/?section=scan", "#scan-button"),
        ("/?section=leaderboard", "#leaders table"),
        ("/?section=mine", "#collection a"),
        ("/?object=pillow", "#sheet .card"),
    ):
        visitor.visit(address)
        expect(visitor.page.locator(ready).first).to_be_visible()
        barriers[address] = visitor.barriers()
        assert visitor.overflow() <= 0, address
    assert {address: found for address, found in barriers.items() if found} == {}


def test_programs_are_told_of_the_five_endpoints_alone(server: Server) -> None:
    listed = plain.get(f"{server.url}/gradio_api/info").json()
    assert sorted(listed["named_endpoints"]) == [
        "/generate_piclet", "/get_leaderboard", "/get_object_details", "/get_recent_activity", "/get_user_piclets",
    ]  # fmt: skip
    assert listed["unnamed_endpoints"] == {}


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).select_option(option)
