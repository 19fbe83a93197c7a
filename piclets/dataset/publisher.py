"""Publishing: what the ledger has and the dataset has not, commit by commit. Runs on the dataset's one thread.

A commit takes the events after the last published one, with their new pictures and one event file; and, when it
reaches the ledger's head, up to `MAX_DOCUMENTS` documents that are out of date, rendered from the same snapshot.

Where it can be killed, and why nothing is lost:

1. After the ledger's fsync, before the commit: the events are in the ledger and are published at the next start.
   Where the disk does not last they were not acknowledged: that waits for the commit.
2. While files are uploaded, before the commit is asked for: what was uploaded belongs to no commit; it is found by
   its hash the next time.
3. While the commit is under way: it lands or it does not. The next start reads how far the log goes in the dataset,
   compares it with the ledger's events, and goes on from there. Should the commit land after that was read, the
   claim's parent is not the head any more (412), and it is read again; should it come after the claim, it is refused.
4. After it landed, before the ledger has noted it: the same. Documents are still noted as out of date, and are
   rendered once more.
5. While spans of the log are merged, or a pack or a snapshot is made: one commit puts the one and takes the parts,
   or the last one, away.
6. While noting: `note_published` is one transaction.
7. On another machine, with an empty disk: `head.json` tells up to which event all documents are up to date; those
   that later events changed are noted as out of date again.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from piclets.dataset import layout
from piclets.dataset.aside import Resting, SetAside
from piclets.dataset.card import refreshed
from piclets.dataset.chain import Chain, Commit, Head
from piclets.dataset.documents import Files, Renderer, event_lines, leaderboard, stats, with_room
from piclets.dataset.forgetting import Forgetting
from piclets.dataset.layout import Span
from piclets.dataset.packing import Pack, Packer
from piclets.dataset.repo import Content, DatasetRepo, HubRefused
from piclets.dataset.snapshotting import Snapshots
from piclets.dataset.spans import packed_span
from piclets.domain.fold import Finding
from piclets.images.store import ImageStore
from piclets.ledger.documents import Changed, Document
from piclets.ledger.publication import LoggedEvent, Publication, Snapshot

MAX_EVENTS = 1_000
MAX_IMAGES = 500
MAX_DOCUMENTS = 300
MAX_PACKED_DOCUMENTS = 60
"""With packs: each may bring the whole of one along."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """What can be left out of a commit when the Hub refuses it: a document, or a picture (no document then).

    `gone` are the files of a document that there is no more; `remains` are where they would be, in a pack.
    """

    files: dict[str, Content]
    document: Document | None = None
    gone: tuple[str, ...] = ()
    remains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Batch:
    """What is to be published next. `until` is the last event that the documents show."""

    events: list[LoggedEvent]
    parts: list[Part]
    tables: Files
    head: Head
    until: int
    pack: Pack | None = None


@dataclass
class Progress:
    """What the publisher tells of itself: the last event in the dataset, and the files that the Hub refuses."""

    published: int = 0
    set_aside: list[str] = field(default_factory=list)


class Publisher:
    """`published` is called with the last event in the dataset, after each commit."""

    def __init__(
        self,
        chain: Chain,
        repo: DatasetRepo,
        ledger: Publication,
        images: ImageStore,
        published: Callable[[int], None],
        snapshots: Snapshots,
        *,
        packs: bool,
    ) -> None:
        self.chain = chain
        self.snapshots = snapshots
        self._repo = repo
        self._ledger = ledger
        self._images = images
        self._published = published
        self._merging = Resting(chain.now)
        self._packer = Packer(repo, ledger, images, Resting(chain.now)) if packs else None
        self.progress = Progress(chain.position.head.events, list(chain.position.head.set_aside))
        self._aside = SetAside(self.progress.set_aside, chain.now)
        self._forgetting = Forgetting(chain, ledger, snapshots, self._aside, self._note)

    def step(self, *, patient: bool = True) -> bool:
        """Publish what there is, in one commit or in what the Hub takes of it; False when there was nothing. Only the
        `patient` wait for what is made in the background.

        Raises HubDenied, NoSuchFile, OutOfStep, SteppedDown, Stopped, StorageUnavailable, UnknownEvent.
        """
        if self._merging.over and layout.merge_plan(self.chain.position.spans):
            self.chain.wait_for_turn()
            self._merge()
            return True
        if self._forgetting.step(patient=patient):
            return True
        if self._packer is not None:
            pending = self._ledger.pending(self.chain.position.head.events)
            due = self._packer.due(self.chain.position.head, pending.events)
            if due is not None:
                return self._publish_with_pack(self._packer, due)
        return self._publish_what_waits()

    def _publish_what_waits(self) -> bool:
        again = self._set_aside_pictures()
        pending = self._ledger.pending(self.chain.position.head.events)
        if not pending.events and not pending.documents and not again:
            return False
        self.chain.wait_for_turn()
        batch = self._next_batch()
        self._publish(batch.events, [*again, *batch.parts], batch)
        return True

    def _publish_with_pack(self, packer: Packer, due: int) -> bool:
        """What waits, and a pack along with it if its pictures are there and the Hub takes it."""
        pictures = packer.pictures(due, self.chain)
        if pictures is None:
            self._publish_what_waits()
            return True
        self.chain.wait_for_turn()
        with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
            place = Path(folder)
            batch = self._next_batch(lambda renderer: packer.pack(due, pictures, place, renderer, self.chain))
            if batch.pack is None:
                self._publish(batch.events, batch.parts, batch)
                return True
            try:
                self._commit(batch.events, batch.parts, batch)
            except HubRefused as refused:
                log.error("the Hub refuses a pack: what is loose stays so", extra={"reason": str(refused)})
                packer.refused()
        return True

    def _set_aside_pictures(self) -> list[Part]:
        """Pictures that it is time to try again; documents are noted as out of date, and follow by themselves."""
        due = self._aside.take_due()
        if due is None:
            return []
        documents, pictures = due
        self._ledger.mark([(kind, key, self.chain.position.head.events) for kind, key in documents])
        return [Part({path: file}) for path, name in pictures if (file := self._images.find(name))]

    def _next_batch(self, pack: Callable[[Renderer], Pack] | None = None) -> Batch:
        """Built after the turn has come, so that whatever happened meanwhile goes along. With a `pack` if it reaches
        the ledger's head: no document shows what its log does not hold.
        """
        head = self.chain.position.head
        with self._ledger.snapshot() as snapshot:
            events = _cut(snapshot.events_after(head.events, MAX_EVENTS))
            reached = events[-1].seq if events else head.events
            complete = reached == snapshot.head
            changed = list(snapshot.changed_by(events, layout.SHELF, exact=complete))
            batch = Batch(events, self._pictures(events), {}, head.model_copy(update={"events": reached}), reached)
            if complete:
                batch = self._with_documents(snapshot, batch, changed, pack)
        self._ledger.mark(changed)
        return replace(batch, parts=[self._without_remains(part) for part in batch.parts])

    def _without_remains(self, part: Part) -> Part:
        """Name the files of a document that is no more."""
        if part.document is None:
            return part
        if part.remains:
            gone = [path for path in part.remains if path not in part.files]
            return replace(part, gone=tuple(self.chain.patiently(lambda: self._repo.existing(gone, self._oid))))
        if part.files:
            return part
        found = [file.path for folder in layout.folders(*part.document) for file in self.chain.files(folder)]
        return replace(part, gone=tuple(path for path in found if layout.belongs(path, *part.document)))

    @property
    def _oid(self) -> str:
        return self.chain.position.oid

    def _with_documents(
        self,
        snapshot: Snapshot,
        batch: Batch,
        changed: Sequence[Changed],
        pack: Callable[[Renderer], Pack] | None,
    ) -> Batch:
        head = batch.head
        packs = head.packs + 1 if pack else head.packs
        flat = with_room(head.flat_until, snapshot)
        documents, documents_until = snapshot.out_of_date(changed, MAX_PACKED_DOCUMENTS if packs else MAX_DOCUMENTS)
        renderer = Renderer(snapshot, flat, packs, self._repo.home)
        parts = [
            Part(
                dict(renderer.render(document, changed_after=head.documents)),
                document,
                remains=tuple(renderer.remains(document)),
            )
            for document in documents
        ]
        update = {
            "documents": documents_until,
            "flat_piclets": flat.piclets,
            "flat_users": flat.users,
            "packs": packs,
        }
        return Batch(
            batch.events,
            [*batch.parts, *parts],
            {layout.STATS: stats(snapshot), layout.LEADERBOARD: leaderboard(snapshot)},
            head.model_copy(update=update),
            snapshot.head,
            pack(renderer) if pack else None,
        )

    def _pictures(self, events: Sequence[LoggedEvent]) -> list[Part]:
        parts = []
        for logged in events:
            image = _image_of(logged)
            if not image:
                continue
            path = layout.image_path(image, logged.seq)
            file = self._images.find(image)
            if file is None:
                self._aside.add(path, "the picture is not on this machine")
            else:
                parts.append(Part({path: file}))
        return parts

    def _publish(self, events: list[LoggedEvent], parts: list[Part], batch: Batch) -> None:
        """Publish all of it; where the Hub refuses, the halves, down to what it is about. The log comes first."""
        try:
            self._commit(events, parts, batch)
        except HubRefused as refused:
            log.warning("the Hub refuses a commit", extra={"reason": str(refused), "files": len(parts)})
            # Half a batch does not bring all documents up to date: the head must not say so.
            head = batch.head.model_copy(update={"documents": self.chain.position.head.documents})
            for smaller_events, smaller_parts in self._halves(events, parts, refused):
                self.chain.wait_for_turn()
                self._publish(smaller_events, smaller_parts, replace(batch, head=head))

    def _halves(
        self, events: list[LoggedEvent], parts: list[Part], refused: HubRefused
    ) -> list[tuple[list[LoggedEvent], list[Part]]]:
        if events and parts:
            # Should this be cut off before they follow, the head tells which pictures are still to come.
            for path in [path for part in parts if part.document is None for path in part.files]:
                self._aside.add(path, "its event goes first")
            return [(events, []), ([], parts)]
        if len(events) > 1:
            half = len(events) // 2
            return [(events[:half], []), (events[half:], [])]
        if len(parts) > 1:
            half = len(parts) // 2
            return [([], parts[:half]), ([], parts[half:])]
        if events or not parts:
            raise LogRefused(str(refused)) from refused
        for path in parts[0].files:
            self._aside.add(path, str(refused), parts[0].document)
        if parts[0].document:
            self._ledger.note_published([parts[0].document], self.chain.position.head.events)
        return []

    def _commit(self, events: list[LoggedEvent], parts: list[Part], batch: Batch) -> None:
        position = self.chain.position
        reached = events[-1].seq if events else position.head.events
        last = reached == batch.head.events
        head = batch.head if last else position.head.model_copy(update={"events": reached})
        here = {path for part in parts for path in part.files} | (batch.pack.pictures if batch.pack else frozenset())
        set_aside = [path for path in self.progress.set_aside if path not in here]
        head = head.model_copy(update={"set_aside": tuple(set_aside)})
        commit = Commit(_message(events, parts), head, spans=position.spans)
        if events:
            span = Span(events[0].seq, reached)
            commit.spans = (*position.spans, span)
            commit.additions[span.path] = event_lines(events)
        for part in parts:
            commit.additions |= part.files
        commit.deletions = [path for part in parts for path in part.gone]
        if last:
            commit.additions |= batch.tables
        if batch.pack:
            commit.additions |= batch.pack.files
            commit.deletions = sorted({*commit.deletions, *batch.pack.gone} - commit.additions.keys())
        self.chain.commit(commit)
        self._aside.published(set_aside)
        self._note(reached, [part.document for part in parts if part.document], batch.until)
        pictures = [path for part in parts if part.document is None for path in part.files]
        self._images.are_published([path.rpartition("/")[2] for path in pictures])

    def _note(self, reached: int, documents: Sequence[Document], until: int) -> None:
        bucket = self.chain.bucket.saved()
        self._ledger.note_published(documents, until, published=str(reached), commit_bucket=bucket)
        self.progress.published = reached
        self._published(reached)

    def _merge(self) -> None:
        """One commit that puts a packed file in place of many small ones, and brings the card up to date."""
        position = self.chain.position
        parts = layout.merge_plan(position.spans)
        span = layout.merged(parts)
        with packed_span(self._ledger, span) as packed, self._ledger.snapshot() as snapshot:
            remaining = tuple(kept for kept in position.spans if kept not in set(parts))
            commit = Commit(
                f"Merge the log up to event {span.last}",
                position.head,
                {span.path: packed},
                [part.path for part in parts],
                tuple(sorted((*remaining, span))),
            )
            card = refreshed(self._repo.text(layout.CARD, position.oid), self._repo.repo_id, snapshot.totals())
            if card is not None:
                commit.additions[layout.CARD] = card
            try:
                self.chain.commit(commit)
            except HubRefused as refused:
                log.error(
                    "the log stays in many files: the Hub refuses to merge them", extra={"reason": str(refused)}
                )
                self._merging.refused()
                return
        self._merging.taken()
        self._note(position.head.events, [], 0)


class LogRefused(Exception):
    """The Hub does not take the log itself. Every event is kept."""


def _cut(events: list[LoggedEvent]) -> list[LoggedEvent]:
    """No more events than bring `MAX_IMAGES` pictures."""
    images = 0
    for place, logged in enumerate(events):
        images += bool(_image_of(logged))
        if images > MAX_IMAGES:
            return events[:place]
    return events


def _image_of(logged: LoggedEvent) -> str | None:
    event = logged.event
    return event.discovery.image if isinstance(event, Finding) and event.discovery else None


def _message(events: Sequence[LoggedEvent], parts: Sequence[Part]) -> str:
    discoveries = [logged.event.discovery for logged in events if isinstance(logged.event, Finding)]
    names = [found.piclet_data.name for found in discoveries if found]
    if not events:
        return f"{len(parts)} documents"
    if len(names) == 1:
        return f"{names[0]} is discovered"
    return f"{len(events)} events, {len(names)} discoveries"
