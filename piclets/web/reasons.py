"""Why a Piclet may be reported, in the visitor's words."""

from __future__ import annotations

from typing import Final

from piclets.ledger.reports import Reason

REASON_WORDS: Final[tuple[tuple[Reason, str], ...]] = (
    ("offensive", "It is offensive or hateful"),
    ("private", "It shows something private"),
    ("wrong object", "It is not the thing it is named for"),
    ("copied", "It copies an existing character"),
    ("other", "Something else"),
)
