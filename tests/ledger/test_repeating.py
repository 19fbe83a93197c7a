"""The benchmarks' shortcut to a long history makes the ledger that a long history makes."""

from __future__ import annotations

from pathlib import Path

from benchmarks.repeating import repeat
from benchmarks.seed import MADE_FOR, seed
from piclets.ledger.ledger import Ledger


def test_a_repeated_history_is_the_fold_of_its_events(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    seed(f"sqlite:///{file}", objects=40, events=600)
    repeat(file, 5)
    ledger = Ledger.open(f"sqlite:///{file}", made_for=MADE_FOR, publishes=False)
    try:
        assert ledger.head() == 3_000
        assert len({event.id for _, event in ledger.events_after(0, 5_000)}) == 3_000
        assert all(ledger.rebuild().values()), "the tables are not the fold of the log"
    finally:
        ledger.close()
