"""What the console decides: each decision is checked, and appended to the log, in one transaction.

Refusals are InvalidRequest and NotFound, with a sentence for the operator; then nothing has changed. What a decision
does to the tables stands in `domain.moderating`.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from piclets.domain.events import (
    AliasRemoved,
    AnyEvent,
    Credit,
    DiscoveriesRevoked,
    MergeUndone,
    Moved,
    ObjectRenamed,
    ObjectsMerged,
    PicletAdopted,
    PicletHidden,
    PicletNameReset,
    PicletUnhidden,
    PlayerBlocked,
    PlayerErased,
    PlayerUnblocked,
    Scanned,
    TradeUndone,
    from_json,
)
from piclets.domain.moderating import ERASED
from piclets.domain.records import Player
from piclets.domain.tables import (
    AliasRow,
    BlockRow,
    DecisionRow,
    FindRow,
    NamingRow,
    ObjectRow,
    PicletRow,
    PlayerRow,
    PrintRow,
    TradeRow,
)
from piclets.errors import InvalidRequest, NotFound
from piclets.ledger import erasing, schema
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import FORGOTTEN
from piclets.ledger.scans import resolve
from piclets.ledger.sql_tables import SqlTables


@dataclass(frozen=True)
class Note:
    """Who decides, when and why. The reason is published with the decision."""

    by: str
    at: str
    why: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class Decisions:
    """Each returns the place of its event in the log. Raises InvalidRequest, NotFound, StorageUnavailable."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def hide(self, note: Note, type_id: str) -> int:
        """Take a Piclet out of every read; with a canonical, its whole object."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            piclet = _piclet(tables, type_id)
            if piclet.hidden:
                raise InvalidRequest(f"{type_id} is hidden already.")
            return PicletHidden(**vars(note), object_name=piclet.object_name, type_id=type_id)

        return self._ledger.append(decide)

    def reset_name(self, note: Note, type_id: str) -> int:
        """Give a Piclet the name back that it was discovered with; what its discoverer kept is gone for good."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            piclet = _piclet(tables, type_id)
            if tables.get(NamingRow, type_id) is None:
                raise InvalidRequest(f"{type_id} bears the name it was discovered with.")
            return PicletNameReset(**vars(note), object_name=piclet.object_name, type_id=type_id)

        return self._ledger.append(decide)

    def unhide(self, note: Note, type_id: str) -> int:
        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            piclet = _piclet(tables, type_id)
            if not piclet.hidden:
                raise InvalidRequest(f"{type_id} is not hidden.")
            return PicletUnhidden(**vars(note), object_name=piclet.object_name, type_id=type_id)

        return self._ledger.append(decide)

    def rename(self, note: Note, old: str, new: str) -> int:
        """Give an object another normalized name. It may have been its alias, but no other object's name or alias."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            known = _object(tables, old)
            leads_to = resolve(tables, new)
            if new == known.name or tables.get(ObjectRow, new) is not None:
                raise InvalidRequest(f"There is an object {new} already. Merge the two if they are one thing.")
            if leads_to not in (new, known.name):
                raise InvalidRequest(f"{new} is an alias of {leads_to}. Remove that alias first.")
            return ObjectRenamed(**vars(note), old=known.name, new=new)

        return self._ledger.append(decide)

    def merge(self, note: Note, source: str, target: str) -> int:
        """Make one object of two: all Piclets of `source` become variations of `target`."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            left, joined = _object(tables, source), _object(tables, target)
            if left.name == joined.name:
                raise InvalidRequest("These are one object already.")
            piclets = sorted(tables.rows(PicletRow, object_name=left.name), key=lambda row: row.number)
            moved = (
                Moved(type_id=row.type_id, before=row.number, after=number)
                for number, row in enumerate(piclets, start=joined.youngest + 1)
            )
            aliases = sorted(row.alias for row in tables.rows(AliasRow, object_name=left.name))
            return ObjectsMerged(
                **vars(note), source=left.name, target=joined.name, moved=tuple(moved), aliases=tuple(aliases)
            )

        return self._ledger.append(decide)

    def undo_merge(self, note: Note, merge: str) -> int:
        """Make two objects again of what the event `merge` made one. What was discovered meanwhile stays."""

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            row = tables.get(DecisionRow, merge)
            merged = _event(connection, row.seq) if row else None
            if row is None or not isinstance(merged, ObjectsMerged):
                raise NotFound("There is no such merge.", object_name=merge)
            if row.undone:
                raise InvalidRequest("This merge is undone already.")
            now = [_piclet(tables, moved.type_id) for moved in merged.moved]
            homes = {piclet.object_name for piclet in now} | {resolve(tables, merged.source)}
            if len(homes) != 1:
                raise InvalidRequest("A later merge has moved some of these Piclets again. Undo that one first.")
            back = zip(now, merged.moved, strict=True)
            moved = (Moved(type_id=p.type_id, before=p.number, after=was.before) for p, was in back)
            return MergeUndone(
                **vars(note),
                merge=merge,
                source=merged.source,
                target=homes.pop(),
                moved=tuple(moved),
                aliases=merged.aliases,
            )

        return self._ledger.append(decide)

    def undo_trade(self, note: Note, trade: str) -> int:
        """Give back what a trade or gift moved, while both still hold what they got."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            row = tables.get(TradeRow, trade)
            if row is None:
                raise NotFound("There is no such trade.", object_name=trade)
            if row.undone:
                raise InvalidRequest("This trade is undone already.")
            holders = [(pid, row.other) for pid in row.gave] + [(pid, row.player) for pid in row.got]
            prints = [(tables.get(PrintRow, pid), holder) for pid, holder in holders]
            if any(held is None or held.holder != holder or held.moved != row.seq for held, holder in prints):
                raise InvalidRequest("A print of this trade has gone on to another player: it cannot be undone.")
            return TradeUndone(
                **vars(note), trade=trade, player=_player(tables, row.player), other=_player(tables, row.other)
            )

        return self._ledger.append(decide)

    def remove_alias(self, note: Note, alias: str) -> int:
        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            row = tables.get(AliasRow, alias)
            if row is None:
                raise NotFound(f"{alias} is no alias.", object_name=alias)
            if row.former:
                raise InvalidRequest(
                    f"{alias} was a name of {row.object_name}: its old ids have to keep leading there. "
                    "A merge can be undone; an object can be renamed back."
                )
            return AliasRemoved(**vars(note), alias=alias, object_name=row.object_name)

        return self._ledger.append(decide)

    def block(self, note: Note, sub: str) -> int:
        """Let a player scan no more. Reads stay."""

        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            player = _player(tables, sub)
            if tables.get(BlockRow, sub) is not None:
                raise InvalidRequest(f"{player.username} is blocked already.")
            return PlayerBlocked(**vars(note), player=player)

        return self._ledger.append(decide)

    def unblock(self, note: Note, sub: str) -> int:
        def decide(_connection: Connection, tables: SqlTables) -> AnyEvent:
            player = _player(tables, sub)
            if tables.get(BlockRow, sub) is None:
                raise InvalidRequest(f"{player.username} is not blocked.")
            return PlayerUnblocked(**vars(note), player=player)

        return self._ledger.append(decide)

    def revoke(self, note: Note, sub: str, type_ids: tuple[str, ...] = ()) -> int:
        """Take discoveries and what they were worth from a player: these, or all there are."""

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            player = _player(tables, sub)
            found = [_piclet(tables, find.type_id) for find in tables.rows(FindRow, sub=sub)]
            own = {piclet.type_id: piclet for piclet in found if piclet.discoverer == sub}
            foreign = [type_id for type_id in type_ids if type_id not in own]
            if foreign or not own:
                raise InvalidRequest(f"{player.username} has not discovered {', '.join(foreign) or 'anything'}.")
            chosen = sorted(type_ids or own)
            credits_ = tuple(
                Credit(type_id=each, points=_points(_event(connection, own[each].credit))) for each in chosen
            )
            return DiscoveriesRevoked(**vars(note), player=player, credits=credits_)

        return self._ledger.append(decide)

    def erase(self, note: Note, sub: str) -> int:
        """Forget a player: profile, name and sub go from the tables, and from the log, which names a pseudonym."""

        def decide(connection: Connection, _tables: SqlTables) -> AnyEvent:
            mentions = erasing.mentions_of(connection, sub)
            if not mentions:
                raise _no_player(sub)
            return PlayerErased(
                **vars(note),
                player=Player(sub=f"{ERASED}{secrets.token_hex(8)}", username=FORGOTTEN),
                places=tuple(place for place, _ in mentions),
                positions=tuple(position for _, position in mentions) if any(at for _, at in mentions) else None,
            )

        return self._ledger.append(decide)


def _piclet(tables: SqlTables, type_id: str) -> PicletRow:
    row = tables.get(PicletRow, type_id)
    if row is None:
        raise NotFound(f"There is no Piclet {type_id}.", object_name=type_id)
    return row


def _object(tables: SqlTables, name: str) -> ObjectRow:
    row = tables.get(ObjectRow, resolve(tables, name))
    if row is None:
        raise NotFound(f"There is no object {name}.", object_name=name)
    return row


def _no_player(sub: str) -> NotFound:
    return NotFound(f"There is no player {sub}.", object_name=sub)


def _player(tables: SqlTables, sub: str) -> Player:
    row = tables.get(PlayerRow, sub)
    if row is None:
        raise _no_player(sub)
    return Player(sub=row.sub, username=row.username)


def _event(connection: Connection, seq: int) -> AnyEvent:
    log = schema.events
    return from_json(connection.execute(select(log.c.body).where(log.c.seq == seq)).scalar_one())


def _points(event: AnyEvent) -> int:
    """The points of the event that made a player a discoverer."""
    if not isinstance(event, Scanned | PicletAdopted):
        raise TypeError(f"event {event.id} discovers nothing")
    return event.points
