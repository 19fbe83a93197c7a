"""A long-played game, made up: the same events for the same numbers, folded in memory and loaded as a snapshot is.

    python -m benchmarks.seed DATABASE_URL --objects 100000 --events 1000000

A few objects are everybody's, most are somebody's; players come back; some objects have variations. A million events
take some minutes, and 4 GB of memory.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import IO

from piclets.domain import fold
from piclets.domain.events import AnyEvent, Discovery, Scanned, to_json
from piclets.domain.matching import CANONICAL, type_id
from piclets.domain.records import DiscoveryStatus, Models, PicletData, Player, Stats
from piclets.domain.scoring import points
from piclets.domain.tables import NO_TOTALS, MemoryTables, TotalsRow
from piclets.ledger import copies, schema
from piclets.ledger.copies import Described, Line
from piclets.ledger.ledger import Ledger
from piclets.ledger.log import Numbered
from piclets.ledger.scans import Scan

MADE_FOR = "no dataset, identity local"
FINDS_PER_PLAYER = 50
VARIATION_SHARE = 0.05
AT_ONCE = 2_000
KINDS = ("velvet", "wooden", "round", "old", "striped", "tiny", "garden", "kitchen", "paper", "stone")
NOUNS = ("pillow", "mug", "chair", "lamp", "clock", "teapot", "bicycle", "shoe", "kite", "drum", "fern", "crab")
START = datetime(2026, 1, 1, tzinfo=UTC)

CREATURE = PicletData(
    name="Pillowpuff",
    type="culture",
    tier="common",
    stats=Stats(hp=45, attack=20, defense=60, speed=15),
    height=0.4,
    weight=0.6,
    personality="Soft, and proud of it. It forgives those who sit on it, and remembers their names.",
    description="It sighs when somebody sits down, and keeps what falls between the cushions: coins, crumbs, a tune.",
    image_prompt="a plump velvet creature with sleepy eyes, four stubby feet, golden seams, on a plain background",
    models=Models(caption="studio", concept="studio", image="studio"),
)


def object_name(number: int) -> str:
    return f"{KINDS[number % len(KINDS)]}_{NOUNS[number // len(KINDS) % len(NOUNS)]}_{number}"


def players_of(events: int) -> int:
    """How many players a game with so many events has."""
    return max(10, events // FINDS_PER_PLAYER)


def player_of(number: int) -> Player:
    return Player(sub=f"local:player{number}", username=f"player{number}")


def events_of_a_game(objects: int, events: int) -> Iterator[Numbered]:
    """`events` scans that discover `objects` objects, with their places. Deterministic."""
    chance = random.Random(0)
    players = players_of(events)
    discovered: list[int] = []  # how many variations each has
    scan_counts: Counter[str] = Counter()
    found: set[tuple[int, str]] = set()
    for seq in range(1, events + 1):
        who = int(players * chance.random() ** 2)
        if len(discovered) * events < objects * seq:
            status: DiscoveryStatus = "new"
            at, number = len(discovered), CANONICAL
            discovered.append(0)
        else:
            at = int(len(discovered) * chance.random() ** 3)
            status = "variation" if chance.random() < VARIATION_SHARE else "existing"
            discovered[at] += status == "variation"
            number = discovered[at] if status == "variation" else chance.randint(CANONICAL, discovered[at])
        of_object = object_name(at)
        piclet = type_id(of_object, number)
        first_find = (who, piclet) not in found
        found.add((who, piclet))
        scan_counts[piclet] += first_find
        yield seq, _scanned(seq, who, status, of_object, number, first_find, scan_counts[piclet])


def _scanned(
    seq: int, who: int, status: DiscoveryStatus, of_object: str, number: int, first_find: bool, scan_count: int
) -> AnyEvent:
    photo = hashlib.sha256(b"photo %d" % seq).hexdigest()
    attributes = (f"kind{number}", KINDS[number % len(KINDS)]) if number else ()
    discovery = Discovery(attributes=attributes, piclet_data=CREATURE, image=f"{photo}.webp")
    return Scanned(
        id=photo[:32],
        at=(START + timedelta(seconds=seq)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        player=player_of(who),
        photo=photo,
        phash=photo[:16],
        status=status,
        object_name=of_object,
        type_id=type_id(of_object, number),
        number=number,
        first_find=first_find,
        points=points(status, first_find=first_find, scan_count=scan_count),
        discovery=None if status == "existing" else discovery,
    )


def scan(number: int, name: str) -> Scan:
    """A scan whose AI work is done; each number is another player with another photo."""
    photo = hashlib.sha256(b"scan %d" % number).hexdigest()
    return Scan(
        player=player_of(number),
        photo=photo,
        phash=photo[:16],
        at=START.strftime("%Y-%m-%dT%H:%M:%SZ"),
        object_name=name,
        attributes=(),
        received=START.strftime("%Y-%m-%dT%H:%M:%SZ"),
        piclet_data=CREATURE,
        image=f"{photo}.webp",
    )


def seed(url: str, objects: int, events: int) -> float:
    """Fill an empty ledger. Returns the seconds it took."""
    started = time.perf_counter()
    ledger = Ledger.open(url, made_for=MADE_FOR, publishes=False)
    try:
        with tempfile.TemporaryFile("w+") as log:
            tables = _folded(events_of_a_game(objects, events), log)
            totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
            described = Described(events, copies.log_digest(_bodies(log)), totals, names_version=None)
            ledger.load(described, lambda: enumerate(_bodies(log), start=1), lambda name: _lines(tables, name))
    finally:
        ledger.close()
    return time.perf_counter() - started


def _folded(events: Iterable[Numbered], log: IO[str]) -> MemoryTables:
    """Write the log into a file, an event a line, and fold it."""
    tables = MemoryTables()
    gc.disable()  # nothing is garbage, and looking for it among millions of rows takes its time
    try:
        for seq, event in events:
            log.write(f"{to_json(event)}\n")
            fold.apply(event, seq, tables)
    finally:
        gc.enable()
    return tables


def _bodies(log: IO[str]) -> Iterator[str]:
    log.seek(0)
    return (line.removesuffix("\n") for line in log)


def _lines(tables: MemoryTables, name: str) -> Iterator[Sequence[Line]]:
    """A table's rows in the order of their keys, in which they are loaded fastest."""
    [row] = [row for row, table in schema.TABLE_OF.items() if table.name == name]
    columns = [column.name for column in schema.TABLE_OF[row].columns]
    rows = sorted(tables.all(row), key=lambda found: found.key)
    for start in range(0, len(rows), AT_ONCE):
        yield [tuple([vars(found)[column] for column in columns]) for found in rows[start : start + AT_ONCE]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seed", description="Fill an empty ledger.")
    parser.add_argument("url", help="a SQLAlchemy URL, for instance sqlite:////tmp/ledger.sqlite3")
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    options = parser.parse_args()
    seconds = seed(options.url, options.objects, options.events)
    print(f"{options.events} events in {seconds:.0f} s, {options.events / seconds:.0f}/s")


if __name__ == "__main__":
    main()
