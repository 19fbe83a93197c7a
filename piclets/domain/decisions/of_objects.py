"""Decisions about objects: renamed, merged, taken apart again, an alias removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from piclets.domain.decisions.decision import Case, Decision, Field, name_in
from piclets.domain.decisions.objects import (
    asked_object,
    asked_piclet,
    count,
    known_object,
    known_piclet,
    piclets_of,
    refresh,
)
from piclets.domain.events import AliasRemoved, MergeUndone, Moved, ObjectRenamed, ObjectsMerged
from piclets.domain.records import PicletData
from piclets.domain.rows import replace
from piclets.domain.tables import (
    AliasRow,
    AttributeRow,
    DecisionRow,
    ObjectRow,
    PhotoRow,
    Tables,
    WordRow,
    resolve,
)
from piclets.errors import InvalidRequest, NotFound


def _rename(case: Case) -> ObjectRenamed:
    """The new name may have been the object's alias, but no other object's name or alias."""
    known, new = asked_object(case.subject, case.tables), case.into
    leads_to = resolve(case.tables, new)
    if new == known.name or case.tables.get(ObjectRow, new) is not None:
        raise InvalidRequest(f"There is an object {new} already. Merge the two if they are one thing.")
    if leads_to not in (new, known.name):
        raise InvalidRequest(f"{new} is an alias of {leads_to}. Remove that alias first.")
    return ObjectRenamed(**vars(case.note), old=known.name, new=new)


def _merge(case: Case) -> ObjectsMerged:
    left, joined = asked_object(case.subject, case.tables), asked_object(case.into, case.tables)
    if left.name == joined.name:
        raise InvalidRequest("These are one object already.")
    moved = (
        Moved(type_id=row.type_id, before=row.number, after=number)
        for number, row in enumerate(piclets_of(left.name, case.tables), start=joined.youngest + 1)
    )
    aliases = sorted(row.alias for row in case.tables.rows(AliasRow, object_name=left.name))
    return ObjectsMerged(
        **vars(case.note), source=left.name, target=joined.name, moved=tuple(moved), aliases=tuple(aliases)
    )


def _undo_merge(case: Case) -> MergeUndone:
    """What was discovered since the merge stays where it is."""
    row = case.tables.get(DecisionRow, case.subject)
    merged = case.event_at(row.seq) if row else None
    if row is None or not isinstance(merged, ObjectsMerged):
        raise NotFound("There is no such merge.", object_name=case.subject)
    if row.undone:
        raise InvalidRequest("This merge is undone already.")
    now = [asked_piclet(moved.type_id, case.tables) for moved in merged.moved]
    homes = {piclet.object_name for piclet in now} | {resolve(case.tables, merged.source)}
    if len(homes) != 1:
        raise InvalidRequest("A later merge has moved some of these Piclets again. Undo that one first.")
    back = zip(now, merged.moved, strict=True)
    return MergeUndone(
        **vars(case.note),
        merge=row.id,
        source=merged.source,
        target=homes.pop(),
        moved=tuple(Moved(type_id=p.type_id, before=p.number, after=was.before) for p, was in back),
        aliases=merged.aliases,
    )


def _remove_alias(case: Case) -> AliasRemoved:
    row = case.tables.get(AliasRow, case.subject)
    if row is None:
        raise NotFound(f"{case.subject} is no alias.", object_name=case.subject)
    if row.former:
        raise InvalidRequest(
            f"{row.alias} was a name of {row.object_name}: its old ids have to keep leading there. "
            "A merge can be undone; an object can be renamed back."
        )
    return AliasRemoved(**vars(case.note), alias=row.alias, object_name=row.object_name)


def _fold_rename(event: ObjectRenamed, seq: int, tables: Tables) -> None:
    known = known_object(event.old, tables)
    free = tables.get(AliasRow, event.new)
    if free is not None:
        tables.remove(free)
    tables.put(replace(known, name=event.new))
    _move_piclets(event.old, event.new, {row.type_id: row.number for row in piclets_of(event.old, tables)}, tables)
    _move_aliases(tables.rows(AliasRow, object_name=event.old), event.new, tables)
    _drop_object(known, tables)
    tables.put(AliasRow(event.old, event.new, former=True))
    refresh(event.new, seq, tables)


def _fold_merge(event: ObjectsMerged, seq: int, tables: Tables) -> None:
    source = known_object(event.source, tables)
    _move_piclets(event.source, event.target, {moved.type_id: moved.after for moved in event.moved}, tables)
    _move_aliases(tables.rows(AliasRow, object_name=event.source), event.target, tables)
    count(tables, objects=-int(source.shown))
    _drop_object(source, tables)
    tables.put(AliasRow(event.source, event.target, former=True))
    refresh(event.target, seq, tables)


def _fold_undone_merge(event: MergeUndone, seq: int, tables: Tables) -> None:
    merge = tables.get(DecisionRow, event.merge)
    if merge is not None:
        tables.put(replace(merge, undone=True))
    _move_piclets(event.target, event.source, {moved.type_id: moved.after for moved in event.moved}, tables)
    leading = [tables.get(AliasRow, alias) for alias in event.aliases]
    _move_aliases([row for row in leading if row and row.object_name == event.target], event.source, tables)
    tables.remove(AliasRow(event.source, event.target, former=True))
    canonical = piclets_of(event.source, tables)[0]
    tables.put(
        ObjectRow(
            name=event.source,
            canonical=canonical.type_id,
            type=PicletData.model_validate_json(canonical.data).type,
            scan_count=0,
            variations=0,
            youngest=0,
            total_scans=0,
            shown=False,
            aliases=(),
            seq=canonical.seq,
        )
    )
    refresh(event.target, seq, tables)
    refresh(event.source, seq, tables)


def _fold_removed_alias(event: AliasRemoved, seq: int, tables: Tables) -> None:
    tables.remove(AliasRow(event.alias, event.object_name, former=False))
    refresh(event.object_name, seq, tables)


def _move_piclets(source: str, target: str, numbers: dict[str, int], tables: Tables) -> None:
    """Give Piclets of `source` to `target`, with new numbers by typeId; their photos and attributes go along."""
    for type_id, number in numbers.items():
        tables.put(replace(known_piclet(type_id, tables), object_name=target, number=number))
    for attribute in tables.rows(AttributeRow, object_name=source):
        if attribute.type_id in numbers:
            tables.remove(attribute)
    for photo in tables.rows(PhotoRow, object_name=source):
        if photo.type_id in numbers:
            tables.put(replace(photo, object_name=target))


def _move_aliases(aliases: Iterable[AliasRow], target: str, tables: Tables) -> None:
    for alias in aliases:
        tables.put(replace(alias, object_name=target))


def _drop_object(known: ObjectRow, tables: Tables) -> None:
    """Take an object away whose Piclets and aliases have gone elsewhere."""
    for word in tables.rows(WordRow, object_name=known.name):
        tables.remove(word)
    tables.remove(known)


def _both(event: ObjectsMerged | MergeUndone) -> tuple[str, ...]:
    return event.source, event.target


RENAME: Final = Decision(
    verb="rename",
    title="Rename an object",
    words="The old name leads to it; typeIds stay as they are.",
    subject=Field("Object", name_in),
    into=Field("New name", name_in),
    event=ObjectRenamed,
    decide=_rename,
    fold=_fold_rename,
    about=lambda event: event.old,
    objects=lambda event: (event.old, event.new),
)
MERGE: Final = Decision(
    verb="merge",
    title="Merge two objects",
    words=("All Piclets of the first become variations of the second. Scans, credit and scores stay. Can be undone."),
    subject=Field("Object that goes", name_in),
    into=Field("Object that stays", name_in),
    event=ObjectsMerged,
    decide=_merge,
    fold=_fold_merge,
    about=lambda event: event.source,
    objects=_both,
)
UNDO_MERGE: Final = Decision(
    verb="undo_merge",
    title="Undo a merge",
    words="Two objects again.",
    subject=Field("Id of the merge (see Audit)"),
    event=MergeUndone,
    decide=_undo_merge,
    fold=_fold_undone_merge,
    about=lambda event: event.source,
    objects=_both,
)
REMOVE_ALIAS: Final = Decision(
    verb="remove_alias",
    title="Remove an alias",
    words="The next player who scans it discovers an object of its own.",
    subject=Field("Alias", name_in),
    event=AliasRemoved,
    decide=_remove_alias,
    fold=_fold_removed_alias,
    about=lambda event: event.alias,
    objects=lambda event: (event.object_name,),
)
