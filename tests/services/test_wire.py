"""Every request of this room, against hosts that never end, pack bombs, or say what nobody asked for."""

from __future__ import annotations

import gzip
import json
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from piclets.domain.photo import Photo
from piclets.services.failures import NotReady, OutOfTime, ServiceFailure, Unusable
from piclets.services.limits import Limits
from piclets.services.pictures import finish
from piclets.services.ports import Brief, Question, Session
from piclets.services.providers import ProviderConceiver, ProviderPainter, Route
from piclets.services.server import Server
from piclets.services.spaces.adapters import _first_file
from piclets.services.spaces.client import PlayerClient, Upload
from piclets.services.spaces.interface import Interface, read_interface
from piclets.services.spaces.signatures import IMAGE
from piclets.services.spaces.space import Space
from tests.loopback.raw import raw_host
from tests.loopback.space_hub import SpaceHub
from tests.services.conftest import QUICK, MakeSession
from tests.waiting import cut_off, until

MB = 2**20
OK = b"HTTP/1.1 200 OK\r\nconnection: close\r\n"
"""As the raw host does: it hangs up after each answer."""
LIMITS = replace(QUICK, interface_bytes=MB, stream_bytes=MB, chat_bytes=MB, picture_bytes=MB)

CONFIG: dict[str, Any] = {
    "protocol": "sse_v3",
    "api_prefix": "/gradio_api",
    "connect_heartbeat": False,
    "components": [],
    "dependencies": [{"id": 0, "api_name": "infer", "inputs": [], "outputs": []}],
}
INFO: dict[str, Any] = {"named_endpoints": {"/infer": {"parameters": []}}, "unnamed_endpoints": {}}

Ask = Callable[[str, Session], object]


def with_client(ask: Callable[[PlayerClient], object]) -> Ask:
    def asked(url: str, session: Session) -> object:
        with PlayerClient(Interface(f"{url}/", CONFIG, INFO), session, LIMITS) as client:
            return ask(client)

    return asked


def uploaded(client: PlayerClient) -> object:
    with client._translated():
        return client.upload(Upload("photo.jpg", b"x"))


def followed(client: PlayerClient) -> object:
    with client._translated():
        return client.follow("an event")


def of_server(ask: Callable[[Server, Session], object]) -> Ask:
    return lambda url, session: ask(Server(f"{url}/v1", SecretStr("sk-key"), LIMITS), session)


def conceived(url: str, session: Session) -> object:
    return ProviderConceiver(Route(url, "https://hub.example", LIMITS)).conceive(Question("?", "?", "0"), session)


def painted(url: str, session: Session) -> object:
    photo = Photo(b"", "0", "0", "")
    return ProviderPainter(Route(url, "https://hub.example", LIMITS)).paint(Brief("?", "beast", photo), session)


def located(url: str, session: Session) -> object:
    with Space("acme/flux", IMAGE, url, LIMITS).open(session):
        return None


def configured(url: str, session: Session) -> object:
    return read_interface(url, session.deadline - time.monotonic(), LIMITS)


ASKED: dict[str, Ask] = {
    "a Space's place at the Hub": located,
    "a Space's configuration": configured,
    "an upload": with_client(uploaded),
    "a call": with_client(lambda client: client.call("/infer", {})),
    "a stream of events": with_client(followed),
    "a Space's picture": with_client(lambda client: finish(client.download({"path": "1.webp"}), "flux")),
    "a server's chat": of_server(lambda server, session: server.chat({"messages": []}, session)),
    "a server's picture": of_server(lambda server, session: server.picture({}, session)),
    "a provider's chat": conceived,
    "a provider's picture": painted,
}

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("beginning", [b"", OK, OK + b"\r\n"], ids=["silent", "in its headers", "in its body"])
def test_no_answer_outlasts_its_time(asked: str, beginning: bytes, session: MakeSession) -> None:
    """A byte at a time keeps every timeout of a read from coming."""
    piece = b" " if beginning.endswith(b"\r\n\r\n") else b"x-y: z\r\n" if beginning else b""
    with raw_host(beginning, piece, times=3_000, pause=0.02) as host:

        def attempt(seconds: float) -> None:
            with pytest.raises(ServiceFailure):
                ASKED[asked](host.url, session(seconds))

        cut_off(attempt, after=lambda: host.asked)
        assert not host.said_all


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("head", [b"\r\n", b"content-length: 4000000000\r\n\r\n"], ids=["without end", "of 4 GB"])
def test_no_answer_is_read_beyond_its_bound(asked: str, head: bytes, session: MakeSession) -> None:
    with raw_host(OK + head, b" " * 65_536, times=1_000) as host:
        with pytest.raises(Unusable):
            ASKED[asked](host.url, session(60))
        assert host.asked
        assert not host.said_all


