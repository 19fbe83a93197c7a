"""Finding in the Dex, by words that slip or mean, and by a photo: on a desk and on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import plain
from tests.server import Server
from tests.waiting import until
from tests.web.browser import ONE_SIZE, SIZES
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def all_seen(server: Server) -> None:
    """Sight has looked at every creature that the world was made with."""

    def looked() -> bool:
        own = plain.get(f"{server.url}/api/catalogues").json()["catalogues"][0]
        return bool(own["ready"] and own["pictures"])

    until(looked)


@ONE_SIZE
def test_things_are_found_by_a_slip_and_by_a_photo(
    open_window: Open, server: Server, tmp_path: Path, size: dict[str, int]
) -> None:
    visitor = open_window(size)
    page = visitor.page
    visitor.visit("/?section=dex")
    objects = page.locator("#objects")
    expect(objects.locator(".card").first).to_be_visible()
    page.locator("gradio-app").get_by_label("Search").fill("pilow")
    expect(objects.locator(".found")).to_contain_text("Here is pillow")
    expect(objects.locator(".card").first).to_contain_text("Pillowpuff")

    shown = page.locator("#objects .card img").first
    creature = shown.get_attribute("src")
    assert creature
    photo = tmp_path / "photo.webp"
    photo.write_bytes(plain.get(re.sub(r"^/", f"{server.url}/", creature)).content)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Find by photo").click()
    chooser.value.set_files(photo)
    found = objects.locator(".alike a")
    expect(found.first).to_be_visible()
    expect(objects.locator(".found")).to_contain_text("look most like your photo")
    assert visitor.barriers() == []
    assert visitor.overflow() <= 0
    found.first.click()
    expect(page.locator("#sheet h2")).to_be_visible()


@SIZES
def test_a_thing_shows_what_looks_like_it(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.visit("/?object=pillow")
    alike = visitor.page.locator("#sheet .alike a")
    expect(alike.first).to_be_visible()
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []
    href = alike.first.get_attribute("href")
    alike.first.click()
    assert href
    expect(visitor.page).to_have_url(re.compile(re.escape(href)))
