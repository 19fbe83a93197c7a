"""Places, pages and spans: pure, and bounded however large the game is."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.dataset import layout
from piclets.dataset.card import refreshed, taken_over
from piclets.dataset.layout import BrokenLog, Span
from piclets.domain.tables import TotalsRow

TOTALS = TotalsRow(id=1, objects=1, piclets=2, players=3, scans=4, at="")


def test_documents_stand_in_the_first_level_while_there_is_room() -> None:
    assert layout.document_path("piclets", "pillow", 0, flat=True) == "piclets/pillow.json"
    fanned = layout.document_path("piclets", "pillow", 0, flat=False)
    assert fanned.startswith("piclets/")
    assert fanned.count("/") == 2
    assert layout.document_path("piclets", "pillow", 1, flat=True).endswith("/pillow.2.json")


def test_no_folder_is_crowded_at_a_million_objects() -> None:
    folders = Counter(
        layout.document_path("piclets", f"thing_{number}", 0, flat=number < layout.FLAT).rpartition("/")[0]
        for number in range(200_000)
    )
    assert folders["piclets"] + 256 <= 10_000
    fullest = max(count for folder, count in folders.items() if folder != "piclets")
    assert fullest * 1_000_000 / 200_000 < 6_000
    shelves = {layout.image_path("x.webp", seq).rpartition("/")[0] for seq in range(0, 3_000_000, 50)}
    assert max(Counter(shelf.rpartition("/")[0] for shelf in shelves).values()) <= layout.SHELVES_IN_FOLDER


@given(st.lists(st.integers(1, 400), min_size=1, max_size=400), st.integers(2, 40))
def test_merging_keeps_one_gapless_log_in_few_files(sizes: list[int], most_loose: int) -> None:
    spans: list[Span] = []
    for size in sizes:
        first = spans[-1].last + 1 if spans else 1
        spans.append(Span(first, first + size - 1))
        parts = layout.merge_plan(spans, most_loose=most_loose)
        if parts:
            assert list(parts) == spans[-len(parts) :]
            spans = [*spans[: -len(parts)], layout.merged(parts)]
        assert len([span for span in spans if not span.packed]) < most_loose
        assert layout.in_order([span.path for span in reversed(spans)]) == spans
    assert len([span for span in spans if span.packed]) <= 2 + sum(sizes).bit_length()


@pytest.mark.parametrize(("events", "of_commits"), [(10_000, (1,)), (1_000_000, (1, 1, 5, 40, 1_000))])
def test_a_million_events_are_never_in_more_than_thirty_files(events: int, of_commits: tuple[int, ...]) -> None:
    chance = random.Random(0)
    spans: list[Span] = []
    while not spans or spans[-1].last < events:
        first = spans[-1].last + 1 if spans else 1
        spans.append(Span(first, first + chance.choice(of_commits) - 1))
        assert len(spans) <= 30
        parts = layout.merge_plan(spans)
        if parts:
            spans = [*spans[: -len(parts)], layout.merged(parts)]


@pytest.mark.parametrize(
    "paths",
    [
        [Span(2, 3).path],
        [Span(1, 3).path, Span(3, 4).path],
        [Span(1, 3).path, Span(5, 6).path],
        [Span(1, 3).path, Span(1, 3, packed=True).path],
    ],
)
def test_a_log_with_gaps_or_overlaps_is_broken(paths: list[str]) -> None:
    with pytest.raises(BrokenLog):
        layout.in_order(paths)


def test_other_files_in_the_logs_folder_are_no_spans() -> None:
    assert layout.in_order(["events/head.json", "events/notes.txt", Span(1, 1).path]) == [Span(1, 1)]


def test_the_card_keeps_its_owners_words() -> None:
    card = refreshed(None, "Fraser/piclets", TOTALS)
    assert card is not None
    assert refreshed(card.decode(), "Fraser/piclets", TOTALS) is None
    edited = card.decode() + "\nMine.\n"
    again = refreshed(edited, "Fraser/piclets", TotalsRow(id=1, objects=9, piclets=9, players=9, scans=9, at=""))
    assert again is not None
    assert again.decode().endswith("\nMine.\n")
    assert "| 9 | 9 | 9 | 9 |" in again.decode()
    assert refreshed("---\nlicense: mit\n---\nMine.", "Fraser/piclets", TOTALS) is None
    assert b"Mine." in taken_over("---\nlicense: mit\n---\nMine.", "Fraser/piclets", TOTALS)
