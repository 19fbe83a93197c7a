"""Badges counted by hand, straight from the events: every counter, and when each tier was reached.

Slow on purpose: each prefix of the log is counted on its own. Merges and new names of objects are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from piclets.domain.collecting.badges import BADGES, GROUPS
from piclets.domain.collecting.daily import daily_three
from piclets.domain.collecting.sets import SETS
from piclets.domain.events import (
    AnyEvent,
    DiscoveriesRevoked,
    PlayerBlocked,
    PlayerErased,
    PlayerUnblocked,
    Scanned,
    SeasonOpened,
    SeasonSettled,
    Traded,
    TradeUndone,
)
from piclets.domain.records import PRIMARY_TYPES, PicletData

Earned = dict[str, list[list[str | int]]]


def earned(events: Sequence[AnyEvent], sub: str) -> tuple[dict[str, int], Earned]:
    """A player's counters above 0, and the moments at which the tiers held were reached."""
    held: Earned = {}
    counts: dict[str, int] = {}
    for seq, event in enumerate(events, start=1):
        counts = counted(events[:seq], sub)
        for badge in BADGES:
            tier = sum(counts.get(badge.counter, 0) >= count for count in badge.tiers)
            moments = held.get(badge.id, [])[:tier]
            held[badge.id] = moments + [[event.at, seq]] * (tier - len(moments))
    return counts, {badge: moments for badge, moments in held.items() if moments}


def counted(events: Sequence[AnyEvent], sub: str) -> dict[str, int]:
    if any(isinstance(event, PlayerErased) and event.player.sub == sub for event in events):
        return {}
    scans = [(place, event) for place, event in enumerate(events) if isinstance(event, Scanned)]
    mine = [(place, event) for place, event in scans if event.player.sub == sub]
    counting = [event for place, event in mine if event.evidence == "fresh" and not _revoked(events, place, event)]
    finds = [event for event in counting if event.print is not None]
    discovered = {event.type_id for _, event in mine if event.status != "existing"}
    creatures = {event.type_id: event.discovery.piclet_data for _, event in scans if event.discovery}
    counts = {
        **_of_finds(finds, discovered, creatures),
        **_of_days(counting, scans),
        **_of_things(counting, scans),
        **_of_seasons(events, sub),
        **_of_trades(events, sub, {event.print.pid for event in finds if event.print}),
    }
    return {name: have for name, have in counts.items() if have}


def _revoked(events: Sequence[AnyEvent], place: int, scan: Scanned) -> bool:
    return any(
        isinstance(event, DiscoveriesRevoked)
        and event.player.sub == scan.player.sub
        and scan.type_id in {credit.type_id for credit in event.credits}
        for event in events[place:]
    )


def _of_finds(finds: list[Scanned], discovered: set[str], creatures: dict[str, PicletData]) -> dict[str, int]:
    types = Counter(creatures[event.type_id].type for event in finds)
    tiers = Counter(creatures[event.type_id].tier for event in finds)
    own = [event.type_id for event in finds if event.type_id in discovered]
    return {
        "finds": len(finds),
        "discoveries": len(own),
        "variations": sum("canonical" not in type_id for type_id in own),
        "types": len(types),
        "least_type": min(types[kind] for kind in PRIMARY_TYPES),
        "rare": tiers["rare"] + tiers["epic"] + tiers["legendary"],
        "legends": tiers["legendary"],
        "sevens": sum(event.print is not None and event.print.number == 7 for event in finds),
        **{f"type_{kind}": types[kind] for kind in PRIMARY_TYPES},
    }


def _of_days(counting: list[Scanned], scans: list[tuple[int, Scanned]]) -> dict[str, int]:
    days: dict[date, set[str]] = {}
    for event in counting:
        day = date.fromisoformat((event.received or event.at)[:10])
        days.setdefault(day, set()).update(_names(event, scans))
    found = [[thing.name in names for thing in daily_three(day)] for day, names in days.items()]
    weeks = {day.isocalendar()[:2] for day in days}
    return {
        "days": len(days),
        "weeks": len(weeks),
        "weeks_53": sum(week == 53 for _, week in weeks),
        "dailies": sum(map(any, found)),
        "hard_dailies": sum(hard for _, _, hard in found),
        "hat_tricks": sum(map(all, found)),
        "leap_days": sum((day.month, day.day) == (2, 29) for day in days),
        "new_years": sum((day.month, day.day) == (1, 1) for day in days),
    }


