"""A concept model's answer, read into a `Concept` whose every value is within bounds.

answers     the part of it that is meant for its reader
shapes      markdown, HTML, tables, JSON, all on one line: made into lines
rows        rows of tables and sheets: made into lines, too
translations the headings of other languages, put back into English
misspelt    headings that are all but spelled right, spelled right
headings    the heading that a line begins with
runs        the last whole run of headings
hints       what is repeated of the question under them
corrections what is said behind it to correct it
bodies      the lines of a section that names something
phrases, monsters, variation, kinds, stats, measures, safety, captures: what a section says
asides      what is said of the thing beside its name
designations, stammers: a product's model behind a mark, and what is said twice
nothing, standing: the words that name nothing, and those that name a thing
languages   whether the texts are in English
doubts, unanswered: why an answer cannot be used
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from piclets.domain.concepts.asides import said_beside
from piclets.domain.concepts.captures import read_capture
from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.headings import OBJECT
from piclets.domain.concepts.kinds import read_tier, read_type
from piclets.domain.concepts.languages import Language, language_of
from piclets.domain.concepts.measures import read_height, read_weight
from piclets.domain.concepts.monsters import read_name
from piclets.domain.concepts.phrases import read_object
from piclets.domain.concepts.runs import Sections, sections_of
from piclets.domain.concepts.safety import Verdict, read_safety
from piclets.domain.concepts.standing import Standing
from piclets.domain.concepts.stats import read_stats
from piclets.domain.concepts.text import cut, plain
from piclets.domain.concepts.variation import read_variation
from piclets.domain.concepts.wordlist import listed_words
from piclets.domain.names import ObjectName, normalize_attributes
from piclets.domain.photo import Capture
from piclets.domain.records import Models, PicletData, PrimaryType, Stats, Tier

__all__ = ["Concept", "OddObject", "Unreadable", "parse"]

MAX_PERSONALITY = 300
MAX_DESCRIPTION = 1_000
MAX_IMAGE_PROMPT = 1_000

_TEXTS = ("personality", "description", "monster image prompt")
DEFAULT_PERSONALITY = "Keeps its thoughts to itself."

_BULLET = re.compile(r"^\s{0,40}(?:[-*+•]\s{1,9}|\(?\d{1,2}[.)]\s{1,9}|#{1,6}\s{1,9})")
# What is left of quotation marks, an object's commas, a block's mark
_EDGES = re.compile(r"^(?:[|>]-?\s|\")+|(?:\",?|\s//)+$")
_CHATTER = re.compile(
    r"^\W{0,6}(?:let me know|feel free|i hope (?:this|you)|hope (?:this|you)|enjoy\b|would you like|if you(?:'d"
    r"|’d| would| want| need)"
    r"|want me to|do you want|happy to|is there anything)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Concept:
    """What the model made of a photo. Texts are plain and on one line, numbers clamped.

    `object_name` is normalized; `attributes` are what tells this one from the canonical: colours that stood with
    the object, then the Variation section, at most four. `height` in metres, `weight` in kilograms. `doubt` says
    why an answer that is not `safe` may have been meant otherwise: it is asked for once more, and not kept.
    `listed_words` are those of the game's own list for which alone it is not safe. `capture` says whether the photo
    shows the thing itself; None where that was not said. It refuses nothing, and is never recorded.
    """

    object_name: str
    attributes: tuple[str, ...]
    tier: Tier
    name: str
    type: PrimaryType
    stats: Stats
    height: float
    weight: float
    personality: str
    description: str
    image_prompt: str
    safe: bool
    doubt: Doubt | None = None
    listed_words: tuple[str, ...] = ()
    capture: Capture | None = None

    def piclet_data(self, models: Models) -> PicletData:
        """The creature, as it is recorded."""
        return PicletData(
            name=self.name,
            type=self.type,
            tier=self.tier,
            stats=self.stats,
            height=self.height,
            weight=self.weight,
            personality=self.personality,
            description=self.description,
            image_prompt=self.image_prompt,
            models=models,
        )


class OddObject(Unreadable):
    """The object's name does not read like one. `concept` is what the answer says if it is one all the same."""

    def __init__(self, concept: Concept) -> None:
        super().__init__(Doubt.ODD_OBJECT)
        self.concept = concept


def parse(answer: str) -> Concept:
    """Reads a whole answer in the contract's format (part 5), however the model has dressed it.

    Of an answer over 200,000 characters the last are read. Raises Unreadable where it names no object or no monster
    for sure (OddObject where it may), where it broke off, and where several answers contradict each other. Everything
    else has a default.
    """
    sections = sections_of(answer)
    _check_language(sections)
    thing, standing = read_object(sections.get(OBJECT))
    concept = _concept(thing, sections)
    if standing is not Standing.SURE:
        raise OddObject(concept)
    return concept


def _check_language(sections: Sections) -> None:
    """Raises Unreadable where the texts are not in English, or are not for sure under translated headings."""
    language = language_of(" ".join(map(sections.get, _TEXTS)))
    if language is Language.OTHER or (sections.translated and language is not Language.ENGLISH):
        raise Unreadable(Doubt.FOREIGN)


def _concept(thing: ObjectName, sections: Sections) -> Concept:
    name = read_name(sections.get("monster name"))
    variation = read_variation(sections.get("variation"), thing.name)
    words = thing.name.replace("_", " ")
    told = [*thing.attributes, *variation]
    attributes = normalize_attributes([*told, *said_beside(sections.get(OBJECT), [*told, words])])
    physical = sections.get("physical stats")
    verdict = read_safety(sections.safety)
    listed = listed_words(", ".join((words, name, *attributes)))
    return Concept(
        object_name=thing.name,
        attributes=attributes,
        tier=read_tier(sections.get("object rarity")),
        name=name,
        type=read_type(sections.get("primary type")),
        stats=read_stats(sections.get("stats")),
        height=read_height(physical),
        weight=read_weight(physical),
        personality=_prose(sections.get("personality"), MAX_PERSONALITY) or DEFAULT_PERSONALITY,
        description=_prose(sections.get("description"), MAX_DESCRIPTION) or f"A Piclet that was once a {words}.",
        image_prompt=_prose(sections.get("monster image prompt"), MAX_IMAGE_PROMPT)
        or f"{name}, a friendly creature made of a {words}.",
        safe=verdict is Verdict.OK and not listed,
        doubt=Doubt.SAFETY if verdict is Verdict.UNCLEAR and not listed else None,
        listed_words=listed if verdict is Verdict.OK else (),
        capture=read_capture(sections.get("capture")),
    )


def _prose(body: str, limit: int) -> str:
    """A text on one line, a list as its items; without a farewell at its end."""
    lines = [line for line in body[: 8 * limit].split("\n") if line.strip()]
    while lines and _CHATTER.match(lines[-1]):
        lines.pop()
    bare = [_BULLET.sub("", line).strip() for line in lines]
    all_bullets = len(lines) > 1 and all(map(_BULLET.match, lines))
    return cut(_EDGES.sub("", plain((", " if all_bullets else " ").join(bare))), limit)
