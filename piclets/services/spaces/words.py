"""What the Spaces say when they fail, and what they wrap their answers in."""

from __future__ import annotations

import re

from piclets.errors import InvalidToken, PicletsError, QuotaExceeded
from piclets.services.failures import Passing, Unusable

_QUOTA = re.compile(r"exceeded your\b.{0,40}GPU (?:quota|runs limit)", re.IGNORECASE | re.DOTALL)
_TRY_AGAIN = re.compile(r"try again in (?:(\d+) days?,? )?(\d+(?::\d+){0,2})", re.IGNORECASE)
_GPU_PASSING = re.compile(r"no GPU (?:was|is) (?:currently )?available|GPU task aborted", re.IGNORECASE)
_ILLEGAL_DURATION = re.compile(r"illegal duration", re.IGNORECASE)
_EXPIRED = re.compile(r"expired ZeroGPU proxy token", re.IGNORECASE)
_UNATTRIBUTED = re.compile(r"reached its GPU limit", re.IGNORECASE)

_RESPONSE = re.compile(r"\**\s*💬\s*Response\s*:?\s*\**\s*:?")
_DETAILS = re.compile(r"<details\b.*?</details>", re.IGNORECASE | re.DOTALL)
_LIVE = "Analysis (live)"
_SENT_AS_TEXT = re.compile(r"\s*(?:❌|\[?error\b\s*[:\]])", re.IGNORECASE)
_ASKED_FOR = re.compile(r"canonical\s+object", re.IGNORECASE)

_RATED_UNSAFE = re.compile(
    r"(\b(?:not|isn't|nor|or|no|any|without)\s+)?(?:\bnsfw\b|\bnot safe for work\b)", re.IGNORECASE
)


def failure_of(words: str) -> PicletsError:
    """The typed failure behind a Space's error text (the words are ZeroGPU's, `spaces.config` and the apps' own)."""
    if _QUOTA.search(words):
        return QuotaExceeded(_quota_message(wait := _seconds_to_wait(words)), retry_after=wait)
    if _GPU_PASSING.search(words):
        return Passing("gpu", retries=1)
    if _ILLEGAL_DURATION.search(words):
        return Unusable("gpu_duration")
    if _EXPIRED.search(words):
        return InvalidToken("Your sign-in has expired at the AI services. Please sign in again.")
    if _UNATTRIBUTED.search(words):
        return Unusable("gpu_unattributed")
    return Unusable("app_error")


def answer_text(text: str) -> str:
    """A model's words, stripped.

    Raises what `failure_of` finds, where the Space sent its failure as ordinary text; Unusable when empty.
    """
    if _SENT_AS_TEXT.match(text):
        raise failure_of(text)
    if not text.strip():
        raise Unusable("empty_answer")
    return text.strip()


def unwrap(text: str) -> str:
    """The concept without the Space's wrapping: what follows the last response marker, without its analysis.

    Raises what `failure_of` finds in a failure that was sent as text; Unusable when nothing is left or only the
    live preview arrived; Passing, to be asked once more, when the headings asked for are not there.
    """
    *before, answer = _RESPONSE.split(text)
    if not before and _LIVE in answer:
        raise Unusable("unfinished_answer")
    answer = answer_text(_DETAILS.sub("", answer))
    if not _ASKED_FOR.search(answer):
        raise Passing("answer_without_headings", retries=1)
    return answer


def rated_unsafe(caption: str) -> bool:
    """Whether the caption itself says that the photo is not safe for work ("suggestive" is not that)."""
    return any(not negation for negation in _RATED_UNSAFE.findall(caption))


def _seconds_to_wait(words: str) -> int | None:
    found = _TRY_AGAIN.search(words)
    if not found:
        return None
    seconds = 0
    for part in found[2].split(":"):
        seconds = seconds * 60 + int(part)
    return seconds + 86_400 * int(found[1] or 0)


def _quota_message(wait: int | None) -> str:
    if wait is None:
        return "Your GPU time at Hugging Face is used up for now. Please try again later."
    minutes = -(-wait // 60)
    hours, minutes = divmod(minutes, 60)
    span = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"Your GPU time at Hugging Face is used up for now. Please try again in {span}."
