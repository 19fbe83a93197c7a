"""What is answered about the wheel: the source of fields and schemas (contract, part 8), without `success`."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic reads typing's own from Python 3.12 on

from piclets.domain.records import LeftOut, SnakeRecord


class ModelAnswer(SnakeRecord):
    """A language model. `hub_id` is None for the one that comes with the game."""

    model_name: str
    hub_id: str | None
    parameters: int
    licence: str
    memory_mb: int
    loaded: bool
    default: bool


class ModelsAnswer(SnakeRecord):
    models: tuple[ModelAnswer, ...]


class TokenAnswer(TypedDict):
    """A token of a session, with the chance that it had."""

    token_id: int
    text: str
    probability: float
    from_other: bool


class SessionAnswer(SnakeRecord):
    session_id: str
    model_name: str
    prompt: str
    current_text: str
    tokens: tuple[TokenAnswer, ...]
    version: int
    created_at: str
    expires_at: str


class GrownAnswer(SessionAnswer):
    """A session after a token. `seed` is what it was drawn from, `angle` where a spun wheel stopped."""

    seed: LeftOut[int] = None
    angle: LeftOut[float] = None
    appended: TokenAnswer


class SegmentAnswer(TypedDict):
    """`token` is the model's own writing of it, `text` what it adds."""

    token_id: int
    token: str
    text: str
    probability: float


class OtherAnswer(SnakeRecord):
    """All tokens without a segment of their own: how many, and some of them."""

    probability: float
    count: int
    samples: tuple[SegmentAnswer, ...]


class ChancesAnswer(SnakeRecord):
    """The wheel: its segments, and Other."""

    tokens: tuple[SegmentAnswer, ...]
    other: OtherAnswer
    version: int
