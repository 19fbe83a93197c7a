"""A game that nears the Hub's recommended number of files packs what is old, and stays what it was."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from piclets.admin.moderation import Moderation
from piclets.dataset import layout
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from tests.dataset.game import REPO, Server, picture, player, verified
from tests.dataset.long_game import EVENTS, LIKE, SCANS, a_long_game
from tests.loopback.hub import CommitFault, LoopbackHub
from tests.loopback.hub_repo import Blob, Repo
from tests.waiting import until

pytestmark = pytest.mark.thorough

PACKS = 2


@dataclass(frozen=True)
class Game:
    """A long game, all of it in the dataset, nothing packed: the server's folder and the Hub's repos."""

    folder: Path
    repos: dict[str, Repo]


@pytest.fixture(scope="module")
def long_game(running_hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> Game:
    """Played once; each test has a copy."""
    running_hub.reset()
    server = Server.at(tmp_path_factory.mktemp("played") / "a", running_hub)
    server.ledger.import_events(a_long_game(server))
    server.start().settle()
    return Game(server.folder, running_hub.saved())


@pytest.fixture
def played(hub: LoopbackHub, long_game: Game, tmp_path: Path) -> Path:
    """The folder of a server that has published a long game, and stopped."""
    hub.restore(long_game.repos)
    return shutil.copytree(long_game.folder, tmp_path / "a")


def things_of(pack: int) -> list[str]:
    """The things that a pack's events discovered; an event's number is one less than its seq."""
    seqs = range(max(1, pack * layout.PACK), layout.last_of_pack(pack) + 1)
    return [f"thing{(seq - 1) // SCANS}" for seq in seqs if (seq - 1) % SCANS == 0]


def files(hub: LoopbackHub) -> set[str]:
    return set(hub.repo(REPO).files)


def head(hub: LoopbackHub) -> dict[str, object]:
    told: dict[str, object] = json.loads(hub.repo(REPO).files[layout.HEAD].content)
    return told


def packed(hub: LoopbackHub, folder: Path) -> Server:
    """A server that has packed all that can be packed, and goes on."""
    server = Server.at(folder, hub, packs=True).start()
    until(lambda: head(hub)["packs"] == PACKS and server.dataset.state()["documentsPending"] == 0, within=60)
    return server


def line_of(hub: LoopbackHub, thing: str, pack: int = 0) -> dict[str, object] | None:
    """What a pack's documents say of a thing."""
    lines = hub.repo(REPO).files[layout.packed_documents(pack)].content.splitlines()
    found = [line for line in map(json.loads, lines) if line["objectName"] == thing]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.timeout(240)
def test_what_is_old_is_packed_and_everything_is_still_there(hub: LoopbackHub, played: Path, tmp_path: Path) -> None:
    before = files(hub)
    server = packed(hub, played)
    until(lambda: layout.MANIFEST in files(hub))  # by which the fresh server below is restored
    server.settle()
    after = files(hub)
    assert verified(hub).pending == 0
    of_things = [path for path in before if path.startswith(("images/", "piclets/", "metadata/piclets/"))]
    assert len(of_things) > 2 * EVENTS // SCANS
    for kind, old in (("images/", "images/packs/"), ("piclets/", "piclets/packs/")):
        loose = [path for path in after if path.startswith(kind) and not path.startswith(old)]
        assert 0 < len(loose) <= (EVENTS - PACKS * layout.PACK) // SCANS + 1
        assert len([path for path in after if path.startswith(old)]) == PACKS
    assert after >= {layout.packed_table(pack) for pack in range(PACKS)}
    line = line_of(hub, "thing7")
    assert line is not None
    assert line["canonical"]["scanCount"] == SCANS  # type: ignore[index]  # a document
    assert line["variations"] == []

    fresh = Server.at(tmp_path / "fresh", hub).start()  # without the setting: what is packed stays packed
    until(lambda: fresh.ledger.restored)
    for thing in ("thing7", "thing120", "thing150", "thing214"):
        entry = Queries(fresh.ledger.database).piclet(f"{thing}_canonical")
        assert entry is not None
        found = fresh.dataset.picture(entry.image)
        assert found is not None
        assert found.read_bytes() == picture(LIKE.get(thing, thing))
    fresh.settle()
    assert head(hub)["packs"] == PACKS
    verified(hub)


