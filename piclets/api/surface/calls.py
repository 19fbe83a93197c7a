"""Calls to a Blocks, read before Gradio sees them.

Gradio answers much of what it cannot read with a trace, keeps names of any length, and prints what it was sent where
a value is missing. Here a call is bounded, has the right shape, and has all its values, or is refused in the
contract's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from gradio import Blocks
from gradio.block_function import BlockFunction
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets.api.addresses import client_address
from piclets.api.catalogue import ENDPOINTS, TOKEN
from piclets.api.surface.bodies import (
    MAX_BODY_BYTES,
    MAX_DEPTH,
    TooLarge,
    is_deep,
    refuse,
    replayed,
    too_large,
    whole_body,
)
from piclets.api.surface.queueing import CALLER, BoundedQueue, Caller
from piclets.api.surface.sessions import Sessions
from piclets.api.surface.values import names_a_file, read_values
from piclets.errors import InvalidRequest, Missing, PicletsError

_ID: Final = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
_CALL: Final = re.compile(r"/gradio_api/(?P<kind>run|api|call/v2|call)/(?P<name>[^/]+)/?")
_IN_PATH: Final = re.compile(r"/gradio_api/(heartbeat|call/v2/[^/]+|call/[^/]+)/(?P<id>[^/]+)")
_EVENT: Final = re.compile(r"/gradio_api/(call/v2|call)/[^/]+/(?P<id>[^/]+)")
_IN_QUERY: Final = frozenset({"session_hash", "upload_id"})
MCP: Final = "/gradio_api/mcp"
_NO_QUERY: Final = frozenset({"/", "/config", "/config/"})
_TOKEN_AT: Final = {
    endpoint.name: [parameter.name for parameter in endpoint.parameters].index(TOKEN)
    for endpoint in ENDPOINTS
    if endpoint.needs_token
}

_WITHOUT_VALUES: Final = frozenset({"/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/reset/"})
_OF_A_CALL: Final = ("data", "fn_index", "session_hash", "event_data", "trigger_id")
"""What the pages and Gradio's clients send; what else Gradio would read is for its own use."""

_OF_THE_BODY: Final = (b"content-length", b"content-type", b"content-encoding", b"transfer-encoding")

Body = dict[str, Any]


@dataclass(frozen=True)
class Face:
    """A mounted Blocks, and the queue and sessions it has."""

    blocks: Blocks
    queue: BoundedQueue
    sessions: Sessions


