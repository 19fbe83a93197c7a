"""A varied game whose tables are in the dataset as a snapshot, and ways to restore it."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from piclets.admin.moderation import Moderation
from piclets.dataset import layout
from piclets.dataset.claim import Claim
from piclets.dataset.pacing import Clock
from piclets.dataset.repo import DatasetRepo
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.season_plans import Quest, SeasonPlan
from piclets.ledger import log, schema
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.ledger.reports import Reports
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.ledger.trades import Trades
from tests.dataset.game import AT, REPO, Server, player, scan
from tests.loopback.hub import LoopbackHub
from tests.loopback.hub_repo import Blob
from tests.waiting import until

STARTS, DURING, REVIEWED = "2026-08-01T00:00:00Z", "2026-08-01T12:00:00Z", "2026-08-09T00:30:00Z"
NOW = "2026-11-01T00:00:00Z"
WHY = "because it is so"
SECRET = "what the reporter said"
LOADED, FOLDED = "restored from the snapshot", "the snapshot cannot be used: the log is folded instead"
ALONE = "the snapshot is loaded without workers: they have failed"
PLAN = SeasonPlan(
    title="Summer",
    starts=STARTS,
    ends="2026-08-02T00:00:00Z",
    quests=(Quest(id="tea", title="Tea", names=("mug", "kettle"), goal=1),),
)


def play(server: Server) -> None:
    """Scans, variations, a season, a gift, decisions of the console, and what is kept beside the log."""
    ledger = server.ledger
    moderation = Moderation(ledger, Reports(ledger.database))
    for who in ("ada", "bob", "eve"):
        for thing in ("pillow", "cup", "lamp", "shoe", "vase"):
            server.scan(who, thing)
        server.scan(who, "pillow", f"{who}ish", "velvet")
    SeasonDecisions(ledger).open(DecisionNote(by="admin", at=AT, why=WHY), "summer", PLAN)
    for who in ("ada", "bob"):
        scan(ledger, server.images, who, "mug", at=DURING)
    SeasonDecisions(ledger).settle(DecisionNote(by="admin", at=REVIEWED, why=WHY), "summer")
    pid = PrintQueries(ledger.database).of_find("subada", "mug_canonical")
    assert pid is not None
    trades = Trades(ledger)
    trades.redeem(player("bob"), trades.gift(player("ada"), pid, NOW), NOW)
    moderation.decide("hide", "lamp_canonical", why=WHY)
    moderation.decide("rename", "shoe", "boot", why=WHY)
    moderation.decide("merge", "vase", "cup", why=WHY)
    moderation.decide("block", "subeve", why=WHY)
    server.scan("zoe", "fjörd café", photo='"\\\n☃')
    Reports(ledger.database).file(
        at=AT, reporter="subzoe", type_id="cup_canonical", reason="wrong object", words=SECRET
    )
    Allowances(ledger.database).take("subzoe", Allowance("scan", 60), now=0.0)


def published(hub: LoopbackHub, folder: Path, url: str | None = None) -> Server:
    """The server of such a game, all of it in the dataset, as of its last event in a snapshot."""
    server = Server.at(folder, hub, growth=1, url=url)
    play(server)
    server.start()
    until(lambda: server.dataset.refusal() is None)
    until(lambda: layout.MANIFEST in hub.repo(REPO).files)
    until(lambda: (state := server.dataset.state())["pending"] == state["documentsPending"] == 0)
    assert manifest(hub)["events"] == server.ledger.head()
    return server


def manifest(hub: LoopbackHub) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(hub.repo(REPO).text(layout.MANIFEST))
    return told


def commit(hub: LoopbackHub, changes: dict[str, bytes | None]) -> None:
    blobs = {path: None if content is None else Blob.lfs(content) for path, content in changes.items()}
    hub.repo(REPO).commit(blobs, "damage", "")


def change_manifest(hub: LoopbackHub, change: Callable[[dict[str, Any]], object]) -> None:
    told = manifest(hub)
    change(told)
    commit(hub, {layout.MANIFEST: json.dumps(told).encode()})


def change_rows(hub: LoopbackHub, table: str, change: Callable[[list[Any]], object]) -> None:
    """Change a table's rows, with checksum, size and number as they have to be."""
    path = layout.snapshot_path(table, 0)
    rows = [json.loads(line) for line in gzip.decompress(hub.repo(REPO).files[path].content).splitlines()]
    change(rows)
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    replace_file(hub, table, gzip.compress(lines), size=len(lines), rows=len(rows))


def replace_file(hub: LoopbackHub, table: str, packed: bytes, *, size: int, rows: int) -> None:
    """Put another file in the place of a table's first, with its right checksum, and the size that is told."""
    file = {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": size, "rows": rows}
    told = manifest(hub)
    told["tables"][table]["files"][0] = file
    commit(hub, {layout.snapshot_path(table, 0): packed, layout.MANIFEST: json.dumps(told).encode()})


def hub_at(url: str) -> LoopbackHub:
    """The Hub of another process, to be asked only."""
    hub = LoopbackHub(quota=None, clock=lambda: 0.0, xet_folder=None)
    hub.url = url
    return hub


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What became of snapshots."""
    return [record.message for record in caplog.records if record.message in (LOADED, FOLDED, ALONE)]


def has_all_indexes(ledger: Ledger) -> bool:
    with ledger.database.read() as connection:
        found = inspect(connection)
        return all(
            {index["name"] for index in found.get_indexes(table.name)} >= {each.name for each in table.indexes}
            for table in schema.folded.sorted_tables
        )


@dataclass
class Restored:
    """A ledger that was restored from the dataset."""

    ledger: Ledger

    @classmethod
    def at(cls, folder: Path, hub: LoopbackHub, url: str | None = None) -> Restored:
        server = Server.at(folder, hub, url=url)
        repo = DatasetRepo(hub.url, REPO, None)
        Claim(repo, server.ledger, server.images, Clock(), threading.Event(), lambda _trouble: None).restore()
        return cls(server.ledger)


def everything(ledger: Ledger) -> dict[str, Any]:
    """The log and a hash of each folded table."""
    with ledger.database.read() as connection:
        events = [tuple(row) for row in connection.execute(select(schema.events).order_by(schema.events.c.seq))]
        return {"events": events, "head": log.head(connection), **log.digests(connection)}
