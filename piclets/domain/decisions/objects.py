"""What decisions look up and derive of objects and Piclets."""

from __future__ import annotations

from piclets.domain.matching import CANONICAL
from piclets.domain.rows import replace
from piclets.domain.tables import (
    NO_TOTALS,
    AliasRow,
    AttributeRow,
    ObjectRow,
    PicletRow,
    Tables,
    TotalsRow,
    WordRow,
    resolve,
)
from piclets.errors import NotFound


def asked_piclet(type_id: str, tables: Tables) -> PicletRow:
    """Raises NotFound."""
    row = tables.get(PicletRow, type_id)
    if row is None:
        raise NotFound(f"There is no Piclet {type_id}.", object_name=type_id)
    return row


def asked_object(name: str, tables: Tables) -> ObjectRow:
    """An object by its name or an alias. Raises NotFound."""
    row = tables.get(ObjectRow, resolve(tables, name))
    if row is None:
        raise NotFound(f"There is no object {name}.", object_name=name)
    return row


def known_piclet(type_id: str, tables: Tables) -> PicletRow:
    """One that an event of the log names."""
    row = tables.get(PicletRow, type_id)
    if row is None:
        raise ValueError(f"the log is broken: it moderates {type_id}, which was never discovered")
    return row


def known_object(name: str, tables: Tables) -> ObjectRow:
    """One that an event of the log names."""
    row = tables.get(ObjectRow, name)
    if row is None:
        raise ValueError(f"the log is broken: it moderates {name}, which is no object")
    return row


def piclets_of(name: str, tables: Tables) -> list[PicletRow]:
    """An object's Piclets by number, the canonical first."""
    return sorted(tables.rows(PicletRow, object_name=name), key=lambda row: row.number)


def refresh(name: str, seq: int, tables: Tables) -> None:
    """Derive an object's row, attributes, words and what is shown of it from its Piclets and aliases."""
    known = known_object(name, tables)
    piclets = piclets_of(name, tables)
    canonical = piclets[0]
    shown = 0
    for piclet in piclets:
        is_shown = not (piclet.hidden or canonical.hidden)
        shown += is_shown
        count(tables, piclets=is_shown - piclet.shown)
        tables.put(replace(piclet, shown=is_shown))
        if piclet.number != CANONICAL:
            for attribute in piclet.attributes:
                tables.put(AttributeRow(name, attribute, piclet.type_id))
    is_shown = not canonical.hidden
    count(tables, objects=is_shown - known.shown)
    aliases = sorted(row.alias for row in tables.rows(AliasRow, object_name=name))
    tables.put(
        replace(
            known,
            scan_count=canonical.scan_count,
            variations=shown - is_shown,
            youngest=max(known.youngest, piclets[-1].number),
            total_scans=sum(piclet.scans for piclet in piclets),
            shown=is_shown,
            aliases=tuple(aliases),
        )
    )
    _refresh_words(name, [name, *aliases, *(each for piclet in piclets for each in piclet.attributes)], seq, tables)


def count(tables: Tables, *, objects: int = 0, piclets: int = 0) -> None:
    """So many more of the game's objects and Piclets are shown."""
    if objects or piclets:
        totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
        tables.put(replace(totals, objects=totals.objects + objects, piclets=totals.piclets + piclets))


def _refresh_words(name: str, spoken: list[str], seq: int, tables: Tables) -> None:
    """The words of an object are those of what is `spoken` of it: names, aliases, attributes."""
    words = {word for each in spoken for word in each.split("_")}
    known = {row.word: row for row in tables.rows(WordRow, object_name=name)}
    for word in known.keys() - words:
        tables.remove(known[word])
    for word in words - known.keys():
        tables.put(WordRow(word, name, seq))
