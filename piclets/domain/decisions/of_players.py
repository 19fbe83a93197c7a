"""Decisions about a player: blocked, unblocked, discoveries revoked, erased."""

from __future__ import annotations

from typing import Final

from piclets.domain import seasons
from piclets.domain.collecting import counting, exchanges
from piclets.domain.collecting.counting import Moment
from piclets.domain.decisions.decision import Case, Decision, Field
from piclets.domain.decisions.objects import asked_piclet, known_piclet
from piclets.domain.events import (
    AnyEvent,
    Credit,
    DiscoveriesRevoked,
    PicletAdopted,
    PlayerBlocked,
    PlayerErased,
    PlayerUnblocked,
    Scanned,
)
from piclets.domain.records import Player
from piclets.domain.rows import replace
from piclets.domain.standings import put_player, remove_player
from piclets.domain.tables import (
    NOBODY,
    ROW_TYPES,
    BlockRow,
    FindRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    ShowcaseRow,
    Tables,
    UnlistedRow,
)
from piclets.errors import InvalidRequest, NotFound

ERASED: Final = "erased:"
"""How the pseudonym of a player who was erased begins; no player's sub does."""
FORGOTTEN: Final = "a player"
"""What a player who was erased is called."""


def is_pseudonym(sub: str) -> bool:
    """Whether it is what is left of a player who was erased."""
    return sub.startswith(ERASED)


def pseudonymise(sub: str, pseudonym: str, tables: Tables) -> None:
    """Make the tables what they were had `sub` been called `pseudonym` from the beginning."""
    for kind in ROW_TYPES:
        for field in kind.SUBS:
            for row in tables.rows(kind, **{field: sub}):
                tables.remove(row)
                tables.put(replace(row, **{field: pseudonym}))  # type: ignore[type-var]  # rows are dataclasses


def asked_player(sub: str, tables: Tables) -> Player:
    """Raises NotFound."""
    row = tables.get(PlayerRow, sub)
    if row is None:
        raise _no_player(sub)
    return Player(sub=row.sub, username=row.username)


def _block(case: Case) -> PlayerBlocked:
    player = asked_player(case.subject, case.tables)
    if case.tables.get(BlockRow, player.sub) is not None:
        raise InvalidRequest(f"{player.username} is blocked already.")
    return PlayerBlocked(**vars(case.note), player=player)


def _unblock(case: Case) -> PlayerUnblocked:
    player = asked_player(case.subject, case.tables)
    if case.tables.get(BlockRow, player.sub) is None:
        raise InvalidRequest(f"{player.username} is not blocked.")
    return PlayerUnblocked(**vars(case.note), player=player)


def _revoke(case: Case) -> DiscoveriesRevoked:
    """The discoveries that `into` lists, or all there are, with what they were worth."""
    player, type_ids = asked_player(case.subject, case.tables), case.into.replace(",", " ").split()
    found = [asked_piclet(find.type_id, case.tables) for find in case.tables.rows(FindRow, sub=player.sub)]
    own = {piclet.type_id: piclet for piclet in found if piclet.discoverer == player.sub}
    foreign = [type_id for type_id in type_ids if type_id not in own]
    if foreign or not own:
        raise InvalidRequest(f"{player.username} has not discovered {', '.join(foreign) or 'anything'}.")
    credits_ = (
        Credit(type_id=each, points=_points(case.event_at(own[each].credit))) for each in sorted(type_ids or own)
    )
    return DiscoveriesRevoked(**vars(case.note), player=player, credits=tuple(credits_))


def _erase(case: Case) -> PlayerErased:
    """The event names a pseudonym, and where the log names the player."""
    mentions = case.mentions_of(case.subject)
    if not mentions:
        raise _no_player(case.subject)
    return PlayerErased(
        **vars(case.note),
        player=Player(sub=f"{ERASED}{case.note.id[:16]}", username=FORGOTTEN),
        places=tuple(place for place, _ in mentions),
        positions=tuple(position for _, position in mentions) if any(at for _, at in mentions) else None,
    )


