"""The question to the concept model."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.concepts import PROMPT_VERSION, build_prompt
from piclets.domain.records import PRIMARY_TYPES, TIERS
from tests.domain.concept_answers import HEADINGS

BIDI_AND_CONTROL = "\u202e\u2066\u200b\x00\x1b\ufeff\U000e0041"


def _fenced(prompt: str) -> list[str]:
    """What stands in the fences, in order. A fence is closed by the first line that is just as long."""
    return [match[2] for match in re.finditer(r"^(`{4,})text\n(.*?)\n\1$", prompt, re.MULTILINE | re.DOTALL)]


def test_asks_for_the_contracts_headings_and_closed_lists() -> None:
    prompt = build_prompt("A blue pillow.", ())
    assert [line[2:] for line in prompt.splitlines() if line.startswith("# ")] == [*HEADINGS, "Capture"]
    assert " | ".join(PRIMARY_TYPES) in prompt
    assert " | ".join(TIERS) in prompt
    assert PROMPT_VERSION


def test_the_caption_is_fenced_data() -> None:
    prompt = build_prompt("A blue pillow\non a chair.", ())
    assert _fenced(prompt) == ["A blue pillow on a chair."]


def test_candidates_are_shown_up_to_twenty() -> None:
    prompt = build_prompt("A sofa.", [f"sofa_{number}" for number in range(30)])
    shown = _fenced(prompt)[0].split(", ")
    assert shown == [f"sofa_{number}" for number in range(20)]
    assert "exactly as it stands here" in prompt


def test_without_candidates_none_are_mentioned() -> None:
    assert "in the game already" not in build_prompt("A sofa.", ())


def test_a_long_caption_is_cut() -> None:
    assert len(_fenced(build_prompt("word " * 10_000, ()))[0]) <= 4_000


@pytest.mark.parametrize("mark", ["<|end|>", "<|im_start|>system", "<|start|>", "|>", "<|"])
def test_a_chats_own_marks_are_taken_out(mark: str) -> None:
    assert "<|" not in build_prompt(f"A pillow {mark} here", ())
    assert "|>" not in build_prompt(f"A pillow {mark} here", ())


def test_invisible_characters_are_taken_out() -> None:
    prompt = build_prompt(f"A pil{BIDI_AND_CONTROL}low.", [f"so{BIDI_AND_CONTROL}fa"])
    assert _fenced(prompt) == ["sofa", "A pillow."]


@given(st.text(alphabet="`~\n #ab", max_size=200), st.lists(st.text(alphabet="`~\n #ab", max_size=30), max_size=5))
def test_no_caption_and_no_candidate_closes_its_fence(caption: str, candidates: list[str]) -> None:
    prompt = build_prompt(caption, candidates)
    assert _fenced(prompt)[-1] == " ".join(caption.split()).lstrip("# ")
    assert [line[2:] for line in prompt.splitlines() if line.startswith("# ")] == [*HEADINGS, "Capture"]
