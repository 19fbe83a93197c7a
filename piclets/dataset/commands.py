"""What the command line does with the dataset. Each returns an exit status: 0 done, 1 not content, 2 impossible."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from piclets.dataset.claim import Claim, NotOurs
from piclets.dataset.dataset import Dataset
from piclets.dataset.layout import BrokenLog
from piclets.dataset.pacing import Clock
from piclets.dataset.repo import DatasetRepo, HubError
from piclets.dataset.states import PublishingState
from piclets.dataset.verify import verify as check
from piclets.domain.events import UnknownEvent
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.settings import Settings

PATIENCE_S: Final = 60.0
"""So long a command waits for a Hub that is away or busy."""

Say = Callable[[str], None]


def publish(settings: Settings, ledger: Ledger, images: ImageStore, say: Say) -> int:
    """Publish whatever is not in the dataset yet, documents too, and stop."""
    if settings.hf_token is None:
        say("HF_TOKEN is not set: there is nothing to publish with.")
        return 2
    dataset = Dataset.open(settings, ledger, images)
    dataset.start()
    dataset.drain()
    state = dataset.state()
    dataset.stop(grace_s=0)
    say(f"{state['published']} events are in {state['repo']}; {state['pending']} events are not.")
    if state["state"] != PublishingState.STOPPED.value:
        say(f"Publishing ended: {state['waitingFor']}")
        return 1
    return 0 if not state["pending"] else 1


def restore(settings: Settings, ledger: Ledger, images: ImageStore, say: Say, patience_s: float = PATIENCE_S) -> int:
    """Bring an empty or older ledger to where the dataset is, without taking the dataset over.

    Gives up where the Hub is away: a server waits for it, a person at a command line wants to know.
    """
    claim = Claim(_repo(settings), ledger, images, Clock(), threading.Event(), _telling(say))
    try:
        head = claim.restore(patience_s=patience_s)
    except (HubError, NotOurs, BrokenLog, UnknownEvent) as error:
        say(f"Not restored: {error}")
        return 2
    say(f"The ledger has {head} events.")
    return 0


def verify(settings: Settings, say: Say) -> int:
    """Say whether documents, totals and leaderboard of the dataset follow from its log."""
    try:
        report = check(_repo(settings))
    except (HubError, BrokenLog, UnknownEvent) as error:
        say(f"The dataset cannot be read: {error}")
        return 2
    for problem in report.problems:
        say(problem)
    if report.totals is not None:
        totals = report.totals
        say(
            f"{report.events} events: {totals.objects} objects, {totals.piclets} Piclets, {totals.players} players, "
            f"{totals.scans} scans. {report.pending} documents are still to come."
        )
    if report.snapshot is not None and report.content:
        say(f"The snapshot as of event {report.snapshot} equals the tables that the log folds to.")
    say("The dataset follows from its log." if report.content else "The dataset does NOT follow from its log.")
    return 0 if report.content else 1


def squash(settings: Settings, ledger: Ledger, images: ImageStore, say: Say) -> int:
    """Shorten the dataset's history to one commit, after taking it over: the former publisher steps down first."""
    if settings.hf_token is None:
        say("HF_TOKEN is not set: the history cannot be squashed.")
        return 2
    status = publish(settings, ledger, images, say)
    if status:
        return status
    try:
        _repo(settings).squash("Squash the history: the log and the documents stay as they are")
    except HubError as error:
        say(f"Not squashed, as far as can be told: {error}")
        return 1
    say("The history is one commit now. Files that were removed from the dataset cannot be read in it any more.")
    return 0


def _repo(settings: Settings) -> DatasetRepo:
    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    return DatasetRepo(settings.hub, settings.dataset_repo, token)


def _telling(say: Say) -> Callable[[str | None], None]:
    return lambda trouble: say(f"Waiting: {trouble}") if trouble else None
