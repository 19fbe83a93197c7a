"""The real server as a process of its own, on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
from gradio_client import Client, handle_file

from tests import plain

ROOT = Path(__file__).parent.parent
START_S = 300
PARAMETERS = {
    "get_user_piclets": ("hf_token", "limit", "offset"),
    "get_object_details": ("object_name",),
    "get_recent_activity": ("limit",),
    "get_leaderboard": ("limit",),
}


@dataclass
class Server:
    process: subprocess.Popen[str]
    url: str
    log_file: Path

    @cached_property
    def client(self) -> Client:
        return Client(self.url, verbose=False, analytics_enabled=False)

    @cached_property
    def console(self) -> httpx.Cookies:
        """A session of the console, by the one-time link of a server without a password."""
        return plain.get(self.console_link()).cookies

    def console_link(self) -> str:
        """The link that is printed next."""
        assert self.process.stdout
        return self.process.stdout.readline().strip().rpartition(" ")[2]

    def call(self, endpoint: str, **parameters: Any) -> dict[str, Any]:
        """A reading endpoint over plain HTTP: the least that stands between test and handler. Missing is null."""
        data = [parameters.get(name) for name in PARAMETERS[endpoint]]
        answer = plain.post(f"{self.url}/gradio_api/run/{endpoint}", json={"data": data}, timeout=90)
        answer.raise_for_status()
        result: dict[str, Any] = answer.json()["data"][0]
        return result

    def scan(self, photo: Path, token: Any) -> dict[str, Any]:
        result: dict[str, Any] = self.client.predict(
            image=handle_file(photo), hf_token=token, api_name="/generate_piclet"
        )
        return result

    def log(self) -> str:
        return self.log_file.read_text()

    def kill(self) -> None:
        """As a power cut would, for the process."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        if "client" in vars(self):
            self.client.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def clean_environment(**variables: str) -> dict[str, str]:
    """This process's environment without anything that sets up the game, and with these variables."""
    ours = ("PICLETS_", "HF_", "GRADIO_", "SPACE_", "OAUTH_", "DATASET_REPO", "DATABASE_URL", "ADMIN_PASSWORD")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | variables


@contextmanager
def running_server(data_dir: Path, **variables: str) -> Iterator[Server]:
    """Yields once the server answers; stops it at the end if it still runs."""
    log_file = data_dir.with_name(f"{data_dir.name}.log")
    with log_file.open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=clean_environment(PICLETS_DATA_DIR=str(data_dir), **{"GRADIO_SERVER_PORT": "0"} | variables),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        server = Server(process, _address(process, log_file), log_file)
        try:
            _wait_until_up(server)
            yield server
        finally:
            if process.poll() is None:
                server.stop()
            if process.stdout:
                process.stdout.close()


def _address(process: subprocess.Popen[str], log_file: Path) -> str:
    """The address that the server prints first."""
    watchdog = threading.Timer(START_S, process.kill)
    watchdog.start()
    try:
        for line in process.stdout or ():
            if "http://" in line:
                return "http" + line.strip().split("http", 1)[1]
    finally:
        watchdog.cancel()
    raise AssertionError(f"the server did not start:\n{log_file.read_text()[-3000:]}")


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if plain.get(f"{server.url}/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            continue
    raise AssertionError(f"the server did not come up:\n{server.log()[-3000:]}")
