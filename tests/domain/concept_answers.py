"""Answers in the concept format, for tests: one as asked for, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from piclets.domain.concepts import Concept, Unreadable, parse

PLAIN = """\
# Canonical Object
pillow
# Variation
blue, velvet
# Object Rarity
uncommon
# Monster Name
Pillowpuff
# Primary Type
structure
# Stats
HP: 45
Attack: 60
Defense: 50
Speed: 70
# Physical Stats
Height: 0.6
Weight: 1.3
# Personality
Dreamy, and quick to forgive.
# Description
Pillowpuff naps where naps are not allowed. It remembers every dream.
# Monster Image Prompt
A plump blue velvet creature with sleepy eyes, on a plain background
# Safety
ok
"""

HEADINGS = tuple(line[2:] for line in PLAIN.splitlines() if line.startswith("# "))


def answer(**sections: str) -> str:
    """PLAIN with some sections' bodies replaced: `answer(Safety="unsafe", Monster_Name="Bo")`."""
    bodies = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in PLAIN.split("# ")[1:]}
    bodies |= {heading.replace("_", " "): body + "\n" for heading, body in sections.items()}
    return "".join(f"# {heading}\n{body}" for heading, body in bodies.items())


def read(text: str) -> Concept | None:
    """What is read; None where it is asked again."""
    try:
        concept = parse(text)
    except Unreadable:
        return None
    return None if concept.doubt else concept


def misread_in(heading: str, table: list[tuple[Any, ...]], of: Callable[[Concept], Any]) -> dict[str, Any]:
    """What was made of bodies under a heading that is none of the fair readings beside them. The score is printed."""
    misread = {}
    for said, *fair in table:
        concept = read(answer(**{heading: said}))
        got = of(concept) if concept else None
        if got not in fair:
            misread[said] = got
    print(f"\n{heading}: {len(table) - len(misread)} of {len(table)}")  # noqa: T201 - the score
    return misread
