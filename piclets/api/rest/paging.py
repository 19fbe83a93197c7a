"""`limit` and `offset` of a call: what is out of range is clamped (contract, parts 2 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Query

DEFAULT_LIMIT: Final = 200
MAX_LIMIT: Final = 1_000
MAX_OFFSET: Final = 10_000_000


@dataclass(frozen=True)
class Page:
    limit: int
    offset: int


def _page(
    limit: Annotated[int, Query(description=f"At most {MAX_LIMIT}.")] = DEFAULT_LIMIT,
    offset: Annotated[int, Query(description="How many to skip.")] = 0,
) -> Page:
    return Page(min(max(limit, 1), MAX_LIMIT), min(max(offset, 0), MAX_OFFSET))


Paged = Annotated[Page, Depends(_page)]
