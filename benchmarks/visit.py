"""A visit with a slow phone: 390 pixels wide, 1.6 Mbit/s, 150 ms there and back, a processor four times as slow.

Times are multiples of what one icon takes on the same line, fetched beside each visit: what a machine is busy with
weighs on both. The pictures of the seeded game are not there: a card counts as seen with its name.
"""

from __future__ import annotations

import statistics
from typing import Any, Final

from playwright.sync_api import Browser

from benchmarks.browsing import serving
from benchmarks.ledgers import Work
from benchmarks.report import table
from tests.web.browser import PHONE, find_chromium, launched

BITS_PER_S: Final = 1_600_000
LATENCY_MS: Final = 150
SLOWER: Final = 4

_WATCH: Final = """
window.seen = { shift: 0 };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.seen.shift += each.value;
}).observe({ type: "layout-shift", buffered: true });
const watch = () => {
  const card = document.querySelector(".card h3");
  const built = !document.querySelector("#early") && document.querySelector("gradio-app #sections [role=tab]");
  const isSeen = card?.getBoundingClientRect().width && getComputedStyle(card).visibility === "visible";
  if (isSeen) window.seen.card ??= performance.now();
  if (built) window.seen.built ??= performance.now();
  if (!window.seen.card || !window.seen.built) requestAnimationFrame(watch);
};
watch();
"""

Figures = dict[str, float]


def run(work: Work) -> str:
    chromium = find_chromium()
    if chromium is None:
        return "No Chromium is installed."
    rounds = 2 if work.quick else 7
    with serving(work.seeded(work.sizes[0])) as address, launched(chromium) as browser:
        visits = [_first_and_second(browser, address) for _ in range(rounds)]
    rows = [
        [name, *(_told(statistics.median(visit[which][name] for visit in visits), name) for which in (0, 1))]
        for name in visits[0][0]
    ]
    return table(["the median", "first visit", "second visit"], rows)


def _first_and_second(browser: Browser, address: str) -> tuple[Figures, Figures]:
    """Of a browser that has never been here."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BITS_PER_S / 8, "uploadThroughput": 1e5}
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(_WATCH)

    def visit(number: int) -> Figures:
        page.goto(f"{address}/web/icon-512.png?n={number}")  # not from the browser's memory
        icon = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
        sizes.clear()
        page.goto(address)
        page.wait_for_function("window.seen?.card && window.seen.built")
        seen: Any = page.evaluate("window.seen")
        return {
            "first card, in icons": seen["card"] / icon,
            "the page is built, in icons": seen["built"] / icon,
            "first card, s": seen["card"] / 1000,
            "an icon, s": icon / 1000,
            "kB": sum(sizes) / 1000,
            "requests": len(sizes),
            "layout shift": seen["shift"],
        }

    figures = visit(1), visit(2)
    context.close()
    return figures


def _told(figure: float, name: str) -> str:
    return f"{figure:.0f}" if name in ("kB", "requests") else f"{figure:.2f}"
