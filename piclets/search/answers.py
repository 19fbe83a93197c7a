"""What is answered about searches and catalogues: the source of fields and schemas (contract, part 7)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from piclets.domain.records import LeftOut, Record, SnakeRecord

SearchResult = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "title": "SearchResult",
            "description": "An entry: the fields of its catalogue, and these.",
            "properties": {"similarity_score": {"type": "number"}, "image_url": {"type": "string"}},
            "required": ["similarity_score", "image_url"],
            "additionalProperties": True,
        }
    ),
]


class SearchAnswer(SnakeRecord):
    """What was found, best first."""

    query_type: Literal["image", "text"]
    catalogue: str
    model: str
    total_results: int
    results: tuple[SearchResult, ...]


class FacetValue(Record):
    """A value, and how many entries have it."""

    value: str | bool | int | float
    count: int


class NumberRange(Record):
    least: int | float
    greatest: int | float
    mean: int | float


class Statistics(Record):
    """Entries in numbers: per facet its most frequent values; `pictures` where not every entry has one."""

    total: int = 0
    facets: dict[str, tuple[FacetValue, ...]] = Field(default_factory=dict)
    numbers: dict[str, NumberRange] = Field(default_factory=dict)
    pictures: LeftOut[int] = None


class StatsAnswer(Record):
    """A catalogue's statistics."""

    catalogue: str
    total: int
    facets: dict[str, tuple[FacetValue, ...]]
    numbers: dict[str, NumberRange]
    pictures: LeftOut[int] = None

    @classmethod
    def of(cls, catalogue: str, counted: Statistics) -> StatsAnswer:
        return cls.model_construct(catalogue=catalogue, **dict(counted))


class CatalogueState(Record):
    """By what a catalogue is searched, and how much of it is ready. `names` is None where no words are read."""

    name: str
    model: str
    dimension: int
    pictures: int
    names: int | None
    ready: bool
    waiting_for_pictures: int


class ListedCatalogue(CatalogueState):
    default: bool


class CataloguesAnswer(Record):
    catalogues: tuple[ListedCatalogue, ...]
