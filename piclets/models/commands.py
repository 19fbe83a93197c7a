"""`python -m piclets models`: get local models for later use offline, and say what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from piclets.errors import Missing
from piclets.models.known import KNOWN, OWN
from piclets.models.store import ModelStore

Say = Callable[[str], None]


def fetch(store: ModelStore, names: Sequence[str], say: Say) -> int:
    """Fetch these models and verify them. Returns the exit status. Raises Missing, ServiceUnavailable."""
    by_name = {source.name: source for source in KNOWN}
    for name in names:
        if name != OWN and name not in by_name:
            raise Missing(f"There is no model {name}: {', '.join((OWN, *by_name))}.")
    for name in names:
        if name == OWN:
            say(f"{OWN} is a part of the game: there is nothing to fetch")
            continue
        folder = store.fetch(by_name[name], say)
        damaged = store.verify(by_name[name])
        if damaged:
            say(f"{name} is damaged in {', '.join(damaged)}: delete {folder} and fetch it again")
            return 1
        say(f"{name} is in {folder}")
    return 0


def show(store: ModelStore, say: Say) -> int:
    """One line a model."""
    say(f"{OWN:14} {'ready':10}          a part of the game")
    for known in store.known(KNOWN):
        source = known.source
        commit = f" at {known.commit[:12]}" if known.commit else ""
        say(f"{source.name:14} {known.state:10} {source.megabytes:5} MB  {source.repo}{commit}  {source.licence}")
    return 0
