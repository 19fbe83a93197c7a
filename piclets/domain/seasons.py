"""Seasons: which scans count in one, what for, and what that does to the tables (contract, part 10).

- A scan counts if its photo is fresh, came within the half-open window [starts, ends), and was recorded at most half
  an hour after the end. A Piclet counts once a season and player, also one that was found years ago.
- It is worth `POINTS`, and what a discovery is worth where it is one.
- A quest's names lead where they lead when the photo is recorded. What was counted then stays counted, whatever is
  merged or renamed later.
- A revoked discovery goes from the season in which it was made, with its points, and its player from the settled
  standings. A blocked player is left out where a board is read. Others only ever move up by that.

There are no timers: what counts follows from the events, and the phase from the clock of the one who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from piclets.clock import later
from piclets.domain import season_prizes
from piclets.domain.collecting.counting import Moment
from piclets.domain.events import AnyEvent, DiscoveriesRevoked, Scanned, SeasonAmended, SeasonOpened, SeasonSettled
from piclets.domain.rows import replace
from piclets.domain.scoring import DISCOVERY_POINTS
from piclets.domain.season_plans import LATE, REVIEW, Phase, SeasonPlan, names_asked
from piclets.domain.season_rows import AgendaRow, SeasonFindRow, SeasonPlayerRow, SeasonRow, SettledRow
from piclets.domain.tables import FindRow, Key, ObjectRow, PrintRow, Row, Tables

POINTS: Final = 10
MAX_STANDINGS: Final = 100

NO_AGENDA: Final = AgendaRow(id=1, seasons=())


def phase(season: SeasonRow, now: str) -> Phase:
    """Where a season is at a moment (UTC, ISO 8601)."""
    if season.cancelled:
        return "cancelled"
    if season.settled or now >= review_ends(season):
        return "settled"
    if now < season.starts:
        return "announced"
    if now < season.ends:
        return "open"
    return "late" if now < closes(season) else "review"


def closes(season: SeasonRow) -> str:
    """From this moment on nothing is recorded for a season any more."""
    return _late(season.ends)


@lru_cache(maxsize=32)
def _late(ends: str) -> str:
    return later(ends, LATE)


def review_ends(season: SeasonRow) -> str:
    """From this moment on a season can be settled."""
    return later(season.ends, LATE + REVIEW)


def counts_in(season: SeasonRow, event: Scanned) -> bool:
    """Whether a scan can count in a season, by its evidence and its time."""
    received = event.received or event.at
    return (
        event.evidence == "fresh"
        and not season.cancelled
        and season.starts <= received < season.ends
        and event.at < closes(season)
    )


def decided(event: SeasonOpened | SeasonAmended | SeasonSettled, seq: int, tables: Tables) -> None:
    """Fold what the console decides of a season."""
    match event:
        case SeasonOpened():
            _open(event, seq, tables)
        case SeasonAmended():
            _amend(event, seq, tables)
        case SeasonSettled():
            _settle(event, seq, tables)


def reads(events: Sequence[AnyEvent], tables: Tables) -> Iterator[tuple[type[Row], Key]]:
    """The rows of seasons that folding these events will look at: they can be fetched in one go."""
    agenda = tables.get(AgendaRow, *NO_AGENDA.key) or NO_AGENDA
    on = [row for each in agenda.seasons if (row := tables.get(SeasonRow, each))]
    opened = [event.season for event in events if isinstance(event, SeasonOpened)]
    if not on and not opened:
        return
    for event in events:
        if isinstance(event, Scanned):
            sub = event.player.sub
            for season in (*(row.id for row in on if counts_in(row, event)), *opened):
                yield SeasonPlayerRow, (season, sub)
                yield SeasonFindRow, (season, sub, event.type_id)


def scanned(event: Scanned, seq: int, tables: Tables) -> None:
    """Count a scan in the seasons of its moment. Its Piclet, find, print and player are in the tables already."""
    agenda = tables.get(AgendaRow, *NO_AGENDA.key) if event.evidence == "fresh" else None
    if agenda is None:
        return
    for each in agenda.seasons:
        season = tables.get(SeasonRow, each)
        if season is not None and counts_in(season, event):
            _count(event, seq, season, tables)
            _mark_print(event, seq, season, tables)


def revoked(event: DiscoveriesRevoked, seq: int, tables: Tables) -> None:
    """Take the discoveries away from the seasons in which they were made."""
    if tables.get(AgendaRow, *NO_AGENDA.key) is None:
        return
    sub, gone = event.player.sub, {credit.type_id for credit in event.credits}
    finds = tables.rows(SeasonFindRow, sub=sub)
    lost = [find for find in finds if find.discovered and find.type_id in gone]
    for find in lost:
        tables.remove(find)
    for each in sorted({find.season for find in lost}):
        here = [find for find in lost if find.season == each]
        season = _season(each, event.id, tables)
        tables.put(replace(season, found=season.found - len(here), changed=seq))
        moment = Moment(event.at, seq)
        left = [find for find in finds if find.season == each and find not in here]
        _recount(season, sub, left, moment, tables)
        stood = tables.get(SettledRow, each, sub)
        if stood is not None:
            season_prizes.take_place(stood, moment, tables)


def touch(sub: str, seq: int, tables: Tables) -> None:
    """The boards that name a player have changed, by a new name or a decision about the player."""
    if tables.get(AgendaRow, *NO_AGENDA.key) is None:
        return
    playing = {row.season for row in tables.rows(SeasonPlayerRow, sub=sub)}
    settled = {row.season for row in tables.rows(SettledRow, sub=sub)}
    for each in sorted(playing | settled):
        season = tables.get(SeasonRow, each)
        if season is not None:
            tables.put(replace(season, changed=seq))


def blocked(sub: str, moment: Moment, tables: Tables) -> None:
    """A player is blocked, or is no more."""
    touch(sub, moment.seq, tables)
    for row in tables.rows(SettledRow, sub=sub):
        season_prizes.give_places(row.season, moment, tables)


def forget(sub: str, moment: Moment, tables: Tables) -> None:
    """Leave nothing of a player who is erased on any board."""
    touch(sub, moment.seq, tables)
    for kind in (SeasonFindRow, SeasonPlayerRow):
        for row in tables.rows(kind, sub=sub):
            tables.remove(row)
    for stood in tables.rows(SettledRow, sub=sub):
        season_prizes.take_place(stood, moment, tables)


def _open(event: SeasonOpened, seq: int, tables: Tables) -> None:
    agenda = tables.get(AgendaRow, *NO_AGENDA.key) or NO_AGENDA
    rows = [row for row in (tables.get(SeasonRow, season) for season in agenda.seasons) if row]
    current = [row.id for row in rows if event.at < closes(row)]
    tables.put(replace(agenda, seasons=(*current, event.season)))
    plan = event.plan
    tables.put(
        SeasonRow(
            id=event.season,
            plan=_text(plan),
            starts=plan.starts,
            ends=plan.ends,
            found=0,
            cancelled=False,
            settled=0,
            changed=seq,
            seq=seq,
        )
    )


def _amend(event: SeasonAmended, seq: int, tables: Tables) -> None:
    season = replace(_season(event.season, event.id, tables), changed=seq)
    if event.plan is not None:
        season = replace(season, plan=_text(event.plan), starts=event.plan.starts, ends=event.plan.ends)
    if event.cancelled:
        season = replace(season, cancelled=True)
        _leave_agenda(season.id, tables)
    tables.put(season)


def _settle(event: SeasonSettled, seq: int, tables: Tables) -> None:
    season = _season(event.season, event.id, tables)
    tables.put(replace(season, settled=event.upto, changed=seq))
    _leave_agenda(season.id, tables)
    for each in event.standings:
        tables.put(SettledRow(season.id, each.player.sub, each.rank, each.points, placed=0))
    season_prizes.give_places(season.id, Moment(event.at, seq), tables)


def _count(event: Scanned, seq: int, season: SeasonRow, tables: Tables) -> None:
    sub = event.player.sub
    if tables.get(SeasonFindRow, season.id, sub, event.type_id) is not None:
        return
    find = SeasonFindRow(
        season=season.id,
        sub=sub,
        type_id=event.type_id,
        points=POINTS + DISCOVERY_POINTS[event.status],
        discovered=event.status != "existing",
        names=_names_met(season, event.object_name, tables),
        seq=seq,
    )
    tables.put(find)
    before = tables.get(SeasonPlayerRow, season.id, sub) or _nothing(season.id, sub)
    after = _with(before, find)
    tables.put(after)
    season_prizes.went_on(before, after, season.plan, Moment(event.at, seq), tables)
    tables.put(replace(season, found=season.found + 1, changed=seq))


def _names_met(season: SeasonRow, object_name: str, tables: Tables) -> tuple[str, ...]:
    """The names of the quests that lead to an object now."""
    asked = _asked(season.plan)
    known = tables.get(ObjectRow, object_name)
    names = {object_name, *(known.aliases if known else ())}
    return tuple(sorted(names & asked.keys(), key=asked.__getitem__))


@lru_cache(maxsize=32)
def _asked(plan: str) -> dict[str, int]:
    """The names of the quests, with their places."""
    return {name: place for place, name in enumerate(names_asked(plan))}


def _recount(season: SeasonRow, sub: str, finds: list[SeasonFindRow], moment: Moment, tables: Tables) -> None:
    """Make a player's row of what is left."""
    row = _nothing(season.id, sub)
    before = tables.get(SeasonPlayerRow, season.id, sub) or row
    for find in sorted(finds, key=lambda find: find.seq):
        row = _with(row, find)
    if finds:
        tables.put(row)
    else:
        tables.remove(row)
    season_prizes.went_on(before, row, season.plan, moment, tables)


