"""Scans of the pages under way: followed, found again, and forgotten in time."""

from __future__ import annotations

import asyncio

import pytest

from piclets.domain.photo import Photo
from piclets.play.discovery import ScanStep
from piclets.play.pace import FEWEST, REMEMBERED, Pace
from piclets.web.under_way import KEPT_S, MAX_KEPT, ScansUnderWay, Stage, UnderWay

END = Stage("<p>the end</p>", done=True)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def key(number: int) -> str:
    return f"{number:032x}"


async def followed(scan: UnderWay) -> list[ScanStep]:
    return [news.step async for news in scan.follow()]


async def at_once() -> Stage:
    return END


def test_each_step_is_told_in_order_also_to_those_who_come_later() -> None:
    async def play() -> None:
        scans = ScansUnderWay()
        scan = scans.begin(key(1))
        told = asyncio.Event()

        async def work() -> Stage:
            scan.tell(ScanStep.LOOKING, "")
            await told.wait()
            for step in (ScanStep.DRAWING, ScanStep.SAVING):
                scan.tell(step, "")
            return END

        scan.start(work())
        first = asyncio.create_task(followed(scan))
        await asyncio.sleep(0)
        scan.tell(ScanStep.IMAGINING, "")
        late = scans.find(key(1))
        assert late is scan
        second = asyncio.create_task(followed(late))
        await asyncio.sleep(0)
        told.set()
        assert await first == [ScanStep.LOOKING, ScanStep.IMAGINING, ScanStep.DRAWING, ScanStep.SAVING]
        assert await second == [ScanStep.IMAGINING, ScanStep.DRAWING, ScanStep.SAVING]
        assert await scan.result() is END

    asyncio.run(play())


def test_who_stops_listening_does_not_stop_a_scan() -> None:
    async def play() -> None:
        scan = ScansUnderWay().begin(key(1))
        go_on = asyncio.Event()

        async def work() -> Stage:
            await go_on.wait()
            return END

        scan.start(work())
        listener = asyncio.create_task(scan.result())
        await asyncio.sleep(0)
        listener.cancel()
        go_on.set()
        assert await scan.result() is END

    asyncio.run(play())


@pytest.mark.parametrize("hostile", ["", "1", key(1) + "0", "G" * 32, None, 7, {"key": key(1)}])
def test_a_key_that_is_none_names_nothing(hostile: object) -> None:
    async def play() -> None:
        scans = ScansUnderWay()
        scans.begin(hostile)
        assert scans.find(str(hostile)) is None

    asyncio.run(play())


def test_a_key_that_is_taken_stays_the_firsts() -> None:
    async def play() -> None:
        scans = ScansUnderWay()
        first = scans.begin(key(1))
        assert scans.begin(key(1)) is not first
        assert scans.find(key(1)) is first

    asyncio.run(play())


def test_what_has_ended_is_forgotten_and_what_is_kept_is_bounded() -> None:
    async def play() -> None:
        clock = Clock()
        scans = ScansUnderWay(clock)
        for number in range(MAX_KEPT):
            clock.seconds = float(number % 2)
            scan = scans.begin(key(number))
            if number < 2:
                scan.start(at_once())
                await scan.result()
                await asyncio.sleep(0)
        scans.begin(key(MAX_KEPT))
        assert [scans.find(key(number)) is None for number in (0, 1, MAX_KEPT)] == [True, False, False]
        clock.seconds = KEPT_S + 2
        scans.begin(key(MAX_KEPT + 1))
        assert scans.find(key(1)) is None
        assert scans.find(key(2)) is not None

    asyncio.run(play())


def test_the_usual_is_the_median_of_the_newest() -> None:
    pace = Pace()
    for _ in range(FEWEST - 1):
        pace.took(5)
        assert pace.usual() is None
    pace.took(90)
    assert pace.usual() == 5
    for _ in range(REMEMBERED):
        pace.took(7)
    assert pace.usual() == 7


def test_other_words_make_another_photo_and_the_same_words_the_same() -> None:
    photo = Photo(b"", sha256="ab", phash="cd")
    assert photo.told_as("Blue  Pillow").sha256 == photo.told_as("blue pillow ").sha256
    assert photo.told_as("teapot").sha256 not in (photo.sha256, photo.told_as("blue pillow").sha256)
    assert photo.told_as("teapot").phash == photo.phash
