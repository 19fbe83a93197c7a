"""Every ledger test runs on the embedded SQLite and, where there is a server, on PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from piclets.ledger.ledger import Ledger
from tests.loopback.postgres import NoPostgres, PostgresServer, started

MADE_FOR = "no dataset, identity local"
OpenLedger = Callable[[], Ledger]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A private PostgreSQL server; with PICLETS_REQUIRE_SERVICES=1 its absence is a failure."""
    try:
        with started(fsync="off") as server:
            yield server
    except NoPostgres as missing:
        if os.environ.get("PICLETS_REQUIRE_SERVICES") == "1":
            raise
        pytest.skip(str(missing))


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    found: str = request.getfixturevalue("postgres_url")
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
