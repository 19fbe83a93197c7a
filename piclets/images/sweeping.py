"""Keeps the upload folder from growing: what is old goes, and then what is too much."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

SPARED_S: Final = 900.0


def sweep_uploads(
    folder: Path, now: float, max_age_s: float, max_total_bytes: int, *, spared_s: float = SPARED_S
) -> int:
    """Delete uploads older than `max_age_s`, then the oldest ones until `max_total_bytes` are left.

    `now` is in seconds since the epoch. Identical uploads share one path, and a scan may still be waiting to read
    its photo: what is younger than `spared_s` is never deleted. Returns how many files went.
    """
    uploads = sorted(_files_under(folder), key=lambda upload: upload[1])
    total = sum(size for _, _, size in uploads)
    deleted = 0
    for path, modified, size in uploads:
        age = now - modified
        if age < spared_s or (age <= max_age_s and total <= max_total_bytes):
            break  # the oldest come first
        deleted += _delete(path, modified)
        total -= size
    _remove_empty_folders(folder, before=now - spared_s)
    return deleted


def _files_under(folder: Path) -> Iterator[tuple[Path, float, int]]:
    """Regular files with their modification time and size; what vanishes meanwhile is left out."""
    for parent, _, names in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            try:
                status = path.lstat()
            except FileNotFoundError:
                continue
            if S_ISREG(status.st_mode):
                yield path, status.st_mtime, status.st_size


def _delete(path: Path, modified: float) -> bool:
    """Unless it has gone, or been uploaded again, since it was listed."""
    try:
        if path.lstat().st_mtime != modified:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _remove_empty_folders(folder: Path, before: float) -> None:
    """Only such as were left alone since `before`: Gradio makes a folder a moment before it fills it."""
    for parent, names, _ in os.walk(folder, topdown=False):
        for path in (Path(parent, name) for name in names):
            try:
                if path.lstat().st_mtime < before:
                    path.rmdir()
            except OSError:
                continue  # not empty, gone, or a link
