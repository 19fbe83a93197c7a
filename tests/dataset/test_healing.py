"""What heals at the Hub heals here, by itself and within minutes; meanwhile it is told, and no event is lost."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi

from piclets.admin.alerts import StallWatch
from piclets.dataset import layout
from piclets.dataset.aside import AGAIN_S, MAX_AGAIN_S, Resting
from piclets.dataset.documents import read_event_lines
from piclets.dataset.layout import BrokenLog
from piclets.dataset.pacing import MAX_RETRY_AFTER_S, Backoff, Clock
from piclets.dataset.snapshot_files import LogFiles
from piclets.errors import ServiceUnavailable, StorageUnavailable
from piclets.ledger.copies import UnfitCopy
from tests.dataset.game import REPO, Server, verified
from tests.loopback.hub import CommitFault, LoopbackHub
from tests.loopback.hub_repo import Blob
from tests.waiting import until

pytestmark = pytest.mark.thorough

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
    made = Playing(hub, server, clock)
    yield made
    made.server.vanish()


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


ROUTES = ("/commit/", "/preupload/", "/tree/", "/resolve/", "/api/datasets/Fraser/piclets")
PAGES = (b"{}", b"[5]", b"\xff\xfe", b"<html>")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("page", PAGES)
def test_an_answer_that_is_none_of_the_hubs_is_waited_out(playing: Playing, route: str, page: bytes) -> None:
    """With 200, as a proxy gives it. One request of each kind, and what a claim asks for."""
    met: list[str] = []

    def instead(path: str) -> bytes | None:
        if not (path.endswith(route) if route.startswith("/api") else route in path):
            return None
        met.append(path)
        return page if len(met) <= 3 else None

    playing.hub.faults.commits.append(CommitFault(403))
    playing.hub.faults.page = instead
    playing.server.scan("bob", "pillow")
    until(lambda: len(met) > 3)
    assert_heals(playing)


def test_a_replica_that_lags_behind_is_waited_for(playing: Playing) -> None:
    """It knows no commit that was made a moment ago: no reason to claim the dataset anew."""
    epoch = playing.server.dataset.state()["epoch"]
    playing.hub.faults.commits.append(CommitFault(412))
    playing.hub.faults.behind = 6
    playing.server.scan("bob", "pillow")
    playing.server.publish()
    assert playing.hub.faults.behind == 0
    assert playing.server.dataset.state()["epoch"] == epoch
    assert_heals(playing)


@pytest.mark.parametrize("paths", [("events/head.json", "events"), ("events",)])
def test_a_log_that_is_hidden_for_a_moment_is_not_written_over(playing: Playing, paths: tuple[str, ...]) -> None:
    """Taken for none, it would be published from its first event on, beside the events that are there."""
    hidden = list(paths)
    playing.hub.faults.every_commit = CommitFault(503)
    playing.server.scan("bob", "pillow")
    playing.server.vanish()
    playing.hub.faults.every_commit = None

    def hides(path: str) -> bool:
        found = path in hidden
        if found:
            hidden.remove(path)
        return found

    playing.hub.faults.hides = hides
    log = json.loads(playing.hub.repo(REPO).text("events/head.json"))["log"]
    playing.server = Server.at(playing.server.folder, playing.hub, clock=playing.clock).start()
    until(lambda: playing.state() == "publishing")
    assert hidden == []
    assert_heals(playing)
    assert json.loads(playing.hub.repo(REPO).text("events/head.json"))["log"] == log


def test_a_history_that_was_cut_off_is_gone_on_from(playing: Playing) -> None:
    playing.hub.faults.commits.append(CommitFault(412))
    playing.hub.repo(REPO).squash("one commit")
    playing.server.scan("bob", "pillow")
    playing.server.publish()
    assert_heals(playing)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EMFILE])
def test_a_disk_that_is_full_is_waited_for(playing: Playing, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Met where the log's files are merged, on the disk."""
    tries = 0
    merged_at_two = partial(layout.merge_plan, most_loose=2)

    def no_room(prefix: str) -> TemporaryDirectory[str]:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise OSError(code, os.strerror(code))
        return TemporaryDirectory(prefix=prefix)

    monkeypatch.setattr("piclets.dataset.spans.tempfile.TemporaryDirectory", no_room)
    monkeypatch.setattr(layout, "merge_plan", merged_at_two)
    playing.server.scan("bob", "pillow")
    until(lambda: tries > 3)
    assert_heals(playing)


def test_a_picture_that_cannot_be_read_is_set_aside(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    find, is_there = playing.server.images.find, False
    monkeypatch.setattr(
        playing.server.images, "find", lambda name: find(name) if is_there else Path("/nowhere", name)
    )
    playing.server.scan("bob", "cup")
    playing.server.publish()
    until(lambda: playing.server.dataset.state()["setAside"])
    is_there = True
    playing.clock.skipped += AGAIN_S
    playing.server.dataset.nudge()
    until(lambda: not playing.server.dataset.state()["setAside"])
    assert_heals(playing)


def test_a_picture_whose_event_went_first_follows_it(playing: Playing) -> None:
    """A commit is refused, its events go alone, and then publication is interrupted."""
    playing.hub.faults.commits.extend([CommitFault(400), CommitFault(), CommitFault(403)])
    playing.server.scan("bob", "cup")
    playing.server.publish()
    until(lambda: not playing.hub.faults.commits)
    until(lambda: playing.server.dataset.state()["documentsPending"] == 0)
    assert len(playing.server.dataset.state()["setAside"]) == 1
    playing.clock.skipped += AGAIN_S
    playing.server.dataset.nudge()
    until(lambda: not playing.server.dataset.state()["setAside"])
    assert_heals(playing)


@pytest.mark.parametrize("damage", [b"[" * 100_000, b"{}", b"\xff", b"5", b'{"seq": "x"}'])
def test_a_file_of_the_log_that_is_none_is_said_to_be_broken(damage: bytes, tmp_path: Path) -> None:
    with pytest.raises(BrokenLog):
        list(read_event_lines(damage, packed=False))
    place = tmp_path / "log.jsonl"
    place.write_bytes(damage)
    with pytest.raises(UnfitCopy):
        list(LogFiles([place], 1).events())


def test_a_card_that_is_no_text_is_written_anew(playing: Playing) -> None:
    playing.hub.repo(REPO).commit({"README.md": Blob.regular(b"\xff\xfe")}, "oops", "")
    playing.hub.faults.commits.append(CommitFault(403))
    playing.server.scan("bob", "pillow")
    assert_heals(playing)
    assert "Piclets" in playing.hub.repo(REPO).text("README.md")


@pytest.mark.parametrize("status", [402, 405, 410, 423, 451])
def test_what_is_said_of_the_repo_puts_no_file_aside(playing: Playing, status: int) -> None:
    playing.hub.faults.every_commit = CommitFault(status)
    playing.server.scan("bob", "cup")
    until(lambda: playing.state() == "denied")
    playing.hub.faults.every_commit = None
    assert_heals(playing)
    assert playing.server.dataset.state()["setAside"] == []


def test_a_clock_that_is_set_back_ends_a_rest() -> None:
    moment = 1e9
    rest = Resting(lambda: moment)
    rest.refused()
    assert not rest.over
    moment = 1e8
    assert rest.over


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
