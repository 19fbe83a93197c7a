"""Text comes from outside, so whatever reads it takes four times as long for four times as much, or bounds it first.

Compared is the processor's time of this thread within one run, the least of a few tries; what is over in a moment
whatever comes is bounded. Read is by every public function of the domain that takes text: one that is new is found
here, and has its place. Concepts, of which whole answers come, have a test of their own besides.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

import pytest

from piclets import domain
from piclets.domain import lexicon
from piclets.domain.concepts import Unreadable
from piclets.domain.concepts.corrections import corrected
from piclets.domain.concepts.runs import is_cut_off
from piclets.domain.events import UnknownEvent
from piclets.domain.lexicon.explained import explained_with
from piclets.domain.matching import Variation, decide
from piclets.domain.names import normalize, normalize_attributes, synonyms
from piclets.domain.names.rewriting import rewritten
from piclets.domain.trading import meets
from piclets.errors import PicletsError

SHORT, LONG = 10_000, 40_000
A_MOMENT_S = 0.004
MOST_TIMES_AS_LONG = 9  # four, with a margin; sixteen where it is quadratic
TRIES = 3

Reader = Callable[[str], Any]

MADE_OF_TEXT: Final[Mapping[str, Reader]] = {
    "str": lambda text: text,
    "str | bytes": lambda text: text,
    "list[str]": lambda text: text.split(" "),
    **dict.fromkeys(
        ("Sequence[str]", "Iterable[str]", "Collection[str]", "tuple[str, ...]", "frozenset[str]"),
        lambda text: tuple(text.split(" ")),
    ),
}
"""By the annotation of a parameter."""
BESIDE_TEXT: Final[Mapping[str, Any]] = {
    "int": 3, "bool": False, "bytes": b"key", "date": date(2026, 11, 28), "timedelta": timedelta(hours=1),
    "Sequence[bool]": (True,), "re.Pattern[str]": re.compile("[,;]"), "Mapping[str, int]": {}, "Calendar": {},
}  # fmt: skip
OF_ROWS: Final = frozenset({"Tables", "SeasonRow", "PrintRow"})
"""What takes one of these is given keys and moments that were bounded long before."""
BY_HAND: Final[Mapping[str, Reader]] = {
    "concepts.corrections.corrected": lambda text: corrected({"canonical object": text}, text),
    "concepts.runs.is_cut_off": lambda text: is_cut_off({"Monster Name": text, "Description": text}),
    "lexicon.explained.explained_with": lambda text: explained_with(tuple(text.split())),
    "matching.decide": lambda text: decide(
        text, (text,), variations=1, similar=[Variation("a_001", 1, tuple(text.split(" ")))]
    ),
    "names.rewriting.rewritten": lambda text: rewritten(text, lambda phrase, _whole: synonyms(phrase)),
    "trading.meets": lambda text: meets([text] * 5, [(text, text, text)] * 5),
}
OTHERWISE: Final[Mapping[str, Reader]] = {
    "one attribute twice": lambda text: normalize_attributes([text, text]),
    "words that are one": lambda text: normalize_attributes([text]),
}
NO_TEXT: Final = frozenset({"fair_play.review", "names.rewriting.read_groups", "rows.row_of"})
"""What takes events that were read; what reads a table of ours; what holds the columns of a row."""


def public() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the domain, by its name, without what it keeps of earlier answers."""
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            there = getattr(value, "__module__", None) == module.name and not inspect.isclass(value)
            if there and callable(value) and not name.startswith("_"):
                yield f"{module.name}.{name}".removeprefix(f"{domain.__name__}."), inspect.unwrap(value)


def wanted(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """What has to be given to it."""
    return [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]


def takes_text(function: Callable[..., Any]) -> bool:
    kinds = {str(each.annotation) for each in inspect.signature(function).parameters.values()}
    return any("str" in kind for kind in kinds) and not kinds & OF_ROWS


def reader(function: Callable[..., Any]) -> Reader | None:
    """The function as one of a text; None where that is not to be seen from its parameters."""
    if any(each.annotation not in {**MADE_OF_TEXT, **BESIDE_TEXT} for each in wanted(function)):
        return None

    def read(text: str) -> Any:
        given: list[Any] = []
        named: dict[str, Any] = {}
        for each in wanted(function):
            made = MADE_OF_TEXT.get(each.annotation)
            value = BESIDE_TEXT[each.annotation] if made is None else made(text)
            if each.kind is each.KEYWORD_ONLY:
                named[each.name] = value
            else:
                given.append(value)
        return function(*given, **named)

    return read


TEXT_READERS: Final = {name: function for name, function in public() if takes_text(function)}
READERS: Final[dict[str, Reader]] = {
    **{
        name: read
        for name, function in TEXT_READERS.items()
        if name not in NO_TEXT and (read := reader(function)) is not None
    },
    **BY_HAND,
    **OTHERWISE,
}
PARTS = (
    *("blue ", "tooth", "light blue and ", "a ", "the-", "pair of ", "red_kite_", "of_", ", blue", "1.", "c++"),
    *("e\u0301", "\u0301", "é", "茶", "ﬁ", "İ", "'", " ", "_", "x", "s"),
)


def seconds(reader: Reader, text: str) -> float:
    least = float("inf")
    for _ in range(TRIES):
        start = time.thread_time()
        with suppress(ValueError, PicletsError, Unreadable, UnknownEvent):
            told = reader(text)
            if isinstance(told, Iterator):
                deque(told, maxlen=0)
        least = min(least, time.thread_time() - start)
        if least < A_MOMENT_S:
            break
    return least


def is_slow(reader: Reader, part: str) -> bool:
    """Whether it is so each time: a busy machine may disturb one."""
    for _ in range(TRIES):
        longer = seconds(reader, (part * LONG)[:LONG])
        if longer < A_MOMENT_S or longer < MOST_TIMES_AS_LONG * seconds(reader, (part * SHORT)[:SHORT]):
            return False
    return True


def test_every_function_that_takes_text_is_tried() -> None:
    assert TEXT_READERS.keys() - READERS.keys() - NO_TEXT == set(), "say by hand how it is called"
    assert {"names.keys.normalize", "concepts.parser.parse", "spots.pid_of", "naming.kept_lore"} <= READERS.keys()
    assert len(TEXT_READERS) > 80


@pytest.mark.parametrize("part", [*PARTS[:2], *(pytest.param(part, marks=pytest.mark.slow) for part in PARTS[2:])])
def test_four_times_the_text_takes_four_times_as_long(part: str) -> None:
    normalize("blue pillows")  # dictionaries are loaded once
    lexicon.kinds_of("furniture")
    assert [name for name, reader in READERS.items() if is_slow(reader, part)] == []
