"""Sight gets a model: in the background, while plain sight serves; and goes on without one that is no good."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from PIL import Image, ImageDraw

from piclets.clock import utc_now
from piclets.images.intake import read_photo
from piclets.models.clip import ClipModel
from piclets.play.discovery import Journey, Sighting
from piclets.search.building import build
from piclets.search.eyes import ClipEye, Eyes
from piclets.search.filed import FiledCatalogue
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from piclets.web.finding import PhotoFinder
from tests.models.tiny_clip import FOLDER
from tests.photos import take_photo
from tests.waiting import until

Open = Callable[..., Game]


@pytest.fixture
def open_game(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as closing:

        def open_game(model: str, sight: str = "clip", **variables: Any) -> Game:
            settings = Settings.model_validate(
                {
                    "PICLETS_DATA_DIR": tmp_path / "data",
                    "PICLETS_SIGHT": sight,
                    "PICLETS_SIGHT_MODEL": model,
                    "HF_ENDPOINT": "http://127.0.0.1:9",
                }
                | variables
            )
            game = build_game(settings)
            closing.callback(game.close)
            return game

        yield open_game


def scan(game: Game, folder: Path, what: str, seed: int) -> None:
    player = game.identity.verify("local_ada")
    photo = take_photo(folder, what, seed)
    journey = Journey(lambda _step, _words: None, time.monotonic() + 60)
    game.discovery.scan(Sighting(player, "local_ada", read_photo(photo, photo.name), journey, utc_now()))


def shape(kind: str, colour: str) -> Image.Image:
    image = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(image)
    (draw.ellipse if kind == "circle" else draw.rectangle)((40, 40, 160, 160), fill=colour)
    return image


def test_the_game_is_searched_by_the_model_once_it_has_seen_it(open_game: Open, tmp_path: Path) -> None:
    game = open_game(str(FOLDER))
    for seed, what in enumerate(["red circle", "blue square", "green circle"]):
        scan(game, tmp_path, what, seed)
    assert game.seeing.sight.catalogue(None).model == "plain-1"
    game.start()
    until(lambda: game.seeing.state()["model"]["state"] == "ready")
    catalogue = game.seeing.sight.catalogue(None)
    assert catalogue.model == str(FOLDER)
    for kind, colour in (("circle", "red"), ("square", "blue"), ("circle", "green")):
        best = catalogue.by_picture(shape(kind, colour), 10)[0].fields
        assert (best["objectName"], best["matched_by"]) == (kind, "name")
        entry = game.queries.piclet(best["typeId"])
        assert entry is not None
        assert entry.attributes == (colour,)
    scan(game, tmp_path, "yellow star", 9)
    until(lambda: catalogue.state().names == 4)
    assert catalogue.by_picture(shape("circle", "red"), 1)[0].fields["objectName"] == "circle"
    assert catalogue.by_text("the yellow star", 1)[0].fields["objectName"] == "star"


def test_a_photo_about_to_be_scanned_may_be_known(open_game: Open, tmp_path: Path) -> None:
    game = open_game(str(FOLDER))
    scan(game, tmp_path, "red circle", 1)
    game.settings.upload_folder.mkdir(parents=True, exist_ok=True)
    photo = game.settings.upload_folder / "photo.png"
    shape("circle", "red").save(photo)

    async def run(_visitor: str, work: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        return work()

    finder = PhotoFinder(game.seeing.sight, run, game.settings.upload_folder, lambda: None)
    told = partial(finder.maybe, {"path": str(photo)}, gr.Request())
    assert asyncio.run(told()) == ""  # plain sight cannot tell what a photo shows
    game.start()
    until(lambda: game.seeing.state()["model"]["state"] == "ready")
    assert "/?object=circle" in asyncio.run(told())
    for nothing in (None, {"path": "/etc/passwd"}, {"path": str(FOLDER / "tokenizer.json")}):
        assert asyncio.run(finder.maybe(nothing, gr.Request())) == ""


def test_words_find_what_pictures_show(tmp_path: Path) -> None:
    eye = ClipEye("tiny", ClipModel(FOLDER))
    pictures = tmp_path / "images"
    pictures.mkdir()
    things = [(kind, colour) for kind in ("circle", "square") for colour in ("red", "green", "blue", "black")]
    for at, thing in enumerate(things):
        shape(*thing).save(pictures / f"album_{at}.jpg")
    metadata = tmp_path / "some.jsonl"
    metadata.write_text("\n".join(f'{{"album_id": {at}, "name": "untitled"}}' for at in range(len(things))))
    build(tmp_path / "made", "shapes", pictures, metadata, eye, lambda _words: None)
    eyes = Eyes()
    made = FiledCatalogue(tmp_path / "made", eyes.of)
    assert made.state().ready is False
    eyes.add(eye)
    for at, (kind, colour) in enumerate(things):
        (hit,) = made.by_text(f"a {colour} {kind}", 1)
        assert hit.fields["album_id"] == at


@pytest.mark.parametrize("damage", ["onnx/text_model.onnx", "tokenizer.json"])
def test_a_model_that_is_no_good_leaves_plain_sight(open_game: Open, tmp_path: Path, damage: str) -> None:
    broken = Path(shutil.copytree(FOLDER, tmp_path / "broken"))
    (broken / damage).write_bytes(b"half")
    game = open_game(str(broken))
    scan(game, tmp_path, "mug", 1)
    game.start()
    until(lambda: game.seeing.state()["model"]["state"] == "failed")
    assert game.seeing.state()["model"]["reason"]
    until(lambda: game.seeing.state()["catalogues"][0]["pictures"] == 1)
    assert game.seeing.sight.by_text("mug", 1, None).model == "plain-1"
    assert game.readiness()[0]


def test_a_hub_that_is_away_leaves_plain_sight(open_game: Open, tmp_path: Path) -> None:
    game = open_game("makers/none@v1")
    scan(game, tmp_path, "mug", 1)
    game.start()
    until(lambda: "cannot be fetched" in str(game.seeing.state()["model"]["reason"]))
    assert game.seeing.sight.by_text("mug", 1, None).hits[0].fields["objectName"] == "mug"


def test_by_itself_only_a_model_that_is_here_is_loaded(open_game: Open, tmp_path: Path) -> None:
    assert open_game("makers/none@v1", "auto").seeing.awakening is None
    assert open_game(str(FOLDER), "auto", PICLETS_DATA_DIR=tmp_path / "other").seeing.awakening is not None
