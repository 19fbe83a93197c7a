"""Snapshots of the folded tables: a restore by one is a restore by the log, or it is not taken."""

from __future__ import annotations

import copy
import errno
import gzip
import logging
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from piclets.admin.moderation import Moderation
from piclets.dataset import commands, layout
from piclets.dataset.aside import AGAIN_S
from piclets.dataset.chain import Chain
from piclets.dataset.claim import Claim
from piclets.dataset.downloads import Downloads
from piclets.dataset.pacing import Clock, TokenBucket
from piclets.dataset.publisher import Publisher
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshots import FILE_BYTES, MAX_MANIFEST, Manifest, local
from piclets.dataset.snapshotting import EVERY_S, PATIENCE_S, Snapshots, written
from piclets.dataset.verify import verify
from piclets.ledger import copies, learning, schema
from piclets.ledger.reports import Reports
from piclets.settings import Settings
from tests.dataset.game import REPO, Server, verified
from tests.dataset.loading_child import HANGS, restore_and_hang
from tests.dataset.snapshotted import (
    FOLDED,
    LOADED,
    SECRET,
    WHY,
    Restored,
    change_manifest,
    change_rows,
    commit,
    everything,
    has_all_indexes,
    manifest,
    published,
    replace_file,
    said,
)
from tests.examples import a_third_of
from tests.loopback.hub import LoopbackHub
from tests.loopback.hub_repo import Repo
from tests.random_games import MOVES, Move, events_of, fresh_ledger, play
from tests.waiting import until

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def game(running_hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repo]:
    """Played once; each test has a copy."""
    running_hub.reset()
    published(running_hub, tmp_path_factory.mktemp("played") / "a").settle()
    return running_hub.saved()


@pytest.fixture
def played(hub: LoopbackHub, game: dict[str, Repo]) -> LoopbackHub:
    """A Hub with the dataset of a varied game and its snapshot."""
    hub.restore(game)
    return hub


@pytest.fixture
def folded(played: LoopbackHub, tmp_path: Path) -> dict[str, Any]:
    """What the log alone comes to."""
    whole = played.saved()
    commit(played, {path: None for path in played.repo(REPO).files if path.startswith("snapshots/")})
    restored = Restored.at(tmp_path / "folded", played)
    played.restore(whole)
    found = everything(restored.ledger)
    restored.ledger.close()
    return found


