"""What a list of Piclets is asked for, as it stands in an address: words, filters, order and page.

`/?section=dex&q=red&type=beast&rarity=epic&order=rarest&page=2`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar, get_args
from urllib.parse import urlencode

from piclets.domain.records import PRIMARY_TYPES, TIERS
from piclets.ledger.dex import Order, Search

MAX_TEXT: Final = 200
MAX_PAGE_DIGITS: Final = 6
ORDERS: Final[tuple[Order, ...]] = get_args(Order)

Choice = TypeVar("Choice", bound=str)


def asked(part: Callable[[str], str]) -> Search:
    """What an address asks for. `part` is told a part's name, and has "" where there is none.

    What is none of the choices is as if it were not there.
    """
    return Search(
        text=part("q")[:MAX_TEXT],
        type=_one_of(PRIMARY_TYPES, part("type")),
        rarity=_one_of(TIERS, part("rarity")),
        order=_one_of(ORDERS, part("order")) or ORDERS[0],
        page=_page(part("page")),
    )


def list_address(section: str, search: Search, page: int) -> str:
    """The address of a page of a list, which counts from 0 here, and from 1 in the address."""
    parts = {
        "section": section,
        "q": search.text.strip(),
        "type": search.type,
        "rarity": search.rarity,
        "order": search.order if search.order != ORDERS[0] else None,
        "page": page + 1 if page else None,
    }
    return f"/?{urlencode({name: value for name, value in parts.items() if value})}"


def within(search: Search, pages: int) -> Search:
    """The search, at its last page where it asks for one beyond it."""
    return replace(search, page=max(0, min(search.page, pages - 1)))


def _one_of(choices: tuple[Choice, ...], said: str) -> Choice | None:
    return next((choice for choice in choices if choice == said), None)


def _page(said: str) -> int:
    is_number = said.isascii() and said.isdigit() and len(said) <= MAX_PAGE_DIGITS
    return max(0, int(said) - 1) if is_number else 0
