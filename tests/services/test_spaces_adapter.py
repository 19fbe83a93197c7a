"""The Spaces' adapters against real Gradio apps: the contract suite, what is sent, and where nothing is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import gradio as gr
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from piclets.domain.photo import Photo
from piclets.errors import InvalidToken
from piclets.services.failures import NotReady, Unusable
from piclets.services.ports import Brief
from piclets.services.spaces import (
    CAPTION,
    CONCEPT,
    IMAGE,
    Space,
    SpaceCaptioner,
    SpaceConceiver,
    SpacePainter,
    may_receive_tokens,
)
from tests import plain
from tests.loopback.ai_spaces import (
    Dropped,
    Fault,
    FileBody,
    Says,
    Slow,
    Spaces,
    Status,
    beta_one,
    describe,
    draw,
    noise,
)
from tests.loopback.serving import serving
from tests.loopback.space_hub import SpaceHub
from tests.services.conftest import QUICK, MakeSession
from tests.services.contract import check_captioner, check_conceiver, check_painter

HUB = "https://huggingface.co"
BRIEF_WORDS = "a velvet pillow with big eyes"


def captioner(url: str, hub: str = HUB) -> SpaceCaptioner:
    return SpaceCaptioner(Space(url, CAPTION, hub, QUICK))


def conceiver(url: str) -> SpaceConceiver:
    return SpaceConceiver(Space(url, CONCEPT, HUB, QUICK))


def painter(url: str) -> SpacePainter:
    return SpacePainter(Space(url, IMAGE, HUB, QUICK))


def brief(photo: Photo) -> Brief:
    return Brief(image_prompt=BRIEF_WORDS, primary_type="beast", photo=photo)


def test_the_contract_suite(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    caption = check_captioner(captioner(spaces.caption_url), photo, session())
    assert caption.text == describe(Image.open(_jpeg(photo)))
    assert not caption.unsafe
    check_conceiver(conceiver(spaces.concept_url), photo, session())
    check_painter(painter(spaces.image_url), photo, session())


def test_each_call_carries_the_players_token_and_none_the_servers(
    spaces: Spaces, photo: Photo, session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_server")
    looking, drawing = captioner(spaces.caption_url), painter(spaces.image_url)
    for player in ("hf_ada", "hf_bob", "hf_ada"):
        looking.caption(photo, session(token=player))
        drawing.paint(brief(photo), session(token=player))
    assert [call.headers["x-hf-authorization"] for call in spaces.calls] == [
        f"Bearer {player}" for player in ("hf_ada", "hf_ada", "hf_bob", "hf_bob", "hf_ada", "hf_ada")
    ]
    assert not any("hf_server" in str(call.headers) for call in spaces.calls)
    assert not any("x-ip-token" in call.headers for call in spaces.calls)


def test_alpha_two_gets_its_fixed_arguments(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    captioner(spaces.caption_url).caption(photo, session())
    (call,) = spaces.called("caption")
    assert call.arguments["caption_type"] == "Descriptive"
    assert call.arguments["caption_length"] == "medium-length"
    assert len(call.arguments["extra_options"]) == 2
    assert call.arguments["input_image"] == (320, 240)


def test_beta_one_streams_and_logs_no_prompt(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    caption = captioner(spaces.serve("caption", beta_one)).caption(photo, session())
    (call,) = spaces.called("caption")
    assert call.arguments["log_prompt"] is False
    assert caption.text == describe(Image.open(_jpeg(photo)))


def test_the_interface_is_read_once_for_all_players(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    drawing = painter(spaces.image_url)
    for player in ("hf_ada", "hf_bob", "hf_cy"):
        drawing.paint(brief(photo), session(token=player))
    assert spaces.requests["image /config"] == 1
    assert spaces.requests["image /gradio_api/info"] == 1


def test_the_services_own_progress_is_told(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        if "Denoising" in words:
            spaces.hurry()

    spaces.fail("image", Slow(10), times=1)
    painter(spaces.image_url).paint(brief(photo), replace(session(), tell=tell))
    assert "place 1 in the queue" in told[0]
    assert "Denoising, 50%" in told


def test_an_unsafe_rating_is_read(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    spaces.answers.caption = lambda _picture: "Something. The image is NSFW."
    assert captioner(spaces.caption_url).caption(photo, session()).unsafe


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (lambda: FileBody(b"x" * 2**20, repeat=60), "picture_too_large"),
        (lambda: FileBody(b"<html>Space is sleeping</html>", "text/html"), "not_a_picture"),
        (lambda: FileBody(b""), "not_a_picture"),
        (lambda: FileBody(b"RIFF\x10\x00\x00\x00WEBPVP8 "), "not_a_picture"),
        (lambda: Says(Image.new("RGB", (64, 64))), "empty_picture"),
        (lambda: Says(None), "no_picture"),
    ],
)
def test_what_is_no_picture_is_refused(
    spaces: Spaces, photo: Photo, session: MakeSession, made: Callable[[], Any], kind: str
) -> None:
    spaces.fail("image", made())
    with pytest.raises(Unusable) as refused:
        painter(spaces.image_url).paint(brief(photo), session())
    assert refused.value.kind == kind


@pytest.mark.parametrize("fault", [FileBody(b""), Dropped("/file="), Status(503, path="/file=")])
def test_a_picture_that_is_lost_on_its_way_is_fetched_again_and_not_drawn_again(
    spaces: Spaces, photo: Photo, session: MakeSession, fault: Fault
) -> None:
    spaces.fail("image", fault, times=1)
    check_painter(painter(spaces.image_url), photo, session())
    assert len(spaces.called("image")) == 1


def test_a_large_picture_is_made_small(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    spaces.fail("image", Says(noise(1500)))
    check_painter(painter(spaces.image_url), photo, session())


def test_a_file_is_fetched_from_its_own_space_only(photo: Photo, spaces: Spaces, session: MakeSession) -> None:
    """A redirect off the Space, with the player's token in the headers, is not followed."""
    visitors: list[str] = []

    async def elsewhere(request: Request) -> RedirectResponse:
        visitors.append(request.url.path)
        return RedirectResponse("/again")

    def build(_spaces: Spaces) -> gr.Blocks:
        app = gr.Blocks()
        with app:
            prompt = gr.Textbox()
            out = gr.JSON()
            prompt.submit(_Pointing(url), prompt, out, api_name="infer")
        return app

    with serving(Starlette(routes=[Route("/{path:path}", elsewhere)])) as url:
        with pytest.raises(Unusable):
            painter(spaces.serve("image", build)).paint(brief(photo), session())
        assert visitors == []


