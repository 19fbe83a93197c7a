"""Searching: by a picture or by words, in one of the catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from piclets.errors import InvalidRequest, Missing, ServiceUnavailable
from piclets.images.intake import picture_of
from piclets.search.answers import ListedCatalogue, StatsAnswer
from piclets.search.catalogues import MAX_QUERY_CHARS, Catalogue, Hit, PictureFile
from piclets.search.game import NAME as GAME
from piclets.search.game import GameCatalogue


@dataclass(frozen=True)
class Results:
    """What a search found, best first."""

    catalogue: str
    model: str
    hits: list[Hit]


class Sight:
    """The catalogues by name. Methods block; they raise Missing for a catalogue that there is not."""

    def __init__(self, catalogues: Iterable[Catalogue], default: str) -> None:
        self._catalogues = {each.name: each for each in catalogues}
        self._default = default

    def add(self, catalogue: Catalogue) -> None:
        """A catalogue that has come since, or in place of one of its name."""
        self._catalogues = {**self._catalogues, catalogue.name: catalogue}

    def by_picture(self, data: bytes, k: int, catalogue: str | None) -> Results:
        """Search by a picture as it was uploaded. Nothing of it is kept. Raises InvalidImage, ImageTooLarge too."""
        chosen = self.catalogue(catalogue)
        return Results(chosen.name, chosen.model, chosen.by_picture(picture_of(data), k))

    def by_text(self, text: str, k: int, catalogue: str | None) -> Results:
        """Search by words. Raises InvalidRequest for no words, or over 500 characters."""
        chosen = self.catalogue(catalogue)
        said = " ".join(text.split())
        if not said:
            raise InvalidRequest("Please say in `query` what you are looking for.")
        if len(text) > MAX_QUERY_CHARS:
            raise InvalidRequest(f"`query` has at most {MAX_QUERY_CHARS} characters.")
        return Results(chosen.name, chosen.model, chosen.by_text(said, k))

    def picture(self, entry_id: str, catalogue: str | None) -> PictureFile:
        """An entry's picture. Raises Missing."""
        found = self.catalogue(catalogue).picture(entry_id)
        if found is None:
            raise Missing("There is no such picture here.")
        return found

    def like(self, type_id: str, k: int) -> list[Hit]:
        """Other Piclets whose creatures look like this one's; none where the game is not searched."""
        own = self.game()
        return own.like(type_id, k) if own else []

    def reads(self) -> bool:
        """Whether sight can tell what a photo shows."""
        own = self.game()
        return own is not None and own.reads

    def game(self) -> GameCatalogue | None:
        """The game's own catalogue; None where sight is off."""
        own = self._catalogues.get(GAME)
        return own if isinstance(own, GameCatalogue) else None

    def stats(self, catalogue: str | None) -> StatsAnswer:
        """A catalogue in numbers."""
        chosen = self.catalogue(catalogue)
        return StatsAnswer.of(chosen.name, chosen.stats())

    def catalogues(self) -> tuple[ListedCatalogue, ...]:
        """What can be searched, the default first."""
        ordered = sorted(self._catalogues.values(), key=lambda each: (each.name != self._default, each.name))
        return tuple(ListedCatalogue(**dict(each.state()), default=each.name == self._default) for each in ordered)

    def catalogue(self, name: str | None) -> Catalogue:
        """A catalogue by its name; the default one for none. Raises Missing, ServiceUnavailable."""
        if not self._catalogues:
            raise ServiceUnavailable("This server searches nothing (PICLETS_SIGHT=off).")
        found = self._catalogues.get(name or self._default)
        if found is None:
            raise Missing("There is no such catalogue. `GET /api/catalogues` says what there is.")
        return found