def _with(player: SeasonPlayerRow, find: SeasonFindRow) -> SeasonPlayerRow:
    return replace(
        player,
        points=player.points + find.points,
        piclets=player.piclets + 1,
        discoveries=player.discoveries + find.discovered,
        met=(*player.met, *(name for name in find.names if name not in player.met)),
        reached=find.seq,
    )


def _nothing(season: str, sub: str) -> SeasonPlayerRow:
    return SeasonPlayerRow(season, sub, points=0, piclets=0, discoveries=0, met=(), reached=0)


def _mark_print(event: Scanned, seq: int, season: SeasonRow, tables: Tables) -> None:
    """A print that is minted in a season bears its mark."""
    find = tables.get(FindRow, event.player.sub, event.type_id)
    made = tables.get(PrintRow, find.pid) if find and find.pid else None
    if made is not None and made.seq == seq and made.season is None:
        tables.put(replace(made, season=season.id))


def _leave_agenda(season: str, tables: Tables) -> None:
    agenda = tables.get(AgendaRow, *NO_AGENDA.key) or NO_AGENDA
    tables.put(replace(agenda, seasons=tuple(each for each in agenda.seasons if each != season)))


def _season(season: str, event_id: str, tables: Tables) -> SeasonRow:
    row = tables.get(SeasonRow, season)
    if row is None:
        raise ValueError(f"the log is broken: event {event_id} is about season {season}, which was never opened")
    return row


def _text(plan: SeasonPlan) -> str:
    return plan.model_dump_json(by_alias=True, exclude_none=True)
