"""Does a dataset follow from its own log? Reads the dataset alone: no ledger, no server.

The log is folded into a ledger of its own, which is thrown away; every file is rendered from it and compared by its
hash with what the tree says, so documents are not downloaded. Documents that the head says are still to come
(`documents`), and those set aside, are counted but not compared. The snapshot is downloaded and compared row by row
with the tables that the log folds to; nothing is taken from it.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path

from piclets.dataset import layout
from piclets.dataset.chain import Head
from piclets.dataset.claim import Found, find, span_events
from piclets.dataset.documents import Renderer, leaderboard, stats
from piclets.dataset.downloads import Downloads
from piclets.dataset.repo import DatasetRepo, HubDenied, NoSuchFile, RemoteFile
from piclets.dataset.snapshots import Manifest, Useless, fetched, read_manifest
from piclets.domain.events import AnyEvent, Scanned
from piclets.domain.fold import Finding
from piclets.domain.scoring import points
from piclets.domain.tables import TotalsRow
from piclets.ledger import copies
from piclets.ledger.copies import UnfitCopy
from piclets.ledger.documents import PAGE, Document, object_page
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication, Snapshot

AT_ONCE = 2_000
MAX_PROBLEMS = 100


@dataclass
class Findings:
    """`pending`: documents that are older than the log, as the head says. Content when there are no problems.

    `snapshot`: the event of the snapshot that was compared; None where there is none, or one that is of no use here.
    """

    events: int = 0
    pending: int = 0
    snapshot: int | None = None
    totals: TotalsRow | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def content(self) -> bool:
        return not self.problems

    def problem(self, words: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(words)


def verify(repo: DatasetRepo) -> Findings:
    """Check the dataset as it is at the head. Raises HubError, BrokenLog, UnknownEvent."""
    oid = repo.head()
    if oid is None:
        raise HubDenied(f"there is no dataset {repo.repo_id}")
    found = find(repo, oid)
    if found.head is None:
        return Findings(problems=["there is no log: this server has not published here yet"])
    with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
        ledger = Ledger.open(f"sqlite:///{Path(folder) / 'verify.sqlite3'}", made_for="verify", publishes=False)
        try:
            return _Check(repo, found, found.head, ledger).run()
        finally:
            ledger.close()


class _Check:
    def __init__(self, repo: DatasetRepo, found: Found, head: Head, ledger: Ledger) -> None:
        self._repo = repo
        self._found = found
        self._head = head
        self._ledger = ledger
        self._publication = Publication(ledger.database)
        self._files: dict[str, RemoteFile] = {}
        self._expected: set[str] = set()
        self._packed: dict[str, set[str]] = {}
        self._rules = _Rules()
        self.report = Findings()

    def run(self) -> Findings:
        for folder in ("piclets", "users", "metadata", "images"):
            files = self._repo.files(folder, self._found.oid, recursive=True)
            self._files |= {file.path: file for file in files}
        manifest = self._manifest()
        checks: list[tuple[int, Callable[[], None]]] = [(self._as_of(), self._compare_tables)]
        if manifest is not None:
            checks.append((manifest.events, partial(self._compare_snapshot, manifest)))
        for until, check in sorted(checks, key=itemgetter(0)):
            self._fold(until)
            check()
        self._fold(self._found.events)
        if self._head.events != self._found.events:
            self.report.problem(f"the head says {self._head.events} events, the log has {self._found.events}")
        self._compare_documents()
        self._compare_pictures()
        self._report_strangers()
        self.report.problems += self._rules.problems
        self.report.events = self._found.events
        with self._publication.snapshot() as snapshot:
            self.report.totals = snapshot.totals()
        return self.report

    def _as_of(self) -> int:
        """The event that the totals and the leaderboard follow."""
        try:
            return int(json.loads(self._repo.read(layout.STATS, self._found.oid))["asOf"])
        except NoSuchFile:
            return 0

    def _manifest(self) -> Manifest | None:
        try:
            return read_manifest(self._repo, self._found.oid, self._head.log, self._found.events)
        except Useless:
            return None
        except UnfitCopy as unfit:
            self.report.problem(f"the snapshot is of no use: {unfit}")
            return None

    def _compare_snapshot(self, manifest: Manifest) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
                tables = fetched(Downloads(self._repo, self._found.oid, Path(folder)), manifest)
                with copies.copying(self._ledger.database) as copy:
                    different = copy.differences(manifest.described(), tables.rows)
        except UnfitCopy as unfit:
            different = [str(unfit)]
        for what in different:
            self.report.problem(f"the snapshot does not follow from the log: {what}")
        self.report.snapshot = manifest.events

    def _fold(self, until: int) -> None:
        """Bring the ledger up to an event."""
        for span in self._found.spans:
            here = self._ledger.head()
            if span.last > here and span.first <= until:
                content = self._repo.read(span.path, self._found.oid)
                events = [numbered for numbered in span_events(content, span, after=here) if numbered[0] <= until]
                self._rules.follow(events)
                self._ledger.import_events(events)

    def _compare_tables(self) -> None:
        with self._publication.snapshot() as snapshot:
            if snapshot.head:
                self._compare({layout.STATS: stats(snapshot), layout.LEADERBOARD: leaderboard(snapshot)})

    def _compare_documents(self) -> None:
        pending = self._pending()
        self.report.pending = len(pending)
        with self._publication.snapshot() as snapshot:
            renderer = Renderer(snapshot, self._head.flat_until, self._head.packs, self._repo.home)
            # Documents of one pack share its files: one that is to come leaves the others' alone too.
            to_come = {path for document in pending for path in renderer.render(document)}
            for document in _all_documents(snapshot):
                files = renderer.render(document)
                self._compare({path: files[path] for path in files.keys() - self._expected}, to_come)

    def _pending(self) -> set[Document]:
        pending: set[Document] = set()
        seq = self._head.documents
        with self._publication.snapshot() as snapshot:
            while events := snapshot.events_after(seq, AT_ONCE):
                changed = snapshot.changed_by(events, layout.SHELF, exact=False)
                pending |= {(kind, key) for kind, key, _ in changed if kind != "log"}
                seq = events[-1].seq
        return pending

    def _compare(self, files: dict[str, bytes], to_come: Collection[str] = ()) -> None:
        for path, content in files.items():
            self._expected.add(path)
            if path in to_come or path in self._head.set_aside:
                continue
            file = self._files.get(path)
            if file is None:
                self.report.problem(f"{path} is missing")
            elif not file.holds(content):
                self.report.problem(f"{path} does not follow from the log")

    def _compare_pictures(self) -> None:
        with self._publication.snapshot() as snapshot:
            for image, seq in snapshot.pictures():
                if layout.image_path(image, seq) in self._head.set_aside:
                    continue
                if layout.pack_of(seq) < self._head.packs:
                    self._compare_packed_picture(image, layout.packed_pictures(layout.pack_of(seq)))
                else:
                    self._compare_picture(image, layout.image_path(image, seq))

    def _compare_picture(self, image: str, path: str) -> None:
        self._expected.add(path)
        file = self._files.get(path)
        if file is None:
            self.report.problem(f"{path} is missing")
        elif file.sha256 is not None and file.sha256 != image.removesuffix(".webp"):
            self.report.problem(f"{path} is another picture than its name says")

    def _compare_packed_picture(self, image: str, path: str) -> None:
        self._expected.add(path)
        if path not in self._packed:
            there = path in self._files
            self._packed[path] = set(self._repo.members(path, self._found.oid)) if there else set()
        if image not in self._packed[path]:
            self.report.problem(f"{image} is missing in {path}")

    def _report_strangers(self) -> None:
        for path in self._files.keys() - self._expected:
            if not path.startswith("metadata/") or path.startswith("metadata/piclets/"):
                self.report.problem(f"{path} does not belong to any event")


class _Rules:
    """What no log of this game can hold: something found, counted or paid twice."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._discovered: set[str] = set()
        self._found: set[tuple[str, str]] = set()
        self._photos: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()

    def follow(self, events: Iterable[tuple[int, AnyEvent]]) -> None:
        for seq, event in events:
            if isinstance(event, Finding):
                self._follow_finding(seq, event)
            if isinstance(event, Scanned):
                self._follow_scan(seq, event)

    def _follow_finding(self, seq: int, event: Finding) -> None:
        if event.discovery is not None and event.type_id in self._discovered:
            self.problems.append(f"event {seq} discovers {event.type_id} a second time")
        if event.discovery is None and event.type_id not in self._discovered:
            self.problems.append(f"event {seq} scans {event.type_id}, which was never discovered")
        first = (event.player.sub, event.type_id) not in self._found
        if first != event.first_find:
            self.problems.append(f"event {seq} is wrong about the first find of {event.type_id}")
        self._discovered.add(event.type_id)
        self._found.add((event.player.sub, event.type_id))
        self._counts[event.type_id] += event.first_find if isinstance(event, Scanned) else event.scan_count

    def _follow_scan(self, seq: int, event: Scanned) -> None:
        if (event.player.sub, event.photo) in self._photos:
            self.problems.append(f"event {seq} counts a photo a second time")
        self._photos.add((event.player.sub, event.photo))
        due = points(event.status, first_find=event.first_find, scan_count=self._counts[event.type_id])
        if event.points != due:
            self.problems.append(f"event {seq} gives {event.points} points where {due} are due")


def _all_documents(snapshot: Snapshot) -> Iterator[Document]:
    for name, variations in snapshot.all_objects():
        for number in range(0, variations + 1, PAGE):
            yield "piclets", object_page(name, number)
    yield from snapshot.all_print_pages()
    yield from (("seasons", season) for season in snapshot.all_seasons())
    for sub in snapshot.all_players():
        yield "users", sub
    for shelf in snapshot.all_shelves(layout.SHELF):
        yield "shelf", str(shelf)
