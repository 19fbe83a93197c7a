"""Sets and the daily three over real HTTP (contract, part 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from piclets.admin.moderation import Moderation
from piclets.api.rest.access import Access
from piclets.api.rest.collecting import collecting_capability
from piclets.clock import utc_now
from piclets.domain.collecting.daily import daily_three
from piclets.domain.records import Player
from piclets.identity import LocalIdentity
from piclets.ledger.collections import CollectionQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.ledger.scans import Scan
from piclets.play.badges import HOLDERS_S, BadgeNews, Badges
from piclets.play.collecting import Collecting
from piclets.play.collecting_answers import OpenBadge, TierHolders
from tests.making import scan
from tests.rest_server import rest_server

YESTERDAY = "2026-01-01T23:59:59Z"


@pytest.fixture
def http(ledger: Ledger) -> Iterator[httpx.Client]:
    collecting = Collecting(CollectionQueries(ledger.database), Queries(ledger.database))
    part = collecting_capability(collecting, Access(LocalIdentity()), lambda: None, lambda _request: "https://game")
    with rest_server([part]) as client:
        yield client


def of(who: str, what: str, *attributes: str, **changes: Any) -> Scan:
    made = scan(who, what, *attributes, at=utc_now())
    return replace(made, player=Player(sub=f"local:{who}", username=who), **changes)


def read(http: httpx.Client, path: str, who: str | None = None) -> Any:
    answer = http.get(path, headers={"Authorization": f"Bearer local_{who}"} if who else {})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_set_tells_what_the_world_and_the_player_have(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(of("ada", "mug"))
    ledger.record(of("bob", "skillet"))  # the frying pan of the set is an alias of it
    ledger.record(of("ada", "kettle", evidence="copy"))
    kitchen = read(http, "/api/sets/kitchen")
    assert (kitchen["success"], kitchen["found"], kitchen["goal"]) == (True, 3, len(kitchen["things"]))
    assert "have" not in kitchen
    mug, cup = kitchen["things"][:2]
    assert (mug["number"], mug["name"], mug["typeId"]) == (1, "mug", "mug_canonical")
    assert mug["imageUrl"].startswith("https://game/images/")
    assert (cup["number"], cup["name"], cup["found"]) == (2, None, False)
    mine = read(http, "/api/sets/kitchen", "ada")
    assert mine["have"] == 1, "a copy does not count"
    [summary] = [each for each in read(http, "/api/sets", "ada")["sets"] if each["id"] == "kitchen"]
    assert (summary["have"], summary["found"], summary["goal"]) == (1, 3, kitchen["goal"])


def test_the_daily_three(ledger: Ledger, http: httpx.Client) -> None:
    easy, _, hard = (thing.name for thing in daily_three(date.fromisoformat(utc_now()[:10])))
    told = read(http, "/api/daily")
    assert [thing["difficulty"] for thing in told["things"]] == ["easy", "medium", "hard"]
    assert (told["things"][0]["name"], told["things"][0]["found"]) == (easy, False)
    assert told["endsAt"] > utc_now() >= told["day"]
    ledger.record(of("ada", easy, evidence="copy"))
    ledger.record(of("ada", hard, received=YESTERDAY))
    assert read(http, "/api/daily", "ada")["have"] == 0, "a copy, and a photo of another day"
    ledger.record(of("ada", hard))
    told = read(http, "/api/daily", "ada")
    assert (told["have"], [thing["have"] for thing in told["things"]]) == (1, [0, 0, 1])
    assert told["rhythm"] == {"weeks": 1, "best": 1, "thisWeek": True}
    assert told["share"] == f"Piclets of {told['day']} ⚪⚪🔴 https://game/?section=sets"
    bob = read(http, "/api/daily", "bob")
    assert (bob["have"], bob["rhythm"]) == (0, {"weeks": 0, "best": 0, "thisWeek": False})


def of_all(http: httpx.Client, who: str | None = None) -> dict[str, Any]:
    return {badge["id"]: badge for badge in read(http, "/api/badges", who)["badges"]}


def test_badges_count_what_own_photos_found(ledger: Ledger, http: httpx.Client) -> None:
    plain = of_all(http)
    assert plain["finder"]["tiers"][0] == 1
    assert "have" not in plain["finder"]
    ledger.record(of("ada", "mug"))
    ledger.record(of("ada", "mug", "blue"))
    ledger.record(of("bob", "mug"))
    ledger.record(of("bob", "mug", "blue", evidence="copy"))
    ada, bob = of_all(http, "ada"), of_all(http, "bob")
    assert [ada[each]["have"] for each in ("finder", "discoverer", "connoisseur", "regular")] == [2, 2, 1, 1]
    assert (ada["finder"]["tier"], ada["finder"]["goal"]) == (1, 10)
    assert [earned["event"] for earned in ada["finder"]["earned"]] == [1]
    assert [earned["event"] for earned in ada["connoisseur"]["earned"]] == [2]
    assert [bob[each]["have"] for each in ("finder", "discoverer", "set-starter", "homebody")] == [1, 0, 1, 1]
    assert ada["culture-friend"]["have"] == 2


def test_a_secret_is_told_to_who_has_earned_it(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(of("ada", "mug", received="2028-02-29T12:00:00Z"))
    ledger.record(of("bob", "mug"))
    ada, bob = of_all(http, "ada")["leap-day"], of_all(http, "bob")["leap-day"]
    assert (ada["title"], ada["tier"], ada["tiers"]) == ("Leap day", 1, [1])
    assert (bob["title"], bob["tier"]) == ("A secret", 0)
    assert not {"tiers", "have", "goal", "holders"} & bob.keys()
    assert of_all(http)["leap-day"].keys() == {"id", "title", "hint", "secret"}


def test_holders_are_counted_without_who_is_blocked(ledger: Ledger) -> None:
    collecting = CollectionQueries(ledger.database)
    assert collecting.holders().of("finder", 1) == (0, 0)
    for number in range(10):
        ledger.record(of("ada", f"thing{number}"))
    for who in ("bob", "cy"):
        ledger.record(of(who, "mug"))
    Moderation(ledger, Reports(ledger.database)).decide("block", "local:cy", why="because it is so")
    holders = collecting.holders()
    assert (holders.players, holders.regulars) == (2, 1)
    assert [holders.of("finder", tier) for tier in (1, 2, 3)] == [(2, 1), (1, 1), (0, 0)]


def test_holders_are_counted_seldom_and_shared_where_there_are_enough(ledger: Ledger) -> None:
    now = [0.0]
    badges = Badges(CollectionQueries(ledger.database), clock=lambda: now[0])
    for player in range(20):
        for number in range(5 + 5 * (player < 3)):
            ledger.record(of(f"p{player}", f"thing{number}"))
        if player == 18:
            few = holders_told(badges)
            assert (few[0].share, few[1].players) == (None, 3), "of 19, no share is told"
    assert holders_told(badges) == few
    now[0] = HOLDERS_S + 1
    assert [(each.players, each.share) for each in holders_told(badges)[:2]] == [(20, 100.0), (3, 15.0)]


def holders_told(badges: Badges) -> tuple[TierHolders, ...]:
    """Of the first badge, as anyone is told."""
    first = badges.all(None).badges[0]
    assert isinstance(first, OpenBadge)
    return first.holders


def test_what_was_earned_is_told_once(ledger: Ledger) -> None:
    badges = Badges(CollectionQueries(ledger.database))
    first = ledger.record(of("ada", "mug"))
    assert badges.news("local:bob", ledger.head()) == BadgeNews((), 0)
    told = badges.earned_by("local:ada", first.seq)
    assert {"finder", "discoverer", "regular"} <= {badge.id for badge in told}
    assert badges.news("local:ada", ledger.head()) == BadgeNews((), 0)
    for number in range(9):
        ledger.record(of("ada", f"thing{number}"))
    news = badges.news("local:ada", ledger.head())
    assert {(badge.id, badge.tier) for badge in news.lately} >= {("finder", 2), ("discoverer", 2)}
    assert news.earlier == 0
    assert badges.news("local:ada", ledger.head()) == BadgeNews((), 0)


def test_what_was_earned_before_anything_was_told_is_one_number(ledger: Ledger) -> None:
    badges = Badges(CollectionQueries(ledger.database))
    for number in range(9):
        ledger.record(of("ada", f"thing{number}"))
    last = ledger.record(of("ada", "thing9"))
    assert [badge.tier for badge in badges.earned_by("local:ada", last.seq)] == [2, 2]
    news = badges.news("local:ada", ledger.head())
    assert not news.lately
    assert news.earlier >= 3


def test_a_revoked_find_takes_its_badge_along(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(of("ada", "mug"))
    Moderation(ledger, Reports(ledger.database)).decide("revoke", "local:ada", why="because it is so")
    assert {badge["tier"] for badge in of_all(http, "ada").values()} == {0}
    again = ledger.record(of("ada", "pen"))
    assert [earned["event"] for earned in of_all(http, "ada")["finder"]["earned"]] == [again.seq]


def test_a_players_page(ledger: Ledger, http: httpx.Client) -> None:
    for number in range(8):
        ledger.record(of("ada", f"thing{number}"))
    page = read(http, "/api/players/ada")
    assert (page["username"], page["stats"]["totalFinds"], page["types"]["culture"]) == ("ada", 8, 8)
    assert [piclet["objectName"] for piclet in page["showcase"]] == [f"thing{number}" for number in range(7, 1, -1)]
    assert {badge["id"] for badge in page["badges"]} == {
        "finder", "discoverer", "regular", "culture-friend", "faithful",
    }  # fmt: skip
    assert "sub" not in page
    assert http.get("/api/players/nope").status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/api/sets/nope", 404), (f"/api/sets/{'x' * 50}", 404)])
def test_what_is_not_there(http: httpx.Client, path: str, status: int) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()["success"]) == (status, False)


def test_a_wrong_token_is_refused(http: httpx.Client) -> None:
    assert http.get("/api/daily", headers={"Authorization": "Bearer nonsense"}).status_code == 401
