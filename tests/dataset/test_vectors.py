"""The game's vectors in the dataset, and in a database that servers share: nobody computes them twice."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from piclets.admin.moderation import Moderation
from piclets.dataset.chain import Chain, Head, Position
from piclets.dataset.derived import Derived
from piclets.dataset.pacing import Clock, TokenBucket
from piclets.dataset.repo import DatasetRepo
from piclets.errors import ServiceUnavailable
from piclets.ledger.followers import Following
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.sights import Sights
from piclets.ledger.turns import LookingTurn
from piclets.ledger.vectors import SharedVectors
from piclets.ledger.wordbook import Wordbook
from piclets.search import scores
from piclets.search.game import GameCatalogue
from piclets.search.offering import ShardOffering
from piclets.search.shards import can_share, read_shard
from piclets.search.supply import Nothing, Published, Shared, Supply
from piclets.search.vectors import Matrix, Vector
from tests.dataset.game import REPO, Server, scan, verified
from tests.loopback.hub import LoopbackHub
from tests.loopback.hub_repo import Blob
from tests.services_needed import need
from tests.waiting import until

pytestmark = pytest.mark.thorough

MODEL = "test/eye@1"
FOLDER = "vectors/test--eye--1"
FIRST = f"{FOLDER}/0000/0000.parquet"
DIMENSION = 32
THINGS = ("pillow", "mug", "kettle", "lamp", "sofa")


class CountingEye:
    """An eye that reads, and says what it was asked for."""

    model = MODEL
    dimension = DIMENSION
    reads = True
    scales = scores.PLAIN

    def __init__(self, otherwise: str = "") -> None:
        self.asked: list[str] = []
        self._otherwise = otherwise

    def look(self, image: Image.Image) -> Vector:
        self.asked.append("picture")
        return self._vector(image.tobytes())

    def look_around(self, image: Image.Image) -> Matrix:
        return self.look(image)[None]

    def read(self, text: str) -> Vector:
        self.asked.append(text)
        return self._vector(text.encode())

    def _vector(self, data: bytes) -> Vector:
        seed = int.from_bytes(hashlib.sha256(self._otherwise.encode() + data).digest()[:8])
        made = np.random.default_rng(seed).normal(size=DIMENSION)
        return np.asarray(made / np.linalg.norm(made), np.float32)


@pytest.fixture(autouse=True)
def _parquet() -> None:
    need(can_share(), "pyarrow")


def catalogue(
    ledger: Ledger, eye: CountingEye, picture: Callable[[str], Path | None], file: Path, supply: Supply
) -> GameCatalogue:
    return GameCatalogue(eye, Sights(ledger.database), Wordbook(ledger.database), picture, file, supply)


class Seeing:
    """A server with the game's catalogue, which publishes it as soon as it can."""

    def __init__(self, folder: Path, hub: LoopbackHub, eye: CountingEye, *, every_s: float = 0.0) -> None:
        self.eye = eye
        self.server = Server.at(folder, hub)
        dataset = self.server.dataset
        supply = Published(dataset.derived, MODEL, DIMENSION)
        self.own = catalogue(self.server.ledger, eye, dataset.picture, folder / "own.vectors", supply)
        self.following = Following(self.server.ledger, self.own)
        offering = ShardOffering(
            Sights(self.server.ledger.database), lambda: self.own, youngest_every_s=0.0, youngest_first_s=0.0
        )
        dataset.publish_also(offering, every_s)

    def start(self) -> Seeing:
        self.server.start()
        until(lambda: self.server.dataset.refusal() is None)
        return self

    def published(self) -> None:
        """Look at all there is, and wait until the dataset has it."""
        self.following.catch_up()
        self.server.dataset.nudge()
        until(lambda: not self.own.looks.changed()[0])

    def stop(self) -> None:
        self.server.settle()


@pytest.fixture
def first(hub: LoopbackHub, tmp_path: Path) -> Iterator[Seeing]:
    """A server whose five Piclets are in the dataset, with their vectors."""
    seeing = Seeing(tmp_path / "a", hub, CountingEye()).start()
    for thing in THINGS:
        seeing.server.scan("ada", thing)
    seeing.published()
    yield seeing
    seeing.stop()


def restored(hub: LoopbackHub, folder: Path, eye: CountingEye | None = None) -> Seeing:
    """Another server, with an empty disk, once it has seen everything. It publishes nothing derived."""
    seeing = Seeing(folder, hub, eye or CountingEye(), every_s=1e9)
    seeing.start()
    seeing.following.catch_up()
    seeing.stop()
    return seeing


