"""The text that the game's own language model learns: things, names of creatures, and lines of their lore.

Three kinds of lines, one a line:

    teapot: pot for brewing tea; usually has a spout and handle.
    A blue teapot (machina) is called teapuff
    The lore of Teapuff, a blue teapot (machina): It waited impatiently in the blind.

The first is WordNet's own; the third lends the creatures WordNet's example sentences ("He waited ...") beside the
studio's, which alone would be learned by heart. Names are in lower case, so that their pieces are the thing's own.

WordNet 3.0, Copyright 2006 by Princeton University: free to use with its notice (see README.md here).
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from random import Random

from piclets.domain.concepts import is_unsafe_name
from piclets.studio.naming import monster_name

MAX_LINE = 230
HELD_OUT = 2_000
# WordNet's lexicographer files of things one can photograph, and the type that a creature of each most often has
THINGS = {5: "beast", 6: "machina", 13: "cuisine", 17: "mineral", 20: "flora", 27: "mineral"}
MADE = ("machina", "structure", "culture")  # what an artifact may become
TYPES = ("beast", "bug", "aquatic", "flora", "mineral", "space", "machina", "structure", "culture", "cuisine")
NAMES_OF = {5: 4, 6: 8, 13: 8, 17: 5, 20: 2, 27: 3}
LOOKS = (
    "blue", "red", "green", "yellow", "pink", "purple", "orange", "brown", "black",
    "white", "grey", "golden", "striped", "speckled", "checkered", "wooden", "velvet",
    "tiny", "round", "shiny", "old", "soft", "smooth", "rough", "tall", "square",
)  # fmt: skip
# What a game for all ages does not dwell on; whole words and what begins with them
_LEFT_OUT = re.compile(
    r"\b(?:kill|murder|sex|rape|blood|dead|death|die[ds]?\b|dying|corpse|suicid|drug|guns?\b|weapon|wars?\b|bomb|"
    r"slave|negro|nazi|jew|whore|prostitut|breast|genital|penis|vagina|nude|naked|lover|lust|semen|fec|urin|shit|"
    r"excrement|damn|hell\b|tortur|terror|execut|hang(?:ed|ing) (?:him|her|the man)|stab|shot\b|beat (?:him|her|up)|"
    r"wife|husband|marri|divorc|pregnan|alcohol|drunk|whisk|cancer|diseas|syphilis|black man|white man|race\b|racial|"
    r"god\b|jesus|christ|allah|muslim|catholic|church|president|congress|republican|democrat|american|girl|woman|"
    r"mistress|seduc|virgin|erotic|orgasm|intercourse|hitler|cripple|idiot|stupid|hate[ds]?\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:he|she|they|i|we)\s+(?=[a-z])", re.IGNORECASE)
_THEIRS = (("himself", "itself"), ("herself", "itself"), ("myself", "itself"), ("his", "its"), ("her", "its"),
           ("my", "its"), ("him", "it"), ("me", "it"), ("he", "it"), ("she", "it"), ("I", "it"))  # fmt: skip
_BY_IT = re.compile(r"^(?:he|she) ", re.IGNORECASE)


@dataclass(frozen=True)
class Thing:
    """A noun of WordNet that one can photograph, and its lexicographer file."""

    word: str
    file: int


def entries(wordnet: Path) -> Iterator[tuple[str, int, list[str], str, list[str]]]:
    """(part of speech, lexicographer file, words, definition, examples) of each synset of WordNet's data files."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (wordnet / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            count = int(fields[3], 16)
            words = [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(count)]
            gloss = line.split("|", 1)[1].strip()
            meaning, *examples = re.split(r';\s*(?=")', gloss)
            yield part, int(fields[1]), words, meaning.strip(), [said.strip().strip('"') for said in examples]


def fit(text: str) -> bool:
    return len(text) <= MAX_LINE and text.isascii() and not _LEFT_OUT.search(text) and not is_unsafe_name(text)


def sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def told_of_it(example: str) -> str:
    """'He lost his hat' -> 'It lost its hat.'; '' where the example is not told of a person."""
    if not _BY_IT.match(example):
        return ""
    told = _SUBJECT.sub("It ", example)
    for theirs, its in _THEIRS:
        told = re.sub(rf"\b{theirs}\b", its, told)
    return sentence(told)


def article(words: str) -> str:
    return ("An " if words[0] in "aeiou" else "A ") + words


@dataclass
class Sources:
    definitions: list[str]
    things: list[Thing]
    told: list[str]
    prose: dict[str, list[str] | dict[str, list[str]]]


def read(wordnet: Path) -> Sources:
    definitions: list[str] = []
    things: list[Thing] = []
    told: list[str] = []
    for part, file, words, meaning, examples in entries(wordnet):
        if part == "noun" and file in THINGS and re.fullmatch(r"[a-z]{3,12}( [a-z]{3,12})?", words[0]):
            things.append(Thing(words[0], file))
        if part == "noun" and file in THINGS and not re.search(r"\b(genus|family|order)\b", meaning):
            definitions.append(f"{words[0]}: {meaning}.")
        for example in filter(lambda said: len(said) > 12, examples):
            if it := told_of_it(example):
                told.append(it)
            elif part != "noun":
                definitions.append(sentence(example))
    prose = tomllib.loads(resources.files("piclets.studio").joinpath("prose.toml").read_text("utf-8"))
    return Sources([line for line in definitions if fit(line)], things, [line for line in told if fit(line)], prose)


def kind_of(thing: Thing, rng: Random) -> str:
    if rng.random() < 0.2:
        return rng.choice(TYPES)
    return rng.choice(MADE) if thing.file == 6 else THINGS[thing.file]


def looked(thing: Thing, rng: Random) -> str:
    looks = rng.sample(LOOKS, rng.choice((0, 1, 1, 2)))
    return " ".join([*looks, thing.word])


def naming(thing: Thing, rng: Random) -> str:
    kind = kind_of(thing, rng)
    name = monster_name(thing.word.split(), kind, rng)  # type: ignore[arg-type]
    return f"{article(looked(thing, rng))} ({kind}) is called {name.lower()}"


def lore(thing: Thing, sources: Sources, rng: Random) -> str:
    kind, phrase = kind_of(thing, rng), looked(thing, rng)
    name = monster_name(thing.word.split(), kind, rng)  # type: ignore[arg-type]
    line = sources.told and rng.choice(sources.told)
    if rng.random() < 0.3 or not line:
        pool = rng.choice(("origins", "quirks", "habits", "abilities"))
        own = sources.prose[pool]
        said = rng.choice(own[kind] if isinstance(own, dict) else own)
        line = said.format(name=name, thing=thing.word, look=phrase.split()[0])
    return f"The lore of {name}, {article(phrase).lower()} ({kind}): {line}"


def lines(sources: Sources, rng: Random) -> list[str]:
    """Every definition and sentence once, and for each thing its names (the more, the more it is met) and lore."""
    made = [*sources.definitions, *sources.told]
    for thing in sources.things:
        made += [naming(thing, rng) for _ in range(NAMES_OF[thing.file])]
        made += [lore(thing, sources, rng) for _ in range(3 if thing.file in (6, 13) else 1)]
    made = [line for line in made if fit(line)]
    rng.shuffle(made)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"), help="the folder with data.noun")
    parser.add_argument("--out", type=Path, required=True, help="where train.txt and held.txt go")
    parser.add_argument("--seed", type=int, default=17)
    arguments = parser.parse_args()
    made = lines(read(arguments.wordnet), Random(arguments.seed))
    held = min(HELD_OUT, len(made) // 10)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "held.txt").write_text("\n".join(made[:held]), "utf-8")
    (arguments.out / "train.txt").write_text("\n".join(made[held:]), "utf-8")
    print(f"{len(made)} lines, {sum(map(len, made)) / 1e6:.1f} million characters, {held} lines held out")


if __name__ == "__main__":
    main()
