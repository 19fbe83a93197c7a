"""A tiny model of CLIP's kind: eight colours, six shapes. Made by training/sight/tiny_clip.py."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
