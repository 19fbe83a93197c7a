"""What has to hold for a print to change hands, looked at within the transaction that moves it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select

from piclets.clock import later
from piclets.domain import trading
from piclets.domain.decisions.of_players import is_pseudonym
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.tables import BlockRow, ObjectRow, PicletRow, PrintRow, resolve
from piclets.errors import Conflict, InvalidRequest, Missing, RateLimited
from piclets.ledger.schema import finds, trades
from piclets.ledger.sql_tables import SqlTables

MAX_WISH_CHARS = 200


def not_blocked(tables: SqlTables, sub: str) -> None:
    """Raises RateLimited for a player whom the operator has blocked."""
    if tables.get(BlockRow, sub) is not None:
        raise RateLimited("This account may not trade any more. Please write to the people who run this game.")


def may_trade(connection: Connection, tables: SqlTables, sub: str, now: str) -> None:
    """Raises RateLimited for a player who is blocked, too new, or has traded a lot today."""
    not_blocked(tables, sub)
    first, fresh = connection.execute(
        select(func.min(finds.c.first_scanned_at), func.count(finds.c.pid)).where(finds.c.sub == sub)
    ).one()
    if fresh < trading.MIN_FRESH_FINDS or first is None or now < later(first, trading.MIN_DAYS * trading.DAY):
        raise RateLimited(
            f"Trading opens {trading.MIN_DAYS} days after a player's first find, with {trading.MIN_FRESH_FINDS} new "
            "photos. Until then prints can be given and received as gifts."
        )
    if _traded_since(connection, now, sub) >= trading.MAX_TRADES_A_DAY:
        raise RateLimited(f"{trading.MAX_TRADES_A_DAY} trades a day are the limit. Please come back tomorrow.")


def may_still_trade(connection: Connection, tables: SqlTables, sub: str, now: str) -> None:
    """The same of the other player. Raises Conflict, which tells nothing about them."""
    try:
        may_trade(connection, tables, sub, now)
    except RateLimited:
        raise Conflict("This offer cannot be accepted now.") from None


def pair_may_trade(connection: Connection, one: str, other: str, now: str) -> None:
    if _traded_since(connection, now, one, other) >= trading.MAX_TRADES_OF_A_PAIR_A_DAY:
        raise RateLimited("You two have traded today. Please come back tomorrow.")


def may_give(connection: Connection, sub: str, now: str) -> None:
    """Raises RateLimited where the week's gifts are given."""
    since = later(now, -trading.WEEK)
    given = select(trades.c.got).where(trades.c.player == sub, trades.c.at > since, ~trades.c.undone)
    # A gift got nothing. The two databases compare JSON lists differently, and the rows of a week are few.
    if sum(not got for got in connection.execute(given).scalars()) >= trading.MAX_GIFTS_A_WEEK:
        raise RateLimited(f"{trading.MAX_GIFTS_A_WEEK} gifts a week are the limit.")


def may_be_given(tables: SqlTables, sub: str, pids: Sequence[str], now: str) -> list[PrintRow]:
    """The prints, all held by the player and free to go.

    Raises InvalidRequest, or Missing for one that is not there.
    """
    if not 1 <= len(pids) <= trading.MAX_SIDE:
        raise InvalidRequest(f"Please name 1 to {trading.MAX_SIDE} prints.")
    if len(set(pids)) != len(pids):
        raise InvalidRequest("Please name each print once.")
    return [_free(tables, sub, pid, now) for pid in pids]


def may_still_be_given(tables: SqlTables, sub: str, pids: Sequence[str], now: str) -> None:
    """The same of the other player's prints. Raises Conflict."""
    try:
        may_be_given(tables, sub, pids, now)
    except (InvalidRequest, Missing):
        raise Conflict("A print of this offer has gone elsewhere.") from None


def wishes(tables: SqlTables, sub: str, want: Sequence[str]) -> tuple[str, ...]:
    """PIDs, typeIds and object names, as they stand in the game; no print that the player `sub` holds.

    Raises InvalidRequest, Missing.
    """
    if not 1 <= len(want) <= trading.MAX_SIDE:
        raise InvalidRequest(f"Please wish for 1 to {trading.MAX_SIDE} prints.")
    wished = tuple([_wish(tables, each) for each in want])
    named = [row for each in wished if (row := tables.get(PrintRow, each))]
    for row in named:
        if row.holder == sub:
            raise InvalidRequest(f"Print {row.pid} is yours already.")
    if len({row.pid for row in named}) != len(named):
        raise InvalidRequest("Please wish for each print once.")
    return wished


def named_prints(tables: SqlTables, want: Sequence[str]) -> tuple[str, ...]:
    """The prints that wishes name, where each is a PID. Raises InvalidRequest."""
    if any(tables.get(PrintRow, each) is None for each in want):
        raise InvalidRequest("Please name in `give` the print that you give for each wish.")
    return tuple(want)


def names(tables: SqlTables, pid: str) -> tuple[str, str, str]:
    """What a wish can call a print: its PID, its typeId, its object."""
    row = tables.get(PrintRow, pid)
    piclet = tables.get(PicletRow, row.type_id) if row else None
    return pid, row.type_id if row else "", piclet.object_name if piclet else ""


def _wish(tables: SqlTables, wanted: str) -> str:
    text = wanted[:MAX_WISH_CHARS].strip()
    for shown in (_shown_print(tables, text.upper()), _shown_piclet(tables, text)):
        if shown is not None:
            return shown
    try:
        name = resolve(tables, normalize(text).name)
    except NothingLeft:
        name = ""
    known = tables.get(ObjectRow, name)
    if known is None or not known.shown:
        raise Missing(f"There is no print, Piclet or thing {text}.")
    return name


def _shown_print(tables: SqlTables, pid: str) -> str | None:
    row = tables.get(PrintRow, pid)
    return pid if row is not None and _shown_piclet(tables, row.type_id) else None


def _shown_piclet(tables: SqlTables, type_id: str) -> str | None:
    row = tables.get(PicletRow, type_id)
    return type_id if row is not None and row.shown else None


def _free(tables: SqlTables, sub: str, pid: str, now: str) -> PrintRow:
    row = tables.get(PrintRow, pid)
    if row is None or _shown_piclet(tables, row.type_id) is None:
        raise Missing(f"There is no print {pid[:16]}.")
    if row.holder != sub:
        raise InvalidRequest(f"Print {pid} is not held by you.")
    if is_pseudonym(sub):  # by a gift code that its holder gave before
        raise InvalidRequest(f"Print {pid} stays where it is: its holder has left the game.")
    if trading.is_void(revoked=row.revoked, finder=row.finder, holder=row.holder):
        raise InvalidRequest(f"Print {pid} is void: its find was revoked.")
    if trading.rests(row, now):
        raise InvalidRequest(f"Print {pid} rests for a day after it was received.")
    return row


def _traded_since(connection: Connection, now: str, sub: str, other: str | None = None) -> int:
    """Trades of a day with this player, or between the two; gifts and what was undone do not count."""
    mine = or_(trades.c.player == sub, trades.c.other == sub)
    since = select(trades.c.got).where(mine, trades.c.at > later(now, -trading.DAY), ~trades.c.undone)
    if other is not None:
        since = since.where(or_(trades.c.player == other, trades.c.other == other))
    return sum(bool(got) for got in connection.execute(since).scalars())
