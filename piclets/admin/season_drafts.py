"""A season as the operator writes it down, and the plan that it is.

A quest is a line: `Title | goal | things`. Things are names in any spelling, or `set:kitchen` for all of a set's,
with commas between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import ValidationError

from piclets.clock import utc_text
from piclets.domain.collecting.sets import BY_ID
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.season_plans import MAX_QUESTS, MAX_TITLE, Quest, SeasonPlan, Together
from piclets.errors import InvalidRequest

MAX_DRAFT_CHARS: Final = 40_000
_SET: Final = "set:"


@dataclass(frozen=True)
class Draft:
    """The form's fields, as they were typed. Dates are UTC: `2027-03-01` or `2027-03-01 18:00`."""

    title: str
    starts: str
    ends: str
    quests: str
    together: str = ""
    together_goal: str = ""


EXAMPLE: Final = Draft(
    title="A month of small things",
    starts="",
    ends="",
    quests="\n".join(
        (
            "Tea time | 5 | set:drinks, mug, cup, teapot, kettle, teaspoon, cookie, saucer",
            "Under the open sky | 10 | set:garden, set:trees, set:flowers",
            "One of everything | 12 | set:kitchen, set:bathroom, set:desk, set:clothing",
            "On the way to town | 4 | set:street, bicycle, bus, tram, train, taxi",
        )
    ),
    together="Five hundred finds, all of us together",
    together_goal="500",
)
"""A season to begin with: everything in it can be changed, and the dates are still to be chosen."""


def plan_of_draft(draft: Draft) -> SeasonPlan:
    """Raises InvalidRequest with a sentence for the operator."""
    if len(draft.quests) > MAX_DRAFT_CHARS:
        raise InvalidRequest("These quests are too long.")
    lines = [line.strip() for line in draft.quests.splitlines() if line.strip()]
    if len(lines) > MAX_QUESTS:
        raise InvalidRequest(f"A season has {MAX_QUESTS} quests at most.")
    try:
        return SeasonPlan(
            title=_words(draft.title, "the season"),
            starts=_moment(draft.starts, "start"),
            ends=_moment(draft.ends, "end"),
            quests=tuple(_quest(line, number) for number, line in enumerate(lines, start=1)),
            together=_together(draft),
        )
    except ValidationError as unfit:
        where = ".".join(str(part) for part in unfit.errors()[0]["loc"])
        raise InvalidRequest(f"This cannot be a season: {where}: {unfit.errors()[0]['msg']}.") from None


def draft_of(plan: SeasonPlan) -> Draft:
    """What to type for this plan."""
    quests = (f"{each.title} | {each.goal} | {', '.join(_spaced(each.names))}" for each in plan.quests)
    return Draft(
        title=plan.title,
        starts=plan.starts,
        ends=plan.ends,
        quests="\n".join(quests),
        together=plan.together.title if plan.together else "",
        together_goal=str(plan.together.goal) if plan.together else "",
    )


def with_ids_of(plan: SeasonPlan, before: SeasonPlan) -> SeasonPlan:
    """The quests keep their ids, whatever they are called now, where there are as many as before."""
    if len(plan.quests) != len(before.quests):
        return plan
    kept = (new.model_copy(update={"id": old.id}) for new, old in zip(plan.quests, before.quests, strict=True))
    return plan.model_copy(update={"quests": tuple(kept)})


def _quest(line: str, number: int) -> Quest:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not parts[1].isascii() or not parts[1].isdigit():
        raise InvalidRequest(f"Quest {number} has to be: Title | how many | thing, thing, set:kitchen")
    title, goal, things = parts
    names = tuple(dict.fromkeys(name for thing in things.split(",") for name in _names(thing.strip())))
    if not names:
        raise InvalidRequest(f"Quest {number} names no things.")
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30].strip("-")
    return Quest(
        id=f"{number}-{slug}".strip("-"), title=_words(title, f"quest {number}"), goal=int(goal[:9]), names=names
    )


def _names(thing: str) -> tuple[str, ...]:
    if thing.startswith(_SET):
        chosen = BY_ID.get(thing.removeprefix(_SET).strip())
        if chosen is None:
            raise InvalidRequest(f"There is no set {thing.removeprefix(_SET).strip()[:40]}.")
        return chosen.names
    if not thing:
        return ()
    try:
        return (normalize(thing[:200]).name,)
    except NothingLeft:
        raise InvalidRequest(f"“{thing[:40]}” names no thing.") from None


def _together(draft: Draft) -> Together | None:
    if not draft.together.strip():
        return None
    goal = draft.together_goal.strip()
    if not (goal.isascii() and goal.isdigit()):
        raise InvalidRequest("Please say how many finds the common goal asks for.")
    return Together(title=_words(draft.together, "the common goal"), goal=int(goal[:9]))


def _words(text: str, what: str) -> str:
    words = " ".join(text.split())
    if not words or len(words) > MAX_TITLE:
        raise InvalidRequest(f"Please give {what} a title of at most {MAX_TITLE} characters.")
    return words


def _moment(text: str, which: str) -> str:
    try:
        typed = datetime.fromisoformat(text.strip())
        moment = (typed if typed.tzinfo else typed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidRequest(f"Please write the {which} as 2027-03-01 or 2027-03-01 18:00, in UTC.") from None
    return utc_text(moment)


def _spaced(names: tuple[str, ...]) -> list[str]:
    return [name.replace("_", " ") for name in names]
