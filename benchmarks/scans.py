"""Complete scans per second and per CPU second, 1 to 256 in flight, with AI Spaces that answer at once.

The baseline in the same run is a plain reading of the game's first design: for every scan a `gradio_client.Client`
per step with default arguments, the object's and the player's files downloaded from the dataset, and one commit.
Ours is the whole game, acknowledged by the dataset like the baseline. Spaces and Hub are processes of their own, so
that only this side's CPU is counted. What is paid once, interfaces that are read and models that are loaded, is paid
before a row begins: a game that runs for days is meant.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import requests
from gradio_client import Client, handle_file
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.errors import EntryNotFoundError
from huggingface_hub.utils.tqdm import disable_progress_bars

from benchmarks.ledgers import Work
from benchmarks.loopback_hub import hub_process, token_of
from benchmarks.report import table
from piclets.domain.concepts import build_prompt, parse
from piclets.images.intake import read_photo
from piclets.server.memory import leave_what_stays
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings, prepare_environment
from tests.loopback.ai_spaces import Step
from tests.loopback.hub import TOKEN
from tests.loopback.quick_spaces import quick_spaces
from tests.photos import take_photo

IN_FLIGHT = (1, 8, 64, 256)
PLAIN_IN_FLIGHT = (1, 8)
PLAYERS = 3_000
WARM_UP, PLAIN_WARM_UP = 40, 4
SIGNING_IN = 64
"""So many tokens that nobody knows are shown at once: the game refuses what comes on top of 200."""
_numbers = itertools.count()


def run(work: Work) -> str:
    disable_progress_bars()
    share = 4 if work.quick else 1
    folder = work.folder / "scans"
    folder.mkdir(exist_ok=True)
    photos = (take_photo(folder, f"photo{number}", seed=number, size=(640, 480)) for number in itertools.count())
    with quick_spaces() as spaces, hub_process(PLAYERS) as hub:
        plain = Plain(spaces, hub, folder / "plain")
        _crowd(plain.scan, 2, _some(photos, PLAIN_WARM_UP))
        rows = [
            Rate.of(f"a plain reading, {n} in flight", partial(_crowd, plain.scan, n), _some(photos, 4 + 2 * n))
            for n in PLAIN_IN_FLIGHT
        ]
        with _game(spaces, hub, folder / "game") as game:
            _play(game, 8, _some(photos, WARM_UP))
            rows += [
                Rate.of(f"the game, {n} in flight", partial(_play, game, n), _some(photos, (40 + n) // share))
                for n in IN_FLIGHT
            ]
    best = rows[: len(PLAIN_IN_FLIGHT)]
    by_clock, by_cpu = max(row.by_clock for row in best), max(row.by_cpu for row in best)
    return table(
        ["", "scans a second", "against the best plain", "scans a CPU second", "against the best plain"],
        [
            [
                row.what,
                f"{row.by_clock:.2f}",
                f"{row.by_clock / by_clock:.1f}",
                f"{row.by_cpu:.1f}",
                f"{row.by_cpu / by_cpu:.1f}",
            ]
            for row in rows
        ],
    )


@dataclass(frozen=True)
class Rate:
    """Scans a second, and scans a second of this process's CPU."""

    what: str
    by_clock: float
    by_cpu: float

    @classmethod
    def of(cls, what: str, play: Callable[[Sequence[Path]], object], photos: Sequence[Path]) -> Rate:
        began, cpu = time.perf_counter(), time.process_time()
        play(photos)
        clock, cpu = time.perf_counter() - began, time.process_time() - cpu
        return cls(what, len(photos) / clock, len(photos) / cpu)


class Plain:
    """The first design, read plainly. Its commits take turns, since the Hub takes one at a time."""

    def __init__(self, urls: Mapping[Step, str], hub: str, folder: Path) -> None:
        self._urls = urls
        self._hub = hub
        self._folder = folder
        self._api = HfApi(endpoint=hub, token=TOKEN)
        self._repo = self._api.create_repo("Fraser/plain", repo_type="dataset", exist_ok=True).repo_id
        self._turn = Lock()

    def scan(self, photo: Path) -> None:
        token = token_of(next(_numbers))
        bearer = {"Authorization": f"Bearer {token}"}
        player = requests.get(f"{self._hub}/oauth/userinfo", headers=bearer, timeout=30).json()

        def client(step: Step) -> Client:
            return Client(self._urls[step], token=token, verbose=False)

        upload = {"input_image": handle_file(str(photo)), "extra_options": [], "name_input": "", "custom_prompt": ""}
        caption = client("caption").predict(**upload, api_name="/stream_chat")[1]
        concept = parse(client("concept").predict(message=build_prompt(caption, ()), api_name="/chat"))
        picture = client("image").predict(prompt=concept.image_prompt, api_name="/infer")[0]
        name, who = f"piclets/{concept.object_name}.json", f"users/{player['preferred_username']}.json"
        with self._turn:
            known, profile = self._read(name), self._read(who)
            known.setdefault("variations", []).append({"name": concept.name, "attributes": concept.attributes})
            profile["scans"] = profile.get("scans", 0) + 1
            image = f"images/{Path(picture).parent.name}.webp"
            self._api.create_commit(
                self._repo,
                [
                    CommitOperationAdd(name, json.dumps(known).encode()),
                    CommitOperationAdd(who, json.dumps(profile).encode()),
                    CommitOperationAdd(image, picture),
                ],
                commit_message=f"{concept.object_name} by {player['sub']}",
                repo_type="dataset",
            )

    def _read(self, path: str) -> dict[str, Any]:
        try:
            file = self._api.hf_hub_download(self._repo, path, repo_type="dataset", cache_dir=self._folder)
        except EntryNotFoundError:
            return {}
        found: dict[str, Any] = json.loads(Path(file).read_text())
        return found


def _crowd(scan: Callable[[Path], None], in_flight: int, photos: Sequence[Path]) -> None:
    with ThreadPoolExecutor(in_flight) as pool:
        list(pool.map(scan, photos))


@contextmanager
def _game(urls: Mapping[Step, str], hub: str, folder: Path) -> Iterator[Game]:
    """Started and ready to take scans, in a process that is prepared as the server's is."""
    settings = {
        "PICLETS_DATA_DIR": folder,
        "HF_TOKEN": TOKEN,
        "HF_ENDPOINT": hub,
        "PICLETS_DURABILITY": "published",
        "PICLETS_COMMITS_PER_HOUR": 100_000,
        "PICLETS_MAX_SCANS": max(IN_FLIGHT),
        **{f"PICLETS_{step.upper()}_SPACES": url for step, url in urls.items()},
    }
    prepared = Settings.model_validate(settings)
    prepare_environment(prepared)
    game = build_game(prepared)
    try:
        game.start()
        while not game.dataset or game.dataset.refusal() is not None:
            time.sleep(0.01)
        leave_what_stays()
        yield game
    finally:
        game.close()


def _play(game: Game, in_flight: int, photos: Sequence[Path]) -> None:
    async def everybody() -> None:
        free, door = asyncio.Semaphore(in_flight), asyncio.Semaphore(SIGNING_IN)

        async def scan(photo: Path) -> None:
            async with free:
                token, read = token_of(next(_numbers)), partial(read_photo, photo, photo.name)
                async with door:
                    await game.verification.player(token)
                game.browsing.scanned(await game.admission.scan(token, read, lambda _step, _words: None), "")

        await asyncio.gather(*map(scan, photos))

    asyncio.run(everybody())


def _some(photos: Iterator[Path], number: int) -> list[Path]:
    return list(itertools.islice(photos, number))
