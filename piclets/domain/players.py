"""The players that an event of any kind names: wherever there is a `Player` in it, in the order of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar, get_args

from piclets.domain.records import Player, Record

R = TypeVar("R", bound=Record)


def players_of(event: Record) -> tuple[Player, ...]:
    """Every player that an event names; one who is named twice is here twice."""
    return tuple(_players_in(event))


def with_players(event: R, others: Mapping[int, Player]) -> R:
    """The event with `others` in place of the players at these positions in `players_of(event)`."""
    players = iter([others.get(position, player) for position, player in enumerate(players_of(event))])
    return _with_next(event, players)


def _players_in(value: object) -> Iterator[Player]:
    if isinstance(value, Player):
        yield value
    elif isinstance(value, Record):
        for name in _fields_with_players(type(value)):
            yield from _players_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _players_in(each)


@cache
def _fields_with_players(record: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record in which a player can stand."""
    return tuple(name for name, field in record.model_fields.items() if _may_name_a_player(field.annotation))


def _may_name_a_player(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return issubclass(annotation, Player) or bool(_fields_with_players(annotation))
    return any(_may_name_a_player(each) for each in get_args(annotation))


def _with_next(record: R, players: Iterator[Player]) -> R:
    """A copy of a record whose players are the next ones of `players`."""
    changed = {}
    for name in _fields_with_players(type(record)):
        before = getattr(record, name)
        after = _replaced(before, players)
        if after != before:
            changed[name] = after
    return record.model_copy(update=changed) if changed else record


def _replaced(value: object, players: Iterator[Player]) -> object:
    if isinstance(value, Player):
        return next(players)
    if isinstance(value, Record):
        return _with_next(value, players)
    if isinstance(value, tuple):
        return tuple([_replaced(each, players) for each in value])
    return value
