"""What a hostile Space, or a hostile model behind a good one, can send: never more than a failed step."""

from __future__ import annotations

import asyncio
import random
import zlib
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from piclets.domain.photo import Photo
from piclets.errors import PicletsError, ServiceUnavailable
from piclets.services.chain import build_chain
from piclets.services.failures import Unusable
from piclets.services.pictures import finish
from piclets.services.ports import Question
from piclets.services.spaces.client import PlayerClient
from piclets.services.spaces.interface import Interface, read_interface
from piclets.services.spaces.words import MAX_ANSWER_CHARS, MAX_QUOTA_WAIT_S, answer_text, failure_of, unwrap
from tests.loopback.ai_spaces import Says, Spaces, beta_one, wrapped
from tests.loopback.serving import serving
from tests.services.conftest import QUICK, MakeSession, MakeSettings, Shelf

MANY = 400_000

# ---- words


@pytest.mark.parametrize(
    "text",
    [
        "*" * MANY,
        "** " * MANY,
        " " * MANY,
        "💬" * MANY,
        "💬 Response" + " " * MANY,
        "**💬 Response:**" * (MANY // 10),
        "<details>" * (MANY // 8),
        "<details " * (MANY // 8) + "</details>",
        "not " * MANY,
        "❌ Error: " + "exceeded your " * MANY,
        "try again in " + "1:" * MANY,
    ],
    ids=lambda text: text[:16],
)
def test_no_answer_costs_more_than_it_is_long(text: str) -> None:
    """A test that hangs has failed: quadratic, each of these would take minutes."""
    for read in (unwrap, answer_text, failure_of):
        with suppress(PicletsError):
            read(text)


def test_the_answer_is_found_behind_long_thoughts() -> None:
    answer = wrapped("# Canonical Object\npillow")
    assert unwrap("thinking " * MANY + answer).endswith("# Canonical Object\npillow")
    thoughts = f"<details>{'hm ' * (MAX_ANSWER_CHARS // 9)}</details>" * 2
    assert unwrap(f"{thoughts}# Canonical Object\npillow") == "# Canonical Object\npillow"


@pytest.mark.parametrize("words", ["999999999:59:59", "9999 days, 1:00:00"])
def test_an_absurd_wait_is_bounded(words: str) -> None:
    assert failure_of(f"You have exceeded your GPU quota. Try again in {words}").retry_after == MAX_QUOTA_WAIT_S


# ---- where a token goes


class Elsewhere:
    """A host that no token may reach, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self._serving = ExitStack()
        route = Route("/{path:path}", self._ask, methods=["GET", "POST"])
        self.url = self._serving.enter_context(serving(Starlette(routes=[route])))

    async def _ask(self, request: Request) -> Response:
        self.asked.append(dict(request.headers))
        return JSONResponse(["x"])

    def close(self) -> None:
        self._serving.close()


def config_of(url: str) -> dict[str, Any]:
    config: dict[str, Any] = httpx.get(f"{url}/config").json()
    return config


def test_a_prefix_on_another_host_gets_no_token(spaces: Spaces, session: MakeSession) -> None:
    elsewhere = Elsewhere()
    known = read_interface(spaces.image_url, 10, QUICK)
    for prefix in (f"{elsewhere.url}/", f"/{elsewhere.url}/gradio_api"):
        hostile = Interface(known.url, {**known.config, "api_prefix": prefix}, known.info).only("/infer")
        with PlayerClient(hostile, session(token="hf_secret"), QUICK) as client:
            with pytest.raises(Unusable) as refused:
                client.call("/infer", {"prompt": "a pillow"})
            assert refused.value.kind == "foreign_host"
            with pytest.raises(Unusable):
                client.download({"path": "picture.webp"})
    elsewhere.close()
    assert elsewhere.asked == []


@pytest.mark.parametrize("scheme", ["http://", "//", "https://"])
def test_a_configuration_that_leads_elsewhere_is_not_followed(spaces: Spaces, scheme: str) -> None:
    elsewhere = Elsewhere()
    config = {**config_of(spaces.image_url), "api_prefix": f"{scheme}{elsewhere.url.removeprefix('http://')}/"}

    async def tell(_request: Request) -> Response:
        return JSONResponse(config)

    with serving(Starlette(routes=[Route("/config", tell)])) as url, pytest.raises(PicletsError):
        read_interface(url, 5, QUICK)
    elsewhere.close()
    assert elsewhere.asked == []


def test_a_path_of_any_length_is_an_address_or_none(spaces: Spaces, session: MakeSession) -> None:
    known = read_interface(spaces.image_url, 10, QUICK).only("/infer")
    for path in ("x" * 70_000, "../" * 30_000, "\ud800", "a\0b", "http://evil.example/" + "y" * 70_000):
        with PlayerClient(known, session(), QUICK) as client, pytest.raises(ServiceUnavailable):
            client.download({"path": path})


# ---- a configuration that hangs


def test_a_configuration_that_hangs_costs_everybody_one_wait_together(
    spaces: Spaces, settings_for: MakeSettings, photo: Photo, session: MakeSession
) -> None:
    asked = []

    async def hang(request: Request) -> Response:
        asked.append(request.url.path)
        while not spaces.hurried and not await request.is_disconnected():
            await asyncio.sleep(0.01)
        return JSONResponse({})

    second = spaces.serve("caption", beta_one)
    limits = replace(QUICK, interface=2.0)
    with serving(Starlette(routes=[Route("/config", hang)])) as url:
        chain = build_chain(settings_for(PICLETS_CAPTION_SPACES=f"{url},{second}"), Shelf(), limits)
        photos = [Photo(photo.jpeg, f"{number:064x}", photo.phash, photo.filename) for number in range(12)]
        with ThreadPoolExecutor(12) as players:
            scans = [
                players.submit(chain.caption, each, session(30, token=f"hf_{number}"))
                for number, each in enumerate(photos)
            ]
            wait(scans)
        assert [scan.result().model for scan in scans] == [second] * 12
        assert len(asked) < 6
        assert chain.status()["services"]["caption"][0]["breaker"] in ("open", "half_open")
        spaces.hurry()


def test_a_configuration_is_read_up_to_a_size(spaces: Spaces) -> None:
    async def endless(_request: Request) -> Response:
        return Response(b"{" + b" " * 9_000_000, media_type="application/json")

    with serving(Starlette(routes=[Route("/config", endless)])) as url, pytest.raises(Unusable) as refused:
        read_interface(url, 10, QUICK)
    assert refused.value.kind == "endless_config"


# ---- pictures


def picture(size: tuple[int, int], *, share: float, mode: str = "RGB") -> bytes:
    """A disc on a plain ground that takes `share` of the picture's shorter side."""
    image = Image.new(mode, size, (240, 240, 240, 0)[: len(mode)])
    radius = min(size) * share / 2
    box = (size[0] / 2 - radius, size[1] / 2 - radius, size[0] / 2 + radius, size[1] / 2 + radius)
    ImageDraw.Draw(image).ellipse(box, fill=(200, 40, 60, 255)[: len(mode)])
    encoded = BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


@pytest.mark.parametrize("data", [
    picture((2, 2), share=1), picture((40, 4000), share=1), picture((1024, 1024), share=0.002),
    picture((1024, 1024), share=0.0, mode="RGBA"), picture((512, 512), share=0.01, mode="RGBA"),
])  # fmt: skip
def test_degenerate_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(Unusable) as refused:
        finish(data, "flux")
    assert refused.value.provoked


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(256, 256), (1024, 1024), (1024, 512)])
def test_small_creatures_on_a_plain_ground_are_taken(mode: str, size: tuple[int, int]) -> None:
    assert finish(picture(size, share=0.25, mode=mode), "flux").webp


def drawing(form: str, **options: Any) -> bytes:
    encoded = BytesIO()
    Image.effect_noise((128, 128), 80).convert("RGB").save(encoded, form, **options)
    return encoded.getvalue()


def test_a_picture_of_ten_thousand_scans_is_not_drawn() -> None:
    """Each passes over all of it: 20 MB of them would keep a core busy for hours."""
    whole = drawing("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    assert finish(whole, "flux").webp
    with pytest.raises(Unusable):
        finish(whole[:last] + whole[last:-2] * 10_000 + whole[-2:], "flux")


def test_a_picture_of_a_million_blocks_is_not_drawn() -> None:
    whole = drawing("PNG")
    empty = b"\0\0\0\0tEXt" + zlib.crc32(b"tEXt").to_bytes(4)
    with pytest.raises(Unusable):
        finish(whole[:33] + empty * 100_000 + whole[33:], "flux")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_damaged_picture_is_a_failed_step(form: str) -> None:
    chance = random.Random(form)
    whole = drawing(form)
    for _ in range(300):
        damaged = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(8)):
            at = chance.randrange(min(len(damaged), 200)) if damaged else 0
            damaged[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(5))
        with suppress(Unusable):
            finish(bytes(damaged), "flux")


def test_a_concept_of_asterisks_is_a_failure_like_any_other(
    spaces: Spaces, settings_for: MakeSettings, session: MakeSession
) -> None:
    chain = build_chain(settings_for(), Shelf(), QUICK)
    spaces.fail("concept", Says("*" * 60_000))
    with pytest.raises(ServiceUnavailable):
        chain.conceive(Question(prompt="?", caption="?", photo_sha256="0" * 64), session())
