"""A real browser on our own server, and what the pages' tests do with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.services_needed import need

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE_MS = 60_000
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
"""For what is about how a page looks."""
ONE_SIZE = pytest.mark.parametrize(
    "size", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.slow)], ids=["phone", "desktop"]
)
"""For what a page does; at the other size with `-m slow`."""

# Root starts it, and it shall look for nothing in the outside world.
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


KEPT_NAME = "() => localStorage.getItem('piclets-name')"


class Visitor:
    """Somebody with a browser window on the game. Errors on the pages are collected in `complaints`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        self.name = ""
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._note(answer.status, answer.url))

    def visit(self, address: str = "/") -> None:
        self.page.goto(self.url + address)

    def section(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def unfold(self, title: str, inside: Locator) -> None:
        """Open an accordion."""
        self.insist(self.page.get_by_text(title, exact=True).first.click, inside)

    def insist(self, act: Callable[[], object], there: Locator) -> None:
        """Act until `there` is seen: what is done while Gradio still fills the section gets lost."""
        while not there.is_visible():
            act()
            with suppress(AssertionError):
                expect(there).to_be_visible(timeout=5_000)

    def name_oneself(self, name: str) -> None:
        """Type a name, and wait until the browser keeps it: a section that is opened sooner is opened by nobody."""
        self.name = name
        kept = self.page.evaluate(KEPT_NAME)
        self.page.get_by_label("Your name").fill(name)
        self.page.wait_for_function(f"(before) => ({KEPT_NAME})() !== before", arg=kept)

    def visit_as(self, name: str, section: str) -> None:
        """Come as a player, and go to a section."""
        self.visit("/?section=scan")
        self.name_oneself(name)
        self.section(section)

    def scan(self, photo: Path, what: str) -> None:
        self.page.locator("#photo input[type=file]").set_input_files(photo)
        expect(self.page.locator("#photo img")).to_be_visible()
        self.page.get_by_label("What is it?").fill(what)
        box = self.page.get_by_label("Your name")
        if self.name and box.is_visible() and not box.input_value():
            box.fill(self.name)  # what is typed before the browser's memory is read gets lost
        self.page.get_by_role("button", name="Scan it").click()

    def barriers(self) -> list[str]:
        """What axe-core finds that keeps anyone from using the page: serious and critical findings.

        Without axe-core the test is skipped, as it is without a browser.
        """
        need(AXE.exists(), "axe-core (npm ci in tests/web)")
        if not self.page.evaluate("'axe' in window"):
            self.page.add_script_tag(path=AXE)
        found: Any = self.page.evaluate(
            "async () => (await axe.run({ exclude: ['footer'] }, { resultTypes: ['violations'] })).violations"
        )
        return [
            f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for each in found
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"][:3]
        ]

    def overflow(self) -> int:
        """How many pixels wider the page is than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return width

    def _note(self, status: int, url: str) -> None:
        if status >= 400:
            self.complaints.append(f"{status} {url}")
