"""A large snapshot's tables are made by processes of their own: what comes of it is what this process would make."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from piclets.dataset import snapshots
from piclets.dataset.snapshot_files import TablesFiles
from piclets.domain.records import Player
from piclets.domain.upcasting import UnknownEvent
from piclets.ledger import apart, learning
from piclets.ledger.apart import LOG, Events, NotMade
from piclets.ledger.copies import Line
from piclets.ledger.queries import Queries
from tests.dataset.game import AT, Server
from tests.dataset.snapshotted import (
    ALONE,
    FOLDED,
    LOADED,
    Restored,
    change_manifest,
    change_rows,
    everything,
    has_all_indexes,
    hub_at,
    replace_file,
    said,
)
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

EVENT = '{"id": "%d", "kind": "%s", "v": 1}'


class EndsItsProcess(TablesFiles):
    """Where that is a worker, as when there is no memory left in the middle of a table."""

    def rows(self, name: str) -> Iterator[list[Line]]:
        if name == "prints" and multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        yield from super().rows(name)


class Waits(TablesFiles):
    """Says by a file that it has come to the prints, and goes on when there is another."""

    def rows(self, name: str) -> Iterator[list[Line]]:
        folder = self.tables["prints"][0].place.parent
        if name == "prints":
            (folder / "reached").touch()
            until((folder / "go on").exists)
        yield from super().rows(name)


def restore_and_wait(folder: str, url: str, temporary: str) -> None:
    """For a process that is going to be killed."""
    vars(snapshots).update(MANY_EVENTS=1, TablesFiles=Waits)
    tempfile.tempdir = temporary
    Restored.at(Path(folder), hub_at(url))


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Every snapshot is a large one; temporary files are here."""
    monkeypatch.setattr(snapshots, "MANY_EVENTS", 1)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    caplog.set_level(logging.INFO)


def test_it_is_a_restore_by_the_log(
    hub: LoopbackHub, whole: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = Restored.at(tmp_path / "b", hub)
    assert said(caplog) == [LOADED]
    assert everything(server.ledger) == everything(whole.ledger)
    assert all(server.ledger.rebuild().values())
    assert not learning.is_due(server.ledger.database)
    assert has_all_indexes(server.ledger)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "b").glob("*restoring*")) == []
    for ledger in (server.ledger, whole.ledger):
        ledger.close()


def _cut_off(hub: LoopbackHub) -> None:
    replace_file(hub, "finds", b"\x1f\x8b", size=100, rows=1)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "damage",
    [
        partial(change_rows, table="players", change=lambda rows: rows[0].__setitem__(2, "1")),
        partial(change_rows, table="words", change=lambda rows: rows.append(rows[0])),
        partial(change_manifest, change=lambda told: told.update(digest="0" * 64)),
        partial(change_manifest, change=lambda told: told["totals"].update(players=1)),
        _cut_off,
    ],
    ids=["a number as text", "the same row twice", "another log's digest", "other totals", "a file cut off"],
)
def test_one_that_is_wrong_is_not_taken(
    hub: LoopbackHub,
    whole: Server,
    damage: Callable[[LoopbackHub], None],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    damage(hub)
    restored = Restored.at(tmp_path / "b", hub)
    assert said(caplog) == [FOLDED]
    assert everything(restored.ledger) == everything(whole.ledger)
    for ledger in (restored.ledger, whole.ledger):
        ledger.close()


def test_where_a_worker_is_ended_this_process_goes_on_alone(
    hub: LoopbackHub, whole: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(snapshots, "TablesFiles", EndsItsProcess)
    restored = Restored.at(tmp_path / "b", hub)
    assert said(caplog) == [ALONE, LOADED]
    assert everything(restored.ledger) == everything(whole.ledger)
    assert list((tmp_path / "b").glob("*restoring*")) == []
    for ledger in (restored.ledger, whole.ledger):
        ledger.close()


def test_where_no_worker_can_be_started_this_process_goes_on_alone(
    hub: LoopbackHub, whole: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", _refused)
    restored = Restored.at(tmp_path / "b", hub)
    assert said(caplog) == [ALONE, LOADED]
    assert everything(restored.ledger) == everything(whole.ledger)
    for ledger in (restored.ledger, whole.ledger):
        ledger.close()


def _refused(_process: object) -> None:
    raise BlockingIOError


def test_a_file_that_cannot_be_removed_leaves_no_log_behind(
    hub: LoopbackHub, whole: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    unlink = Path.unlink

    def refused(file: Path, missing_ok: bool = False) -> None:
        if file.name == "log.sqlite3":
            raise PermissionError
        unlink(file, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    restored = Restored.at(tmp_path / "b", hub)
    assert said(caplog) == [ALONE, LOADED]
    assert everything(restored.ledger) == everything(whole.ledger)
    for ledger in (restored.ledger, whole.ledger):
        ledger.close()


@pytest.mark.thorough
def test_the_five_reads_are_served_while_the_rest_is_being_made(
    hub: LoopbackHub, whole: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "TablesFiles", Waits)
    server = Server.at(tmp_path / "b", hub).start()
    until(lambda: server.ledger.reads_as_of == whole.ledger.head())
    until(lambda: list((tmp_path / "tmp").glob("*/reached")))
    assert Queries(server.ledger.database).leaders(100) == Queries(whole.ledger.database).leaders(100)
    assert server.ledger.head() == 0
    assert server.ledger.events_after(0, 1) == []
    server.ledger.follow_rename(Player(sub="subada", username="Ada Lovelace"), AT)  # no table is waited for
    [folder] = (tmp_path / "tmp").glob("*/reached")
    folder.with_name("go on").touch()
    until(lambda: server.dataset.refusal() is None)
    assert everything(server.ledger) == everything(whole.ledger)
    server.settle()
    whole.ledger.close()


@pytest.mark.thorough
def test_a_server_that_is_killed_meanwhile_begins_anew(hub: LoopbackHub, whole: Server, tmp_path: Path) -> None:
    temporary = str(tmp_path / "tmp")
    process = multiprocessing.get_context("spawn").Process(
        target=restore_and_wait, args=(str(tmp_path / "b"), hub.url, temporary)
    )
    process.start()
    until(lambda: list((tmp_path / "tmp").glob("*/reached")) or not process.is_alive())
    process.kill()
    process.join()
    assert list((tmp_path / "b").glob("*restoring*"))
    server = Server.at(tmp_path / "b", hub)
    assert (server.ledger.head(), server.ledger.events_after(0, 1)) == (0, [])
    server.ledger.close()
    restored = Restored.at(tmp_path / "b", hub)
    assert everything(restored.ledger) == everything(whole.ledger)
    assert list((tmp_path / "b").glob("*restoring*")) == []
    for ledger in (restored.ledger, whole.ledger):
        ledger.close()


def test_an_event_that_only_a_newer_server_knows_is_said_to_be_one(tmp_path: Path) -> None:
    events: Events = partial(list, [(1, EVENT % (1, "invented later"))])
    with apart.making([LOG], 1, events, _no_rows, tmp_path) as made, pytest.raises(UnknownEvent):
        next(made)


def test_a_folder_that_is_gone_makes_no_table(tmp_path: Path) -> None:
    with (
        apart.making(["players"], 1, list, _no_rows, tmp_path / "nowhere") as made,
        pytest.raises(NotMade, match="players cannot be made"),
    ):
        next(made)


def _no_rows(_name: str) -> Sequence[Sequence[Line]]:
    return []
