"""The disk that uploads may take: so much for what no scan has read, so much in all.

Every byte is counted as it comes, by the client's address; a file is claimed by the first scan of a verified player
that reads it. Where the budget is spent, what is oldest makes place.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Final

import anyio
from starlette.types import Message, Receive

from piclets.errors import RateLimited
from piclets.images.sweeping import sweep_uploads

MAX_UNCLAIMED_BYTES: Final = 256 * 1024 * 1024
MIN_BYTES: Final = 16 * 1024
"""What a file counts at least: a block and a folder of the disk, and what we know of it."""
KEPT_S: Final = 3600.0
KEPT_BYTES: Final = 2 * 1024**3
PRESSED_S: Final = 120.0
"""What is older and unclaimed makes place for others when the budget is spent,"""
FAIR_S: Final = 10.0
"""what is of the address that has the most in it, already after this; and what is claimed, which has been read."""


@dataclass(eq=False)
class Share:
    """A part of the budget: an upload that is just coming, or a file that one has left."""

    address: str
    since: float
    drop: Callable[[], None] = field(repr=False)
    """Takes it off the disk."""
    size: int = 0
    dropped: bool = False


class Shares:
    """Shares from the oldest to the newest."""

    def __init__(self) -> None:
        self.bytes = 0
        self._all: dict[Share, None] = {}
        self._of_address: dict[str, dict[Share, None]] = {}
        self._bytes_of: Counter[str] = Counter()

    def add(self, share: Share) -> None:
        self._all[share] = None
        self._of_address.setdefault(share.address, {})[share] = None
        self._count(share, share.size)

    def grow(self, share: Share, size: int) -> None:
        share.size += size
        self._count(share, size)

    def remove(self, share: Share) -> None:
        if share not in self._all:
            return
        del self._all[share]
        self._count(share, -share.size)
        own = self._of_address[share.address]
        del own[share]
        if not own:
            del self._of_address[share.address], self._bytes_of[share.address]

    def oldest(self, address: str | None = None) -> Share | None:
        """Of all, or of one address."""
        return next(iter(self._all if address is None else self._of_address.get(address, ())), None)

    def heaviest(self) -> str | None:
        """The address that has the most."""
        return max(self._bytes_of, key=self._bytes_of.__getitem__, default=None)

    def _count(self, share: Share, size: int) -> None:
        self.bytes += size
        self._bytes_of[share.address] += size


class Uploads:
    """What there is of uploads. `clock` counts seconds of the epoch, as the times of files do.

    `begin` and `take` are for the event loop, on which what is just coming is ended; the rest may come from any
    thread.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._unclaimed, self._claimed = Shares(), Shares()
        self._files: dict[Path, Share] = {}
        self._lock = RLock()

    def unclaimed(self) -> int:
        """Bytes that are there, and that are just coming."""
        with self._lock:
            return self._unclaimed.bytes

    def begin(self, address: str, end: Callable[[], None]) -> Share:
        """An upload begins. `end` is called where it has to make place: it is over then, and its bytes go."""
        share = Share(address, self._clock(), end)
        with self._lock:
            self._unclaimed.add(share)
        return share

    def take(self, share: Share, size: int) -> bool:
        """Whether `size` more bytes of an upload may come."""
        with self._lock:
            if share.dropped:
                return False
            self._make_place(share, size)
            if not self._fits(size):
                return False
            self._unclaimed.grow(share, size)
            return True

    def settle(self, share: Share, files: list[Path]) -> None:
        """An upload is over; these files are what it left."""
        with self._lock:
            self._unclaimed.remove(share)
            for path in files:
                try:
                    size = max(path.stat().st_size, MIN_BYTES)
                except OSError:
                    continue
                self._forget(path)
                self._files[path] = file = Share(share.address, self._clock(), partial(self._delete, path), size)
                self._unclaimed.add(file)

    def claim(self, path: Path) -> None:
        """A verified player's scan reads this file."""
        with self._lock:
            file = self._files.get(path)
            if file is not None:
                self._remove(file)
                file.since = self._clock()
                self._claimed.add(file)

    def sweep(self) -> None:
        """Delete what is old, of all files in the folder, and forget what is not there any more."""
        sweep_uploads(self._folder, self._clock(), KEPT_S, KEPT_BYTES)
        with self._lock:
            for path in [path for path in self._files if not path.exists()]:
                self._forget(path)

    def _fits(self, size: int) -> bool:
        unclaimed = self._unclaimed.bytes + size
        return unclaimed <= MAX_UNCLAIMED_BYTES and unclaimed + self._claimed.bytes <= KEPT_BYTES

    def _make_place(self, share: Share, size: int) -> None:
        while not self._fits(size):
            make_place = self._read_long_ago() or self._waiting_long() or self._of_the_heaviest(share.address)
            if make_place is None or make_place is share:
                return
            make_place.dropped = True
            self._remove(make_place)
            make_place.drop()

    def _read_long_ago(self) -> Share | None:
        return self._older(self._claimed.oldest(), FAIR_S)

    def _waiting_long(self) -> Share | None:
        return self._older(self._unclaimed.oldest(), PRESSED_S)

    def _of_the_heaviest(self, address: str) -> Share | None:
        heaviest = self._unclaimed.heaviest()
        return None if heaviest == address else self._older(self._unclaimed.oldest(heaviest), FAIR_S)

    def _older(self, share: Share | None, than_s: float) -> Share | None:
        return share if share is not None and self._clock() - share.since > than_s else None

    def _forget(self, path: Path) -> None:
        known = self._files.pop(path, None)
        if known is not None:
            self._remove(known)

    def _remove(self, share: Share) -> None:
        self._unclaimed.remove(share)
        self._claimed.remove(share)

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._files.pop(path, None)


class Counted:
    """A body's `receive`, counted as it comes. `refusal` says why no more of it may; then it ends as if the client
    had gone."""

    def __init__(self, receive: Receive, uploads: Uploads, address: str) -> None:
        self.refusal: RateLimited | None = None
        self.came = 0
        self._receive = receive
        self._uploads = uploads
        self._waits: anyio.CancelScope | None = None
        self._share = uploads.begin(address, self._end)

    async def __call__(self) -> Message:
        with anyio.CancelScope() as self._waits:
            message = await self._receive()
        ended, self._waits = self._waits.cancelled_caught, None
        if not ended:
            body = message.get("body", b"")
            self.came += len(body)
            if self._uploads.take(self._share, len(body)):
                return message
        self.refusal = RateLimited(
            "Too many photos are waiting to be looked at. Please try again in a moment.", retry_after=60
        )
        return {"type": "http.disconnect"}

    def settle(self, files: list[Path]) -> None:
        """The body is over; these files are what is left of it."""
        self._uploads.settle(self._share, files)

    def _end(self) -> None:
        if self._waits:
            self._waits.cancel()
