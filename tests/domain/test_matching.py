"""Contract, part 3, "Match"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.matching import Match, Variation, canonical_id, decide, looks_the_same, type_id

WORDS = st.sampled_from(["blue", "velvet", "old", "big", "round", "striped"])
ATTRIBUTES = st.lists(WORDS, unique=True, max_size=4).map(tuple)


def variations(*attributes: str) -> list[Variation]:
    """`"blue velvet", "red"` are the first and the second variation of a pillow."""
    return [
        Variation(type_id("pillow", number), number, tuple(words.split()))
        for number, words in enumerate(attributes, start=1)
    ]


@pytest.mark.parametrize(
    ("scanned", "known", "status", "number"),
    [
        # without attributes it is the canonical, whatever else there is
        ("", [], "existing", 0),
        ("", ["blue"], "existing", 0),
        # the first with attributes
        ("blue", [], "variation", 1),
        # half of the scanned attributes is enough, less is not
        ("blue velvet", ["blue"], "existing", 1),
        ("blue velvet old", ["blue"], "variation", 2),
        ("blue velvet old", ["blue velvet"], "existing", 1),
        ("blue velvet old big", ["blue velvet"], "existing", 1),
        ("blue velvet old big", ["blue"], "variation", 2),
        ("blue", ["red", "green"], "variation", 3),
        # it is the part of the scanned attributes that counts, not of the known ones
        ("blue", ["blue velvet old big"], "existing", 1),
        # the largest part wins over the older
        ("blue velvet", ["blue", "velvet blue"], "existing", 2),
        # the same part: the higher Jaccard index wins
        ("blue", ["blue velvet", "blue"], "existing", 2),
        ("blue velvet", ["blue old big", "velvet old"], "existing", 2),
        # the same part and index: the older wins
        ("blue velvet", ["velvet", "blue"], "existing", 1),
        ("blue velvet", ["red", "blue old", "velvet old"], "existing", 2),
    ],
)
def test_match(scanned: str, known: list[str], status: str, number: int) -> None:
    decision = decide("pillow", tuple(scanned.split()), variations=len(known), similar=variations(*known))
    assert decision == Match(status, type_id("pillow", number), number)  # type: ignore[arg-type]  # a table's text
    assert decision.needs_picture == (status != "existing")


@pytest.mark.parametrize("attributes", [(), ("blue",), ("blue", "velvet", "old", "big")])
def test_an_unknown_object_is_new_and_keeps_its_attributes_to_itself(attributes: tuple[str, ...]) -> None:
    assert decide("pillow", attributes, variations=None, similar=[]) == Match("new", "pillow_canonical", 0)


@given(ATTRIBUTES, st.lists(ATTRIBUTES.filter(bool)), st.randoms())
def test_a_known_object_never_gets_a_second_canonical(
    scanned: tuple[str, ...], known: list[tuple[str, ...]], order: object
) -> None:
    there = variations(*(" ".join(words) for words in known))
    order.shuffle(there)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    decision = decide("pillow", scanned, variations=len(known), similar=there)
    assert decision.status != "new"
    assert decision.number <= len(known) + 1
    assert (decision.type_id == canonical_id("pillow")) == (not scanned)


@given(ATTRIBUTES.filter(bool), st.lists(ATTRIBUTES.filter(bool), unique=True))
def test_only_variations_that_share_an_attribute_matter(
    scanned: tuple[str, ...], known: list[tuple[str, ...]]
) -> None:
    everything = variations(*(" ".join(words) for words in known))
    sharing = [variation for variation in everything if set(variation.attributes) & set(scanned)]
    of_all = decide("pillow", scanned, variations=len(known), similar=everything)
    assert of_all == decide("pillow", scanned, variations=len(known), similar=reversed(sharing))


@given(
    st.sets(
        st.tuples(st.from_regex(r"[a-z]+(_([0-9]{1,4}|[a-z]+|canonical))*", fullmatch=True), st.integers(0, 2000))
    )
)
def test_type_ids_are_unique(named: set[tuple[str, int]]) -> None:
    assert len({type_id(*pair) for pair in named}) == len(named)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "pillow_canonical"), (1, "pillow_001"), (999, "pillow_999"), (1000, "pillow_1000")],
)
def test_type_id(number: int, expected: str) -> None:
    assert type_id("pillow", number) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0000000000000000", "0000000000000000", True),
        ("0000000000000000", "000000000000003f", True),
        ("0000000000000000", "000000000000007f", False),
        ("ffffffffffffffff", "0000000000000000", False),
    ],
)
def test_copies_of_a_photo_look_the_same(one: str, other: str, same: bool) -> None:
    assert looks_the_same(one, other) is same
