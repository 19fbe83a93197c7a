"""The one reducer: what each event does to the tables.

The ledger runs it in the transaction that appends the event, `rebuild` and restore run it over the whole log, and
`verify` over a dataset's log; so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, assert_never

from piclets.domain import decisions, minting, naming, seasons, trading
from piclets.domain.collecting import counting
from piclets.domain.events import (
    AliasesLearned,
    AnyEvent,
    ModerationEvent,
    PicletAdopted,
    PicletNamed,
    PlayerAdopted,
    PlayerListed,
    PlayerRenamed,
    Scanned,
    ShowcaseChosen,
    Traded,
)
from piclets.domain.matching import CANONICAL
from piclets.domain.players import players_of
from piclets.domain.records import Player
from piclets.domain.rows import replace
from piclets.domain.season_rows import AgendaRow
from piclets.domain.standings import put_player
from piclets.domain.tables import (
    NO_TOTALS,
    AliasRow,
    AttributeRow,
    FindRow,
    Key,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    Row,
    ShowcaseRow,
    Tables,
    TallyRow,
    TotalsRow,
    UnlistedRow,
    WordRow,
)

T = TypeVar("T")

Finding = Scanned | PicletAdopted


def apply(event: AnyEvent, seq: int, tables: Tables) -> None:
    """Fold one event, the `seq`-th of the log, into the tables."""
    _advance(event, tables)
    match event:
        case Scanned():
            _scanned(event, seq, tables)
        case PlayerRenamed():
            _renamed(event, seq, tables)
        case PicletAdopted():
            _piclet_adopted(event, seq, tables)
        case PlayerAdopted():
            _player_adopted(event, seq, tables)
        case AliasesLearned():
            _aliases_learned(event, seq, tables)
        case Traded():
            trading.fold(event, seq, tables)
        case PicletNamed():
            naming.fold(event, tables)
        case PlayerListed() | ShowcaseChosen():
            _change_page(event, seq, tables)
        case ModerationEvent():
            decisions.apply(event, seq, tables)
        case _:
            assert_never(event)


def _advance(event: AnyEvent, tables: Tables) -> None:
    """The log's time goes on."""
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, at=max(totals.at, event.at)))


def reads(event: AnyEvent) -> Iterator[tuple[type[Row], Key]]:
    """The rows that folding this event looks at, as far as the event tells: they can be fetched in one go."""
    yield TotalsRow, NO_TOTALS.key
    if isinstance(event, ModerationEvent):
        return  # it lists rows, which nobody can tell beforehand
    for player in players_of(event):
        yield PlayerRow, (player.sub,)
        yield TallyRow, (player.sub,)
    match event:
        case PlayerRenamed():
            yield AgendaRow, seasons.NO_AGENDA.key
        case AliasesLearned():
            for learned in event.aliases:
                yield ObjectRow, (learned.object_name,)
                yield from ((WordRow, (word, learned.object_name)) for word in learned.alias.split("_"))
        case Traded():
            yield from ((PrintRow, (pid,)) for pid in (*event.gave, *event.got))
        case Scanned() | PicletAdopted():
            yield from _read_by_finding(event)


def _read_by_finding(event: Finding) -> Iterator[tuple[type[Row], Key]]:
    yield ObjectRow, (event.object_name,)
    yield PicletRow, (event.type_id,)
    yield FindRow, (event.player.sub, event.type_id)
    if isinstance(event, Scanned):
        yield AgendaRow, seasons.NO_AGENDA.key
        yield PhotoRow, (event.photo,)
        if event.first_find or event.print is not None:
            yield PrintRow, (event.print.pid if event.print else minting.written(minting.hashed_pid(event.id)),)
    for word in _words_of(event):
        yield WordRow, (word, event.object_name)


def _scanned(event: Scanned, seq: int, tables: Tables) -> None:
    _discover(event, seq, tables)
    if _discovers(event) and event.discovery is None:
        _rediscover(event, seq, tables)
    _count_scan(event, tables)
    _collect(event, seq, tables)
    made = minting.fold(event, seq, tables)
    photo = _remember_photo(event, seq, tables)
    _credit(event, seq, tables)
    seasons.scanned(event, seq, tables)
    counting.scanned(event, seq, photo, made, tables)


def _discover(event: Finding, seq: int, tables: Tables) -> None:
    found = event.discovery
    if found is None:
        return
    canonical = event.number == CANONICAL
    tables.put(
        PicletRow(
            type_id=event.type_id,
            object_name=event.object_name,
            number=event.number,
            attributes=found.attributes,
            discoverer=event.player.sub,
            discovered_at=event.at,
            scan_count=0,
            scans=0,
            data=found.piclet_data.model_dump_json(by_alias=True),
            image=found.image,
            hidden=False,
            shown=True,
            credit=seq,
            prints=0,
            seq=seq,
        )
    )
    known = tables.get(ObjectRow, event.object_name)
    if known is None:
        kind = found.piclet_data.type
        known = ObjectRow(event.object_name, event.type_id, kind, 0, 0, 0, 0, shown=True, aliases=(), seq=seq)
    tables.put(
        replace(
            known,
            variations=known.variations + (not canonical),
            youngest=max(known.youngest, event.number),
            aliases=_united(known.aliases, found.aliases),
        )
    )
    for alias in found.aliases:
        tables.put(AliasRow(alias=alias, object_name=event.object_name, former=False))
    if not canonical:
        for attribute in found.attributes:
            tables.put(AttributeRow(event.object_name, attribute, event.type_id))
    for word in _words_of(event):
        if tables.get(WordRow, word, event.object_name) is None:
            tables.put(WordRow(word, event.object_name, seq))
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, objects=totals.objects + canonical, piclets=totals.piclets + 1))


