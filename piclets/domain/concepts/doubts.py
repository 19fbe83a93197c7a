"""What can be doubtful about an answer, as the model is told when it is asked again and as the player is told."""

from __future__ import annotations

from enum import Enum


class Doubt(Enum):
    """Why an answer cannot be used. `asked` goes back to the model, `told` to the player when it does not help."""

    NO_ANSWER = (
        "it did not have the headings asked for",
        "The AI gave no usable answer for this photo. Please try again, or try another photo.",
    )
    CUT_OFF = (
        "it broke off before its last section",
        "The AI's answer for this photo broke off. Please try again.",
    )
    NO_OBJECT = (
        "Canonical Object did not name one thing as a short noun phrase",
        "The AI could not tell what this photo shows. Please try a clearer photo of one thing.",
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


class Unreadable(ValueError):
    """The answer cannot be made a Piclet of; `doubt` says why."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.asked)
        self.doubt = doubt
