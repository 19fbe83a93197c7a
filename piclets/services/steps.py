"""One step of a scan and its candidates: asked in order, within a deadline, until one of them answers."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import tenacity

from piclets.errors import PicletsError, QuotaExceeded, ServiceUnavailable
from piclets.services.cached import AnswerCache, Memory
from piclets.services.failures import (
    RETRY_AFTER,
    NotAccepted,
    NotAnswered,
    NotReady,
    OutOfTime,
    Passing,
    ServiceFailure,
)
from piclets.services.health import Health
from piclets.services.limits import Limits
from piclets.services.ports import Session

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_log = logging.getLogger(__name__)

Adapter = TypeVar("Adapter")
Asked = TypeVar("Asked")
Result = TypeVar("Result", bound="DataclassInstance")


@dataclass(frozen=True)
class Candidate(Generic[Adapter]):
    """A service that can do a step. `kind` says whose means it spends: a Space's GPU time, a provider's credit, or
    those of a server, or the studio, of the operator's own.

    `note` gives what an operator should know of it now (a signature that changed), or "".
    """

    name: str
    kind: Literal["space", "provider", "server", "studio"]
    adapter: Adapter
    health: Health
    note: Callable[[], str] = field(default=lambda: "")

    def state(self) -> dict[str, Any]:
        return {"service": self.name, "kind": self.kind, **self.health.state(), "note": self.note()}


@dataclass(frozen=True)
class KeptResult(Generic[Asked, Result]):
    """What of a step's results is kept, and as the answer to what; see `Memory`."""

    kind: type[Result]
    key: Callable[[Asked], str]
    keep: Callable[[Result], bool] = field(default=lambda _result: True)

    def memory(self, step: str, models: Sequence[str], cache: AnswerCache) -> Memory[Asked, Result]:
        return Memory(self.kind, (step, *models), self.key, cache, self.keep)


class Step(Generic[Adapter, Asked, Result]):
    """A step of the chain: what a candidate is asked (`ask`), who can be asked, and what is known already.

    `unavailable` is the sentence for players when none of the candidates can do it, `most_seconds` what it may take.
    """

    def __init__(
        self,
        ask: Callable[[Adapter, Asked, Session], Result],
        candidates: Sequence[Candidate[Adapter]],
        unavailable: str,
        most_seconds: float,
        limits: Limits,
        memory: Memory[Asked, Result] | None = None,
    ) -> None:
        self.candidates = candidates
        self.memory = memory
        self._ask_candidate = ask
        self._unavailable = unavailable
        self._most_seconds = most_seconds
        self._limits = limits

    def __call__(self, asked: Asked, session: Session, *, first: Callable[[], None] = lambda: None) -> Result:
        """The result, as it is known or as the first candidate that can gives it.

        `first` is called before a service is asked, and may raise. Raises QuotaExceeded, OutOfTime,
        ServiceUnavailable.
        """

        def ask_a_service() -> Result:
            first()
            return self._run(lambda adapter, mine: self._ask_candidate(adapter, asked, mine), session)

        if self.memory is None:
            return ask_a_service()
        return self.memory.get(asked, session.deadline, ask_a_service)

    def check_awake(self) -> None:
        """Raises ServiceUnavailable while every candidate rests after failures: asking would be in vain."""
        rests = [candidate.health.breaker.rests_for() for candidate in self.candidates]
        if rests and min(rests) > 0:
            raise ServiceUnavailable(self._unavailable, retry_after=round(min(rests)) + 1)

    def _run(self, ask: Callable[[Adapter, Session], Result], session: Session) -> Result:
        """The first answer. A candidate gets an even share of the time that is left, so that the last one has some.

        A used-up quota is the player's, the same at every Space: the other Spaces are passed over, others are not.
        A Space that builds or sleeps is waited for when no other candidate could answer.
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
            with health.outcome(_player(session)):
                result = self._retrying(session.deadline)(attempt)
        except PicletsError as error:
            kind = error.kind if isinstance(error, ServiceFailure) else error.code
            _log.warning("AI service failed", extra={"service": candidate.name, "kind": kind})
            raise
        session.paid()
        return result

    def _retrying(self, deadline: float) -> tenacity.Retrying:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Passing),
            stop=tenacity.stop_any(_TriedEnough(), tenacity.stop_before_delay(deadline - time.monotonic())),
            wait=tenacity.wait_random_exponential(
                multiplier=self._limits.retry_wait, max=self._limits.max_retry_wait
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
        """What the player is told when none answered.

        NotAccepted: whether the sign-in is good is to be asked. NotAnswered: the same can be asked in other words.
        """
        for failure in failures:
            if isinstance(failure, QuotaExceeded):
                return failure
        if any(isinstance(failure, NotAccepted) for failure in failures):
            return NotAccepted("sign_in", message=self._unavailable)
        if time.monotonic() >= session.deadline:
            return OutOfTime()
        unanswered = next((failure for failure in failures if isinstance(failure, NotAnswered)), None)
        if unanswered:
            return unanswered
        waits = [failure.retry_after for failure in failures if failure.retry_after is not None]
        return ServiceUnavailable(self._unavailable, retry_after=min(waits, default=RETRY_AFTER))


def _player(session: Session) -> str:
    """Who is counted: the player, or where that is not said, the sign-in (never kept itself)."""
    return session.player or hashlib.sha256(session.token.encode()).hexdigest()[:16]


def _share(deadline: float, among: int) -> float:
    now = time.monotonic()
    return now + (deadline - now) / among


class _TriedEnough(tenacity.stop.stop_base):
    """The failure itself says how often trying again can help."""

    def __call__(self, retry_state: tenacity.RetryCallState) -> bool:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        return not isinstance(error, Passing) or retry_state.attempt_number > error.retries
