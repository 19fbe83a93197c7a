"""Photos of what a catalogue has become exactly that; photos of anything else do not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image

from piclets.clock import utc_now
from piclets.domain.names import normalize
from piclets.images.intake import read_photo
from piclets.play.discovery import Journey, Sighting
from piclets.search.building import build
from piclets.search.eyes import Eyes, PlainEye
from piclets.search.filed import FiledCatalogue
from piclets.search.naming import called
from piclets.search.recognition import Recogniser
from piclets.search.sight import Sight
from piclets.search.verifying import Verifier
from piclets.server.wiring import build_game
from piclets.settings import BadSetting, Settings
from tests.covers import album, cover, draw_all, photo_of

COUNT = 120
TEMPLATE = "{album_name}, album by {artist}"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues folder of a data folder, with drawn albums in it."""
    covers = tmp_path_factory.mktemp("covers")
    metadata = draw_all(covers, COUNT)
    folder = tmp_path_factory.mktemp("data") / "catalogues" / "albums"
    build(folder, "albums", covers / "images", metadata, PlainEye(), lambda _words: None, template=TEMPLATE)
    return folder


@pytest.fixture(scope="module")
def recogniser(catalogue: Path) -> Recogniser:
    return Recogniser(Sight([FiledCatalogue(catalogue, Eyes().of)], "albums"), {"albums": 0.9})


def taken(number: int) -> Image.Image:
    return photo_of(cover(number), number, screen=number % 2 == 1)


@pytest.mark.thorough
@pytest.mark.parametrize("count", [20, pytest.param(COUNT, marks=pytest.mark.slow)])
def test_photos_of_covers_are_recognised(recogniser: Recogniser, count: int) -> None:
    """At least 95 of 100; see benchmarks for the whole measurement."""
    sure = 0
    for number in range(1, count + 1):
        found = recogniser.recognise(taken(number))
        assert found is None or not found.sure or found.entry_id == str(number)
        sure += found is not None and found.sure
    assert sure >= count * 0.95


@pytest.mark.thorough
@pytest.mark.parametrize("count", [20, pytest.param(1_000, marks=[pytest.mark.slow, pytest.mark.timeout(1_800)])])
def test_photos_of_other_covers_are_not(recogniser: Recogniser, count: int) -> None:
    """Under 1 in 1,000 is wrong."""
    wrong = [found for at in range(count) if (found := recogniser.recognise(taken(10_000 + at))) and found.sure]
    assert wrong == []


def test_the_words_of_a_title_are_not_the_cover() -> None:
    """ "Distant Signal" and "Distant Machine", each by some Collective: the letters lie alike, and nothing else."""
    photo = photo_of(cover(10_029), 29, screen=True)
    assert Verifier(photo).likeness(cover(225)) == 0
    assert Verifier(photo).likeness(cover(10_029)) > 0.9


def test_what_has_nothing_to_see_is_not_recognised(recogniser: Recogniser) -> None:
    for size, colour in (((1, 1), "red"), ((640, 480), "white"), ((768, 3), "black")):
        assert recogniser.recognise(Image.new("RGB", size, colour)) is None


def test_a_recognised_photo_becomes_exactly_that_thing(catalogue: Path, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "PICLETS_DATA_DIR": catalogue.parents[1],
            "PICLETS_RECOGNISE": "albums:0.9",
            "DATABASE_URL": f"sqlite:///{tmp_path}/x",
        }
    )
    game = build_game(settings)
    try:
        photo = tmp_path / "IMG_1.jpg"
        taken(7).save(photo, quality=90)
        sighting = Sighting(
            game.identity.verify("local_ada"), "local_ada", read_photo(photo, "IMG_1.jpg"),
            Journey(lambda _step, _words: None, time.monotonic() + 60), utc_now(),
        )  # fmt: skip
        recorded = game.discovery.scan(sighting)
        entry = game.queries.piclet(recorded.type_id)
        assert entry is not None
        assert entry.piclet_data.models.caption == "catalogue albums"
        named = normalize(called(TEMPLATE, album(7)))
        assert (entry.object_name, entry.attributes) == (named.name, named.attributes)
        found = game.seeing.recogniser.entry_of(entry.object_name)
        assert found is not None
        assert found[1].fields["album_id"] == 7
    finally:
        game.close()


def test_a_name_follows_the_template() -> None:
    assert called("{name}, by {who}", {"name": "Blue Train", "who": "John"}) == "Blue Train, by John"
    for template in ("{missing}", "{missing} {name}", None):
        assert called(template, {"name": "x"}) == ""
    for template in ("{name.__class__}", "{name[0]}", "{", "{name!r}", "{}"):
        assert called(template, {"name": "x"}) == template


def test_a_catalogue_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    for variable, value in (
        ("PICLETS_RECOGNISE", "nothing"),
        ("PICLETS_DEFAULT_CATALOGUE", "nothing"),
        ("PICLETS_CATALOGUES", "./nothing"),
    ):
        with pytest.raises(BadSetting, match=variable):
            build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data", variable: value}))
