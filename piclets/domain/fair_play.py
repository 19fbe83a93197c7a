"""Which players' scans a moderator should review, and why. Nothing here refuses anything: people decide.

The figures are proposals: `MAX_LIKE_BITS` is the distance of perceptual hashes at which no false match was met.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Final

from piclets.domain.events import Scanned

MAX_LIKE_BITS: Final = 4
SHARED_PHOTOS: Final = 3
SCANS_AN_HOUR: Final = 30
HOURS_IN_A_ROW: Final = 3
HINTS: Final[Mapping[str, tuple[int, str]]] = {
    "screenshot": (1, "called a screenshot by their metadata"),
    "made by AI": (1, "called made by AI by their metadata"),
    "small": (5, "under half a megapixel"),
    "screen": (3, "of a screen"),
    "print": (3, "of a print"),
    "drawing": (3, "of a drawing"),
}
"""How many photos have to say so before it is worth a look, and how it is put. A screen is a real thing, and one
small photo says nothing."""

MAX_COMPARED: Final = 50
"""Of photos that share a band of their hash: flat pictures share theirs with thousands."""
MAX_SHARERS: Final = 20

_BANDS: Final = ((0, 13), (13, 13), (26, 13), (39, 13), (52, 12))
"""Bit offset and width. Two hashes that differ in four bits at most have one of five bands in common."""

Numbered = tuple[int, Scanned]


@dataclass
class Suspect:
    """A player with the reasons to look, and the Piclets that they are about, each once and in order."""

    sub: str
    reasons: dict[str, None] = field(default_factory=dict)
    type_ids: dict[str, None] = field(default_factory=dict)

    def note(self, reason: str, *type_ids: str) -> None:
        self.reasons[reason] = None
        self.type_ids.update(dict.fromkeys(type_ids))


def review(scans: Sequence[Numbered], hints: Mapping[int, Sequence[str]]) -> list[Suspect]:
    """The players to look at, those with the most reasons first. `scans` are in the log's order; `hints` says by an
    event's place what its photo said of how it was made."""
    suspects: dict[str, Suspect] = {}

    def suspect(sub: str) -> Suspect:
        return suspects.setdefault(sub, Suspect(sub))

    for sub, reason, type_ids in (
        *_hinted(scans, hints), *_alike([scan for _, scan in scans]), *_sharing([scan for _, scan in scans]),
        *_hurried([scan for _, scan in scans]),
    ):  # fmt: skip
        suspect(sub).note(reason, *type_ids)
    return sorted(suspects.values(), key=lambda each: len(each.reasons), reverse=True)


Reason = tuple[str, str, Sequence[str]]
"""A sub, the reason in words for the operator, and the typeIds that it is about."""


def _hinted(scans: Sequence[Numbered], hints: Mapping[int, Sequence[str]]) -> Iterable[Reason]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for seq, scan in scans:
        for hint in hints.get(seq, ()):
            found[scan.player.sub, hint].append(scan.type_id)
    for (sub, hint), type_ids in found.items():
        least, words = HINTS.get(hint, (1, hint))
        if len(type_ids) >= least:
            yield sub, f"{len(type_ids)} {'photo' if len(type_ids) == 1 else 'photos'} {words}", type_ids


def _alike(scans: Sequence[Scanned]) -> Iterable[Reason]:
    """Photos that look like an earlier one of another thing."""
    bands: dict[tuple[int, int], list[Scanned]] = defaultdict(list)
    for scan in scans:
        bits = int(scan.phash, 16)
        like = next((each for each in _candidates(bands, bits) if _is_alike(each, scan, bits)), None)
        if like is not None:
            thing = like.object_name.replace("_", " ")
            whose = "their own" if like.player.sub == scan.player.sub else "another player's"
            yield scan.player.sub, f"a photo that looks like {whose} of another thing ({thing})", [scan.type_id]
        for key in _keys(bits):
            bands[key].append(scan)


def _candidates(bands: Mapping[tuple[int, int], list[Scanned]], bits: int) -> Iterable[Scanned]:
    for key in _keys(bits):
        yield from bands.get(key, [])[-MAX_COMPARED:]


def _keys(bits: int) -> list[tuple[int, int]]:
    return [(offset, bits >> offset & (1 << width) - 1) for offset, width in _BANDS]


def _is_alike(earlier: Scanned, scan: Scanned, bits: int) -> bool:
    return (
        earlier.object_name != scan.object_name
        and earlier.photo != scan.photo
        and (int(earlier.phash, 16) ^ bits).bit_count() <= MAX_LIKE_BITS
    )


def _sharing(scans: Sequence[Scanned]) -> Iterable[Reason]:
    """Accounts that sent the very same photos."""
    senders: dict[str, dict[str, str]] = defaultdict(dict)
    for scan in scans:
        senders[scan.photo].setdefault(scan.player.sub, scan.type_id)
    pairs: Counter[tuple[str, str]] = Counter()
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for who in senders.values():
        for pair in combinations(sorted(who)[:MAX_SHARERS], 2):
            pairs[pair] += 1
            shared[pair].append(next(iter(who.values())))
    for pair, times in pairs.items():
        if times >= SHARED_PHOTOS:
            for sub, other in (pair, pair[::-1]):
                yield sub, f"{times} photos in common with {other}", shared[pair]


def _hurried(scans: Sequence[Scanned]) -> Iterable[Reason]:
    """Hour after hour more scans than a person walks past things."""
    hours: dict[tuple[str, int], list[str]] = defaultdict(list)
    for scan in scans:
        hours[scan.player.sub, _hour(scan.received or scan.at)].append(scan.type_id)
    busy = {key: found for key, found in hours.items() if len(found) >= SCANS_AN_HOUR}
    for sub, hour in busy:
        row = [(sub, hour + later) for later in range(HOURS_IN_A_ROW)]
        if all(key in busy for key in row):
            found = [type_id for key in row for type_id in busy[key]]
            yield sub, f"{SCANS_AN_HOUR} scans an hour and more for {HOURS_IN_A_ROW} hours", found


def _hour(moment: str) -> int:
    """The number of an hour, consecutive over midnights and ends of months."""
    return int(datetime.fromisoformat(moment).timestamp()) // 3600
