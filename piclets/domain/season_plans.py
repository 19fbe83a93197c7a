"""What a season is made of: its window, its quests, its common goal; and when which of its phases is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Final, Literal

from pydantic import Field

from piclets.domain.records import Record

MAX_TITLE: Final = 60
MAX_QUESTS: Final = 12
MAX_NAMES: Final = 500
"""Names of one quest."""
MAX_ALL_NAMES: Final = 1_000
"""Names of all quests of a season."""
MAX_DAYS: Final = 100
LAST: Final = "2200"
"""So that the moments that follow from an end are moments too."""

LATE: Final = timedelta(minutes=30)
"""After the end, for photos that came in time and are still being worked on."""
REVIEW: Final = timedelta(days=7)
"""After that, for removing cheats before the standings are settled."""

Phase = Literal["announced", "open", "late", "review", "settled", "cancelled"]

Title = Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
SLUG: Final = r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"
Slug = Annotated[str, Field(pattern=f"^{SLUG}$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Goal = Annotated[int, Field(ge=1, le=10_000_000)]


class Quest(Record):
    """Find `goal` of these things. Names are written as the game writes them, and lead where they lead at a scan."""

    id: Slug
    title: Title
    names: Annotated[tuple[str, ...], Field(min_length=1, max_length=MAX_NAMES)]
    goal: Goal


class Together(Record):
    """What all players reach together: so many finds."""

    title: Title
    goal: Goal


class SeasonPlan(Record):
    """`starts` is in the season, `ends` is not; both UTC."""

    title: Title
    starts: Moment
    ends: Moment
    quests: Annotated[tuple[Quest, ...], Field(max_length=MAX_QUESTS)] = ()
    together: Together | None = None


class UnfitPlan(ValueError):
    """A season cannot be like this. The message is a sentence for the operator."""


@lru_cache(maxsize=32)
def plan_of(text: str) -> SeasonPlan:
    """The plan that a season's row has as JSON."""
    return SeasonPlan.model_validate_json(text)


def names_of(plan: SeasonPlan) -> tuple[str, ...]:
    """Every name of the quests, each once."""
    return tuple(dict.fromkeys(name for quest in plan.quests for name in quest.names))


@lru_cache(maxsize=32)
def names_asked(text: str) -> tuple[str, ...]:
    """See `names_of`, of the plan that a season's row has as JSON."""
    return names_of(plan_of(text))


@lru_cache(maxsize=32)
def quests_by_name(text: str) -> Mapping[str, tuple[Quest, ...]]:
    """The quests that ask for each name, of the plan that a season's row has as JSON."""
    quests = plan_of(text).quests
    return {name: tuple(quest for quest in quests if name in quest.names) for name in names_asked(text)}


def is_id(text: str) -> bool:
    """Whether a text can be a season's id, which is part of addresses and of a file's name."""
    return re.fullmatch(SLUG, text) is not None


def check_id(season: str) -> None:
    """Raises UnfitPlan."""
    if not is_id(season):
        raise UnfitPlan("An id is made of lower-case letters, digits and hyphens, 40 at most.")


def check(plan: SeasonPlan, days: float) -> None:
    """Raises UnfitPlan. `days` is how long the season lasts."""
    if days <= 0:
        raise UnfitPlan("A season ends after it starts.")
    if plan.ends >= LAST:
        raise UnfitPlan("A season ends before the year 2200.")
    if days > MAX_DAYS:
        raise UnfitPlan(f"A season lasts {MAX_DAYS} days at most.")
    if len({quest.id for quest in plan.quests}) != len(plan.quests):
        raise UnfitPlan("Two quests of a season cannot have the same id.")
    for quest in plan.quests:
        if quest.goal > len(set(quest.names)):
            raise UnfitPlan(f"“{quest.title}” asks for {quest.goal} of {len(set(quest.names))} things.")
    if len(names_of(plan)) > MAX_ALL_NAMES:
        raise UnfitPlan(f"The quests of a season name {MAX_ALL_NAMES} things at most.")


def only_words_differ(before: SeasonPlan, after: SeasonPlan) -> bool:
    """Whether two plans ask for the same, whatever they call it."""
    return _without_words(before) == _without_words(after)


def _without_words(plan: SeasonPlan) -> object:
    quests = [(quest.id, quest.names, quest.goal) for quest in plan.quests]
    return plan.starts, plan.ends, quests, plan.together.goal if plan.together else None
