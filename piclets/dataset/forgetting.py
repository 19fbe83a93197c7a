"""Forgetting a player in the dataset: the files of the log whose events were rewritten are published again.

The snapshot of the tables is as of before that: the same commit puts another one in its place, which is made first.
Where that takes too long it only goes. Where the Hub refuses the commit, the snapshot goes first, and then every file
that the Hub takes; the others are tried again later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from piclets.dataset import layout
from piclets.dataset.aside import Resting, SetAside
from piclets.dataset.chain import Chain, Commit
from piclets.dataset.layout import Span
from piclets.dataset.repo import Content, HubRefused
from piclets.dataset.snapshotting import Snapshots
from piclets.dataset.spans import written_span
from piclets.ledger.documents import LOG_CHUNK, Document
from piclets.ledger.publication import Publication

log = logging.getLogger(__name__)

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
        self._resting = Resting(chain.now)

    def step(self, *, patient: bool) -> bool:
        """Publish what was rewritten, in one commit or in what the Hub takes of it; False where nothing was, while
        what it refused rests, and while another snapshot is made, for which only the `patient` wait.

        Raises HubDenied, OutOfStep, SteppedDown, Stopped.
        """
        if not self._resting.over:
            return False
        chunks, erased = self._ledger.rewritten()
        if not chunks:
            return False
        snapshot = self._snapshots.replacement(erased, patient=patient)
        if snapshot is None:
            return False
        spans = [span for span in self._chain.position.spans if any(_touches(span, chunk) for chunk in chunks)]
        with ExitStack() as files:
            additions = {span.path: files.enter_context(written_span(self._ledger, span)) for span in spans}
            whole = bool(snapshot.files) and self._publish_whole({**additions, **snapshot.files}, snapshot.gone)
            gone = () if whole else snapshot.former
            refused = self._publish(additions, gone) if not whole and (additions or gone) else {}
        self._snapshots.replaced(snapshot.events if whole else 0)
        self._set_aside(refused)
        waiting = [span for span in spans if span.path in refused]
        stays = any(path in refused for path in gone)
        done = [chunk for chunk in chunks if not stays and not any(_touches(span, chunk) for span in waiting)]
        self._note(self._chain.position.head.events, [("log", str(chunk)) for chunk in done], erased)
        return True

    def _set_aside(self, refused: Mapping[str, str]) -> None:
        self._aside.clear(layout.EVENTS, layout.SNAPSHOT, layout.FORMER_SNAPSHOT)
        for path, reason in refused.items():
            self._aside.add(path, reason)
        if refused:
            self._resting.refused()
        else:
            self._resting.taken()

    def _publish_whole(self, additions: Mapping[str, Content], gone: Sequence[str]) -> bool:
        """Publish the log with another snapshot, or neither, since a part of a snapshot is none; says whether the Hub
        took them.
        """
        try:
            self._commit(additions, gone)
        except HubRefused as refused:
            log.warning("the Hub refuses a snapshot without a player", extra={"reason": str(refused)})
            return False
        return True

    def _commit(self, additions: Mapping[str, Content], gone: Sequence[str]) -> None:
        self._chain.wait_for_turn()
        position = self._chain.position
        self._chain.commit(Commit("Forget a player", position.head, dict(additions), gone, position.spans))

    def _publish(self, additions: Mapping[str, Content], gone: Sequence[str]) -> dict[str, str]:
        """Returns the files that the Hub refuses, each with its reason."""
        try:
            self._commit(additions, gone)
        except HubRefused as refused:
            if gone and additions:
                return {**self._publish({}, gone), **self._publish(additions, ())}
            if len(additions) < 2:
                return dict.fromkeys((*additions, *gone), str(refused))
            files, half = list(additions.items()), len(additions) // 2
            return {**self._publish(dict(files[:half]), ()), **self._publish(dict(files[half:]), ())}
        return {}


def _touches(span: Span, chunk: int) -> bool:
    """Whether a file holds events of a chunk of the log."""
    return span.first < (chunk + 1) * LOG_CHUNK and chunk * LOG_CHUNK <= span.last
