"""All that deciding on a scan looks at, read in one statement: PostgreSQL may be a room away.

What is read here is only read ahead. A row that turns out to be needed besides is fetched when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from piclets.domain import minting
from piclets.domain.matching import canonical_id
from piclets.domain.names import spellings, synonyms
from piclets.domain.scoring import DISCOVERY_POINTS, FIRST_FIND_BONUS
from piclets.domain.season_rows import AgendaRow, SeasonFindRow, SeasonPlayerRow, SeasonRow
from piclets.domain.seasons import NO_AGENDA
from piclets.domain.tables import (
    BUCKET,
    LEVELS,
    NO_TOTALS,
    AliasRow,
    BlockRow,
    FindRow,
    Key,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    Row,
    ScoreRow,
    TallyRow,
    TotalsRow,
    WordRow,
    score_buckets,
)
from piclets.ledger.rows import NAMES
from piclets.ledger.schema import TABLE_OF

Found = Sequence[Sequence[Any]]
"""What the statement found: of each row its kind, and its values as JSON."""

MAX_CLOSEST: Final = 5
"""Variations that are read whole, of those that share most attributes with the scan."""
MAX_NAMES_KEPT: Final = 10_000

NEVER: Final = 2**62
"""The place of an event that there never is."""

GAINS: Final = sorted({by + bonus for by in DISCOVERY_POINTS.values() for bonus in (0, *FIRST_FIND_BONUS.values())})
"""What one scan can add to a score."""

HEAD, ASKED, ALIKE = "head", "asked", "alike"
"""What is read beside rows: the log's last place; typeIds of which all is known then; variations to compare with."""

_CONDITIONS: Final[tuple[tuple[type[Row], str], ...]] = (
    (BlockRow, "sub = {sub}"),
    (PlayerRow, "sub = {sub}"),
    (TallyRow, "sub = {sub}"),
    (PlayerPhotoRow, "sub = {sub} AND photo = {photo}"),
    (PhotoRow, "photo = {photo}"),
    (PhotoRow, "object_name IN (SELECT name FROM led) AND seq > {compared} AND photo <> {photo}"),
    (TotalsRow, "id = 1"),
    (AgendaRow, "id = 1"),
    (SeasonRow, "id IN (SELECT id FROM current)"),
    (SeasonPlayerRow, "season IN (SELECT id FROM current) AND sub = {sub}"),
    (
        SeasonFindRow,
        "season IN (SELECT id FROM current) AND sub = {sub} AND type_id IN (SELECT type_id FROM asked)",
    ),
    (ObjectRow, "name IN (SELECT name FROM led)"),
    (AliasRow, "alias {in_names}"),
    (PicletRow, "type_id IN (SELECT type_id FROM asked)"),
    (FindRow, "sub = {sub} AND type_id IN (SELECT type_id FROM asked)"),
    (PrintRow, "pid = {pid}"),
    (WordRow, "word {in_words} AND object_name IN (SELECT name FROM worded)"),
    (ScoreRow, "(level, bucket) IN (SELECT level, bucket FROM reachable)"),
)

_STATEMENT: Final = """
WITH led (name) AS (
  SELECT name FROM objects WHERE name {in_names}
  UNION SELECT object_name FROM aliases WHERE alias {in_names}
), worded (name) AS (
  SELECT name FROM led UNION SELECT {name}
), alike (type_id) AS (
  SELECT type_id FROM attributes WHERE object_name IN (SELECT name FROM led) AND attribute {in_attributes}
), closest (type_id) AS (
  SELECT type_id FROM alike GROUP BY type_id ORDER BY count(*) DESC, type_id LIMIT {closest}
), asked (type_id) AS (
  SELECT {piclet}
  UNION SELECT type_id FROM closest
  UNION SELECT type_id FROM photos WHERE photo = {photo}
  UNION SELECT type_id FROM player_photos WHERE sub = {sub} AND photo = {photo}
  UNION SELECT canonical FROM objects WHERE name IN (SELECT name FROM led)
  UNION SELECT name || CASE WHEN youngest < 9 THEN '_00' WHEN youngest < 99 THEN '_0' ELSE '_' END || (youngest + 1)
    FROM objects WHERE name IN (SELECT name FROM led)
), current (id) AS (
  SELECT json_array_elements_text(seasons) FROM agenda
), reachable (level, bucket) AS (
  SELECT levels.level, (coalesce((SELECT score FROM players WHERE sub = {sub}), 0) + gains.gain) / levels.size
  FROM ({levels}) AS levels, ({gains}) AS gains GROUP BY 1, 2
)
SELECT 'head' AS kind, json_build_array(seq)::text AS found FROM head
UNION ALL SELECT 'asked', json_build_array(type_id)::text FROM asked
UNION ALL SELECT 'alike', json_build_array(object_name, type_id, number, attributes)::text FROM piclets
  WHERE type_id IN (SELECT type_id FROM alike)
"""