def packed(coding: str, size: int) -> bytes:
    pack = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
    body = b"".join(pack.compress(bytes(MB)) for _ in range(size)) + pack.flush()
    return OK + f"content-encoding: {coding}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


def packed_twice(size: int) -> bytes:
    body = gzip.compress(packed("gzip", size).partition(b"\r\n\r\n")[2])
    return OK + f"content-encoding: gzip, gzip\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


BOMBS = {"gzip": packed("gzip", 200), "deflate": packed("deflate", 200), "twice": packed_twice(200)}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_packed_bomb_is_not_unpacked(asked: str, bomb: str, session: MakeSession) -> None:
    """200 MB in some hundred KB, or in some hundred bytes."""
    with raw_host(BOMBS[bomb]) as host:
        tracemalloc.start()
        try:
            with pytest.raises(ServiceFailure):
                ASKED[asked](host.url, session(60))
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert most < 40 * MB
        assert "accept-encoding: identity" in host.asked[0].lower()


def test_what_is_packed_unasked_is_read_all_the_same(session: MakeSession) -> None:
    body = gzip.compress(json.dumps({"choices": [{"message": {"content": "A pillow."}}]}).encode())
    head = OK + f"content-encoding: gzip\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    with raw_host(head + body) as host:
        assert Server(host.url, None).chat({"messages": []}, session()) == "A pillow."


