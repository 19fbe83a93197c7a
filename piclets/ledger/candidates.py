"""Objects that a text may be about: what the concept model is shown, so that one thing keeps one name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import Connection, select, union_all

from piclets.domain.names import NothingLeft, normalize
from piclets.ledger.database import Database
from piclets.ledger.schema import aliases, objects, words

MAX_CANDIDATES = 20
MAX_WORDS = 120
MAX_PHRASE = 3

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
    found = {row.name: row.name for row in connection.execute(select(objects.c.name).where(objects.c.name.in_(keys)))}
    leads = connection.execute(select(aliases.c.alias, aliases.c.object_name).where(aliases.c.alias.in_(keys)))
    found.update({row.alias: row.object_name for row in leads})
    return [found[key] for key in keys if key in found]


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
    newest = [
        select(
            select(words.c.object_name)
            .where(words.c.word == word)
            .order_by(words.c.seq.desc())
            .limit(MAX_CANDIDATES)
            .subquery()
        )
        for word in dict.fromkeys(spoken)
        if len(word) > 2
    ]
    if not newest:
        return []
    shared = Counter(row.object_name for row in connection.execute(union_all(*newest)))
    return [name for name, _ in shared.most_common(MAX_CANDIDATES)]
