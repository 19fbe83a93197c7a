"""The three AI Spaces as a process of their own that answers at once, for what needs thousands of scans.

    with quick_spaces(faults=0.1) as urls:        # {"caption": url, "concept": url, "image": url}
    python -m tests.loopback.quick_spaces 0.1 500 0

`/config` and `/info` are those of the real apps in `tests.loopback.ai_spaces`; uploads, queue and files are answered
by hand, in Gradio's protocol. A share of the calls fails, each in a way that is known of the Spaces.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import random
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from PIL import Image
from starlette.types import Receive, Scope, Send

from tests import plain
from tests.loopback.ai_spaces import CONCEPT, MANNERS, STEPS, THINGS, Step, draw, start_spaces, wrapped
from tests.loopback.serving import serving

QUOTA = "You have exceeded your free ZeroGPU quota (90s requested vs. 12s left). Try again in 0:41:22."
RAISED: tuple[str | None, ...] = (QUOTA, "GPU task aborted", "ZeroGPU illegal duration", None)
"""What an app fails with; None is a crash, of which the client learns nothing."""
STATUSES = (500, 502, 503)
SAID: dict[Step, tuple[str, ...]] = {
    "caption": ("❌ Error: the model is away", "A photo that is nsfw."),
    "concept": ("❌ Error: the model is away", "# Canonical Object\n", "```text\nAnalysis (live)\n\nThe user"),
    "image": ("<html>Too many requests</html>", ""),
}
"""What an app answers in place of its answer; in place of a picture, its file's bytes."""


