"""What every reader of a service's HTTP answers needs: one TLS context, an end in time, a bounded body, and what
counts as broken.

All of this room goes over httpx, which the Spaces' client brings, so that there is one of each. Elsewhere it is
requests.
"""

from __future__ import annotations

import math
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx

from piclets.services.failures import ServiceFailure

AS_IT_IS: Final = {"Accept-Encoding": "identity"}
"""Asked for with everything: nothing here is large enough to be worth unpacking, and a bomb has to be packed."""

LINGERS_S: Final = 1.0
"""How often the thread that cuts connections checks whether it is still needed."""

MALFORMED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,  # JSON within JSON within JSON
    httpx.DecodingError,
    httpx.InvalidURL,
)
"""What vendors' code is seen to raise on answers that are not what they should be."""


@cache
def tls() -> ssl.SSLContext:
    """The process's one TLS context: building it is most of what a fresh client costs."""
    return httpx.create_ssl_context()


def origin(url: str) -> tuple[str, str]:
    """Scheme and authority of an address. Raises ValueError."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


class Cord:
    """Cuts the connections of a request, made with its `extensions`, at the moment `until` (`time.monotonic()`).

    Nothing less would do: heartbeats keep a stream alive for ever, headers may come a byte at a time, and a blocked
    read sees no clock. Use it in a `with`.
    """

    def __init__(self, until: float) -> None:
        self.until = until
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def __enter__(self) -> Self:
        _watch.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        _watch.remove(self)

    @property
    def extensions(self) -> dict[str, Any]:
        """For httpx: lets it remember each connection that a request makes."""
        return {"trace": self._remember}

    def cut(self) -> None:
        self._is_cut = True
        for each in tuple(self._sockets):
            with suppress(OSError):  # closed already, or wrapped by TLS, which is in the list as well
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def _remember(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self._is_cut:  # made at the very moment
                self.cut()


class _Watch:
    """Cuts each cord at its moment. One thread does it for all: a timer each would cost more than what it guards."""

    def __init__(self) -> None:
        self._cords: set[Cord] = set()
        self._changed = threading.Condition()
        self._looks_at: float | None = None
        """When the thread looks again; None while there is none."""

    def add(self, cord: Cord) -> None:
        with self._changed:
            self._cords.add(cord)
            if self._looks_at is None:
                self._looks_at = cord.until
                threading.Thread(target=self._look, name="cutting", daemon=True).start()
            elif cord.until < self._looks_at:
                self._changed.notify()

    def remove(self, cord: Cord) -> None:
        """It is not cut any more when this returns."""
        with self._changed:
            self._cords.discard(cord)

    def _look(self) -> None:
        with self._changed:
            quiet = False
            while self._cords or not quiet:
                quiet = not self._cords
                self._looks_at = min((cord.until for cord in self._cords), default=math.inf)
                self._looks_at = min(self._looks_at, time.monotonic() + LINGERS_S)
                self._changed.wait(max(0.0, self._looks_at - time.monotonic()))
                for due in [cord for cord in self._cords if cord.until <= time.monotonic()]:
                    self._cords.discard(due)
                    due.cut()
            self._looks_at = None


_watch = _Watch()


@contextmanager
def asking(method: str, url: str, *, until: float, connect: float, **options: Any) -> Iterator[httpx.Response]:
    """One request, whose answer is to be read within the `with` and has ended by the moment `until`.

    `connect`: seconds for making the connection; `options` are httpx's. Follows no redirect. Raises what httpx does.
    """
    left = max(until - time.monotonic(), 0.001)
    patience = httpx.Timeout(left, connect=min(connect, left))
    with (
        Cord(until) as cord,
        httpx.Client(verify=tls(), timeout=patience, headers=AS_IT_IS) as client,
        client.stream(method, url, extensions=cord.extensions, **options) as answer,
    ):
        yield answer


def body_of(
    answer: httpx.Response, *, most: int, until: float, endless: ServiceFailure, late: ServiceFailure
) -> bytes:
    """The body of a streamed answer: at most `most` bytes, by the moment `until` (`time.monotonic()`).

    Raises `endless` or `late`, and what httpx raises.
    """
    return b"".join(pieces_of(answer, most=most, until=until, endless=endless, late=late))


def pieces_of(
    answer: httpx.Response, *, most: int, until: float, endless: ServiceFailure, late: ServiceFailure
) -> Iterator[bytes]:
    """The same, as it comes. What was packed all the same is unpacked no further than up to `most` bytes."""
    size = 0
    unpacking = _unpacking(answer)
    for raw in answer.iter_raw():
        piece = _unpacked(unpacking, raw, most - size + 1) if unpacking else raw
        size += len(piece)
        if size > most:
            raise endless
        if time.monotonic() > until:
            raise late
        yield piece
    if time.monotonic() > until:
        raise late  # a body without a length ends where its connection was cut


def _unpacking(answer: httpx.Response) -> Any:
    """None for a body that comes as it is. Raises httpx.DecodingError for what zlib does not unpack."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity":
        return None
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise httpx.DecodingError("a content coding that was not asked for")
    return zlib.decompressobj(zlib.MAX_WBITS | 32)


def _unpacked(unpacking: Any, raw: bytes, most: int) -> bytes:
    try:
        return bytes(unpacking.decompress(raw, most))
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error
