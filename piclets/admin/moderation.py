"""What the operator decides about Piclets, objects and players, each with a reason.

Decisions are events of the log, so they are in the dataset and stay on record. `domain.decisions` has their list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from piclets.clock import utc_now
from piclets.domain.decisions import DECISIONS
from piclets.domain.decisions.decision import DecisionNote, name_in
from piclets.errors import InvalidRequest, NotFound
from piclets.ledger.decisions import Decisions
from piclets.ledger.desk import Credited, Decided, Desk, WholeObject, WholePlayer
from piclets.ledger.ledger import MAINTENANCE, Ledger
from piclets.ledger.refusals import Refusal, Refusals
from piclets.ledger.reports import Report, Reports

OPERATOR: Final = "admin"
MAX_REASON: Final = 300
MAX_SENTENCE: Final = 200
CLOSED: Final = "The game takes no photos right now. Please come back a little later."
"""What players are told while scans are refused, where the operator has not said it otherwise."""
MAX_DECISIONS: Final = 200
MAX_REPORTS: Final = 100


@dataclass(frozen=True)
class Reported:
    """A Piclet with its open reports, oldest first. `credited` is None where the Piclet is not there any more."""

    type_id: str
    reports: tuple[Report, ...]
    credited: Credited | None

    @property
    def upto(self) -> str:
        """When the latest of them came: what comes later has not been looked at."""
        return self.reports[-1].at

    @property
    def reasons(self) -> dict[str, int]:
        """How often each reason was given."""
        return dict(Counter(report.reason for report in self.reports))


class Moderation:
    """Methods raise InvalidRequest and NotFound with a sentence for the operator, and StorageUnavailable.

    `why` is published with the decision: it should not name a person.
    """

    def __init__(
        self, ledger: Ledger, reports: Reports, near: Callable[[str], Sequence[str]] = lambda _text: ()
    ) -> None:
        """`near` says what may have been meant by a text that names nothing."""
        self._ledger = ledger
        self._decisions = Decisions(ledger)
        self._desk = Desk(ledger.database)
        self._reports = reports
        self._near = near
        self._refusals = Refusals(ledger.database)

    def find_object(self, text: str) -> WholeObject:
        """An object by a typeId or in any spelling."""
        text = text.strip()
        found = self._desk.object(text) or self._desk.object(name_in(text))
        if found is None:
            near = ", ".join(self._near(text))
            raise NotFound(
                f"{text} has not been discovered." + (f" Did you mean {near}?" if near else ""), object_name=text
            )
        return found

    def find_player(self, text: str) -> WholePlayer:
        """A player by sub, or by the beginning of a username that is no other's."""
        rows = self._desk.players(text.strip()) if text.strip() else []
        exact = [row for row in rows if text.strip() in (row.sub, row.username)]
        chosen = exact if len(exact) == 1 else rows
        if len(chosen) > 1:
            names = ", ".join(f"{row.username} ({row.sub})" for row in chosen)
            raise InvalidRequest(f"Several players have this name: {names}")
        found = self._desk.player(chosen[0].sub) if chosen else None
        if found is None:
            raise NotFound(f"There is no player {text}.", object_name=text)
        return found

    def decide(self, verb: str, subject: str, into: str = "", *, why: str) -> int:
        """Make one of `DECISIONS` of what was typed; returns the place of its event in the log."""
        decision = DECISIONS.get(verb)
        if decision is None:
            raise InvalidRequest("Please choose what to do.")
        noted = note(why)
        asked = decision.subject.read(subject), decision.into.read(into) if decision.into else ""
        return self._decisions.make(verb, noted, *asked)

    def decided(self) -> list[Decided]:
        """The audit: what was decided, newest first."""
        return self._desk.decided(MAX_DECISIONS)

    def reported(self) -> list[Reported]:
        """What players' open reports are about, each Piclet once, the longest waiting first."""
        of_piclet: dict[str, list[Report]] = {}
        for report in self._reports.unhandled(MAX_REPORTS):
            of_piclet.setdefault(report.type_id, []).append(report)
        credited = self._desk.credited(list(of_piclet))
        return [Reported(type_id, tuple(said), credited.get(type_id)) for type_id, said in of_piclet.items()]

    def hide_reported(self, type_id: str, upto: str) -> int:
        """Hide a Piclet for what its reports say. Raises NotFound."""
        place = self.decide("hide", type_id, why=self._why(type_id))
        self._reports.handle_piclet(type_id, upto)
        return place

    def block_reported(self, type_id: str, upto: str) -> int:
        """Block a reported Piclet's discoverer, who may be a player no more. Raises NotFound, InvalidRequest."""
        found = self._desk.credited([type_id]).get(type_id)
        if found is None or found.username is None:
            raise NotFound("No player has this discovery.", object_name=type_id)
        place = self.decide("block", found.row.discoverer, why=self._why(type_id))
        self._reports.handle_piclet(type_id, upto)
        return place

    def dismiss_reports(self, type_id: str, upto: str) -> int:
        """Leave a Piclet as it is; says how many reports were dismissed."""
        return self._reports.handle_piclet(type_id, upto)

    def _why(self, type_id: str) -> str:
        """The reason that is published: what players chose, never what they wrote."""
        said = {report.reason: None for report in self._reports.unhandled(MAX_REPORTS) if report.type_id == type_id}
        return f"reported as {', '.join(said)}" if said else "reported"

    def refusals(self) -> list[Refusal]:
        """Concepts that a word of our own list refused, newest first."""
        return self._refusals.newest()

    def allow_word(self, word: str) -> None:
        """Take a word off the list for this game. The refused photo becomes a Piclet when it is scanned again."""
        refused = {each for refusal in self._refusals.newest() for each in refusal.words}
        if word.strip() not in refused:
            raise InvalidRequest("Please choose a word that refused a photo.")
        self._refusals.allow(word.strip())

    def maintenance(self) -> str:
        """The sentence that players are told instead of a scan; "" while scans are taken."""
        return self._ledger.meta_get(MAINTENANCE) or ""

    def refuse_scans(self, sentence: str) -> None:
        """Stop taking scans, on all servers of this ledger, until `take_scans`. Players are told the sentence."""
        self._ledger.meta_put(**{MAINTENANCE: " ".join(sentence.split())[:MAX_SENTENCE] or CLOSED})

    def take_scans(self) -> None:
        self._ledger.meta_put(**{MAINTENANCE: ""})


def note(why: str) -> DecisionNote:
    reason = " ".join(why.split())[:MAX_REASON]
    if not reason:
        raise InvalidRequest("Please give a reason. It is published with the decision.")
    return DecisionNote(by=OPERATOR, at=utc_now(), why=reason)
