"""What is answered about seasons: the source of fields and schemas."""

from __future__ import annotations

from piclets.domain.records import LeftOut, Record
from piclets.domain.season_plans import Phase
from piclets.play.answers import Leader
from piclets.play.collecting_answers import OwnCount


class TogetherProgress(Record):
    """What all players reach together."""

    title: str
    goal: int
    have: int


class SeasonSummary(Record):
    """`recorded_until`: the latest that a photo of the season is recorded."""

    id: str
    title: str
    phase: Phase
    starts: str
    ends: str
    recorded_until: str
    settled_from: str
    found: int
    players: int
    together: TogetherProgress | None
    podium: tuple[Leader, ...]


class SeasonsAnswer(Record):
    seasons: tuple[SeasonSummary, ...]


class QuestProgress(Record):
    """`met`: which of its names a player who asks has found; left out, as `have` is, where no one is named."""

    id: str
    title: str
    goal: int
    names: tuple[str, ...]
    met: LeftOut[tuple[str, ...]] = None
    have: OwnCount = None


class SeasonAnswer(SeasonSummary):
    """`as_of` is the last event that changed anything of it."""

    quests: tuple[QuestProgress, ...]
    board: tuple[Leader, ...]
    as_of: int


class OwnPlace(Record):
    """What a player has found in a season, and the rank."""

    rank: int
    rarity_score: int
    total_finds: int
    unique_finds: int


class OwnSeasonAnswer(SeasonAnswer):
    """To a player; `own` is None where nothing is found yet."""

    own: OwnPlace | None


class CurrentSeasonAnswer(Record):
    """The season that is on, else the next or the last one; without any, None."""

    season: OwnSeasonAnswer | SeasonAnswer | None
