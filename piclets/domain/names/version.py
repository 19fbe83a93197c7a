"""The version of the rules by which other names lead to an object."""

from __future__ import annotations

from typing import Final

NAMES_VERSION: Final = 4
"""Raise it when `spellings` or `synonyms` know more than before: the objects there are learn it at the next start."""
