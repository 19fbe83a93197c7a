"""Two names on one line: a kind and a thing of it, a thing and its gloss, or two things of which nobody chose one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, permutations

from piclets.domain import lexicon
from piclets.domain.concepts.described import describes
from piclets.domain.concepts.standing import is_thing, key_of
from piclets.domain.concepts.text import word_set

_TO = r"(?:->|[→⇒➔➜➡⟶]|=>)"
# A kind and a thing of that kind: "Animal: cat", "vehicle - bicycle", "horn (french horn)", "a pet, namely a cat"
_KIND_AND_THING = re.compile(
    r"^(?P<kind>[\w' ]{3,30}?)(?:\s?:\s|\s[-–—]{1,2}\s|\s" + _TO + r"\s|\s\("
    r"|,?\s(?:namely|specifically|in particular|to wit)[,:]?\s)"
    r"(?P<thing>(?:an?\s)?[\w' -]{3,40})\)?$",
    re.IGNORECASE,
)
# "Animal: cat": a kind and a thing, or a thing and a gloss
_KIND_OR_GLOSS = re.compile(
    r"^\w{3,20}(?:\s\w{3,20})?:\s(?!an?\s|the\s)[\w'-]{2,20}(?:\s[\w'-]{2,20})?$", re.IGNORECASE
)
_LEADING = re.compile(r"^(?P<one>[^:]{3,60}):\s(?!an?\s|the\s|used\b|for\b)(?=\w)")
_ARROW = re.compile(rf"^(?P<one>[\w' -]{{3,40}})\s{_TO}\s(?P<other>[\w' -]{{3,40}}?)(?:\s?\([^()]{{0,60}}\))?$")
_DASH = re.compile(r"^(?P<one>[\w'’ ]{3,40})(?:\s[-–—]{1,2}|[,;])\s(?P<other>[\w'-]{3,30}(?:\s[\w'-]{2,20})?)$")
_EITHER = re.compile(r"^(?P<one>[\w'’ -]{2,40}?)\s?/\s?(?P<other>[\w' -]{3,30})$")
_BRACKET = re.compile(r"^(?P<one>[\w'’ -]{2,40})\s[(（](?P<other>(?:an?\s)?[\w' -]{3,30})[)）]$")
# "laptop and a coffee mug", in small letters: titles and makers' names are written otherwise
_AND = re.compile(
    r"^(?P<one>[\w' -]{2,40}?)\s(?:and|AND|&|\+|plus)\s(?:an?\s|some\s|the\s)?(?P<other>[a-z][\w' -]{1,40})$"
)
# "trumpet, cornet or flugelhorn", "a fork, a knife and a spoon"
_LISTED = re.compile(r",\s(?:(?:or|and|&)\s)?|\s(?:or|and|&)\s", re.IGNORECASE)
_LAST_OF_LIST = re.compile(r"\s(or|and|&)\s", re.IGNORECASE)
_FEWEST_LISTED, _MOST_LISTED = 3, 8
_UNJOINED = re.compile(r"[,;]\s|\s[/|]\s")
_MAX_LISTED = 200  # characters of a line
_SETS = frozenset(
    tuple(pair.split("+"))
    for pair in """
    knife+fork fork+knife table+chair needle+thread pen+paper lock+key bucket+spade dustpan+brush cup+saucer
    ball+chain nut+bolt hook+loop hook+eye bat+ball horse+carriage horse+cart horse+rider hammer+sickle
    hammer+chisel washer+dryer shirt+tie cap+gown sun+moon star+stripe skull+crossbone rod+reel block+tackle
    pot+pan hat+scarf bride+groom keyboard+mouse mouse+keyboard quill+ink king+queen cat+mouse cloak+dagger
    sword+shield flint+steel rack+pinion mortar+pestle bow+arrow drum+bass rock+roll pin+needle bit+bridle
    spade+bucket plug+socket bell+whistle bottle+stopper jar+lid pot+lid mother+child
    """.split()  # noqa: SIM905 - a list to read and to add to
)
# "C. kalimba", "Choice C: kalimba", "III. kalimba"
_LETTERED = re.compile(
    r"^(?P<chosen>(?i:answer|choice|option|candidate)\s)?\(?(?:[A-Da-d]|[IVX]{1,4}|[ivx]{1,4})(?:[.):]|\s[-–—])\s{1,3}"
    r"(?P<rest>\w.*)$"
)
# "Biscuit, the golden retriever"
_NAMED_ANIMAL = re.compile(r"^(?P<name>[A-Z][a-z]{1,20}),\s(?:the|my|our)\s(?P<animal>[a-z][\w' -]{2,40})$")
_OTHER_NAME_FIRST = re.compile(r"^(?:a\.?k\.?a\.?|also (?:known|called|named)|otherwise known)\s", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
_ARTICLE_ABROAD = re.compile(r"(?:une?|las?|les?|el|los|der|das|eine?|il|uma|um)\s", re.IGNORECASE)
_SURELY_ABROAD = re.compile(r"(?:[Uu]ne?|[Ll][ae]|[Ll]es|[Ee]l|[Ll][ao]s|[Ii]l|[Uu]ma?)\s[a-zà-ÿ]{3,20}$")
# What shops call a kind of thing
_SHELVES = word_set(
    """
    kitchenware cookware drinkware tableware glassware stationery footwear apparel electronics appliance furniture
    homeware houseware hardware
    """
)


def of_its_kind(text: str) -> str:
    """Of a kind and a thing of that kind the thing: "bicycle" of "vehicle - bicycle"; of a word and its translation
    the translation: "bicycle" of "un vélo (a bicycle)"."""
    named = _NAMED_ANIMAL.match(text)
    if named and _is_named(key_of(named["name"]), key_of(named["animal"])):
        return named["animal"]
    bracket = _BRACKET.match(text)
    if bracket and _SURELY_ABROAD.match(bracket["one"]) and is_thing(bracket["other"]):
        return bracket["other"]
    both = _KIND_AND_THING.match(text)
    if not both:
        return text
    kind, thing = key_of(both["kind"]), key_of(both["thing"])
    of_kind = kind in _SHELVES or lexicon.is_a(thing, kind)
    return both["thing"] if kind != thing and lexicon.is_listed(thing) and of_kind else text


def _is_named(name: str, animal: str) -> bool:
    """Whether an animal has this name of its own: a robin is a bird, but Biscuit is no dog."""
    return lexicon.is_a(animal, "animal") and not lexicon.is_a(name, animal) and not lexicon.is_a(name, "animal")


def unlettered(text: str) -> tuple[str, bool]:
    """What stands behind the letter of one of a list, "kalimba" of "C. kalimba", and whether it is one for sure.

    Behind a letter and a point may also be a maker's name, as in "A. Lange & Söhne watch".
    """
    lettered = _LETTERED.match(text)
    if not lettered or is_thing(text):
        return text, True
    chosen = bool(lettered["chosen"]) or lettered["rest"].islower() or is_thing(lettered["rest"])
    return (lettered["rest"] if chosen else text), chosen


def leaves_two(text: str) -> bool:
    """Whether two names stand beside each other, and neither tells what the other is: "cello → guitar".

    So do a name of which nothing is known and the plain word for a thing: "Hohner – accordion" may be the maker's
    accordion, "kucing (cat)" the word of another language, and what stands before a colon a label.
    """
    if _KIND_OR_GLOSS.search(text) or _OTHER_NAME_FIRST.match(text):
        return True
    leading = _LEADING.match(text)
    if leading and not lexicon.known_head(key_of(leading["one"])):
        return True
    arrow = _ARROW.match(text)
    if arrow:
        one, other = key_of(arrow["one"]), key_of(arrow["other"])
        named = lexicon.is_listed(other) or _is_foreign(arrow["other"])
        return named and not (_explains(one, other) or _explains(other, one))
    either = _EITHER.match(text)
    if either and _is_foreign(either["one"]) and is_thing(either["other"]):
        return True
    dash = _DASH.match(text)
    if dash and not lexicon.known_head(key_of(dash["one"])) and is_thing(dash["other"]):
        return True
    bracket = _BRACKET.match(text)
    if not bracket or not _LATIN.search(bracket["one"]):  # in another script it is said twice: "茶壶 (teapot)"
        return False
    return _is_foreign(bracket["one"]) and is_thing(bracket["other"])


def are_two(phrase: str) -> bool:
    """Whether a phrase names two things that make none together, as a cup and saucer or bacon and eggs do."""
    both = _AND.match(phrase)
    if not both or is_thing(phrase):
        return False
    one, other = key_of(both["one"]), key_of(both["other"])
    if not lexicon.is_listed(one) or not lexicon.is_listed(other) or (one, other) in _SETS:
        return False
    if lexicon.is_listed(f"{one}_{other.rpartition('_')[2]}"):
        return False  # "salt and pepper shaker": of both
    return not all(any(lexicon.is_a(each, kind) for kind in ("food", "beverage")) for each in (one, other))


def listed(text: str) -> str:
    """What joins three things and more that are each another, "or" in "trumpet, cornet or flugelhorn"; else ""."""
    joined = _LAST_OF_LIST.search(text)
    parts = _LISTED.split(text, maxsplit=_MOST_LISTED) if joined else []
    keys = [key_of(part) for part in parts]
    if not joined or len(keys) < _FEWEST_LISTED or "_of_" in keys[0]:
        return ""
    if any(map(describes, parts)) or not all(map(lexicon.known_head, keys)):
        return ""
    same = any(_explains(one, other) or _explains(other, one) for one, other in pairwise(keys))
    return "" if same else joined[1].casefold()


def are_listed(lines: Sequence[str]) -> bool:
    """Whether lines are three things or more of which none is a kind of another: "fork, knife, spoon"."""
    parts = [part.strip(" .") for line in lines for part in _UNJOINED.split(line[:_MAX_LISTED])]
    keys = [key_of(part) for part in parts]
    if not _FEWEST_LISTED <= len(keys) <= _MOST_LISTED or any(map(describes, parts)):
        return False
    if not all(map(lexicon.is_listed, keys)) or any(_explains(one, other) for one, other in permutations(keys, 2)):
        return False
    kinds = [lexicon.broader(key, first_sense=True) for key in keys]
    return any(all(kind in broader for broader in kinds) for kind in ("artifact", "animal", "plant", "food"))


def _is_foreign(text: str) -> bool:
    """Whether this may be the word for a thing in another language: no maker's name of several words, and unknown."""
    unknown = not lexicon.known_head(key_of(text))
    is_word = text.replace(" ", "").isalpha() and not text.isupper()
    return bool(_ARTICLE_ABROAD.match(text)) or (unknown and is_word and (text.islower() or " " not in text))


def _explains(one: str, other: str) -> bool:
    return one == other or lexicon.is_a(other, one)
