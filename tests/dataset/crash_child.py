"""A server's ledger and dataset under load, in a process that is going to be killed.

Each acknowledged scan is a line in a file, written after its acknowledgement and in one piece.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
from pathlib import Path
from typing import Any

from piclets.dataset.dataset import Dataset, Parts
from piclets.dataset.repo import DatasetRepo
from piclets.errors import StorageUnavailable
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from tests.dataset.game import REPO, HastyClock, scan

PLAYERS = 12
THINGS = ("pillow", "cup", "lamp", "shoe", "plate", "chair")
LOOKS = ("blue", "red", "velvet", "old", "tiny", "striped")


def play(folder: str, hub: str, token: str, waits: bool, seed: int, told: str) -> None:
    """Play until killed."""
    acknowledgements = os.open(told, os.O_WRONLY | os.O_APPEND)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    ledger = Ledger.open(f"sqlite:///{home}/ledger.sqlite3", made_for="test", publishes=True)
    images = ImageStore(home / "images")
    parts = Parts(
        DatasetRepo(hub, REPO, token),
        ledger,
        images,
        1_000_000,
        packs=False,
        waits_for_commit=waits,
        clock=HastyClock(),
    )
    dataset = Dataset(parts)
    dataset.start()
    players = [
        threading.Thread(target=_player, args=(number, seed, ledger, images, dataset, acknowledgements))
        for number in range(PLAYERS)
    ]
    for thread in players:
        thread.start()
    for thread in players:
        thread.join()


def _player(
    number: int, seed: int, ledger: Ledger, images: ImageStore, dataset: Dataset, acknowledgements: int
) -> None:
    rng = random.Random(seed * 1_000 + number)
    who = f"player{number}"
    pause = threading.Event()
    while True:
        if dataset.refusal() is not None:
            pause.wait(0.005)
            continue
        thing, look = rng.choice(THINGS), rng.choice(LOOKS)
        attributes = (look,) if rng.random() < 0.5 else ()
        photo = f"{rng.random()}" if rng.random() < 0.8 else f"{who}'s favourite"
        recorded = scan(ledger, images, who, thing, *attributes, photo=photo)
        try:
            dataset.published(recorded.seq).result(timeout=60)
        except StorageUnavailable:
            continue
        answer: dict[str, Any] = {"who": who, "photo": photo, "typeId": recorded.type_id, "status": recorded.status}
        os.write(acknowledgements, (json.dumps(answer) + "\n").encode())
        pause.wait(rng.random() * 0.03)
