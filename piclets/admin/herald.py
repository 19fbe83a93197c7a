"""Tells the operator's webhook what was discovered: one message a minute, and none where there is nothing to tell.

How far the game has been told is kept in the ledger. It goes on only when a message was taken, so a server that is
killed in between may tell twice, and leaves nothing out.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from piclets.admin.rounds import Rounds
from piclets.admin.webhook import TIMEOUT_S, Webhook, plain
from piclets.clock import utc_now
from piclets.domain.matching import is_canonical
from piclets.domain.records import Entry
from piclets.errors import StorageUnavailable
from piclets.ledger.feeds import FeedPage, FeedQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.turns import Turn

EVERY_S: Final = 60.0
MAX_WAIT_S: Final = 3_600.0
MAX_NAMED: Final = 10
"""Discoveries that a message names; of the others it tells the number."""
CURSOR: Final = "discoveries_told"
"""The name under which `meta` has how far the webhook knows the game."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cursor:
    """The place in a log up to which was told. What was discovered before `since` is no news: it was restored."""

    game: str
    seq: int
    since: str


class Herald:
    """A thread that looks every `every_s` seconds; nothing it meets stops it. `base_url` is the game's address, ""
    where it is not known: then the messages have no links. `wire` is a discovery as programs read it."""

    def __init__(
        self,
        webhook: Webhook,
        ledger: Ledger,
        turn: Turn,
        base_url: str,
        wire: Callable[[Entry, str], dict[str, Any]],
        *,
        every_s: float = EVERY_S,
    ) -> None:
        self._webhook = webhook
        self._ledger = ledger
        self._queries = FeedQueries(ledger.database)
        self._turn = turn
        self._base_url = base_url
        self._wire = wire
        self._every_s = every_s
        self._started_at = utc_now()
        self._wait = every_s
        self._rounds = Rounds("herald", self._round, every_s, grace_s=sum(TIMEOUT_S), at_end=turn.release)

    def start(self) -> None:
        self._rounds.start()

    def stop(self) -> None:
        self._rounds.stop()

    def look(self) -> bool:
        """Tell what is new. False where that was not taken. Raises StorageUnavailable."""
        if not self._turn.try_take():
            return True
        kept = self._ledger.meta_get(CURSOR)
        cursor = Cursor(**json.loads(kept)) if kept else Cursor("", 0, self._started_at)
        told = self._queries.since(cursor.seq, cursor.since, MAX_NAMED)
        if not told.head:
            return True
        if told.game != cursor.game or told.head < cursor.seq:
            cursor = Cursor(told.game, 0, self._started_at)
            told = self._queries.since(0, cursor.since, MAX_NAMED)
        if told.count and not self._tell(told):
            return False
        if told.head != cursor.seq:
            self._ledger.meta_put(**{CURSOR: json.dumps(asdict(replace(cursor, seq=told.head)))})
        return True

    def _tell(self, told: FeedPage) -> bool:
        discoveries = [self._wire(entry, self._base_url) for entry in told.entries]
        return self._webhook.post(message(told, self._base_url), discoveries=discoveries)

    def _round(self) -> float:
        try:
            taken = self.look()
        except StorageUnavailable:
            taken = False  # the ledger's database is away; /ready says so
        self._wait = self._every_s if taken else min(MAX_WAIT_S, self._wait * 2)
        return self._wait


def message(told: FeedPage, base_url: str) -> str:
    """What was discovered, a line each. Names are words alone, whatever players and models wrote."""
    lines = ["One discovery in Piclets:" if told.count == 1 else f"{told.count:,} discoveries in Piclets:"]
    lines += [_line(entry, base_url) for entry in told.entries]
    if told.count > len(told.entries):
        lines.append(f"and {told.count - len(told.entries):,} more")
    return "\n".join(lines)


def _line(entry: Entry, base_url: str) -> str:
    apart = () if is_canonical(entry.type_id) else entry.attributes
    thing = plain(" ".join((*apart, entry.object_name)))
    link = f" <{base_url}/?object={quote(entry.object_name, safe='')}>" if base_url else ""
    return f"• {plain(entry.piclet_data.name)}: {thing}, by {plain(entry.discovered_by)}{link}"
