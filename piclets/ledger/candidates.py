"""Objects that a text may be about: what the concept model is shown, so that one thing keeps one name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection, String, bindparam, select, union_all

from piclets.domain.names import NothingLeft, normalize
from piclets.ledger.database import Database
from piclets.ledger.prepared import Prepared
from piclets.ledger.schema import aliases, objects, words

MAX_CANDIDATES = 20
MAX_WORDS = 120
MAX_PHRASE = 3
KEPT = 64
"""Queries that are kept built: one for each number of words."""

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
# No name begins or ends with one of these, and most phrases of a caption do: their keys need not be computed.
_BETWEEN_NAMES = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "in", "into", "is", "it",
    "its", "of", "on", "or", "over", "that", "the", "their", "there", "this", "to", "under", "very", "was", "with",
})  # fmt: skip


class Candidates:
    """Full-text search over names, aliases and attributes, by index look-ups alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def suggested_by(self, text: str) -> list[str]:
        """At most 20 names of objects: those that the text names first, then those that share most words with it."""
        spoken = _WORD.findall(text.lower())[:MAX_WORDS]
        if not spoken:
            return []
        with self._database.read() as connection:
            named = _named(connection, spoken)
            related = _related(connection, spoken)
        return list(dict.fromkeys((*named, *related)))[:MAX_CANDIDATES]


def _named(connection: Connection, spoken: list[str]) -> list[str]:
    """Objects whose name or alias is in the text, longer phrases first."""
    keys = list(dict.fromkeys(_phrases(spoken)))
    if not keys:
        return []
    leads = _leads(len(keys)).rows(connection, **_numbered(keys))
    found = {row["name"]: row["object_name"] for row in leads}
    return [found[key] for key in keys if key in found]


@lru_cache(KEPT)
def _leads(count: int) -> Prepared:
    """The objects that so many names are, or lead to."""
    names = [bindparam(name, type_=String) for name in _numbered(range(count))]
    return Prepared(
        union_all(
            select(objects.c.name, objects.c.name.label("object_name")).where(objects.c.name.in_(names)),
            select(aliases.c.alias, aliases.c.object_name).where(aliases.c.alias.in_(names)),
        )
    )


def _numbered(values: Iterable[T]) -> dict[str, T]:
    return {f"asked_{at}": value for at, value in enumerate(values)}


def _phrases(spoken: list[str]) -> Iterator[str]:
    for length in range(MAX_PHRASE, 0, -1):
        for start in range(len(spoken) - length + 1):
            phrase = spoken[start : start + length]
            if phrase[0] in _BETWEEN_NAMES or phrase[-1] in _BETWEEN_NAMES:
                continue
            with suppress(NothingLeft):
                yield normalize(" ".join(phrase)).name


def _related(connection: Connection, spoken: list[str]) -> list[str]:
    """Objects by how many of the text's words they share; of a common word only its newest objects count."""
    asked = [word for word in dict.fromkeys(spoken) if len(word) > 2]
    if not asked:
        return []
    shared = Counter(row["object_name"] for row in _newest(len(asked)).rows(connection, **_numbered(asked)))
    return [name for name, _ in shared.most_common(MAX_CANDIDATES)]


@lru_cache(KEPT)
def _newest(count: int) -> Prepared:
    """The newest objects of each of so many words."""
    return Prepared(
        union_all(
            *(
                select(
                    select(words.c.object_name)
                    .where(words.c.word == bindparam(name))
                    .order_by(words.c.seq.desc())
                    .limit(MAX_CANDIDATES)
                    .subquery()
                )
                for name in _numbered(range(count))
            )
        )
    )
