"""The row of tabs by finger and by keyboard, and the tabs with the most in them for everybody's eyes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web.browser import DESKTOP, ONE_SIZE, PHONE, SIZES, Visitor
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough

BUILT = "!document.querySelector('#early') && document.querySelector('gradio-app #sections [role=tab]')"
SECTIONS = ("Discover", "Dex", "Scan", "Wheel", "Leaderboard", "Season", "Sets", "My Piclets", "Prints")
WITHIN_THE_WINDOW = """id => {
  const { left, right, width, height } = document.getElementById(id).getBoundingClientRect();
  return left >= 0 && right <= innerWidth && width >= 44 && height >= 44;
}"""
STOPS = """() => [...document.querySelectorAll("gradio-app #sections > .tab-wrapper [role=tab]")]
  .filter((each) => each.offsetParent && each.tabIndex === 0).map((each) => each.textContent.trim())"""


def box(locator: Locator) -> dict[str, Any]:
    found = locator.bounding_box()
    assert found
    return dict(found)


@SIZES
def test_every_tab_is_in_one_row_and_in_reach(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit()
    page.wait_for_function(BUILT)
    tabs = page.locator("gradio-app #sections > .tab-wrapper [role=tab]:visible")
    assert len({box(tab)["y"] for tab in tabs.all()}) == 1
    head, first = box(page.locator("gradio-app #masthead")), box(tabs.first)
    assert first["y"] - head["y"] - head["height"] <= 30, "nothing stands between them"
    for name in SECTIONS:
        visitor.section(name)
        tab = page.get_by_role("tab", name=name, exact=True)
        expect(tab).to_have_attribute("aria-selected", "true")
        page.wait_for_function(WITHIN_THE_WINDOW, arg=tab.get_attribute("id"))
        assert visitor.overflow() <= 0


@ONE_SIZE
def test_of_the_tabs_one_is_a_stop(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    for address, stop in (
        ("/?section=prints", "Prints"),
        ("/?object=pillow", "Discover"),
        ("/?section=mine", "My Piclets"),
    ):
        visitor.visit(address)
        page.wait_for_function(BUILT)
        page.wait_for_function(f"stop => String(({STOPS})()) === stop", arg=stop)
    page.locator("#mine-button").press("ArrowLeft")
    expect(page.locator("#sets-button")).to_be_focused()
    page.wait_for_function(f"stop => String(({STOPS})()) === stop", arg="Sets")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('[role=tab]')")


def unfolded(visitor: Visitor, section: str) -> None:
    """A collector's section, with all that can be unfolded in it."""
    visitor.visit_as("collector", section)
    if section == "Prints":
        page = visitor.page
        visitor.unfold("Give a print away", page.get_by_label("A print of yours"))
        visitor.unfold("Take a gift", page.get_by_label("The code"))
        visitor.unfold("Trade", page.get_by_role("button", name="Unfollow"))
    else:
        expect(visitor.page.locator("#showcase-save")).to_be_visible()
        visitor.page.get_by_text("All badges").click()


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        (PHONE, "dark"),
        (DESKTOP, "light"),
        pytest.param(PHONE, "light", marks=pytest.mark.slow),
        pytest.param(DESKTOP, "dark", marks=pytest.mark.slow),
    ],
    ids=["dark phone", "light desktop", "light phone", "dark desktop"],
)
@pytest.mark.parametrize("section", ["My Piclets", "Prints"])
def test_what_one_owns_can_be_used_by_everybody(
    open_window: Open, size: dict[str, int], theme: str, section: str
) -> None:
    visitor = open_window(size, theme)
    unfolded(visitor, section)
    assert (visitor.barriers(), visitor.overflow()) == ([], 0)


@SIZES
def test_the_switch_of_the_own_page_has_nothing_above_it(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    unfolded(visitor, "My Piclets")
    form = visitor.page.locator("gradio-app .form:has(#listed)")
    assert box(visitor.page.locator("gradio-app #listed"))["y"] - box(form)["y"] <= 2


def test_things_with_one_print_stand_side_by_side(open_window: Open) -> None:
    visitor = open_window(PHONE)
    unfolded(visitor, "Prints")
    groups = visitor.page.locator("gradio-app #album .thing-prints:not(.many)")
    first, second = (box(groups.nth(place)) for place in (0, 1))
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] < second["x"]
