"""Seasons at the console: written down, tried out, opened, amended, settled."""

from __future__ import annotations

from dataclasses import dataclass

from piclets.admin.moderation import note
from piclets.admin.season_drafts import Draft, draft_of, plan_of_draft, with_ids_of
from piclets.clock import utc_now
from piclets.domain.season_plans import Phase, SeasonPlan, plan_of
from piclets.domain.season_rows import SeasonRow
from piclets.domain.seasons import phase, review_ends
from piclets.ledger.ledger import Ledger
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.ledger.season_preview import SeasonPreview, preview
from piclets.ledger.seasons import SeasonQueries, SeasonStanding


@dataclass(frozen=True)
class PlannedSeason:
    """A season as the console lists it. `due`: it can be settled, and was not."""

    row: SeasonRow
    plan: SeasonPlan
    phase: Phase
    players: int
    due: bool
    podium: tuple[SeasonStanding, ...]


class SeasonDesk:
    """Methods raise InvalidRequest and Missing with a sentence for the operator, and StorageUnavailable."""

    def __init__(self, ledger: Ledger) -> None:
        self._database = ledger.database
        self._queries = SeasonQueries(ledger.database)
        self._decisions = SeasonDecisions(ledger)

    def all(self) -> list[PlannedSeason]:
        """Every season, the latest first."""
        return [self._known(row, utc_now()) for row in self._queries.all()]

    def draft(self, season: str) -> Draft:
        """What was typed for a season."""
        return draft_of(plan_of(self._queries.one(season).plan))

    def preview(self, draft: Draft) -> SeasonPreview:
        """What the season would have been in the last fortnight; its dates may still be missing."""
        now = utc_now()
        undated = not draft.starts.strip() or not draft.ends.strip()
        dated = Draft(**{**vars(draft), "starts": now, "ends": now}) if undated else draft
        return preview(self._database, plan_of_draft(dated), now)

    def open(self, season: str, draft: Draft, why: str) -> int:
        return self._decisions.open(note(why), season.strip(), plan_of_draft(draft))

    def amend(self, season: str, draft: Draft, why: str) -> int:
        before = plan_of(self._queries.one(season.strip()).plan)
        return self._decisions.amend(note(why), season.strip(), with_ids_of(plan_of_draft(draft), before))

    def cancel(self, season: str, why: str) -> int:
        return self._decisions.cancel(note(why), season.strip())

    def settle(self, season: str, why: str) -> int:
        return self._decisions.settle(note(why), season.strip())

    def _known(self, row: SeasonRow, now: str) -> PlannedSeason:
        at = phase(row, now)
        due = not row.settled and not row.cancelled and now >= review_ends(row)
        podium = tuple(self._queries.podium(row.id)) if at in ("review", "settled") else ()
        return PlannedSeason(row, plan_of(row.plan), at, self._queries.players(row.id), due, podium)
