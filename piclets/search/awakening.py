"""From plain sight to a model's: fetched and loaded in the background, while plain sight serves.

    missing ──> fetching ──> loading ──> looking ──> ready
       (not asked for)  └────────┴──> failed, with the reason: plain sight goes on

`looking`: the model looks at what the game has. When it has seen all of it, the game's catalogue is searched by it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final, Literal

from piclets.errors import PicletsError, ServiceUnavailable
from piclets.ledger.followers import Following
from piclets.ledger.ledger import Ledger
from piclets.models.graphs import ModelUnusable
from piclets.search.catalogues import Json
from piclets.search.eyes import Eye, Eyes
from piclets.search.game import GameCatalogue
from piclets.search.sight import Sight

State = Literal["missing", "fetching", "loading", "looking", "ready", "failed"]

AGAIN_S: Final = 60.0
LOOK_EVERY_S: Final = 0.2

log = logging.getLogger(__name__)


class Awakening:
    """`load` gets the model, and says on the way what it does; `make` makes the game's catalogue for an eye;
    `leave_plain` ends the plain one."""

    def __init__(
        self,
        ledger: Ledger,
        sight: Sight,
        eyes: Eyes,
        model: str,
        load: Callable[[Callable[[str], None]], Eye],
        make: Callable[[Eye], GameCatalogue],
        leave_plain: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._sight = sight
        self._eyes = eyes
        self._model = model
        self._load = load
        self._make = make
        self._leave_plain = leave_plain
        self._following: Following | None = None
        self._catalogue: GameCatalogue | None = None
        self._stopping = threading.Event()
        self._state: State = "missing"
        self._words: str | None = None
        self._thread = threading.Thread(target=self._run, name="sight-model", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """A download under way is left where it is; the next start goes on with it."""
        self._stopping.set()
        self._leave()

    @property
    def over(self) -> bool:
        """Whether it is known which model sight stays with."""
        return self._state in ("ready", "failed")

    def state(self) -> Json:
        """How far the model is, for /ready and the console."""
        told = {"model": self._model, "state": self._state, "reason": self._words}
        return {**told, **(self._following.state() if self._following else {})}

    def _run(self) -> None:
        eye = self._loaded()
        if eye is None or self._stopping.is_set():
            return
        self._eyes.add(eye)
        self._state, self._words = "looking", None
        catalogue = self._catalogue = self._make(eye)
        self._following = Following(self._ledger, catalogue)
        self._following.start()
        while not self._stopping.wait(LOOK_EVERY_S):
            if catalogue.state().ready:
                break
        if self._stopping.is_set():
            self._leave()
            return
        self._sight.add(catalogue)
        self._leave_plain()
        self._state = "ready"
        log.info("sight has its model", extra={"model": self._model})

    def _leave(self) -> None:
        if self._following and self._catalogue:
            self._following.stop()
            self._catalogue.close()

    def _loaded(self) -> Eye | None:
        while not self._stopping.is_set():
            self._state = "fetching"
            try:
                return self._load(self._tell)
            except ServiceUnavailable as error:
                self._words = error.message
                self._stopping.wait(AGAIN_S)
            except (ModelUnusable, PicletsError) as error:
                log.warning("sight stays plain", extra={"model": self._model, "reason": str(error)})
                self._state, self._words = "failed", str(error)
                return None
        return None

    def _tell(self, words: str) -> None:
        self._words = words
        if words == "loading":
            self._state = "loading"
