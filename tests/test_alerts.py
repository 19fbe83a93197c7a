"""The operator hears once that publication has stalled, and once that it goes on."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from starlette.types import Receive, Scope, Send

from piclets.admin.alerts import Alerts, StallWatch
from piclets.dataset.place import DatasetState
from tests.loopback.serving import serving
from tests.waiting import until


def dataset(
    state: str = "publishing", *, published: int = 0, pending: int = 0, why: str | None = None
) -> DatasetState:
    return {
        "repo": "ada/piclets",
        "state": state,
        "published": published,
        "pending": pending,
        "documentsPending": 0,
        "waitingFor": why,
    }


SECRET = "a-secret-key"
STUCK = dataset(published=7, pending=3, why="the Hub is away")


def test_a_stall_is_told_once_and_its_end_too() -> None:
    watch = StallWatch(600)
    assert watch.look(0, dataset(published=7)) is None
    assert watch.look(60, STUCK) is None
    assert watch.look(659, STUCK) is None
    told = watch.look(660, STUCK)
    assert told is not None
    assert "ada/piclets" in told
    assert "3 events wait" in told
    assert "the Hub is away" in told
    assert watch.look(5_000, STUCK) is None
    assert watch.look(5_060, dataset(published=10)) == "Publication to ada/piclets has resumed."
    assert watch.look(5_120, dataset(published=10)) is None


def test_a_slow_publisher_has_not_stalled() -> None:
    watch = StallWatch(600)
    looks = [watch.look(400 * n, dataset(published=n, pending=500)) for n in range(10)]
    assert looks == [None] * 10


@pytest.mark.parametrize("state", ["denied", "not ours", "stepped down", "broken"])
def test_an_end_of_publishing_is_a_stall(state: str) -> None:
    watch = StallWatch(600)
    assert watch.look(0, dataset(state)) is None
    assert watch.look(600, dataset(state)) is not None


def test_a_game_that_nobody_plays_has_not_stalled() -> None:
    watch = StallWatch(600)
    assert [watch.look(700 * n, dataset(published=7)) for n in range(5)] == [None] * 5


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """What the game itself has logged, with all that goes along."""
    return "".join(str(vars(record)) for record in caplog.records if record.name.startswith("piclets"))


@dataclass
class Webhook:
    """Takes messages, after it has refused so many."""

    refuses: int = 0
    taken: list[dict[str, str]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        message = json.loads((await receive())["body"])
        refused, self.refuses = self.refuses > 0, max(0, self.refuses - 1)
        if not refused:
            self.taken.append(message)
        await send({"type": "http.response.start", "status": 500 if refused else 204, "headers": []})
        await send({"type": "http.response.body"})


@contextmanager
def watching(address: str, states: list[DatasetState], all_seen: threading.Event) -> Iterator[None]:
    """Looks at one state after the other, the last one for ever; each look is one of a stall."""

    def look() -> DatasetState:
        if len(states) > 1:
            return states.pop(0)
        all_seen.set()
        return states[0]

    alerts = Alerts(address, look, watch=StallWatch(stalled_s=0), every_s=0.01)
    alerts.start()
    try:
        yield
    finally:
        alerts.stop()


def test_the_webhook_hears_of_both_though_it_fails_at_first(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "piclets")
    webhook, all_seen = Webhook(refuses=2), threading.Event()
    with serving(webhook) as address:
        secret = f"{address}/services/{SECRET}"
        with watching(secret, [dataset(published=7), STUCK, STUCK, dataset(published=10)], all_seen):
            until(lambda: len(webhook.taken) == 2)
        assert all(message["text"] == message["content"] for message in webhook.taken)
        assert "has stalled" in webhook.taken[0]["text"]
        assert webhook.taken[1]["text"] == "Publication to ada/piclets has resumed."
    assert "does not take the message" in caplog.text
    assert SECRET not in ours(caplog)


def test_a_webhook_that_is_away_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "piclets")
    with serving(Webhook()) as address:
        pass
    all_seen = threading.Event()
    with watching(f"{address}/{SECRET}", [dataset(published=7), STUCK], all_seen):
        until(lambda: caplog.text.count("cannot be reached") > 2)
    assert all_seen.is_set()
    assert SECRET not in ours(caplog)
