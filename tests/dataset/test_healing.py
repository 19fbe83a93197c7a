"""What heals at the Hub heals here, by itself and within minutes; meanwhile it is told, and no event is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

from piclets.admin.alerts import StallWatch
from piclets.dataset.aside import AGAIN_S, MAX_AGAIN_S, Resting
from piclets.dataset.pacing import MAX_RETRY_AFTER_S, Backoff, Clock
from piclets.errors import ServiceUnavailable, StorageUnavailable
from tests.dataset.game import REPO, Server, verified
from tests.loopback.hub import CommitFault, LoopbackHub
from tests.loopback.hub_repo import Blob
from tests.waiting import until

MINUTES = 10


class CountingClock(Clock):
    """Waits shortly, and counts how long it would have waited. `skipped` moves its time on."""

    def __init__(self) -> None:
        self.waited = 0.0
        self.skipped = 0.0

    def now(self) -> float:
        return super().now() + self.skipped

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        self.waited += seconds
        return interrupt.wait(min(seconds, 0.01))


@dataclass
class Playing:
    """A server that has published one scan."""

    hub: LoopbackHub
    server: Server
    clock: CountingClock = field(default_factory=CountingClock)

    def state(self) -> str:
        return str(self.server.dataset.state()["state"])

    def waits_for(self) -> str:
        return str(self.server.dataset.state()["waitingFor"])


@pytest.fixture
def playing(hub: LoopbackHub, tmp_path: Path) -> Iterator[Playing]:
    clock = CountingClock()
    server = Server.at(tmp_path / "a", hub, clock=clock).start()
    until(lambda: server.dataset.refusal() is None)
    server.scan("ada", "pillow")
    server.publish()
    yield Playing(hub, server, clock)
    server.vanish()


def assert_heals(playing: Playing) -> None:
    """From now on, on its own: what waits is published, scans are taken, and nothing is lost or there twice."""
    waited = playing.clock.waited
    until(lambda: playing.server.dataset.refusal() is None and playing.server.dataset.state()["pending"] == 0)
    assert playing.clock.waited - waited < MINUTES * 60
    playing.server.scan("eve", "cup")
    playing.server.publish()
    until(lambda: playing.server.dataset.state()["waitingFor"] is None)
    assert playing.state() == "publishing"
    until(lambda: playing.server.dataset.state()["documentsPending"] == 0)
    report = verified(playing.hub)
    assert report.events == playing.server.ledger.head()
    assert report.pending == 0


@pytest.mark.parametrize("times", [1, 6])
def test_412_while_the_head_has_not_moved_is_tried_again(playing: Playing, times: int) -> None:
    playing.hub.faults.commits.extend([CommitFault(412)] * times)
    playing.server.scan("bob", "pillow")
    playing.server.publish()
    assert len(playing.hub.faults.commits) == 0
    assert_heals(playing)


def test_412_for_long_is_told(playing: Playing) -> None:
    playing.hub.faults.every_commit = CommitFault(412)
    waiting = playing.server.dataset.published(playing.server.scan("bob", "pillow").seq)
    until(lambda: "moved on" in playing.waits_for())
    watch = StallWatch(600)
    told = [watch.look(second, playing.server.dataset.state()) for second in (0, 60, 660)]
    assert told[:2] == [None, None]
    assert "moved on" in str(told[2]) or "older state" in str(told[2])
    assert playing.state() == "publishing"
    assert not waiting.done()
    playing.hub.faults.every_commit = None
    waiting.result(timeout=30)
    assert_heals(playing)


Fault = Callable[[LoopbackHub], None]


def _denied(status: int) -> Fault:
    def fault(hub: LoopbackHub) -> None:
        hub.faults.every_commit = CommitFault(status)

    return fault


def _gone(hub: LoopbackHub) -> None:
    hub.faults.every_commit = CommitFault(412)
    hub.faults.gone = True


def _damaged(hub: LoopbackHub) -> None:
    hub.faults.every_commit = CommitFault(412)
    hub.faults.damaged = lambda path: path == "events/head.json"


def _stale(hub: LoopbackHub) -> None:
    hub.faults.every_commit = CommitFault(412)
    hub.faults.stale_heads = 1_000_000


INTERRUPTIONS: dict[str, tuple[Fault, str]] = {
    "401": (_denied(401), "denied"),
    "403": (_denied(403), "denied"),
    "404": (_denied(404), "denied"),
    "no repo": (_gone, "stepped down"),
    "an unreadable head": (_damaged, "broken"),
    "an old state": (_stale, "stepped down"),
}


@contextmanager
def interrupted(playing: Playing, fault: Fault, state: str) -> Iterator[None]:
    fault(playing.hub)
    waiting = playing.server.dataset.published(playing.server.scan("bob", "pillow").seq)
    until(lambda: playing.state() == state)
    with pytest.raises(StorageUnavailable):
        waiting.result(timeout=20)
    assert isinstance(playing.server.dataset.refusal(), ServiceUnavailable)
    assert playing.server.ledger.read_refusal() is None
    assert playing.waits_for() != "None"
    assert playing.server.dataset.state()["pending"] == 1
    yield


@pytest.mark.parametrize("name", INTERRUPTIONS)
def test_an_interruption_is_told_and_heals(playing: Playing, name: str) -> None:
    fault, state = INTERRUPTIONS[name]
    if name == "an old state":  # one before the last published
        playing.server.scan("zoe", "lamp")
        playing.server.publish()
        until(lambda: playing.server.dataset.state()["documentsPending"] == 0)
    with interrupted(playing, fault, state):
        watch = StallWatch(600)
        watch.look(0, playing.server.dataset.state())
        assert "has stalled" in str(watch.look(600, playing.server.dataset.state()))
    playing.hub.faults.every_commit = None
    playing.hub.faults.stale_heads = 0
    playing.hub.faults.gone = False
    playing.hub.faults.damaged = lambda _path: False
    assert_heals(playing)
    goes_on = watch.look(660, playing.server.dataset.state())
    assert goes_on == f"Publication to {REPO} has resumed."


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_hiccup_is_not_told_to_players(playing: Playing, status: int) -> None:
    playing.hub.faults.commits.append(CommitFault(status, landed=status == 401))
    playing.server.scan("bob", "pillow")
    playing.server.publish()
    assert_heals(playing)


def test_a_refused_claim_is_made_again(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.faults.every_commit = CommitFault(400)
    server = Server.at(tmp_path / "a", hub, clock=CountingClock()).start()
    until(lambda: server.dataset.state()["state"] == "broken")
    hub.faults.every_commit = None
    until(lambda: server.dataset.refusal() is None)
    server.scan("ada", "pillow")
    server.settle()
    assert verified(hub).events == 1


def test_a_log_that_was_changed_by_hand_is_left_alone_until_it_is_put_right(playing: Playing) -> None:
    api, repo = HfApi(playing.hub.url, token=playing.hub.token), playing.hub.repo(REPO)
    path = next(path for path in repo.files if path.startswith("events/0"))
    content = repo.files[path].content
    api.create_commit(REPO, [CommitOperationDelete(path)], commit_message="oops", repo_type="dataset")
    playing.server.scan("bob", "pillow")
    until(lambda: playing.state() == "stepped down")
    commits = len(repo.commits)
    until(lambda: playing.clock.waited > 1_000)
    assert len(repo.commits) == commits
    api.create_commit(REPO, [CommitOperationAdd(path, content)], commit_message="sorry", repo_type="dataset")
    assert_heals(playing)


def test_another_servers_claim_is_final(playing: Playing, hub: LoopbackHub) -> None:
    hub.faults.every_commit = CommitFault(403)
    playing.server.scan("bob", "pillow")
    until(lambda: playing.state() == "denied")
    head = json.loads(hub.repo(REPO).text("events/head.json"))
    claimed = json.dumps(head | {"epoch": head["epoch"] + 1, "server": "another"}).encode()
    hub.repo(REPO).commit({"events/head.json": Blob.regular(claimed)}, "mine", "")
    until(lambda: "another server has claimed" in playing.waits_for())
    playing.server.dataset.drain()
    assert playing.state() == "stepped down"
    assert playing.server.dataset.state()["pending"] == 1
    assert json.loads(hub.repo(REPO).text("events/head.json"))["server"] == "another"


@pytest.mark.parametrize("stale", [0, 1, 2, 5])
@pytest.mark.parametrize("status", [504, 412])
def test_a_landed_commit_is_never_taken_for_one_without_changes(playing: Playing, status: int, stale: int) -> None:
    """Draining goes on through it, and every head on the way is the one that the commit made."""
    playing.hub.faults.commits.extend([CommitFault(status, landed=True)] * 2)
    playing.hub.faults.stale_heads = stale
    playing.server.scan("bob", "pillow")
    playing.server.scan("eve", "pillow", "blue")
    playing.server.dataset.stop(grace_s=60)
    playing.hub.faults.stale_heads = 0
    assert playing.server.dataset.state()["pending"] == 0
    assert verified(playing.hub).events == 3


@pytest.mark.parametrize("fault", [CommitFault(409), CommitFault(412), CommitFault(503), CommitFault(403)])
def test_draining_goes_on_through_every_wait(playing: Playing, fault: CommitFault) -> None:
    playing.hub.faults.commits.extend([fault] * 6)
    playing.server.scan("bob", "pillow")
    playing.server.dataset.stop(grace_s=60)
    assert playing.server.dataset.state()["pending"] == 0
    assert verified(playing.hub).events == 2


def test_an_absurd_retry_after_is_bounded() -> None:
    assert Backoff().next(1e30) == MAX_RETRY_AFTER_S
    assert Backoff().next(7.0) == 7.0


def test_what_was_set_aside_is_tried_again(playing: Playing) -> None:
    refused = ("images/", "piclets/cup.json")
    playing.hub.faults.refuse = lambda path: path.startswith(refused)
    playing.server.scan("bob", "cup")
    playing.server.publish()
    until(lambda: playing.server.dataset.state()["documentsPending"] == 0)
    assert len(playing.server.dataset.state()["setAside"]) == 2
    playing.hub.faults.refuse = lambda _path: False
    playing.clock.skipped += AGAIN_S
    playing.server.dataset.nudge()
    until(lambda: not playing.server.dataset.state()["setAside"])
    assert "piclets/cup.json" in playing.hub.repo(REPO).files
    until(lambda: playing.server.dataset.state()["documentsPending"] == 0)
    verified(playing.hub)


def test_what_was_refused_rests_longer_each_time() -> None:
    moment = 0.0
    rest = Resting(lambda: moment)
    waits = []
    for _ in range(12):
        assert rest.over
        rest.refused()
        start = moment
        while not rest.over:
            moment += AGAIN_S / 2
        waits.append(moment - start)
    assert waits[:3] == [AGAIN_S, 2 * AGAIN_S, 4 * AGAIN_S]
    assert waits[-1] == MAX_AGAIN_S
