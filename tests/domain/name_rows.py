"""The tables of names as rows."""

from __future__ import annotations

from tests.domain import name_tables as tables


def rows(table: str) -> list[tuple[str, str]]:
    """(raw, key) for each writing in a table."""
    found: list[tuple[str, str]] = []
    for line in table.strip("\n").split("\n"):
        writings, _, key = line.partition(" -> ")
        found += [(raw, key or writings) for raw in writings.split(" | ")]
    return found


NAMES = [row for table in tables.ALL for row in rows(table)]
"""Every (raw, key) of all tables."""