def counts(seeing: Seeing) -> tuple[int, int]:
    return len(seeing.own.looks.index["picture"]), len(seeing.own.looks.index["name"])


def test_a_restore_computes_two_vectors_and_takes_the_others(hub: LoopbackHub, first: Seeing, tmp_path: Path) -> None:
    assert len(first.eye.asked) == 10
    rows = read_shard(hub.repo(REPO).files[FIRST].content, MODEL, DIMENSION)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    second = restored(hub, tmp_path / "b")
    assert counts(second) == (5, 5)
    assert len(second.eye.asked) == 2  # one picture and one name, compared with the shard's
    for kind in ("picture", "name"):
        for seq in range(1, 6):
            ours, theirs = (each.own.looks.index[kind].vector(seq) for each in (first, second))
            assert ours is not None
            assert theirs is not None
            assert float(ours @ theirs) > 0.999
    assert verified(hub).events == 5


def test_what_the_dataset_has_is_not_sent_again(hub: LoopbackHub, first: Seeing, tmp_path: Path) -> None:
    before = len(hub.repo(REPO).commits)
    second = Seeing(tmp_path / "b", hub, CountingEye()).start()
    second.published()
    second.stop()
    assert len(hub.repo(REPO).commits) == before + 1  # the claim


def test_a_shard_waits_for_its_time(hub: LoopbackHub, tmp_path: Path) -> None:
    seeing = Seeing(tmp_path / "a", hub, CountingEye(), every_s=1e9).start()
    seeing.server.scan("ada", "mug")
    seeing.published()
    at_first = len(hub.repo(REPO).commits)
    seeing.server.scan("ada", "kettle")
    seeing.following.catch_up()
    seeing.server.publish()
    until(lambda: seeing.server.dataset.state()["documentsPending"] == 0)
    assert len(hub.repo(REPO).commits) == at_first + 1  # the scan's
    assert seeing.own.looks.changed()[0]
    seeing.stop()


def test_tokens_that_scans_may_need_are_left_to_them(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub)
    repo = DatasetRepo(hub.url, REPO, hub.token)

    class Asked:
        def next(self, folders: Callable[[str], Iterable[str]]) -> None:  # noqa: ARG002 - it offers nothing
            times.append(chain.bucket.tokens)

    times: list[float] = []
    position = Position("0", Head(log="x", epoch=1, server="y"), ())
    bucket = TokenBucket(100, tokens=1.5)
    chain = Chain(repo, position, bucket, Clock(), threading.Event(), lambda _trouble: None)
    derived = Derived(repo, server.publication, Asked(), lambda: 0.0)
    assert not derived.step(chain)
    assert not times
    bucket.tokens = 2.5
    assert not derived.step(chain)
    assert times == [2.5]
    server.ledger.close()


def test_what_is_hidden_goes_from_every_models_shard(hub: LoopbackHub, first: Seeing, tmp_path: Path) -> None:
    other = "vectors/old--eye/0000/0000.parquet"
    hub.repo(REPO).commit({other: Blob.regular(b"of a model that is not here any more")}, "another model's", "")
    Moderation(first.server.ledger, Reports(first.server.ledger.database)).decide(
        "hide", "mug_canonical", why="a test"
    )
    first.published()
    files = hub.repo(REPO).files
    assert [row.seq for row in read_shard(files[FIRST].content, MODEL, DIMENSION)] == [1, 3, 4, 5]
    assert other not in files
    assert counts(restored(hub, tmp_path / "b")) == (4, 4)


def test_a_shard_with_nothing_in_it_is_no_more(hub: LoopbackHub, tmp_path: Path) -> None:
    seeing = Seeing(tmp_path / "a", hub, CountingEye()).start()
    seeing.server.scan("ada", "mug")
    seeing.published()
    assert FIRST in hub.repo(REPO).files
    Moderation(seeing.server.ledger, Reports(seeing.server.ledger.database)).decide(
        "hide", "mug_canonical", why="a test"
    )
    seeing.published()
    assert FIRST not in hub.repo(REPO).files
    seeing.stop()


