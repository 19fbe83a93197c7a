"""The loopback Spaces, started once per module and healed before each test; a player's photo, and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from piclets.domain.concepts import build_prompt
from piclets.domain.photo import Photo
from piclets.services.chain import AiChain
from piclets.services.limits import Limits
from piclets.services.ports import Brief, Question, Session
from piclets.settings import Settings
from tests.loopback.ai_spaces import Spaces, Step, start_spaces
from tests.loopback.space_hub import SpaceHub
from tests.services.contract import sample_photo

CAPTION = "A photo of a velvet pillow on a wooden table."
QUICK = Limits(
    connect=5.0,
    request=15.0,
    silence=15.0,
    poll=0.02,
    retry_wait=0.01,
    max_retry_wait=0.02,
    failures=3,
    rest=1.0,
)
"""The limits of the tests: the same order of things, sooner."""

TOKEN = "hf_ada"

MakeSettings = Callable[..., Settings]
MakeSession = Callable[..., Session]


class Shelf(dict[str, str]):
    """An answer cache that keeps everything."""

    def put(self, key: str, value: str) -> None:
        self[key] = value


def run(step: Step, chain: AiChain, photo: Photo, session: Session) -> object:
    """One step of a scan."""
    if step == "caption":
        return chain.caption(photo, session)
    if step == "concept":
        question = Question(prompt=build_prompt(CAPTION, ()), caption=CAPTION, photo_sha256=photo.sha256)
        return chain.conceive(question, session)
    return chain.paint(Brief("A velvet pillow with big eyes", "beast", photo), session)


@pytest.fixture(scope="module")
def running_spaces() -> Iterator[Spaces]:
    spaces = start_spaces()
    yield spaces
    spaces.stop()


@pytest.fixture
def spaces(running_spaces: Spaces) -> Spaces:
    running_spaces.heal()
    return running_spaces


@pytest.fixture(scope="module")
def space_hub() -> Iterator[SpaceHub]:
    hub = SpaceHub()
    yield hub
    hub.stop()


@pytest.fixture
def photo() -> Photo:
    return sample_photo()


@pytest.fixture
def session() -> MakeSession:
    def make(seconds: float = 20.0, token: str = TOKEN) -> Session:
        return Session(token=token, deadline=time.monotonic() + seconds)

    return make


@pytest.fixture
def settings_for(spaces: Spaces) -> MakeSettings:
    """The settings of a game on the loopback Spaces; variables by name replace them."""

    def make(**variables: object) -> Settings:
        return Settings.model_validate(
            {
                "PICLETS_AI": "spaces",
                "PICLETS_CAPTION_SPACES": spaces.caption_url,
                "PICLETS_CONCEPT_SPACES": spaces.concept_url,
                "PICLETS_IMAGE_SPACES": spaces.image_url,
                **variables,
            }
        )

    return make
