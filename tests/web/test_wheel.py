"""The wheel in the browser: spun, picked from, undone, taught with; and a Piclet named by its discoverer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.photos import take_photo
from tests.web.browser import SIZES, Visitor
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough


def tokens(page: Page, count: int) -> None:
    expect(page.locator("#wheel-page .token")).to_have_count(count)
    expect(page.locator(".wheel-room")).not_to_have_attribute(
        "aria-busy", "true"
    )  # what is pressed meanwhile is of no use


def at_the_wheel(visitor: Visitor) -> Page:
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.visit("/?section=wheel")
    expect(visitor.page.locator("#wheel-page tbody tr").first).to_be_visible()
    return visitor.page


def spin(page: Page) -> None:
    page.get_by_role("button", name="Spin", exact=True).click()


def test_a_visitor_spins_picks_and_undoes(open_window: Open) -> None:
    page = at_the_wheel(open_window())
    spin(page)
    tokens(page, 1)
    expect(page.locator("#wheel-page .news")).to_contain_text("%")
    page.get_by_role("button", name="Draw a token of Other").click()
    tokens(page, 2)
    pick = page.locator("#wheel-page tbody tr").first
    pick.get_by_role("button").focus()
    page.keyboard.press("Enter")
    tokens(page, 3)
    page.get_by_role("button", name="Undo").click()
    tokens(page, 2)
    expect(page.locator("#wheel-page .tail")).to_contain_text("other tokens share")


def test_temperature_changes_the_wheel_and_a_token_keeps_its_colour(open_window: Open) -> None:
    page = at_the_wheel(open_window())
    first = page.locator("#wheel-page .disc [data-token]").first
    before = first.get_attribute("fill"), first.get_attribute("data-token")
    page.get_by_role("button", name="What temperature does").click()
    expect(page.locator("#wheel-page .lesson-words")).to_contain_text("temperature")
    same = page.locator(f'#wheel-page .disc [data-token="{before[1]}"]')
    expect(same).to_have_attribute("fill", str(before[0]))
    few = page.locator("#wheel-page tbody tr").count()
    page.locator("#wheel-page input[name=temperature]").fill("2.5")
    expect(page.locator("#wheel-page tbody tr")).not_to_have_count(few)


def test_a_discoverer_names_a_piclet(open_window: Open, tmp_path: Path) -> None:
    visitor = open_window()
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    visitor.visit("/?section=scan")
    visitor.name_oneself("wilma")
    visitor.scan(take_photo(tmp_path, "xylophone", seed=41), "xylophone")
    page.get_by_role("button", name="Name it yourself").click()
    expect(page.locator("#wheel-page .naming-note")).to_be_visible()
    for count in (1, 2):
        spin(page)
        tokens(page, count)
    page.get_by_role("button", name="Keep this name").click()
    news = page.locator("#wheel-page .news")
    expect(news).to_contain_text("Kept: it is")
    name = news.inner_text().removeprefix("Kept: it is ").removesuffix(" from now on.")
    visitor.visit("/?object=xylophone")
    expect(page.locator("#sheet h2").first).to_have_text(name)


@SIZES
def test_the_wheel_fits_and_keeps_nobody_out(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    at_the_wheel(visitor)
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []
