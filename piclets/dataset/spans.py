"""Spans of the log as the files that they are in the dataset, written from the ledger."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from piclets.dataset.documents import event_lines
from piclets.dataset.layout import Span
from piclets.dataset.repo import Content
from piclets.ledger.publication import Publication

READ_AT_ONCE = 2_000


@contextmanager
def written_span(ledger: Publication, span: Span) -> Iterator[Content]:
    """A span as its file is to be."""
    if span.packed:
        with packed_span(ledger, span) as packed:
            yield packed
    else:
        with ledger.snapshot() as snapshot:
            events = snapshot.events_after(span.first - 1, span.events)
        yield event_lines(events)


@contextmanager
def packed_span(ledger: Publication, span: Span) -> Iterator[Path]:
    """A span as a compressed file, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
        path = Path(folder) / Path(span.path).name
        with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            seq = span.first - 1
            while seq < span.last:
                with ledger.snapshot() as snapshot:
                    events = snapshot.events_after(seq, min(READ_AT_ONCE, span.last - seq))
                packed.write(event_lines(events))
                seq = events[-1].seq
        yield path
