from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn

from piclets.api.rest.access import Access
from piclets.api.rest.app import build_rest
from piclets.api.rest.wheel import wheel_capability
from piclets.api.rest.workload import PerMinute, Workload
from piclets.api.surface.budget import Uploads
from piclets.errors import Missing
from piclets.identity import LocalIdentity
from piclets.ledger.database import Database
from piclets.ledger.sessions import WheelSessions
from piclets.models.prefixes import Prefixes
from piclets.models.store import ModelStore
from piclets.wheel.line import Line
from piclets.wheel.models import LanguageModels
from piclets.wheel.prompts import Thing
from piclets.wheel.wheels import Wheels
from tests.rest_server import no_totals

TEAPOT = Thing("Teapuff", "teapot", ("blue",), "machina")
NOW = 1_790_000_000.0


@dataclass
class Clock:
    """A clock that stands still until it is told otherwise."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Table:
    """A wheel without a game around it, over real HTTP. It knows one Piclet, `teapot_canonical`."""

    client: httpx.Client
    sessions: WheelSessions
    clock: Clock
    folder: Path
    wheels: Wheels
    made: list[str] = field(default_factory=list)


def find(type_id: str) -> Thing:
    if type_id != "teapot_canonical":
        raise Missing("There is no such Piclet.")
    return TEAPOT


@contextmanager
def laid(folder: Path, per_minute: int = 0) -> Iterator[Table]:
    clock = Clock()
    sessions = WheelSessions(Database(f"sqlite:///{folder / 'wheel.sqlite3'}"), clock, own=True)
    models = LanguageModels(ModelStore(folder / "models", "http://127.0.0.1:9"))
    wheels = Wheels(models, sessions, Line(), Prefixes(), find)
    workload = Workload(PerMinute(per_minute), name="tokens")
    app = build_rest(
        [wheel_capability(wheels, Access(LocalIdentity()), workload)], totals=no_totals, uploads=Uploads(Path())
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    socket = server.config.bind_socket()
    socket.listen()  # from now on: the first call may come before the thread runs
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        yield Table(client, sessions, clock, folder, wheels)
    server.should_exit = True
    thread.join()
    wheels.close()
    workload.close()
    sessions.close()


@pytest.fixture(scope="package")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """Shared: a test plays with sessions of its own, and leaves the clock where it was."""
    with laid(tmp_path_factory.mktemp("wheel")) as table:
        yield table


@pytest.fixture
def own_table(tmp_path: Path) -> Iterator[Table]:
    with laid(tmp_path) as table:
        yield table
