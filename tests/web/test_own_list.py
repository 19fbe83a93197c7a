"""My Piclets from the first to the last, and lists by keyboard and by finger."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.photos import take_photo
from tests.server import Server
from tests.web.browser import ONE_SIZE, PHONE, SIZES
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough

BUILT = "!document.querySelector('#early') && document.querySelector('gradio-app #sections [role=tab]')"
TOO_SMALL = """selector => [...document.querySelectorAll(selector)].filter((each) => {
  const { width, height } = each.getBoundingClientRect();
  return each.offsetParent && (width < 44 || height < 44);
}).map((each) => each.outerHTML.slice(0, 80))"""


@ONE_SIZE
def test_all_of_ones_own_are_paged_searched_filtered_and_sorted(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit_as("collector", "My Piclets")
    found, cards = page.locator("#owned .found"), page.locator("#owned .card")
    expect(found).to_contain_text("30 Piclets · page 1 of 2")
    expect(cards).to_have_count(24)
    page.get_by_role("link", name="Next").click()
    expect(found).to_contain_text("page 2 of 2")
    expect(cards).to_have_count(6)
    assert visitor.page.url.endswith("/?section=mine&page=2")
    words = page.get_by_label("Among yours")
    words.fill("thing 1")
    expect(found).to_contain_text("11 Piclets")
    page.get_by_role("combobox", name="Type").select_option("bug")
    expect(found).to_contain_text("2 Piclets")
    expect(words).to_have_value("thing 1")
    cards.first.locator("a").first.click()
    expect(page.locator("#sheet h2")).to_be_visible()
    page.go_back()
    expect(found).to_contain_text("2 Piclets")
    expect(words).to_have_value("thing 1")
    words.fill("zeppelin")
    expect(found).to_contain_text("You have none like that")
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []


def test_arrows_go_through_tabs_and_a_card_is_one_stop(open_window: Open) -> None:
    visitor = open_window()
    page = visitor.page
    visitor.visit()
    page.wait_for_function(BUILT)
    page.locator("#discover-button").press("ArrowRight")
    expect(page.locator("#dex-button")).to_be_focused()
    expect(page.locator("#objects .card").first).to_be_visible()
    page.locator("#dex-button").press("ArrowLeft")
    expect(page.locator("#discover-button")).to_be_focused()
    cards = page.locator("gradio-app #feed .card")
    expect(cards.first).to_be_visible()
    cards.nth(0).locator("a").first.focus()
    page.keyboard.press("Tab")
    expect(cards.nth(1).locator("a").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cards.nth(1).locator(".flag")).to_be_focused()


def test_the_focused_card_keeps_the_focus_when_something_is_found(
    open_window: Open, server: Server, tmp_path: Path
) -> None:
    visitor = open_window()
    page = visitor.page
    visitor.visit()
    page.wait_for_function(BUILT)
    cards = page.locator("gradio-app #feed .card")
    held = cards.nth(2).locator(".flag").get_attribute("data-report")
    cards.nth(2).locator("a").first.focus()
    found = server.scan(take_photo(tmp_path, "ocarina", seed=4011), "local_grace")
    expect(cards.first).to_contain_text(found["piclet"]["picletData"]["name"])
    expect(cards.filter(has=page.locator(f'[data-report="{held}"]')).locator("a").first).to_be_focused()


def test_a_page_that_scrolls_while_one_types_still_searches(open_window: Open) -> None:
    visitor = open_window(PHONE)
    page = visitor.page
    visitor.visit("/?section=dex")
    page.wait_for_function(BUILT)
    expect(page.locator("gradio-app #objects .card").first).to_be_visible()
    words = page.locator("gradio-app #dex-filters input[type=search]")
    words.evaluate("""box => {
      box.focus();
      box.value = "pillow";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      dispatchEvent(new Event("scroll"));
    }""")
    expect(page).to_have_url(f"{visitor.url}/?section=dex&q=pillow")


@SIZES
@pytest.mark.parametrize("address", ["/", "/?section=dex", "/?section=scan"])
def test_what_is_pressed_is_as_wide_as_a_finger(open_window: Open, size: dict[str, int], address: str) -> None:
    visitor = open_window(size)
    visitor.visit(address)
    visitor.page.wait_for_function(BUILT)
    pressed = (
        "#sections [role=tab], .flag, .brand, .filters input, .filters select, #by-photo, #scan-it, .pager a, .take"
    )
    scoped = ", ".join(f"gradio-app {each.strip()}" for each in pressed.split(","))
    assert visitor.page.evaluate(TOO_SMALL, scoped) == []
