"""The console's decisions, taken into a ledger and looked at through what players read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from piclets.admin.moderation import CLOSED, Moderation
from piclets.domain.events import PlayerErased
from piclets.domain.records import Entry
from piclets.domain.tables import ROW_TYPES, ObjectRow, PicletRow, PlayerRow
from piclets.errors import InvalidRequest, NotFound, RateLimited, ServiceUnavailable, UnsafeContent
from piclets.ledger import schema
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.dex import DexQueries, Search
from piclets.ledger.ledger import Ledger, LookAlike
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.ledger.scans import PictureNeeded
from piclets.play.answers import discovery_status
from tests.examples import a_third_of
from tests.making import AT, MADE_FOR, scan
from tests.random_games import MOVES, WHY, Move, events_of, folded, fresh_ledger, play, rows


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=True)
    yield ledger
    assert all(ledger.rebuild().values()), "whatever was decided, the tables are the fold of the log"
    ledger.close()


@pytest.fixture
def moderation(ledger: Ledger) -> Moderation:
    return Moderation(ledger, Reports(ledger.database))


@pytest.fixture
def queries(ledger: Ledger) -> Queries:
    return Queries(ledger.database)


def everything_read(ledger: Ledger) -> str:
    """What every read says, as one text."""
    queries, dex = Queries(ledger.database), DexQueries(ledger.database)
    objects = [queries.object_details(name, 100) for name in ("pillow", "mug", "teddy_bear")]
    finds = [queries.collection(f"sub-{who}", 100, 0) for who in ("ada", "bob", "cy")]
    return repr([objects, finds, queries.recent(100), dex.page(Search(), 100), queries.leaders(100)])


def test_a_hidden_piclet_is_gone_from_every_read(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    variation = scan("bob", "pillow", "velvet")
    ledger.record(variation)
    scores = [(leader.username, leader.score) for leader in queries.leaders(10)]
    moderation.decide("hide", "pillow_001", why=WHY)

    assert "pillow_001" not in everything_read(ledger)
    assert queries.piclet("pillow_001") is None
    assert variation.image is not None
    assert queries.is_withheld(variation.image)
    assert [(leader.username, leader.score) for leader in queries.leaders(10)] == scores
    standing = queries.standing("sub-bob")
    assert standing is not None
    assert (standing.piclets, standing.score) == (0, 75)
    assert (queries.totals().piclets, queries.totals().objects) == (1, 1)
    for again in (scan("cy", "pillow", "velvet"), scan("cy", photo=None, what="pillow", drawn=False)):
        if again.attributes:
            with pytest.raises(UnsafeContent):
                ledger.record(again)
        else:
            assert ledger.record(again).type_id == "pillow_canonical"
    with pytest.raises(UnsafeContent):
        ledger.match("pillow", ("velvet",))
    with pytest.raises(UnsafeContent):
        ledger.replay("sub-bob", variation.photo)
    with pytest.raises(UnsafeContent):
        ledger.record_known(scan("cy"), "pillow_001")
    assert ledger.record(scan("cy", "pillow", "striped")).type_id == "pillow_002"

    moderation.decide("unhide", "pillow_001", why=WHY)
    assert "pillow_001" in everything_read(ledger)
    assert ledger.record(scan("cy", "pillow", "velvet")).type_id == "pillow_001"


def test_a_hidden_canonical_closes_its_object(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow", "velvet"))
    moderation.decide("hide", "pillow_canonical", why=WHY)
    assert queries.object_details("pillow", 10) is None
    assert "pillow" not in everything_read(ledger)
    for attributes in ((), ("velvet",), ("new",)):
        with pytest.raises(UnsafeContent):
            ledger.record(scan("cy", "pillow", *attributes))
    assert queries.totals().objects == 0


def test_a_renamed_object_answers_to_both_names(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow", "velvet"))
    moderation.decide("rename", "pillow", "Head Rest", why=WHY)

    for name in ("pillow", "head_rest"):
        details = queries.object_details(name, 10)
        assert details is not None
        assert (details.name, details.canonical["typeId"]) == ("head_rest", "pillow_canonical")
        assert [entry["typeId"] for entry in details.variations] == ["pillow_001"]
    assert queries.canonical_of("head_rest") == "pillow_canonical"
    assert ledger.record(scan("cy", "pillow")).type_id == "pillow_canonical"
    assert ledger.record(scan("cy", "head_rest")).type_id == "pillow_canonical"
    assert ledger.record(scan("cy", "pillow", "striped")).type_id == "head_rest_002"
    with pytest.raises(InvalidRequest, match="was a name"):
        moderation.decide("remove_alias", "pillow", why=WHY)
    moderation.decide("rename", "head rest", "pillow", why=WHY)
    assert ledger.record(scan("cy", "pillow", "dotted")).type_id == "pillow_003"


def test_a_rename_never_takes_anothers_name(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    ledger.record(scan("ada", "mug"))
    with pytest.raises(InvalidRequest, match="Merge the two"):
        moderation.decide("rename", "mug", "teddy bear", why=WHY)
    with pytest.raises(InvalidRequest, match="alias of teddy_bear"):
        moderation.decide("rename", "mug", "teddybear", why=WHY)
    with pytest.raises(NotFound):
        moderation.decide("rename", "unicorn", "mug", why=WHY)
    assert ledger.head() == 2


def test_a_merge_and_its_undoing(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    photo = scan("bob", "mug")
    ledger.record(photo)
    ledger.record(scan("bob", "mug", "velvet"))
    ledger.record(scan("cy", "pillow", "striped"))
    scores = [(leader.username, leader.score) for leader in queries.leaders(10)]
    moderation.decide("merge", "mug", "pillow", why=WHY)

    details = queries.object_details("mug", 10)
    assert details is not None
    assert (details.name, details.total_scans, details.variation_count) == ("pillow", 4, 3)
    assert [entry["typeId"] for entry in details.variations] == ["pillow_001", "mug_canonical", "mug_001"]
    told = [discovery_status(Entry.model_validate(entry)) for entry in details.variations]
    assert told == ["variation", "new", "variation"]
    assert [(leader.username, leader.score) for leader in queries.leaders(10)] == scores
    assert ledger.record(scan("cy", "mug")).type_id == "pillow_canonical"
    assert ledger.record(scan("ada", "pillow", "velvet")).type_id == "mug_001"
    assert ledger.record(scan("ada", "mug", "golden")).type_id == "pillow_004"
    assert ledger.look_alike("pillow", photo.phash) == LookAlike("mug_canonical", "sub-bob")
    replayed = ledger.replay("sub-bob", photo.photo)
    assert replayed is not None
    assert (replayed.status, replayed.type_id) == ("new", "mug_canonical")

    [merge] = moderation.decided()
    moderation.decide("undo_merge", merge.event.id, why=WHY)
    details = queries.object_details("mug", 10)
    assert details is not None
    assert (details.name, details.canonical["typeId"], details.total_scans) == ("mug", "mug_canonical", 3)
    assert ledger.look_alike("mug", photo.phash) == LookAlike("mug_canonical", "sub-bob")
    assert ledger.record(scan("dee", "mug", "silver")).type_id == "mug_002"
    assert ledger.record(scan("dee", "pillow", "silver")).type_id == "pillow_005"
    with pytest.raises(InvalidRequest, match="undone already"):
        moderation.decide("undo_merge", merge.event.id, why=WHY)


def test_merges_are_undone_from_the_last(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    for name in ("pillow", "mug", "cat"):
        ledger.record(scan("ada", name))
    moderation.decide("merge", "mug", "pillow", why=WHY)
    moderation.decide("rename", "pillow", "vase", why=WHY)
    moderation.decide("merge", "vase", "cat", why=WHY)
    second, _, first = moderation.decided()
    moderation.decide("undo_merge", second.event.id, why=WHY)
    moderation.decide("undo_merge", first.event.id, why=WHY)
    for name, canonical in {"mug": "mug", "vase": "pillow", "pillow": "pillow", "cat": "cat"}.items():
        details = queries.object_details(name, 10)
        assert details is not None
        assert (details.canonical["typeId"], details.variation_count) == (f"{canonical}_canonical", 0)


def test_a_removed_alias_leads_nowhere(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    undrawn = scan("bob", "teddybear", drawn=False)
    assert not ledger.match("teddybear", ()).needs_picture
    moderation.decide("remove_alias", "teddybear", why=WHY)
    with pytest.raises(PictureNeeded):
        ledger.record(undrawn)
    assert queries.object_details("teddybear", 1) is None
    assert ledger.record(scan("bob", "teddybear")).type_id == "teddybear_canonical"
    with pytest.raises(NotFound):
        moderation.decide("remove_alias", "unicorn", why=WHY)


def test_a_blocked_player_reads_and_scans_no_more(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    first = scan("ada", "pillow")
    ledger.record(first)
    moderation.decide("block", "sub-ada", why=WHY)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: ledger.replay("sub-ada", "new"),
        lambda: ledger.record(scan("ada", "mug")),
    )
    for attempt in attempts:
        with pytest.raises(RateLimited) as refused:
            attempt()
        assert refused.value.retry_after is None
    assert len(queries.collection("sub-ada", 10, 0)) == 1
    with pytest.raises(InvalidRequest, match="already"):
        moderation.decide("block", "sub-ada", why=WHY)
    moderation.decide("unblock", "sub-ada", why=WHY)
    assert ledger.record(scan("ada", "mug")).status == "new"
    with pytest.raises(NotFound):
        moderation.decide("block", "sub-nobody", why=WHY)


def test_a_revoked_discovery_is_the_next_finders(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("ada", "pillow", "velvet"))
    ledger.record(scan("bob", "pillow"))
    ledger.record(scan("cy", "mug"))
    moderation.decide("revoke", "sub-ada", why=WHY)

    ada = queries.standing("sub-ada")
    assert ada is not None
    assert (ada.score, ada.unique_finds, ada.total_finds, ada.rank) == (0, 0, 2, 3)
    entry = queries.piclet("pillow_canonical")
    assert entry is not None
    assert (entry.discovered_by, entry.discoverer_id) == ("nobody yet", "")
    assert [leader.username for leader in queries.leaders(1)] == ["cy"]
    for known in ("ada", "bob"):
        assert ledger.record(scan(known, "pillow")).status == "existing", "who has found it cannot discover it"
    claimed = ledger.record(scan("cy", "pillow", drawn=False))
    assert (claimed.status, claimed.type_id, claimed.points) == ("new", "pillow_canonical", 125)
    claimed = ledger.record(scan("bob", "pillow", "velvet", drawn=False))
    assert (claimed.status, claimed.type_id, claimed.points) == ("variation", "pillow_001", 75)
    entry = queries.piclet("pillow_canonical")
    assert entry is not None
    assert entry.discovered_by == "cy"
    moderation.decide("revoke", "sub-cy", "pillow_canonical", why=WHY)
    cy = queries.standing("sub-cy")
    assert cy is not None
    assert (cy.score, cy.unique_finds) == (125, 1)
    with pytest.raises(InvalidRequest, match="not discovered"):
        moderation.decide("revoke", "sub-ada", why=WHY)


def test_an_erased_player_is_nowhere(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow"))
    ledger.record(scan("bob", "mug"))
    moderation.decide("block", "sub-bob", why="Said things")
    Allowances(ledger.database).take("sub-bob", Allowance("scans", 10), 0.0)
    reports = Reports(ledger.database)
    reports.file(at=AT, reporter="sub-bob", type_id="pillow_canonical", reason="other", words="Hm")
    before = ledger.head()
    moderation.decide("erase", "sub-bob", why=WHY)

    _, last = ledger.events_after(before, 1)[0]
    assert isinstance(last, PlayerErased)
    assert last.places == (2, 3, 4)
    with ledger.database.read() as connection:
        for table in (*schema.kept.sorted_tables, *schema.folded.sorted_tables):
            found = [row for row in connection.execute(select(table)) if "bob" in repr(tuple(row))]
            assert [tuple(row)[:2] for row in found] == (
                [("users", "sub-bob")] if table.name == "dirty_documents" else []
            )
    entry = queries.piclet("mug_canonical")
    assert entry is not None
    assert (entry.discovered_by, entry.discoverer_id) == ("a player", last.player.sub)
    canonical = queries.piclet("pillow_canonical")
    assert canonical is not None
    assert canonical.scan_count == 2
    assert queries.standing("sub-bob") is None
    assert queries.totals().players == 1
    assert ledger.record(scan("bob", "mug")).status == "existing", "who comes back starts anew, and may scan"


def test_a_ledger_that_learns_of_an_erasure_forgets_too(
    ledger: Ledger, moderation: Moderation, tmp_path: Path
) -> None:
    """A backup that catches up with its dataset has the player's events as they were."""
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "mug"))
    old = events_of(ledger)
    ledger.record(scan("bob", "mug", "old"))
    unwritten = events_of(ledger)
    moderation.decide("erase", "sub-bob", why=WHY)
    for known, rest in ((old, events_of(ledger)[2:]), ([], [*unwritten, *events_of(ledger)[3:]])):
        with fresh_ledger(tmp_path) as behind:
            behind.import_events(known)
            behind.import_events(rest)
            assert events_of(behind) == events_of(ledger)
            for kind in ROW_TYPES:
                assert rows(behind, kind) == rows(ledger, kind)