@dataclass(frozen=True)
class Looked:
    """What a scan makes the ledger look at. `event_id` is of the event it may become, `piclet` a known typeId.

    With the object's photos after the event `compared` its own is still to be compared.
    """

    sub: str
    photo: str
    event_id: str
    object_name: str
    attributes: tuple[str, ...]
    piclet: str | None = None
    compared: int | None = None

    def names(self) -> tuple[str, ...]:
        return (self.object_name, *other_names(self.object_name))

    def words(self) -> list[str]:
        return sorted({word for name in (*self.names(), *self.attributes) for word in name.split("_")})

    def parameters(self) -> dict[str, Any]:
        """The statement's, by name."""
        return {
            "sub": self.sub,
            "photo": self.photo,
            "pid": self.pid,
            "name": self.object_name,
            "piclet": self.piclet or canonical_id(self.object_name),
            "compared": NEVER if self.compared is None else self.compared,
            "names": list(self.names()),
            "words": self.words(),
            "attributes": list(self.attributes),
        }

    @property
    def pid(self) -> str:
        return minting.written(minting.hashed_pid(self.event_id))

    def places(
        self, led: Sequence[str], asked: Sequence[str], seasons: Sequence[str], score: int
    ) -> Iterator[tuple[type[Row], Key]]:
        """The rows of which it is known then whether they are there, by what was found."""
        yield BlockRow, (self.sub,)
        yield PlayerRow, (self.sub,)
        yield PlayerPhotoRow, (self.sub, self.photo)
        yield PhotoRow, (self.photo,)
        yield TallyRow, (self.sub,)
        yield TotalsRow, NO_TOTALS.key
        yield AgendaRow, NO_AGENDA.key
        yield PrintRow, (self.pid,)
        for name in self.names():
            yield ObjectRow, (name,)
            yield AliasRow, (name,)
        for type_id in asked:
            yield PicletRow, (type_id,)
            yield FindRow, (self.sub, type_id)
            yield from ((SeasonFindRow, (season, self.sub, type_id)) for season in seasons)
        for season in seasons:
            yield SeasonPlayerRow, (season, self.sub)
        for word in self.words():
            yield from ((WordRow, (word, name)) for name in (self.object_name, *led))
        for gain in GAINS:
            yield ScoreRow, (0, score + gain)
        for (level, least), (_, most) in zip(score_buckets(score), score_buckets(score + GAINS[-1]), strict=True):
            if level:
                yield from ((ScoreRow, (level, bucket)) for bucket in range(least, most + 1))


@lru_cache(MAX_NAMES_KEPT)
def other_names(name: str) -> tuple[str, ...]:
    """The spellings and synonyms of a normalized name, which is not among them."""
    return tuple(dict.fromkeys((*spellings(name), *synonyms(name)))) if name else ()


@cache
def statement() -> str:
    """The statement, with the driver's own marks for its parameters.

    Each row comes as its kind and a JSON array of its values: so rows of all tables have one shape.
    """
    marks = {name: f"CAST(%({name})s AS text)" for name in ("sub", "photo", "pid", "name", "piclet")}
    lists = {f"in_{name}": f"= ANY(%({name})s::text[])" for name in ("names", "words", "attributes")}
    whole = _STATEMENT + "".join(
        f"UNION ALL SELECT '{TABLE_OF[row].name}', json_build_array({', '.join(NAMES[row])})::text\n"  # noqa: S608 - our names
        f"  FROM {TABLE_OF[row].name} WHERE {condition}\n"
        for row, condition in _CONDITIONS
    )
    return whole.format(
        **marks,
        **lists,
        compared="CAST(%(compared)s AS bigint)",
        closest=MAX_CLOSEST,
        levels=_listed("level, size", [(level, BUCKET**level) for level in range(LEVELS)]),
        gains=_listed("gain", [(gain,) for gain in GAINS]),
    )


KINDS: Final = {TABLE_OF[row].name: row for row, _ in _CONDITIONS}


def _listed(names: str, rows: list[tuple[int, ...]]) -> str:
    """A sub-select of constants."""
    first = ", ".join(f"{value} AS {name.strip()}" for value, name in zip(rows[0], names.split(","), strict=True))
    rest = (f" UNION ALL SELECT {', '.join(map(str, row))}" for row in rows[1:])
    return f"SELECT {first}{''.join(rest)}"
