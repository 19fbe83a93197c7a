"""Three real servers on one PostgreSQL and one dataset, under load, killed at random; the database too."""

from __future__ import annotations

import itertools
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from piclets.dataset.layout import HEAD
from piclets.domain.events import Scanned
from piclets.ledger.ledger import Ledger
from tests import plain
from tests.dataset.game import REPO, verified
from tests.dataset.http_scans import photo, scan
from tests.loopback.hub import LoopbackHub
from tests.loopback.postgres import NoPostgres, PostgresServer, started
from tests.server import Server, running_server
from tests.services_needed import need
from tests.waiting import until

pytestmark = pytest.mark.thorough

SERVERS = 3
PLAYERS = 300
AT_ONCE = 6
THINGS = ("velvet cushion", "red kettle", "brass lamp", "old boot", "glass vase", "clay pot", "toy robot", "tin drum")
SEED = 6


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    """A server of its own, to be killed."""
    try:
        with started(fsync="off") as server:
            yield server
    except NoPostgres as missing:
        need(None, str(missing))


@dataclass
class Machine:
    """One server and its disk."""

    folder: Path
    variables: dict[str, str]
    server: Server | None = None
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        self.server = self.running.enter_context(running_server(self.folder, **self.variables))

    def kill(self) -> None:
        if self.server:
            server, self.server = self.server, None
            server.kill()
            self.running.close()

    def dataset(self) -> dict[str, Any]:
        """What its /ready tells of the dataset; nothing while it is not ready."""
        try:
            answer = plain.get(f"{self.server.url}/ready", timeout=20) if self.server else None
        except httpx.HTTPError:
            return {}
        return dict(answer.json()["dataset"]) if answer and answer.status_code == 200 else {}


@dataclass
class Crowd:
    """Players with one photo each, who send it again and again, to any server, until it is acknowledged."""

    hub: LoopbackHub
    machines: list[Machine]
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def play(self, number: int) -> None:
        sub, token = f"sub{number}", f"hf_oauth_many{number}"
        self.hub.accounts.sign_in(token, sub=sub, username=f"many{number}")
        rng = random.Random(f"{SEED} {number}")
        thing, content = rng.choice(THINGS), photo(f"many {number}")
        while not self.stop.wait(0.05):
            server = rng.choice(self.machines).server
            if server is None:
                continue
            try:
                answer = scan(server.url, token, thing, content)
            except (httpx.HTTPError, ValueError, KeyError):
                continue  # the server is gone: nothing was acknowledged
            if answer["success"]:
                self.told.append((sub, answer))
                return
            assert answer["code"] in ("storage_unavailable", "service_unavailable"), answer


@contextmanager
def playing(crowd: Crowd) -> Iterator[None]:
    """Raises what a player came across."""
    with ThreadPoolExecutor(AT_ONCE, "player") as pool:
        players = [pool.submit(crowd.play, number) for number in range(PLAYERS)]
        try:
            yield
            for player in players:
                player.result()
        finally:
            crowd.stop.set()
            pool.shutdown(cancel_futures=True)


@pytest.fixture
def machines(hub: LoopbackHub, database: PostgresServer, tmp_path: Path) -> Iterator[list[Machine]]:
    variables = {
        "DATABASE_URL": database.create_database("piclets"),
        "HF_TOKEN": hub.token,
        "HF_ENDPOINT": hub.url,
        "DATASET_REPO": REPO,
        "PICLETS_AI": "local",
        "PICLETS_COMMITS_PER_HOUR": "100000",
        "PICLETS_SCANS_PER_HOUR": "0",
    }
    made = [Machine(tmp_path / f"disk{number}", variables) for number in range(SERVERS)]
    try:
        with ThreadPoolExecutor(SERVERS) as pool:
            list(pool.map(Machine.start, made))
        yield made
    finally:
        for machine in made:
            machine.kill()


def the_publisher(machines: list[Machine]) -> Machine:
    found: list[Machine] = []

    def look() -> bool:
        found[:] = [machine for machine in machines if machine.dataset().get("state") == "publishing"]
        return bool(found)

    until(look, within=120)
    return found[0]


