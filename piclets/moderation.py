"""What whoever runs the game decides about Piclets, objects and players, each with a reason.

Decisions are events of the log, so they are in the dataset and can be looked up for good. What each means stands in
`domain.moderating`; the dataset's history is another matter: see `ERASING`.
"""

from __future__ import annotations

from typing import Final

from piclets.discovery import utc_now
from piclets.domain.names import NothingLeft, normalize
from piclets.errors import InvalidRequest, NotFound
from piclets.ledger.decisions import Decisions, Note
from piclets.ledger.desk import Decided, Desk, WholeObject, WholePlayer
from piclets.ledger.ledger import MAINTENANCE, Ledger
from piclets.ledger.reports import Report, Reports

OPERATOR: Final = "admin"
MOST_REASON: Final = 300
MOST_SENTENCE: Final = 200
MOST_DECISIONS: Final = 200
MOST_REPORTS: Final = 100

ERASING: Final = (
    "The profile, the name and the id go from the tables, from the log and, with the next commits, from the dataset "
    "as it stands. Discoveries stay as those of “a player”. Older commits of the dataset still hold what was there, "
    "for everybody who can read it: “python -m piclets squash” makes the history one commit. Copies that others have "
    "made of the dataset are out of reach."
)


class Moderation:
    """Methods raise InvalidRequest and NotFound with a sentence for the operator, and StorageUnavailable.

    `why` is published with the decision: it should name nobody.
    """

    def __init__(self, ledger: Ledger, reports: Reports) -> None:
        self._ledger = ledger
        self._decisions = Decisions(ledger)
        self._desk = Desk(ledger.database)
        self._reports = reports

    def find_object(self, text: str) -> WholeObject:
        """An object by a typeId or in any spelling."""
        text = text.strip()
        found = self._desk.object(text) or self._desk.object(_name(text))
        if found is None:
            raise NotFound(f"Nobody has discovered {text}.", object_name=text)
        return found

    def find_player(self, text: str) -> WholePlayer:
        """A player by sub, or by the beginning of a username that is no other's."""
        rows = self._desk.players(text.strip()) if text.strip() else []
        exact = [row for row in rows if text.strip() in (row.sub, row.username)]
        chosen = exact if len(exact) == 1 else rows
        if len(chosen) > 1:
            names = ", ".join(f"{row.username} ({row.sub})" for row in chosen)
            raise InvalidRequest(f"Several players are called so: {names}")
        found = self._desk.player(chosen[0].sub) if chosen else None
        if found is None:
            raise NotFound(f"There is no player {text}.", object_name=text)
        return found

    def hide(self, type_id: str, why: str) -> int:
        """Take a Piclet out of every read. Scans of it answer `unsafe_content`."""
        return self._decisions.hide(_note(why), type_id.strip())

    def unhide(self, type_id: str, why: str) -> int:
        return self._decisions.unhide(_note(why), type_id.strip())

    def rename(self, old: str, new: str, why: str) -> int:
        """Give an object another name; the old one leads to it."""
        return self._decisions.rename(_note(why), _name(old), _name(new))

    def merge(self, source: str, target: str, why: str) -> int:
        """Make `source` part of `target`."""
        return self._decisions.merge(_note(why), _name(source), _name(target))

    def undo_merge(self, merge: str, why: str) -> int:
        """`merge` is the id of the event."""
        return self._decisions.undo_merge(_note(why), merge.strip())

    def remove_alias(self, alias: str, why: str) -> int:
        return self._decisions.remove_alias(_note(why), _name(alias))

    def block(self, sub: str, why: str) -> int:
        """Let a player scan no more; `rate_limited` without a time to wait is what such a scan answers."""
        return self._decisions.block(_note(why), sub.strip())

    def unblock(self, sub: str, why: str) -> int:
        return self._decisions.unblock(_note(why), sub.strip())

    def revoke(self, sub: str, why: str, type_ids: tuple[str, ...] = ()) -> int:
        """Take discoveries and their points from a cheat: these, or all."""
        return self._decisions.revoke(_note(why), sub.strip(), type_ids)

    def erase(self, sub: str, why: str) -> int:
        """Forget a player who asks for it. See `ERASING` for what that reaches."""
        return self._decisions.erase(_note(why), sub.strip())

    def decided(self) -> list[Decided]:
        """The audit: what was decided, newest first."""
        return self._desk.decided(MOST_DECISIONS)

    def reports(self) -> list[Report]:
        """What players say is wrong and nobody has looked at, oldest first."""
        return self._reports.unhandled(MOST_REPORTS)

    def handle_report(self, report_id: str) -> None:
        self._reports.handle(report_id)

    def maintenance(self) -> str:
        """The sentence that players are told instead of a scan; "" while scans are taken."""
        return self._ledger.meta_get(MAINTENANCE) or ""

    def set_maintenance(self, sentence: str) -> None:
        """Stop taking scans, on all servers of this ledger, until it is called with ""."""
        self._ledger.meta_put(maintenance=" ".join(sentence.split())[:MOST_SENTENCE])


def _note(why: str) -> Note:
    reason = " ".join(why.split())[:MOST_REASON]
    if not reason:
        raise InvalidRequest("Please give a reason. It is published with the decision.")
    return Note(by=OPERATOR, at=utc_now(), why=reason)


def _name(text: str) -> str:
    try:
        return normalize(text).name
    except NothingLeft:
        raise InvalidRequest("Please name an object, in words.") from None
