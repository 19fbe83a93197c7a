"""Reads each file of a folder as a photo, in a process of its own, and says what that cost.

`python -m tests.reading_uploads FOLDER` prints one JSON object: `read` and `refused` (file names),
`peak_mib` (how much the peak of the process's memory rose), `kept_mib` (how much stayed).
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path

from PIL import Image

from piclets.errors import InvalidImage
from piclets.images.intake import MAX_CLEAN_SIDE, read_photo

ADDRESS_SPACE = 6 << 30


def main(folder: Path) -> dict[str, object]:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    uploads = sorted(folder.iterdir())
    _warm_up(uploads)
    peak, kept = _peak_mib(), _kept_mib()
    read: list[str] = []
    refused: list[str] = []
    for path in uploads:
        (read if _is_photo(path) else refused).append(path.name)
    return {
        "read": read,
        "refused": refused,
        "peak_mib": _peak_mib() - peak,
        "kept_mib": _kept_mib() - kept,
    }


def _warm_up(uploads: list[Path]) -> None:
    """Every decoder loaded, its tables made."""
    for path in [path for path in uploads if not path.name.startswith("bomb")][::20]:
        _is_photo(path)


def _is_photo(path: Path) -> bool:
    try:
        photo = read_photo(path, path.name)
    except InvalidImage:
        return False
    clean = Image.open(io.BytesIO(photo.jpeg))
    assert clean.format == "JPEG"
    assert clean.mode == "RGB"
    assert max(clean.size) <= MAX_CLEAN_SIDE
    clean.load()
    return True


def _peak_mib() -> float:
    """Of this program alone: getrusage's figure begins with that of the process that started it."""
    return _status_mib("VmHWM")


def _kept_mib() -> float:
    return _status_mib("VmRSS")


def _status_mib(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
