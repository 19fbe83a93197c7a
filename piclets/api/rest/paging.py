"""`limit` and `offset` of a call, read as those of the five endpoints are (contract, parts 2 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Query
from pydantic import BeforeValidator

from piclets.api.parameters import whole_number

DEFAULT_LIMIT: Final = 200
MAX_LIMIT: Final = 1_000
MAX_OFFSET: Final = 10_000_000


@dataclass(frozen=True)
class Page:
    limit: int
    offset: int


def _whole(name: str, default: int, most: int) -> BeforeValidator:
    return BeforeValidator(lambda value: whole_number(value, name, default=default, least=0, most=most))


def _page(
    limit: Annotated[
        int, _whole("limit", DEFAULT_LIMIT, MAX_LIMIT), Query(description=f"At most {MAX_LIMIT}.")
    ] = DEFAULT_LIMIT,
    offset: Annotated[int, _whole("offset", 0, MAX_OFFSET), Query(description="How many to skip.")] = 0,
) -> Page:
    return Page(limit, offset)


Paged = Annotated[Page, Depends(_page)]
