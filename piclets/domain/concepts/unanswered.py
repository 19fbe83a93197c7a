"""What a model sent where nothing is that was asked for: nothing at all, thoughts, a refusal, or something else."""

from __future__ import annotations

import re

from piclets.domain.concepts.doubts import Doubt

_MAX_REFUSAL = 1_500  # characters
_REFUSING = re.compile(
    r"\b(?:(?:i|we)(?:['’]m| am| are|['’]re)?\s(?:\w{1,12}ly\s)?"
    r"(?:cannot|can ?not|can['’]?t|could not|couldn['’]t|won['’]?t|will not|must not|unable|not able|not comfortable"
    r"|not going|have to decline|must decline|decline|refuse)"
    r"|(?:sorry|apologi[sz]e|apologies)\b|as an ai\b|against (?:my|the) (?:guidelines|policy|policies|principles)"
    r"|content policy|lo siento|no puedo|je suis désolée?|je ne peux pas|es tut mir leid|ich kann (?:nicht|dir|ihnen)"
    r"|mi dispiace|desculpe|não posso)|抱歉|无法|申し訳|できません|죄송|извините|не могу",
    re.IGNORECASE,
)


def why_unanswered(answer: str, meant: str) -> Doubt:
    """Why nothing is found in `answer`, of which `meant` is what is meant for its reader. Linear in both."""
    if not answer.strip():
        return Doubt.EMPTY
    if not meant.strip():
        return Doubt.ONLY_THOUGHTS
    return Doubt.REFUSED if _REFUSING.search(meant[:_MAX_REFUSAL]) else Doubt.NO_ANSWER
