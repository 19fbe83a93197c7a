"""A game without AI: a ledger, pictures and a dataset, and players who scan."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from piclets.dataset.dataset import Dataset, Parts
from piclets.dataset.pacing import Clock
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshotting import GROWTH
from piclets.dataset.verify import Findings, verify
from piclets.domain.records import Models, PicletData, Player, Stats
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication
from piclets.ledger.scans import Recorded, Scan
from tests.loopback.hub import LoopbackHub

REPO = "Fraser/piclets"
AT = "2026-07-26T10:30:00Z"


class HastyClock(Clock):
    """Real time, but every wait is a short one."""

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        return interrupt.wait(min(seconds, 0.02))


def picture(seed: str, size: int = 8) -> bytes:
    """A small webp, different for each seed."""
    colours = hashlib.sha256(seed.encode()).digest()
    image = Image.new("RGB", (size, size), tuple(colours[:3]))
    image.putpixel((0, 0), tuple(colours[3:6]))
    image.putpixel((1, 1), tuple(colours[6:9]))
    encoded = BytesIO()
    image.save(encoded, "WEBP", lossless=True)
    return encoded.getvalue()


def creature(name: str) -> PicletData:
    return PicletData(
        name=name.title()[:60],
        type="beast",
        tier="common",
        stats=Stats(hp=50, attack=60, defense=70, speed=80),
        height=0.4,
        weight=2.5,
        personality="Soft",
        description=f"A creature of {name}.",
        image_prompt=f"A {name} creature",
        models=Models(caption="c", concept="d", image="e"),
    )


def player(name: str, username: str | None = None) -> Player:
    return Player(sub=f"sub{name}", username=username or name)


def scan(
    ledger: Ledger,
    images: ImageStore,
    who: str,
    thing: str,
    *attributes: str,
    photo: str = "",
    at: str = AT,
    username: str | None = None,
) -> Recorded:
    """One whole scan; without `photo`, this player's one photo of that thing."""
    seed = photo or f"{who} {thing} {attributes}"
    return ledger.record(
        Scan(
            player=player(who, username),
            photo=hashlib.sha256(seed.encode()).hexdigest(),
            phash=hashlib.sha256(seed.encode()).hexdigest()[:16],
            at=at,
            object_name=thing,
            attributes=attributes,
            received=at,
            piclet_data=creature(thing),
            image=images.keep(picture(f"{thing} {attributes}")),
        )
    )


def verified(hub: LoopbackHub) -> Findings:
    """The dataset's report; it has to be content."""
    report = verify(DatasetRepo(hub.url, REPO, None))
    assert not report.problems
    return report


@dataclass
class Server:
    """One server's folder, ledger and dataset. Not started."""

    folder: Path
    ledger: Ledger
    images: ImageStore
    dataset: Dataset

    @classmethod
    def at(
        cls,
        folder: Path,
        hub: LoopbackHub,
        *,
        per_hour: int = 1_000_000,
        clock: Clock | None = None,
        waits: bool = True,
        token: str | None = None,
        packs: bool = False,
        growth: int = GROWTH,
        url: str | None = None,
    ) -> Server:
        """`growth`: events between two snapshots; `url`: of the ledger, where it is not a file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        ledger = Ledger.open(url or f"sqlite:///{folder}/ledger.sqlite3", made_for="test", publishes=True)
        images = ImageStore(folder / "images")
        repo = DatasetRepo(hub.url, REPO, token or hub.token)
        parts = Parts(
            repo,
            ledger,
            images,
            per_hour,
            packs=packs,
            waits_for_commit=waits,
            clock=clock or HastyClock(),
            snapshot_growth=growth,
        )
        return cls(folder, ledger, images, Dataset(parts))

    @property
    def publication(self) -> Publication:
        return Publication(self.ledger.database)

    def start(self) -> Server:
        self.dataset.start()
        return self

    def scan(self, who: str, thing: str, *attributes: str, photo: str = "") -> Recorded:
        return scan(self.ledger, self.images, who, thing, *attributes, photo=photo)

    def publish(self) -> None:
        """Wait until every event so far is in the dataset."""
        self.dataset.published(self.ledger.head()).result(timeout=30)

    def settle(self) -> None:
        """Publish everything, documents too, and stop."""
        self.dataset.stop(grace_s=120)
        self.ledger.close()

    def vanish(self) -> None:
        """Stop without publishing anything more."""
        self.dataset.stop(grace_s=0)
        self.ledger.close()
