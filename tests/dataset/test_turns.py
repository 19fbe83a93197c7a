"""Several servers on one PostgreSQL: one publishes, the others stand by, and all have each other's pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from piclets.dataset.dataset import Dataset, Parts
from piclets.dataset.pacing import Clock
from piclets.dataset.repo import DatasetRepo
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.pictures import UNUSED_S, Pictures
from piclets.ledger.schema import pictures
from tests.dataset.game import REPO, HastyClock, Server, picture, verified
from tests.loopback.hub import CommitFault, LoopbackHub
from tests.waiting import until

pytestmark = pytest.mark.thorough

Open = Callable[..., Server]


@pytest.fixture
def at(tmp_path: Path, postgres_url: str, hub: LoopbackHub) -> Iterator[Open]:
    """Makes a server by name; not started."""
    made: list[Server] = []

    def open_server(name: str, clock: Clock | None = None) -> Server:
        ledger = Ledger.open(postgres_url, made_for="test", publishes=True)
        images = ImageStore(tmp_path / name, Pictures(ledger.database))
        repo = DatasetRepo(hub.url, REPO, hub.token)
        parts = Parts(
            repo, ledger, images, 1_000_000, packs=False, waits_for_commit=True, clock=clock or HastyClock()
        )
        made.append(Server(tmp_path / name, ledger, images, Dataset(parts)))
        return made[-1]

    yield open_server
    for server in made:
        server.vanish()


class HeldClock(HastyClock):
    """Whoever waits for the Hub by it waits as long as `go` is not set; `waits` says that somebody did."""

    def __init__(self) -> None:
        self.go, self.waits = threading.Event(), threading.Event()

    def hold(self) -> None:
        self.go.clear()
        self.waits.clear()

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        self.waits.set()
        while not (self.go.wait(0.01) or interrupt.is_set()):
            pass
        return super().sleep(seconds, interrupt)


def is_(server: Server, state: str) -> Callable[[], bool]:
    return lambda: bool(server.dataset.state()["state"] == state)


def shared(server: Server) -> int:
    """How many pictures wait in the database."""
    with server.ledger.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(pictures)).scalar_one())


def cut_publisher_off(server: Server) -> None:
    """End the connection that has the turn, as a network or a database does."""
    with server.ledger.database.session() as operator:
        operator.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )


def test_who_does_not_publish_takes_scans_and_knows_when_they_are_published(at: Open, hub: LoopbackHub) -> None:
    one, two = at("one").start(), at("two")
    until(is_(one, "publishing"))
    two.start()
    until(lambda: two.ledger.restored)
    until(is_(two, "standby"))  # its thread says so; the tables that they share were restored before
    assert two.dataset.refusal() is None
    recorded = two.scan("ada", "pillow")
    two.publish()
    assert two.dataset.state()["published"] == recorded.seq
    assert one.dataset.state()["epoch"] == 1
    until(lambda: shared(one) == 0)
    one.settle()
    assert verified(hub).events == 1


def test_a_picture_is_served_by_whoever_is_asked(at: Open, hub: LoopbackHub) -> None:
    hub.faults.outage = 503
    one, two, three = at("one"), at("two"), at("three")
    one.scan("ada", "pillow")
    webp = picture("pillow ()")
    name = one.images.keep(webp)
    found = two.dataset.picture(name)
    assert found is not None
    assert found.read_bytes() == webp
    hub.faults.outage = None
    two.start()
    until(lambda: shared(two) == 0)
    fetched = three.dataset.picture(name)
    assert fetched is not None
    assert fetched.read_bytes() == webp
    assert shared(three) == 0


def test_nobody_plays_before_somebody_has_restored(at: Open, hub: LoopbackHub) -> None:
    hub.faults.outage = 503
    servers = [at("one").start(), at("two").start()]
    until(lambda: sorted(server.dataset.state()["state"] for server in servers) == ["restoring", "standby"])
    assert all(server.dataset.refusal() and server.ledger.read_refusal() for server in servers)
    hub.faults.outage = None
    until(lambda: all(server.dataset.refusal() is None for server in servers))


def test_another_takes_over_from_a_server_that_is_gone(at: Open, hub: LoopbackHub) -> None:
    one, two = at("one").start(), at("two")
    until(is_(one, "publishing"))
    two.start()
    until(lambda: two.ledger.restored)
    one.scan("ada", "pillow")
    one.vanish()
    assert two.dataset.refusal() is None
    two.scan("bob", "lamp")
    two.publish()
    assert two.dataset.state()["epoch"] == 2
    two.settle()
    assert verified(hub).events == 2


def test_who_loses_the_turn_stands_by_or_takes_it_again(at: Open, hub: LoopbackHub) -> None:
    servers = [at("one").start(), at("two").start()]
    until(lambda: all(server.ledger.restored for server in servers))
    for round_ in range(3):
        before = max(server.dataset.state()["epoch"] for server in servers)
        servers[round_ % 2].scan("ada", f"thing{round_}")
        cut_publisher_off(servers[0])
        until(lambda before=before: max(s.dataset.state()["epoch"] for s in servers) > before)  # type: ignore[misc]  # bound now
        assert all(server.dataset.refusal() is None for server in servers)
    for server in servers:
        server.publish()
    servers[0].settle()
    servers[1].settle()
    assert verified(hub).events == 3


def test_who_lost_the_turn_while_the_hub_was_away_claims_nothing(at: Open, hub: LoopbackHub) -> None:
    """Its claim would end the server whose turn it is by now."""
    clock = HeldClock()
    hub.faults.outage = 503
    one, two = at("one", clock).start(), at("two")
    assert clock.waits.wait(60)
    two.start()
    cut_publisher_off(two)
    until(is_(two, "restoring"))
    hub.faults.outage = None
    until(is_(two, "publishing"))
    clock.go.set()
    until(is_(one, "standby"))
    two.scan("ada", "pillow")
    two.publish()
    assert two.dataset.state()["epoch"] == 1


def test_who_takes_the_turn_again_goes_on_from_what_another_published_meanwhile(at: Open, hub: LoopbackHub) -> None:
    clock = HeldClock()
    clock.go.set()
    one, two = at("one", clock).start(), at("two")
    until(is_(one, "publishing"))
    two.start()
    until(lambda: two.ledger.restored)
    clock.hold()
    hub.faults.commits.append(CommitFault(403))
    one.scan("ada", "pillow")
    assert clock.waits.wait(60)
    cut_publisher_off(two)
    until(is_(two, "publishing"))
    two.publish()
    two.vanish()
    clock.go.set()
    until(is_(one, "publishing"))
    one.scan("bob", "lamp")
    one.publish()
    assert one.dataset.state()["epoch"] == 3
    one.settle()
    assert verified(hub).events == 2


def test_what_is_published_already_is_swept_at_the_next_start(at: Open, hub: LoopbackHub) -> None:
    one, two = at("one").start(), at("two")
    one.scan("ada", "pillow")
    one.publish()
    until(lambda: shared(one) == 0)
    again = picture("pillow ()")
    name = two.images.keep(again)
    one.settle()
    store = Pictures(two.ledger.database)
    store.put("lost a race.webp", b"webp", now=0.0)
    store.put("about to be recorded.webp", b"webp", now=UNUSED_S * 1e6)
    two.start()
    until(is_(two, "publishing"))
    assert store.get(name) is None
    assert store.get("lost a race.webp") is None
    assert store.get("about to be recorded.webp") == b"webp"


def test_publishing_by_hand_is_refused_while_a_server_publishes(at: Open) -> None:
    one, two = at("one").start(), at("two")
    until(is_(one, "publishing"))
    two.dataset.start()
    two.dataset.drain()
    assert is_(two, "not its turn")()
    assert is_(one, "publishing")()