class _Pointing:
    """An endpoint that returns a file description pointing somewhere else."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.__name__ = "infer"

    def __call__(self, prompt: str) -> dict[str, Any]:
        return {"path": f"{self._url}/steal.webp", "url": f"{self._url}/steal.webp", "orig_name": prompt}


@pytest.mark.parametrize("protocol", ["ws", "sse"])
def test_a_protocol_of_the_past_is_refused(spaces: Spaces, photo: Photo, session: MakeSession, protocol: str) -> None:
    config = plain.get(f"{spaces.image_url}/config").json() | {"protocol": protocol}
    spaces.fail("image", Status(200, path="/config", body=json.dumps(config).encode()))
    with pytest.raises(Unusable) as refused:
        painter(spaces.image_url).paint(brief(photo), session())
    assert refused.value.kind == "protocol"
    assert spaces.calls == []


@pytest.mark.parametrize("token", ["", "hf_ada\nX-Evil: 1", "hf_ä"])
def test_a_token_that_is_none_is_not_sent(spaces: Spaces, photo: Photo, session: MakeSession, token: str) -> None:
    with pytest.raises(InvalidToken):
        captioner(spaces.caption_url).caption(photo, session(token=token))
    assert spaces.calls == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://amd-gpt-oss-120b-chatbot.hf.space", True),
        ("http://amd-gpt-oss-120b-chatbot.hf.space", False),
        ("https://evil-hf.space", False),
        ("https://hf.space.evil.example", False),
        ("https://x.hf.space@evil.example", False),
        ("https://huggingface.co/spaces/x", True),
        ("http://huggingface.co", False),
        ("http://127.0.0.1:7860", True),
        ("http://localhost:7860", True),
        ("http://[::1]:7860", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://10.0.0.1", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_where_a_token_may_go(url: str, allowed: bool) -> None:
    assert may_receive_tokens(url, HUB) is allowed


def test_a_space_by_id_is_found_through_the_hub(
    spaces: Spaces, space_hub: SpaceHub, photo: Photo, session: MakeSession
) -> None:
    space_hub.put("acme/caption", spaces.caption_url)
    looking = captioner("acme/caption", space_hub.url)
    assert looking.caption(photo, session()).model == "acme/caption"
    looking.caption(photo, session())
    assert space_hub.asked["acme/caption"] == 1
    assert not any("hf_ada" in str(headers) for headers in space_hub.headers)


@pytest.mark.parametrize(
    ("stage", "failure"),
    [
        ("SLEEPING", NotReady),
        ("BUILDING", NotReady),
        ("APP_STARTING", NotReady),
        ("PAUSED", Unusable),
        ("RUNTIME_ERROR", Unusable),
        ("NO_APP_FILE", Unusable),
    ],
)
def test_a_space_that_is_not_up(
    spaces: Spaces, space_hub: SpaceHub, photo: Photo, session: MakeSession, stage: str, failure: type[Exception]
) -> None:
    space_hub.put("acme/caption", spaces.caption_url, stage)
    with pytest.raises(failure):
        captioner("acme/caption", space_hub.url).caption(photo, session())
    assert spaces.calls == []


def test_a_host_that_the_hub_names_is_checked_too(space_hub: SpaceHub, photo: Photo, session: MakeSession) -> None:
    space_hub.put("acme/evil", "https://evil.example")
    with pytest.raises(Unusable, match="busy") as refused:
        captioner("acme/evil", space_hub.url).caption(photo, session())
    assert refused.value.kind == "foreign_host"


def test_progress_words_from_outside_are_cut(spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    heard = threading.Event()
    told: list[str] = []

    def infer(prompt: str, progress: gr.Progress = gr.Progress()) -> Image.Image:  # noqa: B008 - Gradio's way
        progress(0.1, desc="blah " * 1000)
        heard.wait(10)
        return draw(prompt)

    def build(_spaces: Spaces) -> gr.Blocks:
        app = gr.Blocks()
        with app:
            prompt = gr.Textbox()
            prompt.submit(infer, prompt, gr.Image(format="webp"), api_name="infer")
        return app

    def tell(words: str) -> None:
        told.append(words)
        if words.startswith("blah"):
            heard.set()

    painter(spaces.serve("image", build)).paint(brief(photo), replace(session(), tell=tell))
    assert heard.is_set()
    assert max(map(len, told)) < 100


def _jpeg(photo: Photo) -> BytesIO:
    return BytesIO(photo.jpeg)
