"""Questions to the lexicon; see the package for what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from piclets.domain.lexicon import modern, tables

MAX_LENGTH = 80
"""Characters of a name that is looked up; no longer one is listed."""
_MAX_KEPT = 4_096
_MAX_WORDS = 12
# How a word is made of another: its ending, and what stands there in the plain form.
_INFLECTED = (
    ("", ("",)), ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)), ("ing", ("", "e")),
    ("ly", ("", "le")), ("ness", ("",)),
)  # fmt: skip
_DENYING = ("un", "in", "im", "ir", "non", "mis", "re")
# Terms that tell nothing of a thing: everything is one.
_VAGUE_TERMS = """
abstract_entity abstraction attribute causal_agency causal_agent cause entity matter object part physical_entity
physical_object piece relation thing unit whole
"""
_VAGUE = frozenset(_VAGUE_TERMS.split())


@lru_cache(_MAX_KEPT)
def broader(name: str, *, first_sense: bool = False) -> tuple[str, ...]:
    """The terms that the thing of a normalized name is a kind of, the nearest first; () where nothing is known.

    The terms of its most frequent sense come first, or alone (`first_sense`), each term once, with its synonyms.
    """
    known = known_head(name)
    own = _own_names(known)
    above = _above(known, 1 if first_sense else None)
    return tuple(dict.fromkeys(term for term in above if term not in own and term not in _VAGUE))


def is_a(name: str, *terms: str) -> bool:
    """Whether the thing is one of `terms` or a kind of one."""
    return name in terms or known_head(name) in terms or not set(terms).isdisjoint(broader(name))


def gloss(name: str) -> str:
    """What the thing is, in at most a line of English, in its most frequent sense; "" where nothing is known."""
    places = _places(known_head(name))
    return tables.glosses()[places[0]] if places else ""


@lru_cache(_MAX_KEPT)
def kinds_of(term: str) -> tuple[str, ...]:
    """The names of everything that is listed as a kind of `term`, in any sense of both; () for an unknown term."""
    if not is_listed(term):
        return ()
    found: dict[str, None] = {}
    waiting = [*tables.senses_of(term)]
    seen = set(waiting)
    for place in waiting:  # grows while it is read
        found.update(dict.fromkeys(_names()[place]))
        below = [narrower for narrower in _narrower().get(place, ()) if narrower not in seen]
        seen.update(below)
        waiting += below
    for name in [*found, term]:
        found.update(dict.fromkeys(_modern_kinds().get(name, ())))
    own = _own_names(term)
    return tuple(name for name in found if name not in own)


def known_head(name: str) -> str:
    """The part of a name that is listed and tells what the thing is: "mug" of "my_own_mug"; "" for none.

    That is the longest ending that is listed, before an "of" if there is one; else, as behind "iphone_15_pro" stands
    no noun at all, the longest part, the first of equals.
    """
    if len(name) > MAX_LENGTH:
        return ""
    words = name.split("_")[:_MAX_WORDS]
    if "of" in words[1:-1] and not is_listed(name):
        words = words[: words.index("of", 1)]
    count = len(words)
    endings = ((start, count) for start in range(count))
    parts = ((start, start + length) for length in range(count - 1, 0, -1) for start in range(count - length))
    spans = ("_".join(words[start:end]) for start, end in (*endings, *parts))
    return next((span for span in spans if is_listed(span)), "")


def same_things(name: str) -> tuple[str, ...]:
    """The other names that may stand for the thing of this very name, by its most frequent sense."""
    places = tables.senses_of(name) if len(name) <= MAX_LENGTH else []
    names = tables.names_for(places[0]) if places else []
    return tuple(other for other in names if other != name) if name in names else ()


def names_of_sense(place: int) -> list[str]:
    """The names of one sense, those first whose most frequent sense it is."""
    return _names()[place]


def _own_names(term: str) -> set[str]:
    """`term` and its synonyms."""
    return {term, *(name for place in tables.senses_of(term) for name in _names()[place])}


def is_listed(name: str) -> bool:
    """Whether the lexicon has this very name."""
    return len(name) <= MAX_LENGTH and (name in _modern() or bool(tables.senses_of(name)))


@lru_cache(_MAX_KEPT)
def is_other_word(word: str) -> bool:
    """Whether this word, in lower case, is common English and names no thing in any sense: "pending", "doubt"."""
    if not word.isalpha() or is_listed(word):
        return False
    bare = next((word.removeprefix(start) for start in _DENYING if word.startswith(start)), word)
    return any(
        one.removesuffix(ending) + plain in tables.others()
        for one in (word, bare)
        for ending, forms in _INFLECTED
        if one.endswith(ending) and len(one) > len(ending) + 1
        for plain in forms
    )


def _places(name: str) -> list[int]:
    """The senses of a listed name, or of what it is a kind of where it is too modern to have any."""
    return tables.senses_of(name) or [place for term in _modern().get(name, ()) for place in _places(term)[:1]]


def _above(name: str, senses: int | None) -> Iterable[str]:
    for term in _modern().get(name, ()):
        yield term
        yield from _names_of_all(tables.senses_of(term)[:1])
    for place in tables.senses_of(name)[:senses]:
        yield from _names_of_all(tables.broader_than(place))


def _names_of_all(places: list[int]) -> Iterable[str]:
    """The names of these senses and all that is broader, step by step."""
    waiting = list(places)
    for place in waiting:  # grows while it is read
        yield from _names()[place]
        waiting += [above for above in tables.broader_than(place) if above not in waiting]


@cache
def _names() -> list[list[str]]:
    """The names of each sense, those first whose most frequent sense it is, then short ones."""
    ranked: list[list[tuple[int, int, str]]] = [[] for _ in tables.senses()]
    for name, places in tables.all_names():
        for rank, place in enumerate(places):
            ranked[place].append((rank, len(name), name))
    return [[name for _, _, name in sorted(names)] for names in ranked]


@cache
def _narrower() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place in range(len(tables.senses())):
        for above in tables.broader_than(place):
            found.setdefault(above, []).append(place)
    return found


@cache
def _modern() -> dict[str, tuple[str, ...]]:
    return modern.kinds()


@cache
def _modern_kinds() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, terms in _modern().items():
        for term in terms:
            found.setdefault(term, []).append(name)
    return found