class QuickSpace:
    """One Space as an ASGI app.

    `variety` is how many different things its photos can show; `delay` is what a call takes, in seconds.
    """

    def __init__(
        self, step: Step, config: dict[str, Any], info: bytes, faults: float, variety: int, delay: float
    ) -> None:
        self.url = ""
        self._step = step
        self._config = config
        self._info = info
        self._faults = faults
        self._variety = variety
        self._delay = delay
        self._chance = random.Random(f"{step} {faults}")
        self._joined: dict[str, tuple[str, list[Any]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        if path.endswith("/config"):
            await _answer(send, json.dumps({**self._config, "root": self.url}).encode())
        elif path.endswith("/info"):
            await _answer(send, self._info)
        elif path.endswith("/upload"):
            await _answer(send, json.dumps([f"/{hashlib.sha256(await _photo(receive)).hexdigest()}.jpg"]).encode())
        elif path.endswith("/queue/join"):
            await self._join(json.loads(await _body(receive)), send)
        elif path.endswith("/queue/data"):
            await self._tell(parse_qs(scope["query_string"].decode())["session_hash"][0], send)
        elif "/file=" in path:
            await _answer(send, self._file(path.rpartition("/")[2]), content_type="image/webp")
        else:  # what a plain client says beside
            await _answer(send, b"{}", status=404)

    async def _join(self, asked: dict[str, Any], send: Send) -> None:
        if self._fails(len(STATUSES)):
            await _answer(send, b"Something went wrong", status=self._chance.choice(STATUSES))
            return
        event_id = uuid.uuid4().hex
        self._joined[asked["session_hash"]] = event_id, asked["data"]
        await _answer(send, json.dumps({"event_id": event_id}).encode())

    async def _tell(self, session_hash: str, send: Send) -> None:
        event_id, data = self._joined.pop(session_hash)
        await asyncio.sleep(self._delay)
        cut = self._fails(1)
        messages = [
            {"msg": "estimation", "event_id": event_id, "rank": 0, "queue_size": 1, "rank_eta": 0.1},
            {"msg": "process_starts", "event_id": event_id, "eta": 0.1},
            {"msg": "process_completed", "event_id": event_id, **self._outcome(data)},
            {"msg": "close_stream", "event_id": None},
        ]
        stream = b"".join(
            b"data: " + json.dumps(message).encode() + b"\n\n" for message in messages[: 1 if cut else 4]
        )
        await _answer(send, stream, content_type="text/event-stream", cut=cut)

    def _outcome(self, data: list[Any]) -> dict[str, Any]:
        if self._fails(len(RAISED)):
            return {"success": False, "output": {"error": self._chance.choice(RAISED)}}
        return {"success": True, "output": {"data": self._outputs(data), "is_generating": False, "duration": 0.1}}

    def _outputs(self, data: list[Any]) -> list[Any]:
        said = self._chance.choice(SAID[self._step]) if self._fails(2) else None
        if self._step == "caption":
            photo = bytes.fromhex(data[0]["path"].strip("/").partition(".")[0])
            return ["Write a caption.", said or self._caption(photo)]
        if self._step == "concept":
            return [said or wrapped(_concept(data[0]))]
        name = "bad.webp" if said else f"{hashlib.sha256(data[0].encode()).digest()[0] % 64}.webp"
        file = {"path": f"/{name}", "url": f"{self.url}/gradio_api/file=/{name}", "orig_name": name}
        return [{**file, "meta": {"_type": "gradio.FileData"}}, 0]

    def _caption(self, photo: bytes) -> str:
        number = int.from_bytes(photo[:6], "big") % self._variety
        return f"A photo of a {MANNERS[photo[7] % len(MANNERS)]} {THINGS[number % len(THINGS)]}{number} on a table."

    def _file(self, name: str) -> bytes:
        number = name.partition(".")[0]
        return _picture(int(number)) if number.isdecimal() else SAID["image"][0].encode()

    def _fails(self, ways: int) -> bool:
        """Whether a call fails here: every way of the ten that a call can fail in is as likely as the others."""
        return self._chance.random() < self._faults * ways / 10


def _concept(message: str) -> str:
    """A concept of what the caption names; its own words come last in the question."""
    manner, thing = message.rpartition("photo of a ")[2].split()[:2]
    return CONCEPT.format(thing=thing, manner=manner, name=f"{manner.title()[:3]}{thing[:4]}o")


@cache
def _picture(number: int) -> bytes:
    picture = BytesIO()
    image: Image.Image = draw(str(number))
    image.save(picture, "WEBP")
    return picture.getvalue()


async def _photo(receive: Receive) -> bytes:
    """The file in a multipart body, whose boundary is another one each time."""
    body = await _body(receive)
    boundary = body.partition(b"\r\n")[0]
    return body.partition(b"\r\n\r\n")[2].partition(b"\r\n" + boundary)[0]


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


class _Cut(Exception):
    """Ends a response in the middle: uvicorn closes the connection."""


async def _answer(
    send: Send, body: bytes, *, status: int = 200, content_type: str = "application/json", cut: bool = False
) -> None:
    headers = [(b"content-type", content_type.encode())]
    if not cut:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": cut})
    if cut:
        raise _Cut


@contextmanager
def quick_spaces(*, faults: float = 0.0, variety: int = 1_000_000, delay: float = 0.0) -> Iterator[dict[Step, str]]:
    """Their addresses; in a process of their own. `faults`: the share of calls that fail, in a fixed order."""
    command = [sys.executable, "-m", "tests.loopback.quick_spaces", str(faults), str(variety), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            urls: dict[Step, str] = json.loads(process.stdout.readline())
            yield urls
        finally:
            process.stdin.close()
            process.wait(20)


def main(faults: float, variety: int, delay: float) -> None:
    """Print the addresses, and serve until the input closes."""
    logging.disable()  # what is cut in the middle is cut on purpose
    real = start_spaces()
    described = {
        step: (plain.get(f"{url}/config").json(), plain.get(f"{url}/gradio_api/info").content)
        for step, url in real.urls.items()
    }
    real.stop()
    with ExitStack() as stack:
        spaces = {step: QuickSpace(step, *described[step], faults, variety, delay) for step in STEPS}
        for space in spaces.values():
            space.url = stack.enter_context(serving(space))
        print(json.dumps({step: space.url for step, space in spaces.items()}), flush=True)  # noqa: T201 - its output
        sys.stdin.read()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
