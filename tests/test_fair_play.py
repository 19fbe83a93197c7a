"""Fair play at the console: what is kept of a photo, for how long, and that it is told nowhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select, update

from piclets.admin.fair_play import WHY, FairPlay
from piclets.admin.moderation import Moderation
from piclets.clock import utc_now
from piclets.domain.events import to_json
from piclets.errors import InvalidRequest
from piclets.images.intake import photo_of
from piclets.ledger.fair_play_tables import reviewed, suspicions
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.suspicions import Suspicions
from piclets.play.discovery import Journey, Services, Sighting
from piclets.server.wiring import Game, build_game
from piclets.services.ports import Answer, Question, Session
from piclets.settings import Settings
from piclets.studio import Studio
from tests.making import MADE_FOR, scan

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
SCREEN = "http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture"
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><Iptc4xmpExt:DigitalSourceType>{}</x:xmpmeta>'
LARGE = (1_000, 800)


def encoded(size: tuple[int, int] = LARGE, kind: str = "JPEG", **options: Any) -> bytes:
    image = Image.effect_noise(size, 40).convert("RGB")
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(tag: int, value: str | bytes) -> bytes:
    made = Image.Exif()
    if tag == 0x9286:
        made.get_ifd(0x8769)[tag] = value
    else:
        made[tag] = value
    return made.tobytes()


def text(name: str, value: str) -> PngInfo:
    info = PngInfo()
    info.add_text(name, value)
    return info


@pytest.mark.parametrize(
    ("data", "hints"),
    [
        (encoded(), ()),
        (encoded((600, 500)), ("small",)),
        (encoded(xmp=XMP.format(AI).encode()), ("made by AI",)),
        (encoded(kind="WEBP", xmp=XMP.format(SCREEN).encode()), ("screenshot",)),
        (encoded(exif=exif(0x9286, b"ASCII\0\0\0Screenshot")), ("screenshot",)),
        (encoded(exif=exif(0x0131, "Adobe Firefly 3")), ("made by AI",)),
        (encoded(exif=exif(0x0131, "Pixel 9 camera")), ()),
        (encoded(kind="PNG", pnginfo=text("parameters", "a mug\nSteps: 20")), ("made by AI",)),
        (encoded(kind="PNG", pnginfo=text("Software", "gnome-screenshot")), ("screenshot",)),
        (encoded(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 200), ()),
    ],
)  # fmt: skip
def test_what_metadata_says(data: bytes, hints: tuple[str, ...]) -> None:
    photo = photo_of(data, "")
    assert photo.hints == hints
    assert b"screen" not in photo.jpeg.lower()
    assert "hints" not in repr(photo)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=True)
    yield ledger
    ledger.close()


@pytest.fixture
def fair_play(ledger: Ledger) -> FairPlay:
    return FairPlay(ledger, Moderation(ledger, Reports(ledger.database)))


def rows(ledger: Ledger, table: Any) -> list[Any]:
    with ledger.database.read() as connection:
        return list(connection.execute(select(table)).all())


def hinted(ledger: Ledger, who: str, what: str) -> None:
    recorded = ledger.record(replace(scan(who, what), at=utc_now()))
    Suspicions(ledger.database).note(recorded.seq, f"sub-{who}", ["screenshot"])


def test_one_click_revokes_what_the_list_names(ledger: Ledger, fair_play: FairPlay) -> None:
    hinted(ledger, "ada", "mug")
    ledger.record(replace(scan("ada", "pen"), at=utc_now()))
    [listed] = fair_play.listed()
    assert (listed.username, listed.reasons, listed.type_ids) == (
        "ada", ("1 photo called a screenshot by their metadata",), ("mug_canonical",),
    )  # fmt: skip
    place = fair_play.revoke(listed.sub, listed.upto)
    event = ledger.events_after(place - 1, 1)[0][1]
    assert '"mug_canonical"' in to_json(event)
    assert "pen_canonical" not in to_json(event)
    assert f'"why":"{WHY}"' in to_json(event)
    assert fair_play.listed() == []
    with pytest.raises(InvalidRequest):
        fair_play.revoke(listed.sub, listed.upto)


def test_what_was_dismissed_does_not_come_back_but_what_is_new_does(ledger: Ledger, fair_play: FairPlay) -> None:
    hinted(ledger, "ada", "mug")
    [listed] = fair_play.listed()
    fair_play.dismiss(listed.sub, listed.upto)
    assert fair_play.listed() == []
    assert rows(ledger, suspicions) == []
    hinted(ledger, "ada", "pen")
    [listed] = fair_play.listed()
    assert listed.type_ids == ("pen_canonical",)


def test_it_is_gone_after_90_days_and_with_the_player(ledger: Ledger, fair_play: FairPlay) -> None:
    hinted(ledger, "ada", "mug")
    hinted(ledger, "bob", "pen")
    fair_play.dismiss("sub-cy", 1)
    with ledger.database.write() as connection:
        old = "2025-01-01T00:00:00Z"
        connection.execute(update(suspicions).where(suspicions.c.sub == "sub-ada").values(at=old))
        connection.execute(update(reviewed).values(at=old))
    assert [listed.username for listed in fair_play.listed()] == ["bob"]
    assert [row.sub for row in rows(ledger, suspicions)] == ["sub-bob"]
    assert rows(ledger, reviewed) == []
    Moderation(ledger, Reports(ledger.database)).decide("erase", "sub-bob", why="asked for it")
    assert rows(ledger, suspicions) == []


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": str(tmp_path / "data")}))
    yield game
    game.close()


def test_nothing_of_it_is_in_the_log_an_answer_or_what_is_printed(
    game: Game, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    photo = photo_of(encoded(xmp=XMP.format(SCREEN).encode()), "mug.jpg")
    player = game.identity.verify("local_ada")
    sighting = Sighting(player, "local_ada", photo, Journey(lambda _step, _words: None, 1e12), utc_now())
    recorded = game.discovery.scan(sighting)
    assert [row.hints for row in rows(game.ledger, suspicions)] == [["screenshot"]]
    told = json.dumps(
        [
            game.browsing.scanned(recorded, ""),
            game.browsing.user_piclets(player, 10, 0, ""),
            game.collecting.player("ada", "").wire(),
            game.readiness(),
            [to_json(event) for _, event in game.ledger.events_after(0, 100)],
        ]
    )
    assert "mug" in told
    for word in ("screenshot", "suspicion", "fair"):  # a creature may be suspicious
        assert word not in told.lower()
        assert word not in caplog.text.lower()


class Suspecting(Studio):
    """A concept model that has seen a screen."""

    def conceive(self, question: Question, session: Session) -> Answer:
        answer = super().conceive(question, session)
        return replace(answer, markdown=f"{answer.markdown}\n# Capture\nscreen\n")


def test_a_photo_of_a_screen_is_a_scan_like_any_other(tmp_path: Path) -> None:
    studio = Suspecting()
    settings = Settings.model_validate({"PICLETS_DATA_DIR": str(tmp_path / "data")})
    game = build_game(settings, services=Services(studio, studio, studio))
    try:
        sighting = Sighting(
            game.identity.verify("local_ada"), "local_ada", photo_of(encoded(), "mug.jpg"),
            Journey(lambda _step, _words: None, 1e12), utc_now(),
        )  # fmt: skip
        assert game.discovery.scan(sighting).status == "new"
        assert [row.hints for row in rows(game.ledger, suspicions)] == [["screen"]]
        assert "screen" not in to_json(game.ledger.events_after(0, 1)[0][1])
    finally:
        game.close()
