"""WordNet 3.0's nouns and its most common words, as Debian's package `wordnet-base` lays them down, in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
_TAGGED_WORD = re.compile(r"([a-z]{2,})%")
_HYPERNYM = ("@", "@i")
_FILES = {
    3: "tops", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication",
    11: "event", 12: "feeling", 13: "food", 14: "group", 15: "location", 16: "motive", 17: "object", 18: "person",
    19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity", 24: "relation", 25: "shape",
    26: "state", 27: "substance", 28: "time",
}  # fmt: skip


@dataclass
class Synset:
    """One sense: its words as WordNet writes them ("Swiss_Army_knife"), its lexicographer's file, what is broader."""

    offset: int
    file: str
    lemmas: tuple[str, ...]
    broader: tuple[int, ...]
    gloss: str
    narrower: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class WordNet:
    """`senses`: the synsets of a noun in lower case, the most frequent first. `common_words`: words of any class."""

    synsets: dict[int, Synset]
    senses: dict[str, tuple[int, ...]]
    common_words: frozenset[str]


def load(folder: Path = FOLDER) -> WordNet:
    """Raises FileNotFoundError where WordNet's files are not."""
    synsets = {synset.offset: synset for synset in map(_synset, _lines(folder / "data.noun"))}
    for synset in synsets.values():
        for offset in synset.broader:
            synsets[offset].narrower.append(synset.offset)
    tagged = (_TAGGED_WORD.match(line) for line in _lines(folder / "cntlist.rev"))
    return WordNet(
        synsets, dict(map(_senses, _lines(folder / "index.noun"))), frozenset(word[1] for word in tagged if word)
    )


def _lines(path: Path) -> list[str]:
    """The lines behind the licence, which is indented."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith(" ")]


def _synset(line: str) -> Synset:
    data, _, gloss = line.partition(" | ")
    fields = data.split()
    words = int(fields[3], 16)
    rest = fields[4 + 2 * words :]
    pointers = [rest[1 + 4 * at : 5 + 4 * at] for at in range(int(rest[0]))]
    return Synset(
        offset=int(fields[0]),
        file=_FILES[int(fields[1])],
        lemmas=tuple(fields[4 : 4 + 2 * words : 2]),
        broader=tuple(int(target) for kind, target, part, _ in pointers if kind in _HYPERNYM and part == "n"),
        gloss=gloss.strip(),
    )


def _senses(line: str) -> tuple[str, tuple[int, ...]]:
    fields = line.split()
    count = int(fields[2])
    return fields[0], tuple(map(int, fields[-count:]))
