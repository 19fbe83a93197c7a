"""How an answer survives what models do to it, in markdown and as JSON by schema: same contents, same damages.

No model is asked. Each creature is written in both forms and damaged in every way below, and what the reader makes of
it is compared with what it was: "as meant" in every field that counts, the right thing with another field lost, asked
again, or another thing, which is the one that does harm.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.ledgers import Work
from benchmarks.report import table
from piclets.domain.concepts import Concept, Unreadable, parse
from piclets.domain.concepts.prompt import HINTS
from piclets.services.structured import schema

OUTCOMES = ("as meant", "a field lost", "asked again", "another thing")
PROSE = "Sure! Here is the creature for your photo, as you asked for it.\n\n"
OFFER = "\n\nLet me know if you would like another name, or other numbers."
THOUGHTS = "The photo shows a thing on a table. I should name it as a shop would. Perhaps a box? No.\n</think>\n\n"
CUTS = 100
_THINGS = (
    ("kettle", "enamel, chipped", "Steamlet"), ("french horn", "tarnished", "Hornaby"),
    ("garden gnome", "bearded", "Gnorman"), ("alarm clock", "canonical", "Tickleby"),
    ("rubber duck", "tiny", "Quackling"), ("fire hydrant", "leaking", "Gushwick"),
)  # fmt: skip
_FIELDS = (
    ("Canonical Object", "canonicalObject"), ("Variation", "variation"), ("Object Rarity", "objectRarity"),
    ("Monster Name", "monsterName"), ("Primary Type", "primaryType"), ("Stats", "hp attack defense speed"),
    ("Physical Stats", "heightMetres weightKilograms"), ("Personality", "personality"),
    ("Description", "description"), ("Monster Image Prompt", "monsterImagePrompt"), ("Safety", "safety"),
    ("Capture", "capture"),
)  # fmt: skip
_LABELS = {"heightMetres": "Height", "weightKilograms": "Weight", "hp": "HP"}

Damage = Callable[[str], Iterator[str]]
Write = Callable[[dict[str, object]], str]


def creatures() -> list[dict[str, object]]:
    """Each by the names that the schema has."""
    return [
        {
            "canonicalObject": thing, "variation": variation, "objectRarity": "uncommon", "monsterName": name,
            "primaryType": "culture", "hp": 40 + at, "attack": 50 + at, "defense": 60 + at, "speed": 70 + at,
            "heightMetres": 0.6, "weightKilograms": 1.3, "personality": "Warm, and quick to forgive.",
            "description": f"{name} hums when it is happy. It kept the shape of the {thing} that it was.",
            "monsterImagePrompt": f"A round {thing} creature with sleepy eyes, alone on a plain background",
            "safety": "ok", "capture": "direct",
        }
        for at, (thing, variation, name) in enumerate(_THINGS)
    ]  # fmt: skip


def as_markdown(creature: dict[str, object]) -> str:
    return "\n".join(f"# {heading}\n{_body(creature, keys.split())}" for heading, keys in _FIELDS)


def _body(creature: dict[str, object], keys: list[str]) -> str:
    if len(keys) == 1:
        return str(creature[keys[0]])
    return "\n".join(f"{_LABELS.get(key, key.title())}: {creature[key]}" for key in keys)


def as_json(creature: dict[str, object]) -> str:
    return json.dumps(creature, indent=2)


def _around(before: str, after: str) -> Damage:
    return lambda text: iter([f"{before}{text}{after}"])


def _cut(text: str) -> Iterator[str]:
    """The answer broken off at each hundredth of its length."""
    return (text[: len(text) * at // CUTS] for at in range(1, CUTS))


def _without_line(text: str) -> Iterator[str]:
    lines = text.split("\n")
    return ("\n".join([*lines[:at], *lines[at + 1 :]]) for at in range(len(lines)))


def _without_mark(text: str) -> Iterator[str]:
    """One of the marks that the form lives on is missing."""
    return (text[:at] + text[at + 1 :] for at, char in enumerate(text) if char in '"{},:#\n')


def _doubled_mark(text: str) -> Iterator[str]:
    return (text[:at] + char + text[at:] for at, char in enumerate(text) if char in '"{},:#')


DAMAGES: dict[str, Damage] = {
    "as asked for": lambda text: iter([text]),
    "broken off": _cut,
    "a line lost": _without_line,
    "a mark lost": _without_mark,
    "a mark doubled": _doubled_mark,
    "all in one line": lambda text: iter([" ".join(text.split())]),
    "quotation marks changed": lambda text: iter([text.replace('"', "”"), text.replace('"', "'")]),
    "escaped once too often": lambda text: iter([json.dumps(text), json.dumps(text)[1:-1]]),
    "in a fence, in prose": lambda text: iter([f"```\n{text}\n```", f"{PROSE}```\n{text}\n```{OFFER}"]),
    "prose before and behind": _around(PROSE, OFFER),
    "thoughts before": _around(THOUGHTS, ""),
    "said twice": lambda text: iter([f"{text}\n\n{text}"]),
    "another one first": lambda text: iter([f"{_other(text)}\n\n{text}", f"{_other(text)}\n\nCorrected:\n\n{text}"]),
    "the question echoed": lambda text: iter([f"{question(text)}\n\n{text}", question(text)]),
}


def _other(text: str) -> str:
    """The same answer about another thing, as a draft that leaked."""
    thing = next(thing for thing, _, _ in _THINGS if thing in text)
    return text.replace(thing, "toaster")


def question(text: str) -> str:
    """What was asked for, in the form that `text` begins in."""
    if text.startswith("{"):
        return json.dumps(schema())
    return "\n".join(f"# {heading}\n{hint}" for heading, hint in HINTS.items())


def outcome(text: str, meant: Concept) -> str:
    try:
        read = parse(text)
    except Unreadable:
        return "asked again"
    if read.doubt:
        return "asked again"
    if read.object_name != meant.object_name:
        return "another thing"
    return "as meant" if read == meant else "a field lost"


def survived(damage: Damage, write: Write, most: int | None = None) -> Counter[str]:
    """How many of the damaged answers ended in each outcome; `most` of each creature are tried."""
    found: Counter[str] = Counter()
    for creature in creatures():
        text = write(creature)
        meant = parse(text)
        found.update(outcome(damaged, meant) for damaged in islice(damage(text), most))
    return found


def run(work: Work) -> str:
    rows = []
    most = 10 if work.quick else None
    for name, damage in DAMAGES.items():
        for form, write in (("markdown", as_markdown), ("JSON", as_json)):
            found = survived(damage, write, most)
            rows.append([f"{name}, {form}", *(f"{found[each] / found.total():.0%}" for each in OUTCOMES)])
    lengths = [sum(len(write(each)) for each in creatures()) for write in (as_markdown, as_json)]
    return (
        "Answers that were damaged, in markdown and as JSON\n\n"
        + table(["damage, form", *OUTCOMES], rows)
        + f"\n\nThe JSON is {lengths[1] / lengths[0]:.2f} times as long."
    )
