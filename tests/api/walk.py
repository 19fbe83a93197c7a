"""Every call under /api, once, on a running game: what each answers.

`python -m tests.api.walk` records the answers, shortened, as the examples that OpenAPI and /api/docs show.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from PIL import Image

from piclets.clock import later, utc_now
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.season_plans import Quest, SeasonPlan, Together
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests.making import piclet_data, scan
from tests.server import running_server

EXAMPLES: Final = Path(__file__).parents[2] / "piclets" / "api" / "rest" / "examples.json"
LONG_AGO: Final = "2026-01-01T00:00:00Z"
THINGS: Final = ("kettle", "pillow", "mug", "lamp", "chair", "clock", "spoon", "bottle", "book", "guitar")
OPENAPI: Final = "GET /api/openapi.json"
DAY: Final = timedelta(days=1)


class Walk:
    """What was answered, by `GET /api/sets/{set_id}` and the like."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.answers: dict[str, Any] = {}

    def call(self, route: str, who: str = "ada", body: Any = None, **rest: Any) -> Any:
        """Make a call; what stands in braces in the route's path is taken from `rest`, all else goes to httpx."""
        method, path = route.split(" ")
        values = {name: rest.pop(name) for name in list(rest) if f"{{{name}}}" in path}
        headers = {"Authorization": f"Bearer local_{who}"}
        answer = self._http.request(method, path.format(**values), headers=headers, json=body, **rest)
        assert answer.is_success, f"{route}: {answer.text}"
        if answer.headers.get("content-type", "").startswith("application/json"):
            self.answers.setdefault(route, answer.json())
            return answer.json()
        return answer.content


@contextmanager
def walked(folder: Path) -> Iterator[dict[str, Any]]:
    """What every call answered on a server that still runs; `GET /api/openapi.json` is among them."""
    _populate(folder)
    with (
        running_server(folder, PICLETS_ANONYMOUS_PER_MINUTE="0") as server,
        httpx.Client(base_url=server.url, trust_env=False, timeout=60) as http,
    ):
        walk = Walk(http)
        _look_around(walk)
        _collect(walk)
        _spin(walk)
        _trade(walk)
        yield walk.answers


def _populate(folder: Path) -> None:
    """Ada and Bob have found ten things each, long enough ago to trade; today Ada a teapot; a season is on."""
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": str(folder)}))
    now = utc_now()
    quest = Quest(id="tea", title="Tea time", names=("mug", "kettle", "teapot"), goal=2)
    plan = SeasonPlan(
        title="First frost",
        starts=later(now, -3 * DAY),
        ends=later(now, 11 * DAY),
        quests=(quest,),
        together=Together(title="Forty finds for winter", goal=40),
    )

    def find(who: str, thing: str, at: str) -> None:
        image = game.images.keep(_picture(thing))
        made = scan(who, thing, at=at, sub=f"local:{who}")
        game.ledger.record(replace(made, image=image, piclet_data=piclet_data(f"{thing.title()}kin")))

    try:
        for who in ("ada", "bob"):
            for thing in THINGS:
                find(who, thing, LONG_AGO)
        SeasonDecisions(game.ledger).open(
            DecisionNote(by="admin", at=later(now, -14 * DAY), why="winter"), "first-frost", plan
        )
        find("ada", "teapot", now)
    finally:
        game.close()


def _look_around(walk: Walk) -> None:
    walk.call("GET /api")
    walk.call(OPENAPI)
    walk.call("GET /api/models")
    walk.call("GET /api/catalogues")
    walk.call("GET /api/stats")
    found = walk.call("GET /api/search-by-text", params={"query": "kettle"})
    assert found["results"][0]["objectName"] == "kettle"
    walk.call("POST /api/search-by-image", files={"file": ("kettle.webp", _picture("kettle"))})


def _collect(walk: Walk) -> None:
    walk.call("GET /api/sets")
    walk.call("GET /api/sets/{set_id}", set_id="kitchen")
    walk.call("GET /api/badges")
    walk.call("GET /api/daily")
    walk.call("GET /api/players/{username}", username="ada")
    walk.call("GET /api/listing")
    walk.call("POST /api/listing", body={"listed": True})
    walk.call("POST /api/showcase", body={"typeIds": ["guitar_canonical", "kettle_canonical"]})
    walk.call("GET /api/showcase")
    walk.call("GET /api/seasons")
    walk.call("GET /api/seasons/{season_id}", season_id="first-frost")


