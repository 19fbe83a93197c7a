"""One server for all tests of the pages, a browser for each file of them, a window for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.server import Server, running_server
from tests.services_needed import need
from tests.web.browser import DESKTOP, Visitor, find_chromium, launched
from tests.web.world import populate

Open = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for longer: while it runs, its event loop runs in this thread, where other tests want their own."""
    chromium = find_chromium()
    need(chromium, "Chromium")
    with launched(str(chromium)) as browser:
        yield browser


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dex") / "data"
    populate(folder)
    return folder


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[Server]:
    with running_server(data_dir) as server:
        yield server


@pytest.fixture
def open_window(browser: Browser, server: Server) -> Iterator[Open]:
    """Opens windows of a size and theme; at the end, no page may have complained."""
    visitors: list[Visitor] = []
    contexts = []

    def open_window(size: dict[str, int] = DESKTOP, theme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if theme == "dark" else "light",
            accept_downloads=True,
        )
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), server.url))
        return visitors[-1]

    yield open_window
    for context in contexts:
        context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
