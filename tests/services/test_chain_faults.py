"""The fault matrix: every known failure of every step, through the whole chain, with the real gradio_client.

Each fault ends in the right error, code and `retryAfter`, within the deadline, and leaves no thread and no open file.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image

from piclets.domain.photo import Photo
from piclets.errors import PicletsError
from piclets.services.chain import AiChain, build_chain
from piclets.services.ports import Session
from piclets.settings import Settings
from tests.loopback.ai_spaces import (
    STEPS,
    Dribbled,
    Dropped,
    Fault,
    FileBody,
    Raised,
    Says,
    Slow,
    Spaces,
    Status,
    Step,
    wrapped,
)
from tests.loopback.serving import serving
from tests.loopback.space_hub import SpaceHub
from tests.services.conftest import QUICK, MakeSession, MakeSettings, Shelf, run
from tests.services.contract import sample_photo
from tests.waiting import cut_off, until

QUOTA = "You have exceeded your free ZeroGPU quota (90s requested vs. 12s left). Try again in 0:41:22."
OLD_QUOTA = "You have exceeded your GPU quota (60s requested vs. 48s left). Please retry in 1:02:03"
ENDLESS = {"retry-after": "9" * 5_000}
GZIP = {"content-encoding": "gzip"}
DEEP = b"[" * 200_000
DEEP_EVENT = b"data: " + DEEP + b"\n\n"
VARIABLES = {step: f"PICLETS_{step.upper()}_SPACES" for step in STEPS}


def speck(mode: str) -> Image.Image:
    """Empty (black, or transparent) but for one pixel."""
    image = Image.new(mode, (512, 512))
    image.putpixel((100, 100), (255,) * len(mode))
    return image


@dataclass(frozen=True)
class Case:
    """A fault with the code and wait it ends in (code None: the scan does not notice), and calls that arrive."""

    fault: Fault
    code: str | None
    wait: int | None = 60
    times: int | None = None
    calls: int | None = None
    steps: tuple[Step, ...] = field(default=STEPS)


WORDS: tuple[Step, ...] = ("caption", "concept")
CASES = {
    "timeout": Case(Slow(600), "service_unavailable", calls=1),
    "a dribble while joining": Case(Dribbled(), "service_unavailable", calls=0),
    "a dribble for a stream": Case(Dribbled("/queue/data"), "service_unavailable"),
    "reset mid-stream": Case(Dropped(), "service_unavailable"),
    "reset mid-stream once": Case(Dropped(), None, times=1),
    "reset while joining": Case(Dropped("/queue/join"), "service_unavailable"),
    "429": Case(Status(429), "service_unavailable", calls=0),
    "429 with its wait": Case(Status(429, headers={"retry-after": "17"}), "service_unavailable", wait=17, calls=0),
    "401": Case(Status(401), "service_unavailable", calls=0),
    "403": Case(Status(403), "service_unavailable", calls=0),
    "500": Case(Status(500), "service_unavailable", calls=0),
    "502 once": Case(Status(502), None, times=1, calls=1),
    "502": Case(Status(502), "service_unavailable", calls=0),
    "503 twice": Case(Status(503), None, times=2, calls=1),
    "queue full": Case(Status(503, body=b'{"detail":"Queue is full."}'), "service_unavailable", calls=0),
    "a login page for a configuration": Case(Status(401, path="/config"), "service_unavailable", calls=0),
    "too many configurations": Case(Status(429, path="/config"), "service_unavailable", calls=0),
    "no configuration": Case(Status(404, path="/"), "service_unavailable", calls=0),
    "HTML for a configuration": Case(Status(200, path="/", body=b"<html>"), "service_unavailable", calls=0),
    "JSON nonsense for an event": Case(Status(200, body=b"[]"), "service_unavailable", calls=0),
    "HTML for an event": Case(Status(200, body=b"<html>"), "service_unavailable", calls=0),
    "HTML for a stream": Case(Status(200, path="/queue/data", body=b"<html></html>"), "service_unavailable"),
    "nonsense for a stream": Case(Status(200, path="/queue/data", body=b"data: 7\n\n"), "service_unavailable"),
    "broken gzip": Case(Status(200, headers=GZIP), "service_unavailable", calls=0),
    "broken gzip for a configuration": Case(Status(200, "/config", GZIP), "service_unavailable", calls=0),
    "broken gzip for a stream": Case(Status(200, "/queue/data", GZIP), "service_unavailable"),
    "deep JSON": Case(Status(200, body=DEEP), "service_unavailable", calls=0),
    "deep JSON for a configuration": Case(Status(200, "/config", body=DEEP), "service_unavailable", calls=0),
    "deep JSON for a stream": Case(Status(200, "/queue/data", body=DEEP_EVENT), "service_unavailable"),
    "a dribble for a configuration": Case(Dribbled("/config"), "service_unavailable", calls=0),
    "an endless wait": Case(Raised(QUOTA.replace("0:41:22", "9999999999999999:59:59")), "quota_exceeded", 604_800),
    "a long wait": Case(Raised(QUOTA.replace("0:41:22", "999999999:59:59")), "quota_exceeded", wait=604_800),
    "429 with an endless wait": Case(Status(429, headers=ENDLESS), "service_unavailable", calls=0),
    "a crash": Case(Raised(), "service_unavailable", calls=1),
    "quota": Case(Raised(QUOTA), "quota_exceeded", wait=2482, calls=1),
    "quota in old words": Case(Raised(OLD_QUOTA), "quota_exceeded", wait=None, calls=1),
    "runs limit": Case(Raised("You have exceeded your ZeroGPU runs limit."), "quota_exceeded", wait=None, calls=1),
    "GPU aborted once": Case(Raised("GPU task aborted"), None, times=1, calls=2),
    "GPU aborted": Case(Raised("GPU task aborted"), "service_unavailable", calls=2),
    "no GPU once": Case(Raised("No GPU was available after 60s"), None, times=1, calls=2),
    "illegal duration": Case(Raised("ZeroGPU illegal duration! 300s"), "service_unavailable", calls=1),
    "unattributed": Case(Raised("Space app has reached its GPU limit"), "service_unavailable", calls=1),
    "expired proxy token": Case(Raised("Expired ZeroGPU proxy token"), "service_unavailable", calls=1),
    "failure sent as text": Case(Says("❌ Error: upstream"), "service_unavailable", calls=1, steps=WORDS),
    "quota sent as text": Case(Says(f"❌ Error: {QUOTA}"), "quota_exceeded", 2482, calls=1, steps=WORDS),
    "nothing said": Case(Says(""), "service_unavailable", calls=1, steps=WORDS),
    "markdown cut off before its headings": Case(Says(wrapped("# Canon")), "service_unavailable", steps=("concept",)),
    "preview only": Case(Says("```text\nAnalysis (live)\n\nHm"), "service_unavailable", steps=("concept",)),
    "no picture": Case(Says(None), "service_unavailable", calls=1, steps=("image",)),
    "empty picture": Case(FileBody(b""), "service_unavailable", calls=1, steps=("image",)),
    "blank picture": Case(Says(Image.new("RGB", (64, 64))), "service_unavailable", calls=1, steps=("image",)),
    "tiny picture": Case(Says(Image.effect_noise((32, 32), 90)), "service_unavailable", calls=1, steps=("image",)),
    "a sliver": Case(Says(Image.effect_noise((80, 4000), 90)), "service_unavailable", calls=1, steps=("image",)),
    "all but a pixel": Case(Says(speck("RGB")), "service_unavailable", calls=1, steps=("image",)),
    "transparent picture": Case(Says(speck("RGBA")), "service_unavailable", calls=1, steps=("image",)),
    "60 MB picture": Case(FileBody(b"x" * 2**20, repeat=60), "service_unavailable", calls=1, steps=("image",)),
    "HTML for a picture": Case(FileBody(b"<html>", "text/html"), "service_unavailable", calls=1, steps=("image",)),
    "no file": Case(Status(404, path="/file="), "service_unavailable", calls=1, steps=("image",)),
}  # fmt: skip
MATRIX = [
    pytest.param(step, case, id=f"{step}: {name}")
    for name, case in CASES.items()
    for step in STEPS
    if step in case.steps
]


def ours() -> int:
    """Threads that no server of the test owns."""
    return sum(not thread.name.startswith(("AnyIO", "asyncio_", "Thread-serv")) for thread in threading.enumerate())


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a count, of links that may vanish meanwhile


@pytest.fixture
def unleaked(_warm: None) -> Iterator[None]:
    """Threads and open files are as many as before, in a moment after the test."""
    threads, files = ours(), open_files()
    yield
    until(lambda: ours() <= threads)
    until(lambda: open_files() <= files)


@pytest.fixture
def chain(spaces: Spaces, settings_for: MakeSettings) -> AiChain:
    return build_chain(settings_for(), Shelf(), QUICK)


@pytest.fixture(autouse=True, scope="module")
def _warm(running_spaces: Spaces, space_hub: SpaceHub) -> None:
    """What the servers open at their first calls counts against no test."""
    space_hub.put("acme/warm", running_spaces.caption_url)
    names = {VARIABLES[step]: running_spaces.urls[step] for step in STEPS}
    names[VARIABLES["caption"]] = "acme/warm"
    chain = build_chain(Settings.model_validate({**names, "HF_ENDPOINT": space_hub.url}), Shelf(), QUICK)
    for step in STEPS:
        run(step, chain, sample_photo(), Session("hf_warm", time.monotonic() + 20))


@pytest.mark.thorough
@pytest.mark.parametrize(("step", "case"), MATRIX)
@pytest.mark.usefixtures("unleaked")
def test_every_fault_of_every_step(
    step: Step, case: Case, chain: AiChain, spaces: Spaces, photo: Photo, session: MakeSession
) -> None:
    spaces.fail(step, case.fault, case.times)

    def attempt(seconds: float) -> object:
        try:
            return run(step, chain, photo, session(seconds))
        except PicletsError as error:
            return error

    try:
        # What is slow never answers by itself: that this test ends at all shows that the deadline is kept.
        if isinstance(case.fault, Slow):
            outcome = cut_off(attempt, after=lambda: spaces.called(step))
        else:
            outcome = attempt(1.0 if isinstance(case.fault, Dribbled) else 20.0)
    finally:
        spaces.hurry()
    if case.code is None:
        assert not isinstance(outcome, PicletsError)
    else:
        assert isinstance(outcome, PicletsError)
        assert (outcome.code, outcome.retry_after) == (case.code, case.wait)
        assert "hf_ada" not in str(outcome)
    if case.calls is not None:
        assert len(spaces.called(step)) == case.calls


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("unleaked")
def test_nobody_listens(step: Step, settings_for: MakeSettings, photo: Photo, session: MakeSession) -> None:
    with serving(_nobody) as url:
        pass
    chain = build_chain(settings_for(**{VARIABLES[step]: url}), Shelf(), QUICK)
    with pytest.raises(PicletsError) as refused:
        run(step, chain, photo, session())
    assert (refused.value.code, refused.value.retry_after) == ("service_unavailable", 60)


async def _nobody(scope: Any, receive: Any, send: Any) -> None:
    """Never reached: its server is closed."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("stages", "code"),
    [
        (("SLEEPING", "BUILDING", "APP_STARTING", "RUNNING"), None),
        (("BUILDING",), "service_unavailable"),
        (("SLEEPING",), "service_unavailable"),
        (("PAUSED",), "service_unavailable"),
        (("BUILD_ERROR",), "service_unavailable"),
    ],
    ids=lambda stages: "-".join(stages) if isinstance(stages, tuple) else "",
)
@pytest.mark.usefixtures("unleaked")
def test_a_space_that_is_not_up_is_waited_for_within_the_deadline(
    step: Step, stages: tuple[str, ...], code: str | None, spaces: Spaces, space_hub: SpaceHub,
    settings_for: MakeSettings, photo: Photo, session: MakeSession,
) -> None:  # fmt: skip
    space = space_hub.put("acme/space", spaces.urls[step], *stages)
    settings = settings_for(**{VARIABLES[step]: space, "HF_ENDPOINT": space_hub.url})
    chain = build_chain(settings, Shelf(), QUICK)
    if code is None:
        assert run(step, chain, photo, session(60))
    else:
        with pytest.raises(PicletsError) as refused:
            run(step, chain, photo, session(0.6))
        assert refused.value.code == code