def _fold_block(event: PlayerBlocked, seq: int, tables: Tables) -> None:
    tables.put(BlockRow(event.player.sub, seq))
    seasons.blocked(event.player.sub, Moment(event.at, seq), tables)


def _fold_unblock(event: PlayerUnblocked, seq: int, tables: Tables) -> None:
    tables.remove(BlockRow(event.player.sub, seq))
    seasons.blocked(event.player.sub, Moment(event.at, seq), tables)


def _fold_revocation(event: DiscoveriesRevoked, seq: int, tables: Tables) -> None:
    sub, moment = event.player.sub, Moment(event.at, seq)
    for credit in event.credits:
        tables.put(replace(known_piclet(credit.type_id, tables), discoverer=NOBODY))
        find = tables.get(FindRow, sub, credit.type_id)
        if find is not None:
            tables.put(replace(find, first_discovery=False))
            _revoke_print(find, moment, tables)
    player = tables.get(PlayerRow, sub)
    if player is not None:
        points = sum(credit.points for credit in event.credits)
        unique = player.unique_finds - len(event.credits)
        put_player(replace(player, score=player.score - points, unique_finds=unique), tables)
    counting.revoked(sub, [credit.type_id for credit in event.credits], moment, tables)
    seasons.revoked(event, seq, tables)


def _revoke_print(find: FindRow, moment: Moment, tables: Tables) -> None:
    """Void where its finder still holds it, marked where it was given away in good faith."""
    made = tables.get(PrintRow, find.pid) if find.pid else None
    if made is not None and not made.revoked:
        exchanges.revoked(made, moment, tables)
        tables.put(replace(made, revoked=True))


def _fold_erasure(event: PlayerErased, seq: int, tables: Tables) -> None:
    sub = event.player.sub
    seasons.forget(sub, Moment(event.at, seq), tables)
    counting.forget(sub, tables)
    for kind in (FindRow, PlayerPhotoRow, BlockRow, UnlistedRow, ShowcaseRow):
        for row in tables.rows(kind, sub=sub):
            tables.remove(row)
    player = tables.get(PlayerRow, sub)
    if player is not None:
        remove_player(player, tables)


def _points(event: AnyEvent) -> int:
    """The points of the event that made a player a discoverer."""
    if not isinstance(event, Scanned | PicletAdopted):
        raise TypeError(f"event {event.id} discovers nothing")
    return event.points


def _no_player(sub: str) -> NotFound:
    return NotFound(f"There is no player {sub}.", object_name=sub)


def _about(event: PlayerBlocked | PlayerUnblocked | DiscoveriesRevoked | PlayerErased) -> str:
    return event.player.sub


BLOCK: Final = Decision(
    verb="block",
    title="Block a player",
    words="No more scans. Reads and the collection stay.",
    subject=Field("sub"),
    event=PlayerBlocked,
    decide=_block,
    fold=_fold_block,
    about=_about,
)
UNBLOCK: Final = Decision(
    verb="unblock",
    title="Unblock a player",
    words="The player may scan again.",
    subject=Field("sub"),
    event=PlayerUnblocked,
    decide=_unblock,
    fold=_fold_unblock,
    about=_about,
)
REVOKE: Final = Decision(
    verb="revoke",
    title="Revoke discoveries",
    words=(
        "They and their points are taken from the player. The Piclets stay: the next player to find one for the "
        "first time is its discoverer."
    ),
    subject=Field("sub"),
    into=Field("typeIds (empty: all)"),
    event=DiscoveriesRevoked,
    decide=_revoke,
    fold=_fold_revocation,
    about=_about,
)
ERASE: Final = Decision(
    verb="erase",
    title="Erase a player",
    words=(
        "The profile, the name and the id go from the tables, from the log and, with the next commits, from the "
        "dataset as it stands. Discoveries stay as those of “a player”. Older commits of the dataset still hold what "
        "was there, for everyone who can read it: “python -m piclets squash” makes the history one commit. Copies "
        "that others have made of the dataset are out of reach."
    ),
    subject=Field("sub"),
    event=PlayerErased,
    decide=_erase,
    fold=_fold_erasure,
    about=_about,
)
