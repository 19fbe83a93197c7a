"""The game as a catalogue: it follows the log, forgets what is hidden, and is made again from nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from piclets.clock import utc_now
from piclets.errors import ServiceUnavailable
from piclets.images.intake import read_photo
from piclets.ledger.followers import Following
from piclets.ledger.sights import Sights
from piclets.ledger.wordbook import Wordbook
from piclets.play.discovery import Journey, Sighting
from piclets.search.catalogues import Hit
from piclets.search.eyes import PlainEye
from piclets.search.game import GameCatalogue
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.photos import take_photo
from tests.waiting import until

Open = Callable[..., Game]


@pytest.fixture
def open_game(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as closing:

        def open_game(folder: str = "data") -> Game:
            game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / folder}))
            closing.callback(game.close)
            return game

        yield open_game


def scan(game: Game, folder: Path, what: str, seed: int, who: str = "ada") -> str:
    player = game.identity.verify(f"local_{who}")
    photo = take_photo(folder, what, seed)
    journey = Journey(lambda _step, _words: None, time.monotonic() + 60)
    return game.discovery.scan(Sighting(player, "local", read_photo(photo, photo.name), journey, utc_now())).type_id


def own(game: Game) -> GameCatalogue:
    catalogue = game.seeing.sight.catalogue(None)
    assert isinstance(catalogue, GameCatalogue)
    return catalogue


def catch_up(game: Game) -> None:
    assert game.seeing.following is not None
    game.seeing.following.catch_up()


def picture(game: Game, type_id: str) -> Image.Image:
    entry = game.queries.piclet(type_id)
    assert entry is not None
    path = game.find_image(entry.image)
    assert path is not None
    return Image.open(path).convert("RGB")


def found(hits: list[Hit]) -> list[str]:
    return [hit.fields["typeId"] for hit in hits]


def test_a_creature_is_found_by_its_picture(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    ids = [scan(game, tmp_path, what, seed) for seed, what in enumerate(["mug", "kettle", "guitar", "red rose"])]
    catch_up(game)
    for type_id in ids:
        hits = own(game).by_picture(picture(game, type_id).resize((200, 200)), 3)
        assert found(hits)[0] == type_id
        assert hits[0].fields["matched_by"] == "picture"
        assert hits[0].fields["similarity_score"] > 0.9
        assert type_id not in found(own(game).like(type_id, 2))
    assert len(own(game).like(ids[0], 10)) == 3


def test_words_find_names_and_attributes(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    for seed, what in enumerate(["velvet pillow", "pillow", "leather sofa", "striped pillow"]):
        scan(game, tmp_path, what, seed)
    catch_up(game)
    named = [hit.fields["objectName"] for hit in own(game).by_text("Pillows", 10)]
    assert named == ["pillow"] * 2  # without attributes, a pillow is the first one
    assert own(game).by_text("something leather", 10)[0].fields["objectName"] == "sofa"
    assert own(game).by_text("couch", 10)[0].fields["objectName"] == "sofa"
    assert own(game).by_text("striped pillow", 1)[0].fields["similarity_score"] == 1.0
    assert own(game).by_text("zeppelin", 10) == []


def test_what_is_hidden_is_not_found(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    mug, kettle = scan(game, tmp_path, "mug", 1), scan(game, tmp_path, "kettle", 2)
    catch_up(game)
    seen = picture(game, mug)
    game.moderation.decide("hide", mug, why="a test")
    for _ in range(2):  # before the follower knows, and after
        assert found(own(game).by_picture(seen, 10)) == [kettle]
        assert own(game).by_text("mug", 10) == []
        assert own(game).picture(mug) is None
        catch_up(game)
    game.moderation.decide("unhide", mug, why="a test")
    catch_up(game)
    assert found(own(game).by_picture(seen, 10))[0] == mug


def test_it_goes_on_where_it_was_and_begins_again_from_nothing(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    first = scan(game, tmp_path, "mug", 1)
    catch_up(game)
    game.close()
    file = tmp_path / "data" / "sight" / "plain-1.vectors"
    kept = file.read_bytes()

    again = open_game()
    assert own(again).place() is not None
    second = scan(again, tmp_path, "kettle", 2)
    catch_up(again)
    assert own(again).state().pictures == 2
    again.close()

    for damage in (b"nonsense", kept[: len(kept) // 2], kept):  # the last is only older
        file.write_bytes(damage)
        anew = open_game()
        catch_up(anew)
        assert own(anew).state().pictures == 2
        assert {first, second} == set(found(own(anew).by_picture(picture(anew, first), 10)))
        anew.close()


def test_the_file_of_another_log_is_not_used(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    scan(game, tmp_path, "mug", 1)
    scan(game, tmp_path, "lamp", 5)
    catch_up(game)
    game.close()
    other = open_game("other")
    scan(other, tmp_path, "kettle", 2)
    other.close()
    theirs = tmp_path / "other" / "sight" / "plain-1.vectors"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_bytes((tmp_path / "data" / "sight" / "plain-1.vectors").read_bytes())
    other = open_game("other")
    catch_up(other)
    assert own(other).state().pictures == 1


def test_a_discovery_appears_by_itself(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    game.start()
    type_id = scan(game, tmp_path, "mug", 1)
    seen = picture(game, type_id)
    until(lambda: own(game).state().pictures == 1)
    assert found(own(game).by_picture(seen, 1)) == [type_id]


def test_a_dataset_that_is_away_is_asked_once_and_later_again(open_game: Open, tmp_path: Path) -> None:
    game = open_game()
    for seed, what in enumerate(["mug", "kettle", "lamp"]):
        scan(game, tmp_path, what, seed)
    asked: list[str] = []

    def away(name: str) -> Path | None:
        asked.append(name)
        raise ServiceUnavailable("The dataset is away.")

    catalogue = GameCatalogue(
        PlainEye(), Sights(game.ledger.database), Wordbook(game.ledger.database), away, tmp_path / "x.vectors"
    )
    Following(game.ledger, catalogue).catch_up()
    assert len(asked) == 1
    assert (catalogue.state().pictures, catalogue.state().waiting_for_pictures) == (0, 3)
