"""What a row of the folded tables is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

R = TypeVar("R", bound="Row")

Key = tuple[str | int, ...]


class Row:
    """A frozen row. `KEY` names the fields that identify it, `SUBS` those that hold a player's sub: erasing a player
    replaces it there.
    """

    KEY: ClassVar[tuple[str, ...]]
    SUBS: ClassVar[tuple[str, ...]] = ()
    _key_of: ClassVar[Callable[[dict[str, Any]], Key]]

    def __init_subclass__(cls) -> None:
        """A fold asks for some twenty keys an event: how to take one out is found out once."""
        name, *others = cls.KEY
        cls._key_of = itemgetter(*cls.KEY) if others else lambda values: (values[name],)

    @property
    def key(self) -> Key:
        return type(self)._key_of(vars(self))


if TYPE_CHECKING:
    from dataclasses import replace as replace  # checked as that is
else:

    def replace(row: R, **changes: Any) -> R:
        """A row with other values in these fields.

        What `dataclasses.replace` does, which sets a frozen one's fields one by one: a fifth of what a fold took.
        """
        made = object.__new__(type(row))
        values = vars(made)
        values.update(vars(row))
        values.update(changes)
        return made


def row_of(kind: type[R], values: Mapping[str, Any]) -> R:
    """A row with a value for each of its fields, by name."""
    made = object.__new__(kind)
    vars(made).update(values)
    return made
