"""The Scan page where there is a Hub: who may sign in, and what programs are told of it. No browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from starlette.testclient import TestClient

from piclets.serving import build_server
from piclets.settings import Settings
from piclets.web.pages import Pages
from piclets.web.public import public_blocks
from piclets.web.scanning import Scanner
from piclets.web.share_card import ShareCards
from piclets.web.visitors import Door
from piclets.wiring import Game, build_game


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on a Space that has no token to write with."""
    settings = Settings.model_validate({"PICLETS_DATA_DIR": str(tmp_path / "data"), "SPACE_ID": "ada/piclets"})
    game = build_game(settings)
    yield game
    game.close()


def blocks_of(game: Game, door: Door) -> gr.Blocks:
    pages = Pages(door, game.admission, game.browsing, game.reporting, game.refuse_reads)
    folder = game.settings.upload_folder
    shares = ShareCards(game.find_image, folder)
    scanner = Scanner(door, game.admission, game.browsing, shares, folder, asks_what=False)
    return public_blocks(pages, scanner, lambda: None, notice=None)


def test_signing_in_adds_nothing_for_programs(game: Game) -> None:
    blocks = blocks_of(game, Door(named=False, sign_in=True))
    assert blocks.expects_oauth
    assert blocks.get_api_info()["named_endpoints"] == {}
    labels = {str(block.label) for block in blocks.blocks.values() if isinstance(block, gr.Textbox)}
    assert not any("name" in label.lower() or "token" in label.lower() for label in labels)


def test_without_sign_in_there_is_no_button_for_it(game: Game) -> None:
    assert not blocks_of(game, Door(named=False, sign_in=False)).expects_oauth
    assert not blocks_of(game, Door(named=True, sign_in=False)).expects_oauth


def test_a_space_that_cannot_keep_its_game_says_so_on_its_page(game: Game) -> None:
    page = TestClient(build_server(game)).get("/config").text
    assert "not persistent" in page
    assert "Sign-in is not set up on this Space" in page
