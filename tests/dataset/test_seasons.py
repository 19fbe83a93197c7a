"""A season's document follows from the log, and a restore in the middle of one keeps its board."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from piclets.admin.moderation import Moderation
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.records import Player
from piclets.domain.season_plans import Quest, SeasonPlan
from piclets.ledger.reports import Reports
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.ledger.seasons import SeasonQueries
from tests.dataset.game import AT, REPO, Server, player, scan, verified
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

STARTS, DURING, REVIEWED = "2026-08-01T00:00:00Z", "2026-08-01T12:00:00Z", "2026-08-09T00:30:00Z"
PLAN = SeasonPlan(
    title="Summer",
    starts=STARTS,
    ends="2026-08-02T00:00:00Z",
    quests=(Quest(id="tea", title="Tea", names=("mug", "kettle"), goal=1),),
)


def document(hub: LoopbackHub) -> Any:
    return json.loads(hub.repo(REPO).text("metadata/seasons/summer.json"))


def settled(server: Server) -> None:
    until(lambda: (state := server.dataset.state())["pending"] == state["documentsPending"] == 0)


def played(server: Server, who: str, thing: str) -> None:
    scan(server.ledger, server.images, who, thing, at=DURING)


def test_a_season_is_published_restored_in_its_middle_and_settled(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.refusal() is None)
    SeasonDecisions(server.ledger).open(DecisionNote(by="admin", at=AT, why="it is summer"), "summer", PLAN)
    played(server, "ada", "mug")
    played(server, "bob", "mug")
    settled(server)
    told = document(hub)
    assert (told["title"], told["starts"], told["found"], told["settled"]) == ("Summer", STARTS, 2, False)
    assert [(each["username"], each["rank"], each["rarityScore"]) for each in told["board"]] == [
        ("ada", 1, 110),
        ("bob", 2, 10),
    ]
    assert told["asOf"] == server.ledger.head()
    verified(hub)
    server.vanish()

    other = Server.at(tmp_path / "b", hub).start()
    until(lambda: other.dataset.refusal() is None)
    played(other, "bob", "kettle")
    other.ledger.follow_rename(Player(sub=player("ada").sub, username="countess"), DURING)
    settled(other)
    SeasonDecisions(other.ledger).settle(DecisionNote(by="admin", at=REVIEWED, why="reviewed"), "summer")
    settled(other)
    assert "medallist" in json.loads(hub.repo(REPO).text("users/subada.json"))["badges"]
    Moderation(other.ledger, Reports(other.ledger.database)).decide("erase", "subbob", why="asked for it")
    settled(other)
    told = document(hub)
    assert (
        [each["username"] for each in told["podium"]] == [each["username"] for each in told["board"]] == ["countess"]
    )
    page = json.loads(hub.repo(REPO).text("piclets/kettle.json"))
    assert page["canonical"]["prints"][0]["season"] == "summer"
    assert "bob" not in hub.repo(REPO).text("metadata/seasons/summer.json")
    verified(hub)
    assert [each.username for each in SeasonQueries(other.ledger.database).board("summer", 10)] == ["countess"]
    assert all(other.ledger.rebuild().values())
    other.settle()
