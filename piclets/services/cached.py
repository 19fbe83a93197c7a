"""Captions and concepts that were paid for once: reused for exactly the same pixels, and for nothing else."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from piclets.domain.concepts import PROMPT_VERSION, Unreadable, parse
from piclets.domain.photo import Photo
from piclets.services.ports import Answer, Caption, Captioner, Conceiver, Question, Session
from piclets.services.single_flight import SingleFlight


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


class _Remembered:
    """A cache in front of one step: looks, else lets one caller per key ask."""

    def __init__(self, step: str, models: Sequence[str], cache: AnswerCache) -> None:
        self._prefix = json.dumps([step, PROMPT_VERSION, *models])
        self._cache = cache
        self._flights = SingleFlight[dict[str, Any]]()
        self.hits = Hits()

    def get(
        self,
        sha256: str,
        session: Session,
        ask: Callable[[], dict[str, Any]],
        keep: Callable[[dict[str, Any]], bool] = lambda _answer: True,
    ) -> dict[str, Any]:
        key = hashlib.sha256(f"{self._prefix} {sha256}".encode()).hexdigest()

        def look_or_ask() -> dict[str, Any]:
            known = self._cache.get(key)
            self.hits.count(known is not None)
            if known is not None:
                found: dict[str, Any] = json.loads(known)
                return found
            answer = ask()
            if keep(answer):
                self._cache.put(key, json.dumps(answer))
            return answer

        return self._flights.run(key, look_or_ask, deadline=session.deadline)


class CachedCaptioner:
    """A captioner that is asked once per photo. `models` are all that might answer: other ones, other answers."""

    def __init__(self, captioner: Captioner, models: Sequence[str], cache: AnswerCache) -> None:
        self._captioner = captioner
        self._remembered = _Remembered("caption", models, cache)
        self.hits = self._remembered.hits

    def caption(self, photo: Photo, session: Session) -> Caption:
        return Caption(
            **self._remembered.get(photo.sha256, session, lambda: asdict(self._captioner.caption(photo, session)))
        )


class CachedConceiver:
    """A conceiver that is asked once per photo. An answer that nobody can read is not kept: it is asked for again."""

    def __init__(self, conceiver: Conceiver, models: Sequence[str], cache: AnswerCache) -> None:
        self._conceiver = conceiver
        self._remembered = _Remembered("concept", models, cache)
        self.hits = self._remembered.hits

    def conceive(self, question: Question, session: Session) -> Answer:
        return Answer(
            **self._remembered.get(
                question.photo_sha256,
                session,
                lambda: asdict(self._conceiver.conceive(question, session)),
                keep=lambda answer: _readable(answer["markdown"]),
            )
        )


def _readable(markdown: str) -> bool:
    try:
        parse(markdown)
    except Unreadable:
        return False
    return True
