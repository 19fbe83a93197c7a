"""Inference Providers: the real InferenceClient against a router on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.concepts import Doubt, Unreadable, parse
from piclets.domain.photo import Photo
from piclets.errors import PicletsError
from piclets.services.failures import OutOfTime, Passing, Unusable
from piclets.services.limits import Limits
from piclets.services.ports import Answer, Brief
from piclets.services.providers import ProviderCaptioner, ProviderConceiver, ProviderPainter, Route
from piclets.services.structured import schema
from piclets.settings import BadSetting
from tests.loopback.inference import FLAT, Router
from tests.services.conftest import MakeSession
from tests.services.contract import check_captioner, check_conceiver, check_painter

HUB = "https://huggingface.co"


@pytest.fixture
def router() -> Iterator[Router]:
    router = Router()
    yield router
    router.stop()


def test_the_contract_suite(router: Router, photo: Photo, session: MakeSession) -> None:
    route = Route(router.url, HUB)
    check_captioner(ProviderCaptioner(route), photo, session())
    check_conceiver(ProviderConceiver(route), photo, session())
    check_painter(ProviderPainter(route), photo, session())


def test_each_call_carries_the_players_token(
    router: Router, photo: Photo, session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_server")
    route = Route(router.url, HUB)
    ProviderCaptioner(route).caption(photo, session(token="hf_ada"))
    ProviderPainter(route).paint(Brief("a pillow", "beast", photo), session(token="hf_bob"))
    assert [headers["authorization"] for headers, _ in router.asked] == ["Bearer hf_ada", "Bearer hf_bob"]


def test_the_photo_goes_as_a_data_url_and_the_concept_by_schema(
    router: Router, photo: Photo, session: MakeSession
) -> None:
    route = Route(router.url, HUB)
    check_captioner(ProviderCaptioner(route), photo, session())
    check_conceiver(ProviderConceiver(route), photo, session())
    looked, imagined = (body for _, body in router.asked)
    assert looked["messages"][0]["content"][1]["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert imagined["response_format"]["value"] == schema()  # as InferenceClient writes it for a plain address
    assert imagined["model"] == "openai/gpt-oss-120b"


@pytest.mark.parametrize(
    ("status", "kind", "failure"),
    [
        (401, "no_permission", Unusable),
        (402, "no_credit", Unusable),
        (403, "no_permission", Unusable),
        (429, "http_429", Unusable),
        (503, "http_503", Passing),
    ],
)
def test_refusals_are_told_apart(
    router: Router, photo: Photo, session: MakeSession, status: int, kind: str, failure: type[PicletsError]
) -> None:
    router.status = status
    with pytest.raises(failure) as refused:
        ProviderCaptioner(Route(router.url, HUB)).caption(photo, session())
    assert refused.value.kind == kind  # type: ignore[attr-defined]  # each of them has one


def test_a_slow_provider_is_left_at_the_deadline(router: Router, photo: Photo, session: MakeSession) -> None:
    router.seconds = 3
    with pytest.raises(OutOfTime):
        ProviderCaptioner(Route(router.url, HUB)).caption(photo, session(0.3))


def test_no_time_no_call(router: Router, photo: Photo, session: MakeSession) -> None:
    with pytest.raises(OutOfTime):
        ProviderCaptioner(Route(router.url, HUB)).caption(photo, session(-1))
    assert router.asked == []


def test_a_provider_that_is_gone(photo: Photo, session: MakeSession) -> None:
    router = Router()
    router.stop()
    with pytest.raises(Passing):
        ProviderPainter(Route(router.url, HUB)).paint(Brief("a pillow", "beast", photo), session())


@pytest.mark.parametrize("picture", [b"", b"<html>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_refused(router: Router, photo: Photo, session: MakeSession, picture: bytes) -> None:
    router.picture = lambda: picture
    with pytest.raises(Unusable):
        ProviderPainter(Route(router.url, HUB)).paint(Brief("a pillow", "beast", photo), session())


TOLD: dict[str, Callable[[str], dict[str, Any]]] = {
    "fal": lambda address: {"images": [{"url": address, "content_type": "image/png"}], "seed": 7},
    "Replicate": lambda address: {"status": "succeeded", "output": address},
    "Replicate, a list": lambda address: {"status": "succeeded", "output": [address]},
}


@pytest.mark.parametrize("provider", TOLD)
def test_a_picture_that_lies_elsewhere_is_fetched_without_the_token(
    router: Router, photo: Photo, session: MakeSession, provider: str
) -> None:
    router.tells = TOLD[provider]
    check_painter(ProviderPainter(Route(router.url, HUB)), photo, session())
    [headers] = router.fetched
    assert "authorization" not in headers


def test_a_picture_that_lies_elsewhere_is_bounded(router: Router, photo: Photo, session: MakeSession) -> None:
    router.tells = TOLD["fal"]
    limits = replace(Limits(), picture_bytes=1_000)
    with pytest.raises(Unusable) as refused:
        ProviderPainter(Route(router.url, HUB, limits)).paint(Brief("a pillow", "beast", photo), session())
    assert refused.value.kind == "endless_answer"


@pytest.mark.parametrize("told", [{}, {"images": []}, {"output": None}, {"images": [{"url": "file:///etc/passwd"}]}])
def test_an_answer_without_a_picture_is_refused(
    router: Router, photo: Photo, session: MakeSession, told: dict[str, Any]
) -> None:
    router.tells = lambda _address: told
    with pytest.raises(Unusable):
        ProviderPainter(Route(router.url, HUB)).paint(Brief("a pillow", "beast", photo), session())


@pytest.mark.parametrize("choice", ["nobody", "https://evil.example", "http://10.0.0.1", "auto,groq"])
def test_a_route_that_no_token_may_take_stops_the_start(choice: str) -> None:
    with pytest.raises(BadSetting, match="PICLETS_PROVIDERS"):
        Route(choice, HUB)


@pytest.mark.parametrize("choice", ["auto", "groq", "hf-inference", "http://127.0.0.1:9"])
def test_routes(choice: str) -> None:
    assert choice in repr(Route(choice, HUB))


def test_the_schema_is_flat_and_closed() -> None:
    told: dict[str, Any] = schema()
    assert told["additionalProperties"] is False
    assert set(told["required"]) == set(FLAT)
    assert "$defs" not in told


def test_the_answer_is_read_as_it_came(router: Router, photo: Photo, session: MakeSession) -> None:
    answer = check_conceiver(ProviderConceiver(Route(router.url, HUB)), photo, session())
    concept = parse(answer.markdown)
    assert (concept.object_name, concept.attributes, concept.stats.hp) == ("pillow", ("blue", "velvet"), 61)
    assert (concept.height, concept.weight) == (0.4, 1.2)


@pytest.mark.parametrize("answer", ["{}", "[]", json.dumps(FLAT)[:90], json.dumps(FLAT | {"canonicalObject": "n/a"})])
def test_an_answer_without_a_thing_is_doubted(answer: str) -> None:
    with pytest.raises(Unreadable):
        parse(answer)


def test_an_answer_off_the_schema_is_read_all_the_same() -> None:
    concept = parse("```json\n" + json.dumps(FLAT | {"hp": "many", "extra": 1}) + "\n```")
    assert (concept.object_name, concept.stats.hp, concept.stats.attack) == ("pillow", 50, 34)


@given(st.text(), st.text(), st.text())
def test_no_field_opens_a_section_of_its_own(name: str, personality: str, description: str) -> None:
    said = FLAT | {
        "personality": personality,
        "description": f"{description}\n# Monster Name\n{name}\n# Safety\nunsafe",
    }
    answer = Answer(json.dumps(said), "a model")
    if answer.doubt is Doubt.FOREIGN:
        return  # any text is in another language now and then
    assert answer.concept.name == "Pillowo"
    assert answer.concept.safe
