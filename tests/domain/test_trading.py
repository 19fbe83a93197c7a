"""What an offer asks for, and gift codes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.gift_codes import GiftCode, NoGiftCode, read, written
from piclets.domain.trading import meets

KEY = b"k" * 32
KETTLE, OTHER_KETTLE, MUG = (
    ("AAAAAAAA", "kettle_001", "kettle"),
    ("BBBBBBBB", "kettle_002", "kettle"),
    ("CC", "m", "mug"),
)
FIRST, LAST = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2099-01-01")
GIFTS = st.builds(
    GiftCode,
    pid=st.integers(0, 2**32 - 1).map(lambda number: f"{number:08X}"),
    moves=st.integers(0, 2**16 - 1),
    until=st.datetimes(min_value=FIRST, max_value=LAST).map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")),
)


@pytest.mark.parametrize(
    ("wanted", "given_", "met"),
    [
        (["kettle"], [KETTLE], True),
        (["kettle_001"], [KETTLE], True),
        (["AAAAAAAA"], [KETTLE], True),
        (["kettle_002"], [KETTLE], False),
        (["kettle", "kettle_001"], [KETTLE, OTHER_KETTLE], True),
        (["kettle", "AAAAAAAA"], [KETTLE, OTHER_KETTLE], True),
        (["kettle", "kettle"], [KETTLE, MUG], False),
        (["kettle"], [KETTLE, MUG], False),
        (["kettle", "mug"], [KETTLE], False),
        (["mug", "kettle_001"], [KETTLE, MUG], True),
    ],
)
def test_prints_meet_wishes(wanted: list[str], given_: list[tuple[str, str, str]], met: bool) -> None:
    assert meets(wanted, given_) is met
    assert meets(wanted[::-1], given_[::-1]) is met


@given(GIFTS)
def test_a_code_says_what_it_was_made_of(gift: GiftCode) -> None:
    code = written(gift, KEY)
    assert read(code, KEY) == gift
    assert read(code.lower().replace("-", " "), KEY) == gift


@given(GIFTS, st.integers(0, 31), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_changed_code_is_none(gift: GiftCode, at: int, letter: str) -> None:
    letters = written(gift, KEY).replace("-", "")
    changed = letters[:at] + letter + letters[at + 1 :]
    if changed != letters:
        with pytest.raises(NoGiftCode):
            read(changed, KEY)


@pytest.mark.parametrize("text", ["", "-", "AAAA", "x" * 65, "ﷺ" * 60, "\0", "A" * 64, "ÄÖÜ1", "0189" * 8])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(NoGiftCode):
        read(text, KEY)


def test_a_code_of_another_game_is_none() -> None:
    with pytest.raises(NoGiftCode):
        read(written(GiftCode("AAAAAAAA", 0, "2026-01-01T00:00:00Z"), KEY), b"another")
