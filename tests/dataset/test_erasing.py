"""Whatever was played, an erased player is in no event, no table and no document."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from piclets.dataset import layout
from piclets.dataset.documents import Files, FlatUntil, Renderer, event_lines, leaderboard, stats
from piclets.domain.tables import ROW_TYPES
from piclets.errors import NotFound
from piclets.ledger import schema
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.documents import Document
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication, Snapshot
from piclets.ledger.reports import Reports
from tests.examples import a_third_of
from tests.making import AT
from tests.random_games import MOVES, WHY, Move, events_of, fresh_ledger, play, rows

TRACES = re.compile(r"\bbob\b")


class Published:
    """What the dataset holds if it is brought up to date by the documents that events are said to change."""

    def __init__(self, ledger: Ledger) -> None:
        self._publication = Publication(ledger.database)
        self._until = 0
        self._files: dict[Document, Files] = {}

    def follow(self) -> str:
        """Render what changed since the last call; returns everything there is, as one text."""
        with self._publication.snapshot() as snapshot:
            events = snapshot.events_after(self._until, 1_000)
            renderer = Renderer(snapshot, FlatUntil(), 0, "home")
            noted, _ = snapshot.out_of_date((), 1_000)
            changed = [(kind, key) for kind, key, _ in snapshot.changed_by(events, layout.SHELF, exact=True)]
            for document in {*changed, *noted}:
                if document[0] != "log":
                    self._files[document] = renderer.render(document)
            self._until = snapshot.head
            return self._text(snapshot)

    def _text(self, snapshot: Snapshot) -> str:
        tables = [event_lines(snapshot.events_after(0, 1_000)), stats(snapshot), leaderboard(snapshot)]
        files = [f"{path}: {content.decode()}" for each in self._files.values() for path, content in each.items()]
        return "\n".join([*files, *(table.decode() for table in tables)])


# The folder is shared by all examples; each makes a file of its own in it.
@settings(max_examples=a_third_of(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_an_erased_player_is_nowhere(tmp_path: Path, moves: list[Move]) -> None:
    with fresh_ledger(tmp_path, publishes=True) as ledger:
        published = Published(ledger)
        moderation = play(ledger, moves)
        before, rewritten = events_of(ledger), published.follow()
        for name in ("pillow", "mug", "cat"):
            type_id = f"{name}_canonical"
            Reports(ledger.database).file(at=AT, reporter="sub-bob", type_id=type_id, reason="wrong object", words="")
        Allowances(ledger.database).take("sub-bob", Allowance("scan", 60), now=0.0)
        try:
            moderation.decide("erase", "sub-bob", why=WHY)
        except NotFound:  # the game never had this player, or forgot before
            assert not TRACES.search(rewritten)
            return
        assert not TRACES.search(published.follow())
        with ledger.database.read() as connection:
            for table in (*schema.kept.sorted_tables, *schema.folded.sorted_tables):
                if table is not schema.dirty_documents:  # it names the profile that is to be taken away
                    assert not TRACES.search(repr(connection.execute(select(table)).all())), table.name
        assert all(ledger.rebuild().values())
        with fresh_ledger(tmp_path) as behind:
            behind.import_events(before)
            behind.import_events(events_of(ledger)[len(before) :])
            assert events_of(behind) == events_of(ledger)
            for kind in ROW_TYPES:
                assert rows(behind, kind) == rows(ledger, kind)