def test_a_reason_is_needed_and_everything_is_on_record(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "pillow"))
    with pytest.raises(InvalidRequest, match="reason"):
        moderation.decide("hide", "pillow_canonical", why="  ")
    moderation.decide("hide", "pillow_canonical", why=" spam \n of a shop ")
    moderation.decide("block", "sub-ada", why="a shop")
    block, hide = moderation.decided()
    assert (hide.event.by, hide.event.why, hide.about) == ("admin", "spam of a shop", "pillow_canonical")
    assert (block.event.kind, block.about, block.seq) == ("player_blocked", "sub-ada", 3)
    with pytest.raises(InvalidRequest, match="already"):
        moderation.decide("hide", "pillow_canonical", why=WHY)
    with pytest.raises(NotFound):
        moderation.decide("hide", "unicorn_canonical", why=WHY)


def test_objects_and_players_are_found(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    ledger.record(scan("adam", "teddy_bear", "old"))
    moderation.decide("hide", "teddy_bear_001", why=WHY)
    for text in ("Teddy Bears", "teddybear", "teddy_bear_001"):
        found = moderation.find_object(text)
        assert [row.type_id for row in found.piclets] == ["teddy_bear_canonical", "teddy_bear_001"]
        assert "teddybear" in {row.alias for row in found.aliases}
    assert moderation.find_player("ada").row.sub == "sub-ada"
    assert moderation.find_player("ADAM").discoveries == ("teddy_bear_001",)
    with pytest.raises(InvalidRequest, match="Several"):
        moderation.find_player("ad")
    for ask in (lambda: moderation.find_player("zoe"), lambda: moderation.find_object("unicorn")):
        with pytest.raises(NotFound):
            ask()


def test_in_maintenance_no_scans_are_taken(ledger: Ledger, moderation: Moderation) -> None:
    moderation.refuse_scans(" Back at  noon. ")
    assert moderation.maintenance() == "Back at noon."
    with pytest.raises(ServiceUnavailable, match=r"Back at noon\."):
        ledger.replay("sub-ada", "photo")
    moderation.take_scans()
    assert ledger.replay("sub-ada", "photo") is None
    moderation.refuse_scans("  ")
    assert moderation.maintenance() == CLOSED
    with pytest.raises(ServiceUnavailable):
        ledger.replay("sub-ada", "photo")


def test_what_is_reported_twice_stands_there_once(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("ada", "mug"))
    reports = Reports(ledger.database)
    for at, what, reason in (("1", "mug", "other"), ("2", "pillow", "private"), ("3", "mug", "other")):
        reports.file(at=f"{AT[:-2]}{at}Z", reporter="x", type_id=f"{what}_canonical", reason=reason, words="")  # type: ignore[arg-type]  # literals
    mug, pillow = moderation.reported()
    assert (mug.type_id, mug.reasons, mug.upto) == ("mug_canonical", {"other": 2}, f"{AT[:-2]}3Z")
    assert mug.credited
    assert (mug.credited.username, mug.credited.blocked) == ("ada", False)
    moderation.hide_reported("mug_canonical", mug.upto)
    assert queries.object_details("mug", 1) is None
    assert [each.type_id for each in moderation.reported()] == ["pillow_canonical"]
    moderation.block_reported("pillow_canonical", pillow.upto)
    assert moderation.reported() == []
    assert [decided.event.why for decided in moderation.decided()] == ["reported as private", "reported as other"]
    with pytest.raises(RateLimited):
        ledger.replay("sub-ada", "photo")
    with pytest.raises(NotFound):
        moderation.block_reported("nothing_canonical", AT)


def test_a_report_that_came_meanwhile_is_not_dismissed_unread(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "mug"))
    reports = Reports(ledger.database)
    for second in (1, 2):
        at = f"{AT[:-2]}{second}Z"
        reports.file(at=at, reporter="x", type_id="mug_canonical", reason="other", words="")
    assert moderation.dismiss_reports("mug_canonical", f"{AT[:-2]}1Z") == 1
    [left] = moderation.reported()
    assert len(left.reports) == 1
    moderation.decide("revoke", "sub-ada", why=WHY)
    [left] = moderation.reported()
    assert left.credited
    assert left.credited.username is None