BROKEN: dict[str, bytes] = {
    "deep JSON": b"\r\n" + b"[" * 100_000,
    "not a number": b"\r\nNaN",
    "a list": b"\r\n[]",
    "no text": b'\r\n["\xff\xfe"]',
    "nothing": b"content-length: 0\r\n\r\n",
    "no gzip": b"content-encoding: gzip\r\n\r\nnonsense",
    "a coding nobody knows": b"content-encoding: brotli-of-tomorrow\r\n\r\nnonsense",
    "a broken chunk": b"transfer-encoding: chunked\r\n\r\nzzz\r\n",
    "chunks without end": b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "a header of a megabyte": b"x: " + b"y" * MB + b"\r\n\r\n",
    "another protocol": b"\r\n",
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_answer_is_a_failed_step(asked: str, broken: str, session: MakeSession) -> None:
    beginning = b"SSH-2.0-OpenSSH_9.9\r\n" if broken == "another protocol" else OK + BROKEN[broken]
    with raw_host(beginning) as host, pytest.raises(ServiceFailure):
        ASKED[asked](host.url, session(20))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://[::bad", "elsewhere", "/"])
def test_no_redirect_is_followed(asked: str, place: str, session: MakeSession) -> None:
    with raw_host(OK) as elsewhere:
        to = elsewhere.url if place == "elsewhere" else place
        head = f"HTTP/1.1 307 Go\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n".encode()
        with raw_host(head) as host, pytest.raises(ServiceFailure):
            ASKED[asked](host.url, session(20))
        assert len(host.asked) <= 2  # a configuration is asked for once more
        assert elsewhere.asked == []


def test_a_sleeping_space_is_knocked_at_and_not_listened_to(session: MakeSession) -> None:
    hub = SpaceHub()
    with raw_host(OK + b"\r\n", b" " * 65_536, times=1_000, pause=0.02) as host:
        name = hub.put("acme/flux", host.url, "SLEEPING")
        with pytest.raises(NotReady), Space(name, IMAGE, hub.url, LIMITS).open(session(20)):
            pass
        assert len(host.asked) == 1
        assert not host.said_all
    hub.stop()


# ---- interfaces that are not what they should be


def component(**more: Any) -> dict[str, Any]:
    return {"id": 1, "type": "textbox", **more}


def calling(**more: Any) -> dict[str, Any]:
    return {"id": 0, "api_name": "infer", "inputs": [1], "outputs": [1], **more}


INTERFACES: dict[str, dict[str, Any]] = {
    "a component that is missing": {"dependencies": [calling()], "components": []},
    "a component without a type": {"dependencies": [calling()], "components": [{"id": 1}]},
    "a private endpoint": {"dependencies": [calling(api_visibility="private")], "components": [component()]},
    "no inputs": {"dependencies": [calling(inputs=None)], "components": [component()]},
    "inputs within inputs": {"dependencies": [calling(inputs=[[1]])], "components": [component()]},
    "an id that is a list": {"dependencies": [calling(id=[1])], "components": [component()]},
    "an api_info without end": {
        "dependencies": [calling()],
        "components": [component(api_info=json.loads('{"items":' * 900 + "{}" + "}" * 900))],
    },
    "a prefix that is a number": {"api_prefix": 5},
    "a prefix that is no address": {"api_prefix": "//[::bad/"},
    "a protocol that is a list": {"protocol": [1]},
}


@pytest.mark.parametrize("name", INTERFACES)
def test_an_interface_that_is_broken_is_a_failed_step(name: str, session: MakeSession) -> None:
    interface = Interface("http://127.0.0.1:9/", {**CONFIG, **INTERFACES[name]}, INFO)
    with pytest.raises(ServiceFailure), PlayerClient(interface, session(), LIMITS) as client:
        client.call("/infer", {})


def test_of_an_interface_only_what_a_call_needs_is_kept() -> None:
    config = {**CONFIG, "css": "x" * MB, "components": [component(props={"value": "x" * MB})]}
    kept = Interface("http://h/", {**config, "dependencies": [calling()]}, INFO).only("/infer")
    assert len(json.dumps(kept.config)) < 1_000


def test_an_event_is_bounded_and_so_is_what_is_told_of_it(session: MakeSession) -> None:
    told: list[str] = []
    news = b'data: {"msg": "estimation", "event_id": "an event", "rank": %d}\n\n' % 10**4_000
    large = b'data: {"msg": "heartbeat", "x": "' + b"x" * MB + b'"}\n\n'
    limits = replace(LIMITS, stream_bytes=8 * MB, event_bytes=MB // 2)
    with raw_host(OK + b"\r\n" + news * 1_000 + large) as host:
        listening = replace(session(), tell=told.append)
        with (
            PlayerClient(Interface(f"{host.url}/", CONFIG, INFO), listening, limits) as client,
            pytest.raises(Unusable) as refused,
        ):
            followed(client)
    assert refused.value.kind == "endless_event"
    assert 0 < len(told) <= 500
    assert max(map(len, told)) < 200


def test_a_file_is_found_in_an_output_of_any_depth() -> None:
    file = {"path": "1.webp"}
    assert _first_file(json.loads("[" * 800 + json.dumps(file) + "]" * 800)) == file
    assert _first_file(([{"image": file, "caption": None}], {"path": "2.webp"})) == file
    assert _first_file(json.loads("[" * 800 + "]" * 800)) is None


def test_a_cookie_stays_within_one_players_call(session: MakeSession) -> None:
    """A Space that is several machines behind one address tells by it which of them a player's file is on."""
    body = b'["1.jpg"]'
    answer = OK + f"set-cookie: machine=2\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body
    with raw_host(answer) as host:
        for _ in range(2):
            with PlayerClient(Interface(f"{host.url}/", CONFIG, INFO), session(), LIMITS) as client:
                uploaded(client)
                uploaded(client)
        assert ["cookie: machine=2" in asked.lower() for asked in host.asked] == [False, True, False, True]


def test_one_thread_cuts_all_connections_and_then_goes(session: MakeSession) -> None:
    def cutting() -> int:
        return sum(thread.name == "cutting" for thread in threading.enumerate())

    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(PlayerClient(Interface("http://127.0.0.1:9/", CONFIG, INFO), session(60), LIMITS))
        assert cutting() == 1
    until(lambda: not cutting())


def test_a_host_that_is_gone_is_out_of_time_after_it(session: MakeSession) -> None:
    late = replace(session(), deadline=0.0)
    with pytest.raises(OutOfTime):
        Server("http://127.0.0.1:9/v1", None, Limits()).chat({"messages": []}, late)
