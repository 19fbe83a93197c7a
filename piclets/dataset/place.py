"""What there is beside the ledger: a dataset to publish to, one to mirror, or none. One interface for the three."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import NotRequired, Protocol, TypedDict

from piclets.dataset.waiting import already_durable
from piclets.errors import InvalidRequest, PicletsError
from piclets.images.store import ImageStore


class DatasetState(TypedDict):
    """What /ready tells of the dataset. `published` is the last event in it, the other numbers are what waits."""

    state: str
    waitingFor: str | None
    repo: str
    published: int
    pending: int
    documentsPending: int
    epoch: NotRequired[int]
    setAside: NotRequired[list[str]]


class Place(Protocol):
    """`Dataset`, `Mirror` or `NoDataset`."""

    def start(self) -> None: ...

    def stop(self, grace_s: float) -> None:
        """Finish what is under way within `grace_s` seconds, and stop."""
        ...

    def refusal(self) -> PicletsError | None:
        """Why no scans are taken now; None when they are."""
        ...

    def published(self, seq: int) -> Future[None]:
        """Done when the event is as durable as promised."""
        ...

    def picture(self, name: str) -> Path | None:
        """The file of a Piclet's picture, fetched where it is not here. Raises ServiceUnavailable."""
        ...

    def derived(self, path: str, most: int) -> bytes | None:
        """A file of the dataset of at most so many bytes; None where there is none. Raises ServiceUnavailable."""
        ...

    def state(self) -> DatasetState | None:
        """What /ready tells; None without a dataset. Raises StorageUnavailable."""
        ...

    def publish_now(self) -> str:
        """Look for work at once; returns a sentence for the operator. Raises InvalidRequest."""
        ...


class NoDataset:
    """Everything stays with the ledger and on this disk; the ledger's fsync acknowledges."""

    def __init__(self, images: ImageStore) -> None:
        self._images = images

    def start(self) -> None:
        """Nothing runs beside the requests."""

    def stop(self, grace_s: float) -> None:
        """Nothing is under way."""

    def refusal(self) -> PicletsError | None:
        return None

    def published(self, seq: int) -> Future[None]:  # noqa: ARG002 - every event that has a place is durable here
        return already_durable()

    def picture(self, name: str) -> Path | None:
        return self._images.find(name)

    def derived(self, path: str, most: int) -> bytes | None:  # noqa: ARG002 - there is no dataset
        return None

    def state(self) -> DatasetState | None:
        return None

    def publish_now(self) -> str:
        raise InvalidRequest("There is no dataset: HF_TOKEN is not set.")
