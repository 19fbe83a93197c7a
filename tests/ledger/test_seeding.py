"""The benchmarks' shortcut to a game makes the ledger that its events make."""

from __future__ import annotations

from pathlib import Path

from benchmarks.seed import MADE_FOR, events_of_a_game, seed
from piclets.ledger.ledger import Ledger


def test_a_seeded_ledger_is_the_fold_of_its_events(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    seed(url, objects=40, events=600)
    ledger = Ledger.open(url, made_for=MADE_FOR, publishes=False)
    try:
        assert ledger.events_after(0, 1_000) == list(events_of_a_game(40, 600))
        assert all(ledger.rebuild().values()), "the tables are not the fold of the log"
    finally:
        ledger.close()
