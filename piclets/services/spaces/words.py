"""What the Spaces say when they fail, and what they wrap their answers in.

The words come from strangers: they are cut before they are looked at, and looked at in time linear in their length.
"""

from __future__ import annotations

import re

from piclets.domain.concepts import Doubt
from piclets.errors import PicletsError, QuotaExceeded
from piclets.services.failures import NotAccepted, NotAnswered, Passing, Unusable

MAX_ANSWER_CHARS = 100_000
"""The answer proper comes last; what a model thought before it may be longer than that."""
MAX_TEXT_CHARS = 20_000
"""What of it is kept, thoughts taken off."""
MAX_FAILURE_CHARS = 2_000
MAX_QUOTA_WAIT_S = 7 * 86_400

_QUOTA = re.compile(r"exceeded your\b.{0,40}GPU (?:quota|runs limit)", re.IGNORECASE | re.DOTALL)
_TRY_AGAIN = re.compile(r"try again in (?:(\d{1,4}) days?,? )?(\d{1,9}(?::\d{1,9}){0,2})", re.IGNORECASE)
_GPU_PASSING = re.compile(r"no GPU (?:was|is) (?:currently )?available|GPU task aborted", re.IGNORECASE)
_ILLEGAL_DURATION = re.compile(r"illegal duration", re.IGNORECASE)
_EXPIRED = re.compile(r"expired ZeroGPU proxy token", re.IGNORECASE)
_UNATTRIBUTED = re.compile(r"reached its GPU limit", re.IGNORECASE)

_RESPONSE = re.compile(r"💬\s{0,8}Response[\s:*]{0,16}")
_DETAILS_OPEN = re.compile(r"<details\b", re.IGNORECASE)
_DETAILS_CLOSE = re.compile(r"</details>", re.IGNORECASE)
_LIVE = "Analysis (live)"
_SENT_AS_TEXT = re.compile(r"\s*(?:❌|\[?error\b\s*[:\]])", re.IGNORECASE)
_ASKED_FOR = re.compile(r"canonical[\s_-]{0,3}object", re.IGNORECASE)

_RATED_UNSAFE = re.compile(
    r"(\b(?:not|isn't|nor|or|no|any|without)\s+)?(?:\bnsfw\b|\bnot safe for work\b)", re.IGNORECASE
)


def failure_of(words: str) -> PicletsError:
    """The typed failure behind a Space's error text (the words are ZeroGPU's, `spaces.config` and the apps' own)."""
    words = words[:MAX_FAILURE_CHARS]
    if _QUOTA.search(words):
        return QuotaExceeded(_quota_message(wait := _seconds_to_wait(words)), retry_after=wait)
    if _GPU_PASSING.search(words):
        return Passing("gpu", retries=1)
    if _ILLEGAL_DURATION.search(words):
        return Unusable("gpu_duration")
    if _EXPIRED.search(words):
        return NotAccepted("expired_proxy_token")
    if _UNATTRIBUTED.search(words):
        return Unusable("gpu_unattributed")
    return Unusable("app_error", provoked=True)


def answer_text(text: str) -> str:
    """A model's words, stripped.

    Raises what `failure_of` finds, where the Space sent its failure as ordinary text; Unusable when empty.
    """
    text = text[:MAX_ANSWER_CHARS].strip()
    if _SENT_AS_TEXT.match(text):
        raise failure_of(text)
    if not text:
        raise Unusable("empty_answer", provoked=True)
    return text


def unwrap(text: str) -> str:
    """The concept without the Space's wrapping: what follows the last response marker, without its analysis.

    May be empty. Raises what `failure_of` finds in a failure that was sent as text; NotAnswered when only the live
    preview arrived.
    """
    *before, answer = _RESPONSE.split(text[-MAX_ANSWER_CHARS:])
    if not before and _LIVE in answer:
        raise NotAnswered(Doubt.ONLY_THOUGHTS)
    unfolded = _without_details(answer)
    if _ASKED_FOR.search(unfolded):
        answer = unfolded
    return answer_text(answer) if answer.strip() else ""


def _without_details(text: str) -> str:
    """The text outside of its `<details>` blocks, from the first opening tag to the next closing one each."""
    kept, at = [], 0
    while opening := _DETAILS_OPEN.search(text, at):
        closing = _DETAILS_CLOSE.search(text, opening.end())
        if closing is None:
            break
        kept.append(text[at : opening.start()])
        at = closing.end()
    return "".join([*kept, text[at:]])


def rated_unsafe(caption: str) -> bool:
    """Whether the caption itself says that the photo is not safe for work ("suggestive" is not that)."""
    return any(not negation for negation in _RATED_UNSAFE.findall(caption[:MAX_ANSWER_CHARS]))


def _seconds_to_wait(words: str) -> int | None:
    found = _TRY_AGAIN.search(words)
    if not found:
        return None
    seconds = 0
    for part in found[2].split(":"):
        seconds = seconds * 60 + int(part)
    return min(seconds + 86_400 * int(found[1] or 0), MAX_QUOTA_WAIT_S)


def _quota_message(wait: int | None) -> str:
    if wait is None:
        return "Your GPU time at Hugging Face is used up for now. Please try again later."
    minutes = -(-wait // 60)
    hours, minutes = divmod(minutes, 60)
    span = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"Your GPU time at Hugging Face is used up for now. Please try again in {span}."
