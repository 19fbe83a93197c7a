"""The Dex is searched by everything a thing has, forgives a slip, and takes words for what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from piclets.errors import NotFound
from piclets.ledger.dex import Search
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.making import piclet_data, scan

THINGS = {
    "pillow": ("ada", "Pillowpuff", "culture", ("velvet", "blue")),
    "sofa": ("Grace Hopper", "Captain Couchcroc", "structure", ("leather",)),
    "chair": ("ada", "Stoolio", "structure", ()),
    "kettle": ("jane-doe", "Whistler", "machina", ("copper",)),
    "beetle": ("bob", "Scarabella", "bug", ("shiny",)),
}


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path_factory.mktemp("dex") / "data"}))
    for thing, (who, creature, kind, attributes) in THINGS.items():
        made = scan(who, thing, *attributes)
        data = piclet_data(creature, type=kind)
        game.ledger.record(type(made)(**{**vars(made), "piclet_data": data}))
    game.seeing.learning.catch_up()
    assert game.seeing.following is not None
    game.seeing.following.catch_up()
    yield game
    game.close()


def found(game: Game, text: str) -> list[str]:
    shown = game.searching.dex(Search(text), 24, "")
    return sorted(each["objectName"] for each in shown["objects"])


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("The Blue Pillows", ["pillow"]), ("couch", ["sofa"]), ("velv", ["pillow"]), ("leather sofa", ["sofa"]),
        ("pillowpuff", ["pillow"]), ("Couchcroc", ["sofa"]), ("captain", ["sofa"]), ("whistl", ["kettle"]),
        ("ada", ["chair", "pillow"]), ("Grace Hopper", ["sofa"]), ("grace", ["sofa"]), ("jane-doe", ["kettle"]),
        ("structure", ["chair", "sofa"]), ("bug", ["beetle"]), ("machina copper", ["kettle"]),
        ("ada structure", ["chair"]),
        ("blue ada", ["pillow"]), ("bob pillow", []), ("%", []), ("_", []),
    ],
)  # fmt: skip
def test_a_thing_is_found_by_all_it_has(game: Game, text: str, things: list[str]) -> None:
    shown = game.searching.dex(Search(text), 24, "")
    assert sorted(each["objectName"] for each in shown["objects"]) == things
    assert shown["meant"] is None


@pytest.mark.parametrize(
    ("text", "meant", "things"),
    [
        ("pilow", "pillow", ["pillow"]), ("pillwopuff", "pillowpuff", ["pillow"]), ("beetel", "beetle", ["beetle"]),
        ("kettl", None, ["kettle"]), ("blue pilow", "blue pillow", ["pillow"]), ("scarabela", None, ["beetle"]),
        ("structre", "structure", ["chair", "sofa"]), ("whisler", "whistler", ["kettle"]),
    ],
)  # fmt: skip
def test_a_slip_is_forgiven(game: Game, text: str, meant: str | None, things: list[str]) -> None:
    shown = game.searching.dex(Search(text), 24, "")
    assert sorted(each["objectName"] for each in shown["objects"]) == things
    if meant:
        assert shown["meant"] == meant


def test_words_are_taken_for_what_they_mean(game: Game) -> None:
    for text, things in (
        ("furniture", {"chair", "sofa"}),
        ("something to sit on", {"chair", "sofa"}),
        ("insect", {"beetle"}),
    ):
        shown = game.searching.dex(Search(text), 24, "")
        assert shown["objects"] == []
        assert {each["objectName"] for each in shown["like"]} >= things, text


@pytest.mark.parametrize("text", ["zzzzzzzzz", "x" * 400, "?!", "\0", "a b c d e f g h i j k"])
def test_anything_may_be_typed(game: Game, text: str) -> None:
    assert game.searching.dex(Search(text), 24, "")["found"] == 0


def test_the_console_forgives_a_slip_too(game: Game) -> None:
    with pytest.raises(NotFound, match="Did you mean pillow"):
        game.moderation.find_object("pilow")
    with pytest.raises(NotFound, match=r"zzzzzzz has not been discovered\.$"):
        game.moderation.find_object("zzzzzzz")


def test_a_hidden_thing_is_not_suggested(game: Game, tmp_path: Path) -> None:
    own = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"}))
    own.ledger.record(scan("ada", "zeppelin"))
    own.seeing.learning.catch_up()
    assert found(own, "zepelin") == ["zeppelin"]
    own.moderation.decide("hide", "zeppelin_canonical", why="a test")
    assert found(own, "zepelin") == []
    assert own.searching.near("zepelin") == []
    own.close()
