"""Feeds of discoveries, for readers that come by again and again: of the game, of a player, of an object."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from piclets.domain.records import Entry
from piclets.errors import Missing
from piclets.ledger.feeds import Discoveries, FeedQueries

MAX_ENTRIES: Final = 50

IDS: Final = uuid.UUID("5f2f6c1e-6d0b-5f0e-9a38-0d1c3e7a9b42")
"""The namespace of feeds' ids: made up once, never to be changed."""


@dataclass(frozen=True)
class Feed:
    """`path` is the feed's own address, `page` that of the page it is about; both begin with a slash."""

    title: str
    path: str
    page: str
    discoveries: Discoveries

    @property
    def id(self) -> str:
        """The same for ever, whatever the player or object is called and wherever the game is served."""
        return _urn(self.discoveries.game, "feed", self.discoveries.of)

    def id_of(self, entry: Entry) -> str:
        """Of a discovery: the same in every feed of the game."""
        return _urn(self.discoveries.game, "piclet", entry.type_id)


class Feeds:
    """`normalized` is what a spelling of an object stands for. Methods raise StorageUnavailable."""

    def __init__(self, queries: FeedQueries, normalized: Callable[[str], str]) -> None:
        self._queries = queries
        self._normalized = normalized

    def of_everyone(self) -> Feed:
        return Feed("Piclets: discoveries", "/feed.atom", "/", self._queries.of_everyone(MAX_ENTRIES))

    def of_player(self, username: str) -> Feed:
        """Raises Missing."""
        found = self._queries.of_player(username, MAX_ENTRIES)
        name = quote(found.name, safe="")
        return Feed(f"Piclets: discoveries by {found.name}", f"/feeds/players/{name}.atom", f"/?player={name}", found)

    def of_object(self, spelling: str) -> Feed:
        """Raises Missing, InvalidRequest."""
        found = self._queries.of_object(self._normalized(spelling), MAX_ENTRIES)
        if found is None:
            raise Missing("This has not been discovered yet. You could be the first!")
        name = quote(found.name, safe="")
        title = f"Piclets: {found.name.replace('_', ' ')}"
        return Feed(title, f"/feeds/objects/{name}.atom", f"/?object={name}", found)


def _urn(*parts: str) -> str:
    return uuid.uuid5(IDS, "\n".join(parts)).urn
