"""Uploads within a budget: what no call has claimed may take so much of the disk, and not more.

Gradio takes in what comes, as fast as it comes. Here every byte is counted as it arrives, by the client's address; an
upload is claimed by the first scan of a verified player that reads it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qs

from gradio.routes import file_upload_statuses
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.addresses import client_address
from piclets.api.surface.bodies import refuse
from piclets.errors import ImageTooLarge, InvalidRequest, PicletsError, RateLimited
from piclets.images.sweeping import sweep_uploads

MAX_UPLOAD_BYTES: Final = 32 * 1024 * 1024
MULTIPART_OVERHEAD_BYTES: Final = 64 * 1024
MAX_UNCLAIMED_BYTES: Final = 256 * 1024 * 1024
MAX_FILES: Final = 10
"""In one upload: each is an open file while it comes."""
LEAST_BYTES: Final = 4096
"""What a file counts at least; it takes a block and a folder of the disk."""
KEPT_S: Final = 3600.0
KEPT_BYTES: Final = 2 * 1024**3
PRESSED_S: Final = 120.0
"""Unclaimed files that are older than this make place for new ones when the budget is spent,"""
FAIR_S: Final = 10.0
"""and those of the address that has the most in it already after this."""
PROGRESS_KEPT_S: Final = 30.0


@dataclass
class _Unclaimed:
    address: str
    size: int
    at: float


class Uploads:
    """The files in the upload folder that nobody has claimed. From any thread. `clock` counts seconds of the epoch,
    as the times of files do."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._files: dict[Path, _Unclaimed] = {}
        self._coming: Counter[str] = Counter()
        self._lock = Lock()

    def unclaimed(self) -> int:
        """Bytes that are there, and that are just coming."""
        with self._lock:
            return self._total()

    def take(self, address: str, size: int) -> bool:
        """Whether `size` more bytes of an upload may come."""
        with self._lock:
            if self._total() + size > MAX_UNCLAIMED_BYTES:
                self._make_place(address, size)
            if self._total() + size > MAX_UNCLAIMED_BYTES:
                return False
            self._coming[address] += size
            return True

    def settle(self, address: str, came: int, files: list[Path]) -> None:
        """An upload of `came` bytes is over; these files are what it left."""
        with self._lock:
            self._coming[address] -= came
            if not self._coming[address]:
                del self._coming[address]
            for path in files:
                try:
                    size = path.stat().st_size
                except OSError:
                    continue
                self._files[path] = _Unclaimed(address, max(size, LEAST_BYTES), self._clock())

    def claim(self, path: Path) -> None:
        """A verified player's scan reads this file."""
        with self._lock:
            self._files.pop(path, None)

    def sweep(self) -> None:
        """Delete what is old, of all files in the folder, and forget what is not there any more."""
        sweep_uploads(self._folder, self._clock(), KEPT_S, KEPT_BYTES)
        with self._lock:
            self._files = {path: file for path, file in self._files.items() if path.exists()}

    def _total(self) -> int:
        return self._coming.total() + sum(file.size for file in self._files.values())

    def _make_place(self, address: str, size: int) -> None:
        now = self._clock()
        of_address = Counter(self._coming)
        for file in self._files.values():
            of_address[file.address] += file.size
        heaviest = max(of_address, key=of_address.__getitem__, default=address)
        for path, file in sorted(self._files.items(), key=lambda entry: entry[1].at):
            if self._total() + size <= MAX_UNCLAIMED_BYTES:
                return
            age = now - file.at
            if age > PRESSED_S or (file.address == heaviest != address and age > FAIR_S):
                path.unlink(missing_ok=True)
                del self._files[path]


class UploadDoor:
    """Middleware for the upload routes at `paths`."""

    def __init__(self, app: ASGIApp, *, uploads: Uploads, paths: frozenset[str]) -> None:
        self._app = app
        self._uploads = uploads
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self._paths and scope["method"] == "POST":
            try:
                await _Upload(self._app, self._uploads, scope, receive, send).run()
            finally:
                _forget_later(scope)
        elif scope["type"] == "http" and scope["path"].endswith("/gradio_api/upload_progress"):
            try:
                await self._app(scope, receive, send)
            finally:
                _forget_later(scope)
        else:
            await self._app(scope, receive, send)


class _Upload:
    """One upload on its way to Gradio."""

    def __init__(self, app: ASGIApp, uploads: Uploads, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = app
        self._uploads = uploads
        # Uncompressed, so that the names of the files can be read in the answer.
        self._scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        self._receive = receive
        self._send = send
        self._address = client_address(scope)
        self._came = 0
        self._parts = 0
        self._tail = b""
        self._refusal: PicletsError | None = None
        self._gone = False
        self._answer = bytearray()

    async def run(self) -> None:
        declared = Headers(scope=self._scope).get("content-length", "")
        too_large = declared.isascii() and declared.isdigit() and int(declared[:20]) > _most()
        if too_large:
            await refuse(_too_large())(self._scope, self._receive, self._send)
            return
        try:
            await self._app(self._scope, self._read, self._tell)
        finally:
            self._uploads.settle(self._address, self._came, self._stored())
        if self._gone:
            raise ClientDisconnect
        if self._refusal:
            await refuse(self._refusal)(self._scope, self._receive, self._send)

    async def _read(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._gone = True
        else:
            self._refusal = self._refusal_of(message.get("body", b""))
        if self._gone or self._refusal:
            # Of all that can end an upload, this alone makes Gradio delete what it has stored of it.
            raise MultiPartException("The upload has ended early.")
        return message

    def _refusal_of(self, chunk: bytes) -> PicletsError | None:
        seen = self._tail + chunk
        self._parts += seen.count(b"filename")
        self._tail = seen[-len(b"filename") + 1 :]
        if self._parts > MAX_FILES:
            return InvalidRequest(f"Please upload at most {MAX_FILES} files at once.")
        if self._came + len(chunk) > _most():
            return _too_large()
        if not self._uploads.take(self._address, len(chunk)):
            return RateLimited(
                "Very many photos are waiting to be scanned. Please try again in a moment.", retry_after=60
            )
        self._came += len(chunk)
        return None

    async def _tell(self, message: Message) -> None:
        if self._gone or self._refusal:
            return  # what Gradio says of it is said in the contract's words
        if message["type"] == "http.response.body" and len(self._answer) < MULTIPART_OVERHEAD_BYTES:
            self._answer += message.get("body", b"")
        await self._send(message)

    def _stored(self) -> list[Path]:
        """The files that Gradio says it has stored."""
        try:
            stored: Any = json.loads(self._answer or b"[]")
        except ValueError:
            return []
        return [Path(path) for path in stored if isinstance(path, str)] if isinstance(stored, list) else []


def _too_large() -> ImageTooLarge:
    return ImageTooLarge(f"An upload has at most {MAX_UPLOAD_BYTES // 1024**2} MB.")


def _most() -> int:
    return MAX_UPLOAD_BYTES + MULTIPART_OVERHEAD_BYTES


def _forget_later(scope: Scope) -> None:
    """Gradio keeps each name of an upload whose progress anyone has asked for, for ever."""
    for name in parse_qs(scope["query_string"].decode("latin-1")).get("upload_id", []):
        asyncio.get_running_loop().call_later(PROGRESS_KEPT_S, _forget, name)


def _forget(upload_id: str) -> None:
    file_upload_statuses._statuses.pop(upload_id, None)
    file_upload_statuses._signals.pop(upload_id, None)
