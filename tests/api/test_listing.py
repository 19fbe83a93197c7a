"""Whether a player has a public page, and what it shows, over real HTTP (contract, part 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from piclets.admin.moderation import Moderation
from piclets.api.rest.access import Access
from piclets.api.rest.collecting import collecting_capability
from piclets.api.rest.listing import listing_capability
from piclets.dataset.place import NoDataset
from piclets.domain.records import Player
from piclets.domain.tables import ShowcaseRow, UnlistedRow
from piclets.errors import Missing
from piclets.identity import LocalIdentity
from piclets.images.store import ImageStore
from piclets.ledger.allowances import Allowances
from piclets.ledger.collections import CollectionQueries
from piclets.ledger.feeds import FeedQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.listing import Listing
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.play.collecting import Collecting
from piclets.play.listing import CHANGES, CHOICES, OwnPage
from tests.making import MADE_FOR, scan
from tests.random_games import events_of, fresh_ledger, rows
from tests.rest_server import rest_server

ADA = {"Authorization": "Bearer local_ada"}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    ledger.record(replace(scan("ada", "mug"), player=Player(sub="local:ada", username="ada")))
    yield ledger
    ledger.close()


@pytest.fixture
def http(ledger: Ledger, tmp_path: Path) -> Iterator[httpx.Client]:
    access = Access(LocalIdentity())
    collecting = Collecting(CollectionQueries(ledger.database), Queries(ledger.database))
    durable = NoDataset(ImageStore(tmp_path / "images"))
    own_page = OwnPage(Listing(ledger), Allowances(ledger.database), durable, confirmation_s=5)
    parts = [
        collecting_capability(collecting, access, lambda: None, lambda _request: "https://game"),
        listing_capability(own_page, access, lambda: None),
    ]
    with rest_server(parts) as client:
        yield client


def put(http: httpx.Client, listed: object, headers: dict[str, str] = ADA) -> Any:
    return http.post("/api/listing", json={"listed": listed}, headers=headers)


def test_a_player_who_is_unlisted_has_no_page_and_no_feed(ledger: Ledger, http: httpx.Client, tmp_path: Path) -> None:
    assert http.get("/api/players/ada").status_code == 200
    assert http.get("/api/listing", headers=ADA).json() == {"success": True, "listed": True}
    assert put(http, False).json() == {"success": True, "listed": False}
    unlisted, unknown = http.get("/api/players/ada"), http.get("/api/players/nope")
    assert (unlisted.status_code, unlisted.json()) == (404, unknown.json()), "as if there were no such player"
    with pytest.raises(Missing):
        FeedQueries(ledger.database).of_player("ada", 5)
    assert all(ledger.rebuild().values())
    with fresh_ledger(tmp_path) as restored:
        restored.import_events(events_of(ledger))
        assert rows(restored, UnlistedRow) == rows(ledger, UnlistedRow) != []
    assert put(http, True).json()["listed"]
    assert http.get("/api/players/ada").status_code == 200


def test_saying_it_again_changes_nothing_and_changes_are_few(ledger: Ledger, http: httpx.Client) -> None:
    before = ledger.head()
    assert put(http, True).status_code == 200
    assert ledger.head() == before
    answers = [put(http, bool(number % 2)).status_code for number in range(CHANGES.per_hour + 1)]
    assert answers == [200] * CHANGES.per_hour + [429]
    assert ledger.head() == before + CHANGES.per_hour


@pytest.mark.parametrize("listed", [None, "no", 0, [], {}])
def test_what_is_no_yes_or_no(http: httpx.Client, listed: object) -> None:
    assert put(http, listed).status_code == 400


def test_only_players_with_a_token_and_a_scan(http: httpx.Client) -> None:
    assert put(http, False, {}).status_code == http.get("/api/listing").status_code == 401
    assert put(http, False, {"Authorization": "Bearer local_newcomer"}).status_code == 400
    assert http.get("/api/players/%00").status_code == 404


def test_an_erased_player_leaves_no_trace_of_it(ledger: Ledger, http: httpx.Client) -> None:
    put(http, False)
    Moderation(ledger, Reports(ledger.database)).decide("erase", "local:ada", why="asked for it")
    assert rows(ledger, UnlistedRow) == []
    assert "local:ada" not in repr(events_of(ledger))
    assert all(ledger.rebuild().values())


THINGS = [f"thing{number}" for number in range(8)]


def choose(http: httpx.Client, *things: object, headers: dict[str, str] = ADA) -> httpx.Response:
    type_ids = [f"{thing}_canonical" if isinstance(thing, str) else thing for thing in things]
    return http.post("/api/showcase", json={"typeIds": type_ids}, headers=headers)


def shown(http: httpx.Client) -> tuple[bool, list[str]]:
    page = http.get("/api/players/ada").json()
    return page["showcaseChosen"], [piclet["objectName"] for piclet in page["showcase"]]


@pytest.fixture
def found(ledger: Ledger) -> None:
    """Ada has found all of the things, and another player one more."""
    for thing in THINGS:
        ledger.record(replace(scan("ada", thing), player=Player(sub="local:ada", username="ada")))
    ledger.record(scan("bob", "kettle"))


@pytest.mark.usefixtures("found")
def test_a_player_chooses_what_the_page_shows_and_a_restore_keeps_it(
    ledger: Ledger, http: httpx.Client, tmp_path: Path
) -> None:
    assert shown(http) == (False, THINGS[:1:-1])
    assert choose(http, "thing1", "mug", "thing1").json() == {
        "success": True,
        "typeIds": ["thing1_canonical", "mug_canonical"],
    }
    assert http.get("/api/showcase", headers=ADA).json()["typeIds"] == ["thing1_canonical", "mug_canonical"]
    assert shown(http) == (True, ["thing1", "mug"])
    moderation = Moderation(ledger, Reports(ledger.database))
    moderation.decide("hide", "thing1_canonical", why="asked for it")
    assert shown(http) == (True, ["mug"])
    moderation.decide("hide", "mug_canonical", why="asked for it")
    assert shown(http)[0] is False, "nothing of it is shown, so the newest are"
    moderation.decide("unhide", "mug_canonical", why="asked for it")
    moderation.decide("merge", "mug", "kettle", why="the same")
    assert shown(http) == (True, ["kettle"])
    assert all(ledger.rebuild().values())
    with fresh_ledger(tmp_path) as restored:
        restored.import_events(events_of(ledger))
        assert rows(restored, ShowcaseRow) == rows(ledger, ShowcaseRow) != []
    assert choose(http).status_code == 200
    assert rows(ledger, ShowcaseRow) == []
    assert shown(http) == (False, [*THINGS[:2:-1], THINGS[2]])


@pytest.mark.usefixtures("found")
def test_only_six_piclets_that_the_player_has(ledger: Ledger, http: httpx.Client) -> None:
    before = ledger.head()
    for thing in ("kettle", "nothing", "", "\x00", "x" * 97, 7, None):
        assert choose(http, thing).status_code == 400, thing
    assert choose(http, *THINGS[:7]).status_code == 400
    assert choose(http, "mug", headers={}).status_code == 401
    assert choose(http, "mug", headers={"Authorization": "Bearer local_newcomer"}).status_code == 400
    bodies: list[Any] = [{}, {"typeIds": "mug_canonical"}, {"typeIds": None}, []]
    for body in bodies:
        assert http.post("/api/showcase", json=body, headers=ADA).status_code == 400
    assert ledger.head() == before
    assert choose(http, *THINGS[:6]).status_code == 200


@pytest.mark.usefixtures("found")
def test_choosing_again_changes_nothing_and_choices_are_few_a_day(ledger: Ledger, http: httpx.Client) -> None:
    choose(http, "mug")
    before = ledger.head()
    assert choose(http, "mug").status_code == 200
    assert ledger.head() == before
    most = CHOICES.at_once or 0
    answers = [choose(http, THINGS[number % 2]).status_code for number in range(most)]
    assert answers == [200] * (most - 1) + [429]


@pytest.mark.usefixtures("found")
def test_an_erased_player_leaves_no_choice(ledger: Ledger, http: httpx.Client) -> None:
    choose(http, "mug")
    Moderation(ledger, Reports(ledger.database)).decide("erase", "local:ada", why="asked for it")
    assert rows(ledger, ShowcaseRow) == []
    assert "local:ada" not in repr(events_of(ledger))
    assert all(ledger.rebuild().values())
