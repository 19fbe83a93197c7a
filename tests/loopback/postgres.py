"""A private PostgreSQL server in a folder of its own, for tests and benchmarks: started, killed, started again."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from sqlalchemy import URL

START_S = 30.0
USER = "piclets"
UNPRIVILEGED = ("postgres", "nobody")
PORTS = (20_000, 32_000)
"""Below those that systems give to outgoing connections."""


class NoPostgres(Exception):
    """There is no PostgreSQL server program on this machine."""


class PostgresServer:
    """Listens on a loopback port; trusts everybody who can reach it. Use it as `with started() as server`."""

    def __init__(self, programs: Path, folder: Path, options: Mapping[str, str]) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "log"
        self._options = options
        self._user: int | None = None
        self._group: int | None = None
        if os.geteuid() == 0:
            self._user, self._group = _unprivileged_user()
            os.chown(folder, self._user, self._group)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._run(
            "initdb", "-D", str(self._data), "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"
        )

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database on this server."""
        return URL.create(
            "postgresql+psycopg", username=USER, host="127.0.0.1", port=self.port, database=database
        ).render_as_string(hide_password=False)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            **self._options,
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._data), *arguments],
                stdout=log,
                stderr=log,
                env=_plain_environment(),
                user=self._user,
                group=self._group,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Cut every connection and stop; what was committed is on disk."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Crash: the server gets no moment to put anything in order."""
        self._end(signal.SIGQUIT)

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database like `template`, an empty one otherwise; returns its URL. Nobody may be in the template."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def connect(self, database: str = "postgres", timeout: int = 30) -> psycopg.Connection:
        """A connection as the owner of everything, each statement its own transaction; seconds to wait for it."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname=database, autocommit=True, connect_timeout=timeout
        )

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.connect(timeout=2).close()
            return True
        return False

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_S)
            self._process = None

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            capture_output=True,
            check=False,
            cwd="/",
            env=_plain_environment(),
            user=self._user,
            group=self._group,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")


@contextmanager
def started(**options: str) -> Iterator[PostgresServer]:
    """A fresh server, running; `options` are its configuration. Raises NoPostgres."""
    programs = find_programs()
    with tempfile.TemporaryDirectory(prefix="piclets-pg-") as folder:
        server = PostgresServer(programs, Path(folder), options)
        server.start()
        try:
            yield server
        finally:
            server.kill()  # its folder goes with it: no need to wait for what it would still write


def find_programs() -> Path:
    """The folder with `postgres` and `initdb`, the newest there is. Raises NoPostgres."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = str(packaged[-1]) if packaged else shutil.which("postgres")
    if found is None:
        raise NoPostgres("no PostgreSQL server on this machine (looked in /usr/lib/postgresql/*/bin and in PATH)")
    return Path(found).parent


def _unprivileged_user() -> tuple[int, int]:
    """User and group id; PostgreSQL refuses to run as root."""
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    raise NoPostgres("PostgreSQL does not run as root, and there is no other user to run it as")


def _plain_environment() -> dict[str, str]:
    """No PG* variable of the caller's reaches the server."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}


def _free_port() -> int:
    """A port that no outgoing connection takes while the server is not listening: before it starts, or between."""
    while True:
        port = random.SystemRandom().randint(*PORTS)  # whatever seeds the other one
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
