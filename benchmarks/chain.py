"""What one scan's three AI calls cost this side: our chain against a plain gradio_client.Client per step.

The Spaces are real Gradio apps that answer at once, in another process, so that only the client's CPU is counted.
The second table puts TLS and a delay line in front of them. Per three-step chain, in milliseconds.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import certifi
from gradio_client import Client, handle_file
from PIL import Image

from benchmarks.ledgers import Work
from benchmarks.report import table
from piclets.domain.concepts import build_prompt
from piclets.domain.photo import Photo
from piclets.services.chain import AiChain, build_chain
from piclets.services.ports import Brief, Question, Session
from piclets.settings import Settings

TOKEN = "hf_benchmark"
STEPS = ("caption", "concept", "image")
DELAY_MS = 20
Scan = Callable[[int], None]


@dataclass(frozen=True)
class Cost:
    """Milliseconds per chain, and the most threads at once beside those that ran the scans."""

    wall: float
    cpu: float
    threads: int


class NoCache(dict[str, str]):
    """Nothing is remembered: every scan calls all three Spaces."""

    def put(self, key: str, value: str) -> None:
        """Forget it."""


@cache
def jpeg() -> bytes:
    """A photo, 768 px."""
    encoded = BytesIO()
    Image.radial_gradient("L").resize((768, 576)).convert("RGB").save(encoded, "JPEG", quality=85)
    return encoded.getvalue()


def photo(number: int) -> Photo:
    """One of its own for each scan, as far as the chain can tell."""
    return Photo(jpeg=jpeg(), sha256=f"{number:064x}", phash="0" * 16)


def plain(urls: dict[str, str], **options: Any) -> Scan:
    """As gradio_client's documentation does it."""
    path = Path(tempfile.mkdtemp()) / "photo.jpg"
    path.write_bytes(jpeg())

    def scan(number: int) -> None:
        def client(step: str) -> Client:
            return Client(urls[step], token=TOKEN, verbose=False, **options)

        caption = client("caption").predict(
            input_image=handle_file(str(path)),
            extra_options=[],
            name_input="",
            custom_prompt="",
            api_name="/stream_chat",
        )[1]
        concept = client("concept").predict(message=build_prompt(caption, ()), api_name="/chat")
        picture = client("image").predict(prompt=f"{number} {concept[:200]}", api_name="/infer")[0]
        assert Path(picture).stat().st_size

    return scan


def ours(urls: dict[str, str]) -> Scan:
    """The game's chain."""
    names = {f"PICLETS_{step.upper()}_SPACES": urls[step] for step in STEPS}
    chain: AiChain = build_chain(Settings.model_validate(names), NoCache())

    def scan(number: int) -> None:
        session = Session(TOKEN, time.monotonic() + 120)
        taken = photo(number)
        caption = chain.caption(taken, session).text
        concept = chain.conceive(Question(build_prompt(caption, ()), caption, taken.sha256), session).markdown
        assert chain.paint(Brief(f"{number} {concept[:200]}", "beast", taken), session).webp

    return scan


def lone(scan: Scan, chains: int) -> Cost:
    """One chain after the other; the median wall time, the mean CPU time."""
    scan(0)
    walls = []
    with _threads_counted() as threads:
        before = _cpu()
        for number in range(1, chains + 1):
            started = time.perf_counter()
            scan(number)
            walls.append(time.perf_counter() - started)
        spent = _cpu() - before
    return Cost(statistics.median(walls) * 1000, spent / chains * 1000, threads[0])


def crowd(scan: Scan, chains: int, in_flight: int) -> Cost:
    """`in_flight` chains at once; wall and CPU time per chain."""
    scan(0)
    with ThreadPoolExecutor(in_flight) as pool, _threads_counted() as threads:
        before, started = _cpu(), time.perf_counter()
        list(pool.map(scan, range(1, chains + 1)))
        wall, spent = time.perf_counter() - started, _cpu() - before
    return Cost(wall / chains * 1000, spent / chains * 1000, threads[0] - in_flight)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def _threads_counted() -> Iterator[list[int]]:
    """The most threads there were, beside the main one and the one that looks, every 5 ms."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.005):
            most[0] = max(most[0], threading.active_count() - 2)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        done.set()
        looking.join()


@contextmanager
def spaces(*far_away: str) -> Iterator[dict[str, str]]:
    """The Spaces in a process of their own; `far_away`: a delay (milliseconds each way), certificate and key."""
    command = [sys.executable, "-m", "benchmarks.loopback_spaces", *far_away]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        urls: dict[str, str] = json.loads(process.stdout.readline())
        try:
            yield urls
        finally:
            process.stdin.close()
            process.wait(20)


def trusted_certificate(folder: Path) -> tuple[str, str]:
    """A certificate for loopback and its key, added to the authorities that both kinds of client trust."""
    certificate, key, bundle = folder / "loopback.pem", folder / "loopback.key", folder / "bundle.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    bundle.write_bytes(Path(certifi.where()).read_bytes() + certificate.read_bytes())
    os.environ["SSL_CERT_FILE"] = str(bundle)
    return str(certificate), str(key)


def measured(title: str, urls: dict[str, str], chains: int, in_flight: int) -> str:
    """One table, as Markdown."""
    mine_alone = lone(ours(urls), chains)
    mine_together = crowd(ours(urls), in_flight, in_flight)
    # Second, since threads of plain clients linger; and with patience, since a crowd of them runs into its own
    # default timeouts.
    base_alone = lone(plain(urls), chains)
    base_together = crowd(plain(urls, httpx_kwargs={"timeout": 120}), in_flight, in_flight)
    rows = [
        [name, f"{cost.wall:.0f}", f"{cost.cpu:.1f}", str(cost.threads)]
        for name, cost in (
            ("plain Client per step, alone", base_alone),
            ("the chain, alone", mine_alone),
            (f"plain Client per step, {in_flight} in flight", base_together),
            (f"the chain, {in_flight} in flight", mine_together),
        )
    ]
    ratios = (
        f"Alone: 1/{base_alone.cpu / mine_alone.cpu:.1f} of the CPU, "
        f"1/{base_alone.wall / mine_alone.wall:.1f} of the wall time. "
        f"{in_flight} in flight: 1/{base_together.cpu / mine_together.cpu:.1f} of the CPU."
    )
    headers = [title, "wall ms", "CPU ms", "threads more than scans"]
    return f"{table(headers, rows)}\n\n{ratios}"


def run(work: Work) -> str:
    """Both tables."""
    chains, in_flight = (5, 16) if work.quick else (20, 64)
    certificate, key = trusted_certificate(work.folder)
    with spaces() as urls:
        near = measured("Zero latency", urls, chains, in_flight)
    with spaces(str(DELAY_MS), certificate, key) as urls:
        far = measured(f"TLS, {2 * DELAY_MS} ms round trips", urls, chains // 2, in_flight // 2)
    return f"{near}\n\n{far}"
