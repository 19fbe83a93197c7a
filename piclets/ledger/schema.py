"""The ledger's tables. `events` is the truth; the folded tables can be dropped and made again from it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from piclets.domain.tables import (
    AliasRow,
    AttributeRow,
    BlockRow,
    DecisionRow,
    FindRow,
    MoveRow,
    NamingRow,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    Row,
    ScoreRow,
    ShowcaseRow,
    TallyRow,
    TotalsRow,
    TradeRow,
    UnlistedRow,
    WordRow,
)
from piclets.ledger.collecting_tables import badges_told as badges_told
from piclets.ledger.collecting_tables import tallies as tallies
from piclets.ledger.fair_play_tables import reviewed, suspicions
from piclets.ledger.metadata import folded as folded
from piclets.ledger.metadata import kept as kept
from piclets.ledger.season_schema import SEASON_TABLES
from piclets.ledger.trading_tables import bars as bars
from piclets.ledger.trading_tables import doors as doors
from piclets.ledger.trading_tables import follows as follows
from piclets.ledger.trading_tables import moves as moves
from piclets.ledger.trading_tables import offers as offers
from piclets.ledger.trading_tables import trades as trades

FOLD_VERSION: Final = 14
"""Goes up with every change of a folded table or of the fold: at the next start they are made again."""

events = Table(
    "events",
    kept,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False, unique=True),
    Column("body", Text, nullable=False),
)

head = Table(
    "head",
    kept,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
)
"""One row: the last event's place. Locking it is what makes writers take turns on PostgreSQL."""

meta = Table("meta", kept, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))

