"""Seasons and players' pages, as somebody with a browser meets them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Request, Route, expect

from tests import plain
from tests.photos import take_photo
from tests.server import Server
from tests.web.browser import DESKTOP, PHONE
from tests.web.conftest import Open

pytestmark = pytest.mark.thorough


def test_a_season_with_its_quests_board_and_archive(open_window: Open, server: Server, tmp_path: Path) -> None:
    assert server.scan(take_photo(tmp_path, "kettle", seed=41), "local_quester")["success"]
    visitor = open_window()
    visitor.visit_as("quester", "Season")
    season = visitor.page.locator("#season-page")
    expect(season.get_by_role("heading", name="A month of small things")).to_be_visible()
    expect(season).to_contain_text("Your points")
    expect(season.locator(".quest").first).to_contain_text("1 found, of 2")
    expect(season.locator(".ranks")).to_contain_text("quester")
    season.get_by_role("link", name="A summer of pillows").click()
    expect(season.locator(".podium")).to_contain_text("ada")
    expect(season).to_contain_text("Over, and settled.")
    visitor.page.go_back()
    expect(season.get_by_role("heading", name="A month of small things")).to_be_visible()
    visitor.visit("/?season=nowhere")
    expect(season).to_contain_text("There is no such season.")


def test_a_discoverer_is_a_link_to_a_page_that_can_be_followed(open_window: Open, server: Server) -> None:
    visitor = open_window()
    visitor.visit_as("a fan", "Leaderboard")
    visitor.page.locator("#leaders").get_by_role("link", name="ada", exact=True).first.click()
    page, follow = visitor.page.locator("#player-page"), visitor.page.locator("#follow")
    expect(page.get_by_role("heading", name="ada")).to_be_visible()
    expect(page.locator(".card")).to_have_count(6)
    expect(follow).to_have_text("Follow")
    follow.click()
    expect(follow).to_have_text("Unfollow")
    follow.click()
    expect(follow).to_have_text("Follow")
    visitor.visit("/?player=nobody-of-this-name")
    expect(page).to_contain_text("There is no player with this name.")
    expect(follow).to_be_hidden()


def test_a_player_takes_the_own_page_off(open_window: Open, server: Server, tmp_path: Path) -> None:
    assert server.scan(take_photo(tmp_path, "umbrella", seed=42), "local_hermit")["success"]
    visitor = open_window()
    visitor.visit_as("hermit", "My Piclets")
    switch = visitor.page.get_by_label("Everyone may see my page")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(visitor.page.locator("#own-page")).to_contain_text("You have no public page.")
    assert plain.get(f"{server.url}/api/players/hermit").status_code == 404
    switch.check()
    expect(visitor.page.locator("#own-page").get_by_role("link", name="your page")).to_be_visible()
    assert plain.get(f"{server.url}/api/players/hermit").status_code == 200


def test_the_last_that_is_switched_holds(open_window: Open, server: Server, tmp_path: Path) -> None:
    """Off and on again before the answer to off is here."""
    assert server.scan(take_photo(tmp_path, "umbrella", seed=45), "local_wavering")["success"]
    visitor = open_window()
    visitor.visit_as("wavering", "My Piclets")
    page = visitor.page
    switch = page.get_by_label("Everyone may see my page")
    expect(switch).to_be_checked()
    held: list[Route] = []

    def hold(route: Route) -> None:
        if not held and puts("false", route.request):
            held.append(route)
        else:
            route.continue_()

    page.route("**/gradio_api/run/**", hold)
    with page.expect_request(partial(puts, "false")):
        switch.uncheck()
    switch.check()
    with page.expect_response(lambda answer: puts("true", answer.request)):
        held[0].continue_()
    assert plain.get(f"{server.url}/api/players/wavering").status_code == 200
    expect(page.locator("#own-page").get_by_role("link", name="your page")).to_be_visible()


def puts(value: str, request: Request) -> bool:
    return f'"data":[{value},' in (request.post_data or "")


def test_a_player_chooses_on_a_phone_what_the_page_shows(open_window: Open, server: Server, tmp_path: Path) -> None:
    for seed, thing in ((43, "umbrella"), (44, "lantern")):
        assert server.scan(take_photo(tmp_path, thing, seed=seed), "local_chooser")["success"]
    newest = plain.get(f"{server.url}/api/players/chooser").json()["showcase"]
    visitor = open_window(PHONE)
    visitor.visit_as("chooser", "My Piclets")
    save = visitor.page.locator("#showcase-save")
    expect(save).to_be_visible()
    visitor.page.locator("#showcase-choice input").click()
    visitor.page.get_by_role("option").filter(has_text="(umbrella)").click()
    visitor.page.keyboard.press("Escape")
    save.click()
    told = visitor.page.locator("#showcase-told")
    expect(told).to_contain_text("Your page shows what you have chosen.")
    assert visitor.overflow() == 0
    told.get_by_role("link", name="See it").click()
    page = visitor.page.locator("#player-page")
    expect(page.get_by_role("heading", name="Showcase")).to_be_visible()
    expect(page.locator(".card")).to_have_count(1)
    assert len(newest) == 2
    shown = plain.get(f"{server.url}/api/players/chooser").json()
    assert [each["objectName"] for each in shown["showcase"]] == ["umbrella"]


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_these_pages_can_be_used_by_everybody(open_window: Open, size: dict[str, int], theme: str) -> None:
    visitor = open_window(size, theme)
    for address, shown in (("/?section=season", "#season-page .season"), ("/?player=ada", "#player-page .player")):
        visitor.visit(address)
        expect(visitor.page.locator(shown)).to_be_visible()
        assert (visitor.barriers(), visitor.overflow()) == ([], 0)
