"""Alerts for the operator, at a webhook, when publication has stalled, and one more when it goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from piclets.admin.rounds import Rounds
from piclets.admin.webhook import TIMEOUT_S, Webhook
from piclets.dataset.place import DatasetState
from piclets.errors import StorageUnavailable

STALLED_S = 600
LOOK_EVERY_S = 60

ENDED = frozenset({"denied", "not ours", "stepped down", "broken"})
"""States of the dataset (see `/ready`) in which this server publishes no more."""

log = logging.getLogger(__name__)


class StallWatch:
    """What there is to say, from looks at the dataset's state at moments in seconds. Once for each stall."""

    def __init__(self, stalled_s: float = STALLED_S) -> None:
        self._stalled_s = stalled_s
        self._published = -1
        self._stuck_since: float | None = None
        self._said = False

    def look(self, now: float, dataset: DatasetState) -> str | None:
        """A sentence for the operator, or None. `dataset` is what /ready tells of it."""
        if not self._is_stuck(dataset):
            self._stuck_since, goes_on = None, self._said
            self._said = False
            return f"Publication to {dataset['repo']} has resumed." if goes_on else None
        if self._stuck_since is None:
            self._stuck_since = now
        if self._said or now - self._stuck_since < self._stalled_s:
            return None
        self._said = True
        minutes = round((now - self._stuck_since) / 60)
        reason = dataset["waitingFor"] or "no reason is known"
        return (
            f"Publication to {dataset['repo']} has stalled: nothing was published for {minutes} minutes, and "
            f"{dataset['pending']} events wait ({dataset['state']}; {reason}). "
            "Nothing is lost: they are in the ledger."
        )

    def _is_stuck(self, dataset: DatasetState) -> bool:
        moved = dataset["published"] > self._published
        self._published = dataset["published"]
        if dataset["state"] in ENDED:
            return True
        waits = dataset["pending"] > 0 or (dataset["state"] == "restoring" and dataset["waitingFor"] is not None)
        return waits and not moved


class Alerts:
    """A thread that looks every `every_s` seconds, and posts what there is to say as JSON, as Slack and Discord do.

    Nothing it meets stops it; a webhook that does not take a message is tried again at the next look.
    """

    def __init__(
        self,
        webhook: str,
        dataset: Callable[[], DatasetState],
        *,
        watch: StallWatch | None = None,
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._webhook = Webhook(webhook)
        self._dataset = dataset
        self._watch = watch or StallWatch()
        self._every_s = every_s
        self._unsent: list[str] = []
        self._rounds = Rounds("alerts", self._round, every_s, grace_s=sum(TIMEOUT_S))

    def start(self) -> None:
        self._rounds.start()

    def stop(self) -> None:
        self._rounds.stop()

    def _round(self) -> float:
        self._look()
        self._send()
        return self._every_s

    def _look(self) -> None:
        try:
            said = self._watch.look(time.monotonic(), self._dataset())
        except StorageUnavailable:
            return  # the ledger's database is away; /ready says so
        if said:
            log.warning("telling the operator", extra={"words": said})
            self._unsent.append(said)

    def _send(self) -> None:
        while self._unsent and not self._rounds.stopped.is_set():
            if not self._webhook.post(self._unsent[0]):
                return
            self._unsent.pop(0)
