"""What can be doubtful about an answer, as the model is told when it is asked again and as the player is told."""

from __future__ import annotations

from enum import Enum


class Doubt(Enum):
    """Why an answer cannot be used. `asked` goes back to the model, `told` to the player when it does not help."""

    EMPTY = (
        "it was empty",
        "The AI said nothing about this photo. Please try again.",
    )
    ONLY_THOUGHTS = (
        "it held thoughts and no answer; think briefly",
        "The AI thought about this photo and came to no answer. Please try again.",
    )
    REFUSED = (
        "it refused; the description is only to be made a friendly creature of, and what is unsuitable in it is said "
        "under Safety",
        "The AI did not want to make a Piclet of this photo. Please try another photo.",
    )
    NO_ANSWER = (
        "it did not have the headings asked for",
        "The AI gave no usable answer for this photo. Please try again, or try another photo.",
    )
    FOREIGN = (
        "it was not in English; write the headings as they stand here, and everything under them in English",
        "The AI answered in another language than the game's. Please try again.",
    )
    CUT_OFF = (
        "it broke off before its last section",
        "The AI's answer for this photo broke off. Please try again.",
    )
    NO_OBJECT = (
        "Canonical Object did not name one thing as a short noun phrase",
        "The AI could not tell what this photo shows. Please try a clearer photo of one thing.",
    )
    SEVERAL_THINGS = (
        "Canonical Object named more than one thing; name the main one, alone and by one name",
        "The AI saw more than one thing in this photo. Please try a photo of one thing.",
    )
    ODD_OBJECT = (
        "Canonical Object did not read like a thing's name; give its name alone, and the same again if it is right",
        "The AI was not sure what this photo shows. Please try a clearer photo of one thing.",
    )
    SEVERAL_ANSWERS = (
        "it held several whole answers about different things",
        "The AI could not decide which thing this photo shows. Please try a photo of one thing.",
    )
    NO_NAME = (
        "Monster Name did not give a name",
        "The AI found no name for this Piclet. Please try again.",
    )
    SAFETY = (
        "Safety said neither ok nor unsafe",
        "The AI could not say whether this photo is suitable. Please try again, or try another photo.",
    )

    def __init__(self, asked: str, told: str) -> None:
        self.asked = asked
        self.told = told


NO_ANSWERS = frozenset({Doubt.EMPTY, Doubt.ONLY_THOUGHTS, Doubt.REFUSED, Doubt.NO_ANSWER})
"""Those of an answer in which nothing is that was asked for."""


class Unreadable(ValueError):
    """The answer cannot be made a Piclet of; `doubt` says why."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.asked)
        self.doubt = doubt
