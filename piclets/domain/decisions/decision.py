"""What a decision of the console is: how it is asked for, decided, and folded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from piclets.domain.events import AnyEvent, ModerationEvent
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.tables import Tables
from piclets.errors import InvalidRequest

E = TypeVar("E", bound=ModerationEvent)


@dataclass(frozen=True)
class DecisionNote:
    """Who decides, when and why. The reason is published with the decision; `id` is the id of its event."""

    by: str
    at: str
    why: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


def id_in(text: str) -> str:
    """An id as it was typed."""
    return text.strip()


def name_in(text: str) -> str:
    """The normalized name of a thing, typed in any spelling. Raises InvalidRequest."""
    try:
        return normalize(text).name
    except NothingLeft:
        raise InvalidRequest("Please name an object, in words.") from None


@dataclass(frozen=True)
class Field:
    """A field of the console's form. `read` makes what is decided about out of what was typed."""

    label: str
    read: Callable[[str], str] = id_in


@dataclass(frozen=True)
class Case:
    """A decision to be made: what the form's fields say, and what it is decided by.

    `event_at` is the event at a place of the log, and `mentions_of` tells where the log names a player: the events'
    places, and the position among the players of each.
    """

    note: DecisionNote
    subject: str
    into: str
    tables: Tables
    event_at: Callable[[int], AnyEvent]
    mentions_of: Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True)
class Decision(Generic[E]):
    """Something the operator can decide.

    `words` say what it does, and `into` is None where only one field counts. `decide` returns the event or raises
    InvalidRequest or NotFound with a sentence for the operator; `fold` changes the tables as the `seq`-th event.
    `about` is what was decided about, and `objects` are the names of the objects concerned, before and after.
    """

    verb: str
    title: str
    words: str
    subject: Field
    event: type[E]
    decide: Callable[[Case], E]
    fold: Callable[[E, int, Tables], None]
    about: Callable[[E], str]
    objects: Callable[[E], tuple[str, ...]] = lambda _event: ()
    into: Field | None = None
