"""What can be searched. The game itself is one catalogue; the others are folders of pictures with their metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from PIL import Image

from piclets.search.answers import CatalogueState, FacetValue, NumberRange, Statistics

Json = dict[str, Any]

MAX_RESULTS: Final = 50
MAX_QUERY_CHARS: Final = 500
TOLD_VALUES: Final = 10


@dataclass(frozen=True)
class Hit:
    """An entry that was found: its fields as the contract shows them, and its picture's address on this server."""

    fields: Json
    image: str


@dataclass(frozen=True)
class PictureFile:
    """A file of this machine that may be shown to everyone."""

    path: Path
    media_type: str


class Catalogue(Protocol):
    """Methods block; they raise ServiceUnavailable while the catalogue is not ready, and StorageUnavailable."""

    name: str

    @property
    def model(self) -> str:
        """By what it is searched."""

    def by_picture(self, image: Image.Image, k: int) -> list[Hit]:
        """At most `k` entries that look like an RGB picture, best first."""

    def by_text(self, text: str, k: int) -> list[Hit]:
        """At most `k` entries that a text means, best first."""

    def picture(self, entry_id: str) -> PictureFile | None:
        """An entry's picture; None where there is no such entry, or no picture of it here."""

    def stats(self) -> Statistics:
        """It in numbers."""

    def state(self) -> CatalogueState:
        """What it is searched by, and how much of it is ready."""


def count_up(entries: Iterable[Mapping[str, Any]], facets: Iterable[str], numbers: Iterable[str]) -> Statistics:
    """Statistics of entries: per facet its most frequent values, per number its least, greatest and mean."""
    values: dict[str, Counter[Any]] = {name: Counter() for name in facets}
    ranges: dict[str, list[float]] = {name: [] for name in numbers}
    total = 0
    for entry in entries:
        total += 1
        for name, counter in values.items():
            if entry.get(name) is not None:
                counter[entry[name]] += 1
        for name, found in ranges.items():
            if entry.get(name) is not None:
                found.append(entry[name])
    return Statistics(
        total=total,
        facets={
            name: tuple(FacetValue(value=value, count=count) for value, count in most(counter))
            for name, counter in values.items()
        },
        numbers={
            name: NumberRange(least=min(found), greatest=max(found), mean=round(sum(found) / len(found), 4))
            for name, found in ranges.items()
            if found
        },
    )


def most(counter: Counter[Any]) -> list[tuple[Any, int]]:
    """The most frequent values; ties in alphabetical order."""
    return sorted(counter.items(), key=lambda each: (-each[1], str(each[0])))[:TOLD_VALUES]