@pytest.mark.slow  # eight starts of a server; test_turns has the takeovers, test_durability the database's crashes
@pytest.mark.timeout(600)
def test_acknowledged_scans_outlive_machines_and_the_database(
    hub: LoopbackHub, database: PostgresServer, machines: list[Machine]
) -> None:
    rng = random.Random(SEED)
    until(lambda: all(machine.dataset() for machine in machines), within=120)

    def kill(machine: Machine) -> None:
        machine.kill()
        machine.start()

    def crash_the_database() -> None:
        database.kill()
        database.start()

    calamities: list[Callable[[], None]] = [
        lambda: kill(the_publisher(machines)),
        crash_the_database,
        lambda: kill(rng.choice(machines)),
    ]
    rng.shuffle(calamities)
    crowd = Crowd(hub, machines)
    with playing(crowd):
        for number, calamity in enumerate(calamities, start=1):
            enough = number * PLAYERS // (len(calamities) + 1)
            until(lambda enough=enough: len(crowd.told) >= enough, within=240)  # type: ignore[misc]  # bound now
            calamity()
    assert len(crowd.told) == PLAYERS
    until(lambda: all(machine.dataset() for machine in machines), within=120)
    assert_a_lost_database_is_told(database, machines)
    until(lambda: all(is_settled(machine.dataset()) for machine in machines), within=120)
    shares = ["publishing", "standby", "standby"]
    until(lambda: sorted(machine.dataset().get("state", "") for machine in machines) == shares, within=120)
    assert_told_is_kept(crowd, database)
    assert_one_publisher_at_a_time(hub)
    report = verified(hub)
    assert (report.events, report.pending) == (PLAYERS, 0)
    assert_pictures_are_served(machines)


def assert_a_lost_database_is_told(database: PostgresServer, machines: list[Machine]) -> None:
    """By every server, to players and to whoever asks whether it is ready; and all are back when it is."""
    database.kill()
    for number, machine in enumerate(machines):
        assert machine.server
        lost = {"success": False, "code": "storage_unavailable"}
        told = scan(machine.server.url, f"hf_oauth_many{number}", "sponge", photo(f"lost {number}"))
        assert told.items() >= lost.items()
        assert machine.server.call("get_leaderboard", limit=10).items() >= lost.items()
        assert plain.get(f"{machine.server.url}/ready", timeout=20).status_code == 503
    database.start()
    until(lambda: all(machine.dataset() for machine in machines), within=120)


def is_settled(dataset: dict[str, Any]) -> bool:
    return dataset.get("pending") == 0 and dataset["documentsPending"] == 0


def assert_told_is_kept(crowd: Crowd, database: PostgresServer) -> None:
    """Each acknowledged scan stands once in the log, as it was told; and each object has one canonical."""
    ledger = Ledger.open(database.url("piclets"), made_for=f"{REPO}, identity hub", publishes=True)
    try:
        events = [event for _, event in ledger.events_after(0, 10 * PLAYERS) if isinstance(event, Scanned)]
        assert all(ledger.rebuild().values())
    finally:
        ledger.close()
    kept = Counter((event.player.sub, event.type_id, event.status) for event in events)
    assert kept == Counter((sub, answer["piclet"]["typeId"], answer["discoveryStatus"]) for sub, answer in crowd.told)
    assert set(kept.values()) == {1}
    canonicals = Counter(event.object_name for event in events if event.status == "new")
    assert set(canonicals) == {event.object_name for event in events}
    assert set(canonicals.values()) == {1}


def assert_one_publisher_at_a_time(hub: LoopbackHub) -> None:
    """The heads, commit by commit: each publisher's batches in one piece, with an epoch of their own."""
    repo = hub.repo(REPO)
    written = [commit.before[HEAD] for commit in repo.commits if HEAD in commit.before]
    heads = [json.loads(blob.content) for blob in (*written, repo.files[HEAD]) if blob]
    places = [(head["epoch"], head["batch"]) for head in heads]
    assert places == sorted(set(places))
    eras = [server for server, _ in itertools.groupby(head["server"] for head in heads)]
    assert len(eras) == len(set(eras)) == heads[-1]["epoch"] > 2
    assert [head["events"] for head in heads] == sorted(head["events"] for head in heads)


def assert_pictures_are_served(machines: list[Machine]) -> None:
    """Whoever drew them, and whether or not that machine is there."""
    server = machines[0].server
    assert server
    activities = server.call("get_recent_activity", limit=100)["activities"]
    for machine in machines:
        assert machine.server
        for activity in random.Random(SEED).sample(activities, min(5, len(activities))):
            path = httpx.URL(activity["imageUrl"]).path
            assert plain.get(machine.server.url + path, timeout=30).content[8:12] == b"WEBP"