def test_a_renamed_thing_is_read_anew_alone(hub: LoopbackHub, first: Seeing, tmp_path: Path) -> None:
    first.eye.asked.clear()
    before = hub.repo(REPO).files[FIRST]
    Moderation(first.server.ledger, Reports(first.server.ledger.database)).decide(
        "rename", "mug", "cup", why="a test"
    )
    first.published()
    assert first.eye.asked == ["a photo of a cup"]
    hub.repo(REPO).commit({FIRST: before}, "the vector of the name before", "")
    second = restored(hub, tmp_path / "b")
    assert "a photo of a cup" in second.eye.asked
    assert len(second.eye.asked) <= 3
    assert counts(second) == (5, 5)


DAMAGE: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda _data: None,
    "cut": lambda data: data[: len(data) // 2],
    "nonsense": lambda _data: b"nonsense",
    "a bit": lambda data: data[:400] + bytes([data[400] ^ 1]) + data[401:],
    "too large": lambda data: data + bytes(10_000_000),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_shard_that_is_no_good_is_computed_again(
    hub: LoopbackHub, first: Seeing, tmp_path: Path, kind: str
) -> None:
    made = DAMAGE[kind](hub.repo(REPO).files[FIRST].content)
    hub.repo(REPO).commit({FIRST: Blob.regular(made) if made is not None else None}, "damage", "")
    second = restored(hub, tmp_path / "b")
    assert counts(second) == (5, 5)
    assert len(second.eye.asked) == 10


def test_vectors_of_other_weights_are_computed_again(hub: LoopbackHub, first: Seeing, tmp_path: Path) -> None:
    second = restored(hub, tmp_path / "b", CountingEye(otherwise="trained longer"))
    assert counts(second) == (5, 5)
    assert len(second.eye.asked) == 11  # the one that showed it, and all


def test_a_dataset_that_is_away_keeps_nothing_from_being_read(tmp_path: Path, hub: LoopbackHub) -> None:
    server = Server.at(tmp_path / "a", hub)
    server.scan("ada", "mug")
    asked: list[str] = []

    def away(path: str, _most: int) -> bytes | None:
        asked.append(path)
        raise ServiceUnavailable("The dataset is away.")

    eye = CountingEye()
    supply = Published(away, MODEL, DIMENSION)
    own = catalogue(server.ledger, eye, server.images.find, tmp_path / "own.vectors", supply)
    Following(server.ledger, own).catch_up()
    assert asked == [FIRST]
    assert len(eye.asked) == 2
    server.ledger.close()


def test_servers_of_one_database_compute_once(tmp_path: Path, postgres_url: str, hub: LoopbackHub) -> None:
    donor = Server.at(tmp_path / "pictures", hub)  # has the pictures, on a disk that all three see
    ledgers = [Ledger.open(postgres_url, made_for="test", publishes=False) for _ in range(3)]
    eyes = [CountingEye() for _ in ledgers]
    owns = []
    for at, (ledger, eye) in enumerate(zip(ledgers, eyes, strict=True)):
        table, turn = SharedVectors(ledger.database), LookingTurn(ledger.database, MODEL)
        supply = Shared(table, turn, MODEL, DIMENSION, Nothing())
        owns.append(catalogue(ledger, eye, donor.images.find, tmp_path / f"{at}.vectors", supply))
    followings = [Following(ledger, own) for ledger, own in zip(ledgers, owns, strict=True)]
    for thing in THINGS:
        scan(ledgers[0], donor.images, "ada", thing)
    for following in followings:
        following.start()
    until(lambda: all(len(own.looks.index[kind]) == 5 for own in owns for kind in own.looks.index))
    assert sum(len(eye.asked) for eye in eyes) == 10
    working = next(at for at, eye in enumerate(eyes) if eye.asked)

    # Who computed stops: another takes over, for what is discovered from then on.
    followings[working].stop()
    owns[working].close()
    scan(ledgers[0], donor.images, "bob", "teapot")
    rest = [own for at, own in enumerate(owns) if at != working]
    until(lambda: all(len(own.looks.index["name"]) == 6 for own in rest))
    assert sum(len(eye.asked) for eye in eyes) == 12

    Moderation(ledgers[0], Reports(ledgers[0].database)).decide("hide", "mug_canonical", why="a test")
    until(lambda: all(len(own.looks.index["picture"]) == 5 for own in rest))
    until(lambda: not SharedVectors(ledgers[0].database).read(MODEL, [2]))
    for at, following in enumerate(followings):
        following.stop()
        owns[at].close()
        ledgers[at].close()
    donor.ledger.close()
