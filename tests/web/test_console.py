"""The console in a real browser: each page, the decisions with their confirmation, on both widths."""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import plain
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.web.browser import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.thorough

PASSWORD = "correct horse battery staple"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("console")
    with running_server(folder / "data", ADMIN_PASSWORD=PASSWORD, PICLETS_SCANS_PER_HOUR="0") as server:
        for seed, (thing, who) in enumerate([("mug", "ada"), ("kettle", "bob"), ("mug", "cy")]):
            assert server.scan(take_photo(folder, thing, seed), f"local_{who}")["success"]
        yield server


@pytest.fixture(params=[DESKTOP, pytest.param(PHONE, marks=pytest.mark.slow)], ids=["desktop", "phone"])
def operator(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Visitor]:
    """Somebody who has logged in."""
    context = browser.new_context(viewport=request.param, color_scheme="dark" if request.param is PHONE else "light")
    visitor = Visitor(context.new_page(), server.url)
    visitor.visit("/admin/")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Log in").click()
    expect(visitor.page.get_by_role("heading", name="Players can play")).to_be_visible()
    yield visitor
    context.close()
    assert visitor.complaints == []


def decide(operator: Visitor, what: str, fields: dict[str, str], why: str, *, confirmed: bool = True) -> None:
    page = operator.page
    page.get_by_label("What to do").click()
    page.get_by_role("option", name=what, exact=True).click()
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Reason").fill(why)
    if confirmed:
        page.get_by_label("Yes, do it").check()
    page.get_by_role("button", name="Decide").click()