def test_a_restore_by_the_snapshot_is_a_restore_by_the_log(
    played: LoopbackHub, folded: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    caplog.clear()
    restored = Restored.at(tmp_path / "b", played)
    assert said(caplog) == [LOADED]
    assert everything(restored.ledger) == folded
    assert all(restored.ledger.rebuild().values())
    assert not learning.is_due(restored.ledger.database)  # or every alias would be looked up again
    assert has_all_indexes(restored.ledger)
    assert verify(DatasetRepo(played.url, REPO, None)).snapshot == manifest(played)["events"]
    restored.ledger.close()


def test_there_is_nothing_in_it_but_folds_of_the_log(played: LoopbackHub) -> None:
    assert set(manifest(played)["tables"]) == {table.name for table in schema.folded.sorted_tables}
    assert not set(manifest(played)["tables"]) & set(schema.kept.tables)
    files = played.repo(REPO).files
    words = b"".join(
        gzip.decompress(blob.content) if path.endswith(".gz") else blob.content
        for path, blob in files.items()
        if path.startswith("snapshots/")
    )
    assert b"subada" in words
    assert SECRET.encode() not in words
    assert played.token.encode() not in words


def test_a_server_goes_on_after_a_restore_by_the_snapshot(
    played: LoopbackHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server = Server.at(tmp_path / "b", played).start()
    until(lambda: server.dataset.refusal() is None)
    assert server.scan("ada", "pillow").replayed
    server.scan("newcomer", "pillow")
    server.scan("newcomer", "harp")
    server.publish()
    before = everything(server.ledger)
    server.settle()
    assert verified(played).events == len(before["events"])
    again = Restored.at(tmp_path / "c", played)
    assert said(caplog) == [LOADED, LOADED]
    assert everything(again.ledger) == before
    assert all(again.ledger.rebuild().values())
    again.ledger.close()


def truncated(hub: LoopbackHub) -> None:
    commit(hub, {layout.MANIFEST: hub.repo(REPO).files[layout.MANIFEST].content[:-40]})


def no_manifest_of_ours(hub: LoopbackHub) -> None:
    commit(hub, {layout.MANIFEST: b'{"format": 1}'})


def huge_manifest(hub: LoopbackHub) -> None:
    commit(hub, {layout.MANIFEST: hub.repo(REPO).files[layout.MANIFEST].content + b" " * MAX_MANIFEST})


def missing_file(hub: LoopbackHub) -> None:
    commit(hub, {layout.snapshot_path("finds", 0): None})


def file_of(hub: LoopbackHub, table: str) -> bytes:
    return hub.repo(REPO).files[layout.snapshot_path(table, 0)].content


def cut_file(hub: LoopbackHub) -> None:
    commit(hub, {layout.snapshot_path("finds", 0): file_of(hub, "finds")[:-20]})


def a_bit(hub: LoopbackHub) -> None:
    packed = file_of(hub, "finds")
    commit(hub, {layout.snapshot_path("finds", 0): packed[:40] + bytes([packed[40] ^ 1]) + packed[41:]})


def cut_with_its_checksum(hub: LoopbackHub) -> None:
    told = manifest(hub)["tables"]["finds"]["files"][0]
    replace_file(hub, "finds", file_of(hub, "finds")[:-20], size=told["bytes"], rows=told["rows"])


def no_gzip(hub: LoopbackHub) -> None:
    replace_file(hub, "finds", b"nonsense", size=8, rows=1)


def bomb(hub: LoopbackHub) -> None:
    replace_file(hub, "finds", gzip.compress(bytes(200_000_000)), size=1_000, rows=1)


def bomb_that_is_told(hub: LoopbackHub) -> None:
    replace_file(hub, "finds", gzip.compress(bytes(200_000_000)), size=200_000_000, rows=1)


def large_file(hub: LoopbackHub) -> None:
    replace_file(hub, "finds", bytes(FILE_BYTES + 1), size=1_000, rows=1)


def many_files(hub: LoopbackHub) -> None:
    def change(told: dict[str, Any]) -> None:
        told["tables"]["finds"]["files"] = [{"sha256": "0" * 64, "bytes": FILE_BYTES, "rows": 1}] * 1_000

    change_manifest(hub, change)


def set_to(name: str, value: object) -> Callable[[LoopbackHub], None]:
    return lambda hub: change_manifest(hub, lambda told: told.update({name: value}))


def a_billion_rows(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told["tables"]["finds"]["files"][0].update(rows=10**9))


def later(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told.update(events=told["events"] + 1))


def earlier(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told.update(events=told["events"] - 1))


def other_columns(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told["tables"]["finds"]["columns"].reverse())


def a_kept_table(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told["tables"].update(meta={"columns": ["name", "value"], "files": []}))


def fewer_players(hub: LoopbackHub) -> None:
    change_manifest(hub, lambda told: told["totals"].update(players=1))


def rewritten_log(hub: LoopbackHub) -> None:
    path = min(path for path in hub.repo(REPO).files if path.startswith("events/0"))
    commit(hub, {path: hub.repo(REPO).files[path].content.replace(b"ada", b"amy")})


def rows_of(table: str, change: Callable[[list[Any]], object]) -> Callable[[LoopbackHub], None]:
    return lambda hub: change_rows(hub, table, change)


DAMAGE: dict[str, Callable[[LoopbackHub], None]] = {
    "truncated manifest": truncated,
    "another manifest": no_manifest_of_ours,
    "huge manifest": huge_manifest,
    "missing file": missing_file,
    "cut file": cut_file,
    "a bit": a_bit,
    "cut file with its checksum": cut_with_its_checksum,
    "no gzip": no_gzip,
    "bomb": bomb,
    "bomb whose size is told": bomb_that_is_told,
    "large file": large_file,
    "many files": many_files,
    "a billion rows": a_billion_rows,
    "minus rows": lambda hub: change_manifest(hub, lambda t: t["tables"]["finds"]["files"][0].update(rows=-1)),
    "of another game": set_to("log", "0" * 32),
    "another fold version": set_to("foldVersion", schema.FOLD_VERSION + 1),
    "another format": set_to("format", 2),
    "beyond the log": later,
    "of an earlier event": earlier,
    "of event 0": set_to("events", 0),
    "another log's digest": set_to("digest", "0" * 64),
    "other totals": fewer_players,
    "other columns": other_columns,
    "a kept table": a_kept_table,
    "a rewritten log": rewritten_log,
    "the same row twice": rows_of("finds", lambda rows: rows.append(rows[0])),
    "a number as text": rows_of("players", lambda rows: rows[0].__setitem__(2, "1")),
    "a flag as a number": rows_of("piclets", lambda rows: rows[0].__setitem__(10, 1)),
    "a number without end": rows_of("players", lambda rows: rows[0].__setitem__(2, 10**30)),
    "null": rows_of("players", lambda rows: rows[0].__setitem__(1, None)),
    "a long text": rows_of("players", lambda rows: rows[0].__setitem__(0, "a" * 129)),
    "a short row": rows_of("players", lambda rows: rows[0].pop()),
    "no row": rows_of("players", lambda rows: rows.__setitem__(0, {"sub": "x"})),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_snapshot_that_is_wrong_is_not_taken(
    played: LoopbackHub, tmp_path: Path, kind: str, folded: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    DAMAGE[kind](played)
    caplog.clear()
    restored = Restored.at(tmp_path / "b", played)
    assert said(caplog) == [FOLDED]
    found = everything(restored.ledger)
    assert all(restored.ledger.rebuild().values())
    if kind == "a rewritten log":
        assert found["head"] == folded["head"]
    else:
        assert found == folded
    restored.ledger.close()


def test_verify_takes_nothing_from_the_snapshot_and_says_what_is_wrong_with_it(
    played: LoopbackHub, tmp_path: Path
) -> None:
    words: list[str] = []
    options = Settings(HF_TOKEN=played.token, HF_ENDPOINT=played.url, DATASET_REPO=REPO, PICLETS_DATA_DIR=tmp_path)
    assert commands.verify(options, words.append) == 0
    assert any("snapshot as of event" in each for each in words)
    whole = played.saved()
    change_rows(played, "finds", lambda rows: rows[0].__setitem__(3, 99))
    assert verify(DatasetRepo(played.url, REPO, None)).problems == [
        "the snapshot does not follow from the log: the table finds"
    ]
    for damage in (missing_file, truncated, later, bomb):
        played.restore(copy.deepcopy(whole))
        damage(played)
        [problem] = verify(DatasetRepo(played.url, REPO, None)).problems
        assert "the snapshot" in problem
    played.restore(whole)
    set_to("foldVersion", schema.FOLD_VERSION + 1)(played)
    report = verify(DatasetRepo(played.url, REPO, None))
    assert (report.content, report.snapshot) == (True, None)


_processes = multiprocessing.get_context("forkserver")


def test_a_server_that_is_killed_while_loading_begins_anew(
    played: LoopbackHub, folded: dict[str, Any], tmp_path: Path
) -> None:
    for where in HANGS:
        told = tmp_path / f"{where}.told"
        process = _processes.Process(
            target=restore_and_hang, args=(str(tmp_path / where), played.url, where, str(told))
        )
        process.start()
        until(lambda: told.exists() or not process.is_alive())  # noqa: B023 - waited for at once
        process.kill()
        process.join()
        assert told.exists(), "it ended before it hung"
        server = Server.at(tmp_path / where, played)
        assert server.ledger.head() == 0
        assert server.ledger.events_after(0, 1) == []
        server.ledger.close()
        restored = Restored.at(tmp_path / where, played)
        assert everything(restored.ledger) == folded
        restored.ledger.close()


def test_postgresql_makes_and_loads_the_same(
    hub: LoopbackHub, tmp_path: Path, postgres_url: str, ledger_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = published(hub, tmp_path / "a", postgres_url)
    before = everything(first.ledger)
    first.settle()
    assert verified(hub).snapshot == len(before["events"])
    caplog.clear()
    for name, url in (("sqlite", None), ("postgresql", ledger_url)):
        restored = Restored.at(tmp_path / name, hub, url)
        assert everything(restored.ledger) == before
        assert all(restored.ledger.rebuild().values())
        restored.ledger.close()
    assert said(caplog) == [LOADED, LOADED]


def test_postgresql_takes_no_text_that_it_cannot_hold(
    played: LoopbackHub,
    folded: dict[str, Any],
    tmp_path: Path,
    ledger_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    change_rows(played, "players", lambda rows: rows[0].__setitem__(1, "a\0b"))
    caplog.clear()
    restored = Restored.at(tmp_path / "b", played, ledger_url)
    assert said(caplog) == [FOLDED]
    assert everything(restored.ledger) == folded
    restored.ledger.close()


# The folder is shared by all examples; each makes files of its own in it.
@settings(max_examples=a_third_of(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_whatever_was_played_the_tables_are_copied_as_they_are(tmp_path: Path, moves: list[Move]) -> None:
    with fresh_ledger(tmp_path) as ledger, fresh_ledger(tmp_path) as other:
        play(ledger, moves)
        with copies.copying(ledger.database) as copied:
            made = written(copied, "a game", tmp_path, lambda: None)
        made = Manifest.model_validate_json(made.to_bytes())
        tables = local(Downloads(DatasetRepo("http://127.0.0.1:9", REPO, None), "", tmp_path), made)
        with ledger.database.read() as connection:
            bodies = connection.execute(select(schema.events.c.seq, schema.events.c.body)).all()
        other.load(made.described(), lambda: ((row.seq, row.body) for row in bodies), tables.rows)
        assert everything(other) == everything(ledger)
        assert events_of(other) == events_of(ledger)


class SetClock(Clock):
    """A clock that stands where it is set."""

    time = 1_000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        self.time += seconds
        return interrupt.is_set()


class ByHand:
    """A publisher whose every step is asked for."""

    def __init__(self, hub: LoopbackHub, folder: Path, growth: int) -> None:
        self.server = Server.at(folder, hub)
        self.clock, self.made = SetClock(), threading.Event()
        repo, stop, bucket = DatasetRepo(hub.url, REPO, hub.token), threading.Event(), TokenBucket(100, updated=1_000)
        ledger, images = self.server.ledger, self.server.images
        position = Claim(repo, ledger, images, self.clock, stop, lambda _trouble: None).make(bucket)
        self.chain = Chain(repo, position, bucket, self.clock, stop, lambda _trouble: None)
        self.snapshots = Snapshots(repo, ledger.database, growth, self.chain, self.made.set)
        self.publisher = Publisher(
            self.chain, repo, self.server.publication, images, lambda _seq: None, self.snapshots, packs=False
        )

    def publish(self) -> None:
        """Everything but a snapshot."""
        while self.publisher.step():
            pass

    def begin(self) -> None:
        """Begin a snapshot that is due, and wait until it is made."""
        self.made.clear()
        assert not self.snapshots.step(idle=True)
        assert self.made.wait(60)

    def erase(self, sub: str) -> None:
        """Erase a player, and publish what can be: the first time another snapshot is begun."""
        self.made.clear()
        Moderation(self.server.ledger, Reports(self.server.ledger.database)).decide("erase", sub, why=WHY)
        self.publish()

    def forget(self) -> None:
        """Publish the rewritten log when another snapshot is made."""
        assert self.made.wait(60)
        self.publish()

    def begins(self) -> bool:
        """Whether one is due."""
        assert not self.snapshots.step(idle=True)
        return self.snapshots.making

    def rest(self) -> None:
        """Time for the bucket to fill."""
        self.clock.time += 200

    def close(self) -> None:
        self.snapshots.close()
        self.server.ledger.close()


@pytest.fixture
def by_hand(hub: LoopbackHub, tmp_path: Path) -> ByHand:
    made = ByHand(hub, tmp_path / "a", growth=10)
    for number in range(10):
        made.server.scan(f"p{number}", "pillow")
    made.publish()
    return made


def test_one_is_made_when_the_log_has_grown_and_an_hour_is_over(hub: LoopbackHub, by_hand: ByHand) -> None:
    by_hand.begin()
    by_hand.server.scan("bob", "cup")
    by_hand.publish()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert manifest(hub)["events"] == 10
    for number in range(9):
        by_hand.server.scan(f"q{number}", "pillow")
    by_hand.publish()
    by_hand.rest()
    assert not by_hand.begins()  # an hour is not over
    by_hand.clock.time += EVERY_S
    by_hand.begin()
    assert by_hand.snapshots.step(idle=True)
    assert manifest(hub)["events"] == 20
    by_hand.clock.time += EVERY_S
    by_hand.server.scan("zoe", "pillow")
    by_hand.publish()
    by_hand.rest()
    assert not by_hand.begins()  # too few events
    by_hand.close()
    assert verified(hub).snapshot == 20


def test_a_restore_is_few_requests_however_many_commits_there_were(
    hub: LoopbackHub, by_hand: ByHand, tmp_path: Path
) -> None:
    for number in range(61):
        by_hand.server.scan("ada", "pillow", photo=f"photo {number}")
        by_hand.publish()
        assert len([path for path in hub.repo(REPO).files if path.startswith("events/0")]) < 20
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    whole = requests_of_a_restore(hub, by_hand, tmp_path / "b")
    assert whole < 50
    wrong_when_loaded(hub)
    assert (
        requests_of_a_restore(hub, by_hand, tmp_path / "c") == whole
    )  # the log is folded from the files that are here
    by_hand.close()


def requests_of_a_restore(hub: LoopbackHub, of: ByHand, folder: Path) -> int:
    hub.requests.clear()
    restored = Restored.at(folder, hub)
    assert everything(restored.ledger) == everything(of.server.ledger)
    restored.ledger.close()
    return len(hub.requests)


def test_of_a_file_that_a_full_disk_cut_off_nothing_is_read(
    played: LoopbackHub, folded: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def cut_off(path: Path, content: bytes) -> int:
        if not path.name.startswith("000000000001-"):
            return write(path, content)
        write(path, content[:40])
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "write_bytes", cut_off)
    restored = Restored.at(tmp_path / "b", played)
    assert everything(restored.ledger) == folded
    restored.ledger.close()


def wrong_when_loaded(hub: LoopbackHub) -> None:
    """All files are as the manifest says; the database finds the same row twice."""
    change_rows(hub, "player_photos", lambda rows: rows.append(rows[0]))


def test_it_waits_while_something_else_does_and_not_for_ever(hub: LoopbackHub, by_hand: ByHand) -> None:
    by_hand.begin()
    by_hand.rest()
    assert not by_hand.snapshots.step(idle=False)
    by_hand.clock.time += 600
    assert by_hand.snapshots.step(idle=False)
    assert manifest(hub)["events"] == 10
    by_hand.close()


def test_one_is_not_published_before_its_log(hub: LoopbackHub, by_hand: ByHand) -> None:
    by_hand.server.scan("bob", "cup")
    by_hand.begin()
    by_hand.rest()
    assert not by_hand.snapshots.step(idle=True)
    assert layout.MANIFEST not in hub.repo(REPO).files
    by_hand.publish()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert manifest(hub)["events"] == 11
    by_hand.close()


def test_a_hub_that_refuses_one_gets_everything_else(hub: LoopbackHub, by_hand: ByHand) -> None:
    hub.faults.refuse = lambda path: path.startswith("snapshots/")
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert layout.MANIFEST not in hub.repo(REPO).files
    by_hand.server.scan("bob", "cup")
    by_hand.publish()
    assert verified(hub).events == 11
    hub.faults.refuse = lambda _path: False
    by_hand.clock.time += EVERY_S
    by_hand.begin()
    assert by_hand.snapshots.step(idle=True)
    assert verified(hub).snapshot == 11
    by_hand.close()


def test_a_larger_one_is_many_files_and_a_smaller_one_takes_them_away(
    hub: LoopbackHub, by_hand: ByHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("piclets.dataset.snapshotting.FILE_BYTES", 500)
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert layout.snapshot_path("finds", 1) in hub.repo(REPO).files
    restored = Restored.at(tmp_path / "b", hub)
    assert everything(restored.ledger) == everything(by_hand.server.ledger)
    restored.ledger.close()
    monkeypatch.undo()
    for number in range(10):
        by_hand.server.scan(f"q{number}", "pillow")
    by_hand.publish()
    by_hand.clock.time += EVERY_S
    by_hand.begin()
    assert by_hand.snapshots.step(idle=True)
    assert layout.snapshot_path("finds", 1) not in hub.repo(REPO).files
    assert verified(hub).snapshot == 20
    by_hand.close()


def names(hub: LoopbackHub, who: str, revision: str = "main") -> list[str]:
    """The files that name someone."""
    found = hub.repo(REPO).at(revision)
    assert found is not None
    contents = {p: gzip.decompress(b.content) if p.endswith(".gz") else b.content for p, b in found.items()}
    return [path for path, content in contents.items() if who.encode() in content]


@pytest.fixture
def snapshotted(hub: LoopbackHub, by_hand: ByHand) -> Iterator[ByHand]:
    """Ten players in a snapshot."""
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert any(path.startswith("snapshots/") for path in names(hub, "subp3"))
    yield by_hand
    by_hand.close()


def snapshot_files(hub: LoopbackHub, folder: str = "snapshots/") -> list[str]:
    return [path for path in hub.repo(REPO).files if path.startswith(folder)]


def test_erasing_a_player_replaces_the_snapshot_in_the_same_commit(hub: LoopbackHub, snapshotted: ByHand) -> None:
    snapshotted.erase("subp3")
    snapshotted.forget()
    forgot = next(commit.oid for commit in hub.repo(REPO).commits if commit.title == "Forget a player")
    assert names(hub, "subp3", forgot) == names(hub, "subp3") == []
    assert manifest(hub)["events"] == verified(hub).snapshot == snapshotted.server.ledger.head() == 11
    assert snapshotted.publisher.progress.set_aside == []


def takes_long(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No snapshot is made before this is set."""
    over = threading.Event()

    def late(*what: Any) -> Manifest:
        assert over.wait(60)
        return written(*what)

    monkeypatch.setattr("piclets.dataset.snapshotting.written", late)
    return over


def test_the_next_player_may_be_erased_while_another_snapshot_is_made(
    hub: LoopbackHub, snapshotted: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = takes_long(monkeypatch)
    snapshotted.erase("subp3")
    over.set()
    snapshotted.erase("subp4")
    snapshotted.forget()
    assert names(hub, "subp3") == names(hub, "subp4") == []
    assert verified(hub).snapshot == 12


def test_who_closes_waits_for_no_other_snapshot(
    hub: LoopbackHub, snapshotted: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = takes_long(monkeypatch)
    snapshotted.erase("subp3")
    assert names(hub, "subp3")
    over.set()
    while snapshotted.publisher.step(patient=False):
        pass
    assert names(hub, "subp3") == []


def test_a_snapshot_that_is_long_in_coming_is_not_waited_for(
    hub: LoopbackHub, snapshotted: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = takes_long(monkeypatch)
    snapshotted.erase("subp3")
    assert names(hub, "subp3")
    snapshotted.clock.time += PATIENCE_S
    over.set()
    snapshotted.publish()
    assert names(hub, "subp3") == snapshot_files(hub) == []


def test_a_hub_that_refuses_the_other_snapshot_forgets_all_the_same(hub: LoopbackHub, snapshotted: ByHand) -> None:
    refused = [layout.MANIFEST]
    hub.faults.refuse = lambda path: path in refused and path == refused.pop()  # once: it may be taken away
    snapshotted.erase("subp3")
    snapshotted.forget()
    assert names(hub, "subp3") == snapshot_files(hub) == refused == []
    assert verified(hub).events == 11


@pytest.mark.parametrize("with_snapshot", [True, False])
def test_a_server_that_ends_before_leaves_it_to_the_next(
    hub: LoopbackHub, snapshotted: ByHand, tmp_path: Path, with_snapshot: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = takes_long(monkeypatch)
    snapshotted.erase("subp3")
    assert verified(hub).events == 11  # the event and the documents are published
    assert any(path.startswith("events/") for path in names(hub, "subp3"))
    over.set()
    if not with_snapshot:
        commit(hub, dict.fromkeys(snapshot_files(hub)))
    server = Server.at(tmp_path / "next", hub, growth=10)
    server.start()
    until(lambda: not names(hub, "subp3"))
    until(lambda: (state := server.dataset.state())["pending"] == state["documentsPending"] == 0)
    server.settle()
    server.ledger.close()
    assert verified(hub).events == 11


def test_what_is_left_at_the_former_place_goes_with_the_next_one(hub: LoopbackHub, by_hand: ByHand) -> None:
    commit(hub, {"snapshot/manifest.json": b"{}", "snapshot/finds.000.jsonl.gz": gzip.compress(b"subp3")})
    by_hand.server.scan("zoe", "cup")
    by_hand.publish()
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    assert snapshot_files(hub, "snapshot/") == []
    assert verified(hub).snapshot == 11
    by_hand.close()


def test_what_is_left_at_the_former_place_names_no_erased_player(hub: LoopbackHub, by_hand: ByHand) -> None:
    commit(hub, {"snapshot/finds.000.jsonl.gz": gzip.compress(b"subp3")})
    by_hand.erase("subp3")
    by_hand.forget()
    assert names(hub, "subp3") == []
    by_hand.close()


def test_a_hub_that_refuses_the_log_without_a_player_keeps_no_snapshot_of_the_player(
    hub: LoopbackHub, by_hand: ByHand
) -> None:
    by_hand.server.scan("bob", "cup")
    by_hand.publish()
    by_hand.begin()
    by_hand.rest()
    assert by_hand.snapshots.step(idle=True)
    [named] = [path for path in names(hub, "subp3") if path.startswith("events/")]
    hub.faults.refuse = lambda path: path == named
    by_hand.erase("subp3")
    by_hand.forget()
    assert not [path for path in hub.repo(REPO).files if path.startswith("snapshots/")]
    assert names(hub, "subp3") == by_hand.publisher.progress.set_aside == [named]
    by_hand.clock.time += EVERY_S
    by_hand.begin()
    assert not by_hand.snapshots.step(idle=True)  # one would be of another log than the dataset's
    hub.faults.refuse = lambda _path: False
    by_hand.clock.time += AGAIN_S
    by_hand.publish()
    assert names(hub, "subp3") == by_hand.publisher.progress.set_aside == []
    by_hand.clock.time += EVERY_S
    by_hand.begin()
    assert by_hand.snapshots.step(idle=True)
    by_hand.close()
    assert verified(hub).snapshot == by_hand.server.ledger.head()


def test_what_was_made_before_a_player_was_erased_is_never_published(hub: LoopbackHub, by_hand: ByHand) -> None:
    by_hand.begin()
    by_hand.rest()
    Moderation(by_hand.server.ledger, Reports(by_hand.server.ledger.database)).decide("erase", "subp3", why=WHY)
    assert not by_hand.snapshots.step(idle=True)
    by_hand.publish()
    by_hand.rest()
    assert not by_hand.snapshots.step(idle=True)
    assert layout.MANIFEST not in hub.repo(REPO).files
    assert names(hub, "subp3") == []
    by_hand.close()
