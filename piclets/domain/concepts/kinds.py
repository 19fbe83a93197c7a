"""The closed lists, read kindly: a type or a tier in other words is still that type or tier."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from itertools import chain

from piclets.domain.records import PRIMARY_TYPES, TIERS, PrimaryType, Tier

DEFAULT_TYPE: PrimaryType = "beast"
DEFAULT_TIER: Tier = "common"

_TYPE_WORDS: dict[PrimaryType, str] = {
    "beast": "animal mammal creature bird reptile monster normal dragon fur wolf cat dog",
    "bug": "insect arachnid arthropod spider",
    "aquatic": "water fish marine ocean sea ice",
    "flora": "plant grass tree flower nature leaf fungus mushroom wood forest",
    "mineral": "rock stone crystal earth ground metal gem steel glass",
    "space": "cosmic star celestial alien astral galaxy sky void dark light",
    "machina": "machine mechanical tech technology robot electric electronic device gadget vehicle machinery",
    "structure": "building architecture furniture construction house architectural",
    "culture": "art music cultural clothing fashion toy book textile sport game psychic fairy spirit",
    "cuisine": "food drink culinary kitchen dish beverage fruit dessert snack",
}
_TYPES: dict[str, PrimaryType] = {name: name for name in PRIMARY_TYPES} | {
    word: name for name, words in _TYPE_WORDS.items() for word in words.split()
}
_TIERS: dict[str, Tier] = {name: name for name in TIERS} | {
    "ordinary": "common", "everyday": "common", "normal": "common", "commonplace": "common", "ubiquitous": "common",
    "widespread": "common", "abundant": "common", "plentiful": "common", "basic": "common", "unusual": "uncommon",
    "scarce": "rare", "mythic": "legendary", "mythical": "legendary", "unique": "legendary",
}  # fmt: skip
_DENIED = (
    r"(?:not|isn't|isn’t|aren't|never|neither|nor|nothing|no longer|no|rather than|instead of|less than|more than"
    r"|than|less|above|below|beyond|(?:any|every)thing but"
    r"|if not|far from|hardly|rarer than)\s(?:really\s|at\sall\s|exactly\s"
    r"|very\s|so\s|quite\s|too\s|particularly\s|a\s|an\s|especially\s|truly\s|as\s){0,3}"
)
_ONCE = (
    r"(?:was going to say|first (?:thought|guess|instinct) (?:was|is)|tempted to say|almost said"
    r"|(?:initially|at first|originally)(?:,?\si['’]?d?\s(?:say|said|thought))?"
    r"|while|though|although|once|formerly|used to be|would be|could be|might be|was|were|seems)\s"
    r"(?:it (?:is|was|looks|seems)\s)?(?:very\s|quite\s|a\s|an\s)?"
)
_TIER_PATTERN = re.compile(rf"(?P<not>\b{_DENIED})?(?P<once>\b{_ONCE})?\b(?P<tier>{'|'.join(_TIERS)})\b")
_CONCLUDED = re.compile(
    r"\b(?:so|therefore|thus|hence|overall|in short|in the end)\b[\s:,–—-]{1,4}"
    r"(?:(?:it(?:['’]s| is)|just|still|i say)\s){0,2}"
    rf"\b({'|'.join(_TIERS)})\b"
    r"|\b(?<!initially )(?<!first )(?:i(?:['’]d| would) say"
    r"|i(?:['’]ll| will| would|['’]d)? (?:go with|pick|choose|settle (?:on|for)|call it|lean (?:to|towards?))"
    r"|settling (?:on|for)|going with|(?<!\()leaning(?: to| towards?)?|let['’]?s (?:say|go with|call it)|call it"
    r"|verdict|final(?:ly)?|my (?:pick|answer|choice|vote|verdict)(?: is)?|make (?:it|that)|i vote)\b[\s:,–—-]{1,4}"
    rf"\b({'|'.join(_TIERS)})\b(?!\s(?:to|or|/|-)\s)|(?:[:=→]|[-=]>)\s{{0,3}}({'|'.join(_TIERS)})\W{{0,3}}$"
)
_LAST_WORD = re.compile(r"[:=→]([^:=→]{1,60})$")
_CHOSEN = re.compile(
    r"(?:\*\*|__|\[[xX✓✔]\]|☑|✅|✓|✔|→|➜|👉|\bis\b|\banswer:)\s{0,3}(?P<before>\w{4,9})"
    r"|(?P<after>\w{4,9})\s{0,3}(?:\*\*|__|←|<--?|✓|✔|✅|☑)"
)
# A list of boxes of which one is ticked, or words of which one is set in brackets
_BOXES = re.compile(r"[☐⬜◻▢○]|\[ {0,2}\]|\( {0,2}\)")
_TICKED = re.compile(r"(?:☑|☒|✅|✔|✓|[◉●■]|\[[xX✓✔]\]|\([xX✓✔]\))\ufe0f?\W{0,4}(\w{4,9})")
_BRACKETED = re.compile(r"\[(\w{4,9})\]")
_OF_FIVE = re.compile(
    r"(?P<tier>[1-5])\s?(?:/|out of)\s?5|\b(?:tier|level|rank)\s?(?P<level>[1-5])\b|(?P<stars>[★⭐]{1,5})"
)
_TAKEN_BACK = re.compile(r"\b(?:no,|wait|actually|rather,|correction|make that)")
MAX_BODY = 1_000
_NEARLY = 0.85  # of the letters, in their order
_WORDS = re.compile(r"[a-z]+")


def read_type(text: str) -> PrimaryType:
    """The type named first: one of the ten in any case or number, else by a word such as "food" or "machine".

    A proper type anywhere comes before any other word, and "beast" is what nothing else is.
    """
    words = _words(text[:MAX_BODY])
    exact = (name for word in words for name in PRIMARY_TYPES if word == name)
    near = (_TYPES[word] for word in words if word in _TYPES)
    return next(chain(exact, near), DEFAULT_TYPE)


def read_tier(text: str) -> Tier:
    """The rarity named first that is not denied ("not rare at all: common"), "common" where none is.

    Of all five in a row, as the question lists them, the one that is marked.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_BODY]).casefold().replace("un-common", "uncommon")
    *_, text = _TAKEN_BACK.split(text) if _TIER_PATTERN.search(_TAKEN_BACK.split(text)[-1]) else [text]
    ticked = _ticked(text)
    if ticked:
        return ticked
    found = list(_TIER_PATTERN.finditer(text)) or list(_TIER_PATTERN.finditer(_respelled(text)))
    if {match["tier"] for match in found} >= set(TIERS):
        marked = [_TIERS.get(match["before"] or match["after"] or "") for match in _CHOSEN.finditer(text)]
        last = text.rstrip().rpartition("\n")[2]
        behind = _LAST_WORD.search(last)
        last = behind[1] if behind else last
        alone = [_TIERS[match["tier"]] for match in _TIER_PATTERN.finditer(last)]
        return next((tier for tier in marked if tier), alone[0] if len(alone) == 1 else DEFAULT_TIER)
    concluded = ["".join(said) for said in _CONCLUDED.findall(text)]
    if concluded:
        return _TIERS[concluded[-1]]
    meant = [_TIERS[match["tier"]] for match in found if not match["not"] and not match["once"]]
    meant += [_TIERS[match["tier"]] for match in found if not match["not"]]
    return meant[0] if meant else _opposite(found) or _of_five(text)


