"""Everyday words for the very same thing. They lead to an object; they never change how a name is written.

They come from lists by hand (`synonyms.txt`, `variants`), which hold inside longer names too, and for whole names
from WordNet, as far as it can be trusted with that (`training/lexicon/derive.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import islice

from piclets.domain import lexicon
from piclets.domain.names import variants
from piclets.domain.names.keys import MAX_BYTES, is_key
from piclets.domain.names.rewriting import Groups, read_groups, rewritten

MAX_SYNONYMS = 40


def groups() -> list[tuple[str, ...]]:
    """The groups by hand, each of normalized names for one thing."""
    return [tuple(line.split()) for where in ("anywhere", "whole") for line in _by_hand()[where].splitlines()]


def synonyms(name: str) -> tuple[str, ...]:
    """Other normalized names of the thing that the normalized `name` means, at most `MAX_SYNONYMS`; () for most."""
    if len(name) > MAX_BYTES:
        return ()  # no name
    found = dict.fromkeys((*lexicon.same_things(name), *rewritten(name, _standing_for)))
    written = _written()
    for spelling in written.get(name, ()):  # "cafetière" is what a "cafetiere" is ...
        found |= dict.fromkeys(_whole().get(spelling, ()))
    for other in list(found):  # ... and a French press either
        found |= dict.fromkeys(written.get(other, ()))
    found.pop(name, None)
    return tuple(islice((other for other in found if is_key(other)), MAX_SYNONYMS))


def _standing_for(phrase: str, whole: bool) -> tuple[str, ...]:
    return (_whole() if whole else _inside()).get(phrase, ())


@cache
def _by_hand() -> dict[str, str]:
    """The lines of `synonyms.txt` by the heading above them: anywhere, whole, inside."""
    sections: dict[str, list[str]] = {}
    for line in files(__package__).joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sections[line.strip("[]")] = current = []
        elif line and not line.startswith("#"):
            current.append(line)
    return {heading: "\n".join(lines) for heading, lines in sections.items()}


@cache
def _written() -> Groups:
    return read_groups(variants.SPELLINGS, variants.ACCENTED)


@cache
def _whole() -> Groups:
    return _groups("anywhere", "whole")


@cache
def _inside() -> Groups:
    return _groups("anywhere", "inside")


def _groups(*headings: str) -> Groups:
    written = variants.SPELLINGS, variants.plurals_of(variants.SPELLINGS), variants.ACCENTED
    return read_groups(*(_by_hand()[heading] for heading in headings), *written)
