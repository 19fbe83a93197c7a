"""Two names on one line: a kind and a thing of it, a thing and its gloss, or two things of which nobody chose one."""

from __future__ import annotations

import re

from piclets.domain import lexicon
from piclets.domain.names import NothingLeft, normalize

# A kind and a thing of that kind: "Animal: cat", "vehicle - bicycle", "horn (french horn)", "a pet, namely a cat"
_KIND_AND_THING = re.compile(
    r"^(?P<kind>[\w' ]{3,30}?)(?:\s?:\s|\s[-–—]{1,2}\s|\s\(|,?\s(?:namely|specifically|in particular|to wit)[,:]?\s)"
    r"(?P<thing>(?:an?\s)?[\w' -]{3,40})\)?$",
    re.IGNORECASE,
)
# "Animal: cat": a kind and a thing, or a thing and a gloss
_KIND_OR_GLOSS = re.compile(
    r"^\w{3,20}(?:\s\w{3,20})?:\s(?!an?\s|the\s)[\w'-]{2,20}(?:\s[\w'-]{2,20})?$", re.IGNORECASE
)
_LEADING = re.compile(r"^(?P<one>[^:]{3,60}):\s(?!an?\s|the\s|used\b|for\b)(?=\w)")
_ARROW = re.compile(r"^(?P<one>[\w' -]{3,40})\s(?:->|[→⇒➔➜➡⟶]|=>)\s(?P<other>[\w' -]{3,40}?)(?:\s?\([^()]{0,60}\))?$")
_DASH = re.compile(r"^(?P<one>[\w'’ ]{3,40})\s[-–—]{1,2}\s(?P<other>[\w'-]{3,30})$")


def of_its_kind(text: str) -> str:
    """Of a kind and a thing of that kind the thing: "bicycle" of "vehicle - bicycle"."""
    both = _KIND_AND_THING.match(text)
    if not both:
        return text
    kind, thing = _key(both["kind"]), _key(both["thing"])
    return both["thing"] if kind != thing and lexicon.is_listed(thing) and lexicon.is_a(thing, kind) else text


def leaves_two(text: str) -> bool:
    """Whether two names stand beside each other, and neither tells what the other is: "cello → guitar".

    So do a name of which nothing is known and the plain word for a thing: "Hohner – accordion" may be the maker's
    accordion, and what stands before a colon a label.
    """
    if _KIND_OR_GLOSS.search(text):
        return True
    leading = _LEADING.match(text)
    if leading and not lexicon.known_head(_key(leading["one"])):
        return True
    arrow = _ARROW.match(text)
    if arrow:
        one, other = _key(arrow["one"]), _key(arrow["other"])
        return lexicon.is_listed(other) and not (_explains(one, other) or _explains(other, one))
    dash = _DASH.match(text)
    return bool(dash and not lexicon.known_head(_key(dash["one"])) and lexicon.is_listed(_key(dash["other"])))


def _explains(one: str, other: str) -> bool:
    return one == other or lexicon.is_a(other, one)


def _key(text: str) -> str:
    try:
        return normalize(text).name
    except NothingLeft:
        return ""
