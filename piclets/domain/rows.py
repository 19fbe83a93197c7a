"""What a row of the folded tables is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

R = TypeVar("R", bound="Row")

Key = tuple[str | int, ...]


class Row:
    """A frozen row. `KEY` names the fields that identify it, `SUBS` those that hold a player's sub: erasing a player
    replaces it there.
    """

    KEY: ClassVar[tuple[str, ...]]
    SUBS: ClassVar[tuple[str, ...]] = ()

    @property
    def key(self) -> Key:
        values = vars(self)
        return tuple([values[name] for name in self.KEY])


if TYPE_CHECKING:
    from dataclasses import replace as replace  # checked as that is
else:

    def replace(row: R, **changes: Any) -> R:
        """A row with other values in these fields.

        What `dataclasses.replace` does, which sets a frozen one's fields one by one: a fifth of what a fold took.
        """
        made = object.__new__(type(row))
        vars(made).update(vars(row), **changes)
        return made
