"""The concept: what the model is asked for a photo, and how its answer is read."""

from piclets.domain.concepts.doubts import NO_ANSWERS, Doubt, Unreadable
from piclets.domain.concepts.parser import Concept, OddObject, parse
from piclets.domain.concepts.prompt import PROMPT_VERSION, build_prompt
from piclets.domain.concepts.standing import is_said_in
from piclets.domain.concepts.wordlist import is_unsafe_name

__all__ = [
    "NO_ANSWERS",
    "PROMPT_VERSION",
    "Concept",
    "Doubt",
    "OddObject",
    "Unreadable",
    "build_prompt",
    "is_said_in",
    "is_unsafe_name",
    "parse",
]
