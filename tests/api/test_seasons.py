"""Seasons over real HTTP (contract, part 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from piclets.admin.moderation import Moderation
from piclets.api.rest.access import Access
from piclets.api.rest.seasons import seasons_capability
from piclets.clock import later, utc_now
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.records import Player
from piclets.domain.season_plans import Quest, SeasonPlan, Together
from piclets.identity import LocalIdentity
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.ledger.seasons import SeasonQueries
from piclets.play.seasons import Seasons
from tests.making import scan
from tests.rest_server import rest_server

DAY = timedelta(days=1)


@pytest.fixture
def http(ledger: Ledger) -> Iterator[httpx.Client]:
    seasons = Seasons(SeasonQueries(ledger.database))
    with rest_server([seasons_capability(seasons, Access(LocalIdentity()), lambda: None)]) as client:
        yield client


def open_season(ledger: Ledger, season: str, starts: timedelta, ends: timedelta) -> None:
    """A season whose window is told from now on."""
    now = utc_now()
    plan = SeasonPlan(
        title=season.title(),
        starts=later(now, starts),
        ends=later(now, ends),
        quests=(Quest(id="tea", title="Tea time", names=("mug", "kettle"), goal=2),),
        together=Together(title="Three things", goal=3),
    )
    SeasonDecisions(ledger).open(DecisionNote(by="admin", at=later(now, -30 * DAY), why="to try it"), season, plan)


def found(ledger: Ledger, who: str, what: str, when: timedelta = timedelta()) -> None:
    at = later(utc_now(), when)
    ledger.record(replace(scan(who, what, at=at), player=Player(sub=f"local:{who}", username=who)))


def read(http: httpx.Client, path: str, who: str | None = None) -> Any:
    answer = http.get(path, headers={"Authorization": f"Bearer local_{who}"} if who else {})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_season_that_is_on(ledger: Ledger, http: httpx.Client) -> None:
    assert read(http, "/api/seasons") == {"success": True, "seasons": []}
    open_season(ledger, "autumn", -DAY, DAY)
    for who in ("ada", "bob"):
        found(ledger, who, "mug")
    [summary] = read(http, "/api/seasons")["seasons"]
    assert (summary["id"], summary["title"], summary["phase"], summary["players"]) == ("autumn", "Autumn", "open", 2)
    assert summary["together"] == {"title": "Three things", "goal": 3, "have": 2}
    told = read(http, "/api/seasons/autumn")
    assert told["board"] == [
        {"rank": 1, "username": "ada", "rarityScore": 110, "totalFinds": 1, "uniqueFinds": 1},
        {"rank": 2, "username": "bob", "rarityScore": 10, "totalFinds": 1, "uniqueFinds": 0},
    ]
    assert told["quests"] == [{"id": "tea", "title": "Tea time", "goal": 2, "names": ["mug", "kettle"]}]
    assert (told["asOf"], told["podium"], "own" in told) == (ledger.head(), [], False)
    mine = read(http, "/api/seasons/autumn?limit=1", "bob")
    assert (len(mine["board"]), {**mine["own"], "username": "bob"}) == (1, told["board"][1])
    assert (mine["quests"][0]["have"], mine["quests"][0]["met"]) == (1, ["mug"])
    assert read(http, "/api/seasons/autumn?offset=1")["board"] == told["board"][1:]
    assert read(http, "/api/seasons/autumn?limit=0")["board"] == []
    none = read(http, "/api/seasons/autumn", "newcomer")
    assert (none["own"], none["quests"][0]["have"]) == (None, 0)


def test_past_seasons_have_podiums_and_those_to_come_have_none(ledger: Ledger, http: httpx.Client) -> None:
    open_season(ledger, "summer", -20 * DAY, -10 * DAY)
    open_season(ledger, "winter", DAY, 2 * DAY)
    found(ledger, "ada", "mug", -15 * DAY)
    winter, summer = read(http, "/api/seasons")["seasons"]
    assert (winter["phase"], winter["podium"]) == ("announced", [])
    assert (summer["phase"], [each["username"] for each in summer["podium"]]) == ("settled", ["ada"])
    assert Seasons(SeasonQueries(ledger.database)).current() == "winter"
    Moderation(ledger, Reports(ledger.database)).decide("block", "local:ada", why="a cheat")
    assert read(http, "/api/seasons")["seasons"][1]["podium"] == [], "counted anew"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("nowhere", 404, "not_found"),
        ("%00", 404, "not_found"),
        ("..%2f..%2fetc", 404, "not_found"),
        ("x" * 41, 404, "not_found"),
    ],
)
def test_seasons_that_there_are_not(http: httpx.Client, path: str, status: int, code: str) -> None:
    answer = http.get(f"/api/seasons/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert http.get("/api/seasons/x", headers={"Authorization": "Bearer wrong"}).status_code == 401
