"""The Dex in a real browser: from the click to the frame that shows what was asked for, on a small and a large game.

The pictures are not there (the seeded game has none): what counts is the page and its words. Milliseconds, the median
and the slowest of twenty but one.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.ledgers import Size, Work
from benchmarks.report import table
from tests.web.browser import DESKTOP, find_chromium, launched

# Clicks (or types), and counts the milliseconds until a frame was drawn in which the text of an element has changed.
_TIMED = """([acting, watched, value]) => new Promise((done, failed) => {
  const text = () => document.querySelector(watched)?.innerText ?? "";
  const before = text(), started = performance.now();
  const look = () => {
    if (text() !== before && document.querySelector(watched)?.offsetParent) {
      requestAnimationFrame(() => done(performance.now() - started));
    } else if (performance.now() - started > 20000) failed(`nothing new in ${watched}`);
    else requestAnimationFrame(look);
  };
  const actor = document.querySelector(acting);
  if (value === null) actor.click();
  else { actor.value = value; actor.dispatchEvent(new Event("input", { bubbles: true })); }
  requestAnimationFrame(look);
})"""
_SEARCH = "#filters textarea, #filters input[type=text]"

Act = Callable[[Page, int], float]


def run(work: Work) -> str:
    chromium = find_chromium()
    if chromium is None:
        return "No Chromium is installed."
    rounds = 5 if work.quick else 20
    columns = [_measured(chromium, work, size, rounds) for size in work.sizes]
    rows = [[name, *(figure for column in columns for figure in column[name])] for name in ACTS]
    headers = ["from the click to the frame"]
    headers += [f"{which}, {size.objects:,} objects" for size in work.sizes for which in ("median", "slow")]
    return table(headers, rows)


def _measured(chromium: str, work: Work, size: Size, rounds: int) -> dict[str, tuple[str, str]]:
    with serving(work.seeded(size)) as address, launched(chromium) as browser:
        page = browser.new_page(viewport={"width": DESKTOP["width"], "height": DESKTOP["height"]})
        page.goto(f"{address}/?section=dex")
        expect(page.locator("#objects .card").first).to_be_visible()
        taken = {name: sorted(act(page, number) for number in range(rounds)) for name, act in ACTS.items()}
    return {name: (f"{statistics.median(times):.0f}", f"{times[-2]:.0f}") for name, times in taken.items()}


def _timed(page: Page, acting: str, watched: str, value: str | None = None) -> float:
    taken: float = page.evaluate(_TIMED, [acting, watched, value])
    return taken


def _turn_the_page(page: Page, _number: int) -> float:
    return _timed(page, "#pager button:last-of-type", "#objects .found")


def _search(page: Page, number: int) -> float:
    return _timed(page, _SEARCH, "#objects .found", ("teapot", "old", "kitchen lam", "")[number % 4])


def _open_a_thing(page: Page, number: int) -> float:
    page.locator("#objects .card").first.wait_for()
    taken = _timed(page, f"#objects .card:nth-child({number % 20 + 1}) a", "#sheet h2 + ul, #sheet .thing")
    page.go_back()
    page.locator("#objects .card").first.wait_for()
    return taken


def _see_the_ranks(page: Page, _number: int) -> float:
    page.evaluate("document.querySelector('#leaders > div')?.replaceChildren()")
    taken = _timed(page, "#leaderboard-button", "#leaders")
    page.locator("#dex-button").click()
    page.locator("#objects .card").first.wait_for()
    return taken


ACTS: dict[str, Act] = {
    "turn the Dex's page": _turn_the_page,
    "search the Dex": _search,
    "open a thing": _open_a_thing,
    "open the leaderboard": _see_the_ranks,
}


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="piclets-bench-") as data_dir:
        command = [sys.executable, "-m", "benchmarks.server", f"sqlite:///{ledger}", data_dir]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        try:
            yield (process.stdout.readline() if process.stdout else "").strip()
        finally:
            process.terminate()
            process.wait(timeout=30)
