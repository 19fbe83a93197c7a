"""Atom feeds over real HTTP: what a feed reader needs, and what it must not be told (contract, part 10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import httpx
import pytest

from piclets.admin.moderation import Moderation
from piclets.api.rest.feeds import feeds_capability
from piclets.domain.names import normalize
from piclets.ledger.feeds import FeedQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.play.feeds import MAX_ENTRIES, Feeds
from tests import plain
from tests.making import piclet_data, scan
from tests.rest_server import rest_server
from tests.server import Server

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<b>&\"'\x00\x0b\ufffe]]>"


@pytest.fixture
def http(ledger: Ledger) -> Iterator[httpx.Client]:
    feeds = Feeds(FeedQueries(ledger.database), lambda text: normalize(text).name)
    part = feeds_capability(feeds, lambda: None, lambda request: f"https://{request.headers['host'].split(':')[0]}")
    with rest_server([part]) as client:
        yield client


def read(http: httpx.Client, path: str) -> ET.Element:
    """A feed that has what RFC 4287 asks of one."""
    answer = http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert text(feed, "author/name")
    [self_link] = [link for link in feed.iterfind(f"{ATOM}link") if link.get("rel") == "self"]
    assert str(self_link.get("href")).endswith(path)
    for node in [feed, *entries(feed)]:
        assert text(node, "id").startswith("urn:uuid:")
        assert text(node, "title")
        assert text(node, "updated").endswith("Z")
    for entry in entries(feed):
        assert [link.get("rel") for link in entry.iterfind(f"{ATOM}link")].count("alternate") == 1
        assert text(entry, "author/name")
    ids = [text(entry, "id") for entry in entries(feed)]
    assert len(set(ids)) == len(ids)
    return feed


def entries(feed: ET.Element) -> list[ET.Element]:
    return feed.findall(f"{ATOM}entry")


def text(node: ET.Element, path: str) -> str:
    return node.findtext("/".join(f"{ATOM}{part}" for part in path.split("/")), "")


def titles(http: httpx.Client, path: str) -> list[str]:
    return [text(entry, "title") for entry in entries(read(http, path))]


def test_three_feeds(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(scan("ada", "mug"))
    ledger.record(scan("bob", "mug", "blue"))
    ledger.record(scan("bob", "tea_pot", at="2026-07-27T08:00:00Z"))
    ledger.record(scan("ada", "tea_pot"))  # no discovery
    assert titles(http, "/feed.atom") == ["Pillowpuff, tea pot", "Pillowpuff, blue mug", "Pillowpuff, mug"]
    assert titles(http, "/feeds/players/bob.atom") == ["Pillowpuff, tea pot", "Pillowpuff, blue mug"]
    assert titles(http, "/feeds/objects/mug.atom") == ["Pillowpuff, blue mug", "Pillowpuff, mug"]
    feed = read(http, "/feed.atom")
    assert text(feed, "updated") == "2026-07-27T08:00:00Z"
    assert text(entries(feed)[0], "author/name") == "bob"
    assert "bob discovered a new thing: tea pot." in text(entries(feed)[0], "content")
    spelled = http.get("/feeds/objects/The%20Blue%20Mugs.atom")
    assert ET.fromstring(spelled.content).findall(f"{ATOM}link")[0].get("href", "").endswith("/objects/mug.atom")


def test_ids_stay_whatever_happens(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(scan("ada", "mug"))
    before = {path: read(http, path) for path in ("/feed.atom", "/feeds/objects/mug.atom")}
    Moderation(ledger, Reports(ledger.database)).decide("rename", "mug", "beaker", why="because it is so")
    after = read(http, "/feed.atom")
    assert text(after, "id") == text(before["/feed.atom"], "id")
    assert text(entries(after)[0], "id") == text(entries(before["/feed.atom"])[0], "id")
    assert text(read(http, "/feeds/objects/beaker.atom"), "id") == text(before["/feeds/objects/mug.atom"], "id")
    elsewhere = ET.fromstring(http.get("/feed.atom", headers={"host": "localhost"}).content)
    assert text(elsewhere, "id") == text(after, "id")
    assert len({text(feed, "id") for feed in before.values()}) == 2


def test_a_reader_is_told_once(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(scan("ada", "mug"))
    tag = http.get("/feed.atom").headers["etag"]
    for asked in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = http.get("/feed.atom", headers={"if-none-match": asked})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    ledger.record(scan("bob", "mug"))
    assert http.get("/feed.atom", headers={"if-none-match": tag}).status_code == 304, "no discovery"
    ledger.record(scan("bob", "pen"))
    assert http.get("/feed.atom", headers={"if-none-match": tag}).status_code == 200
    assert http.head("/feed.atom").headers["etag"] != tag


def test_hidden_ones_are_absent(ledger: Ledger, http: httpx.Client) -> None:
    ledger.record(scan("ada", "mug"))
    ledger.record(scan("ada", "mug", "blue"))
    ledger.record(scan("ada", "pen"))
    moderation = Moderation(ledger, Reports(ledger.database))
    moderation.decide("hide", "mug_001", why="because it is so")
    moderation.decide("hide", "pen_canonical", why="because it is so")
    for path in ("/feed.atom", "/feeds/players/ada.atom", "/feeds/objects/mug.atom"):
        assert titles(http, path) == ["Pillowpuff, mug"]
    assert http.get("/feeds/objects/pen.atom").status_code == 404
    moderation.decide("revoke", "sub-ada", why="because it is so")
    assert titles(http, "/feeds/players/ada.atom") == []


def test_what_models_and_players_wrote_is_escaped(ledger: Ledger, http: httpx.Client) -> None:
    data = piclet_data(HOSTILE, description=f"{HOSTILE}<script>")
    ledger.record(replace(scan(HOSTILE, "mug"), piclet_data=data))
    [entry] = entries(read(http, "/feed.atom"))
    assert text(entry, "title").startswith("<b>&\"'\ufffd")
    content = text(entry, "content")
    assert "&lt;script&gt;" in content
    assert "<script" not in content
    assert "<b>" not in content


def test_no_more_than_fifty(ledger: Ledger, http: httpx.Client) -> None:
    for number in range(MAX_ENTRIES + 3):
        ledger.record(scan("ada", "mug", f"kind{number}"))
    for path in ("/feed.atom", "/feeds/players/ada.atom", "/feeds/objects/mug.atom"):
        assert len(titles(http, path)) == MAX_ENTRIES


def test_an_empty_game_has_a_feed(http: httpx.Client) -> None:
    assert titles(http, "/feed.atom") == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/players/nobody.atom", 404), ("/feeds/objects/nothing.atom", 404),
        (f"/feeds/objects/{'x' * 500}.atom", 400), (f"/feeds/players/{'x' * 200}.atom", 404),
        ("/feeds/objects/.atom", 404),
    ],
)  # fmt: skip
def test_what_is_not_there(http: httpx.Client, path: str, status: int) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()["success"]) == (status, False)


def test_the_server_has_them_and_its_page_says_so(server: Server) -> None:
    assert plain.get(f"{server.url}/feed.atom").status_code == 200
    assert plain.get(f"{server.url}/feeds/objects/nothing.atom").status_code == 404
    assert plain.get(f"{server.url}/feeds/objects/%20.atom").status_code == 400
    assert plain.post(f"{server.url}/feed.atom").status_code == 405
    assert plain.get(f"{server.url}/feed.atom/x").status_code == 404
    assert '<link rel="alternate" type="application/atom+xml"' in plain.get(f"{server.url}/").text
