"""What a row of the folded tables is."""

from __future__ import annotations

from typing import ClassVar

Key = tuple[str | int, ...]


class Row:
    """A frozen row. `KEY` names the fields that identify it, `SUBS` those that hold a player's sub: erasing a player
    replaces it there.
    """

    KEY: ClassVar[tuple[str, ...]]
    SUBS: ClassVar[tuple[str, ...]] = ()

    @property
    def key(self) -> Key:
        return tuple([getattr(self, name) for name in self.KEY])
