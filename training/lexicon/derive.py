"""Derives the game's lexicon from WordNet 3.0:

    apt-get install wordnet-base
    python -m training.lexicon.derive

It writes into `piclets/domain/lexicon/` the senses of things one can point at, their names, the explanation of each,
and the common words that name no such thing. `piclets/domain/lexicon/tables.py` tells how a line is read. Words are
written as the game's names are. Proper names and Latin ones are left out, and people, places, acts, feelings and
ideas.
"""

from __future__ import annotations

import gzip
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from piclets.domain.names.keys import NothingLeft, as_written
from training.lexicon.wordnet import Synset, WordNet, load

LEXICON = Path(__file__).parents[2] / "piclets/domain/lexicon"

THINGS = frozenset({"animal", "artifact", "body", "food", "object", "phenomenon", "plant", "substance"})
# Senses that nobody takes a photo of, with what is narrower.
LEFT_OUT = """
acid antibiotic artery cell.body enzyme hormone isotope ligament microorganism muscle nerve particle.object
physical_phenomenon vein.body organic_compound drug_of_abuse vasoconstrictor diuretic_drug psychoactive_drug
"""
LEFT_OUT_OF = frozenset({"animal", "body", "object", "phenomenon", "substance"})
# What one can point at, though WordNet's lexicographers filed it elsewhere: "lemma" (first sense) or "lemma.file".
FURTHER = """
advertisement atmospheric_phenomenon award bill.possession calendar.communication card.communication coin
credit_card currency diploma document.communication drawing.communication fire.event flame garden.artifact
letter.communication lightning logo magazine map menu money.possession newspaper notebook.communication novel
park.location passport.communication penny.possession picture postage poster puzzle record.communication
receipt.communication sign.communication stamp.communication ticket tattoo trophy
"""
# Nouns that are filed here are no things; people, places, groups, shapes and gifts may be what a photo shows.
ABSTRACT = frozenset(
    {
        "act",
        "attribute",
        "cognition",
        "communication",
        "feeling",
        "motive",
        "process",
        "quantity",
        "relation",
        "state",
        "time",
    }
)
SHOWN_ALL_THE_SAME = "publication.communication show.communication music.communication"
# Everyday names whose most frequent sense in WordNet's texts is not what a photo shows: "name>a broader lemma".
EVERYDAY = """
balloon>plaything banana>edible_fruit bass>percoid_fish belt>accessory bolt>fastener bone>animal_tissue
brush>implement bulb>lamp cake>baked_goods carrot>vegetable chain>necklace cherry>edible_fruit chicken>bird
corn>grain crab>crustacean cricket>insect crown>headdress cushion>padding date>edible_fruit drawer>container
egg>foodstuff fig>edible_fruit fly>insect garlic>flavorer glass>container globe>model glove>handwear
hammer>hand_tool horn>brass hose>tube iron>home_appliance jet>airplane kite>plaything lid>top lighter>device
lime>edible_fruit lobster>crustacean marble>ball mug>drinking_vessel mushroom>vegetable nail>fastener
needle>implement notebook>book octopus>mollusk olive>relish onion>vegetable organ>keyboard_instrument oyster>mollusk
palm>tree paper>material peach>edible_fruit pepper>vegetable pitcher>vessel plant>organism plate>tableware
plum>edible_fruit pumpkin>vegetable puzzle>game rattle>plaything record>recording ring>jewelry roll>bread rose>shrub
salmon>fish saucer>flatware scooter>wheeled_vehicle seal>mammal shell>covering shrimp>crustacean sign>structure
snail>mollusk squid>mollusk star>celestial_body straw>tube swing>plaything tank>vehicle tap>faucet tissue>paper
toast>bread top>plaything trunk>luggage tuna>fish turkey>bird turtle>reptile
"""
# Names that mean something else, or more, in everyday use than their WordNet synonyms.
_APART = """
after android annulus bike bloomers broadside buckeye bungalow cabaret cape carapace carriage castle chip chuck
clipper clog cod come cooler cope cottage cum depot desiccant dope dinero draught duster eggbeater entire fanny fell
gadget geta go_cart grinder hammock hamper hatchet hedgehog hide hoagie horn hump jaguar jake john junk kale lance
lei limiter lolly lounge mad_apple main maw mill mitt muck octopus ooze orb ottoman palace panther pavilion peg
perambulator physic place pod pointer pokey popsicle porcupine pram privy pulpit pusher pushchair rattler refuse
roundabout runabout scrabble scrap sea_horse seahorse sense sens shackle shell sinker slime slug spot stallion
stroller stuff subject sunshade tater toffee tomahawk trebuchet vessel warmer windbreaker wreath
"""
APART = frozenset(_APART.split())
_EXAMPLE = re.compile(r'; ".*$|\(.*?\) ?')
_MAX_GLOSS = 120


def main() -> None:
    wordnet = load()
    senses = _Senses(wordnet)
    synonyms = groups(senses)
    broader = [
        " ".join(
            base36(senses.places[parent]) for parent in wordnet.synsets[offset].broader if parent in senses.places
        )
        for offset in senses.kept
    ]
    _write("senses.txt", (f"{up}\t{' '.join(synonyms.get(at, ()))}".rstrip("\t") for at, up in enumerate(broader)))
    _write("words.txt", (f"{name}\t{' '.join(map(base36, at))}" for name, at in sorted(senses.of_names().items())))
    glosses = "".join(f"{_gloss(wordnet.synsets[offset])}\n" for offset in senses.kept)
    _write_packed("glosses.txt.gz", glosses)
    _write_packed("others.txt.gz", "".join(f"{word}\n" for word in _others(wordnet, set(senses.of_names()))))


