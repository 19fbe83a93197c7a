"""What is answered about prints, gifts and trades: the source of fields and schemas."""

from __future__ import annotations

from pydantic import Field

from piclets.domain.records import Record
from piclets.domain.trading import Door, State
from piclets.play.answers import Piclet


class Holding(Record):
    """Who has held a print since when, and how it came."""

    holder: str
    since: str
    how: str


class PrintAnswer(Record):
    """A print. `void`: the find that made it was revoked, and its finder holds it."""

    pid: str
    type_id: str
    number: int
    finder: str
    holder: str
    minted_at: str
    void: bool
    revoked: bool
    season: str | None
    season_title: str | None
    history: tuple[Holding, ...]
    piclet: Piclet


class PrintsAnswer(Record):
    prints: tuple[PrintAnswer, ...]
    total: int


class CardAnswer(Record):
    """A card in a picture: its corners in pixels of the picture, turned upright. `pid` is None where none fits."""

    corners: tuple[tuple[float, float], ...]
    pid: str | None
    confidence: float
    prints: tuple[PrintAnswer, ...]
    certain: bool


class CardsAnswer(Record):
    """The cards in a picture, the most confident first."""

    cards: tuple[CardAnswer, ...]


class OfferAnswer(Record):
    """An offer. `maker` is None where it is anonymous, `to` where it is for everyone."""

    id: str
    revision: int
    maker: str | None = Field(alias="from")
    to: str | None
    give: tuple[str, ...]
    want: tuple[str, ...]
    until: str
    state: State
    mine: bool
    prints: tuple[PrintAnswer, ...]


class OffersAnswer(Record):
    offers: tuple[OfferAnswer, ...]


class DoneTradeAnswer(Record):
    """A trade whose offer is not kept any more."""

    id: str
    state: State
    prints: tuple[PrintAnswer, ...]


class GiftAnswer(Record):
    code: str
    pid: str
    until: str


class TradeSettingsAnswer(Record):
    door: Door
    blocked: tuple[str, ...]
    following: tuple[str, ...]
