"""What a step was paid for once: reused for exactly the same question, and for nothing else."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from piclets.domain.concepts import PROMPT_VERSION
from piclets.services.single_flight import SingleFlight

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Asked = TypeVar("Asked")
Result = TypeVar("Result", bound="DataclassInstance")


class AnswerCache(Protocol):
    """A bounded, expiring store of texts. `key` is a hex digest; neither raises for a missing key."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, value: str) -> None: ...


class Hits:
    """How often the cache had it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hits = 0
        self._misses = 0

    def count(self, hit: bool) -> None:
        with self._lock:
            if hit:
                self._hits += 1
            else:
                self._misses += 1

    def state(self) -> dict[str, int]:
        with self._lock:
            return {"hits": self._hits, "misses": self._misses}


@dataclass(frozen=True)
class Memory(Generic[Asked, Result]):
    """A cache in front of one step: looks, else lets one caller per question ask.

    `kind` is the result's class, a dataclass of JSON's own values. `key` names what is asked; `space` everything else
    that the result depends on (the step, its models). What `keep` denies is given back and not kept.
    """

    kind: type[Result]
    space: tuple[str, ...]
    key: Callable[[Asked], str]
    cache: AnswerCache
    keep: Callable[[Result], bool] = field(default=lambda _result: True)
    hits: Hits = field(default_factory=Hits)
    _flights: SingleFlight[Result] = field(default_factory=SingleFlight[Result])

    def get(self, asked: Asked, deadline: float, ask: Callable[[], Result]) -> Result:
        """What is known, or what `ask` returns. Raises what it raises, and OutOfTime while another one asks."""
        prefix = json.dumps([self.space[0], PROMPT_VERSION, *self.space[1:]])
        key = hashlib.sha256(f"{prefix} {self.key(asked)}".encode()).hexdigest()

        def look_or_ask() -> Result:
            known = self.cache.get(key)
            self.hits.count(known is not None)
            if known is not None:
                return self.kind(**json.loads(known))
            result = ask()
            if self.keep(result):
                self.cache.put(key, json.dumps(asdict(result)))
            return result

        return self._flights.run(key, look_or_ask, deadline=deadline)
