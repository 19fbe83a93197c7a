"""What every reader of a service's HTTP answers needs: one TLS context, a bounded body, and what counts as broken.

All of this room goes over httpx, which the Spaces' client brings, so that there is one of each. Elsewhere it is
requests.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import httpx

from piclets.services.failures import ServiceFailure

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


def body_of(
    answer: httpx.Response, *, most: int, until: float, endless: ServiceFailure, late: ServiceFailure
) -> bytes:
    """The body of a streamed answer: at most `most` bytes, by the moment `until` (`time.monotonic()`).

    Raises `endless` or `late`, and what httpx raises.
    """
    return b"".join(_pieces(answer, most, until, endless, late))


def _pieces(
    answer: httpx.Response, most: int, until: float, endless: ServiceFailure, late: ServiceFailure
) -> Iterator[bytes]:
    size = 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > most:
            raise endless
        if time.monotonic() > until:
            raise late
        yield piece
