"""Creatures on a ground that is not plain are cut out by a real ONNX model, or not at all."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.cutouts import overlap
from piclets.clock import utc_now
from piclets.images.cutout import cut_out, decided
from piclets.images.intake import read_photo
from piclets.models import matting
from piclets.models.graphs import ModelUnusable
from piclets.models.mattes import Mattes
from piclets.models.matting import AROUND_ZERO, IMAGENET, MattingChoice, MattingModel
from piclets.models.store import ModelStore
from piclets.play.discovery import Journey, Services, Sighting
from piclets.server.wiring import Game, build_game
from piclets.services.ports import Brief, Picture, Session
from piclets.settings import Settings
from piclets.studio import Studio
from tests.loopback.hub import start_hub
from tests.loopback.hub_repo import Blob
from tests.models import tiny_matting
from tests.photos import take_photo
from tests.services_needed import need
from tests.waiting import until

NOWHERE = "http://127.0.0.1:9"
NOISE = np.random.default_rng(0).normal(size=(1, 3, 1, 1))

pytestmark = pytest.mark.usefixtures("_onnx")


@pytest.fixture(scope="module")
def _onnx() -> None:
    need(importlib.util.find_spec("onnx"), "onnx")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tiny_matting.write(tmp_path / "tiny.onnx")


@pytest.mark.parametrize("size", [(192, 192), (64, 300), (300, 64)])
@pytest.mark.parametrize("side", [64, 96, None])
@pytest.mark.parametrize("logits", [False, True])
@pytest.mark.parametrize("norm", [IMAGENET, AROUND_ZERO])
def test_models_of_the_family_tell_what_is_in_front(
    tmp_path: Path, size: tuple[int, int], side: int | None, logits: bool, norm: Any
) -> None:
    file = tiny_matting.write(tmp_path / "tiny.onnx", side=side, logits=logits, norm=norm)
    picture, inside = tiny_matting.busy_picture()
    rgb, truth = (np.asarray(each.resize(size)) for each in (picture, Image.fromarray(inside)))
    alpha = MattingModel(file, around_zero=norm is AROUND_ZERO).alpha(rgb, 60)
    assert alpha.shape == rgb.shape[:2]
    assert alpha.dtype == np.float32
    assert overlap(alpha, truth.astype(np.float32)) > 0.9
    assert 0 <= alpha.min() <= alpha.max() <= 1


def test_a_creature_is_cut_out_of_a_busy_ground(file: Path) -> None:
    picture, inside = tiny_matting.busy_picture()
    model = MattingModel(file)
    assert cut_out(picture) is None
    cut = cut_out(picture, lambda rgb: model.alpha(rgb, 60))
    assert cut is not None
    pixels = np.asarray(cut, np.int16)
    assert overlap(np.asarray(pixels[..., 3] / 255, np.float32), inside.astype(np.float32)) > 0.95
    partly = (pixels[..., 3] > 20) & (pixels[..., 3] < 235)
    assert partly.any()
    assert np.abs(pixels[partly][:, :3] - (30, 220, 40)).max() < 100  # the ground has no green at all
    assert cut_out(cut, lambda rgb: model.alpha(rgb, 60)) is None


def disc(radius: float, inside: float = 1.0, outside: float = 0.0) -> Any:
    y, x = np.mgrid[-1:1:200j, -1:1:200j]
    return np.where(np.hypot(x, y) < radius, inside, outside).astype(np.float32)


@pytest.mark.parametrize(
    "seen",
    [disc(0.15), disc(1.2), disc(0.0), disc(0.6, inside=0.7), disc(0.6, outside=0.4), None,
     np.full((9, 9), 0.5, np.float32)],
    ids=["a crumb", "nearly all", "nothing", "half there", "half gone", "unseen", "undecided"],
)  # fmt: skip
def test_in_doubt_a_picture_stays_as_it_is(seen: Any) -> None:
    assert decided(seen) is None


def test_what_is_decided_is_taken() -> None:
    taken = decided(disc(0.6, inside=0.97, outside=0.02))
    assert taken is not None
    assert set(np.unique(taken)) == {0.0, 1.0}


def test_a_file_that_is_none_is_refused_in_a_line(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"nonsense", b""):
        file.write_bytes(damaged)
        with pytest.raises(ModelUnusable, match=r"tiny\.onnx cannot be loaded") as refused:
            MattingModel(file)
        assert "\n" not in str(refused.value)
    with pytest.raises(ModelUnusable, match="cannot be loaded"):
        MattingModel(tmp_path / "none.onnx")


@pytest.mark.parametrize(
    ("nodes", "shape", "said"),
    [
        ([("Identity", ["picture"], ["out"], {})], [1, 3, 64, 64], "not one value for each pixel"),
        ([("ReduceMean", ["picture"], ["out"], {"axes": [1, 2, 3]})], [1, 3, 64, 64], "not one value for each pixel"),
        ([("ReduceMin", ["picture"], ["least"], {"axes": [1]}), ("Neg", ["least"], ["dark"], {}),
          ("Sqrt", ["dark"], ["out"], {})], [1, 3, 64, 64],
         "no numbers"),
        ([("ReduceMean", ["picture"], ["out"], {"axes": [1]})], [1, 1, 64, 64], "not one picture"),
        ([("ReduceMean", ["picture"], ["out"], {"axes": [1]})], [3, 64, 64], "not one picture"),
        ([("ReduceMean", ["picture"], ["out"], {"axes": [1]})], [1, 3, 4096, 4096], "pictures of 4096 x 4096"),
        ([("ReduceMean", ["picture"], ["out"], {"axes": [1]})], [1, 3, 2, 2], "pictures of 2 x 2"),
        ([("Conv", ["picture", "weights"], ["out"], {"kernel_shape": [1, 1], "strides": [64, 64]})], [1, 3, 64, 64],
         "not one value"),
    ],
)  # fmt: skip
def test_a_model_of_another_form_is_refused(tmp_path: Path, nodes: Any, shape: list[int | str], said: str) -> None:
    constants = {"weights": NOISE} if nodes[0][0] == "Conv" else None
    file = tiny_matting.save(tmp_path / "other.onnx", nodes, shape, constants)
    with pytest.raises(ModelUnusable, match=said):
        MattingModel(file)


def test_a_model_without_an_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matting, "MAX_TRIAL_S", 0.5)
    with pytest.raises(ModelUnusable, match="too long"):
        MattingModel(tiny_matting.endless(tmp_path / "endless.onnx"))


def test_pictures_wait_for_one_another_and_not_for_ever(file: Path, tmp_path: Path) -> None:
    mattes = Mattes(MattingChoice(str(file)), ModelStore(tmp_path, NOWHERE))
    picture = np.asarray(tiny_matting.busy_picture()[0])
    assert mattes.alpha(picture, time.monotonic() + 60) is None  # it is not loaded yet
    mattes.start()
    until(lambda: mattes.state()["state"] == "ready")
    assert mattes.alpha(picture, time.monotonic() - 1) is None
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(mattes.alpha(picture, time.monotonic() + 60))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(np.array_equal(each, found[0]) for each in found)


@pytest.mark.parametrize(
    "address",
    ["a/b@main/../x.onnx", "a/b@main//x.onnx", "a/b@main/x.bin", "a/b@main", "a/b", "../b@main/x.onnx", "", "/",
     "a/b@main/.x.onnx"],
)  # fmt: skip
def test_an_address_that_is_none_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="neither a file that is here nor"):
        MattingChoice(address).load(ModelStore(tmp_path, NOWHERE), lambda _words: None)


def test_a_model_comes_from_the_hub_once(file: Path, tmp_path: Path) -> None:
    hub = start_hub()
    try:
        hub.repo("makers/mattes").commit({"onnx/model.onnx": Blob.regular(file.read_bytes())}, "tiny", "")
        choice = MattingChoice("makers/mattes@main/onnx/model.onnx")
        assert choice.name == "makers/mattes"
        choice.load(ModelStore(tmp_path / "models", hub.url), lambda _words: None)
    finally:
        hub.stop()
    choice.load(ModelStore(tmp_path / "models", NOWHERE), lambda _words: None)


class Painter:
    """Paints a green creature on a busy ground."""

    def paint(self, _brief: Brief, _session: Session) -> Picture:
        return Picture(tiny_matting.busy_picture()[0], "painter")


@pytest.fixture
def open_game(tmp_path: Path) -> Iterator[Callable[[str], Game]]:
    with ExitStack() as closing:

        def open_game(model: str) -> Game:
            variables = {
                "PICLETS_DATA_DIR": tmp_path / "data",
                "PICLETS_MATTING_MODEL": model,
                "HF_ENDPOINT": NOWHERE,
            }
            game = build_game(Settings.model_validate(variables), services=Services(Studio(), Studio(), Painter()))
            closing.callback(game.close)
            game.start()
            return game

        yield open_game


def scanned(game: Game, folder: Path) -> tuple[str, Image.Image]:
    """Who drew a new Piclet, as its event says, and the picture that is kept."""
    photo = take_photo(folder, "red mug", 1)
    journey = Journey(lambda _step, _words: None, time.monotonic() + 60)
    player = game.identity.verify("local_ada")
    scan = Sighting(player, "local_ada", read_photo(photo, photo.name), journey, utc_now())
    piclet = game.queries.piclet(game.discovery.scan(scan).type_id)
    assert piclet is not None
    kept = game.find_image(piclet.image)
    assert kept is not None
    return piclet.piclet_data.models.image, Image.open(kept)


def test_the_event_says_which_model_cut(file: Path, tmp_path: Path, open_game: Callable[[str], Game]) -> None:
    game = open_game(str(file))
    until(lambda: game.readiness()[1]["matting"]["state"] == "ready")
    drawn_by, picture = scanned(game, tmp_path)
    assert drawn_by == "painter, cut out by tiny"
    assert picture.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:40]), "cannot be loaded"),
        (lambda file: file.unlink(), "neither a file that is here"),
        (lambda file: tiny_matting.save(file, [("Identity", ["picture"], ["out"], {})], [1, 3, 64, 64]), "one value"),
    ],
    ids=["damaged", "missing", "another form"],
)
def test_without_its_model_the_game_plays_and_says_so(
    file: Path, tmp_path: Path, open_game: Callable[[str], Game], damage: Callable[[Path], object], said: str
) -> None:
    damage(file)
    game = open_game(str(file))
    until(lambda: game.readiness()[1]["matting"]["state"] == "failed")
    playable, told = game.readiness()
    assert playable
    assert said in told["matting"]["reason"]
    assert str(tmp_path) not in str(told["matting"])
    drawn_by, picture = scanned(game, tmp_path)
    assert drawn_by == "painter"
    assert not picture.has_transparency_data


def test_while_the_hub_is_away_the_game_plays(tmp_path: Path, open_game: Callable[[str], Game]) -> None:
    game = open_game("makers/mattes@main/model.onnx")
    until(lambda: "cannot be fetched" in str(game.readiness()[1]["matting"]["reason"]))
    assert scanned(game, tmp_path)[0] == "painter"


def test_a_model_that_is_in_doubt_leaves_the_picture(tmp_path: Path, open_game: Callable[[str], Game]) -> None:
    game = open_game(str(tiny_matting.write(tmp_path / "unsure.onnx", strength=0.02)))
    until(lambda: game.readiness()[1]["matting"]["state"] == "ready")
    assert scanned(game, tmp_path)[0] == "painter"
