"""The way of a player through the pages, on a phone and at a desk: what is seen when, and what is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.photos import take_photo
from tests.web.browser import ONE_SIZE, PHONE, SIZES, Visitor
from tests.web.conftest import Open

THINGS = {
    390: ("cuckoo clock", "kitchen scale", "barometer", "sundial"),
    1280: ("hay fork", "garden gnome", "abacus", "anvil"),
}


@SIZES
def test_rules_for_phones_and_for_less_motion_have_an_effect(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit()
    card = visitor.page.locator("#feed .card").first
    expect(card).to_be_visible()
    assert _style(visitor.page, ".gradio-container > .main", "paddingLeft") == ("12px" if size is PHONE else "32px")
    assert _style(visitor.page, "#feed .card", "transitionDuration") != "0s"
    visitor.page.emulate_media(reduced_motion="reduce")
    assert _style(visitor.page, "#feed .card", "transitionDuration") == "0s"


@SIZES
def test_a_photo_is_taken_from_the_first_screen_and_all_that_comes_of_it_is_in_sight(
    open_window: Open, tmp_path: Path, size: dict[str, int]
) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit()
    _take(page, "Take or choose a photo", take_photo(tmp_path, "IMG_1", seed=501 + size["width"]))
    name, what = page.get_by_label("Your name"), page.get_by_label("What is it?")
    expect(name).to_be_focused()
    name.fill("flora")
    what.fill(THINGS[size["width"]][0])
    page.evaluate(WATCH)
    what.press("Enter")
    reveal = page.locator(".reveal")
    expect(reveal.locator(".verdict")).to_be_focused()
    expect(reveal.locator(".verdict")).to_be_in_viewport(ratio=1)
    expect(reveal.locator(".picture")).to_be_in_viewport(ratio=0.9)
    watched = page.evaluate("watched")
    assert watched, "no steps were shown"
    assert all(place["top"] >= 0 and place["bottom"] <= size["height"] and place["pace"] for place in watched), (
        watched
    )
    assert visitor.overflow() <= 0

    what.fill(THINGS[size["width"]][1])
    what.press("Enter")
    expect(reveal).to_contain_text(THINGS[size["width"]][1])
    expect(reveal).to_contain_text("You discovered the first")

    _take(page, "Scan another", take_photo(tmp_path, "IMG_2", seed=701 + size["width"]))
    expect(reveal).to_have_count(0)
    expect(what).to_have_value("")
    expect(what).to_be_focused()
    expect(name).to_have_value("flora")
    _nothing_stands_in_the_way(visitor)


# Not before: a call that still waits in the queue goes with its page.
RELOAD_WHEN_BEGUN = """() => new MutationObserver((_, watching) => {
  if (!document.querySelector("#stage .steps")) return;
  watching.disconnect();
  location.reload();
}).observe(document.body, { childList: true, subtree: true })"""


@ONE_SIZE
def test_a_scan_outlives_its_page_and_is_told_of_elsewhere(
    open_window: Open, tmp_path: Path, size: dict[str, int]
) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit("/?section=scan")
    visitor.name_oneself("remi")
    page.evaluate(RELOAD_WHEN_BEGUN)
    with page.expect_navigation():
        visitor.scan(take_photo(tmp_path, "IMG_3", seed=901 + size["width"]), THINGS[size["width"]][2])
    expect(page.locator(".reveal")).to_contain_text(THINGS[size["width"]][2])
    assert page.evaluate("sessionStorage.getItem('piclets-scan')") is None

    page.locator("#photo input[type=file]").set_input_files(take_photo(tmp_path, "IMG_4", seed=1901 + size["width"]))
    expect(page.locator("#photo img")).to_be_visible()
    expect(page.locator(".reveal")).to_have_count(0)  # what was said of the last photo goes with it
    expect(page.get_by_label("What is it?")).to_have_value("")
    page.get_by_label("What is it?").fill(THINGS[size["width"]][3])
    # Both at once: the studio is quick.
    page.evaluate("document.querySelector('#scan-it').click(); document.querySelector('#dex-button').click()")
    toast = page.locator(".scan-toast")
    expect(toast).to_contain_text(THINGS[size["width"]][3])
    toast.get_by_role("link", name="Show it").click()
    expect(page.locator(".reveal")).to_contain_text(THINGS[size["width"]][3])
    expect(toast).to_be_hidden()
    _nothing_stands_in_the_way(visitor)


WATCH = """
watched = [];
new MutationObserver(() => {
  const steps = document.querySelector("#stage .steps");
  if (!steps) return;
  const { top, bottom } = steps.getBoundingClientRect();
  watched.push({ top, bottom, pace: /^\\d+ s/.test(steps.querySelector(".pace").textContent) });
}).observe(document.querySelector("#stage"), { childList: true, subtree: true });
"""
"""Where the steps stand whenever they change, and whether they tell for how long."""


def _nothing_stands_in_the_way(visitor: Visitor) -> None:
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []


def _take(page: Page, button: str, photo: Path) -> None:
    page.wait_for_function("!document.querySelector('#early')")  # a click on what is put in its place gets lost
    offered = page.get_by_role("button", name=button).filter(visible=True)
    with page.expect_file_chooser() as chooser:
        offered.click()
    chooser.value.set_files(photo)


def _style(page: Page, selector: str, name: str) -> Any:
    return page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{name}")
