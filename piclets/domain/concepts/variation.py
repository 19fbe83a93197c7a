"""What sets a thing apart from its kind, read from a Variation section: nothing where it is canonical."""

from __future__ import annotations

import re
from collections.abc import Iterator

from piclets.domain.concepts.standing import is_colour
from piclets.domain.concepts.text import plain, word_set
from piclets.domain.names import NothingLeft, normalize_attribute

MAX_BODY = 1_500
_MAX_ATTRIBUTE = 40  # characters
_MAX_WORDS = 4
_DOING = re.compile(r"[a-z]{2,20}ing_")  # "hiding in a bottle cap" may be a word longer
_MAX_CHUNKS = 24

# Nothing sets it apart, in the words that models find for that
_CANONICAL = re.compile(
    r"^(?:the\sword:?\s|it\sis\s|it's\s|this\sis\s|this\sone\sis\s|a\s|an\s|the\s|just\s|simply\s|purely\s"
    r"|basic\s|totally\s)*(?:canonical|standard|default|original|plain"
    r"|regular|normal|generic|typical|ordinary|unremarkable|base|none|nothing|nil|null|no|not|n/?a|-|unmodified"
    r"|same|classic version|stock|as is|usual|vanilla|common)\b",
    re.IGNORECASE,
)
_NOTHING = word_set(
    """
    canonical none na n/a no nil null nothing standard default original plain regular normal generic typical
    ordinary unremarkable base stock version variant variation variations form type model one object thing item
    attribute attributes distinguishing distinctive distinct special notable particular apparent visible
    specific unusual unique observed detected applicable available specified noted mentioned found identified
    needed required present known unknown the a an is it this of kind not word very there are any with without
    just simply to features feature details detail differences difference remarkable unspecified tbd
    characteristics characteristic example other than edition basic usual common undefined yet so as has have
    given stated listed described does do did apply applies false zero 0 canonically size same e.g eg etc like
    """
)
# What an attribute is of, which is none by itself
_LABELS = word_set(
    "color colour material materials size shape pattern texture condition state style finish age design"
)
_LABEL = re.compile(
    r"^(?:(?:the|its)\s)?(?:(?:distinguishing|main|key|primary|dominant|notable|visible|overall|special|distinctive"
    r"|surface)\s)?(?:colou?rs?|materials?|sizes?|shapes?"
    r"|patterns?|textures?|conditions?|states?|styles?|finish|finishes|features?|attributes?|variations?|age"
    r"|design|details?|brand"
    r"|type|model|markings?|characteristics?|values?|appearance|quality|form|flavou?r|breed|position|pose"
    r"|decoration|hue|surface|build|era|genre|variants?|parts?|damage|not canonical)"
    r"(?:\s\(?[a-z0-9]{1,12}\)?)?\s{0,2}(?:[:=]|->|→|\s(?:is|are|includes?)\s|[-–—]\s)\s{0,3}",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:it|this(?:\s\w+)?|that(?:\s\w+)?|the\s\w+(?:\s\w+)?|they)(?:['’]s|\s(?:is|has|are|looks|appears|was"
    r"|comes|features|features?))\s(?:that\s)?"
    r"(?:(?:very|quite|mostly|distinctly)\s(?=\w+ly\b))?|^(?:what sets it apart(?:\sis)?|distinguished by"
    r"|featuring|characterized by|notable for|with|has|having"
    r"|made (?:of|from)|it is|the one with|is|are|also|plus|being|probably|possibly|perhaps|likely|maybe"
    r"|apparently|just|only|simply|merely)\s(?:its\s|being\s|that it is\s)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s{0,20}(?:[-*+•→‣◦·]\s{1,4}|\(?[0-9]{1,2}[.)]\s{1,4}|#{1,6}\s{1,4}|>\s{0,3})")
_NUMBERED_INLINE = re.compile(r"(?:(?<=\s)|^)(?:\(?[0-9]{1,2}[.)]|\(?[a-d]\))\s")
_OR = re.compile(r"\sor\s", re.IGNORECASE)
# "Chipped version", "the chipped one", "large size": what is said of it is before that
_VERSION = re.compile(r"\s(?:versions?|variants?|variations?|one|in (?:colou?r|size))$", re.IGNORECASE)
_OF_SIZE = re.compile(
    r"^((?:very |extra )?(?:small|medium|large|big|huge|tiny|full|giant|mini))[ -]sized?$", re.IGNORECASE
)
# "Strings: four": four strings
_PART = re.compile(r"([^\W_]{3,20})\s?[:=]\s([^\W_]{1,20})")
_OPENING = re.compile(r"^(?:i['’]d say|i would say|i think|my (?:pick|answer)|so|well)[:,]?\s", re.IGNORECASE)
_OF_COLOUR = re.compile(r"^(?:colou?r |in )(?=\w)|[ -](?:colou?r|colou?red|in colou?r)$", re.IGNORECASE)
_PUT_IN_ANGLES = re.compile(r"<([a-z][a-z -]{2,40})>", re.IGNORECASE)
_ALL_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,400})\)\s*")
_HASHTAG = re.compile(r"(?:(?<=[\s,;])|^)#(?=[A-Za-z])")
_REMARK = re.compile(r"\s?(?:\([^()]{0,200}\)|(?<=\w)\s?\[[0-9]{1,2}\]|（[^（）]{0,200}）)")
_OPEN_REMARK = re.compile(r"(?<=\S)\s{0,2}[(（].*$", re.DOTALL)
_GLOSS = re.compile(
    r"\s{1,3}[-–—]{1,3}\s|;\s|:\s|\s(?:because|since|as it|which|that is|i\.e\.|although)\b", re.IGNORECASE
)
_SEPARATORS = re.compile(
    r"[,;|\n、，•·+]|(?<![0-9])(?<!\b[nN])/|(?<=\])\s?(?=\[)|\s[–—]\s|\s-\s|\s>\s|[.!](?:\s|$)|\s&\s(?=\w+$)|(?<=\S)\s#|\\n"
)
_AND = re.compile(r"\s{1,3}(?:and|&|plus)\s{1,3}", re.IGNORECASE)
_WITH = re.compile(r"\swith\s", re.IGNORECASE)
_LEADING_AND = re.compile(r"^(?:and|or|&|also|but)\s{1,3}", re.IGNORECASE)
_QUOTES = " \t\"'“”‘’«»„.,;:!?-–—*_`[](){}<>#"
_SENTENCE = word_set(
    """
    is are was were it this that they there i we you because since which although however lies lays has have had
    cannot can't doesn't isn't would could should sorry shows let me know
    """
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read_variation(body: str, thing: str) -> list[str]:
    """The attributes in the section's words, without those for "nothing special" and without whole sentences.

    `thing` is the object's normalized name: "blue pillow" of a pillow is "blue".
    """
    text = _OPENING.sub("", body[:MAX_BODY].strip())
    if "</" not in text:
        text = _PUT_IN_ANGLES.sub(r"\1", text)
    if in_brackets := _ALL_IN_BRACKETS.fullmatch(text):
        text = in_brackets[1]
    first = next((line for line in text.split("\n") if any(map(str.isalnum, line))), "")
    if _says_canonical(first):
        return []
    return [attribute for chunk in _chunks(text) if (attribute := _attribute(chunk, thing))]


def _says_canonical(line: str) -> bool:
    """Whether the first line says that nothing sets it apart, whatever reasons follow."""
    said = _LABEL.sub("", _BULLET.sub("", plain(line)).strip(_QUOTES))
    head = _GLOSS.split(said.removeprefix("the word: ").removeprefix("The word: "), maxsplit=1)[0]
    clause = re.split(r"[,.(]", head, maxsplit=1)[0].strip(_QUOTES)
    words = re.findall(r"[a-z/']+", clause.casefold())
    if not words:
        return not any(char.isalnum() for char in said)
    if len(words) > 1 and words[-1] in ("none", "nothing"):
        return True
    if all(word in _NOTHING for word in words):
        rest = re.split(r"[,.(;]", said, maxsplit=1)
        return (
            len(rest) == 1
            or said[len(rest[0])] != ","
            or bool(_SENTENCE & set(rest[1].casefold().split()))
            or "no " in rest[1]
        )
    return bool(_CANONICAL.match(clause)) and len(words) > _MAX_WORDS


def _chunks(text: str) -> Iterator[str]:
    lines = (_BULLET.sub("", line) for line in text.split("\n"))
    flat = _HASHTAG.sub(", ", _NUMBERED_INLINE.sub(" , ", "\n".join(lines)))
    flat = _OPEN_REMARK.sub("", _REMARK.sub(" ", flat)) if "\n" not in flat else _REMARK.sub(" ", flat)
    for piece in _SEPARATORS.split(flat)[:_MAX_CHUNKS]:
        chunk = _PART.sub(r"\2 \1", _unlabelled(plain(piece).strip(_QUOTES)))
        several = chunk.count(" ") >= _MAX_WORDS
        for part in _WITH.split(chunk) if several else [chunk]:  # "dark blue with white dots"
            yield from _joined_by_and(_LEADING_AND.sub("", part))


def _unlabelled(chunk: str) -> str:
    for _ in range(3):
        chunk = chunk.replace('"', "")
        bare = _SUBJECT.sub("", _LABEL.sub("", _LEADING_AND.sub("", chunk))).strip(_QUOTES)
        if bare == chunk:
            break
        chunk = bare
    return chunk


def _joined_by_and(chunk: str) -> list[str]:
    """ "old and dusty" are two attributes; "black and white" is one, as it is in front of an object."""
    parts = _AND.split(chunk)
    if len(parts) > 1 and _is_colour(chunk):
        return [chunk]
    return [_unlabelled(part) for part in parts]


def _is_colour(chunk: str) -> bool:
    return bool(chunk) and len(chunk) <= _MAX_ATTRIBUTE and is_colour(chunk)


def _bare(chunk: str) -> str:
    """ "Blue" of "blue-coloured", "chipped" of "the chipped version", "large" of "large size"."""
    chunk = _OF_SIZE.sub(r"\1", _VERSION.sub("", _OR.split(chunk, maxsplit=1)[0]))
    colour = _OF_COLOUR.sub("", chunk)
    return colour if colour != chunk and _is_colour(colour) else chunk


def _attribute(chunk: str, thing: str) -> str:
    """The attribute that a chunk is, "" where it is none."""
    chunk = _bare(chunk)
    if "_" in chunk or _CAMEL.search(chunk):
        chunk = _CAMEL.sub(" ", chunk.replace("_", " "))
    words = re.findall(r"\S+", chunk.casefold())
    if not words or len(chunk) > _MAX_ATTRIBUTE or len(words) > _MAX_WORDS + 1:
        return ""
    if (
        words[0] in ("no", "not")
        or "canonical" in words
        or (len(words) == 1 and words[0] in _LABELS)
        or all(word.strip(".,'\"") in _NOTHING for word in words)
        or _SENTENCE & set(words)
    ):
        return ""
    if len(words) > 1 and len(set(words)) == 1:
        chunk = words[0]
    try:
        name = normalize_attribute(chunk)
    except NothingLeft:
        return ""
    if name.endswith(f"_{thing}"):
        name = name.removesuffix(f"_{thing}")
    words = name.split("_")
    if name == thing or len(words) > _MAX_WORDS + bool(_DOING.match(name)) or all(word in _NOTHING for word in words):
        return ""
    return name.replace("_", " ")
