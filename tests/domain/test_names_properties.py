"""What holds for every text that anyone could send as a name."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from piclets.domain.names import MAX_BYTES, NothingLeft, ObjectName, normalize, normalize_attribute
from piclets.domain.names.text import fold
from tests.domain.name_rows import NAMES

WINDOWS_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)}

WORDS = st.sampled_from(sorted({word for raw, _ in NAMES for word in re.split(r"[\s_-]", raw) if word}))
SEPARATORS = st.sampled_from(
    [" ", "_", "-", ", ", " (", ") ", " & ", "/", ".", "'", "+", "#", " the ", " a ", " of ", " and "]
)
PHRASES = st.lists(st.tuples(WORDS, SEPARATORS), min_size=1, max_size=8).map(
    lambda parts: "".join(word + separator for word, separator in parts)
)
ANYTHING = st.one_of(
    st.text(max_size=120), PHRASES, st.text(alphabet="ab1 -_.,/\\+#&'ʼİıßſ½™éे\u0301\u200d", max_size=40)
)
CASED = [
    letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.upper() != letter or letter.lower() != letter
]


normalize("blue pillows")  # what is loaded once counts against no example's deadline


def key(raw: str) -> ObjectName | None:
    try:
        return normalize(raw)
    except NothingLeft:
        return None


@given(ANYTHING)
@example("pair of the a pair of")
@example("light blue pair of light blue pillows")
@example("dice_" * 40)
def test_a_name_is_its_own_name(raw: str) -> None:
    name = key(raw)
    if name is not None:
        assert normalize(name.name) == ObjectName(name.name, ())


@given(ANYTHING)
@example("../" * 50 + "etc/passwd")
@example("aux")
@example("x" * 10_000)
@example("茶" * 10_000)
def test_a_name_is_short_clean_and_never_a_path(raw: str) -> None:
    name = key(raw)
    if name is None:
        return
    for text in (name.name, *name.attributes):
        assert 1 <= len(text.encode()) <= MAX_BYTES
        assert all(part and part[0].isalnum() for part in text.split("_"))
        assert all(letter == "_" or unicodedata.category(letter)[0] in "LMN" for letter in text)
        assert unicodedata.is_normalized("NFKC", text)
    assert name.name not in WINDOWS_DEVICES
    assert len(name.attributes) <= 4


@given(ANYTHING)
@example("ŉ")
@example("ΐς")
@example("ı i̇ İ ẞ ſt ﬃ")
def test_case_never_matters(raw: str) -> None:
    assert {key(raw.upper()), key(raw.lower()), key(raw.title()), key(raw.swapcase()), key(raw.casefold())} == {
        key(raw)
    }


def test_case_never_matters_for_any_letter() -> None:
    differing = [
        letter
        for letter in CASED
        if len({fold(f"a{case}b") for case in (letter, letter.upper(), letter.lower(), letter.title())}) > 1
    ]
    assert differing == []


@given(ANYTHING)
def test_an_attribute_is_its_own_attribute(raw: str) -> None:
    try:
        attribute = normalize_attribute(raw)
    except NothingLeft:
        return
    assert normalize_attribute(attribute) == attribute
    assert 1 <= len(attribute.encode()) <= MAX_BYTES


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=6), st.integers(min_value=10_000, max_value=20_000))
@example("́̀̂", 100_000)
@example("̧́", 100_000)
@example("blue ", 100_000)
@example(", blue", 100_000)
@example("pair of ", 100_000)
@example("dark ", 100_000)
@example("blue and ", 100_000)
@example("a ", 100_000)
@example("tooth", 100_000)
@example("1.", 100_000)
@example("e\u200d\u0301", 100_000)
def test_a_long_text_is_bounded(part: str, length: int) -> None:
    raw = (part * length)[:length]
    name = key(raw)
    if name is not None:
        assert len(name.name.encode()) <= MAX_BYTES
        assert normalize(name.name).name == name.name


@pytest.mark.parametrize(
    ("one", "other"), [("pillow", "pillow_001"), ("pillow_1", "pillow"), ("pillow_canonical", "pillow")]
)
def test_type_ids_of_two_names_never_collide(one: str, other: str) -> None:
    def type_ids(name: str) -> set[str]:
        return {f"{name}_canonical"} | {f"{name}_{number:03}" for number in range(1, 1_200)}

    assert normalize(one).name == one
    assert not type_ids(one) & type_ids(other)