@pytest.mark.parametrize("operator", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
def test_every_page_can_be_used_by_everybody(operator: Visitor) -> None:
    for name in ("Health", "Try a scan", "Moderation", "Reports", "Fair play", "Audit", "Operations"):
        operator.section(name)
        expect(operator.page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        assert operator.barriers() == []
        assert operator.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def look_for(operator: Visitor, what: str, found: str) -> None:
    """As a person does: what was typed while the tab was still being built is typed once more."""
    page = operator.page
    box, answer = page.get_by_label("Name, typeId, username or sub"), page.locator("#found")
    box.fill(what)
    page.get_by_role("button", name="Find").click()
    expect(answer).not_to_be_empty()
    expect(answer.locator(".generating, .pending")).to_have_count(0)
    if "Please name" in answer.inner_text():
        box.fill(what)
        page.get_by_role("button", name="Find").click()
    expect(answer).to_contain_text(found)


def test_hiding_and_showing(operator: Visitor, server: Server) -> None:
    page = operator.page
    operator.section("Moderation")
    look_for(operator, "Mugs", "mug_canonical")
    decide(operator, "Hide a Piclet", {"typeId": "mug_canonical"}, HOSTILE, confirmed=False)
    expect(page.locator("#decided")).to_contain_text("tick the box")
    assert server.call("get_object_details", object_name="mug")["success"]
    decide(operator, "Hide a Piclet", {"typeId": "mug_canonical"}, HOSTILE)
    expect(page.locator("#decided")).to_contain_text("Done: event")
    expect(page.locator("#found")).to_contain_text("hidden")
    assert server.call("get_object_details", object_name="mug")["code"] == "not_found"
    done = re.search(r"event (\d+)", page.locator("#decided").inner_text())
    assert done
    decide(operator, "Show a hidden Piclet again", {"typeId": "mug_canonical"}, "all is well")
    expect(page.locator("#decided")).to_contain_text(f"Done: event {int(done[1]) + 1}")
    assert server.call("get_object_details", object_name="mug")["canonical"]["scanCount"] == 2
    operator.section("Audit")
    expect(page.locator("#audit")).to_contain_text(HOSTILE)
    assert page.locator("#audit img").count() == 0


def test_a_player_is_found(operator: Visitor) -> None:
    page = operator.page
    operator.section("Moderation")
    page.get_by_label("Player").check()
    page.get_by_label("Name, typeId, username or sub").fill("bob")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found")).to_contain_text("local:bob")
    expect(page.locator("#found")).to_contain_text("kettle_canonical")


def test_reports_are_read_and_handled(operator: Visitor, server: Server) -> None:
    page = operator.page
    ledger = next(server.log_file.with_suffix("").glob("*.sqlite3"))
    with closing(sqlite3.connect(ledger)) as opened, opened:
        opened.execute("DELETE FROM reports")
        for what in ("mug_canonical", "mug_canonical", "kettle_canonical"):
            report = (uuid.uuid4().hex, "2026-07-26T10:30:00Z", HOSTILE, what, "offensive", HOSTILE, 0)
            opened.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)", report)
    operator.section("Reports")
    cards = page.locator("#reports article")
    expect(cards).to_have_count(2)
    mug, kettle = cards.filter(has_text="mug_canonical"), cards.filter(has_text="kettle_canonical")
    expect(mug).to_contain_text("offensive × 2")
    expect(mug).to_contain_text(HOSTILE)
    expect(mug.locator("img")).to_have_js_property("complete", True)
    assert page.locator("#reports img[src=x]").count() == 0
    assert operator.barriers() == []
    mug.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#handled")).to_contain_text("mug_canonical stays as it is.")
    kettle.get_by_role("button", name="Hide").click()
    expect(page.locator("#handled")).to_contain_text("kettle_canonical is hidden")
    expect(page.locator("#reports")).to_contain_text("Nothing waits")
    operator.section("Moderation")
    decide(operator, "Show a hidden Piclet again", {"typeId": "kettle_canonical"}, "all is well")
    expect(page.locator("#decided")).to_contain_text("Done: event")


def test_fair_play_is_looked_at_and_dismissed(operator: Visitor, server: Server) -> None:
    page = operator.page
    ledger = next(server.log_file.with_suffix("").glob("*.sqlite3"))
    with closing(sqlite3.connect(ledger)) as opened, opened:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        opened.execute("DELETE FROM reviewed")
        hinted = "INSERT OR REPLACE INTO suspicions (seq, sub, at, hints) VALUES (1, 'local:ada', ?, ?)"
        opened.execute(hinted, (at, '["screenshot"]'))
    operator.section("Fair play")
    ada = page.locator("#fair-play article").filter(has_text="local:ada")
    expect(ada).to_contain_text("1 photo called a screenshot by their metadata")
    expect(ada.get_by_role("button", name="Revoke 1 discovery of ada")).to_be_visible()
    assert operator.barriers() == []
    ada.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#judged")).to_contain_text("Dismissed.")
    expect(ada).to_have_count(0)


def test_a_scan_is_tried_out_and_not_recorded(operator: Visitor, server: Server, tmp_path: Path) -> None:
    page = operator.page
    events = plain.get(f"{server.url}/ready").json()["events"]
    operator.section("Try a scan")
    page.locator("#trial-photo input[type=file]").set_input_files(take_photo(tmp_path, "velvet sofa", seed=9))
    expect(page.locator("#trial-photo img")).to_be_visible()
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#trial")).to_contain_text("# Canonical Object")
    expect(page.locator("#trial img")).to_be_visible()
    assert plain.get(f"{server.url}/ready").json()["events"] == events


def test_maintenance_and_the_way_out(operator: Visitor, server: Server, tmp_path: Path) -> None:
    page = operator.page
    operator.section("Operations")
    page.get_by_role("button", name="Rebuild the tables").click()
    expect(page.locator("#operated")).to_contain_text("piclets: as it was")
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("#operated")).to_contain_text("HF_TOKEN is not set")
    page.get_by_label("Sentence for players").fill("Back at noon.")
    page.get_by_role("button", name="Refuse scans").click()
    expect(page.locator("#operated")).to_contain_text("Back at noon.")
    refused = server.scan(take_photo(tmp_path, "lamp", seed=3), "local_ada")
    assert (refused["code"], refused["error"]) == ("service_unavailable", "Back at noon.")
    visitor = page.context.new_page()
    visitor.goto(f"{server.url}/?section=scan")
    expect(visitor.locator("#closed")).to_contain_text("Back at noon.")
    visitor.close()
    page.get_by_label("Sentence for players").fill("")
    page.get_by_role("button", name="Refuse scans").click()
    expect(page.locator("#operated")).to_contain_text("takes no photos right now")
    page.get_by_role("button", name="Take scans").click()
    expect(page.locator("#operated")).to_contain_text("Scans are taken.")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    operator.visit("/admin/")
    expect(page.get_by_label("Password")).to_be_visible()


def test_the_backup_is_for_whoever_is_logged_in(server: Server, tmp_path: Path) -> None:
    assert plain.get(f"{server.url}/admin/backup").status_code == 401
    entered = plain.post(f"{server.url}/admin/login", data={"username": "admin", "password": PASSWORD})
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(plain.get(f"{server.url}/admin/backup", cookies=entered.cookies).content)
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT count(*) FROM piclets").fetchone() == (2,)


def test_no_event_of_the_console_is_listed(server: Server) -> None:
    entered = plain.post(f"{server.url}/admin/login", data={"username": "admin", "password": PASSWORD})
    api = plain.get(f"{server.url}/admin/gradio_api/info", cookies=entered.cookies).json()
    assert api["named_endpoints"] == api["unnamed_endpoints"] == {}
