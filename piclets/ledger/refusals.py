"""Concepts that were refused for a word of the game's own list, and the words that the operator has allowed since.

A list of words cannot know every plant and dish. What it refuses is kept for the console, without a player; an
allowed word holds on all servers of the ledger, and the refused photo becomes a Piclet when it is scanned again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Connection

from piclets.ledger.database import Database
from piclets.ledger.statements import get_meta, put_meta

MAX_REFUSALS: Final = 50
MAX_ALLOWED: Final = 500
_REFUSED: Final = "refused_words"
_ALLOWED: Final = "allowed_words"


@dataclass(frozen=True)
class Refusal:
    """`words` are those of the list, as it knows them; `object_name` and `name` are what a model wrote."""

    at: str
    photo: str
    object_name: str
    name: str
    words: tuple[str, ...]


class Refusals:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, refusal: Refusal) -> None:
        """Keep a refusal among the newest; a photo's own earlier one is replaced."""
        with self._database.write() as connection:
            others = [known for known in _refusals(connection) if known.photo != refusal.photo]
            _put(connection, _REFUSED, [asdict(each) for each in [refusal, *others][:MAX_REFUSALS]])

    def newest(self) -> list[Refusal]:
        """Refusals that still stand, newest first."""
        with self._database.read() as connection:
            allowed = set(_got(connection, _ALLOWED))
            return [each for each in _refusals(connection) if not allowed.issuperset(each.words)]

    def allow(self, word: str) -> None:
        """Let a word be part of names from now on."""
        with self._database.write() as connection:
            words = dict.fromkeys([word, *_got(connection, _ALLOWED)])
            _put(connection, _ALLOWED, list(words)[:MAX_ALLOWED])

    def are_allowed(self, words: Sequence[str]) -> bool:
        """Whether there are words, and each of them has been allowed."""
        if not words:
            return False
        with self._database.read() as connection:
            return set(_got(connection, _ALLOWED)).issuperset(words)


def _refusals(connection: Connection) -> list[Refusal]:
    return [Refusal(**each | {"words": tuple(each["words"])}) for each in _got(connection, _REFUSED)]


def _got(connection: Connection, name: str) -> list[Any]:
    found: list[Any] = json.loads(get_meta(connection, name) or "[]")
    return found


def _put(connection: Connection, name: str, values: list[Any]) -> None:
    put_meta(connection, **{name: json.dumps(values)})
