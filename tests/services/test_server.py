"""An OpenAI-compatible server of the operator's own: the contract suite, what is sent, and its faults."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator

import pytest
from PIL import Image

from piclets.domain.concepts import parse
from piclets.domain.photo import Photo
from piclets.errors import ServiceUnavailable, UnsafeContent
from piclets.services.chain import AiChain, build_server_chain
from piclets.services.failures import OutOfTime
from piclets.services.ports import Brief, Picture, Session
from piclets.services.server import address_of
from piclets.settings import Settings
from tests.domain.concept_answers import PLAIN
from tests.loopback.ai_spaces import Step
from tests.loopback.inference import FLAT
from tests.loopback.openai_server import Broken, Kind, OpenAIServer
from tests.services.conftest import QUICK, MakeSession, Shelf, run
from tests.services.contract import check_captioner, check_conceiver, check_painter

KEY = "sk-the-operators-own"
KINDS: dict[Step, Kind] = {"caption": "look", "concept": "imagine", "image": "draw"}


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    server = OpenAIServer(markdown=PLAIN)
    yield server
    server.stop()


class Studio:
    """Draws what the server does not."""

    def __init__(self) -> None:
        self.drew: list[str] = []

    def paint(self, brief: Brief, session: Session) -> Picture:  # noqa: ARG002 - the port's
        self.drew.append(brief.image_prompt)
        return Picture(Image.new("RGB", (64, 64)), model="studio")


@pytest.fixture
def studio() -> Studio:
    return Studio()


def chain_on(server: OpenAIServer, studio: Studio, **variables: str) -> AiChain:
    settings = {
        "PICLETS_AI": "server",
        "PICLETS_AI_URL": server.url,
        "PICLETS_AI_KEY": KEY,
        "PICLETS_AI_VISION_MODEL": "llava",
        "PICLETS_AI_TEXT_MODEL": "qwen3",
        "PICLETS_AI_IMAGE_MODEL": "flux",
    }
    return build_server_chain(Settings.model_validate(settings | variables), Shelf(), studio, QUICK)


@pytest.fixture
def chain(server: OpenAIServer, studio: Studio) -> AiChain:
    return chain_on(server, studio)


@pytest.mark.parametrize("streams", [False, True])
def test_the_contract_suite(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession, streams: bool
) -> None:
    server.streams = streams
    assert check_captioner(chain, photo, session()).model == "llava"
    assert check_conceiver(chain, photo, session()).model == "qwen3"
    assert check_painter(chain, photo, session()).model == "flux"


def test_the_key_goes_with_every_request_and_no_players_token(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession
) -> None:
    server.pictures = "url"
    for step in KINDS:
        run(step, chain, photo, session(token="hf_ada"))
    assert server.kinds() == ["look", "imagine", "draw", "fetch"]
    for _, headers, body in server.asked:
        assert headers["authorization"] == f"Bearer {KEY}"
        assert "hf_ada" not in str((headers, body))
    assert KEY not in repr(chain.status())


def test_without_a_key_none_is_sent(server: OpenAIServer, studio: Studio, photo: Photo, session: MakeSession) -> None:
    chain_on(server, studio, PICLETS_AI_KEY="").caption(photo, session())
    assert "authorization" not in server.asked[0][1]


def test_one_model_can_do_both_and_the_studio_draws(
    server: OpenAIServer, studio: Studio, photo: Photo, session: MakeSession
) -> None:
    chain = chain_on(server, studio, PICLETS_AI_TEXT_MODEL="", PICLETS_AI_IMAGE_MODEL="")
    for step in KINDS:
        run(step, chain, photo, session())
    assert [body["model"] for _, _, body in server.asked] == ["llava", "llava"]
    assert studio.drew == ["A velvet pillow with big eyes"]


def test_the_studio_draws_where_the_server_cannot(
    chain: AiChain, server: OpenAIServer, studio: Studio, photo: Photo, session: MakeSession
) -> None:
    server.pictures = "none"
    run("image", chain, photo, session())
    assert len(studio.drew) == 1
    assert "the studio draws" in chain.status()["services"]["image"][0]["note"]


def test_a_picture_from_elsewhere_is_not_fetched(
    chain: AiChain, server: OpenAIServer, studio: Studio, photo: Photo, session: MakeSession
) -> None:
    server.pictures = "elsewhere"
    with pytest.raises(ServiceUnavailable):
        run("image", chain, photo, session())
    assert chain.status()["services"]["image"][0]["errors"] == {"picture_elsewhere": 1}
    assert studio.drew == []


def test_a_server_without_schemas_is_asked_for_markdown(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession
) -> None:
    server.schemas = False
    for number in range(2):
        other = Photo(photo.jpeg, f"{number:064x}", photo.phash, photo.filename)
        assert parse(check_conceiver(chain, other, session()).markdown).object_name == "pillow"
    assert ["response_format" in body for _, _, body in server.asked] == [True, False, False]
    assert "markdown" in chain.status()["services"]["concept"][0]["note"]


@pytest.mark.parametrize("said", [
    "<think>What is it? # Canonical Object</think>\n" + json.dumps(FLAT),
    "```json\n" + json.dumps(FLAT) + "\n```",
    PLAIN,
    "Here it is:\n\n" + PLAIN,
])  # fmt: skip
def test_concepts_come_in_many_clothes(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession, said: str
) -> None:
    server.concept = said
    assert parse(check_conceiver(chain, photo, session()).markdown).object_name == "pillow"


def test_what_was_paid_for_is_not_asked_again(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession
) -> None:
    for _ in range(2):
        run("caption", chain, photo, session())
        run("concept", chain, photo, session())
    assert server.kinds() == ["look", "imagine"]


FAULTS: dict[str, tuple[Broken, str]] = {
    "401": (Broken(401), "no_permission"),
    "403": (Broken(403), "no_permission"),
    "a redirect": (Broken(302, headers={"location": "http://127.0.0.1:9/"}), "http_302"),
    "402": (Broken(402), "http_402"),
    "429": (Broken(429, headers={"retry-after": "17"}), "http_429"),
    "502": (Broken(502), "http_502"),
    "HTML": (Broken(body=b"<html>"), "protocol"),
    "nothing": (Broken(body=b""), "protocol"),
    "a list": (Broken(body=b"[]"), "protocol"),
    "no choices": (Broken(body=b'{"choices": [], "data": []}'), "protocol"),
    "deep JSON": (Broken(body=b"[" * 100_000), "protocol"),
    "broken gzip": (Broken(headers={"content-encoding": "gzip"}), "protocol"),
    "endless": (Broken(body=b" " * 40_000_000), "endless_answer"),
}


@pytest.mark.parametrize("step", KINDS)
@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_of_every_step(
    chain: AiChain, server: OpenAIServer, studio: Studio, photo: Photo, session: MakeSession, step: Step, name: str
) -> None:
    broken, kind = FAULTS[name]
    server.always[KINDS[step]] = broken
    with pytest.raises(ServiceUnavailable) as refused:
        run(step, chain, photo, session())
    assert set(chain.status()["services"][step][0]["errors"]) == {kind}
    assert refused.value.retry_after == (17 if name == "429" else 60)
    assert KEY not in str(refused.value)
    assert studio.drew == []


@pytest.mark.parametrize("step", ["caption", "concept"])
def test_what_the_model_refuses_is_no_answer(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession, step: Step
) -> None:
    server.refusal = "I can't help with that."
    with pytest.raises(ServiceUnavailable):
        run(step, chain, photo, session())
    server.refusal, server.reason = None, "length"
    with pytest.raises(ServiceUnavailable):
        run(step, chain, photo, session())
    assert chain.status()["services"][step][0]["errors"] == {"refused": 1, "truncated": 1}
    server.reason = "content_filter"
    with pytest.raises(UnsafeContent):
        run(step, chain, photo, session())
    assert chain.status()["services"][step][0]["breaker"] == "closed"


@pytest.mark.parametrize(("status", "note"), [(404, "has no model llava"), (400, "may be no vision model"),
                                              (401, "does not accept PICLETS_AI_KEY")])  # fmt: skip
def test_the_operator_is_told_what_is_wrong_with_the_settings(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession, status: int, note: str
) -> None:
    server.faults["look"] = deque([Broken(status)])
    with pytest.raises(ServiceUnavailable):
        chain.caption(photo, session())
    assert note in chain.status()["services"]["caption"][0]["note"]
    chain.caption(photo, session())
    assert chain.status()["services"]["caption"][0]["note"] == ""


@pytest.mark.parametrize("step", KINDS)
def test_the_deadline_holds(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession, step: Step
) -> None:
    server.seconds = 3
    with pytest.raises(OutOfTime):
        run(step, chain, photo, session(0.3))
    server.seconds, server.dribble = 0, True
    with pytest.raises(OutOfTime):
        run(step, chain, photo, session(0.5))


def test_a_server_that_is_down_rests_after_three_players(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession
) -> None:
    server.stop()
    for player in range(QUICK.failures):
        with pytest.raises(ServiceUnavailable):
            chain.caption(photo, session(token=f"hf_{player}"))
    assert chain.status()["services"]["caption"][0]["breaker"] == "open"


def test_a_passing_fault_is_tried_again(
    chain: AiChain, server: OpenAIServer, photo: Photo, session: MakeSession
) -> None:
    server.faults["look"] = deque([Broken(503)])
    assert chain.caption(photo, session()).text
    assert server.kinds() == ["look", "look"]


@pytest.mark.parametrize(("url", "address"), [
    ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"), ("http://h/", "http://h/v1"),
    ("http://h/v1/", "http://h/v1"), ("https://h/api/v3", "https://h/api/v3"),
])  # fmt: skip
def test_an_address_without_a_path_is_that_of_the_first_version(url: str, address: str) -> None:
    assert address_of(url) == address
