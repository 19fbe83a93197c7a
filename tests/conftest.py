"""A PostgreSQL server of one's own, for whoever tests the shared ledger."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

from tests.loopback.postgres import NoPostgres, PostgresServer, started


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
