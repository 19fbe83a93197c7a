"""What the pages are made of: words, names, milestones, templates and the card to share. No browser."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.requests import Request

from piclets.domain.local_names import shown
from piclets.domain.milestones import milestones
from piclets.domain.records import TIERS, Entry
from piclets.domain.scoring import scan_counts
from piclets.errors import InvalidImage, InvalidToken, PicletsError, QuotaExceeded, RateLimited
from piclets.identity import LocalIdentity
from piclets.play.answers import Piclet
from piclets.prints.card import HEIGHT, WIDTH
from piclets.web.markup import render
from piclets.web.share_card import ShareCards
from piclets.web.visitors import Entrance, session_token, slug_of
from piclets.web.words import ago, found_by, plural, spoken, wait
from tests.making import piclet_data

NOW = datetime(2026, 7, 26, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=3, seconds=20), "3 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=29), "29 days ago"),
        (timedelta(days=40), "2026-06-16"),
    ],
)
def test_moments_are_told_by_their_distance(before: timedelta, words: str) -> None:
    assert ago((NOW - before).strftime("%Y-%m-%dT%H:%M:%SZ"), NOW) == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            QuotaExceeded("No GPU.", retry_after=2420),
            "Your GPU minutes are used up. Try again in 41 minutes.",
        ),
        (RateLimited("Take a rest.", retry_after=1), "Take a rest. Try again in 1 second."),
        (InvalidImage("This is no photo."), "This is no photo."),
    ],
)
def test_errors_say_what_to_do_and_when(error: PicletsError, words: str) -> None:
    assert spoken(error) == words


def test_waits_and_numbers_are_said_as_people_do() -> None:
    assert [wait(45), wait(90), wait(4000), wait(20_000)] == ["45 seconds", "2 minutes", "67 minutes", "6 hours"]
    assert [plural(1, "scan"), plural(0, "scan"), plural(2_041, "discovery")] == [
        "1 scan",
        "0 scans",
        "2,041 discoveries",
    ]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Ada", "ada"),
        (" Zoë B. ", "zoe-b"),
        ("x" * 60, "x" * 32),
        ("---", ""),
        ("", ""),
        (None, ""),
        ({"a": 1}, ""),
        ("日本", "xn--wgv71a"),
        ("Олег", "xn--c1adrl"),
        ("🦊", "xn--9s9h"),
        ("\u202e!", ""),
    ],
)
def test_a_typed_name_becomes_a_player(typed: object, slug: str) -> None:
    assert slug_of(typed) == slug


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_valid_token_or_none(typed: str) -> None:
    token = Entrance(named=True, sign_in=False).token(typed, _request({}))
    assert token is None or LocalIdentity().verify(token).username == shown(slug_of(typed))


@pytest.mark.parametrize(
    ("slug", "username"),
    [
        ("xn--wgv71a", "日本"),
        ("xn--", "xn--"),
        ("xn--99999999", "xn--99999999"),
        ("xn--ada", "xn--ada"),
        ("ada", "ada"),
    ],
)
def test_a_name_in_another_script_is_shown_as_it_was_typed(slug: str, username: str) -> None:
    player = LocalIdentity().verify(f"local_{slug}")
    assert (player.sub, player.username) == (f"local:{slug}", username)


def test_every_page_invites_in_the_same_words() -> None:
    door = Entrance(named=True, sign_in=False)
    with pytest.raises(InvalidToken, match="Say who you are first"):
        door.admit("!", _request({}))
    assert door.admit("Ada", _request({})) == "local_ada"


def test_only_a_session_that_has_not_ended_lets_in() -> None:
    door = Entrance(named=False, sign_in=True)
    later, earlier = time.time() + 60, time.time() - 60

    def signed_in(**session: object) -> str | None:
        return door.token("ada", _request({"oauth_info": session}))

    assert signed_in(access_token="hf_oauth_1", expires_at=later) == "hf_oauth_1"
    assert signed_in(access_token="hf_oauth_1", expires_at=earlier) is None
    assert signed_in(access_token=7, expires_at=later) is None
    assert session_token(_request({"oauth_info": "forged"})) is None
    assert session_token(_request({})) is None
    assert Entrance(named=False, sign_in=False).token("ada", _request({"oauth_info": {"access_token": "t"}})) is None


def test_spans_of_finders_are_told_without_a_gap() -> None:
    spans = [found_by(*scan_counts(rarity)) for rarity in reversed(TIERS)]
    assert spans == ["up to 5", "6 to 20", "21 to 50", "51 to 100", "over 100"]


def test_milestones_lead_on_until_none_is_left() -> None:
    collector, pioneer, scholar = milestones(piclets=0, discoveries=9, score=10**9)
    assert (collector.title, collector.left, collector.percent) == ("First page", 1, 0)
    assert (pioneer.goal, pioneer.left, pioneer.percent) == (10, 1, 90)
    assert (scholar.goal, scholar.left, scholar.percent) == (None, 0, 100)


@given(st.text(max_size=200))
def test_templates_escape_whatever_is_put_into_them(words: str) -> None:
    html = render("message", words=f"<b>{words}", bad=True, link=f'"{words}', label=words)
    inside = html.removeprefix('<p class="alert" role="alert">').removesuffix("</a></p>").removesuffix("</p>")
    assert inside.count("<") == 1
    assert inside.count('"') == 2


@pytest.mark.parametrize("name", ["Pillowpuff", "W" * 60, "枕の精", "<b>\x00\n", "👾"])
def test_a_card_is_a_picture_of_the_piclet(tmp_path: Path, name: str) -> None:
    source = tmp_path / "creature.webp"
    Image.new("RGBA", (512, 512), (200, 30, 30, 128)).save(source)
    cards = ShareCards(lambda _name: source, tmp_path / "cards")
    path = cards.picture_of(_piclet(name))
    assert path.suffix == ".png"
    assert path.is_relative_to(tmp_path / "cards")
    with Image.open(io.BytesIO(path.read_bytes())) as card:
        assert card.size == (WIDTH, HEIGHT)


def test_a_card_without_its_picture_is_still_a_card(tmp_path: Path) -> None:
    path = ShareCards(lambda _name: None, tmp_path).picture_of(_piclet("Pillowpuff"))
    assert path.is_file()


def _piclet(name: str) -> dict[str, Any]:
    entry = Entry(
        type_id="pillow_001",
        object_name="pillow",
        attributes=("blue", "velvet"),
        discovered_by="ada" * 30,
        discoverer_id="sub-ada",
        discovered_at="2026-07-26T10:30:00Z",
        scan_count=7,
        piclet_data=piclet_data(name),
        image="0" * 64 + ".webp",
    )
    return Piclet.of(entry, "").wire()


def _request(session: object) -> gr.Request:
    return gr.Request(Request({"type": "http", "headers": [], "session": session}))
