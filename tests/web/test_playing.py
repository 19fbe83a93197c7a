"""Scanning, one's own collection, and reports: what somebody with a browser does."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image
from playwright.sync_api import Request, Route, expect

from piclets.ledger.database import Database
from piclets.ledger.reports import Reports
from piclets.play.reporting import PER_HOUR
from tests.photos import take_photo
from tests.web.browser import PHONE
from tests.web.conftest import Open
from tests.web.world import settings_of


def test_a_photo_becomes_a_piclet_that_one_keeps(open_window: Open, tmp_path: Path) -> None:
    visitor = open_window(PHONE)
    page = visitor.page
    visitor.visit("/?section=scan")
    visitor.name_oneself("Zoë B.")
    visitor.scan(take_photo(tmp_path, "IMG_2041", seed=21), "crystal xylophone")
    reveal = page.locator(".reveal")
    expect(reveal).to_contain_text("You discovered the first")
    expect(reveal).to_contain_text("+125 points")
    expect(reveal).to_contain_text("discovered by you")
    creature = reveal.get_by_role("heading").inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the card").or_(
            page.get_by_role("button", name="Download the card")
        ).first.click()
    card = tmp_path / download.value.suggested_filename
    download.value.save_as(card)
    assert card.suffix == ".png"
    assert Image.open(card).size == (840, 1176)

    visitor.section("My Piclets")
    mine = page.locator("#collection")
    expect(page.locator("#owned .card")).to_contain_text([creature])
    expect(mine.get_by_role("heading", name="zoe-b")).to_be_visible()
    expect(mine).to_contain_text("4 to go")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as JSON").click()
    exported = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert exported["stats"]["rarityScore"] == 125
    assert [piclet["picletData"]["name"] for piclet in exported["piclets"]] == [creature]

    visitor.section("Leaderboard")
    expect(page.get_by_role("row").filter(has_text="you").first).to_contain_text("zoe-b")
    page.reload()
    expect(page.get_by_role("row").filter(has_text="you").first).to_contain_text("zoe-b")


def test_the_same_photo_counts_once(open_window: Open, tmp_path: Path) -> None:
    visitor = open_window()
    photo = take_photo(tmp_path, "again", seed=22)
    visitor.visit("/?section=scan")
    visitor.name_oneself("kay")
    visitor.scan(photo, "wooden spoon")
    expect(visitor.page.locator(".reveal .points")).to_contain_text("points")
    visitor.page.get_by_role("button", name="Scan it").click()
    expect(visitor.page.locator(".reveal .points")).to_contain_text("it counts once")


def test_what_is_missing_or_broken_is_said_in_words(open_window: Open, tmp_path: Path) -> None:
    visitor = open_window()
    visitor.visit("/?section=scan")
    alert, go = visitor.page.get_by_role("alert"), visitor.page.get_by_role("button", name="Scan it")
    go.click()
    expect(alert).to_contain_text("Say who you are first")
    visitor.name_oneself("lee")
    go.click()
    expect(alert).to_contain_text("Take or choose a photo first")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(take_photo(tmp_path, "whole", seed=23).read_bytes()[:2000])
    visitor.page.locator("#photo input[type=file]").set_input_files(broken)
    expect(visitor.page.locator("#photo img")).to_be_attached()
    go.click()
    expect(alert).to_contain_text("This photo cannot be read")
    another = open_window()
    another.visit("/?section=scan")
    another.name_oneself("lee")
    another.page.locator("#photo input[type=file]").set_input_files(take_photo(tmp_path, "whole", seed=23))
    expect(another.page.locator("#photo img")).to_be_visible()
    another.page.get_by_role("button", name="Scan it").click()
    expect(another.page.get_by_role("alert")).to_contain_text("Say what the thing is")


def test_a_visitor_reports_a_piclet_by_keyboard(open_window: Open, data_dir: Path) -> None:
    visitor = open_window()
    page = visitor.page
    visitor.visit("/?object=pillow")
    flag = page.get_by_role("button", name="Report Pillowpuff 1")
    dialog = page.get_by_role("dialog", name="Report Pillowpuff 1")
    visitor.insist(lambda: flag.press("Enter"), dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    flag.press("Enter")
    dialog.get_by_label("It copies an existing character").check()
    dialog.get_by_label("Anything to add?").fill("It is <b>mine</b>.")
    dialog.get_by_role("button", name="Send report").press("Enter")
    expect(page.get_by_text("Thank you. A moderator will look at it.")).to_be_visible()
    expect(dialog).to_be_hidden()
    database = Database(settings_of(data_dir).database_url)
    try:
        reported = [report for report in Reports(database).unhandled(100) if report.type_id == "pillow_001"]
    finally:
        database.close()
    assert [(report.reason, report.words) for report in reported] == [("copied", "It is <b>mine</b>.")]


def test_too_many_reports_are_refused_with_a_time(open_window: Open) -> None:
    """However fast they come: none of them is answered before all have been sent."""
    visitor = open_window()
    visitor.visit("/?section=scan")
    visitor.name_oneself("quarrel")
    visitor.visit("/?object=pillow")
    page = visitor.page
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))
    flag = page.get_by_role("button", name="Report Pillowpuff 2")
    dialog = page.get_by_role("dialog", name="Report Pillowpuff 2")
    for _ in range(PER_HOUR.per_hour + 1):
        visitor.insist(flag.click, dialog)
        with page.expect_request(is_report):
            dialog.get_by_role("button", name="Send report").click()
        expect(dialog).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.get_by_text("You have sent many reports within an hour").first).to_contain_text("Try again in")


def is_report(request: Request) -> bool:
    return "/queue/join" in request.url and '"reason"' in (request.post_data or "")
