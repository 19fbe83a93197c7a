"""Reading events that older servers wrote: each is lifted, version by version, to the form that this code knows.

An optional new field needs no new version: old readers ignore it, and it has a default for old events. A kind whose
meaning changes gets the next `v`, and an upcaster from the version before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

E = TypeVar("E")

Raw = dict[str, Any]
"""An event as JSON has it."""

Upcaster = Callable[[Raw], Raw]
"""Makes of an event the one that the next version of its kind would have been; `v` is set for it."""

KindAndVersion = tuple[str, int]


class UnknownEvent(ValueError):
    """An event of a kind or version that this code does not know; a newer server wrote it."""


class EventReader(Generic[E]):
    """Reads the events of a union of kinds, each in its current version."""

    def __init__(self, adapter: TypeAdapter[E], upcasters: Mapping[KindAndVersion, Upcaster]) -> None:
        self._adapter = adapter
        self._upcasters = upcasters

    def read(self, line: str | bytes) -> E:
        """Raises UnknownEvent."""
        try:
            return self._adapter.validate_json(line)
        except ValidationError as error:
            lifted = self._lifted(line)
            if lifted is None:
                raise _unknown(error) from None
        try:
            return self._adapter.validate_python(lifted)
        except ValidationError as error:
            raise _unknown(error) from None

    def _lifted(self, line: str | bytes) -> Raw | None:
        """The event in the newest version that there are upcasters to; None where there is none for it."""
        try:
            raw = json.loads(line)
            kind, version = str(raw["kind"]), int(raw["v"])
            newest = version
            while (upcaster := self._upcasters.get((kind, newest))) is not None:
                newest += 1
                raw = upcaster(raw) | {"v": newest}
        except (LookupError, TypeError, ValueError):  # no event, or one without what its version has to have
            return None
        return raw if newest > version else None


def _unknown(error: ValidationError) -> UnknownEvent:
    first = error.errors(include_url=False, include_input=False)[0]
    return UnknownEvent(f"cannot read an event: {first['loc']}: {first['msg']}")
