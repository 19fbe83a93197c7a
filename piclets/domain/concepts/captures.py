"""How a photo was taken, as a model says: of the thing itself, or of a picture of it (contract, part 5)."""

from __future__ import annotations

import re
from typing import Final, get_args

from piclets.domain.photo import Capture

MAX_SAID: Final = 200
_WORD: Final = re.compile(r"\b(?:" + "|".join(get_args(Capture)) + r")\b")


def read_capture(body: str) -> Capture | None:
    """The first of the four words; None where none stands there."""
    found = _WORD.search(body[:MAX_SAID].casefold())
    return next((each for each in get_args(Capture) if found and each == found[0]), None)
