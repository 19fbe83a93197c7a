"""One step of a scan and its candidates: asked in order, within a deadline, until one of them answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

import tenacity

from piclets.errors import PicletsError, QuotaExceeded, ServiceUnavailable
from piclets.services.failures import RETRY_AFTER, NotReady, OutOfTime, Passing, ServiceFailure
from piclets.services.health import Health
from piclets.services.limits import Limits
from piclets.services.ports import Session

_log = logging.getLogger(__name__)

Adapter = TypeVar("Adapter")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Candidate(Generic[Adapter]):
    """A service that can do a step. `kind` says whose quota it spends: a Space's GPU time, or a provider's credit.

    `note` gives what an operator should know of it now (a signature that changed), or "".
    """

    name: str
    kind: Literal["space", "provider"]
    adapter: Adapter
    health: Health
    note: Callable[[], str] = field(default=lambda: "")

    def state(self) -> dict[str, Any]:
        return {"service": self.name, "kind": self.kind, **self.health.state(), "note": self.note()}


class Step(Generic[Adapter]):
    """A step with the sentence for players when nobody can do it, and the most seconds it may take."""

    def __init__(
        self, sorry: str, candidates: Sequence[Candidate[Adapter]], most_seconds: float, limits: Limits
    ) -> None:
        self.candidates = candidates
        self._sorry = sorry
        self._most_seconds = most_seconds
        self._limits = limits

    def run(self, ask: Callable[[Adapter, Session], Result], session: Session) -> Result:
        """The first answer. A candidate gets an even share of the time that is left, so that the last one has some.

        A used-up quota is the player's, the same at every Space: the other Spaces are passed over, providers are
        not. A Space that builds or sleeps is waited for when nobody else could answer. Raises QuotaExceeded,
        InvalidToken, OutOfTime (the scan's own time is over), ServiceUnavailable.
        """
        deadline = min(session.deadline, time.monotonic() + self._most_seconds)
        failures: list[PicletsError] = []
        waking: list[Candidate[Adapter]] = []
        out_of_quota = False
        for place, candidate in enumerate(self.candidates):
            if out_of_quota and candidate.kind == "space":
                continue
            mine = replace(session, deadline=_share(deadline, len(self.candidates) - place))
            try:
                return self._ask(candidate, ask, mine)
            except QuotaExceeded as error:
                out_of_quota = True
                failures.append(error)
            except NotReady as error:
                waking.append(candidate)
                failures.append(error)
            except ServiceFailure as error:
                failures.append(error)
        if waking and not out_of_quota:
            return self._wait(waking, ask, session, deadline)
        raise self._verdict(failures, session)

    def _ask(
        self, candidate: Candidate[Adapter], ask: Callable[[Adapter, Session], Result], session: Session
    ) -> Result:
        """Ask one candidate, again where that can help."""
        if time.monotonic() >= session.deadline:
            raise OutOfTime
        health = candidate.health
        if not health.breaker.admit():
            raise ServiceFailure("resting", retry_after=round(health.breaker.rests_for()) + 1)

        def attempt() -> Result:
            with health.attempt():
                return ask(candidate.adapter, session)

        try:
            with health.outcome():
                return self._retrying(session.deadline)(attempt)
        except PicletsError as error:
            kind = error.kind if isinstance(error, ServiceFailure) else error.code
            _log.warning("AI service failed", extra={"service": candidate.name, "kind": kind})
            raise

    def _retrying(self, deadline: float) -> tenacity.Retrying:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Passing),
            stop=tenacity.stop_any(_TriedEnough(), tenacity.stop_before_delay(deadline - time.monotonic())),
            wait=tenacity.wait_random_exponential(
                multiplier=self._limits.retry_wait, max=self._limits.longest_retry_wait
            ),
            reraise=True,
        )

    def _wait(
        self,
        waking: list[Candidate[Adapter]],
        ask: Callable[[Adapter, Session], Result],
        session: Session,
        deadline: float,
    ) -> Result:
        """Look again and again at Spaces that are starting, until one answers, all failed or the time is over."""
        session.tell("waiting for an AI service that is starting")
        failures: list[PicletsError] = []
        while waking and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(self._limits.poll, left))
            for candidate in tuple(waking):
                try:
                    return self._ask(candidate, ask, replace(session, deadline=deadline))
                except (NotReady, Passing) as error:
                    failures.append(error)
                except ServiceFailure as error:
                    failures.append(error)
                    waking.remove(candidate)
        raise self._verdict(failures, session)

    def _verdict(self, failures: Sequence[PicletsError], session: Session) -> PicletsError:
        """What the player is told when nobody answered."""
        for failure in failures:
            if isinstance(failure, QuotaExceeded):
                return failure
        if time.monotonic() >= session.deadline:
            return OutOfTime()
        waits = [failure.retry_after for failure in failures if failure.retry_after is not None]
        return ServiceUnavailable(self._sorry, retry_after=min(waits, default=RETRY_AFTER))


def _share(deadline: float, among: int) -> float:
    now = time.monotonic()
    return now + (deadline - now) / among


class _TriedEnough(tenacity.stop.stop_base):
    """The failure itself says how often trying again can help."""

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        return not isinstance(error, Passing) or retry_state.attempt_number > error.retries