def _spin(walk: Walk) -> None:
    session = walk.call("POST /api/sessions", body={"typeId": "teapot_canonical"})["session_id"]
    walk.call("GET /api/sessions/{session_id}/next-token-probs", session_id=session)
    walk.call("POST /api/sessions/{session_id}/spin", session_id=session, body={"seed": 7})
    walk.call("POST /api/sessions/{session_id}/undo", session_id=session)
    for _ in range(3):
        chances = walk.call("GET /api/sessions/{session_id}/next-token-probs", session_id=session)
        likeliest = {"token_id": chances["tokens"][0]["token_id"]}
        walk.call("POST /api/sessions/{session_id}/append-token", session_id=session, body=likeliest)
    walk.call("GET /api/sessions/{session_id}", session_id=session)
    walk.call("POST /api/sessions/{session_id}/keep", session_id=session, body={"as": "name"})
    free = walk.call("POST /api/sessions", body={"prompt": "A kettle is"})["session_id"]
    walk.call("POST /api/sessions/{session_id}/set-prompt", session_id=free, body={"prompt": "A teapot is"})
    walk.call("DELETE /api/sessions/{session_id}", session_id=free)


def _trade(walk: Walk) -> None:
    mine = [each["pid"] for each in walk.call("GET /api/prints", params={"limit": 20})["prints"]]
    theirs = [each["pid"] for each in walk.call("GET /api/prints", "bob", params={"limit": 20})["prints"]]
    walk.call("GET /api/prints/{pid}", pid=mine[1])
    card = walk.call("GET /prints/{pid}.png", pid=mine[1])
    walk.call("POST /api/identify", files={"file": ("card.png", card)})
    walk.call("POST /api/following", body={"username": "bob"})
    walk.call("DELETE /api/following/{username}", username="bob")
    walk.call("POST /api/trades/blocks", body={"username": "bob"})
    walk.call("DELETE /api/trades/blocks/{username}", username="bob")
    walk.call("GET /api/trades/settings")
    for who in ("ada", "bob"):
        walk.call("POST /api/trades/settings", who, body={"door": "everyone"})
    offered = walk.call(
        "POST /api/trades", "bob", body={"give": theirs[:1], "want": [mine[1]], "to": "ada", "confirm": True}
    )
    walk.call("GET /api/trades", "bob")
    other = {"give": mine[1:2], "want": theirs[1:2], "revision": offered["revision"], "confirm": True}
    back = walk.call("POST /api/trades/{offer_id}/counter", offer_id=offered["id"], body=other)
    walk.call(
        "POST /api/trades/{offer_id}/accept",
        "bob",
        offer_id=back["id"],
        body={"revision": back["revision"], "confirm": True},
    )
    board = walk.call("POST /api/trades", body={"give": mine[2:3], "want": ["kettle"], "confirm": True})
    walk.call("GET /api/trades/board", "bob")
    walk.call("DELETE /api/trades/{offer_id}", offer_id=board["id"])
    code = walk.call("POST /api/gifts", body={"pid": mine[3], "confirm": True})["code"]
    walk.call("POST /api/gifts/redeem", "bob", body={"code": code})


def _picture(thing: str) -> bytes:
    """A WebP as a painter sends it, another one for each thing."""
    made = io.BytesIO()
    hue = sum(thing.encode()) * 7919 % 0xFFFFFF
    Image.new("RGB", (64, 64), f"#{hue:06x}").save(made, "WEBP")
    return made.getvalue()


def shortened(answer: Any) -> Any:
    """An answer as an example needs it: of each list of objects the first alone, of other lists the first four."""
    if isinstance(answer, dict):
        return {key: shortened(value) for key, value in answer.items()}
    if isinstance(answer, list):
        objects = any(isinstance(each, dict) for each in answer)
        return [shortened(each) for each in answer[: 1 if objects else 4]]
    return answer


def recorded(answers: dict[str, Any]) -> str:
    """The file of examples: a route a line."""
    lines = (
        f"{json.dumps(route)}: {json.dumps(shortened(answers[route]))}"
        for route in sorted(answers)
        if route != OPENAPI
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made, walked(Path(made) / "data") as found:
        EXAMPLES.write_text(recorded(found), "utf-8")
