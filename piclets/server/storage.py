"""What a game keeps things in: the ledger, its pictures and the dataset, behind the lock of their folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from filelock import FileLock, Timeout

from piclets.clock import utc_now
from piclets.dataset.dataset import Dataset
from piclets.dataset.mirror import Mirror
from piclets.dataset.place import NoDataset, Place
from piclets.errors import StorageUnavailable
from piclets.images.store import ImageStore
from piclets.ledger.durability import Durability
from piclets.ledger.ledger import Ledger
from piclets.ledger.pictures import Pictures
from piclets.settings import BadSetting, Settings

DRAIN_S = 5.0
"""For publishing what there is when the server stops; what is left is published after the next start."""


def ledger_of(settings: Settings) -> Ledger:
    """Raises what `Ledger.open` raises, BadSetting where a named database cannot be reached."""
    try:
        return Ledger.open(
            settings.database_url, made_for=settings.made_for, publishes=settings.publishes, mirrors=settings.mirror
        )
    except StorageUnavailable:
        if settings.database_url_choice is None:
            raise
        raise BadSetting(
            "DATABASE_URL=(hidden) cannot be used: it has to be a database that answers, and may be written."
        ) from None


def storage_of(
    settings: Settings, durability: Durability | None, closing: ExitStack
) -> tuple[Ledger, ImageStore, Place]:
    """The ledger, its pictures, and the dataset; none where what makes scans durable is given.

    Raises BadSetting where another server has the data folder, WrongLedger, UnknownEvent, StorageUnavailable.
    """
    closing.callback(_lock(settings))
    ledger = ledger_of(settings)
    closing.callback(ledger.close)
    images = ImageStore(settings.data_dir / "images", None if ledger.database.embedded else Pictures(ledger.database))
    dataset = _dataset(settings, ledger, images) if durability is None else NoDataset(images)
    closing.callback(dataset.stop, DRAIN_S)
    if isinstance(dataset, NoDataset):
        ledger.learn_aliases(utc_now())  # a dataset may have to be restored first
    return ledger, images, dataset


def _lock(settings: Settings) -> Callable[[], None]:
    """One server at a time in a data folder: two would overtake each other in the dataset."""
    lock = FileLock(settings.data_dir / "lock")
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BadSetting(
            f"PICLETS_DATA_DIR={str(settings.data_dir)!r} is in use by another server: stop that one first."
        ) from None
    except OSError as error:
        raise BadSetting(
            f"PICLETS_DATA_DIR={str(settings.data_dir)!r} cannot be used: it has to be a folder that this server may "
            f"write ({error.strerror})."
        ) from None
    return lock.release


def _dataset(settings: Settings, ledger: Ledger, images: ImageStore) -> Place:
    if settings.mirror:
        return Mirror.open(settings, ledger, images)
    return Dataset.open(settings, ledger, images) if settings.publishes else NoDataset(images)
