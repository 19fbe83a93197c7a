"""Events of made-up kinds that have changed their meaning twice."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter

from piclets.domain.records import Record
from piclets.domain.upcasting import EventReader, Raw, UnknownEvent


class Painted(Record):
    """Version 1 had one `colour`, version 2 `colours`, version 3 tells how much of each."""

    v: Literal[3] = 3
    kind: Literal["painted"] = "painted"
    shares: dict[str, float]
    by: str = "nobody known"


class Sold(Record):
    v: Literal[1] = 1
    kind: Literal["sold"] = "sold"
    price: int


def two_colours(old: Raw) -> Raw:
    return {**old, "colours": [old["colour"]]}


def shares(old: Raw) -> Raw:
    return {**old, "shares": {colour: 1 / len(old["colours"]) for colour in old["colours"]}}


READER: EventReader[Painted | Sold] = EventReader(
    TypeAdapter(Annotated[Painted | Sold, Field(discriminator="kind")]),
    {("painted", 1): two_colours, ("painted", 2): shares},
)


def read(event: Any) -> Painted | Sold:
    return READER.read(json.dumps(event))


@pytest.mark.parametrize(
    "old",
    [
        {"v": 1, "kind": "painted", "colour": "red"},
        {"v": 2, "kind": "painted", "colours": ["red"]},
        {"v": 3, "kind": "painted", "shares": {"red": 1.0}},
        {"v": 3, "kind": "painted", "shares": {"red": 1.0}, "glitter": True},
    ],
    ids=["first", "second", "current", "with a field that only a newer reader knows"],
)
def test_every_version_is_read_as_the_current_one(old: Raw) -> None:
    assert read(old) == Painted(shares={"red": 1.0})


def test_other_kinds_are_left_alone() -> None:
    assert read({"v": 1, "kind": "sold", "price": 3}) == Sold(price=3)


@pytest.mark.parametrize(
    "newer",
    [
        {"v": 4, "kind": "painted", "shares": {}},
        {"v": 2, "kind": "sold", "price": 3},
        {"v": 1, "kind": "eaten"},
        {"v": 1, "kind": "painted"},
        {"kind": "painted"},
        {"v": [], "kind": "painted"},
        [],
        None,
    ],
    ids=repr,
)
def test_what_a_newer_server_wrote_stops_the_reader(newer: Any) -> None:
    with pytest.raises(UnknownEvent):
        read(newer)


@given(st.one_of(st.text(), st.binary()))
def test_whatever_is_read_is_an_event_or_unknown(line: str | bytes) -> None:
    with pytest.raises(UnknownEvent):
        READER.read(line)
