"""Run the benchmarks and print Markdown: `python -m benchmarks [name ...] [--quick] [--folder DIR]`."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    beside,
    browsing,
    chain,
    formats,
    growth,
    identify,
    ledger,
    prints,
    publication,
    reads,
    restore,
    scans,
    search,
    visit,
    wheel,
)
from benchmarks.ledgers import Size, Work
from benchmarks.report import machine

BENCHMARKS: dict[str, Callable[[Work], str]] = {
    "reads": reads.run,
    "scans": scans.run,
    "beside": beside.run,
    "ledger": ledger.run,
    "growth": growth.run,
    "chain": chain.run,
    "formats": formats.run,
    "publication": publication.run,
    "restore": restore.run,
    "browsing": browsing.run,
    "wheel": wheel.run,
    "identify": identify.run,
    "prints": prints.run,
    "search": search.run,
    "visit": visit.run,
}
"""Each takes a `Work` and returns Markdown; its figures are ratios against a baseline of the same run."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the game. Prints Markdown.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"some of: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    parser.add_argument("--folder", type=Path, help="keep the seeded ledgers here, and use those that are there")
    parser.add_argument(
        "--large",
        type=int,
        nargs=3,
        metavar=("OBJECTS", "EVENTS", "TIMES"),
        help="how much the large one of two games has, and how often its events are played, with new photos",
    )
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="piclets-bench-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        large = Size(*options.large) if options.large else None
        print(f"{machine()}\n")
        for name in options.names or BENCHMARKS:
            started = time.perf_counter()
            measured = BENCHMARKS[name](Work(folder.resolve(), options.quick, large))
            print(f"## {name}\n\n{measured}\n\n({time.perf_counter() - started:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main()
