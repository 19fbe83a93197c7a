"""Names and lore that a discoverer keeps: what may be kept, and what it does to the tables (contract, part 8)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from piclets.domain.concepts import is_unsafe_name
from piclets.domain.concepts.text import plain
from piclets.domain.events import PicletNamed, PicletNameReset
from piclets.domain.records import PicletData
from piclets.domain.rows import replace
from piclets.domain.tables import NamingRow, PicletRow, Tables

MAX_NAME: Final = 40
MAX_LORE: Final = 280
WITHIN: Final = timedelta(hours=24)
"""How long after its discovery a Piclet can be named by its discoverer."""

_IMPERSONATING = re.compile(
    r"admin|moderat|official|verified|hugg?ing ?face|gradio|support ?team|staff|system|webmaster|piclets ?team",
    re.IGNORECASE,
)
_QUOTES = " .,;:!?\"'“”‘’«»-–—"


class Unfit(ValueError):
    """What was written is no name, or no line of lore. The message is a sentence for the player."""


class Unsafe(ValueError):
    """It holds a word that does not come into the game."""


def kept_name(text: str) -> str:
    """The name that was written, on one line, without marks around it, its words with capitals.

    Raises Unfit, Unsafe.
    """
    name = " ".join(word[0].upper() + word[1:] for word in plain(text).strip(_QUOTES).split())
    if not any(char.isalpha() for char in name):
        raise Unfit("There is no name yet: it needs at least one letter.")
    if len(name) > MAX_NAME:
        raise Unfit(f"A name has at most {MAX_NAME} characters.")
    _check_words(name)
    return name


def kept_lore(text: str) -> str:
    """The line that was written. Raises Unfit, Unsafe."""
    lore = plain(text)
    if not any(char.isalpha() for char in lore):
        raise Unfit("There is no line yet: it needs at least one letter.")
    if len(lore) > MAX_LORE:
        raise Unfit(f"A line of lore has at most {MAX_LORE} characters.")
    _check_words(lore)
    return lore[0].upper() + lore[1:]


def in_time(discovered_at: str, now: str) -> bool:
    return datetime.fromisoformat(now) - datetime.fromisoformat(discovered_at) <= WITHIN


def fold(event: PicletNamed, tables: Tables) -> None:
    """The Piclet bears what was kept, and remembers the name it had."""
    piclet = _piclet(event.type_id, tables)
    data = PicletData.model_validate_json(piclet.data)
    row = tables.get(NamingRow, event.type_id) or NamingRow(event.type_id, data.name, False, False)
    row = replace(row, named=row.named or event.name is not None, told=row.told or event.lore is not None)
    changes = {"name": event.name or data.name, "lore": event.lore or data.lore}
    _rewrite(piclet, data.model_copy(update=changes), tables)
    tables.put(row)


def reset(event: PicletNameReset, tables: Tables) -> None:
    """The Piclet bears the name it was discovered with, and no lore; neither can be kept again."""
    piclet = _piclet(event.type_id, tables)
    data = PicletData.model_validate_json(piclet.data)
    row = tables.get(NamingRow, event.type_id)
    original = row.original if row else data.name
    _rewrite(piclet, data.model_copy(update={"name": original, "lore": None}), tables)
    tables.put(NamingRow(event.type_id, original, named=True, told=True))


def _check_words(text: str) -> None:
    if is_unsafe_name(text):
        raise Unsafe("This cannot be kept: it holds a word that is not allowed in the game.")
    if _IMPERSONATING.search(text):
        raise Unsafe("This cannot be kept: it sounds like the people who run the game.")


def _piclet(type_id: str, tables: Tables) -> PicletRow:
    row = tables.get(PicletRow, type_id)
    if row is None:
        raise ValueError(f"the log is broken: it names {type_id}, which was never discovered")
    return row


def _rewrite(piclet: PicletRow, data: PicletData, tables: Tables) -> None:
    tables.put(replace(piclet, data=data.model_dump_json(by_alias=True)))
