"""The chain as a whole: who is asked, in which order, how often, and what is never asked twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from piclets.domain.concepts import Doubt, build_prompt
from piclets.domain.photo import Photo
from piclets.errors import InvalidToken, PicletsError, QuotaExceeded, ServiceUnavailable
from piclets.services.chain import AiChain, build_chain
from piclets.services.failures import NotAccepted, NotAnswered, OutOfTime
from piclets.services.ports import Brief, Question
from piclets.settings import BadSetting
from tests.domain.concept_answers import PLAIN
from tests.loopback.ai_spaces import (
    Dropped,
    Fault,
    Raised,
    Renamed,
    Says,
    Slow,
    Spaces,
    Status,
    Step,
    alpha_two,
    beta_one,
    flux,
    gpt_oss,
    wrapped,
)
from tests.loopback.inference import Router
from tests.loopback.space_hub import SpaceHub
from tests.services.conftest import QUICK, MakeSession, MakeSettings, Shelf, run
from tests.services.contract import check_captioner, check_conceiver, check_painter
from tests.waiting import until

QUOTA = "You have exceeded your free ZeroGPU quota (90s requested vs. 12s left). Try again in 0:41:22."
CAPTION = "A photo of a velvet pillow on a wooden table."
BLACK = Says(Image.new("RGB", (256, 256)))
MakeChain = Callable[..., AiChain]


@pytest.fixture
def router() -> Iterator[Router]:
    router = Router()
    yield router
    router.stop()


@pytest.fixture
def make_chain(settings_for: MakeSettings) -> MakeChain:
    def make(**variables: object) -> AiChain:
        return build_chain(settings_for(**variables), Shelf(), QUICK)

    return make


@pytest.fixture
def question(photo: Photo) -> Question:
    return Question(prompt=build_prompt(CAPTION, ()), caption=CAPTION, photo_sha256=photo.sha256)


@pytest.fixture
def brief(photo: Photo) -> Brief:
    return Brief("A velvet pillow with big eyes", "beast", photo)


def service(chain: AiChain, step: str, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = chain.status()["services"][step][place]
    return found


def test_the_contract_suite(make_chain: MakeChain, photo: Photo, session: MakeSession) -> None:
    chain = make_chain()
    check_captioner(chain, photo, session())
    check_conceiver(chain, photo, session())
    check_painter(chain, photo, session())


# Who is asked.


def test_the_next_candidate_takes_over(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    second = spaces.serve("caption", beta_one)
    chain = make_chain(PICLETS_CAPTION_SPACES=f"{spaces.caption_url},{second}")
    spaces.fail("caption", Raised(), times=1)
    assert chain.caption(photo, session()).model == second
    assert [service(chain, "caption", place)["errors"] for place in (0, 1)] == [{"app_error": 1}, {}]


def test_a_used_up_quota_skips_the_other_spaces_and_goes_to_a_provider(
    make_chain: MakeChain, spaces: Spaces, router: Router, brief: Brief, session: MakeSession
) -> None:
    chain = make_chain(
        PICLETS_IMAGE_SPACES=f"{spaces.image_url},{spaces.serve('image', flux)}", PICLETS_PROVIDERS=router.url
    )
    spaces.fail("image", Raised(QUOTA))
    assert chain.paint(brief, session()).model == "black-forest-labs/FLUX.1-schnell"
    assert len(spaces.called("image")) == 1
    assert [headers["authorization"] for headers, _ in router.asked] == ["Bearer hf_ada"]


def test_a_used_up_quota_is_what_the_player_hears_when_no_provider_helps(
    make_chain: MakeChain, spaces: Spaces, router: Router, brief: Brief, session: MakeSession
) -> None:
    router.status = 402
    chain = make_chain(PICLETS_PROVIDERS=router.url)
    spaces.fail("image", Raised(QUOTA))
    with pytest.raises(QuotaExceeded) as refused:
        chain.paint(brief, session())
    assert refused.value.retry_after == 2482
    assert service(chain, "image", 1)["errors"] == {"no_credit": 1}


@pytest.mark.parametrize("fault", [Status(401), Raised("Expired ZeroGPU proxy token")])
def test_a_sign_in_that_one_space_refuses_is_tried_at_the_next(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession, fault: Fault
) -> None:
    second = spaces.serve("caption", beta_one)
    chain = make_chain(PICLETS_CAPTION_SPACES=f"{spaces.caption_url},{second}")
    spaces.fail("caption", fault, times=1)
    assert chain.caption(photo, session()).model == second


@pytest.mark.parametrize("hub_says_so", [True, False])
def test_a_player_is_told_to_sign_in_only_when_the_hub_says_so(
    settings_for: MakeSettings, spaces: Spaces, photo: Photo, session: MakeSession, hub_says_so: bool
) -> None:
    asked: list[str] = []

    def hub(token: str) -> None:
        asked.append(token)
        if hub_says_so:
            raise InvalidToken("Please sign in again.")

    chain = build_chain(settings_for(), Shelf(), QUICK, hub)
    spaces.fail("caption", Status(401))
    with pytest.raises(InvalidToken if hub_says_so else ServiceUnavailable):
        chain.caption(photo, session())
    assert asked == ["hf_ada"]


def test_a_slow_candidate_leaves_time_for_the_next(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    second = spaces.serve("caption", beta_one)
    chain = make_chain(PICLETS_CAPTION_SPACES=f"{spaces.caption_url},{second}")
    spaces.fail("caption", Slow(60), times=1)
    assert chain.caption(photo, session(6.0)).model == second
    spaces.hurry()
    assert service(chain, "caption")["errors"] == {"timeout": 1}


def test_a_sleeping_space_is_waited_for_only_when_nobody_else_can(
    make_chain: MakeChain, spaces: Spaces, space_hub: SpaceHub, photo: Photo, session: MakeSession
) -> None:
    sleeping = space_hub.put("acme/sleepy", spaces.caption_url, "SLEEPING")
    chain = make_chain(PICLETS_CAPTION_SPACES=f"{sleeping},{spaces.caption_url}", HF_ENDPOINT=space_hub.url)
    assert chain.caption(photo, session()).model == spaces.caption_url
    assert space_hub.asked["acme/sleepy"] == 1
    assert spaces.requests["caption /"] == 1, "a knock, to wake it"


def test_a_space_that_fails_once_it_is_up_is_not_asked_over_and_over(
    make_chain: MakeChain, spaces: Spaces, space_hub: SpaceHub, brief: Brief, session: MakeSession
) -> None:
    waking = space_hub.put("acme/waking", spaces.image_url, "SLEEPING", "BUILDING", "RUNNING")
    chain = make_chain(PICLETS_IMAGE_SPACES=waking, HF_ENDPOINT=space_hub.url)
    spaces.fail("image", Raised("ZeroGPU illegal duration"))
    with pytest.raises(ServiceUnavailable):
        chain.paint(brief, session())
    assert len(spaces.called("image")) == 1


def test_work_that_began_is_begun_once_more_at_most(
    make_chain: MakeChain, spaces: Spaces, brief: Brief, session: MakeSession
) -> None:
    spaces.fail("image", Dropped("/queue/data"))
    with pytest.raises(ServiceUnavailable):
        make_chain().paint(brief, session())
    assert spaces.requests["image /gradio_api/queue/join"] == 2


@pytest.mark.parametrize(
    ("step", "old", "new"),
    [
        ("caption", "input_image", "the_scene"),
        ("concept", "message", "what_to_say"),
        ("image", "prompt", "wish"),
    ],
)
def test_a_changed_signature_is_mapped_and_said(
    step: Step, old: str, new: str, make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    chain = make_chain()
    spaces.fail(step, Renamed(old, new))
    assert run(step, chain, photo, session())
    assert service(chain, step)["note"] == f"{old} is now {new}"
    assert spaces.called(step)


@pytest.mark.parametrize(("step", "build"), [("caption", alpha_two), ("concept", gpt_oss), ("image", flux)])
def test_a_parameter_more_with_a_default_is_left_alone(
    step: Step, build: Callable[..., gr.Blocks], make_chain: MakeChain, spaces: Spaces, photo: Photo,
    session: MakeSession,
) -> None:  # fmt: skip
    url = spaces.serve(step, lambda those: build(those, more=True))
    assert run(step, make_chain(**{f"PICLETS_{step.upper()}_SPACES": url}), photo, session())
    assert spaces.called(step)[0].arguments["mood"] == "calm"


def test_a_signature_that_cannot_be_mapped_is_passed_over_and_said(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    strange = spaces.serve("image", flux)
    chain = make_chain(PICLETS_CAPTION_SPACES=f"{strange},{spaces.caption_url}")
    assert chain.caption(photo, session()).model == spaces.caption_url
    assert "/stream_chat" in service(chain, "caption")["note"]
    assert service(chain, "caption")["errors"] == {"signature": 1}


@pytest.mark.parametrize("step", ["CAPTION", "CONCEPT", "IMAGE"])
@pytest.mark.parametrize("url", ["https://evil.example", "http://x.hf.space", "https://x.hf.space@evil.example"])
def test_an_address_that_no_token_may_go_to_stops_the_start(make_chain: MakeChain, step: str, url: str) -> None:
    with pytest.raises(BadSetting, match=f"PICLETS_{step}_SPACES"):
        make_chain(**{f"PICLETS_{step}_SPACES": url})


# The breaker.


def test_a_service_that_is_down_is_left_alone_and_then_probed(
    make_chain: MakeChain, spaces: Spaces, brief: Brief, session: MakeSession
) -> None:
    chain = make_chain()
    rest_image(chain, spaces, brief, session)
    with pytest.raises(ServiceUnavailable) as refused:
        chain.paint(brief, session())
    assert refused.value.retry_after in (1, 2)
    assert spaces.requests["image /gradio_api/queue/join"] == QUICK.failures
    spaces.heal()
    until(lambda: service(chain, "image")["breaker"] == "half_open")
    chain.paint(brief, session())
    assert service(chain, "image")["breaker"] == "closed"


def rest_image(chain: AiChain, spaces: Spaces, brief: Brief, session: MakeSession) -> None:
    spaces.fail("image", Status(500))
    for player in range(QUICK.failures):
        assert service(chain, "image")["breaker"] == "closed"
        with pytest.raises(ServiceUnavailable):
            chain.paint(brief, session(token=f"hf_{player}"))
    assert service(chain, "image")["breaker"] == "open"


@pytest.mark.parametrize("fault", [Status(500), Status(403), Raised("I can't help with that"), Raised(), BLACK])
def test_one_player_closes_a_service_to_no_other(
    make_chain: MakeChain, spaces: Spaces, brief: Brief, session: MakeSession, fault: Fault
) -> None:
    chain = make_chain()
    spaces.fail("image", fault)
    for _ in range(3 * QUICK.failures):
        with pytest.raises(ServiceUnavailable):
            chain.paint(brief, session(token="hf_mallory"))
    spaces.heal()
    assert service(chain, "image")["breaker"] == "closed"
    assert chain.paint(brief, session(token="hf_innocent"))


def test_what_photos_provoke_closes_no_service_however_many_players_send_them(
    make_chain: MakeChain, spaces: Spaces, brief: Brief, session: MakeSession
) -> None:
    chain = make_chain()
    spaces.fail("image", BLACK)
    for player in range(2 * QUICK.failures):
        with pytest.raises(ServiceUnavailable):
            chain.paint(brief, session(token=f"hf_{player}"))
    assert service(chain, "image")["breaker"] == "closed"


def test_while_drawing_rests_no_caption_is_paid(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, brief: Brief, session: MakeSession
) -> None:
    chain = make_chain()
    known = replace(photo, sha256="0" * 64)
    chain.caption(known, session())
    rest_image(chain, spaces, brief, session)
    with pytest.raises(ServiceUnavailable, match="drawn") as refused:
        chain.caption(photo, session())
    assert refused.value.retry_after in (1, 2)
    assert len(spaces.called("caption")) == 1
    assert chain.caption(known, session()).text, "what is known already costs nothing"


def test_only_what_is_paid_counts(make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession) -> None:
    chain, paid = make_chain(), []
    for player in ("ada", "bob"):
        chain.caption(photo, replace(session(), paid=lambda player=player: paid.append(player)))  # type: ignore[misc]
    spaces.fail("caption", Raised())
    with pytest.raises(ServiceUnavailable):
        chain.caption(replace(photo, sha256="f" * 64), replace(session(), paid=lambda: paid.append("cy")))
    assert paid == ["ada"]


def test_players_failures_open_no_breaker(
    make_chain: MakeChain, spaces: Spaces, brief: Brief, session: MakeSession
) -> None:
    chain = make_chain()
    spaces.fail("image", Raised(QUOTA))
    for _ in range(QUICK.failures + 1):
        with pytest.raises(QuotaExceeded):
            chain.paint(brief, session())
    assert service(chain, "image")["breaker"] == "closed"
    assert service(chain, "image")["errors"] == {"quota_exceeded": QUICK.failures + 1}


def test_the_state_tells_latencies(make_chain: MakeChain, brief: Brief, session: MakeSession) -> None:
    chain = make_chain()
    for _ in range(3):
        chain.paint(brief, session())
    state = service(chain, "image")
    assert state["answered"] == 3
    assert 0 < state["latency"]["p50"] <= state["latency"]["p95"] <= state["latency"]["p99"]


# Paying once.


def test_a_photo_is_captioned_and_imagined_once(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, question: Question, session: MakeSession
) -> None:
    chain = make_chain()
    for player in ("hf_ada", "hf_bob"):
        chain.caption(photo, session(token=player))
        chain.conceive(question, session(token=player))
    assert len(spaces.called("caption")) == len(spaces.called("concept")) == 1
    assert chain.status()["cache"] == {"caption": {"hits": 1, "misses": 1}, "concept": {"hits": 1, "misses": 1}}


def test_other_pixels_are_another_photo(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    chain = make_chain()
    chain.caption(photo, session())
    chain.caption(replace(photo, sha256="f" * 64), session())
    assert len(spaces.called("caption")) == 2


def test_other_models_are_another_question(
    settings_for: MakeSettings, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    shelf = Shelf()
    build_chain(settings_for(), shelf, QUICK).caption(photo, session())
    second = settings_for(PICLETS_CAPTION_SPACES=spaces.serve("caption", beta_one))
    build_chain(second, shelf, QUICK).caption(photo, session())
    assert len(spaces.called("caption")) == 2


def test_an_answer_that_nobody_can_read_is_asked_for_again(
    make_chain: MakeChain, spaces: Spaces, question: Question, session: MakeSession
) -> None:
    chain = make_chain()
    spaces.fail("concept", Says(wrapped("# Canonical Object\n\n# Stats\nHP: 5")), times=1)
    chain.conceive(question, session())
    assert "Monster Name" in chain.conceive(question, session()).markdown
    assert len(spaces.called("concept")) == 2


def test_who_gives_no_answer_is_passed_over_for_the_next(
    make_chain: MakeChain, spaces: Spaces, question: Question, session: MakeSession
) -> None:
    second = spaces.serve("concept", gpt_oss)
    chain = make_chain(PICLETS_CONCEPT_SPACES=f"{spaces.concept_url},{second}")
    said = ["I'm sorry, but I can't help with that."]
    spaces.answers.concept = lambda _message: said.pop() if said else PLAIN
    assert chain.conceive(question, session()).model == second
    assert service(chain, "concept")["breaker"] == "closed"


def test_where_nobody_gives_an_answer_it_is_said_what_came_instead(
    make_chain: MakeChain, spaces: Spaces, question: Question, session: MakeSession
) -> None:
    chain = make_chain(PICLETS_CONCEPT_SPACES=f"{spaces.concept_url},{spaces.serve('concept', gpt_oss)}")
    spaces.answers.concept = lambda _message: "I'm sorry, but I can't help with that."
    with pytest.raises(NotAnswered) as raised:
        chain.conceive(question, session())
    assert raised.value.doubt is Doubt.REFUSED
    assert len(spaces.called("concept")) == 2


def test_the_same_photo_of_many_players_runs_once(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    chain = make_chain()
    all_there = threading.Barrier(8)

    def scan(player: int) -> str:
        all_there.wait(10)
        return chain.caption(photo, session(token=f"hf_{player}")).text

    spaces.fail("caption", Slow(0.3), times=1)
    with ThreadPoolExecutor(8) as players:
        captions = list(players.map(scan, range(8)))
    assert len(set(captions)) == 1
    assert len(spaces.called("caption")) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Raised(QUOTA), QuotaExceeded), (Raised("Expired ZeroGPU proxy token"), NotAccepted), (Slow(60), OutOfTime)],
)
def test_a_follower_goes_on_with_its_own_when_the_leader_fails_by_its_own(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession, fault: Any, error: type[PicletsError]
) -> None:
    chain = make_chain()
    asked, follow = threading.Event(), threading.Event()

    def lead() -> None:
        with pytest.raises(error):
            chain.caption(photo, session(3.0 if error is OutOfTime else 20.0, token="hf_leader"))

    def hold_the_first(_step: Step) -> None:
        asked.set()
        follow.wait(10)

    spaces.answers.caption = lambda _picture: "A photo of a velvet pillow."
    spaces.on_call = hold_the_first
    spaces.fail("caption", fault, times=1)
    with ThreadPoolExecutor(2) as players:
        leader = players.submit(lead)
        assert asked.wait(10)
        follower = players.submit(chain.caption, photo, session(token="hf_follower"))
        until(lambda: follower.running())
        follow.set()
        leader.result(20)
        assert follower.result(20).text == "A photo of a velvet pillow."
    spaces.hurry()
    carried = [call.headers["x-hf-authorization"] for call in spaces.called("caption")]
    assert carried == ["Bearer hf_leader", "Bearer hf_follower"]


@pytest.mark.thorough
def test_64_scans_in_flight_take_a_thread_each_and_leave_none(
    make_chain: MakeChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    chain = make_chain()
    spaces.fail("caption", Slow(60))

    def ours() -> int:
        return sum(not thread.name.startswith("AnyIO") for thread in threading.enumerate())

    before = ours()
    with ThreadPoolExecutor(64) as players:
        scans = [
            players.submit(chain.caption, replace(photo, sha256=f"{index:064x}"), session(60)) for index in range(64)
        ]
        until(lambda: len(spaces.called("caption")) >= 40)
        assert ours() - before <= 64 + 1  # that cuts connections
        spaces.hurry()
        assert all(scan.result(60).text for scan in scans)
    until(lambda: ours() <= before)