# The folder is shared by all examples; each makes a file of its own in it.
@settings(max_examples=a_third_of(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_whatever_is_decided_the_tables_are_the_fold_of_the_log(tmp_path: Path, moves: list[Move]) -> None:
    with fresh_ledger(tmp_path) as ledger:
        play(ledger, moves)
        in_memory = folded(events_of(ledger))
        for kind in ROW_TYPES:
            assert rows(ledger, kind) == sorted(in_memory.all(kind), key=repr), kind
        assert all(ledger.rebuild().values())
        _assert_one_canonical_per_object(ledger)
        assert Queries(ledger.database).recent(100) is not None


def _assert_one_canonical_per_object(ledger: Ledger) -> None:
    piclets = [row for row in rows(ledger, PicletRow) if isinstance(row, PicletRow)]
    for known in rows(ledger, ObjectRow):
        assert isinstance(known, ObjectRow)
        of_object = {row.number: row for row in piclets if row.object_name == known.name}
        assert of_object[0].type_id == known.canonical
        assert known.youngest >= max(of_object)
        assert known.total_scans == sum(row.scans for row in of_object.values())
        assert known.variations == sum(row.shown for number, row in of_object.items() if number)
    assert {row.object_name for row in piclets} == {
        row.name for row in rows(ledger, ObjectRow) if isinstance(row, ObjectRow)
    }
    for player in rows(ledger, PlayerRow):
        assert isinstance(player, PlayerRow)
        assert player.unique_finds == sum(row.discoverer == player.sub for row in piclets)
        assert player.score >= 0
