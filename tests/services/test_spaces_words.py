"""The Spaces' words and wrappings, as they have been seen."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.errors import PicletsError, QuotaExceeded
from piclets.services.failures import NotAccepted, NotAnswered, Passing, Unusable
from piclets.services.spaces.words import answer_text, failure_of, rated_unsafe, unwrap
from tests.loopback.ai_spaces import CONCEPT, wrapped

MARKDOWN = CONCEPT.format(thing="pillow", manner="blue", name="Pillowo")


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ("You have exceeded your free ZeroGPU quota (90s requested vs. 12s left). Try again in 0:41:22.", 2482),
        ("You have exceeded your Pro ZeroGPU quota (90s requested vs. 0s left). Try again in 23:59:01.", 86_341),
        ("You have exceeded your GPU quota (60s requested vs. 48s left). Try again in 1 day, 0:00:05.", 86_405),
        ("You have exceeded your free GPU quota (60s requested vs. 0s left). Please retry in a while", None),
        ("You have exceeded your ZeroGPU runs limit. Try again in 12:30", 750),
        ("ZeroGPU quota exceeded <b>You have exceeded your\nZeroGPU quota</b> Try again in 7", 7),
    ],
)
def test_a_used_up_quota_says_when_to_come_back(words: str, wait: int | None) -> None:
    failure = failure_of(words)
    assert isinstance(failure, QuotaExceeded)
    assert failure.retry_after == wait


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("No GPU was available", Passing),
        ("No GPU was available after 60s. Retry later", Passing),
        ("GPU task aborted", Passing),
        ("ZeroGPU illegal duration! The requested GPU duration (300s) is larger than the maximum allowed", Unusable),
        ("Expired ZeroGPU proxy token", NotAccepted),
        ("Space app has reached its GPU limit", Unusable),
        ("'NoneType' object has no attribute 'shape'", Unusable),
        ("", Unusable),
    ],
)
def test_failures_are_told_apart(words: str, kind: type[PicletsError]) -> None:
    assert type(failure_of(words)) is kind


def test_a_gpu_failure_is_tried_once_more_only() -> None:
    failure = failure_of("GPU task aborted")
    assert isinstance(failure, Passing)
    assert failure.retries == 1


@pytest.mark.parametrize(
    "text",
    [
        MARKDOWN,
        wrapped(MARKDOWN),
        f"\n💬 Response:\n{MARKDOWN}",
        f"**💬 Response**:\n\n{MARKDOWN}\n\n",
        f"```text\nAnalysis (live)\n\n# Canonical Object?\n```\n\n---\n**💬 Response:**\n\n{MARKDOWN}",
        f"**💬 Response:** a first thought\n\n**💬 Response:**\n\n{MARKDOWN}",
        f"{MARKDOWN}\n<details><summary>Analysis</summary>why # Canonical Object</details>",
    ],
)
def test_the_wrapping_comes_off(text: str) -> None:
    assert unwrap(text) == MARKDOWN.strip()


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("```text\nAnalysis (live)\n\n# Canonical Object: perhaps a pillow", NotAnswered),
        (wrapped("❌ Error: Connection refused"), Unusable),
        (
            "❌ Error: You have exceeded your GPU quota (90s requested vs. 1s left). Try again in 0:01:00",
            QuotaExceeded,
        ),
        ("❌ Error: Expired ZeroGPU proxy token", NotAccepted),
    ],
)
def test_what_is_no_concept_is_refused(text: str, failure: type[PicletsError]) -> None:
    with pytest.raises(failure):
        unwrap(text)


@pytest.mark.parametrize("text", ["", wrapped(""), "I cannot help with that.", "# Objeto canónico\npillow"])
def test_what_holds_no_heading_is_left_to_its_reader(text: str) -> None:
    assert unwrap(text) == ("" if "Analysis" in text else text)


@given(st.text())
def test_any_text_is_unwrapped_or_refused(text: str) -> None:
    with suppress(PicletsError):
        assert unwrap(text) in text


@pytest.mark.parametrize("text", ["Error: out of memory", "❌ no", "[Error] boom", "  \n"])
def test_a_failure_sent_as_text_is_no_answer(text: str) -> None:
    with pytest.raises(Unusable):
        answer_text(text)


@pytest.mark.parametrize(
    ("caption", "unsafe"),
    [
        ("A pillow. The image is sfw.", False),
        ("A pillow. This image is suggestive.", False),
        ("A pillow. It is not nsfw.", False),
        ("Whether the image is sfw, suggestive, or nsfw cannot be said.", False),
        ("There is no NSFW content.", False),
        ("The image is NSFW.", True),
        ("This photo is not safe for work.", True),
        ("Rating: nsfw", True),
    ],
)
def test_the_caption_rates_the_photo(caption: str, unsafe: bool) -> None:
    assert rated_unsafe(caption) is unsafe
