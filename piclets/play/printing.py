"""What players read of prints: who holds which, and where each has been (contract, part 9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from piclets.domain.spots import Order, hex_of, pid_of, turned
from piclets.errors import Missing
from piclets.ledger.prints import Held, HeldPrint, PrintQueries
from piclets.play.answers import Piclet
from piclets.play.print_answers import Holding, PrintAnswer, PrintsAnswer

Json = dict[str, Any]


class Printing:
    """Methods raise StorageUnavailable when the ledger cannot be read."""

    def __init__(self, prints: PrintQueries) -> None:
        self._prints = prints

    def held_by(self, sub: str, limit: int, offset: int, base_url: str) -> Json:
        """What a player holds, newest first."""
        held = self._prints.held_by(sub, limit, offset)
        return PrintsAnswer(prints=self._told(held, base_url), total=self._prints.count_held(sub)).wire()

    def of_object(self, object_name: str, base_url: str) -> tuple[int, Json | None]:
        """How many prints there are of an object, by its normalized name, and the first of its canonical Piclet."""
        minted, first = self._prints.of_object(object_name)
        return minted, self._told([first], base_url)[0].wire() if first else None

    def by_pid(self, pid: str, base_url: str, order: Order = "normal") -> Json:
        """One print, by its PID in either byte order. Raises InvalidRequest for what is no PID, Missing."""
        return self._told([self.find(pid, order)], base_url)[0].wire()

    def find(self, pid: str, order: Order = "normal") -> HeldPrint:
        """One print. Raises InvalidRequest for what is no PID, Missing."""
        number = pid_of(pid)
        found = self._prints.by_pid(hex_of(number if order == "normal" else turned(number)))
        if found is None:
            raise Missing(f"There is no print {pid.upper()}.")
        return found

    def by_pids(self, pids: Sequence[str], base_url: str) -> tuple[PrintAnswer, ...]:
        """Those of some prints that are there."""
        return self._told(self._prints.by_pids(pids), base_url)

    def firsts_of(self, sub: str, pids: Sequence[str]) -> list[str]:
        """Those of some prints that a player holds and that are the very first of their Piclet: `pillow_001 #1`."""
        found = self._prints.by_pids(pids)
        return [f"{each.type_id} #1" for each in found if each.number == 1 and each.holder_id == sub]

    def _told(self, prints: Sequence[HeldPrint], base_url: str) -> tuple[PrintAnswer, ...]:
        histories = self._prints.histories(prints)
        return tuple(_print(held, histories[held.pid], base_url) for held in prints)


def _print(held: HeldPrint, history: Sequence[Held], base_url: str) -> PrintAnswer:
    """A print as clients see it."""
    return PrintAnswer(
        pid=held.pid,
        type_id=held.type_id,
        number=held.number,
        finder=held.finder,
        holder=held.holder,
        minted_at=held.minted_at,
        void=held.void,
        revoked=held.revoked,
        season=held.season,
        season_title=held.season_title,
        history=tuple(Holding(**vars(each)) for each in history),
        piclet=Piclet.of(held.entry, base_url),
    )
