"""Running the server in this process, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import Final

import uvicorn

from piclets.domain.events import UnknownEvent
from piclets.errors import StorageUnavailable
from piclets.ledger.ledger import WrongLedger
from piclets.ledger.migrations import NewerSchema
from piclets.logs import start_logging
from piclets.server.connections import BoundedConnection
from piclets.server.memory import give_back_what_is_freed, leave_what_stays
from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import BadSetting, Settings

REFUSALS: Final = (BadSetting, WrongLedger, NewerSchema, UnknownEvent, StorageUnavailable)
"""What keeps a server from starting, each with a sentence for the operator."""

log = logging.getLogger(__name__)

GRACE_S: Final = 3
"""For requests that are under way; a Space gets about ten seconds to go, the dataset needs some of them."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises the `REFUSALS`."""
    give_back_what_is_freed()
    start_logging()
    if settings.identity == "local" and not settings.on_loopback:
        log.warning(
            "PICLETS_IDENTITY=local on %s: anyone who reaches this server can play as any player", settings.host
        )
    game = build_game(settings)
    try:
        listener = _listen(settings)
        address = f"http://{settings.host}:{listener.getsockname()[1]}"

        def announce_console(path: str) -> None:
            print(f"Its console, once: {address}{path}", flush=True)  # noqa: T201 - for who started the server alone

        app = build_server(game, announce_console)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.server_port,
            log_config=None,
            access_log=False,
            http=BoundedConnection,
            ws="none",
            proxy_headers=False,  # who is believed about the client's address is `Addresses`' affair
            timeout_graceful_shutdown=GRACE_S,
        )
        leave_what_stays()
        print(f"Piclets is on {address}", flush=True)  # noqa: T201 - the contract's address line
        # After shutting down, uvicorn raises the signal that stopped it again, for the handler it had replaced.
        signal.signal(signal.SIGTERM, lambda _number, _frame: None)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        game.close()
    if threading.active_count() > 1:
        _leave()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.server_port), family=family, backlog=2048)
        # asyncio does so only for sockets whose protocol is named; without it an answer waits 40 ms for the
        # acknowledgement of its own headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise BadSetting(
            f"GRADIO_SERVER_NAME={settings.host!r} with GRADIO_SERVER_PORT={settings.server_port} cannot be used: "
            f"it has to be an address of this machine and a free port ({error.strerror})."
        ) from None


def _leave() -> None:
    """End the process without waiting for scans that still wait for an AI service: they have recorded nothing."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)
