"""The matting model of a game: loaded once, in the background, and asked by one scan at a time.

fetching ──> loading ──> ready
   └────────────┴──> failed, with the reason
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from piclets.errors import PicletsError, ServiceUnavailable
from piclets.models.graphs import ModelUnusable
from piclets.models.matting import MattingChoice, MattingModel, Pixels
from piclets.models.store import ModelStore

State = Literal["waiting", "fetching", "loading", "ready", "failed"]

MAX_S: Final = 20.0
"""For one picture, waiting for those before it included: then it stays as it is."""
AGAIN_S: Final = 60.0

log = logging.getLogger(__name__)


class Mattes:
    """A thread of its own, from `start` until the model is there, or `stop`."""

    def __init__(self, choice: MattingChoice, store: ModelStore) -> None:
        self.name = choice.name
        self._choice = choice
        self._store = store
        self._model: MattingModel | None = None
        self._at_work = threading.Lock()
        self._stopping = threading.Event()
        self._state: State = "waiting"
        self._words: str | None = None
        # a daemon: a model that is being fetched does not keep the server from ending
        self._thread = threading.Thread(target=self._run, name="matting-model", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def state(self) -> dict[str, Any]:
        """What /ready tells."""
        return {"model": self.name, "state": self._state, "reason": self._words}

    def alpha(self, rgb: NDArray[np.uint8], until: float) -> Pixels | None:
        """How much of each pixel is in front, 0 to 1; None where there is no model, or no time before `until`
        (monotonic)."""
        model = self._model
        latest = min(until, time.monotonic() + MAX_S)
        if model is None or not self._at_work.acquire(timeout=max(0.0, latest - time.monotonic())):
            return None
        try:
            left = latest - time.monotonic()
            return model.alpha(rgb, left) if left > 0 else None
        except ModelUnusable as error:
            log.warning("a picture was not cut out", extra={"model": self.name, "reason": str(error)})
            return None
        finally:
            self._at_work.release()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._state = "fetching"
            try:
                model = self._choice.load(self._store, self._tell)
            except ServiceUnavailable as error:
                self._words = error.message
                self._stopping.wait(AGAIN_S)
            except (ModelUnusable, PicletsError) as error:
                log.warning("pictures are not cut out by a model", extra={"model": self.name, "reason": str(error)})
                self._state, self._words = "failed", str(error)
                return
            else:
                self._model, self._state, self._words = model, "ready", None
                return

    def _tell(self, words: str) -> None:
        self._words = words
        if words == "loading":
            self._state = "loading"
