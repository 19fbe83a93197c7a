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
from piclets.logs import start_logging
from piclets.serving import build_server
from piclets.settings import BadSetting, Settings
from piclets.wiring import build_game

REFUSALS: Final = (BadSetting, WrongLedger, UnknownEvent, StorageUnavailable)
"""What keeps a server from starting, each with a sentence for the operator."""

GRACE_S: Final = 3
"""For requests that are under way; a Space gets about ten seconds to go, the dataset needs some of them."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises the `REFUSALS`."""
    start_logging()
    game = build_game(settings)
    try:
        app = build_server(game)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.server_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        listener = _listen(settings)
        port = listener.getsockname()[1]
        print(f"Piclets is on http://{settings.host}:{port}", flush=True)  # noqa: T201 - the contract's address line
        # uvicorn raises the signal that stopped it once more, for whoever listened before.
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
