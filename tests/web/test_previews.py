"""What crawlers and messengers are told of a page: tags in its HTML, and a picture."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from piclets.play.previews import Previews
from piclets.server.wiring import Game, build_game
from piclets.web.shell import head_of
from tests import plain
from tests.making import scan
from tests.server import Server
from tests.web.world import HOSTILE, settings_of

SIZE = (1200, 630)


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = build_game(settings_of(tmp_path / "data"))
    yield game
    game.close()


@pytest.fixture
def previews(game: Game) -> Previews:
    return Previews(game.browsing, game.collecting, game.printing)


def tags_of(page: str) -> dict[str, list[str]]:
    """The values of each meta tag of a page's head, by its name."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.parametrize(
    ("query", "title", "canonical"),
    [
        ("", "Piclets", "/"),
        ("?object=The%20Blue%20PILLOWS", "Pillowpuff 0, the pillow Piclet", "/?object=pillow"),
        ("?player=ada", "ada plays Piclets", "/?player=ada"),
        ("?set=kitchen", "Things of a kitchen, a set of Piclets", "/?set=kitchen"),
    ],
)
def test_a_page_tells_what_it_is(server: Server, query: str, title: str, canonical: str) -> None:
    page = plain.get(f"{server.url}/{query}").text
    tags = tags_of(page)
    told = [tags[name] for name in ("og:title", "twitter:title", "og:url", "twitter:card")]
    assert told == [[title], [title], [server.url + canonical], ["summary_large_image"]]
    assert page.count("<title>") == 1
    assert page.index("og:title") < 4000, "crawlers read the beginning"
    assert "Gradio" not in "".join(value for values in tags.values() for value in values)
    picture = plain.get(tags["og:image"][0])
    assert picture.headers["content-type"] == "image/jpeg"
    assert Image.open(BytesIO(picture.content)).size == SIZE


def test_what_a_model_or_a_player_wrote_is_text(server: Server) -> None:
    page = plain.get(f"{server.url}/", params={"object": HOSTILE}).text
    head = page.partition("window.gradio_config")[0]
    assert HOSTILE not in head
    assert tags_of(head)["og:title"][0].startswith(HOSTILE)


@pytest.mark.parametrize(
    "asked", ["win a prize at evil.example", '"><script>hurt()</script>', "x" * 30_000, "%00", "‮"]
)
@pytest.mark.parametrize("name", ["object", "player", "set", "print"])
def test_what_is_not_there_is_not_repeated(server: Server, name: str, asked: str) -> None:
    answer = plain.get(f"{server.url}/", params={name: asked})
    head = answer.text.partition("window.gradio_config")[0]
    assert answer.status_code == 200
    assert tags_of(head)["robots"] == ["noindex"]
    assert tags_of(head)["og:url"] == [f"{server.url}/"]
    assert "evil" not in head
    assert "hurt()" not in head


def test_a_name_that_is_too_long_for_a_picture_is_refused(server: Server) -> None:
    answer = plain.get(f"{server.url}/api/preview.jpg", params={"object": "x" * 5000})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


def test_what_is_hidden_is_not_told(game: Game, previews: Previews) -> None:
    game.ledger.record(scan("ada", "teapot"))
    shown = previews.of({"object": "teapot"})
    assert shown.found
    game.moderation.decide("hide", "teapot_canonical", why="It shows a letter.")
    hidden = previews.of({"object": "teapot"})
    assert not hidden.found
    assert shown.images[0] not in hidden.images
    assert "teapot" not in head_of(hidden, "https://game.example")


def test_a_print_is_told_with_its_finder(game: Game, previews: Previews) -> None:
    game.ledger.record(scan("ada", "teapot"))
    pid = game.printing.held_by("sub-ada", 1, 0, "")["prints"][0]["pid"]
    preview = previews.of({"print": pid.lower()})
    assert (preview.query, preview.headline) == (f"print={pid}", "Pillowpuff #1")
    assert (preview.tier, preview.lines[1]) == ("common", f"common · {pid}")
    thing = previews.of({"object": "teapot"})
    assert (thing.tier, thing.lines[1]) == ("common", "common · found by 1")
    assert "Found by ada" in preview.description


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/manifest.json", "application/manifest+json"),
        ("/web/icon.svg", "image/svg+xml"),
        ("/web/icon-512.png", "image/png"),
    ],
)
def test_the_game_has_an_icon_of_its_own(server: Server, address: str, kind: str) -> None:
    answer = plain.get(server.url + address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


def test_every_icon_of_the_manifest_is_there(server: Server) -> None:
    manifest = plain.get(f"{server.url}/manifest.json").json()
    assert {plain.get(server.url + icon["src"]).status_code for icon in manifest["icons"]} == {200}


@pytest.mark.parametrize("name", ["../shell.py", "..%2fshell.py", "%2e%2e/looks.py", "shell.py", ""])
def test_nothing_else_is_served_beside_them(server: Server, name: str) -> None:
    assert plain.get(f"{server.url}/web/{name}").status_code == 404


def test_a_head_without_a_known_address_names_none(previews: Previews) -> None:
    head = head_of(previews.of({}), "")
    assert "og:image" not in head
    assert "canonical" not in head
