"""Whose scans to look at, and why."""

from __future__ import annotations

from itertools import count

import pytest

from piclets.domain.events import Scanned
from piclets.domain.fair_play import HINTS, MAX_LIKE_BITS, Numbered, review
from piclets.domain.records import Player
from tests.making import digest

_places = count(1)


def scanned(
    who: str, what: str, *, photo: str = "", phash: int | None = None, at: str = "2026-03-31T10:00:00Z"
) -> Numbered:
    seq = next(_places)
    sha256 = digest(photo or seq)
    event = Scanned(
        id=str(seq),
        at=at,
        player=Player(sub=who, username=who),
        photo=sha256,
        phash=sha256[:16] if phash is None else f"{phash:016x}",
        status="existing",
        object_name=what,
        type_id=f"{what}_canonical",
        number=0,
        first_find=True,
        points=1,
    )
    return seq, event


def reasons(scans: list[Numbered], hints: dict[int, tuple[str, ...]] | None = None) -> dict[str, list[str]]:
    return {suspect.sub: list(suspect.reasons) for suspect in review(scans, hints or {})}


def test_an_honest_game_has_nothing_to_look_at() -> None:
    scans = [scanned(who, what) for who in ("ada", "bob") for what in ("mug", "pen", "mug", "lamp")]
    assert reasons(scans) == {}


def test_what_photos_say_of_themselves() -> None:
    scans = [scanned("ada", "mug"), scanned("bob", "pen")]
    told = reasons(scans, {scans[0][0]: ("screenshot", "small"), scans[1][0]: ("made by AI", "screen")})
    assert told == {
        "ada": ["1 photo called a screenshot by their metadata"],
        "bob": ["1 photo called made by AI by their metadata"],
    }


@pytest.mark.parametrize("hint", HINTS)
def test_a_hint_has_to_come_often_enough(hint: str) -> None:
    least, words = HINTS[hint]
    scans = [scanned("cy", "mug") for _ in range(least)]
    [suspect] = review(scans, {seq: (hint,) for seq, _ in scans})
    assert words in next(iter(suspect.reasons))
    assert review(scans[1:], {seq: (hint,) for seq, _ in scans[1:]}) == []


@pytest.mark.parametrize("bits", range(7))
def test_photos_that_look_like_one_of_another_thing(bits: int) -> None:
    looks, spread = 0x0123456789ABCDEF, sum(1 << (at * 13 + at) for at in range(bits) if at * 14 < 64)
    earlier, later = scanned("ada", "mug", phash=looks), scanned("bob", "vase", phash=looks ^ spread)
    told = reasons([earlier, later])
    assert (list(told) == ["bob"]) == (spread.bit_count() <= MAX_LIKE_BITS)
    assert reasons([earlier, scanned("bob", "mug", phash=looks)]) == {}, "of one thing that is a copy, told elsewhere"


def test_accounts_that_share_photos() -> None:
    def shared(times: int) -> list[Numbered]:
        return [scanned(who, f"thing{n}", photo=f"photo{n}") for n in range(times) for who in ("ada", "bob")]

    assert reasons(shared(2)) == {}
    assert reasons(shared(3)) == {"ada": ["3 photos in common with bob"], "bob": ["3 photos in common with ada"]}


def test_inhuman_pace_over_midnight() -> None:
    def hours(*each: str, scans: int = 30) -> list[Numbered]:
        return [scanned("ada", f"thing{n}", at=f"{hour}:{n:02d}:00Z") for hour in each for n in range(scans)]

    night = ("2026-03-31T22", "2026-03-31T23", "2026-04-01T00")
    [suspect] = review(hours(*night), {})
    assert len(suspect.type_ids) == 30
    assert reasons(hours(*night, scans=29)) == {}
    assert reasons(hours("2026-03-31T20", *night[1:])) == {}


def test_flat_pictures_cost_no_more_than_in_proportion() -> None:
    scans = [scanned("ada", f"thing{n}", phash=0) for n in range(3_000)]
    assert len(review(scans, {})) == 1


def test_a_crowd_with_one_photo_is_bounded() -> None:
    scans = [scanned(f"player{n}", "mug", photo=f"photo{p}") for p in range(3) for n in range(200)]
    assert len(review(scans, {})) == 20
