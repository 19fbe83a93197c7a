"""What one scan's three AI calls cost this side: our chain against a plain gradio_client.Client per step.

    python -m benchmarks.chain [--chains 20] [--delay 20]

The Spaces are real Gradio apps that answer at once, in another process, so that only the client's CPU is counted.
The second table puts TLS and a delay line in front of them (`--delay` milliseconds each way).
"""

from __future__ import annotations

import argparse
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
from io import BytesIO
from pathlib import Path

import certifi
from gradio_client import Client, handle_file
from PIL import Image

from piclets.domain.concepts import build_prompt
from piclets.domain.photo import Photo
from piclets.services.chain import Chain, build_chain
from piclets.services.ports import Brief, Question, Session
from piclets.settings import Settings

TOKEN = "hf_benchmark"
STEPS = ("caption", "concept", "image")
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


def photo(number: int) -> Photo:
    """A photo of its own for each scan, 768 px."""
    jpeg = BytesIO()
    Image.radial_gradient("L").resize((768, 576)).convert("RGB").save(jpeg, "JPEG", quality=85)
    return Photo(jpeg=jpeg.getvalue(), sha256=f"{number:064x}", phash="0" * 16)


def plain(urls: dict[str, str]) -> Scan:
    """As gradio_client's documentation does it."""
    path = Path(tempfile.mkdtemp()) / "photo.jpg"
    path.write_bytes(photo(0).jpeg)

    def scan(number: int) -> None:
        def client(step: str) -> Client:
            return Client(urls[step], token=TOKEN, verbose=False)

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
    chain: Chain = build_chain(Settings.model_validate(names), NoCache())

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


def trusted_certificate() -> tuple[str, str]:
    """A certificate for loopback and its key, added to the authorities that both kinds of client trust."""
    folder = Path(tempfile.mkdtemp())
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


def report(title: str, urls: dict[str, str], chains: int, in_flight: int) -> None:
    print(f"\n### {title}\n")
    print("| per three-step chain | wall ms | CPU ms | threads more than scans |\n|---|---:|---:|---:|")
    # The chain goes first: threads of plain clients linger.
    kinds = {"the chain": ours(urls), "plain Client per step": plain(urls)}
    alone, together = {}, {}
    for name, scan in kinds.items():
        alone[name] = lone(scan, chains)
        together[name] = crowd(scan, in_flight, in_flight)
    for name, cost in alone.items():
        print(f"| {name}, alone | {cost.wall:.0f} | {cost.cpu:.1f} | {cost.threads} |")
    for name, cost in together.items():
        print(f"| {name}, {in_flight} in flight | {cost.wall:.0f} | {cost.cpu:.1f} | {cost.threads} |")
    mine, base = alone.values()
    print(f"\nAlone: 1/{base.cpu / mine.cpu:.1f} of the CPU, 1/{base.wall / mine.wall:.1f} of the wall time.")
    mine, base = together.values()
    print(f"{in_flight} in flight: 1/{base.cpu / mine.cpu:.1f} of the CPU.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chains", type=int, default=20)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--delay", type=float, default=20.0)
    wanted = parser.parse_args()
    certificate, key = trusted_certificate()
    with spaces() as urls:
        report("Zero latency, plain HTTP", urls, wanted.chains, wanted.in_flight)
    with spaces(str(wanted.delay), certificate, key) as urls:
        report(
            f"TLS, {2 * wanted.delay:.0f} ms round trips",
            urls,
            max(5, wanted.chains // 2),
            max(1, wanted.in_flight // 4),
        )


if __name__ == "__main__":
    main()