@pytest.mark.timeout(240)
def test_a_picture_that_was_set_aside_is_there_with_its_pack(hub: LoopbackHub, played: Path) -> None:
    """Tried again later on, it would stand beside the pack, where nothing belongs any more."""
    path = next(path for path in sorted(files(hub)) if path.startswith("images/"))
    told = json.dumps(head(hub) | {"setAside": [path]}).encode()
    hub.repo(REPO).commit({layout.HEAD: Blob.regular(told), path: None}, "set aside", "")
    server = packed(hub, played)
    assert server.dataset.state()["setAside"] == []
    server.settle()
    assert path not in files(hub)
    verified(hub)


@pytest.mark.timeout(240)
def test_what_changes_in_a_pack_is_published(hub: LoopbackHub, played: Path) -> None:
    server = packed(hub, played)
    moderation = Moderation(server.ledger, Reports(server.ledger.database))
    server.scan("newcomer", "thing7")
    moderation.decide("hide", "thing8_canonical", why="because")
    moderation.decide("rename", "thing9", "gadget", why="because")
    moderation.decide("merge", "thing10", "thing11", why="because")
    moderation.decide("erase", player("12").sub, why="asked for it")
    until(lambda: server.dataset.state()["pending"] == 0 and server.dataset.state()["documentsPending"] == 0)
    server.settle()
    verified(hub)
    changed = line_of(hub, "thing7")
    assert changed is not None
    assert changed["canonical"]["scanCount"] == SCANS + 1  # type: ignore[index]  # a document
    assert line_of(hub, "thing8") is None
    assert line_of(hub, "thing9") is None
    assert line_of(hub, "gadget") is not None
    assert (line_of(hub, "thing10") is None) != (line_of(hub, "thing11") is None)
    twelfth = line_of(hub, "thing12")
    assert twelfth is not None
    assert twelfth["canonical"]["discoveredBy"] == "a player"  # type: ignore[index]  # a document


@pytest.mark.timeout(240)
def test_a_pack_on_an_empty_disk_is_made_from_the_dataset(hub: LoopbackHub, played: Path, tmp_path: Path) -> None:
    server = packed(hub, tmp_path / "empty")
    server.scan("somebody", "a new thing")
    server.settle()
    verified(hub)
    shared = server.images.keep_here(picture("thing7"))
    for pack in range(PACKS):
        with zipfile.ZipFile(io.BytesIO(hub.repo(REPO).files[layout.packed_pictures(pack)].content)) as pictures:
            assert shared in pictures.namelist()
            assert len(pictures.namelist()) == len({LIKE.get(thing, thing) for thing in things_of(pack)})


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "fault",
    [CommitFault(500, landed=True), CommitFault(cut="before"), CommitFault(cut="after"), CommitFault(412)],
    ids=["landed", "cut before", "cut after", "moved"],
)
def test_a_pack_whose_answer_is_lost_is_made_once(hub: LoopbackHub, played: Path, fault: CommitFault) -> None:
    hub.faults.commits += [fault] * 3  # the claim, and the packs
    packed(hub, played).settle()
    verified(hub)


@pytest.mark.timeout(240)
def test_a_pack_that_the_hub_refuses_leaves_all_as_it_was(hub: LoopbackHub, played: Path) -> None:
    before = files(hub)
    hub.faults.refuse = lambda path: path == layout.packed_pictures(0)
    server = Server.at(played, hub, packs=True).start()
    server.scan("somebody", "a new thing")
    server.settle()
    assert head(hub)["packs"] == 0
    assert files(hub) > before
    verified(hub)
