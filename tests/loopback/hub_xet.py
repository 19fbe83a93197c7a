"""Files that a client stored through Xet in a folder (`local://`), found again by their SHA-256.

The client tells the Hub a file's SHA-256 only; which Xet file that is stands in the shards it wrote. Layout of a
shard: 48 bytes of header; then file entries of 48 bytes each: a header (hash, u32 flags, u32 segments), the
segments, as many verifications (flag bit 31), one metadata entry with the SHA-256 (flag bit 30). A hash is four
little-endian u64, written in hex as numbers. A header of all ones ends the list.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from hf_xet import XetFileInfo, XetSession  # type: ignore[import-untyped]  # publishes no types

ENTRY = 48
FAR_AWAY = 4_000_000_000


class XetStore:
    """`url` is what the Hub answers as the address of the content store."""

    def __init__(self, folder: Path) -> None:
        self.url = f"local://{folder}"
        self._shards = folder / "xet" / "xorbs" / "shards"
        self._out = folder / "out"
        self._read: set[Path] = set()
        self._hashes: dict[str, str] = {}
        with self._downloads():
            pass  # which makes the store: a client that is killed while it does leaves one that nobody can open

    def content(self, sha256: str, size: int) -> bytes | None:
        """A stored file's bytes; None where no shard knows it. Blocking."""
        if sha256 not in self._hashes:
            self._read_shards()
        if sha256 not in self._hashes:
            return None
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / sha256
        info = XetFileInfo(self._hashes[sha256], size)
        with self._downloads() as group:
            group.start_download_file(info, str(path))
        return path.read_bytes()

    def _downloads(self) -> Any:
        return XetSession().new_file_download_group(
            endpoint=self.url, token="loopback", token_expiry_unix_secs=FAR_AWAY
        )

    def _read_shards(self) -> None:
        for path in set(self._shards.glob("*.mdb")) - self._read:
            self._hashes |= _files_of(path.read_bytes())
            self._read.add(path)


def _files_of(shard: bytes) -> dict[str, str]:
    """Xet hash by SHA-256."""
    found: dict[str, str] = {}
    place = ENTRY
    while shard[place : place + 32] != b"\xff" * 32:
        flags, segments = struct.unpack_from("<II", shard, place + 32)
        verifications = segments if flags >> 31 & 1 else 0
        metadata = place + ENTRY * (1 + segments + verifications)
        if flags >> 30 & 1:
            found[_hash(shard, metadata)] = _hash(shard, place)
        place = metadata + ENTRY * (flags >> 30 & 1)
    return found


def _hash(data: bytes, place: int) -> str:
    return "".join(f"{word:016x}" for word in struct.unpack_from("<4Q", data, place))
