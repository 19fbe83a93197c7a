"""What the wheel does beside requests: gets the models that were asked for, and sweeps sessions that have rested."""

from __future__ import annotations

import logging
import threading
from typing import Final

from piclets.errors import StorageUnavailable
from piclets.ledger.sessions import WheelSessions
from piclets.wheel.models import LanguageModels

SWEEP_EVERY_S: Final = 300.0

log = logging.getLogger(__name__)


class Beside:
    """A thread of its own, from `start` to `stop`."""

    def __init__(self, models: LanguageModels, wanted: tuple[str, ...], sessions: WheelSessions) -> None:
        self._models = models
        self._wanted = wanted
        self._sessions = sessions
        self._stopped = threading.Event()
        # a daemon: a model that is being fetched does not keep the server from ending
        self._thread = threading.Thread(target=self._run, name="wheel-beside", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        for name in self._wanted:
            if not self._stopped.is_set():
                self._models.have([name])
        while not self._stopped.wait(SWEEP_EVERY_S):
            try:
                self._sessions.sweep()
            except StorageUnavailable as error:
                log.warning("sessions of the wheel were not swept: %s", error.message)
