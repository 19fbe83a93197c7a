"""Giving and trading prints between two players, each with a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from piclets.server.wiring import build_game
from tests import plain
from tests.making import piclet_data, scan
from tests.server import Server, running_server
from tests.web.browser import DESKTOP, PHONE, Visitor
from tests.web.conftest import Open
from tests.web.world import picture, settings_of

pytestmark = pytest.mark.thorough

LONG_AGO = "2026-01-01T00:00:00Z"
THINGS = ("kettle", "pillow", "mug", "lamp", "chair", "clock", "spoon", "bottle", "book", "guitar")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ada and Bob have found ten things each, long enough ago to trade."""
    data_dir = tmp_path_factory.mktemp("prints") / "data"
    game = build_game(settings_of(data_dir))
    for who in ("ada", "bob"):
        for number, thing in enumerate(THINGS):
            made = scan(who, thing, at=LONG_AGO, sub=f"local:{who}")
            image, data = game.images.keep(picture(number)), piclet_data(f"{thing.title()}kin")
            game.ledger.record(replace(made, piclet_data=data, image=image))
    game.close()
    with running_server(data_dir) as server:
        yield server


def as_player(open_window: Open, name: str, size: dict[str, int]) -> Visitor:
    visitor = open_window(size)
    visitor.visit_as(name, "Prints")
    return visitor


def choose(page: Page, label: str, text: str) -> None:
    """Choose in one of Gradio's dropdowns. One that is filled anew while it is open closes: it is opened again."""
    option = page.get_by_role("option").filter(has_text=text).first
    for _ in range(10):
        page.get_by_label(label, exact=True).click()
        with suppress(PlaywrightTimeout):
            option.click(timeout=6_000)
            return
        page.get_by_label(label, exact=True).blur()
    raise AssertionError(f"{label} never offered {text}")


def test_who_has_no_name_yet_is_led_to_where_one_gives_it(open_window: Open) -> None:
    visitor = open_window(PHONE)
    visitor.visit("/?section=prints")
    album = visitor.page.locator("#album")
    expect(album).to_contain_text("Say who you are first")
    expect(album.get_by_role("alert")).to_have_count(0)
    album.get_by_role("link", name="To the Scan page").click()
    expect(visitor.page.get_by_label("Your name")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_album(open_window: Open, size: dict[str, int]) -> None:
    visitor = as_player(open_window, "ada", size)
    album = visitor.page.locator("#album")
    expect(album).to_contain_text("Kettlekin #1")
    expect(album).to_contain_text("found by ada")
    visitor.unfold("Trade", visitor.page.locator("#offers"))
    expect(visitor.page.locator("#offers")).to_contain_text("Nothing is offered")
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []


@pytest.mark.parametrize(
    ("cards", "told"), [(1, "This is a card: print #"), (2, "This is one of 2 cards: print #")], ids=["one", "two"]
)
def test_photographed_cards_are_opened_and_no_scan(
    open_window: Open, server: Server, tmp_path: Path, cards: int, told: str
) -> None:
    prints = plain.get(f"{server.url}/api/prints", headers={"Authorization": "Bearer local_ada"}).json()["prints"]
    shown = Image.new("RGB", (900 * cards, 1260), "white")
    for at, each in enumerate(prints[:cards]):
        shown.paste(
            Image.open(BytesIO(plain.get(f"{server.url}/prints/{each['pid']}.png").content)), (900 * at + 30, 42)
        )
    shown.save(tmp_path / "cards.png")
    before = _events(server)
    visitor = open_window(PHONE)
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.visit("/?section=scan")
    visitor.name_oneself("bob")
    visitor.scan(tmp_path / "cards.png", "")
    reveal = visitor.page.get_by_role("article", name="A print")
    expect(reveal).to_contain_text(told)
    expect(reveal).to_contain_text("Nothing was scanned or spent")
    named = reveal.inner_text() + " ".join(
        link.get_attribute("href") or "" for link in reveal.get_by_role("link").all()
    )
    assert all(each["pid"] in named for each in prints[:cards])
    assert _events(server) == before
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []


def _events(server: Server) -> int:
    events: int = plain.get(f"{server.url}/ready").json()["events"]
    return events


def test_following_where_the_door_is(open_window: Open) -> None:
    ada = as_player(open_window, "ada", PHONE)
    ada.unfold("Trade", ada.page.get_by_label("A player to follow"))
    trading, followed = ada.page.locator("#trading"), ada.page.locator("#followed")
    for who, button, told in (
        ("nobody-at-all", "Follow", "no player"),
        ("ada", "Follow", "That is you."),
        ("bob", "Follow", "You follow bob."),
        ("bob", "Unfollow", "You do not follow anyone."),
    ):
        trading.get_by_label("A player to follow").fill(who)
        trading.get_by_role("button", name=button, exact=True).click()
        expect(followed).to_contain_text(told)
    assert ada.overflow() <= 0
    assert ada.barriers() == []


def test_a_gift_by_its_link(open_window: Open) -> None:
    ada = as_player(open_window, "ada", PHONE)
    ada.unfold("Give a print away", ada.page.get_by_label("A print of yours"))
    choose(ada.page, "A print of yours", "Guitarkin #1")
    ada.page.get_by_role("button", name="Make a gift").click()
    expect(ada.page.locator("#gift")).to_contain_text("only one very first print")
    ada.page.locator("#giving").get_by_label("also the very first print").check()
    ada.page.get_by_role("button", name="Make a gift").click()
    expect(ada.page.locator("#gift a")).to_be_visible()
    link = ada.page.locator("#gift a").get_attribute("href") or ""
    assert "#gift=" in link
    expect(ada.page.locator("#gift img")).to_be_visible()

    bob = as_player(open_window, "bob", PHONE)
    bob.page.goto(link)
    bob.page.reload()
    bob.unfold("Take a gift", bob.page.get_by_label("The code"))
    expect(bob.page.get_by_label("The code")).not_to_have_value("")
    bob.page.get_by_role("button", name="Take it").click()
    expect(bob.page.locator("#print-result")).to_contain_text("Guitarkin #1 (the very first)")
    expect(bob.page.locator("#album")).to_contain_text("found by ada")


def test_a_trade_over_the_board(open_window: Open) -> None:
    ada = as_player(open_window, "ada", DESKTOP)
    ada.unfold("Trade", ada.page.locator("#offers"))
    choose(ada.page, "Your prints to give", "Kettlekin #1")
    ada.page.get_by_label("Or offer them for").fill("mug")
    ada.page.locator("#trading").get_by_label("also the very first print").check()
    ada.page.get_by_role("button", name="Offer", exact=True).click()
    expect(ada.page.locator("#print-result")).to_contain_text("on the board")

    bob = as_player(open_window, "bob", DESKTOP)
    bob.unfold("Trade", bob.page.locator("#offers"))
    expect(bob.page.locator("#offers")).to_contain_text("A player")
    choose(bob.page, "Answer an offer", "Kettlekin #1")
    choose(bob.page, "Your prints to give", "Mugkin #2")
    expect(bob.page.locator("#sides")).to_contain_text("You get Kettlekin #1")
    bob.page.get_by_role("button", name="Trade", exact=True).last.click()
    expect(bob.page.locator("#print-result")).to_contain_text("Kettlekin #1")
    ada.section("Discover")
    ada.section("Prints")
    expect(ada.page.locator("#album")).to_contain_text("Mugkin #2")
