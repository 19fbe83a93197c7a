"""Sets, the day's three and badges in a browser, on a phone and at a desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.photos import take_photo
from tests.web.browser import ONE_SIZE, SIZES
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough


@SIZES
def test_sets_and_the_days_three(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit("/?section=sets")
    page = visitor.page
    expect(page.locator(".three li")).to_have_count(3)
    expect(page.locator("time[data-until]")).to_have_text(re.compile(r"\d+ h \d+ min, at .+ your time"))
    expect(page.locator(".sets > ul > li")).to_have_count(31)
    assert visitor.barriers() == []
    page.get_by_role("link", name="Things of a bedroom").click()
    expect(page.locator(".things li")).to_have_count(18)
    expect(page.get_by_role("link", name="pillow")).to_be_visible()
    expect(page.locator(".things .unknown").first).to_contain_text("not found yet")
    assert visitor.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.go_back()
    expect(page.locator(".three li")).to_have_count(3)


@ONE_SIZE
def test_a_badge_is_told_stands_on_the_shelf_and_can_be_hidden(
    open_window: Open, size: dict[str, int], tmp_path: Path
) -> None:
    visitor = open_window(size)
    visitor.visit("/?section=scan")
    visitor.name_oneself(f"collector-{size['width']}")
    photo = take_photo(tmp_path, "photo", seed=size["width"])
    visitor.scan(photo, f"shelf thing {size['width']}")
    page = visitor.page
    expect(page.locator(".toast")).to_contain_text("Badge earned: Finder")
    page.locator(".toast a").click()
    medals = page.locator(".shelf .medals").first
    expect(medals).to_contain_text("Finder")
    expect(medals.locator("svg.medal").first).to_be_visible()
    assert visitor.barriers() == []
    switch = page.locator("[data-game-extras]")
    switch.click()
    expect(medals).to_be_hidden()
    page.reload()
    expect(switch).to_have_text("Show badges and rhythm")
    expect(medals).to_be_hidden()
    switch.click()
    expect(medals).to_be_visible()
