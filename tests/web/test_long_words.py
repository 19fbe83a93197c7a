"""One word of 48 letters, which no browser breaks by itself, wherever a thing's name is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.photos import take_photo
from tests.web.browser import SIZES, Visitor
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough

WORD = "mowamo" * 8
ANOTHER = "womawo" * 8
ROOMS = "gradio-app :is(.card, .sheet:not(.shelf), .reveal, .scan-toast, dialog)"
BEYOND = """rooms => [...document.querySelectorAll(rooms)]
  .filter((each) => each.offsetParent || each.open).filter((each) => {
    const edge = each.getBoundingClientRect().right + 1;
    return [...each.querySelectorAll(":is(h1, h2, h3, h4, p, b, a, li, span, small, input)")]
      .some((text) => text.offsetParent && text.getBoundingClientRect().right > edge);
  }).map((each) => each.outerHTML.slice(0, 120))"""


def beyond(visitor: Visitor) -> list[str]:
    """What has text that is cut off or reaches out of it, and how much wider than the window the page is."""
    found: list[str] = visitor.page.evaluate(BEYOND, ROOMS)
    return found + [f"{visitor.overflow()} pixels too wide"] * (visitor.overflow() > 0)


@SIZES
def test_a_word_of_48_letters_fits_everywhere(open_window: Open, tmp_path: Path, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit("/?section=scan")
    visitor.name_oneself(f"long-{size['width']}")
    visitor.scan(take_photo(tmp_path, "IMG_4", seed=4800 + size["width"]), WORD)
    expect(page.locator("#stage .reveal .thing")).to_contain_text(WORD)
    assert beyond(visitor) == []
    for address, shown in (
        (f"/?section=dex&q={WORD}", "#objects .card"),
        (f"/?object={WORD}", "#sheet h2"),
        ("/?section=mine", "#owned .card"),
        ("/?section=prints", "#album .card"),
        (f"/?player={visitor.name}", "#player-page .player"),
        (f"/?object={WORD}{WORD[:30]}", "#sheet h2"),
        (f"/?section=dex&q={WORD}x{WORD}", "#objects .found"),
    ):
        visitor.visit(address)
        expect(page.locator(f"gradio-app {shown}").first).to_be_visible()
        assert beyond(visitor) == [], address
    visitor.visit(f"/?object={WORD}")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("dialog", name="Share this page")).to_be_visible()
    assert beyond(visitor) == []


@SIZES
def test_a_toast_that_tells_of_it_fits(open_window: Open, tmp_path: Path, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit("/?section=scan")
    visitor.name_oneself("elsewhere")
    page = visitor.page
    page.locator("#photo input[type=file]").set_input_files(take_photo(tmp_path, "IMG_5", seed=4900 + size["width"]))
    expect(page.locator("#photo img")).to_be_visible()
    page.get_by_label("What is it?").fill(ANOTHER)
    # Both at once: the studio is quick.
    page.evaluate("document.querySelector('#scan-it').click(); document.querySelector('#dex-button').click()")
    expect(page.locator(".scan-toast")).to_contain_text(ANOTHER)
    assert beyond(visitor) == []
