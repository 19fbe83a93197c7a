"""Forgetting a player in the dataset: the files of the log whose events were rewritten are published again.

The snapshot of the tables is as of before that: it goes with the same commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from piclets.dataset.aside import SetAside
from piclets.dataset.chain import Chain, Commit
from piclets.dataset.repo import HubRefused
from piclets.dataset.snapshotting import Snapshots
from piclets.dataset.spans import written_span
from piclets.ledger.documents import LOG_CHUNK, Document
from piclets.ledger.publication import Publication

Note = Callable[[int, Sequence[Document], int], None]
"""Is told the last event in the dataset, and documents that are as of another one."""


class Forgetting:
    """For the dataset's thread."""

    def __init__(self, chain: Chain, ledger: Publication, snapshots: Snapshots, aside: SetAside, note: Note) -> None:
        self._chain = chain
        self._ledger = ledger
        self._snapshots = snapshots
        self._aside = aside
        self._note = note

    def step(self) -> bool:
        """Publish in one commit what was rewritten; False where nothing was. Raises what `Chain.commit` does."""
        chunks, until = self._ledger.rewritten()
        if not chunks:
            return False
        position = self._chain.position
        touched = {first * LOG_CHUNK: (first + 1) * LOG_CHUNK for first in chunks}
        spans = [
            span
            for span in position.spans
            if any(span.first < end and first <= span.last for first, end in touched.items())
        ]
        gone = self._snapshots.forget()
        with ExitStack() as files:
            additions = {span.path: files.enter_context(written_span(self._ledger, span)) for span in spans}
            if additions or gone:
                self._chain.wait_for_turn()
                self._commit(Commit("Forget a player", position.head, additions, gone, position.spans))
        self._note(position.head.events, [("log", str(chunk)) for chunk in chunks], until)
        return True

    def _commit(self, commit: Commit) -> None:
        try:
            self._chain.commit(commit)
        except HubRefused as refused:
            for path in commit.additions:
                self._aside.add(path, str(refused))
