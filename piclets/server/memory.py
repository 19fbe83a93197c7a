"""What this process has freed goes back to the system, and what it holds for good is not looked through."""

from __future__ import annotations

import ctypes
import gc
import platform
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of mallopt(3)."""

ARENAS: Final = 2
LARGE_BYTES: Final = 512 * 1024
"""From here on a block is the system's own, and goes back when it is freed. Larger than most that a scan works with:
with half of it a scan costs a quarter more, for fresh pages."""
KEPT_FREE_BYTES: Final = 4 * 1024 * 1024
YOUNG_OBJECTS: Final = 5_000
"""So many are made before they are looked through. Python's own 700 are there some thirty times in a scan."""


def give_back_what_is_freed() -> None:
    """Set up the C library's allocator, before there are threads.

    By itself glibc gives each thread a heap of its own, and after the first picture puts blocks of up to 32 MB into
    these: a handful of strangers' photos left hundreds of megabytes in them, freed and never given back. Set by hand,
    its thresholds stay. Other C libraries do not do this.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    library = ctypes.CDLL(None)
    for name, value in (
        (_ARENA_MAX, ARENAS),
        (_MMAP_THRESHOLD, LARGE_BYTES),
        (_TRIM_THRESHOLD, KEPT_FREE_BYTES),
    ):
        library.mallopt(name, value)


def leave_what_stays() -> None:
    """Let the garbage collector work, but not on what is there now: modules, applications, tables of words.

    To look through all of that takes a third of a second, in which no thread runs, and it is done again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()