def _write(name: str, lines: Iterable[str]) -> None:
    (LEXICON / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _write_packed(name: str, text: str) -> None:
    (LEXICON / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _others(wordnet: WordNet, things: set[str]) -> list[str]:
    """The words of WordNet's tagged texts, of any class, that name no thing in any sense."""
    shown = {lemma for sense in _all_below(wordnet, SHOWN_ALL_THE_SAME) for lemma in wordnet.synsets[sense].lemmas}
    return sorted(
        word
        for word in wordnet.common_words - things - shown
        if ABSTRACT.issuperset(wordnet.synsets[sense].file for sense in wordnet.senses.get(word, ()))
    )


def base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = string.digits[digit] + digits if digit < 10 else string.ascii_lowercase[digit - 10] + digits
    return digits


class _Senses:
    """The senses that are kept, in WordNet's order, and the names of each."""

    def __init__(self, wordnet: WordNet) -> None:
        self.wordnet = wordnet
        self.kept = sorted(_kept(wordnet))
        self.places = {offset: place for place, offset in enumerate(self.kept)}
        self.names = [dict.fromkeys(filter(None, map(_name, self._lemmas(offset)))) for offset in self.kept]

    def of_names(self) -> dict[str, list[int]]:
        """For each name the places of its senses, the most frequent first."""
        found: dict[str, list[tuple[int, int]]] = {}
        for offset in self.kept:
            for lemma in self._lemmas(offset):
                rank = self.ranked(lemma).index(offset)
                found.setdefault(_name(lemma), []).append((rank, self.places[offset]))
        found.pop("", None)
        return {name: list(dict.fromkeys(place for _, place in sorted(at))) for name, at in found.items()}

    def first(self, offset: int) -> list[str]:
        """The names whose most frequent sense of all this is."""
        return [_name(lemma) for lemma in self._lemmas(offset) if self.ranked(lemma)[0] == offset]

    def ranked(self, lemma: str) -> list[int]:
        """All senses of a lemma, that of everyday first, then by frequency."""
        senses = list(self.wordnet.senses[lemma.lower()])
        everyday = _everyday().get(lemma)
        if everyday is None:
            return senses
        above = self.wordnet.senses[everyday]
        chosen = next(
            sense for sense in senses if sense in self.places and not above_all(self.wordnet, sense).isdisjoint(above)
        )
        return [chosen, *(sense for sense in senses if sense != chosen)]

    def _lemmas(self, offset: int) -> Iterator[str]:
        """Without plurals that mean something else than their singular does: drawers, glasses, trunks."""
        for lemma in _common(self.wordnet.synsets[offset]):
            if _name(lemma) == lemma or _name(lemma) not in self.wordnet.senses:
                yield lemma


def above_all(wordnet: WordNet, sense: int) -> set[int]:
    """A sense and all that is broader."""
    found: set[int] = set()
    waiting = [sense]
    while waiting:
        offset = waiting.pop()
        found.add(offset)
        waiting += wordnet.synsets[offset].broader
    return found


@cache
def _everyday() -> dict[str, str]:
    return dict(entry.split(">", 1) for entry in EVERYDAY.split())


def groups(senses: _Senses) -> dict[int, list[str]]:
    """Names for one thing, by the place of their sense.

    A name belongs where its most frequent sense is, and nowhere if two writings of it disagree. Of a name and a
    longer one that begins or ends with it the short one goes: it is broader in use ("pipe", "tobacco pipe").
    """
    found = {senses.places[offset]: dict.fromkeys(filter(None, senses.first(offset))) for offset in senses.kept}
    count = Counter(name for names in found.values() for name in names)
    sure = {at: [name for name in names if count[name] == 1 and name not in APART] for at, names in found.items()}
    told = {at: [name for name in names if not _is_part(name, names)] for at, names in sure.items()}
    return {at: names for at, names in told.items() if len(names) > 1}


def _is_part(name: str, names: list[str]) -> bool:
    return any(other != name and (other.startswith(name) or other.endswith(name)) for other in names)


def _kept(wordnet: WordNet) -> set[int]:
    """Senses of things with a word that is no proper name, and all that is broader."""
    things = {offset for offset, synset in wordnet.synsets.items() if synset.file in THINGS}
    things -= {offset for offset in _all_below(wordnet, LEFT_OUT) if wordnet.synsets[offset].file in LEFT_OUT_OF}
    things |= _all_below(wordnet, FURTHER)
    kept: set[int] = set()
    waiting = [offset for offset in things if any(_common(wordnet.synsets[offset]))]
    while waiting:
        offset = waiting.pop()
        if offset not in kept:
            kept.add(offset)
            waiting += wordnet.synsets[offset].broader
    return kept


def _all_below(wordnet: WordNet, entries: str) -> set[int]:
    return {
        offset for entry in entries.split() for root in _roots(wordnet, entry) for offset in _below(wordnet, root)
    }


def _roots(wordnet: WordNet, entry: str) -> list[int]:
    lemma, _, file = entry.partition(".")
    senses = wordnet.senses[lemma]
    return [offset for offset in senses if wordnet.synsets[offset].file == file] if file else [senses[0]]


def _below(wordnet: WordNet, root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        offset = waiting.pop()
        yield offset
        waiting += wordnet.synsets[offset].narrower


def _common(synset: Synset) -> Iterator[str]:
    return (lemma for lemma in synset.lemmas if lemma == lemma.lower() or synset.file == "tops")


@cache
def _name(lemma: str) -> str:
    """The lemma as a name of the game; "" where nothing is left."""
    try:
        return as_written(lemma.replace("_", " "))
    except NothingLeft:
        return ""


def _gloss(synset: Synset) -> str:
    return _EXAMPLE.sub("", synset.gloss).strip("; ")[:_MAX_GLOSS]


if __name__ == "__main__":
    main()
