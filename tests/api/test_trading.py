"""Gifts and trades over real HTTP (contract, parts 9 and 10)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from piclets.api.rest.access import Access
from piclets.api.rest.app import build_rest
from piclets.api.rest.prints import prints_capability
from piclets.api.rest.trading import trading_capability
from piclets.api.surface.budget import Uploads
from piclets.dataset.place import NoDataset
from piclets.domain.records import Player
from piclets.errors import PicletsError, ServiceUnavailable
from piclets.identity import LocalIdentity
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.ledger.queries import Queries
from piclets.ledger.relations import Relations
from piclets.ledger.trades import Trades
from piclets.play.printing import Printing
from piclets.play.trading import Trading
from tests.making import MADE_FOR, scan
from tests.rest_server import no_totals

LONG_AGO = "2026-01-01T00:00:00Z"
PLAYERS = ("ada", "bob", "cy")


@dataclass
class Fair:
    """A server of prints and trades, and the prints that each player has of ten things."""

    http: httpx.Client
    pids: dict[str, list[str]]

    def call(self, method: str, path: str, who: str | None = None, body: Any = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer local_{who}"} if who else {}
        return self.http.request(method, path, headers=headers, json=body)

    def offer(self, who: str, body: Any) -> dict[str, Any]:
        made = self.call("POST", "/api/trades", who, body)
        assert made.status_code == 201, made.text
        offer: dict[str, Any] = made.json()
        return offer


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    prints = PrintQueries(ledger.database)
    pids: dict[str, list[str]] = {}
    for who in PLAYERS:
        for thing in range(10):
            ledger.record(scan(who, f"thing{thing}", at=LONG_AGO, sub=f"local:{who}"))
        pids[who] = [prints.of_find(f"local:{who}", f"thing{thing}_canonical") or "" for thing in range(10)]
    relations, queries = Relations(ledger.database), Queries(ledger.database)
    printing, durable = Printing(prints), NoDataset(ImageStore(tmp_path / "images"))
    trading = Trading(Trades(ledger), relations, printing, queries, b"key", durable, confirmation_s=5)
    access = Access(LocalIdentity())
    parts = [
        prints_capability(printing, access, lambda: None, lambda _request: ""),
        trading_capability(trading, access, lambda: None, lambda _request: ""),
    ]
    server = uvicorn.Server(
        uvicorn.Config(
            build_rest(parts, totals=no_totals, uploads=Uploads(Path())), port=0, log_config=None, lifespan="off"
        )
    )
    socket = server.config.bind_socket()
    socket.listen()  # from now on: the first call may come before the thread runs
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{socket.getsockname()[1]}", trust_env=False, timeout=30) as http:
        yield Fair(http, pids)
    server.should_exit = True
    thread.join()
    assert all(ledger.rebuild().values())
    ledger.close()


def test_what_a_player_holds_and_one_print(fair: Fair) -> None:
    described = fair.call("GET", "/api/openapi.json").json()["paths"]["/api/prints"]["get"]["parameters"]
    limit = next(each for each in described if each["name"] == "limit")
    assert (limit["schema"]["default"], limit["description"]) == (200, "At most 1000.")  # as the players' Piclets
    held = fair.call("GET", "/api/prints?limit=3", "ada").json()
    assert (held["total"], len(held["prints"])) == (10, 3)
    pid = fair.pids["ada"][0]
    one = fair.call("GET", f"/api/prints/{pid.lower()}").json()
    assert {key: one[key] for key in ("pid", "typeId", "number", "finder", "holder", "mintedAt")} == {
        "pid": pid, "typeId": "thing0_canonical", "number": 1, "finder": "ada", "holder": "ada", "mintedAt": LONG_AGO,
    }  # fmt: skip
    assert one["history"] == [{"holder": "ada", "since": LONG_AGO, "how": "found"}]
    assert one["piclet"]["objectName"] == "thing0"
    turned = "".join(pid[at : at + 2] for at in (6, 4, 2, 0))
    assert fair.call("GET", f"/api/prints/{turned}?order=reversed").json() == one


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/prints/00000000", 404),
        ("/api/prints/xyz", 400),
        ("/api/prints/00000000?order=sideways", 400),
        ("/api/prints", 401),
        ("/api/trades", 401),
    ],
)
def test_what_is_refused_to_read(fair: Fair, path: str, status: int) -> None:
    answer = fair.call("GET", path)
    assert answer.status_code == status
    assert answer.json()["success"] is False


def test_a_gift_from_code_to_print(fair: Fair) -> None:
    pid = fair.pids["ada"][0]
    gift = fair.call("POST", "/api/gifts", "ada", {"pid": pid})
    assert gift.status_code == 201
    code = gift.json()["code"]
    got = fair.call("POST", "/api/gifts/redeem", "newcomer", {"code": code.lower()})
    assert (got.status_code, got.json()["pid"], got.json()["holder"], got.json()["finder"]) == (
        200, pid, "newcomer", "ada",
    )  # fmt: skip
    again = fair.call("POST", "/api/gifts/redeem", "newcomer", {"code": code})
    assert again.json() == got.json()
    late = fair.call("POST", "/api/gifts/redeem", "bob", {"code": code})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert fair.call("POST", "/api/gifts/redeem", "bob", {"code": "AAAA-BBBB"}).status_code == 400


def test_the_board_is_anonymous_and_a_trade_is_not(fair: Fair) -> None:
    ada, bob = fair.pids["ada"], fair.pids["bob"]
    offer = fair.offer("ada", {"give": [ada[0]], "want": ["The Thing1", bob[2], "thing3_canonical"]})
    assert (offer["from"], offer["want"], offer["revision"]) == ("ada", ["thing1", bob[2], "thing3_canonical"], 1)
    [seen] = fair.call("GET", "/api/trades/board").json()["offers"]
    assert (seen["id"], seen["from"], seen["prints"][0]["pid"]) == (offer["id"], None, ada[0])
    stale = fair.call("POST", f"/api/trades/{offer['id']}/accept", "bob", {"revision": 2, "give": bob[1:4]})
    assert stale.status_code == 409
    done = fair.call("POST", f"/api/trades/{offer['id']}/accept", "bob", {"revision": 1, "give": bob[1:4]})
    assert done.status_code == 200, done.text
    assert done.json()["prints"][0]["holder"] == "bob"
    told = ("id", "from", "to", "give", "want", "state")
    assert [done.json()[name] for name in told] == [offer["id"], "ada", "bob", [ada[0]], offer["want"], "done"]
    assert [each["how"] for each in fair.call("GET", f"/api/prints/{ada[0]}").json()["history"]] == ["found", "trade"]
    assert fair.call("GET", "/api/trades/board").json()["offers"] == []


def test_an_offer_to_a_player_who_opened_the_door(fair: Fair) -> None:
    ada, bob = fair.pids["ada"], fair.pids["bob"]
    body = {"give": [ada[0]], "want": [bob[1]], "to": "bob"}
    assert fair.call("POST", "/api/trades", "ada", body).status_code == 400
    assert fair.call("POST", "/api/trades/settings", "bob", {"door": "following"}).json()["door"] == "following"
    assert fair.call("POST", "/api/following", "bob", {"username": "ada"}).json()["following"] == ["ada"]
    offer = fair.offer("ada", body)
    assert fair.call("GET", "/api/trades", "cy").json()["offers"] == []
    assert fair.call("POST", f"/api/trades/{offer['id']}/accept", "cy", {"revision": 1}).status_code == 404
    countering = {"revision": 1, "give": [bob[2]], "want": [ada[0]]}
    counter = fair.call("POST", f"/api/trades/{offer['id']}/counter", "bob", countering).json()
    assert (counter["revision"], counter["from"], counter["to"]) == (2, "bob", "ada")
    assert fair.call("POST", f"/api/trades/{offer['id']}/accept", "ada", {"revision": 2}).status_code == 200


def test_a_very_first_print_is_asked_for_twice(fair: Fair) -> None:
    ada, bob = fair.pids["ada"], fair.pids["bob"]

    def refused(path: str, who: str, body: dict[str, Any]) -> bool:
        once = fair.call("POST", path, who, {**body, "confirm": False})
        assert (once.status_code, once.json()["code"]) == (400, "invalid_request")
        return "thing0_canonical #1" in once.json()["error"]

    assert refused("/api/gifts", "ada", {"pid": ada[0]})
    assert refused("/api/trades", "ada", {"give": [ada[1], ada[0]], "want": ["thing1", "thing2"]})
    assert fair.call("POST", "/api/gifts", "bob", {"pid": bob[0]}).status_code == 201  # a #2
    assert not refused("/api/gifts", "bob", {"pid": ada[0]})  # whose it is comes first
    offer = fair.offer("bob", {"give": [bob[1]], "want": [ada[0]]})
    accept = f"/api/trades/{offer['id']}/accept"
    assert refused(accept, "ada", {"revision": 1})
    assert refused(accept, "ada", {"revision": 1, "give": [ada[0]]})
    done = fair.call("POST", accept, "ada", {"revision": 1})
    assert done.status_code == 200
    assert fair.call("POST", accept, "ada", {"revision": 1}).json() == done.json()  # once more: the same answer


def test_declining_blocking_and_hostile_bodies(fair: Fair) -> None:
    ada = fair.pids["ada"]
    fair.call("POST", "/api/trades/settings", "bob", {"door": "everyone"})
    offer = fair.offer("ada", {"give": [ada[0]], "want": ["thing1"], "to": "bob"})
    assert fair.call("DELETE", f"/api/trades/{offer['id']}", "cy").status_code == 404
    assert fair.call("DELETE", f"/api/trades/{offer['id']}", "bob").json()["state"] == "declined"
    assert fair.call("POST", "/api/trades/blocks", "bob", {"username": "ada"}).json()["blocked"] == ["ada"]
    assert fair.call("DELETE", "/api/trades/blocks/ada", "bob").json()["blocked"] == []
    hostile: list[Any] = [
        {}, {"give": [], "want": ["x"]}, {"give": [ada[0]] * 9, "want": ["x"]}, {"give": ["zz"], "want": ["x"]},
        {"give": [ada[0]], "want": ["x" * 300]}, {"give": [ada[0]], "want": ["\ufdfa" * 200]}, {"give": ada[0]}, [1],
        {"give": [ada[0]], "want": ["thing1"], "to": "\ud800"},
    ]  # fmt: skip
    for body in hostile:
        answer = fair.call("POST", "/api/trades", "ada", body) if body != hostile[-1] else None
        assert answer is None or answer.status_code in (400, 404), (body, answer.text)


def test_a_print_is_wished_for_once_and_a_thing_as_often_as_one_likes(fair: Fair) -> None:
    """An offer that asks for the same individual twice could never be accepted."""
    ada, bob = fair.pids["ada"], fair.pids["bob"]
    twice = fair.call("POST", "/api/trades", "ada", {"give": [ada[0]], "want": [bob[1], bob[1].lower()]})
    assert (twice.status_code, twice.json()["error"]) == (400, "Please wish for each print once.")
    assert fair.offer("ada", {"give": [ada[0]], "want": ["thing1", "thing1"]})["want"] == ["thing1", "thing1"]


def test_nobody_trades_with_themselves(fair: Fair) -> None:
    ada, bob = fair.pids["ada"], fair.pids["bob"]
    for want in (ada[0], ada[1]):
        own = fair.call("POST", "/api/trades", "ada", {"give": [ada[0]], "want": [want]})
        assert (own.status_code, own.json()["error"]) == (400, f"Print {want} is yours already.")
    offer = fair.offer("ada", {"give": [ada[0]], "want": ["thing1"]})
    accept = f"/api/trades/{offer['id']}/accept"
    assert fair.call("POST", accept, "ada", {"revision": 1, "give": [ada[1]]}).status_code == 400
    assert fair.call("POST", accept, "bob", {"revision": 1, "give": [bob[1]]}).status_code == 200


def test_an_acceptance_is_refused_for_what_is_wrong_with_it(fair: Fair) -> None:
    offer = fair.offer("ada", {"give": [fair.pids["ada"][0]], "want": ["thing1"]})
    accept = f"/api/trades/{offer['id']}/accept"
    unnamed = fair.call("POST", accept, "bob", {"revision": 1})
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "invalid_request")
    assert "`give`" in unnamed.json()["error"]
    mine = {"give": [fair.pids["bob"][1]]}
    assert fair.call("POST", accept, "bob", {"revision": 2, **mine}).status_code == 409
    assert fair.call("POST", "/api/trades/nope/accept", "bob", {"revision": 1, **mine}).status_code == 404


def test_racing_accepts_are_one_trade(fair: Fair) -> None:
    offer = fair.offer("ada", {"give": [fair.pids["ada"][0]], "want": ["thing1"]})

    def accept(number: int) -> int:
        who = ("bob", "cy")[number % 2]
        body = {"revision": 1, "give": [fair.pids[who][1]]}
        return fair.call("POST", f"/api/trades/{offer['id']}/accept", who, body).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(accept, range(50)))
    winner = fair.call("GET", f"/api/prints/{fair.pids['ada'][0]}").json()["holder"]
    assert set(answers[("bob", "cy").index(winner) :: 2]) == {200}
    assert set(answers[1 - ("bob", "cy").index(winner) :: 2]) == {409}


class Closed(NoDataset):
    """A game that can acknowledge nothing now."""

    def refusal(self) -> PicletsError | None:
        return ServiceUnavailable("The game is being restored.", retry_after=30)


def test_nothing_changes_hands_while_it_cannot_be_acknowledged(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    ada, printing = Player(sub="local:ada", username="ada"), Printing(PrintQueries(ledger.database))
    closed = Closed(ImageStore(tmp_path / "images"))
    relations, queries = Relations(ledger.database), Queries(ledger.database)
    trading = Trading(Trades(ledger), relations, printing, queries, b"key", closed, confirmation_s=5)
    for attempt in (
        lambda: trading.offer(ada, ["0000000A"], ["mug"], None, "", confirmed=True),
        lambda: trading.counter(ada, "x", 1, ["0000000A"], ["mug"], "", confirmed=True),
        lambda: trading.accept(ada, "x", 1, None, confirmed=True),
        lambda: trading.gift(ada, "0000000A", confirmed=True),
        lambda: trading.redeem(ada, "x"),
    ):
        with pytest.raises(ServiceUnavailable, match="being restored"):
            attempt()
    ledger.close()
