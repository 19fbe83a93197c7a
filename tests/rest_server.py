"""Capabilities of /api over real HTTP, without the rest of the server."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from piclets.api.rest.app import Capability, build_rest
from piclets.api.surface.budget import Uploads
from piclets.play.answers import GameTotals
from piclets.server.connections import BoundedConnection


def no_totals() -> GameTotals:
    """Of a game in which nothing has been found."""
    return GameTotals(objects=0, piclets=0, players=0, scans=0)


@contextmanager
def rest_server(parts: Iterable[Capability], uploads: Uploads | None = None) -> Iterator[httpx.Client]:
    """A client of a server with these parts, on a free port."""
    app = build_rest(parts, totals=no_totals, uploads=uploads or Uploads(Path()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=BoundedConnection, log_config=None, lifespan="off"))
    socket = server.config.bind_socket()
    socket.listen()  # from now on: the first call may come before the thread runs
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{socket.getsockname()[1]}", trust_env=False, timeout=30
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