def _of_things(counting: list[Scanned], scans: list[tuple[int, Scanned]]) -> dict[str, int]:
    in_sets = {name for each in SETS for name in each.names}
    found: dict[str, bool] = {}
    for event in counting:
        for name in _names(event, scans) & in_sets:
            found.setdefault(name, event.status == "new")
    of_sets = {each.id: len(found.keys() & set(each.names)) for each in SETS}
    names = {each.id: set(each.names) for each in SETS}
    return {
        "things": len(found),
        "firsts": sum(found.values()),
        "sets_begun": sum(have > 0 for have in of_sets.values()),
        "sets_complete": sum(of_sets[each] == len(names[each]) for each in names),
        **{f"group_{group}": len(found.keys() & set().union(*map(names.get, sets))) for group, _, _, sets in GROUPS},  # type: ignore[arg-type]  # every set has names
    }


def _names(scan: Scanned, scans: list[tuple[int, Scanned]]) -> set[str]:
    """What an object is called since it was discovered."""
    aliases = (
        event.discovery.aliases
        for _, event in scans
        if event.discovery and event.type_id.endswith("_canonical") and event.object_name == scan.object_name
    )
    return {scan.object_name, *(alias for each in aliases for alias in each)}


def _of_trades(events: Sequence[AnyEvent], sub: str, own: set[str]) -> dict[str, int]:
    undone = {event.trade for event in events if isinstance(event, TradeUndone)}
    found = {event.print.pid: event.player.sub for event in events if isinstance(event, Scanned) and event.print}
    moves = [
        (pid, giver.sub, taker.sub)
        for event in events
        if isinstance(event, Traded) and event.id not in undone
        for pids, giver, taker in ((event.gave, event.player, event.other), (event.got, event.other, event.player))
        for pid in pids
    ]
    return {
        "given": len({pid for pid, giver, _ in moves if giver == sub} & own),
        "received": len({pid for pid, _, taker in moves if taker == sub and found[pid] != sub}),
    }


def _of_seasons(events: Sequence[AnyEvent], sub: str) -> dict[str, int]:
    scans = [(place, event) for place, event in enumerate(events) if isinstance(event, Scanned)]
    played = quests = podiums = 0
    for opened in (event for event in events if isinstance(event, SeasonOpened)):
        found, placed = _season(events, opened)
        names = {name for event in found[sub].values() for name in _names(event, scans)}
        played += bool(found[sub])
        quests += sum(len(names & set(quest.names)) >= quest.goal for quest in opened.plan.quests)
        podiums += sub in placed
    return {"seasons": played, "quests": quests, "podiums": podiums}


def _season(events: Sequence[AnyEvent], opened: SeasonOpened) -> tuple[dict[str, dict[str, Scanned]], set[str]]:
    """What each player has found in a season, and who was ever among the first three since it was settled."""
    found: defaultdict[str, dict[str, Scanned]] = defaultdict(dict)
    standings: dict[str, int] = {}
    blocked: set[str] = set()
    placed: set[str] = set()
    for event in events:
        gone = ""
        match event:
            case Scanned() if event.evidence == "fresh" and _came_in(opened, event):
                found[event.player.sub].setdefault(event.type_id, event)
            case DiscoveriesRevoked():
                mine = found[event.player.sub]
                for type_id in {credit.type_id for credit in event.credits} & mine.keys():
                    if mine[type_id].status != "existing":
                        del mine[type_id]
                        gone = event.player.sub
            case PlayerErased():
                gone = event.player.sub
            case PlayerBlocked():
                blocked.add(event.player.sub)
            case PlayerUnblocked():
                blocked.discard(event.player.sub)
            case SeasonSettled() if event.season == opened.season:
                standings = {each.player.sub: each.points for each in event.standings}
        standings.pop(gone, None)
        placed.discard(gone)
        free = {sub: points for sub, points in standings.items() if sub not in blocked}
        placed |= {sub for sub, points in free.items() if sum(other > points for other in free.values()) < 3}
    return found, placed


def _came_in(opened: SeasonOpened, event: Scanned) -> bool:
    return opened.plan.starts <= (event.received or event.at) < opened.plan.ends
