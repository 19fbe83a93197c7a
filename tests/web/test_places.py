"""The address says where one is, and back leads there: page, words, filters and the place on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from piclets.ledger.dex import Search
from piclets.web.asking import asked, list_address
from tests.web.browser import ONE_SIZE
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough

PAGE_2 = "/?section=dex&order=rarest&page=2"
LAST_PAGE = re.compile(r"page (\d+) of \1$")
FEW = re.compile(r"^\d things?$")
"""All on one page, whatever else the game's other visitors discovered."""
OPEN_LAST_CARD = """() => {
  const card = [...document.querySelectorAll("gradio-app #objects .card > a")].at(-1);
  card.scrollIntoView({ block: "center", behavior: "instant" });
  const place = scrollY;
  card.click();
  return { place, name: card.querySelector("h3").textContent, href: card.getAttribute("href") };
}"""


@ONE_SIZE
def test_back_from_a_thing_leads_to_the_same_place_of_the_same_page(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit("/?section=dex")
    _built(page)
    page.get_by_role("combobox", name="Sorted by").select_option("rarest")
    found = page.locator("gradio-app #objects .found")
    expect(page).to_have_url(f"{visitor.url}/?section=dex&order=rarest")
    on = page.get_by_role("link", name="Next")
    expect(on).to_have_attribute("href", PAGE_2)
    on.click()
    expect(found).to_contain_text("page 2 of")
    expect(page).to_have_url(visitor.url + PAGE_2)
    expect(found).to_be_focused()

    opened = page.evaluate(OPEN_LAST_CARD)
    assert opened["place"] > 100
    expect(page.locator("gradio-app #sheet h2")).to_have_text(opened["name"])
    expect(page.locator("gradio-app #sheet h2")).to_be_focused()
    page.go_back()
    _is_where_it_was(page, visitor.url, opened)

    page.reload()
    _built(page)
    _is_where_it_was(page, visitor.url, opened)
    page.go_forward()
    expect(page.locator("gradio-app #sheet h2")).to_have_text(opened["name"])
    page.go_back()
    page.go_back()
    expect(found).to_contain_text("page 1 of")
    page.go_back()
    expect(page).to_have_url(f"{visitor.url}/?section=dex")
    expect(page.get_by_role("combobox", name="Sorted by")).to_have_value("")


@ONE_SIZE
def test_words_and_filters_come_back_and_stand_in_the_address(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit()
    visitor.section("Dex")
    search = page.locator("gradio-app").get_by_label("Search")
    search.press_sequentially("shin")
    found = page.locator("gradio-app #objects .found")
    expect(found).to_contain_text("20 things")
    page.get_by_role("combobox", name="Type").select_option("bug")
    expect(found).to_contain_text("4 things")
    expect(page).to_have_url(f"{visitor.url}/?section=dex&q=shin&type=bug")
    expect(search).to_have_value("shin")

    page.locator("gradio-app #objects .card > a").first.press("Enter")
    expect(page.locator("gradio-app #sheet h2")).to_be_visible()
    visitor.section("Dex")
    expect(search).to_have_value("")
    expect(found).to_contain_text("page 1 of")
    page.go_back()
    page.go_back()
    expect(found).to_contain_text("4 things")
    expect(search).to_have_value("shin")
    expect(page.get_by_role("combobox", name="Type")).to_have_value("bug")
    page.go_back()
    expect(found).to_contain_text("20 things")  # letters are no steps of their own, a filter is one
    page.go_back()
    expect(page.locator("gradio-app #feed .card").first).to_be_visible()


@ONE_SIZE
def test_a_link_opens_what_it_names(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    page = visitor.page
    for address, what in (
        ("/?section=dex&q=shin&type=bug&order=rarest", "4 things"),
        (PAGE_2, "page 2 of"),
        ("/?section=dex&page=999999", LAST_PAGE),
        ("/?section=dex&rarity=uncommon", FEW),
        ("/?section=dex&type=%00&rarity=<b>&order=drop&page=-1", "page 1 of"),
    ):
        visitor.visit(address)
        _built(page)
        expect(page.locator("gradio-app #objects .found")).to_contain_text(what)
    assert visitor.barriers() == []
    assert visitor.overflow() <= 0
    visitor.visit("/?section=dex&q=%22%3E%3Cimg%20src%3Dx%20onerror%3D%22window.hurt%3D1%22%3E")
    _built(page)
    expect(page.locator("gradio-app").get_by_label("Search")).to_have_value('"><img src=x onerror="window.hurt=1">')
    assert page.evaluate("[window.hurt, document.querySelectorAll('.filters img').length]") == [None, 0]


def test_of_many_steps_the_last_is_shown(open_window: Open) -> None:
    visitor = open_window()
    page = visitor.page
    visitor.visit()
    _built(page)
    page.evaluate(
        "['dex', 'leaderboard', 'sets', 'season'].forEach(name => document.querySelector(`#${name}-button`).click())"
    )
    expect(page.locator("gradio-app #season-page h2").first).to_be_visible()
    page.evaluate("history.go(-3)")
    expect(page.locator("gradio-app #objects .card").first).to_be_visible()
    expect(page.locator("#dex-button")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(
    ("address", "search"),
    [
        ("", Search()),
        ("q=red&type=beast&rarity=epic&order=rarest&page=3", Search("red", "beast", "epic", "rarest", 2)),
        ("type=Beast&rarity=none&order=&page=two", Search()),
        ("page=0", Search()),
        ("page=-3", Search()),
        ("page=1e9", Search()),
        ("page=²", Search()),
        (f"page={'9' * 40}", Search()),
        (f"q={'x' * 5_000}", Search("x" * 200)),
    ],
)
def test_what_an_address_asks_for(address: str, search: Search) -> None:
    parts = dict(part.split("=") for part in address.split("&") if part)
    assert asked(lambda part: parts.get(part, "")) == search


def test_the_address_of_a_page() -> None:
    assert list_address("dex", Search(), 0) == "/?section=dex"
    full = list_address("dex", Search(" a&b ", "beast", "epic", "most scanned"), 4)
    assert full == "/?section=dex&q=a%26b&type=beast&rarity=epic&order=most+scanned&page=5"


def _built(page: Page) -> None:
    page.wait_for_function(
        "!document.querySelector('#early') && document.querySelector('gradio-app #sections [role=tab]')"
    )


def _is_where_it_was(page: Page, url: str, opened: dict[str, Any]) -> None:
    expect(page).to_have_url(url + PAGE_2)
    expect(page.locator("gradio-app #objects .found")).to_contain_text("page 2 of")
    expect(page.get_by_role("combobox", name="Sorted by")).to_have_value("rarest")
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=opened["place"])
    expect(page.locator(f"gradio-app #objects .card > a[href='{opened['href']}']")).to_be_focused()
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=opened["place"])
