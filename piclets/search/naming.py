"""What the entries of a catalogue are called as things of the game."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from piclets.domain.names import NothingLeft, normalize

_FIELD = re.compile(r"\{(\w+)\}")


def called(template: str | None, fields: Mapping[str, Any]) -> str:
    """An entry's name by a template such as "{album_name}, album by {artist}"; "" where a field is missing.

    A template names fields, and nothing else of them: it is no format string of Python's.
    """
    if template is None:
        return ""
    named = [match[1] for match in _FIELD.finditer(template)]
    if any(fields.get(name) in (None, "") for name in named):
        return ""
    return _FIELD.sub(lambda match: str(fields[match[1]]), template)


def thing_of(template: str | None, fields: Mapping[str, Any]) -> str | None:
    """The normalized name of the object that an entry becomes; None for none."""
    try:
        return normalize(called(template, fields)).name
    except NothingLeft:
        return None
