"""What a visitor sees before Gradio has built the page, and what a visit costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import plain
from tests.server import Server
from tests.web.browser import SIZES
from tests.web.conftest import Open
from tests.web.world import HOSTILE

pytestmark = pytest.mark.thorough

BUILT = "!document.querySelector('#early') && document.querySelector('gradio-app #sections [role=tab]')"
SHIFTED = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
MAX_SHIFT = 0.05


@SIZES
@pytest.mark.parametrize(("address", "shown"), [("/", ".card"), ("/?object=pillow", ".sheet h2")])
def test_a_page_is_there_before_gradio(open_window: Open, size: dict[str, int], address: str, shown: str) -> None:
    visitor = open_window(size)
    visitor.page.route(re.compile(r"/assets/index-.*\.js"), lambda route: route.abort())
    visitor.visit(address)
    expect(visitor.page.locator(f"#early {shown}").first).to_be_visible()
    expect(visitor.page.locator("#early nav a[aria-current]")).to_have_count(1 if address == "/" else 0)
    assert visitor.overflow() <= 0


def test_what_models_wrote_is_text_there_too(open_window: Open) -> None:
    visitor = open_window()
    visitor.page.route(re.compile(r"/assets/index-.*\.js"), lambda route: route.abort())
    visitor.visit(f"/?object={HOSTILE}")
    expect(visitor.page.locator("#early h2")).to_have_text(HOSTILE)
    assert visitor.page.evaluate("window.hurt") is None


def test_the_feed_comes_once(open_window: Open) -> None:
    visitor = open_window()
    answers: list[Any] = []
    visitor.page.on("response", lambda answer: answers.append(answer) if "/run/predict" in answer.url else None)
    visitor.visit()
    visitor.page.wait_for_function(BUILT)
    expect(visitor.page.locator("#feed .card")).to_have_count(24)
    with visitor.page.expect_response(re.compile("/run/predict")):  # looks whether there is anything new
        pass
    assert [answer for answer in answers if "Fresh from the field" in answer.text()] == []


@SIZES
def test_nothing_jumps(open_window: Open, size: dict[str, int]) -> None:
    visitor = open_window(size)
    visitor.page.add_init_script(SHIFTED)
    shifted = {}
    for address, shown in (
        ("/", "#feed .card"),
        ("/?section=dex", "#objects .card"),
        ("/?section=scan", "#scan-button"),
        ("/?section=leaderboard", "#leaders table"),
        ("/?object=pillow", "#sheet .card"),
    ):
        visitor.visit(address)
        visitor.page.wait_for_function(BUILT)
        expect(visitor.page.locator(f"gradio-app {shown}").first).to_be_visible()
        visitor.page.wait_for_function("document.fonts.status === 'loaded'")
        shifted[address] = visitor.page.evaluate("window.shifted")
    assert {address: shift for address, shift in shifted.items() if shift >= MAX_SHIFT} == {}


def test_a_visit_is_cheap(server: Server) -> None:
    with plain.Client(base_url=server.url) as http:
        page = http.get("/")
        assert page.headers["content-encoding"] == "gzip"
        assert int(page.headers["content-length"]) < 48_000
        asset = re.search(r'"\./(assets/index-[^"]+\.js)"', page.text)
        theme = re.search(r'"(theme\.css\?v=\w+)"', page.text)
        assert asset
        assert theme
        for address in (asset[1], theme[1]):
            assert "immutable" in http.get(f"/{address}").headers["cache-control"], address
        assert "immutable" not in http.get("/theme.css").headers.get("cache-control", "")
        assert "max-age" in http.get("/static/fonts/Quicksand/Quicksand-Bold.woff2").headers["cache-control"]
        assert "cache-control" not in http.get("/assets/none.js").headers
        plainly = http.get("/", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plainly.headers
        assert plainly.text.partition("gradio_config")[0] == page.text.partition("gradio_config")[0]


@pytest.mark.parametrize("section", ["no-such", "%00", "thing", '"><script>'])
def test_an_unknown_section_is_the_first(open_window: Open, section: str) -> None:
    visitor = open_window()
    visitor.visit(f"/?section={section}")
    visitor.page.wait_for_function(BUILT)
