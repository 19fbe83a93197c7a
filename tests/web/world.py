"""A game with something in it, recorded straight into the ledger before the server starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from piclets.clock import later, utc_now
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.names import normalize
from piclets.domain.records import PRIMARY_TYPES, Models, PicletData, Player
from piclets.domain.season_plans import Quest, SeasonPlan, Together
from piclets.ledger.ledger import Ledger
from piclets.ledger.scans import Scan
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests.making import AT, piclet_data, scan

HOSTILE = '<img src=x onerror="window.hurt=1">'
TEMPLATE = "${window.hurt=1}{{constructor}}"
OBJECTS = 40
NEIGHBOURS = 60
OWNED = 30


def settings_of(data_dir: Path) -> Settings:
    return Settings.model_validate({"PICLETS_DATA_DIR": str(data_dir)})


def populate(data_dir: Path) -> None:
    """40 objects of all types by three players, a pillow with two variations that 60 more players know, a collector
    of 30 things, and one thing whose every text is markup."""
    game = build_game(settings_of(data_dir))
    try:
        _open_seasons(game.ledger)
        for number in range(OBJECTS):
            kind = PRIMARY_TYPES[number % len(PRIMARY_TYPES)]
            image = game.images.keep(picture(number))
            made = scan(("ada", "grace", "linus")[number % 3], f"thing_{number}", "shiny" if number % 2 else "dull")
            game.ledger.record(_with(made, image, piclet_data(f"Creature {number}", type=kind)))
        for number, what in enumerate((("pillow",), ("pillow", "blue", "velvet"), ("pillow", "striped"))):
            image = game.images.keep(picture(100 + number))
            game.ledger.record(_with(scan("ada", *what), image, piclet_data(f"Pillowpuff {number}")))
        for number in range(NEIGHBOURS):
            game.ledger.record(scan(f"neighbour-{number}", "pillow", drawn=False))
        collector = Player(sub="local:collector", username="collector")
        for number in range(OWNED):
            found = scan("collector", f"thing_{number}", drawn=False)
            game.ledger.record(replace(found, player=collector))
        mallory = Player(sub='sub-"><b>', username=HOSTILE)
        for number, attributes in enumerate(((), (HOSTILE, TEMPLATE))):
            image = game.images.keep(picture(200 + number))
            made = _with(scan("mallory", normalize(HOSTILE).name, *attributes), image, _hostile_piclet())
            game.ledger.record(replace(made, player=mallory))
    finally:
        game.close()


def _open_seasons(ledger: Ledger) -> None:
    """One that all of this was found in, and one that is on while the tests run."""
    decisions, now = SeasonDecisions(ledger), utc_now()
    summer = SeasonPlan(title="A summer of pillows", starts=AT, ends=later(AT, timedelta(hours=1)))
    decisions.open(DecisionNote(by="admin", at=AT, why="it is summer"), "summer", summer)
    on_now = SeasonPlan(
        title="A month of small things",
        starts=later(now, -timedelta(hours=1)),
        ends=later(now, timedelta(days=20, hours=1)),
        quests=(
            Quest(id="tea", title="Tea time", names=("mug", "kettle", "teapot", "cup"), goal=2),
            Quest(id="out", title="Out of the door", names=("bicycle", "bench", "umbrella"), goal=3),
        ),
        together=Together(title="Fifty finds, all of us together", goal=50),
    )
    decisions.open(DecisionNote(by="admin", at=AT, why="it is time"), "small-things", on_now)


def _with(made: Scan, image: str, data: PicletData) -> Scan:
    return replace(made, image=image, piclet_data=data)


def _hostile_piclet() -> PicletData:
    return piclet_data(
        HOSTILE,
        personality=f"{HOSTILE} {TEMPLATE}",
        description=f"</p></script>{HOSTILE} {TEMPLATE}",
        image_prompt=HOSTILE,
        models=Models(caption=HOSTILE, concept=HOSTILE, image=HOSTILE),
    )


def picture(number: int) -> bytes:
    """A creature of two circles, on nothing."""
    image = Image.new("RGBA", (128, 128))
    draw = ImageDraw.Draw(image)
    colour = (60 + number * 37 % 180, 60 + number * 71 % 180, 60 + number * 13 % 180, 255)
    draw.ellipse((24, 40, 104, 120), fill=colour)
    draw.ellipse((40, 12, 88, 60), fill=colour)
    buffer = BytesIO()
    image.save(buffer, "WEBP")
    return buffer.getvalue()
