"""Decisions about one Piclet: hidden, shown again, its kept name reset."""

from __future__ import annotations

from typing import Final

from piclets.domain import naming
from piclets.domain.decisions.decision import Case, Decision, Field
from piclets.domain.decisions.objects import asked_piclet, known_piclet, refresh
from piclets.domain.events import PicletHidden, PicletNameReset, PicletUnhidden
from piclets.domain.rows import replace
from piclets.domain.tables import NamingRow, Tables
from piclets.errors import InvalidRequest


def _hide(case: Case) -> PicletHidden:
    piclet = asked_piclet(case.subject, case.tables)
    if piclet.hidden:
        raise InvalidRequest(f"{piclet.type_id} is hidden already.")
    return PicletHidden(**vars(case.note), object_name=piclet.object_name, type_id=piclet.type_id)


def _unhide(case: Case) -> PicletUnhidden:
    piclet = asked_piclet(case.subject, case.tables)
    if not piclet.hidden:
        raise InvalidRequest(f"{piclet.type_id} is not hidden.")
    return PicletUnhidden(**vars(case.note), object_name=piclet.object_name, type_id=piclet.type_id)


def _reset_name(case: Case) -> PicletNameReset:
    piclet = asked_piclet(case.subject, case.tables)
    if case.tables.get(NamingRow, piclet.type_id) is None:
        raise InvalidRequest(f"{piclet.type_id} bears the name it was discovered with.")
    return PicletNameReset(**vars(case.note), object_name=piclet.object_name, type_id=piclet.type_id)


def _fold_hiding(event: PicletHidden | PicletUnhidden, seq: int, tables: Tables) -> None:
    piclet = known_piclet(event.type_id, tables)
    tables.put(replace(piclet, hidden=isinstance(event, PicletHidden)))
    refresh(piclet.object_name, seq, tables)


def _fold_name(event: PicletNameReset, _seq: int, tables: Tables) -> None:
    naming.reset(event, tables)


def _about(event: PicletHidden | PicletUnhidden | PicletNameReset) -> str:
    return event.type_id


def _objects(event: PicletHidden | PicletUnhidden | PicletNameReset) -> tuple[str, ...]:
    return (event.object_name,)


HIDE: Final = Decision(
    verb="hide",
    title="Hide a Piclet",
    words="Gone from every read; with a canonical its object. Scores stay.",
    subject=Field("typeId"),
    event=PicletHidden,
    decide=_hide,
    fold=_fold_hiding,
    about=_about,
    objects=_objects,
)
UNHIDE: Final = Decision(
    verb="unhide",
    title="Show a hidden Piclet again",
    words="As if it had never been hidden.",
    subject=Field("typeId"),
    event=PicletUnhidden,
    decide=_unhide,
    fold=_fold_hiding,
    about=_about,
    objects=_objects,
)
RESET_NAME: Final = Decision(
    verb="reset_name",
    title="Reset a Piclet's name",
    words="It gets back the name it was discovered with. Its discoverer's name and lore are gone for good.",
    subject=Field("typeId"),
    event=PicletNameReset,
    decide=_reset_name,
    fold=_fold_name,
    about=_about,
    objects=_objects,
)