dirty_documents = Table(
    "dirty_documents",
    kept,
    Column("kind", String(16), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("seq", BigInteger, nullable=False, index=True),
)
"""Dataset documents that are older than the log: the event that changed each last."""

answers = Table(
    "answers",
    kept,
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires", Float, nullable=False, index=True),
)
"""What AI services answered (captions, concepts), for a while. Never published."""

allowances = Table(
    "allowances",
    kept,
    Column("player", String(128), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("updated", Float, nullable=False),
)
"""Token buckets per player."""

counters = Table(
    "counters",
    kept,
    Column("name", String(64), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""Things that are only counted, such as refused photos."""

reports = Table(
    "reports",
    kept,
    Column("id", String(32), primary_key=True),
    Column("at", String(20), nullable=False, index=True),
    Column("reporter", String(128), nullable=False),
    Column("type_id", String(96), nullable=False, index=True),
    Column("reason", String(24), nullable=False),
    Column("words", Text, nullable=False),
    Column("handled", Boolean, nullable=False),
)
"""What players say is wrong with a Piclet, for the console. Never published."""

GO_WITH_PLAYER: Final = (
    allowances.c.player, offers.c.maker, offers.c.to, doors.c.sub, bars.c.sub, bars.c.other, follows.c.sub,
    follows.c.other, badges_told.c.sub, suspicions.c.sub, reviewed.c.sub,
)  # fmt: skip
"""Columns of kept tables with a player's sub; the rows are deleted when the player is erased."""

OUTLAST_PLAYER: Final = (reports.c.reporter,)
"""Columns of kept tables with a player's sub, which the pseudonym replaces when the player is erased."""


pictures = Table(
    "pictures",
    kept,
    Column("name", String(80), primary_key=True),
    Column("webp", LargeBinary, nullable=False),
    Column("kept_at", Float, nullable=False),
)
"""Where several servers share the database: pictures that the dataset has not, or all where there is none."""

objects = Table(
    "objects",
    folded,
    Column("name", String(80), primary_key=True),
    Column("canonical", String(96), nullable=False),
    Column("type", String(16), nullable=False),
    Column("scan_count", Integer, nullable=False),
    Column("variations", Integer, nullable=False),
    Column("youngest", Integer, nullable=False),
    Column("total_scans", BigInteger, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
    # The Dex in its three orders: each index holds what is filtered by, so that a page is read off it alone.
    Index("objects_by_discovery", "seq", "type", "scan_count", "shown", "name"),
    Index("objects_by_rarity", "scan_count", "seq", "type", "shown", "name"),
    Index("objects_by_scans", "total_scans", "seq", "type", "scan_count", "shown", "name"),
)

piclets = Table(
    "piclets",
    folded,
    Column("type_id", String(96), primary_key=True),
    Column("object_name", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("discoverer", String(128), nullable=False),
    Column("discovered_at", String(20), nullable=False),
    Column("scan_count", Integer, nullable=False),
    Column("scans", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Column("image", String(80), nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("credit", BigInteger, nullable=False),
    Column("prints", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Index("piclets_of_object", "object_name", "number", unique=True),
    Index("piclets_by_discovery", "seq"),
    Index("piclets_by_image", "image"),
)
# What is not shown is little: whether a picture, or something in a collection, is of it has to be told at once.
Index("piclets_not_shown", piclets.c.type_id, sqlite_where=~piclets.c.shown, postgresql_where=~piclets.c.shown)

attributes = Table(
    "attributes",
    folded,
    Column("object_name", String(80), primary_key=True),
    Column("attribute", String(80), primary_key=True),
    Column("type_id", String(96), primary_key=True),
)

aliases = Table(
    "aliases",
    folded,
    Column("alias", String(80), primary_key=True),
    Column("object_name", String(80), nullable=False, index=True),
    Column("former", Boolean, nullable=False),
)

words = Table(
    "words",
    folded,
    # In the order of code points, whatever the database's own: the beginning of a word is searched as a range.
    Column("word", String(80).with_variant(String(80, collation="C"), "postgresql"), primary_key=True),
    Column("object_name", String(80), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Index("words_by_age", "word", "seq"),
)

players = Table(
    "players",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("username", String(128), nullable=False),
    Column("score", BigInteger, nullable=False),
    Column("total_finds", Integer, nullable=False),
    Column("unique_finds", Integer, nullable=False),
    Column("piclets", Integer, nullable=False),
    Column("reached", BigInteger, nullable=False),
)
Index("players_by_rank", players.c.score.desc(), players.c.reached)
Index("players_by_name", players.c.username, players.c.reached)

finds = Table(
    "finds",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("type_id", String(96), primary_key=True),
    Column("first_scanned_at", String(20), nullable=False),
    Column("times_scanned", Integer, nullable=False),
    Column("first_discovery", Boolean, nullable=False),
    Column("pid", String(8), nullable=True),
    Column("seq", BigInteger, nullable=False),
    Index("finds_of_player", "sub", "seq"),
)

photos = Table(
    "photos",
    folded,
    Column("photo", String(64), primary_key=True),
    Column("object_name", String(80), nullable=False),
    Column("type_id", String(96), nullable=False),
    Column("phash", String(16), nullable=False),
    Column("sub", String(128), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Index("photos_of_object", "object_name", "seq"),
)

player_photos = Table(
    "player_photos",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("photo", String(64), primary_key=True),
    Column("type_id", String(96), nullable=False),
    Column("status", String(16), nullable=False),
    Column("evidence", String(8), nullable=True),
    Column("day", String(10), nullable=True),
    Column("things", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

prints = Table(
    "prints",
    folded,
    Column("pid", String(8), primary_key=True),
    Column("type_id", String(96), nullable=False),
    Column("number", Integer, nullable=False),
    Column("finder", String(128), nullable=False, index=True),
    Column("holder", String(128), nullable=False),
    Column("minted_at", String(20), nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("moves", Integer, nullable=False),
    Column("moved_at", String(20), nullable=True),
    Column("moved", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),
    Column("season", String(40), nullable=True),
    Index("prints_of_piclet", "type_id", "number", unique=True),
    Index("prints_of_holder", "holder", "seq"),
)

blocks = Table(
    "blocks",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

unlisted = Table(
    "unlisted",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

showcases = Table(
    "showcases",
    folded,
    Column("sub", String(128), primary_key=True),
    Column("type_ids", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
)

decisions = Table(
    "decisions",
    folded,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("about", String(128), nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),
)

namings = Table(
    "namings",
    folded,
    Column("type_id", String(96), primary_key=True),
    Column("original", String(80), nullable=False),
    Column("named", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
)

scores = Table(
    "scores",
    folded,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("bucket", BigInteger, primary_key=True, autoincrement=False),
    Column("players", Integer, nullable=False),
)

totals = Table(
    "totals",
    folded,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("objects", BigInteger, nullable=False),
    Column("piclets", BigInteger, nullable=False),
    Column("players", BigInteger, nullable=False),
    Column("scans", BigInteger, nullable=False),
    Column("at", String(20), nullable=False),
)

TABLE_OF: Final[dict[type[Row], Table]] = {
    ObjectRow: objects,
    PicletRow: piclets,
    AttributeRow: attributes,
    AliasRow: aliases,
    WordRow: words,
    PlayerRow: players,
    FindRow: finds,
    PhotoRow: photos,
    PlayerPhotoRow: player_photos,
    PrintRow: prints,
    MoveRow: moves,
    TradeRow: trades,
    BlockRow: blocks,
    TallyRow: tallies,
    DecisionRow: decisions,
    NamingRow: namings,
    ScoreRow: scores,
    TotalsRow: totals,
    UnlistedRow: unlisted,
    ShowcaseRow: showcases,
    **SEASON_TABLES,
}
