"""The C library gives back what was freed, and Python's collector has little to look through: by their own accounts.

In a process of its own.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

_CHILD = """
import ctypes
from piclets.server import running

class Stop(Exception): pass
def stop(): raise Stop
running.start_logging = stop  # what comes after the allocator's set-up
try:
    running.serve(None)
except Stop:
    pass

class Info(ctypes.Structure):
    _fields_ = [(f"f{at}", ctypes.c_size_t) for at in range(10)]
library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
library.malloc.restype = ctypes.c_void_p
library.malloc.argtypes = [ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
library.free(library.malloc(30 << 20))  # a picture: from here on glibc would keep smaller ones in its heaps
before = library.mallinfo2().f4
block = library.malloc(20 << 20)
print(library.mallinfo2().f4 - before >= 20 << 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library's allocator")
def test_a_picture_does_not_make_the_allocator_keep_the_next_one() -> None:
    root = Path(__file__).parents[1]
    child = subprocess.run([sys.executable, "-c", _CHILD], cwd=root, capture_output=True, text=True, check=True)
    assert child.stdout.strip() == "True"


_SERVED = """
import gc, sys
gc.disable()  # as app.py does
from piclets.settings import Settings, prepare_environment

settings = Settings.model_validate({"PICLETS_DATA_DIR": sys.argv[1], "GRADIO_SERVER_PORT": 0})
prepare_environment(settings)
import uvicorn
def look(*_, **__):
    print(f"while serving {gc.isenabled() and gc.get_freeze_count() > 10 * len(gc.get_objects())}")
uvicorn.Server.run = look
from piclets.server.running import serve
serve(settings)
"""


def test_what_stays_is_not_looked_through_again_and_again(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    child = subprocess.run(
        [sys.executable, "-c", _SERVED, str(tmp_path / "data")], cwd=root, capture_output=True, text=True, check=True
    )
    assert "while serving True" in child.stdout
