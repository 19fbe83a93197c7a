"""What may have been meant by a word that leads nowhere: words of the game that share most of its trigrams.

A follower of the log that keeps nothing on disk: it is made again at each start, in the background. It also knows
which things have a creature of a name.
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from piclets.domain.decisions import objects_in
from piclets.domain.events import AnyEvent, PlayerRenamed
from piclets.domain.fold import Finding
from piclets.domain.records import PRIMARY_TYPES
from piclets.ledger.followers import Place
from piclets.ledger.sights import Sights
from piclets.search.wording import words_of

MAX_OBJECTS: Final = 500
"""So many things by a creature's name: who types one letter is still typing."""
MAX_WORD_CHARS: Final = 40
_SHORTEST: Final = 3
_MIN_LIKE: Final = 0.45


class Spelling:
    """Methods may be called from any thread; `place` to `rest` are its follower's."""

    name = "spelling"

    def __init__(self, sights: Sights) -> None:
        self._sights = sights
        self._lock = threading.Lock()
        self._place: Place | None = None
        self._forget()

    def creatures(self, beginning: str) -> Sequence[str]:
        """Objects with a creature whose name has a word that begins so."""
        with self._lock:
            if len(beginning) < _SHORTEST:
                return tuple(self._creatures.get(beginning, ()))[:MAX_OBJECTS]
            found: dict[str, None] = {}
            for word in self._beginning(beginning):
                found.update(dict.fromkeys(self._creatures.get(word, ())))
                if len(found) > MAX_OBJECTS:
                    break
            return tuple(found)[:MAX_OBJECTS]

    def near(self, word: str, most: int = 3) -> list[str]:
        """Words that may have been meant, likeliest first; [] where `word` is known, or is like nothing."""
        word = word[:MAX_WORD_CHARS]
        with self._lock:
            if word in self._numbers or len(word) < _SHORTEST:
                return []
            grams = _trigrams(word)
            shared: Counter[int] = Counter()
            for gram in grams:
                shared.update(self._having.get(gram, ()))
            scored = [
                (2 * count / (len(grams) + len(_trigrams(self._words[number]))), self._words[number])
                for number, count in shared.most_common(50)
            ]
        likely = [each for each in scored if each[0] >= _MIN_LIKE]
        return [near for _, near in sorted(likely, key=lambda each: (-each[0], each[1]))[:most]]

    # ---- a follower of the log

    def place(self) -> Place | None:
        return self._place

    def begin(self, place: Place, stopping: threading.Event) -> None:
        with self._lock:
            self._forget()
        self._learn(PRIMARY_TYPES)
        self._learn(self._sights.words())
        self._learn(word for name in self._sights.usernames() for word in words_of(name))
        for number, (thing, creature) in enumerate(self._sights.creatures()):
            self._name(thing, creature)
            if number % 1_000 == 0 and stopping.is_set():
                return
        self._place = place

    def follow(self, events: Sequence[tuple[int, AnyEvent]], place: Place) -> None:
        changed: set[str] = set()
        for _, event in events:
            changed.update(objects_in(event))
            if isinstance(event, PlayerRenamed | Finding):
                self._learn(words_of(event.player.username))
            if isinstance(event, Finding) and event.discovery:
                changed.add(event.object_name)
                self._learn(words_of(event.object_name, *event.discovery.aliases, *event.discovery.attributes))
        self._learn(word for name in changed for word in name.split("_"))
        for thing, creature in self._sights.creatures(changed):
            self._name(thing, creature)
        self._place = place

    def rest(self) -> None:
        """There is nothing to make durable."""

    # ---- within

    def _forget(self) -> None:
        self._words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._having: dict[str, array[int]] = {}
        self._creatures: dict[str, tuple[str, ...]] = {}

    def _learn(self, words: Iterable[str]) -> None:
        for word in words:
            if word in self._numbers or len(word) > MAX_WORD_CHARS:
                continue
            with self._lock:
                number = self._numbers[word] = len(self._words)
                self._words.append(word)
                for gram in _trigrams(word):
                    self._having.setdefault(gram, array("I")).append(number)

    def _name(self, thing: str, creature: str) -> None:
        for word in words_of(creature):
            self._learn((word,))
            with self._lock:
                known = self._creatures.get(word, ())
                if len(known) < MAX_OBJECTS and thing not in known:
                    self._creatures[word] = (*known, thing)

    def _beginning(self, beginning: str) -> Iterable[str]:
        """Words of creatures that begin so: by the numbers that share its first trigram."""
        for number in self._having.get(f" {beginning[:2]}", ()):
            word = self._words[number]
            if word.startswith(beginning):
                yield word


def _trigrams(word: str) -> set[str]:
    framed = f" {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
