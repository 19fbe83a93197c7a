"""Every ledger test runs on the embedded SQLite and, where there is a server, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from piclets.ledger.ledger import Ledger
from tests.making import MADE_FOR

OpenLedger = Callable[[], Ledger]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing played."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    found: str = request.getfixturevalue("ledger_url")
    return found


@pytest.fixture
def open_ledger(url: str) -> Iterator[OpenLedger]:
    """Opens the ledger in the test's database; again and again, as servers do."""
    opened: list[Ledger] = []

    def open_another() -> Ledger:
        opened.append(Ledger.open(url, made_for=MADE_FOR, publishes=False))
        return opened[-1]

    yield open_another
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    return open_ledger()
