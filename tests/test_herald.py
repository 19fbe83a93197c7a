"""The operator's webhook hears what was discovered: once, a message a minute, in plain words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from piclets.admin.herald import MAX_NAMED, Herald
from piclets.admin.moderation import Moderation
from piclets.admin.webhook import Webhook, plain
from piclets.clock import utc_now
from piclets.domain.records import Entry
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.scans import Scan
from piclets.ledger.turns import TELLING, Turn
from piclets.play.answers import Activity
from tests.loopback.serving import serving
from tests.making import MADE_FOR, piclet_data, scan
from tests.waiting import until

SECRET = "a-secret-key"


@dataclass
class Ear:
    """Takes messages, or answers another status, or sends whoever comes elsewhere."""

    status: int = 204
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        message = json.loads((await receive())["body"])
        if self.status == 204:
            self.taken.append(message)
        else:
            self.refused += 1
        headers = [(b"location", b"/elsewhere")] if self.status == 302 else []
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body"})


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def address(ear: Ear) -> Iterator[str]:
    with serving(ear) as address:
        yield f"{address}/services/{SECRET}"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    yield ledger
    ledger.close()


def herald_of(ledger: Ledger, address: str, base_url: str = "https://game", **options: Any) -> Herald:
    return Herald(Webhook(address), ledger, Turn(ledger.database, TELLING), base_url, _wire, **options)


def _wire(entry: Entry, base_url: str) -> dict[str, Any]:
    return Activity.of(entry, base_url).wire()


def now(who: str, what: str, *attributes: str) -> Scan:
    return scan(who, what, *attributes, at=utc_now())


def test_one_message_for_all_that_was_new(ledger: Ledger, ear: Ear, address: str) -> None:
    herald = herald_of(ledger, address)
    assert herald.look()
    ledger.record(now("ada", "mug"))
    ledger.record(now("bob", "mug", "blue"))
    ledger.record(now("eve", "mug"))
    assert herald.look()
    assert herald.look()
    [message] = ear.taken
    assert (
        message["text"]
        == message["content"]
        == (
            "2 discoveries in Piclets:\n"
            "• Pillowpuff: mug, by ada <https://game/?object=mug>\n"
            "• Pillowpuff: blue mug, by bob <https://game/?object=mug>"
        )
    )
    assert [each["typeId"] for each in message["discoveries"]] == ["mug_canonical", "mug_001"]
    assert message["allowed_mentions"] == {"parse": []}
    ledger.record(now("ada", "pen"))
    assert herald_of(ledger, address).look(), "another start goes on where that was"
    assert ear.taken[1]["text"].startswith("One discovery in Piclets:\n• Pillowpuff: pen, by ada")


def test_what_was_there_before_is_no_news(ledger: Ledger, ear: Ear, address: str) -> None:
    """As after a restore: the events come once the server is up, and are old."""
    herald = herald_of(ledger, address)
    ledger.record(scan("ada", "mug", at="2026-01-01T00:00:00Z"))
    assert herald.look()
    ledger.record(scan("ada", "pen", at="2026-01-02T00:00:00Z"))
    assert herald.look()
    assert ear.taken == []


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_is_not_taken_is_told_later(ledger: Ledger, ear: Ear, address: str, status: int) -> None:
    herald = herald_of(ledger, address)
    ear.status = status
    ledger.record(now("ada", "mug"))
    assert not herald.look()
    ledger.record(now("ada", "pen"))
    assert not herald.look()
    assert ear.refused == 2
    ear.status = 204
    assert herald.look()
    assert [len(message["discoveries"]) for message in ear.taken] == [2]


def test_hidden_ones_are_left_out_and_many_are_counted(ledger: Ledger, ear: Ear, address: str) -> None:
    herald = herald_of(ledger, address)
    for number in range(MAX_NAMED + 5):
        ledger.record(now("ada", f"thing{number}"))
    Moderation(ledger, Reports(ledger.database)).decide("hide", "thing0_canonical", why="because it is so")
    assert herald.look()
    [message] = ear.taken
    assert message["text"].startswith(f"{MAX_NAMED + 4} discoveries")
    assert message["text"].endswith("\nand 4 more")
    assert "thing0," not in message["text"]
    assert len(message["discoveries"]) == MAX_NAMED
    assert len(message["content"]) < 2_000, "what Discord takes"


def test_names_are_words_alone(ledger: Ledger, ear: Ear, address: str) -> None:
    herald = herald_of(ledger, address, base_url="")
    hostile = piclet_data("<!channel> [x](https://evil.example)")
    ledger.record(replace(now("@everyone", "mug"), piclet_data=hostile))
    assert herald.look()
    assert ear.taken[0]["text"] == "One discovery in Piclets:\n• !channel x https evil.example: mug, by everyone"
    assert plain("日本 _über_ O'Hara") == "日本 über O'Hara"


def test_the_address_is_in_no_log_and_a_dead_one_stops_nothing(
    ledger: Ledger, ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "piclets")
    with serving(ear) as address:
        pass
    herald = herald_of(ledger, f"{address}/{SECRET}", every_s=0.01)
    ledger.record(now("ada", "pen"))
    herald.start()
    until(lambda: caplog.text.count("cannot be reached") >= 2)
    herald.stop()
    logged = "".join(str(vars(record)) for record in caplog.records if record.name.startswith("piclets"))
    assert SECRET not in logged