def _respelled(text: str) -> str:
    """`text` with what is nearly one of the five as that: "legandary"."""
    return _WORDS.sub(lambda word: next(iter(get_close_matches(word[0], TIERS, 1, _NEARLY)), word[0]), text)


def _ticked(text: str) -> Tier | None:
    """The one tier that is ticked in a list of boxes, or set in brackets among others that are not."""
    chosen = _TICKED.findall(text) if _BOXES.search(text) else _BRACKETED.findall(text)
    tiers = [_TIERS[word] for word in chosen if word in _TIERS]
    return tiers[0] if len(tiers) == 1 else None


def _opposite(found: list[re.Match[str]]) -> Tier | None:
    """ "Not uncommon" is common, and so is what is only said not to be rare; "not common" is uncommon."""
    if not found:
        return None
    return "uncommon" if _TIERS[found[0]["tier"]] == "common" else "common"


def _of_five(text: str) -> Tier:
    match = _OF_FIVE.search(text)
    if not match:
        return DEFAULT_TIER
    place = len(match["stars"]) if match["stars"] else int(match["tier"] or match["level"])
    return TIERS[place - 1]


def _words(text: str) -> list[str]:
    """The words of `text`, each also without a final s."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return [form for word in words for form in (word, word.removesuffix("s"))]