def _united(aliases: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*aliases, *more})) if more else aliases


def _discovers(event: Finding) -> bool:
    return isinstance(event, PicletAdopted) or event.status != "existing"


def _rediscover(event: Scanned, seq: int, tables: Tables) -> None:
    """The Piclet that lost its discoverer has another."""
    piclet = _must(tables.get(PicletRow, event.type_id), event)
    tables.put(replace(piclet, discoverer=event.player.sub, discovered_at=event.at, credit=seq))


def _words_of(event: Finding) -> dict[str, None]:
    """The words that lead to what this event discovered, in order, each once."""
    found = event.discovery
    names = (event.object_name, *found.aliases, *found.attributes) if found else ()
    return dict.fromkeys(word for name in names for word in name.split("_"))


def _count_scan(event: Finding, tables: Tables) -> None:
    if isinstance(event, PicletAdopted):
        scans = players = event.scan_count
    else:
        scans, players = 1, int(event.first_find)
    known = _must(tables.get(ObjectRow, event.object_name), event)
    of_canonical = players if event.number == CANONICAL else 0
    tables.put(replace(known, total_scans=known.total_scans + scans, scan_count=known.scan_count + of_canonical))
    piclet = _must(tables.get(PicletRow, event.type_id), event)
    tables.put(replace(piclet, scan_count=piclet.scan_count + players, scans=piclet.scans + scans))
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, scans=totals.scans + scans))


def _collect(event: Finding, seq: int, tables: Tables) -> None:
    find = tables.get(FindRow, event.player.sub, event.type_id)
    if find is None:
        find = FindRow(
            sub=event.player.sub,
            type_id=event.type_id,
            first_scanned_at=event.at,
            times_scanned=0,
            first_discovery=_discovers(event),
            pid=None,
            seq=seq,
        )
    tables.put(replace(find, times_scanned=find.times_scanned + 1))


def _remember_photo(event: Scanned, seq: int, tables: Tables) -> PlayerPhotoRow:
    if tables.get(PhotoRow, event.photo) is None:
        tables.put(PhotoRow(event.photo, event.object_name, event.type_id, event.phash, event.player.sub, seq))
    told = event.player.sub, event.photo, event.type_id, event.status, event.evidence
    photo = PlayerPhotoRow(*told, day=None, things=(), seq=seq)
    tables.put(photo)
    return photo


def _credit(event: Finding, seq: int, tables: Tables) -> None:
    player = tables.get(PlayerRow, event.player.sub) or _newcomer(event.player, seq)
    after = replace(
        player,
        username=event.player.username,
        score=player.score + event.points,
        total_finds=player.total_finds + 1,
        unique_finds=player.unique_finds + _discovers(event),
        piclets=player.piclets + event.first_find,
        reached=seq if event.points else player.reached,
    )
    put_player(after, tables)


def _newcomer(player: Player, seq: int) -> PlayerRow:
    return PlayerRow(player.sub, player.username, 0, 0, 0, 0, seq)


def _piclet_adopted(event: PicletAdopted, seq: int, tables: Tables) -> None:
    _discover(event, seq, tables)
    _count_scan(event, tables)
    _collect(event, seq, tables)
    _credit(event, seq, tables)


def _player_adopted(event: PlayerAdopted, seq: int, tables: Tables) -> None:
    """The finds that are not there yet; totals that the adopted Piclets did not reach are as they were."""
    player = tables.get(PlayerRow, event.player.sub) or _newcomer(event.player, seq)
    new = 0
    for find in event.finds:
        if tables.get(PicletRow, find.type_id) and not tables.get(FindRow, player.sub, find.type_id):
            tables.put(FindRow(player.sub, find.type_id, find.at, 1, first_discovery=False, pid=None, seq=seq))
            new += 1
    after = replace(
        player,
        score=max(player.score, event.score),
        total_finds=max(player.total_finds + new, event.total_finds),
        piclets=player.piclets + new,
    )
    put_player(after, tables)


def _aliases_learned(event: AliasesLearned, seq: int, tables: Tables) -> None:
    for learned in event.aliases:
        tables.put(AliasRow(learned.alias, learned.object_name, former=False))
        known = tables.get(ObjectRow, learned.object_name)
        if known is not None:
            tables.put(replace(known, aliases=_united(known.aliases, (learned.alias,))))
        for word in learned.alias.split("_"):
            if tables.get(WordRow, word, learned.object_name) is None:
                tables.put(WordRow(word, learned.object_name, seq))


def _renamed(event: PlayerRenamed, seq: int, tables: Tables) -> None:
    player = tables.get(PlayerRow, event.player.sub)
    if player is not None:
        tables.put(replace(player, username=event.player.username))
        seasons.touch(event.player.sub, seq, tables)


def _change_page(event: PlayerListed | ShowcaseChosen, seq: int, tables: Tables) -> None:
    """What a player decides of the own page: there is a row where it is not as it is for everyone."""
    row: Row
    if isinstance(event, PlayerListed):
        row, as_usual = UnlistedRow(event.player.sub, seq), event.listed
    else:
        row, as_usual = ShowcaseRow(event.player.sub, event.type_ids, seq), not event.type_ids
    if as_usual:
        tables.remove(row)
    else:
        tables.put(row)


def _must(row: T | None, event: Finding) -> T:
    if row is None:
        raise ValueError(f"the log is broken: event {event.id} scans {event.type_id}, which was never discovered")
    return row
