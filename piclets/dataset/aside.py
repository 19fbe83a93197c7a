"""What the Hub refuses, set aside and tried again: a refusal may be the content's fault, or the Hub's for an hour."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from piclets.dataset.pacing import Backoff
from piclets.ledger.documents import Document

AGAIN_S = 600.0
MAX_AGAIN_S = 86_400.0

_IMAGE = re.compile(r"images/\d+/\d+/([^/]+)")

log = logging.getLogger(__name__)


class Resting:
    """Something that the Hub refused, and that is tried again after ten minutes, then after twice as long each time.

    `now` gives seconds; a clock that is set back ends the rest.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._backoff = Backoff(first=AGAIN_S, longest=MAX_AGAIN_S)
        self._since = 0.0
        self._rest = 0.0

    @property
    def over(self) -> bool:
        return not 0 <= self._now() - self._since < self._rest

    def refused(self) -> None:
        self._since, self._rest = self._now(), self._backoff.next()

    def taken(self) -> None:
        self._rest = 0.0
        self._backoff.reset()


class SetAside:
    """The files that the dataset lacks, by path, with the document they belong to where this process knows it."""

    def __init__(self, paths: list[str], now: Callable[[], float]) -> None:
        self.paths = paths
        self._documents: dict[str, Document] = {}
        self._rest = Resting(now)
        if paths:
            self._rest.refused()

    def add(self, path: str, reason: str, document: Document | None = None) -> None:
        log.error("set aside, not in the dataset", extra={"path": path, "reason": reason})
        if document is not None:
            self._documents[path] = document
        if path not in self.paths:
            self.paths.append(path)

    def published(self, remaining: list[str]) -> None:
        """The last commit left these."""
        self.paths[:] = remaining
        if not remaining:
            self._rest.taken()
            self._documents.clear()

    def clear(self, *folders: str) -> None:
        """Nothing of these folders is set aside any more."""
        self.paths[:] = [path for path in self.paths if path.partition("/")[0] not in folders]

    def take_due(self) -> tuple[list[Document], list[tuple[str, str]]] | None:
        """What is to be tried again now: documents, and pictures as (path, name). None while nothing is due."""
        if not self.paths or not self._rest.over:
            return None
        self._rest.refused()
        documents = {self._documents[path] for path in self.paths if path in self._documents}
        pictures = [(path, found[1]) for path in self.paths if (found := _IMAGE.fullmatch(path))]
        return sorted(documents), pictures
