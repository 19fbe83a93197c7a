"""What the console decides of seasons: checked, and appended to the log, in one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from piclets.domain import season_plans, seasons
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.events import AnyEvent, SeasonAmended, SeasonOpened, SeasonSettled, SettledStanding
from piclets.domain.records import Player
from piclets.domain.season_plans import SeasonPlan, UnfitPlan, plan_of
from piclets.domain.season_rows import SeasonRow
from piclets.domain.tables import NO_TOTALS, Tables, TotalsRow
from piclets.errors import InvalidRequest, Missing
from piclets.ledger import log, season_schema
from piclets.ledger.ledger import Ledger
from piclets.ledger.seasons import standings_of
from piclets.ledger.sql_tables import SqlTables


class SeasonDecisions:
    """Each returns the place of its event in the log. Raises InvalidRequest, Missing, StorageUnavailable."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def open(self, note: DecisionNote, season: str, plan: SeasonPlan) -> int:
        """Announce a season. It starts in the future, and shares no moment with another one."""

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            if _row(tables, season) is not None:
                raise InvalidRequest(f"There is a season {season} already: please choose another id.")
            _check(plan, _now(note, tables), season, connection)
            return SeasonOpened(**vars(note), season=season, plan=plan)

        return self._ledger.append(decide)

    def amend(self, note: DecisionNote, season: str, plan: SeasonPlan) -> int:
        """Give a season another plan: anything before it starts, other words afterwards."""

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            row = _season(tables, season)
            if row.cancelled:
                raise InvalidRequest("This season is cancelled.")
            now = _now(note, tables)
            if now < row.starts:
                _check(plan, now, season, connection)
            elif not season_plans.only_words_differ(plan_of(row.plan), plan):
                raise InvalidRequest("This season has started: only its titles can be changed now.")
            return SeasonAmended(**vars(note), season=season, plan=plan)

        return self._ledger.append(decide)

    def cancel(self, note: DecisionNote, season: str) -> int:
        """Nothing counts in the season any more, and it has no winners. What was found stays found."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            _unsettled(tables, season)
            return SeasonAmended(**vars(note), season=season, cancelled=True)

        return self._ledger.append(decide)

    def settle(self, note: DecisionNote, season: str) -> int:
        """Make the standings final, once the week of review is over."""

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            row = _unsettled(tables, season)
            if _now(note, tables) < seasons.review_ends(row):
                raise InvalidRequest(f"This season can be settled from {seasons.review_ends(row)} on.")
            standings = tuple(
                SettledStanding(
                    player=Player(sub=best.sub, username=best.username), rank=best.rank, points=best.points
                )
                for best in standings_of(connection, season, seasons.MAX_STANDINGS)
            )
            return SeasonSettled(**vars(note), season=season, upto=log.head(connection), standings=standings)

        return self._ledger.append(decide)


def _check(plan: SeasonPlan, now: str, season: str, connection: Connection) -> None:
    """Raises InvalidRequest where a season that is to come cannot be like this."""
    try:
        season_plans.check_id(season)
        length = datetime.fromisoformat(plan.ends) - datetime.fromisoformat(plan.starts)
        season_plans.check(plan, length.total_seconds() / 86_400)
    except UnfitPlan as unfit:
        raise InvalidRequest(str(unfit)) from None
    except ValueError:
        raise InvalidRequest("One of the dates is not a date.") from None
    if plan.starts < now:
        raise InvalidRequest("A season starts in the future.")
    table = season_schema.seasons
    at_once = select(table.c.id).where(
        table.c.id != season, ~table.c.cancelled, table.c.starts < plan.ends, table.c.ends > plan.starts
    )
    other = connection.execute(at_once).scalar()
    if other is not None:
        raise InvalidRequest(f"The season {other} is on at that time: please choose another.")


def _now(note: DecisionNote, tables: Tables) -> str:
    """When the decision is recorded: log time never runs backwards."""
    return max(note.at, (tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS).at)


def _row(tables: Tables, season: str) -> SeasonRow | None:
    return tables.get(SeasonRow, season) if season_plans.is_id(season) else None


def _season(tables: Tables, season: str) -> SeasonRow:
    row = _row(tables, season)
    if row is None:
        raise Missing("There is no such season.")
    return row


def _unsettled(tables: Tables, season: str) -> SeasonRow:
    row = _season(tables, season)
    if row.cancelled or row.settled:
        raise InvalidRequest(f"This season is {'cancelled' if row.cancelled else 'settled'} already.")
    return row
