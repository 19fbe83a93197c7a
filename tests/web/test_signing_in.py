"""The pages on a Space: who has signed in plays under the name that the Hub knows, and nobody else does."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests import plain
from tests.loopback.accounts import Accounts
from tests.loopback.serving import serving
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.web.browser import Visitor

pytestmark = pytest.mark.thorough

CLIENT_SECRET = "oauth-client-secret"
TOKEN = "hf_oauth_of_ada"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Server]:
    """The server as on a Space with sign-in, its Hub on loopback, where ada has an account."""
    accounts = Accounts()
    accounts.sign_in(TOKEN, sub="6401c8c9f98fbc64bcd7dca1", username="ada-lovelace")
    with (
        serving(Starlette(routes=accounts.routes())) as hub,
        running_server(
            tmp_path / "data",
            SYSTEM="spaces",
            SPACE_ID="ada/piclets",
            GRADIO_SERVER_NAME="127.0.0.1",
            HF_ENDPOINT=hub,
            PICLETS_AI="local",
            OAUTH_CLIENT_ID="oauth-client",
            OAUTH_CLIENT_SECRET=CLIENT_SECRET,
            OAUTH_SCOPES="openid profile",
            OPENID_PROVIDER_URL=hub,
        ) as server,
    ):
        yield server


def test_who_has_signed_in_plays_under_the_hubs_name(space: Server, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    visitor = Visitor(context.new_page(), space.url)
    page = visitor.page
    visitor.visit("/?section=scan")
    expect(page.get_by_role("button", name="Sign in with Hugging Face")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_count(0)
    page.get_by_role("button", name="Scan it").click()
    expect(page.get_by_role("alert")).to_contain_text("Sign in with Hugging Face first")

    for secret, greeting in (("", "Sign in with Hugging Face"), (CLIENT_SECRET, "Logout (ada-lovelace)")):
        context.add_cookies([{"name": "session", "value": session_cookie(secret), "url": space.url}])
        page.reload()
        expect(page.get_by_role("button", name=greeting)).to_be_visible()

    visitor.scan(take_photo(tmp_path, "IMG_1", seed=5), "brass sextant")
    expect(page.locator(".reveal")).to_contain_text("You discovered the first")
    visitor.section("My Piclets")
    expect(page.locator("#collection").get_by_role("heading", name="ada-lovelace")).to_be_visible()
    context.close()

    assert TOKEN not in space.log()
    listed = plain.get(f"{space.url}/gradio_api/info").json()
    assert len(listed["named_endpoints"]) == 5
    assert listed["unnamed_endpoints"] == {}


def test_a_space_that_cannot_keep_its_game_says_so_on_its_page(tmp_path: Path) -> None:
    game = build_game(
        Settings.model_validate({"PICLETS_DATA_DIR": str(tmp_path / "data"), "SPACE_ID": "ada/piclets"})
    )
    try:
        page = TestClient(build_server(game)).get("/config").text
    finally:
        game.close()
    assert "not persistent" in page
    assert "Sign-in is not set up on this Space" in page


def session_cookie(client_secret: str) -> str:
    """What Gradio's sign-in leaves in the browser, signed with a client secret ("": what anyone could do)."""
    session = {
        "oauth_info": {
            "access_token": TOKEN,
            "expires_at": time.time() + 3600,
            "userinfo": {"preferred_username": "ada-lovelace"},
        }
    }
    key = sha256(f"{client_secret}-v4".encode()).hexdigest()
    return TimestampSigner(key).sign(b64encode(json.dumps(session).encode())).decode()