class Calls:
    """Middleware. `faces` are the Blocks by the path they are mounted at, the longest first.

    `folder` has the uploads; `known` gives the sub of a token's player where it was verified just before.
    """

    def __init__(
        self, app: ASGIApp, *, faces: Mapping[str, Face], folder: Path, known: Callable[[str], str | None]
    ) -> None:
        self._app = app
        self._faces = faces
        self._folder = folder
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        prefix = next((prefix for prefix in self._faces if _is_of(scope, prefix)), None)
        if prefix is None:
            await self._app(scope, receive, send)
            return
        try:
            scope, receive = await self._read(self._faces[prefix], prefix, scope, receive)
        except TooLarge:
            await refuse(too_large(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(scope, receive, send)
        except PicletsError as error:
            await refuse(error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _read(self, face: Face, prefix: str, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """The request as Gradio may see it."""
        path = scope["path"].removeprefix(prefix)
        scope = _with_bounded_ids(scope, path)
        if scope["method"] != "POST" or path == "/gradio_api/upload":
            _check_stream(face.queue, scope, path)
            return scope, receive
        raw = await whole_body(scope, receive, MAX_BODY_BYTES)
        body = _parsed(raw)
        call = _CALL.fullmatch(path)
        if call:
            if call["kind"] == "call/v2":
                body = _by_position(call["name"], body)
                scope = {**scope, "path": f"{prefix}/gradio_api/call/{call['name']}"}
            self._complete(face, body, call["name"], joins=call["kind"].startswith("call"), scope=scope)
        elif path == "/gradio_api/queue/join":
            self._complete(face, body, None, joins=True, scope=scope)
        elif path not in _WITHOUT_VALUES:
            raise Missing("There is no such call.")
        return _with_body(scope, receive, body)

    def _complete(self, face: Face, body: Body, name: str | None, *, joins: bool, scope: Scope) -> None:
        """Give a call all its values, as they may be read; the queue lets it join."""
        function = _function(face.blocks, body, name)
        data = body.get("data")
        if not isinstance(data, list):
            raise InvalidRequest("`data` has to be a list of the parameters' values.")
        missing = len(function.inputs) - len(data)
        if missing > 0 and function.api_visibility == "public":
            data += [None] * missing
        elif missing > 0:
            raise InvalidRequest("This call has too few values in `data`.")
        as_shown = partial(face.sessions.shown, body.get("session_hash"))
        body["data"] = read_values(function, data, self._folder, as_shown)
        _tidy(function, body)
        if joins:
            scope[CALLER] = caller = Caller(client_address(scope), self._player(function, body["data"]))
            face.queue.admit(caller)

    def _player(self, function: BlockFunction, data: list[Any]) -> str | None:
        place = _TOKEN_AT.get(str(function.api_name)) if function.api_visibility == "public" else None
        token = data[place] if place is not None else None
        return self._known(token) if isinstance(token, str) else None


def _tidy(function: BlockFunction, body: Body) -> None:
    """Leave out of a call what its function has no use for. Raises InvalidRequest."""
    for name in body.keys() - set(_OF_A_CALL):
        del body[name]
    if not function.collects_event_data:
        body.pop("event_data", None)
    elif names_a_file(body.get("event_data")):
        raise InvalidRequest("The data of this event cannot be read.")
    trigger = body.get("trigger_id")
    if isinstance(trigger, int) and trigger not in {target for target, _ in function.targets}:
        del body["trigger_id"]  # Gradio changes the component that it names


def _is_of(scope: Scope, prefix: str) -> bool:
    """Whether it is a request to the Blocks that is mounted at a path, and not to a route of ours."""
    if scope["type"] != "http" or not scope["path"].startswith(f"{prefix}/"):
        return False
    path = scope["path"].removeprefix(prefix)
    return path in _NO_QUERY or (path.startswith("/gradio_api/") and not path.startswith(MCP))


def _with_bounded_ids(scope: Scope, path: str) -> Scope:
    """Raises InvalidRequest for a name of a session, call or upload that is none."""
    if path in _NO_QUERY:
        # Gradio reads a page and a session from it; the pages' own script reads the rest in the browser.
        return {**scope, "query_string": b""}
    in_path = _IN_PATH.fullmatch(path)
    given = [in_path["id"]] if in_path and scope["method"] == "GET" else []
    try:
        query = parse_qsl(scope["query_string"].decode("ascii"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise InvalidRequest("The query of this address cannot be read.") from None
    given += [value for name, value in query if name in _IN_QUERY]
    if not all(map(_ID.fullmatch, given)):
        raise InvalidRequest(
            "The name of a session, a call or an upload has up to 64 letters, digits, _, - and dots."
        )
    return scope


def _check_stream(queue: BoundedQueue, scope: Scope, path: str) -> None:
    """Raises Missing for a stream about nothing, which Gradio opens and breaks off with a trace."""
    event = _EVENT.fullmatch(path)
    if path == "/gradio_api/queue/data":
        session = dict(parse_qsl(scope["query_string"].decode("ascii"))).get("session_hash", "")
        known = session in queue.pending_messages_per_session
    else:
        known = event is None or queue.has(event["id"])
    if not known:
        raise Missing("There is no such session, or it has ended.")


def _parsed(raw: bytes) -> Body:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise _no_json() from None
    if not isinstance(body, dict) or is_deep(body):
        raise InvalidRequest(f"The body has to be a JSON object, nested at most {MAX_DEPTH} times.")
    for name in ("session_hash", "event_id"):
        given = body.get(name)
        if given is not None and not (isinstance(given, str) and _ID.fullmatch(given)):
            raise InvalidRequest(f"`{name}` has up to 64 letters, digits, _, - and dots.")
    return body


def _no_json() -> InvalidRequest:
    return InvalidRequest("The body has to be JSON.")


def _function(blocks: Blocks, body: Body, name: str | None) -> BlockFunction:
    """What is called: by its number, or a public endpoint by its name. Raises Missing."""
    number = body.get("fn_index")
    if number is not None:
        function = blocks.fns.get(number) if isinstance(number, int) and not isinstance(number, bool) else None
    else:
        public = (each for each in blocks.fns.values() if each.api_visibility == "public")
        function = next((each for each in public if each.api_name == name), None)
    if function is None or function.fn is None:  # what runs in the browser alone has a number too
        raise Missing("There is no such endpoint.")
    return function


def _by_position(name: str, body: Body) -> Body:
    """A call with named values as one with their list. Raises Missing, InvalidRequest."""
    endpoint = next((endpoint for endpoint in ENDPOINTS if endpoint.name == name), None)
    if endpoint is None:
        raise Missing("There is no such endpoint.")
    names = [parameter.name for parameter in endpoint.parameters]
    unknown = [given for given in body if given not in (*names, "session_hash")]
    if unknown:
        raise InvalidRequest(f"This endpoint has the parameters {', '.join(names)}, and no other.")
    call: Body = {"data": [body.get(each) for each in names]}
    return call | ({"session_hash": body["session_hash"]} if body.get("session_hash") else {})


def _with_body(scope: Scope, receive: Receive, body: Body) -> tuple[Scope, Receive]:
    """Raises InvalidRequest for numbers that JSON does not have, and Gradio cannot write."""
    try:
        content = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    except ValueError:
        raise _no_json() from None
    headers = [pair for pair in scope["headers"] if pair[0] not in _OF_THE_BODY]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    return {**scope, "headers": headers}, replayed(content, receive)
