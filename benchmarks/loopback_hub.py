"""The loopback Hub in a process of its own: knows `players`, prints its address, serves until its input closes.

A player's token is `hf_oauth_player<number>`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.loopback.hub import start_hub


def token_of(player: int) -> str:
    return f"hf_oauth_player{player}"


@contextmanager
def hub_process(players: int) -> Iterator[str]:
    """Its address."""
    command = [sys.executable, "-m", "benchmarks.loopback_hub", str(players)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(20)


def main(players: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hub = start_hub(xet_folder=Path(folder))
        for number in range(players):
            hub.accounts.sign_in(token_of(number), sub=f"sub{number}", username=f"player{number}")
        print(hub.url, flush=True)
        sys.stdin.read()
        hub.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]))
