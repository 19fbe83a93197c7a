"""What a scan is decided to be, and what happens when many are decided at once (contract, part 3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from piclets.domain.events import PlayerRenamed, Scanned
from piclets.domain.names import spellings
from piclets.domain.records import Player
from piclets.ledger.ledger import Ledger, LookAlike
from piclets.ledger.queries import Queries
from piclets.ledger.scans import PictureNeeded, Recorded, Scan
from tests.ledger.conftest import OpenLedger
from tests.ledger.racing import at_once, in_processes
from tests.making import AT, MADE_FOR, player, scan

PLAYERS = 60


def outcome(recorded: Recorded) -> tuple[str, str]:
    return recorded.status, recorded.type_id


def scan_count(ledger: Ledger, type_id: str) -> int:
    found = Queries(ledger.database).piclet(type_id)
    assert found is not None
    return found.scan_count


def record_until_drawn(ledger: Ledger, what: Scan) -> Recorded:
    """As the use case does: nothing is drawn before the ledger asks for it."""
    try:
        return ledger.record(replace(what, piclet_data=None, image=None))
    except PictureNeeded:
        return ledger.record(what)


def test_new_existing_variation(ledger: Ledger) -> None:
    assert outcome(ledger.record(scan("ada", "pillow"))) == ("new", "pillow_canonical")
    assert outcome(ledger.record(scan("bob", "pillow"))) == ("existing", "pillow_canonical")
    assert outcome(ledger.record(scan("bob", "pillow", "blue", "velvet"))) == ("variation", "pillow_001")
    assert outcome(ledger.record(scan("cy", "pillow", "blue"))) == ("existing", "pillow_001")
    assert outcome(ledger.record(scan("cy", "pillow", "red"))) == ("variation", "pillow_002")


def test_the_places_of_events_have_no_gaps(ledger: Ledger) -> None:
    told: list[int] = []
    ledger.on_append(told.append)
    seqs = [ledger.record(scan("ada", name)).seq for name in ("pillow", "mug", "cat")]
    assert seqs == told == [1, 2, 3]
    assert ledger.head() == 3
    assert [seq for seq, _ in ledger.events_after(1, limit=10)] == [2, 3]
    assert [seq for seq, _ in ledger.events_after(0, limit=1)] == [1]


def test_one_canonical_however_many_scan_at_once(ledger: Ledger) -> None:
    recorded = at_once(ledger.record, [scan(f"player{number}", "pillow") for number in range(PLAYERS)])
    assert sorted(one.status for one in recorded) == ["existing"] * (PLAYERS - 1) + ["new"]
    assert {one.type_id for one in recorded} == {"pillow_canonical"}
    assert scan_count(ledger, "pillow_canonical") == PLAYERS
    creators = [leader for leader in Queries(ledger.database).leaders(PLAYERS) if leader.unique_finds]
    assert len(creators) == 1
    assert creators[0].score == 125


def test_racing_variations_are_numbered_without_gaps(ledger: Ledger) -> None:
    ledger.record(scan("ada", "pillow"))
    different = [scan(f"player{number}", "pillow", f"kind{number}") for number in range(20)]
    recorded = at_once(ledger.record, different)
    assert sorted(one.type_id for one in recorded) == [f"pillow_{number:03d}" for number in range(1, 21)]
    details = Queries(ledger.database).object_details("pillow", 100)
    assert details is not None
    assert [entry["typeId"] for entry in details.variations] == [f"pillow_{number:03d}" for number in range(1, 21)]
    assert details.variation_count == 20


def test_one_variation_when_all_show_the_same(ledger: Ledger) -> None:
    ledger.record(scan("ada", "pillow"))
    recorded = at_once(ledger.record, [scan(f"player{number}", "pillow", "blue") for number in range(20)])
    assert sorted(one.status for one in recorded) == ["existing"] * 19 + ["variation"]
    assert scan_count(ledger, "pillow_001") == 20


@pytest.mark.thorough
def test_racing_servers_agree_too(url: str, open_ledger: OpenLedger) -> None:
    """Four processes on one database; on SQLite they are no supported set-up, but even there nothing breaks."""
    ledger = open_ledger()
    in_processes(record_many, [(url, server) for server in range(4)])
    assert scan_count(ledger, "pillow_canonical") == PLAYERS
    events = [event for _, event in ledger.events_after(0, limit=1_000) if isinstance(event, Scanned)]
    assert [event.status for event in events if event.object_name == "pillow"] == ["new"] + ["existing"] * (
        PLAYERS - 1
    )
    assert sum(event.status == "new" for event in events) == 1 + PLAYERS
    assert all(ledger.rebuild().values())


def record_many(server: tuple[str, int]) -> None:
    url, number = server
    spellings("pillow")  # loads the names' dictionary, as a server does before its first scan
    ledger = Ledger.open(url, made_for=MADE_FOR, publishes=False)
    mine = [f"player{each}" for each in range(number, PLAYERS, 4)]
    at_once(ledger.record, [scan(who, what) for who in mine for what in ("pillow", f"thing_of_{who}")])
    ledger.close()


def test_the_same_photo_again_changes_nothing(ledger: Ledger) -> None:
    first = scan("ada", "pillow", photo="photo")
    told = ledger.record(first)
    ledger.record(scan("bob", "pillow"))
    for again in (first, scan("ada", "mug", "red", photo="photo", at="2027-01-01T00:00:00Z", drawn=False)):
        assert ledger.record(again) == replace(told, points=0, print=None, replayed=True)
    assert ledger.replay("sub-ada", first.photo) == replace(told, points=0, print=None, replayed=True)
    assert ledger.head() == 2
    assert scan_count(ledger, "pillow_canonical") == 2


def test_the_same_photo_at_once_counts_once(ledger: Ledger) -> None:
    recorded = at_once(ledger.record, [scan("ada", "pillow", photo="photo")] * 12)
    assert {outcome(one) for one in recorded} == {("new", "pillow_canonical")}
    assert [one.replayed for one in recorded].count(False) == 1
    assert ledger.head() == 1


def test_a_photo_that_has_a_piclet_gives_it_to_another_player(ledger: Ledger) -> None:
    theirs = scan("ada", "pillow", photo="photo")
    ledger.record(theirs)
    assert ledger.owner(theirs.photo) == "pillow_canonical"
    mine = scan("bob", "mug", "red", photo="photo", drawn=False)
    assert outcome(ledger.record(mine)) == ("existing", "pillow_canonical")
    known = ledger.record_known(scan("cy", "", photo="photo", drawn=False), "pillow_canonical")
    assert (known.status, known.object_name, known.points) == ("existing", "pillow", 25)
    assert scan_count(ledger, "pillow_canonical") == 3


def test_a_player_counts_once_per_piclet_and_every_scan_is_a_find(ledger: Ledger) -> None:
    points = [ledger.record(scan("ada", "pillow")).points for _ in range(3)]
    assert points == [125, 0, 0]
    assert scan_count(ledger, "pillow_canonical") == 1
    standing = Queries(ledger.database).standing("sub-ada")
    assert standing is not None
    assert (standing.total_finds, standing.unique_finds, standing.piclets) == (3, 1, 1)
    (find,) = Queries(ledger.database).collection("sub-ada", 10, 0)
    assert (find.times_scanned, find.first_discovery) == (3, True)


def test_the_bonus_falls_with_the_rarity(ledger: Ledger) -> None:
    points = [ledger.record(scan(f"player{number}", "pillow")).points for number in range(102)]
    assert points == [125] + [25] * 4 + [15] * 15 + [10] * 30 + [5] * 50 + [1] * 2


def test_who_lost_the_race_is_asked_for_a_picture_only_when_one_is_needed(ledger: Ledger) -> None:
    with pytest.raises(PictureNeeded):
        ledger.record(scan("ada", "pillow", drawn=False))
    assert ledger.head() == 0
    assert outcome(record_until_drawn(ledger, scan("ada", "pillow"))) == ("new", "pillow_canonical")
    assert outcome(ledger.record(scan("bob", "pillow", drawn=False))) == ("existing", "pillow_canonical")
    with pytest.raises(PictureNeeded):
        ledger.record(scan("bob", "pillow", "blue", drawn=False))
    assert outcome(record_until_drawn(ledger, scan("bob", "pillow", "blue"))) == ("variation", "pillow_001")


def test_drawing_on_demand_under_a_race(ledger: Ledger) -> None:
    everybody = [scan(f"player{number}", "pillow", *["blue"] * (number % 2)) for number in range(20)]
    recorded = at_once(lambda one: record_until_drawn(ledger, one), everybody)
    assert [one.status for one in recorded].count("new") == 1
    assert {one.type_id for one in recorded} == {"pillow_canonical", "pillow_001"}


def test_match_foretells_what_is_recorded(ledger: Ledger) -> None:
    assert ledger.match("pillow", ("blue",)).status == "new"
    ledger.record(scan("ada", "pillow"))
    assert ledger.match("pillow", ()).type_id == "pillow_canonical"
    foretold = ledger.match("pillow", ("blue",))
    assert (foretold.status, foretold.type_id) == outcome(ledger.record(scan("ada", "pillow", "blue")))


def test_a_rename_is_followed_everywhere(ledger: Ledger) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.follow_rename(Player(sub="sub-ada", username="lovelace"), AT)
    ledger.follow_rename(Player(sub="sub-ada", username="lovelace"), AT)
    ledger.follow_rename(player("stranger"), AT)
    queries = Queries(ledger.database)
    entry = queries.piclet("pillow_canonical")
    assert entry is not None
    assert (entry.discovered_by, entry.discoverer_id) == ("lovelace", "sub-ada")
    assert [leader.username for leader in queries.leaders(10)] == ["lovelace"]
    assert [type(event) for _, event in ledger.events_after(0, limit=10)] == [Scanned, PlayerRenamed]
    ledger.record(replace(scan("ada", "mug"), player=Player(sub="sub-ada", username="countess")))
    assert [entry.discovered_by for entry in queries.recent(10)] == ["countess", "countess"]


def test_copies_of_a_photo_are_found_among_those_of_the_same_object(ledger: Ledger) -> None:
    original = replace(scan("ada", "pillow", "blue"), phash="00000000000000ff")
    ledger.record(original)
    assert ledger.look_alike("pillow", "00000000000000fc") == LookAlike("pillow_canonical", "sub-ada")
    assert ledger.look_alike("pillow", "ff00ff00ff00ff00") is None
    assert ledger.look_alike("mug", "00000000000000ff") is None
