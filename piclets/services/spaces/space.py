"""One configured Space: whether it is up, where it is, and the interface that all players share."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import httpx

from piclets.services.failures import NotReady, OutOfTime, Passing, ServiceFailure, Unusable
from piclets.services.limits import Limits
from piclets.services.ports import Session
from piclets.services.single_flight import SingleFlight
from piclets.services.spaces.addresses import is_url, may_receive_tokens
from piclets.services.spaces.client import PlayerClient
from piclets.services.spaces.interface import Interface, read_interface
from piclets.services.spaces.signatures import Binding, SignatureChanged, Wants, bind
from piclets.services.wire import MALFORMED, asking, body_of

_STARTING = frozenset({"BUILDING", "APP_STARTING", "SLEEPING", "STOPPED"})
_UP = frozenset({"RUNNING", "RUNNING_BUILDING", "RUNNING_APP_STARTING"})
_MAX_NOTE_CHARS = 300
"""What a Space calls its endpoints is in it."""


@dataclass(frozen=True)
class _Known:
    interface: Interface
    binding: Binding
    read_at: float


class Space:
    """A Space id or address, for one step. Shared by all players and threads; holds nothing of any of them."""

    def __init__(self, name: str, wants: Wants, hub: str, limits: Limits) -> None:
        self.name = name
        self.note = ""
        self._wants = wants
        self._hub = hub
        self._limits = limits
        self._known: _Known | None = None
        self._reading = SingleFlight[_Known]()

    def __repr__(self) -> str:
        return f"Space({self.name!r})"

    @contextmanager
    def open(self, session: Session) -> Iterator[tuple[PlayerClient, Binding]]:
        """A client of this player's own, closed at the end, and how the step's call is written today.

        Any failure of the service makes the next call read the interface again. Raises NotReady, Passing,
        Unusable, OutOfTime; and what happens inside.
        """
        try:
            known = self._current(session.deadline)
            with PlayerClient(known.interface, session, self._limits) as client:
                yield client, known.binding
        except ServiceFailure:
            self._known = None
            raise

    def _current(self, deadline: float) -> _Known:
        known = self._known
        if known and time.monotonic() - known.read_at < self._limits.interface_age:
            return known
        # One reads for all who wait: a Space that does not answer costs them one wait together.
        self._known = self._reading.run("interface", lambda: self._read(deadline), deadline=deadline)
        return self._known

    def _read(self, deadline: float) -> _Known:
        timeout = min(self._limits.request, deadline - time.monotonic())
        if timeout <= 0:
            raise OutOfTime
        url = self.name if is_url(self.name) else self._address(timeout)
        if not may_receive_tokens(url, self._hub):
            raise Unusable("foreign_host")
        interface = read_interface(url, min(self._limits.interface, timeout), self._limits)
        try:
            binding = bind(interface.endpoints, self._wants)
            known = _Known(interface.only(binding.api_name), binding, time.monotonic())
        except SignatureChanged as changed:
            self.note = changed.note[:_MAX_NOTE_CHARS]
            raise
        except MALFORMED as error:
            raise Unusable("config") from error
        self.note = binding.note[:_MAX_NOTE_CHARS]
        return known

    def _address(self, timeout: float) -> str:
        """Ask the Hub where the Space is. Raises NotReady (and knocks) while it builds or sleeps."""
        until = time.monotonic() + timeout
        with self._answered(f"{self._hub}/api/spaces/{self.name}", until) as answer:
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise Passing(f"hub_{answer.status_code}")
            if not answer.is_success:
                raise Unusable("unknown_space")
            host, stage = self._host_and_stage(answer, until)
        if stage in _STARTING:
            if may_receive_tokens(host, self._hub):
                # A knock wakes a sleeping Space; what it answers is of no interest, and not read.
                with suppress(Passing, Unusable), self._answered(host, until):
                    pass
            raise NotReady(stage.lower())
        if stage not in _UP:
            raise Unusable(stage.lower())
        return host

    @contextmanager
    def _answered(self, url: str, until: float) -> Iterator[httpx.Response]:
        """One anonymous GET. Raises Passing, Unusable."""
        try:
            with asking("GET", url, until=until, connect=self._limits.connect) as answer:
                yield answer
        except httpx.TransportError as error:
            raise Passing("connection") from error
        except MALFORMED as error:
            raise Unusable("hub_answer") from error

    def _host_and_stage(self, answer: httpx.Response, until: float) -> tuple[str, str]:
        space = json.loads(
            body_of(
                answer,
                most=self._limits.interface_bytes,
                until=until,
                endless=Unusable("hub_answer"),
                late=Unusable("hub_answer"),
            )
        )
        return str(space["host"]).rstrip("/"), str(space["runtime"]["stage"])
