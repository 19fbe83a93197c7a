"""For all tests: how hypothesis runs, an empty ledger, and a private PostgreSQL server for the shared one."""

from __future__ import annotations

import os
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from piclets.imports import leave_out_type_stubs
from piclets.ledger.ledger import Ledger
from tests.examples import SEARCHING
from tests.loopback.empty_ledgers import EmptyLedgers
from tests.loopback.postgres import NoPostgres, PostgresServer, started
from tests.making import MADE_FOR

leave_out_type_stubs()  # each worker imports Gradio

# Dozens of servers are started: the first one keeps what it has compiled for the others.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No deadline: how long an example takes says how busy the machine is. The same examples every time: a change is not
# to fail for what it did not bring.
settings.register_profile("piclets", deadline=None, derandomize=True)
settings.register_profile(SEARCHING, deadline=None)
settings.load_profile("piclets")


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as cores: half of the time of a test is waiting for a server, a browser, a disk."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of each folder are spread over the whole run: those of the dataset wait while others compute."""
    files: defaultdict[Path, list[Path]] = defaultdict(list)
    for path in dict.fromkeys(item.path for item in items):
        files[path.parent].append(path)
    place = {path: (number + 0.5) / len(paths) for paths in files.values() for number, path in enumerate(paths)}
    items.sort(key=lambda item: place[item.path])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger in a file of its own."""
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    yield ledger
    ledger.close()


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


@pytest.fixture(scope="session")
def empty_ledgers(postgres: PostgresServer) -> EmptyLedgers:
    return EmptyLedgers(postgres)


@pytest.fixture
def ledger_url(postgres: PostgresServer, empty_ledgers: EmptyLedgers) -> Iterator[str]:
    """A database with an empty ledger's tables, made for no game yet."""
    name = empty_ledgers.take()
    yield postgres.url(name)
    empty_ledgers.give_back(name)


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """An empty database."""
    name = f"test_{uuid.uuid4().hex}"
    yield postgres.create_database(name)
    postgres.drop_database(name)
