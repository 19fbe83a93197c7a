"""From a picture to an answer, in five stages: `detector`, `inference`, `resolver`, `registry`, and the answer here.

A card that is read in doubt may be bent: it is read once more, with the bend that fits its edges best (`bending`).
A print is named with certainty only where its card is read clearly: every spot is seen, no other registered print
looks like it, and no other PID fits much better than a registered one. Else the answer says that it is doubtful; and
where a spot cannot be seen it names none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from piclets.domain.spots import COORDINATES
from piclets.prints.bending import bent, window_of_bent
from piclets.prints.detector import Detected, detect
from piclets.prints.inference import Logs, SpotsReader
from piclets.prints.rectify import Grey, window_of
from piclets.prints.registry import PidMatch, Registry
from piclets.prints.resolver import PidCandidates, resolve

SURE_OF_A_PLACE: Final = 0.94
"""What the network is trained to give a coordinate that it is sure of; the rest is for its neighbours."""
MIN_PLACE: Final = math.log(0.25)
"""The log-probability of a coordinate's likeliest value; less is a spot that is not seen."""
MIN_SCORE: Final = -4.0
"""The score of the likeliest PID; less is a face that is not read."""
CERTAIN_SCORE: Final = -2.6
CLEAR: Final = 1.4
"""How much more the likeliest PID scores than the next where it is certain without a registry."""
MAX_BEHIND: Final = 2.0
"""How much less than the likeliest PID a registered one may score and be certain."""


MAX_BENT: Final = 4
"""So many cards of a picture are tried as bent: each takes about as long as finding cards does."""


@dataclass(frozen=True)
class CardReading:
    """What is said of one card. `pid` is None where it is undecided; `alike` are the registered PIDs that fit."""

    card: Detected
    pid: int | None
    confidence: float
    alike: tuple[int, ...]
    certain: bool
    logs: Logs


@dataclass(frozen=True)
class CardReader:
    """Reads cards. Without a registry it stops at the PIDs."""

    spots: SpotsReader
    registry: Registry | None = None

    def read(self, photo: Grey, told: Callable[[str], None] = lambda _words: None) -> list[CardReading]:
        """The cards in a grey picture, the most confident first. `told` hears how each stage went."""
        cards = detect(photo)
        told(f"detector: {len(cards)} found" + "".join(f", {_told(card)} {card.clear:.2f}" for card in cards))
        return self.read_found(photo, cards, told)

    def read_found(
        self, photo: Grey, cards: Sequence[Detected], told: Callable[[str], None] = lambda _words: None
    ) -> list[CardReading]:
        """The same, where the cards were found already."""
        if not cards:
            return []
        read = self.spots.read([_window(photo, card) for card in cards])
        answers = [self._answer(card, logs, told) for card, logs in zip(cards, read, strict=True)]
        doubtful = [at for at, answer in enumerate(answers) if not answer.certain and _was_flat(answer.card)]
        for at in doubtful[:MAX_BENT]:
            answers[at] = self._as_bent(photo, answers[at], told)
        return sorted(answers, key=lambda answer: -answer.confidence)

    def _as_bent(self, photo: Grey, flat: CardReading, told: Callable[[str], None]) -> CardReading:
        """The better answer, where a card that was read in doubt may lie in no plane."""
        found = bent(photo, flat.card.steps_to_photo)
        if found is None:
            return flat
        told(f"detector: once more, as bent by {found.lift_mm:+.1f} mm")
        [logs] = self.spots.read([window_of_bent(photo, found)])
        return max(flat, self._answer(flat.card, logs, told), key=lambda each: (each.certain, each.confidence))

    def _answer(self, card: Detected, logs: Logs, told: Callable[[str], None]) -> CardReading:
        values = [int(value) for value in logs.argmax(1)]
        told(f"inference: coordinates {values}, the least sure at {np.exp(logs.max(1).min()):.2f}")
        if self.registry is None:
            return _without_registry(card, logs, resolve(logs))
        match = self.registry.match(logs)
        told(
            f"resolver: {int(match.read.pids[0]):08X} at {match.read.scores[0]:.2f}, next {match.read.scores[1]:.2f}"
        )
        told(f"registry: {len(match.pids)} of {len(self.registry)} fit")
        return _with_registry(card, logs, match)


def _window(photo: Grey, card: Detected) -> Grey:
    return window_of(photo, card.steps_to_photo) if card.bent is None else window_of_bent(photo, card.bent)


def _told(card: Detected) -> str:
    return card.tier if card.bent is None else f"curled by {card.bent.lift_mm:+.1f} mm"


def _was_flat(card: Detected) -> bool:
    """Whether a card was taken for flat without being known to be."""
    return card.tier == "photo" and card.bent is None


def _without_registry(card: Detected, logs: Logs, read: PidCandidates) -> CardReading:
    best, second = float(read.scores[0]), float(read.scores[1])
    seen = _is_seen(logs, best)
    return CardReading(
        card=card,
        pid=int(read.pids[0]) if seen else None,
        confidence=_confidence(best),
        alike=(),
        certain=seen and best >= CERTAIN_SCORE and best - second >= CLEAR,
        logs=logs,
    )


def _with_registry(card: Detected, logs: Logs, match: PidMatch) -> CardReading:
    likeliest = float(match.read.scores[0])
    seen = _is_seen(logs, likeliest)
    if not seen or not match.pids:  # a card that no print has, or one that cannot be read
        pid = int(match.read.pids[0]) if seen else None
        return CardReading(card, pid, _confidence(likeliest), (), certain=False, logs=logs)
    certain = len(match.pids) == 1 and match.scores[0] >= likeliest - MAX_BEHIND and match.scores[0] >= CERTAIN_SCORE
    return CardReading(card, match.pids[0], _confidence(match.scores[0]), match.pids, certain, logs)


def _is_seen(logs: Logs, likeliest: float) -> bool:
    return bool(logs.max(1).min() >= MIN_PLACE) and likeliest >= MIN_SCORE


def _confidence(score: float) -> float:
    """The probability of a PID by the reading, without what the network keeps back for neighbours."""
    return min(1.0, math.exp(score - COORDINATES * math.log(SURE_OF_A_PLACE)))
