"""What the console's decisions do to the tables, event by event."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from piclets.domain import fold
from piclets.domain.decisions import DECISIONS as BY_VERB
from piclets.domain.events import (
    AliasRemoved,
    AnyEvent,
    AnyModeration,
    Credit,
    DiscoveriesRevoked,
    MergeUndone,
    Moved,
    ObjectRenamed,
    ObjectsMerged,
    PicletHidden,
    PicletNameReset,
    PicletUnhidden,
    PlayerBlocked,
    PlayerErased,
    PlayerUnblocked,
    SeasonAmended,
    SeasonOpened,
    SeasonSettled,
    from_json,
    to_json,
)
from piclets.domain.records import Player
from piclets.domain.tables import (
    NO_TOTALS,
    NOBODY,
    AliasRow,
    AttributeRow,
    BlockRow,
    DecisionRow,
    FindRow,
    MemoryTables,
    ObjectRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    ScoreRow,
    TotalsRow,
    WordRow,
)
from piclets.ledger.documents import documents
from tests.domain.playing import play, scanned
from tests.making import AT, player

NOTE: dict[str, Any] = {"at": AT, "by": "admin", "why": "it is so"}
NOBODY_NOW = Player(sub="erased:1", username="a player")
MERGED = ObjectsMerged(
    **NOTE,
    id="merge",
    source="mug",
    target="pillow",
    moved=(Moved(type_id="mug_canonical", before=0, after=2), Moved(type_id="mug_001", before=1, after=3)),
    aliases=(),
)
UNDONE = MergeUndone(
    **NOTE,
    id="undo",
    merge="merge",
    source="mug",
    target="pillow",
    moved=(Moved(type_id="mug_canonical", before=2, after=0), Moved(type_id="mug_001", before=3, after=1)),
    aliases=(),
)
DECISIONS: tuple[AnyEvent, ...] = (
    PicletHidden(**NOTE, id="1", object_name="pillow", type_id="pillow_001"),
    PicletUnhidden(**NOTE, id="2", object_name="pillow", type_id="pillow_001"),
    PicletNameReset(**NOTE, id="9", object_name="pillow", type_id="pillow_001"),
    ObjectRenamed(**NOTE, id="3", old="pillow", new="cushion"),
    MERGED,
    UNDONE,
    AliasRemoved(**NOTE, id="4", alias="bolster", object_name="pillow"),
    PlayerBlocked(**NOTE, id="5", player=player("ada")),
    PlayerUnblocked(**NOTE, id="6", player=player("ada")),
    DiscoveriesRevoked(
        **NOTE, id="7", player=player("ada"), credits=(Credit(type_id="pillow_canonical", points=125),)
    ),
    PlayerErased(**NOTE, id="8", player=NOBODY_NOW, places=(1, 2)),
)


class Game:
    """A fold that goes on."""

    def __init__(self) -> None:
        moves: list[tuple[str, str, tuple[str, ...]] | str] = [
            ("ada", "pillow", ()), ("bob", "pillow", ("blue",)), ("bob", "pillow", ()),
            ("cy", "mug", ("old",)), ("ada", "mug", ("big",)), ("ada", "mug", ("big",)),
        ]  # fmt: skip
        self.events, self.tables = play(moves)

    def happens(self, *events: AnyEvent) -> Game:
        for event in events:
            self.events.append(event)
            fold.apply(event, len(self.events), self.tables)
        return self

    def object(self, name: str) -> ObjectRow:
        row = self.tables.get(ObjectRow, name)
        assert row is not None
        return row

    def piclet(self, type_id: str) -> PicletRow:
        row = self.tables.get(PicletRow, type_id)
        assert row is not None
        return row

    def totals(self) -> TotalsRow:
        row = self.tables.get(TotalsRow, *NO_TOTALS.key)
        assert row is not None
        return row

    def everything(self, *but: type[Any]) -> dict[str, set[Any]]:
        kinds = {ObjectRow, PicletRow, AttributeRow, AliasRow, PlayerRow, FindRow, PlayerPhotoRow, TotalsRow}
        return {kind.__name__: set(self.tables.all(kind)) for kind in kinds - set(but)}


@pytest.fixture
def game() -> Game:
    return Game()


@pytest.mark.parametrize("event", DECISIONS, ids=lambda event: event.kind)
def test_a_decision_survives_json_and_is_on_record(game: Game, event: AnyEvent) -> None:
    assert from_json(to_json(event)) == event
    if event is UNDONE:
        game.happens(MERGED)
    game.happens(event)
    row = game.tables.get(DecisionRow, event.id)
    assert row is not None
    assert (row.kind, row.seq) == (event.kind, len(game.events))


def test_a_hidden_variation_keeps_its_number_and_attributes(game: Game) -> None:
    before = game.everything()
    game.happens(DECISIONS[0])
    assert not game.piclet("pillow_001").shown
    assert (game.object("pillow").variations, game.object("pillow").youngest) == (0, 1)
    assert game.totals().piclets == 3
    assert game.tables.get(AttributeRow, "pillow", "blue", "pillow_001")
    game.happens(DECISIONS[1])
    assert game.everything() == before


def test_with_a_canonical_its_object_is_hidden(game: Game) -> None:
    before = game.everything()
    game.happens(PicletHidden(**NOTE, id="h", object_name="pillow", type_id="pillow_canonical"))
    assert not game.object("pillow").shown
    assert not game.piclet("pillow_001").shown
    assert not game.piclet("pillow_001").hidden
    assert (game.totals().objects, game.totals().piclets) == (1, 2)
    game.happens(PicletUnhidden(**NOTE, id="u", object_name="pillow", type_id="pillow_canonical"))
    assert game.everything() == before


def test_a_renamed_object_keeps_its_ids(game: Game) -> None:
    game.happens(ObjectRenamed(**NOTE, id="r", old="pillow", new="throw_cushion"))
    assert game.tables.get(ObjectRow, "pillow") is None
    assert game.object("throw_cushion").canonical == "pillow_canonical"
    assert game.piclet("pillow_001").object_name == "throw_cushion"
    assert game.tables.get(AliasRow, "pillow") == AliasRow("pillow", "throw_cushion", former=True)
    assert {row.word for row in game.tables.rows(WordRow, object_name="throw_cushion")} == {
        "throw", "cushion", "pillow", "blue",
    }  # fmt: skip
    assert game.totals().objects == 2
    after = game.everything(AliasRow)
    game.happens(ObjectRenamed(**NOTE, id="b", old="throw_cushion", new="pillow"))
    assert game.tables.get(AliasRow, "pillow") is None
    assert game.tables.get(AliasRow, "throw_cushion") == AliasRow("throw_cushion", "pillow", former=True)
    assert {row.object_name for row in game.everything()["PicletRow"]} == {"pillow", "mug"}
    assert game.everything(AliasRow)["PlayerRow"] == after["PlayerRow"]


def test_a_merge_keeps_scans_credit_and_scores_and_can_be_undone(game: Game) -> None:
    before = game.everything()
    game.happens(MERGED)
    merged = game.object("pillow")
    assert (merged.variations, merged.youngest, merged.total_scans) == (3, 3, 6)
    assert game.tables.get(ObjectRow, "mug") is None
    assert game.tables.get(AliasRow, "mug") == AliasRow("mug", "pillow", former=True)
    moved = game.piclet("mug_canonical")
    assert (moved.object_name, moved.number, moved.discoverer, moved.scan_count) == ("pillow", 2, "sub-cy", 1)
    assert game.tables.get(AttributeRow, "pillow", "old", "mug_canonical"), "what was a canonical can be matched now"
    assert game.everything()["PlayerRow"] == before["PlayerRow"]
    assert (game.totals().objects, game.totals().piclets) == (1, 4)
    game.happens(UNDONE)
    after = game.everything()
    assert game.object("pillow").youngest == 3, "no number is given twice"
    after["ObjectRow"] = before["ObjectRow"]
    assert after == before
    assert game.object("mug") in before["ObjectRow"]
    decision = game.tables.get(DecisionRow, "merge")
    assert decision is not None
    assert decision.undone


def test_what_was_scanned_while_merged_counts_where_it_belongs(game: Game) -> None:
    game.happens(MERGED)
    scan = scanned(game.tables, 99, "dee", "pillow", ("big",))
    assert scan.type_id == "mug_001"
    game.happens(scan, UNDONE)
    assert game.object("mug").total_scans == 4
    assert game.piclet("mug_001").scan_count == 2
    assert game.object("pillow").total_scans == 3


def test_revoked_discoveries_take_their_points_and_wait_for_another(game: Game) -> None:
    revoked = DiscoveriesRevoked(
        **NOTE, id="x", player=player("ada"), credits=(Credit(type_id="pillow_canonical", points=125),)
    )
    game.happens(revoked)
    ada = game.tables.get(PlayerRow, "sub-ada")
    assert ada is not None
    assert (ada.score, ada.unique_finds, ada.piclets) == (75, 1, 2)
    assert game.piclet("pillow_canonical").discoverer == NOBODY
    find = game.tables.get(FindRow, "sub-ada", "pillow_canonical")
    assert find is not None
    assert not find.first_discovery
    assert sum(row.players for row in game.tables.all(ScoreRow) if row.level == 0) == 3
    claim = scanned(game.tables, 50, "dee", "pillow", ()).model_copy(update={"status": "new", "points": 125})
    game.happens(claim)
    piclet = game.piclet("pillow_canonical")
    assert (piclet.discoverer, piclet.credit, piclet.seq, piclet.scan_count) == ("sub-dee", len(game.events), 1, 3)
    dee = game.tables.get(PlayerRow, "sub-dee")
    assert dee is not None
    assert (dee.score, dee.unique_finds) == (125, 1)


def test_an_erased_player_leaves_discoveries_and_counts(game: Game) -> None:
    from piclets.domain.decisions.of_players import pseudonymise

    pseudonymise("sub-bob", NOBODY_NOW.sub, game.tables)
    game.happens(PlayerBlocked(**NOTE, id="b", player=NOBODY_NOW))
    game.happens(PlayerErased(**NOTE, id="e", player=NOBODY_NOW, places=(2, 3)))
    assert "bob" not in repr(game.everything())
    assert game.piclet("pillow_001").discoverer == NOBODY_NOW.sub
    assert game.piclet("pillow_canonical").scan_count == 2
    for kind in (PlayerRow, FindRow, PlayerPhotoRow, BlockRow):
        assert not game.tables.rows(kind, sub=NOBODY_NOW.sub)
    assert (game.totals().players, game.totals().scans) == (2, 6)


def test_documents_name_every_page_of_a_merge() -> None:
    moved = tuple(Moved(type_id=f"mug_{number:03d}", before=number, after=number + 700) for number in range(502))
    event = MERGED.model_copy(update={"moved": moved})
    assert set(documents(event)) == {
        ("piclets", "mug/0"), ("piclets", "mug/1"), ("piclets", "pillow/0"), ("piclets", "pillow/1"),
        ("piclets", "pillow/2"),
    }  # fmt: skip


def test_documents_name_the_parts_of_the_log_that_are_rewritten() -> None:
    event = PlayerErased(**NOTE, id="e", player=NOBODY_NOW, places=(3, 999, 1_000, 5_001))
    assert list(documents(event)) == [("log", "0"), ("log", "1"), ("log", "5")]


def test_a_decision_about_nothing_is_a_broken_log() -> None:
    with pytest.raises(ValueError, match="the log is broken"):
        fold.apply(DECISIONS[0], 1, MemoryTables())
    with pytest.raises(ValueError, match="the log is broken"):
        fold.apply(DECISIONS[3], 1, MemoryTables())


def test_each_kind_of_decision_is_in_the_one_list_but_those_of_seasons() -> None:
    seasonal = {SeasonOpened, SeasonAmended, SeasonSettled}
    assert {decision.event for decision in BY_VERB.values()} | seasonal == set(get_args(AnyModeration))
