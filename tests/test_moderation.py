"""The console's decisions, taken into a ledger and looked at through what players read."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from piclets.browsing import discovery_status
from piclets.domain.events import PlayerErased
from piclets.domain.tables import ROW_TYPES, ObjectRow, PicletRow, PlayerRow
from piclets.errors import InvalidRequest, NotFound, RateLimited, ServiceUnavailable, UnsafeContent
from piclets.ledger import schema
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.dex import DexQueries, Search
from piclets.ledger.ledger import Ledger, PictureNeeded
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.moderation import Moderation
from tests.ledger.conftest import MADE_FOR
from tests.ledger.test_rebuild import events_of, folded, fresh_ledger, rows
from tests.making import AT, scan

WHY = "because it is so"


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
    moderation.hide("pillow_001", WHY)

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

    moderation.unhide("pillow_001", WHY)
    assert "pillow_001" in everything_read(ledger)
    assert ledger.record(scan("cy", "pillow", "velvet")).type_id == "pillow_001"


def test_a_hidden_canonical_closes_its_object(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow", "velvet"))
    moderation.hide("pillow_canonical", WHY)
    assert queries.object_details("pillow", 10) is None
    assert "pillow" not in everything_read(ledger)
    for attributes in ((), ("velvet",), ("new",)):
        with pytest.raises(UnsafeContent):
            ledger.record(scan("cy", "pillow", *attributes))
    assert queries.totals().objects == 0


def test_a_renamed_object_answers_to_both_names(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow", "velvet"))
    moderation.rename("pillow", "Head Rest", WHY)

    for name in ("pillow", "head_rest"):
        details = queries.object_details(name, 10)
        assert details is not None
        assert (details.name, details.canonical.type_id) == ("head_rest", "pillow_canonical")
        assert [entry.type_id for entry in details.variations] == ["pillow_001"]
    assert queries.canonical_of("head_rest") == "pillow_canonical"
    assert ledger.record(scan("cy", "pillow")).type_id == "pillow_canonical"
    assert ledger.record(scan("cy", "head_rest")).type_id == "pillow_canonical"
    assert ledger.record(scan("cy", "pillow", "striped")).type_id == "head_rest_002"
    with pytest.raises(InvalidRequest, match="was a name"):
        moderation.remove_alias("pillow", WHY)
    moderation.rename("head rest", "pillow", WHY)
    assert ledger.record(scan("cy", "pillow", "dotted")).type_id == "pillow_003"


def test_a_rename_never_takes_anothers_name(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    ledger.record(scan("ada", "mug"))
    with pytest.raises(InvalidRequest, match="Merge the two"):
        moderation.rename("mug", "teddy bear", WHY)
    with pytest.raises(InvalidRequest, match="alias of teddy_bear"):
        moderation.rename("mug", "teddybear", WHY)
    with pytest.raises(NotFound):
        moderation.rename("unicorn", "mug", WHY)
    assert ledger.head() == 2


def test_a_merge_and_its_undoing(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    photo = scan("bob", "mug")
    ledger.record(photo)
    ledger.record(scan("bob", "mug", "velvet"))
    ledger.record(scan("cy", "pillow", "striped"))
    scores = [(leader.username, leader.score) for leader in queries.leaders(10)]
    moderation.merge("mug", "pillow", WHY)

    details = queries.object_details("mug", 10)
    assert details is not None
    assert (details.name, details.total_scans, details.variation_count) == ("pillow", 4, 3)
    assert [entry.type_id for entry in details.variations] == ["pillow_001", "mug_canonical", "mug_001"]
    assert [discovery_status(entry) for entry in details.variations] == ["variation", "new", "variation"]
    assert [(leader.username, leader.score) for leader in queries.leaders(10)] == scores
    assert ledger.record(scan("cy", "mug")).type_id == "pillow_canonical"
    assert ledger.record(scan("ada", "pillow", "velvet")).type_id == "mug_001"
    assert ledger.record(scan("ada", "mug", "golden")).type_id == "pillow_004"
    assert ledger.copy_of("pillow", photo.phash) == "mug_canonical"
    replayed = ledger.replay("sub-bob", photo.photo)
    assert replayed is not None
    assert (replayed.status, replayed.type_id) == ("new", "mug_canonical")

    [merge] = moderation.decided()
    moderation.undo_merge(merge.event.id, WHY)
    details = queries.object_details("mug", 10)
    assert details is not None
    assert (details.name, details.canonical.type_id, details.total_scans) == ("mug", "mug_canonical", 3)
    assert ledger.copy_of("mug", photo.phash) == "mug_canonical"
    assert ledger.record(scan("dee", "mug", "silver")).type_id == "mug_002"
    assert ledger.record(scan("dee", "pillow", "silver")).type_id == "pillow_005"
    with pytest.raises(InvalidRequest, match="undone already"):
        moderation.undo_merge(merge.event.id, WHY)


def test_merges_are_undone_from_the_last(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    for name in ("pillow", "mug", "cat"):
        ledger.record(scan("ada", name))
    moderation.merge("mug", "pillow", WHY)
    moderation.rename("pillow", "vase", WHY)
    moderation.merge("vase", "cat", WHY)
    second, _, first = moderation.decided()
    moderation.undo_merge(second.event.id, WHY)
    moderation.undo_merge(first.event.id, WHY)
    for name, canonical in {"mug": "mug", "vase": "pillow", "pillow": "pillow", "cat": "cat"}.items():
        details = queries.object_details(name, 10)
        assert details is not None
        assert (details.canonical.type_id, details.variation_count) == (f"{canonical}_canonical", 0)


def test_a_removed_alias_leads_nowhere(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    undrawn = scan("bob", "teddybear", drawn=False)
    assert not ledger.match("teddybear", ()).needs_picture
    moderation.remove_alias("teddybear", WHY)
    with pytest.raises(PictureNeeded):
        ledger.record(undrawn)
    assert queries.object_details("teddybear", 1) is None
    assert ledger.record(scan("bob", "teddybear")).type_id == "teddybear_canonical"
    with pytest.raises(NotFound):
        moderation.remove_alias("unicorn", WHY)


def test_a_blocked_player_reads_and_scans_no_more(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    first = scan("ada", "pillow")
    ledger.record(first)
    moderation.block("sub-ada", WHY)
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
        moderation.block("sub-ada", WHY)
    moderation.unblock("sub-ada", WHY)
    assert ledger.record(scan("ada", "mug")).status == "new"
    with pytest.raises(NotFound):
        moderation.block("sub-nobody", WHY)


def test_a_revoked_discovery_is_the_next_finders(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("ada", "pillow", "velvet"))
    ledger.record(scan("bob", "pillow"))
    ledger.record(scan("cy", "mug"))
    moderation.revoke("sub-ada", WHY)

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
    moderation.revoke("sub-cy", WHY, ("pillow_canonical",))
    cy = queries.standing("sub-cy")
    assert cy is not None
    assert (cy.score, cy.unique_finds) == (125, 1)
    with pytest.raises(InvalidRequest, match="not discovered"):
        moderation.revoke("sub-ada", WHY)


def test_an_erased_player_is_nowhere(ledger: Ledger, moderation: Moderation, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "pillow"))
    ledger.record(scan("bob", "mug"))
    moderation.block("sub-bob", "Said things")
    Allowances(ledger.database).take("sub-bob", Allowance("scans", 10), 0.0)
    reports = Reports(ledger.database)
    reports.file(at=AT, reporter="sub-bob", type_id="pillow_canonical", reason="other", words="Hm")
    before = ledger.head()
    moderation.erase("sub-bob", WHY)

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
    moderation.erase("sub-bob", WHY)
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
        moderation.hide("pillow_canonical", "  ")
    moderation.hide("pillow_canonical", " spam \n of a shop ")
    moderation.block("sub-ada", "a shop")
    block, hide = moderation.decided()
    assert (hide.event.by, hide.event.why, hide.about) == ("admin", "spam of a shop", "pillow_canonical")
    assert (block.event.kind, block.about, block.seq) == ("player_blocked", "sub-ada", 3)
    with pytest.raises(InvalidRequest, match="already"):
        moderation.hide("pillow_canonical", WHY)
    with pytest.raises(NotFound):
        moderation.hide("unicorn_canonical", WHY)


def test_objects_and_players_are_found(ledger: Ledger, moderation: Moderation) -> None:
    ledger.record(scan("ada", "teddy_bear"))
    ledger.record(scan("adam", "teddy_bear", "old"))
    moderation.hide("teddy_bear_001", WHY)
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
    moderation.set_maintenance(" Back at  noon. ")
    assert moderation.maintenance() == "Back at noon."
    with pytest.raises(ServiceUnavailable, match=r"Back at noon\."):
        ledger.replay("sub-ada", "photo")
    moderation.set_maintenance("")
    assert ledger.replay("sub-ada", "photo") is None


NAMES = st.sampled_from(["pillow", "mug", "teddy_bear", "teddybear", "cat"])
PLAYERS = st.sampled_from(["ada", "bob", "cy"])
ATTRIBUTES = st.lists(st.sampled_from(["blue", "velvet", "old"]), unique=True, max_size=2)
Move = Callable[[Ledger, Moderation], object]
A_SCAN: st.SearchStrategy[Move] = st.builds(
    lambda who, what, attributes, photo: lambda ledger, _: ledger.record(scan(who, what, *attributes, photo=photo)),
    PLAYERS, NAMES, ATTRIBUTES, st.integers(0, 25),
)  # fmt: skip
A_DECISION: st.SearchStrategy[Move] = st.one_of(
    st.builds(lambda name, n: lambda _, m: m.hide(_id(m, name, n), WHY), NAMES, st.integers(0, 4)),
    st.builds(lambda name, n: lambda _, m: m.unhide(_id(m, name, n), WHY), NAMES, st.integers(0, 4)),
    st.builds(
        lambda old, new: lambda _, m: m.rename(old, new, WHY), NAMES, st.sampled_from(["vase", "pillow", "cup"])
    ),
    st.builds(lambda left, right: lambda _, m: m.merge(left, right, WHY), NAMES, NAMES),
    st.builds(lambda n: lambda _, m: m.undo_merge(_a_merge(m, n), WHY), st.integers(0, 3)),
    st.builds(lambda name: lambda _, m: m.remove_alias(name, WHY), NAMES),
    st.builds(lambda who: lambda _, m: m.block(f"sub-{who}", WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.unblock(f"sub-{who}", WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.revoke(f"sub-{who}", WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.erase(f"sub-{who}", WHY), PLAYERS),
)


def _id(moderation: Moderation, name: str, number: int) -> str:
    piclets = moderation.find_object(name).piclets
    return piclets[number % len(piclets)].type_id


def _a_merge(moderation: Moderation, number: int) -> str:
    merges = [each.event.id for each in moderation.decided() if each.event.kind == "objects_merged"]
    return merges[number % len(merges)] if merges else uuid.uuid4().hex


# The folder is shared by all examples; each makes a file of its own in it.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(A_SCAN, A_SCAN, A_DECISION), max_size=25))
def test_whatever_is_decided_the_tables_are_the_fold_of_the_log(tmp_path: Path, moves: list[Move]) -> None:
    with fresh_ledger(tmp_path) as ledger:
        moderation = Moderation(ledger, Reports(ledger.database))
        for move in moves:
            try:
                move(ledger, moderation)
            except (InvalidRequest, NotFound, UnsafeContent, RateLimited):
                continue
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
