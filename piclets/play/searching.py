"""The one search of the Dex: by names, aliases, creatures, attributes, types and discoverers; near misses; and sense.

What is typed is looked for as it is. Where nothing has it, the words that may have been meant are tried; and
sight says which things the words may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from piclets.errors import PicletsError
from piclets.ledger.dex import DexPage, DexQueries, Search, spoken_words
from piclets.ledger.owned import OwnedQueries
from piclets.ledger.queries import Queries
from piclets.play import answers
from piclets.search.catalogues import Hit
from piclets.search.metadata import PICTURE_FIELDS
from piclets.search.recognition import Recogniser
from piclets.search.sight import Sight
from piclets.search.spelling import Spelling

MAX_TRIED: Final = 4
MEANT: Final = 6
MIN_MEANT: Final = 0.3

Json = dict[str, Any]


class Searching:
    """Methods raise StorageUnavailable."""

    def __init__(
        self,
        dex: DexQueries,
        owned: OwnedQueries,
        queries: Queries,
        spelling: Spelling,
        sight: Sight,
        recogniser: Recogniser,
    ) -> None:
        self._dex = dex
        self._owned = owned
        self._queries = queries
        self._recogniser = recogniser
        self._spelling = spelling
        self._sight = sight

    def dex(self, search: Search, size: int, base_url: str) -> Json:
        """A page of the objects that a search finds, each by its canonical, and how many there are in all.

        `meant` is the text that was searched for instead, None where it was the very one; `like` are results of
        sight, as the contract's part 7 shows them, for words that nothing has.
        """
        page, meant = self._page(search, size), None
        if not page.found and search.text.strip():
            meant, page = self._nearly(search, size, page)
        return {
            "objects": [answers.in_dex(shown, base_url) for shown in page.shown],
            "found": page.found,
            "meant": meant,
            "like": [] if page.found or not search.text.strip() else self._meaning(search.text),
        }

    def owned(self, sub: str, search: Search, size: int, base_url: str) -> Json:
        """A page of what a search finds among a player's own Piclets, and how many there are in all."""
        at = search.page * size
        if search == Search(page=search.page):
            standing, finds = self._queries.standing_and_collection(sub, size, at)
            found = standing.piclets if standing else 0
        else:
            ids = self._owned.found(sub, search, self._creatures(search.text))
            finds, found = self._queries.finds_of(sub, ids[at : at + size]), len(ids)
        return {"piclets": [answers.collected(find, base_url) for find in finds], "found": found}

    def near(self, text: str) -> list[str]:
        """Texts that may have been meant, likeliest first; those that find something only."""
        return [tried for tried in self._instead(text) if self._page(Search(tried), 1).found]

    def like(self, type_id: str) -> list[Json]:
        """Piclets whose creatures look like this one's."""
        return [pictured(hit) for hit in self._sight.like(type_id, MEANT)]

    def entry_of(self, object_name: str) -> Json | None:
        """The entry of a catalogue that an object is named after: `catalogue`, `image`, and `fields` as pairs."""
        found = self._recogniser.entry_of(object_name)
        if found is None:
            return None
        catalogue, row = found
        fields = [
            (name, value)
            for name, value in row.fields.items()
            if isinstance(value, str | int | float) and "://" not in str(value) and name not in PICTURE_FIELDS
        ]
        return {"catalogue": catalogue.name, "image": catalogue.address_of(row), "fields": fields}

    def _page(self, search: Search, size: int) -> DexPage:
        return self._dex.page(search, size, self._creatures(search.text))

    def _creatures(self, text: str) -> dict[str, Sequence[str]]:
        return {word: self._spelling.creatures(word) for word in spoken_words(text)}

    def _nearly(self, search: Search, size: int, nothing: DexPage) -> tuple[str | None, DexPage]:
        for tried in self._instead(search.text):
            page = self._page(replace(search, text=tried), size)
            if page.found:
                return tried, page
        return None, nothing

    def _instead(self, text: str) -> list[str]:
        """The text with the words that are not known replaced by what they are near to."""
        words = spoken_words(text)
        near = {word: self._spelling.near(word) for word in words}
        tries = [
            " ".join(near[word][at] if at < len(near[word]) else (near[word] or [word])[0] for word in words)
            for at in range(max((len(each) for each in near.values()), default=0))
        ]
        return list(dict.fromkeys(tried for tried in tries if tried != " ".join(words)))[:MAX_TRIED]

    def _meaning(self, text: str) -> list[Json]:
        try:
            hits = self._sight.by_text(text, MEANT, "piclets").hits
        except PicletsError:
            return []  # sight is off, or looks for the first time
        return [pictured(hit) for hit in hits if hit.fields["similarity_score"] >= MIN_MEANT]


def pictured(hit: Hit) -> Json:
    """A result of the game as the pages show it."""
    return {**hit.fields, "imageUrl": hit.image}
