"""What names nothing, in whatever words: a phrase that is made of them is no thing, and it is asked for again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from piclets.domain.concepts.text import word_set

MAX_OBJECT = 80
MAX_WORDS = 8

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

# Words that name nothing, alone or together
_NO_THING = word_set(
    """
    object objects thing things item items image images photo photos photograph photographs picture pictures pic
    pics unknown unidentified unidentifiable unspecified unclear undetermined undefined indeterminate
    indeterminable unnamed unrecognized unrecognised unrecognizable unrecognisable uncertain ambiguous blurry
    blurred unsure indistinct none null nil nan nothing undisclosed na tbd tba tbc todo xxx something anything
    everything somewhat stuff whatever subject entity canonical variation various misc miscellaneous placeholder
    example sample name answer value string text text here description caption not applicable available provided
    specified determined identified visible detected found given stated known possible identifiable clear
    recognizable recognisable sure certain determinable no any some main specific actual generic certain single
    one several multiple other others kind type sort of in the a an this that to be is it and or with without
    your insert fill blank empty error content scene subject foreground background main primary central depicted
    shown attributes attribute noun phrase common hidden redacted data input output thingy thingamajig doohickey
    whatchamacallit unlabeled unlabelled unsupported unavailable missing untitled default household everyday
    random mystery mysterious foreign arbitrary particular identification recognition idea ideas clue guess
    same above below see described mentioned previously nameless void dark grainy pixelated
    poor low quality close-up closeup abstract
    confidential classified sensitive anonymous uncommon rare epic legendary unsafe
    red blue green yellow purple brown black white grey gray beige turquoise
    device gadget contraption gizmo apparatus shape surface texture indistinguishable ditto idem censored withheld
    private obscured illegible same as given apply applies
    product products consumer unit merchandise goods response reply
    """
)
# "Unknown" and "nothing" in the languages that models fall into
_NO_THING_ABROAD = word_set(
    """
    desconocido desconocida nada ninguno ninguna inconnu inconnue rien aucun aucune unbekannt unbekanntes nichts
    keine keines sconosciuto nessuno desconhecido nenhum onbekend niets okänd ukjent ukendt nieznany nieznane
    неизвестно неизвестный неизвестный объект нет невідомо 未知 未知物体 不明 不明物体 无法识别 无 無 なし 알수없음
    없음 objekt objet objeto oggetto gegenstand
    """
)
# The last word of what a sentence about a photo is about
PHOTOS_HEADS = word_set(
    "object thing item subject photo photograph image picture caption description answer name here"
)
NO_THING = _NO_THING | _NO_THING_ABROAD
# What a sentence about a photo is about, when it says what the photo shows
OF_PHOTOS = NO_THING | word_set(
    """
    caption here there we i can you our my most likely best probably clearly pictured center centre middle
    focus focal
    point star hero frame it's so thus therefore based would could might say think believe i'd item's object's
    name's
    thing's prominently featured prominent given since because for as according by looking they these does
    seems appears
    what which was were been we've i've i'm going therefore hence looks shown key identified canonically
    image's photo's
    """
)
# A phrase with one of these behind its describing words names nothing either: "small metal object"
_EMPTY_HEADS = word_set(
    """
    information data context details scene background object objects item items stuff something entity thingy
    image thing things
    """
)
_THINGS_ALL_THE_SAME = re.compile(
    r"\b(?:flying|art|collector'?s|lost|found|sex|everyday) objects?$|\b(?:menu|art|gift|novelty) items?$",
    re.IGNORECASE,
)
# What the embedded studio, which recognises nothing, tells its things by: "round thing"
_LOOKS = word_set(
    """
    striped checkered speckled smooth soft rough round square tall long pointed plain
    """
)
# No noun phrase holds one of these: it is a sentence, an apology, or a thought
OF_SENTENCES = word_set(
    """
    i'm im i'll i'd i've you're we're they they're is isn't are aren't was wasn't were weren't be been being
    it's its cannot can't cant couldn't could would wouldn't should shouldn't don't dont doesn't didn't did does
    has hasn't have haven't had sorry unable please here's there's there maybe however therefore thus because
    although whether seems appears looks shows depicts sees identify identified determine unfortunately
    apologies apologize apologise certainly why perhaps believe won't must unclear unknown unidentified
    unspecified undetermined unsure based too tell know known let
    """
)
_NO_BEGINNINGS = word_set(
    """
    in at upon with these those i we you it he she from of by to for as about not and or than if so but though
    something anything someone refer please
    """
)
# Behind one of these stands where a thing is, and not what
_BEHIND = word_set("on at near under behind beside inside")
_HARD_TO_SAY = re.compile(
    r"\b(?:hard|difficult|impossible|tough|tricky|vague|blurry|dark|unable) to (?:say|tell|determine|identify|know"
    r"|see|make out|recogni[sz]e|discern|name|read)\b",
    re.IGNORECASE,
)
_OF_TITLES = re.compile(
    r"\b(?:sorry[!,]? (?:the )?(?:board )?game|unidentified flying"
    r"|have a nice day|i love|i heart|let it go|let it be|will smith|it takes two|what to expect)\b",
    re.IGNORECASE,
)


def names_something(phrase: str) -> bool:
    """Whether a phrase is a short noun phrase that names a thing."""
    words = [word.casefold().replace("’", "'") for word in WORD.findall(phrase.partition(",")[0])]
    if not words or len(words) > MAX_WORDS or len(phrase) > MAX_OBJECT:
        return False
    if says_nothing(words) or (len(words) == 1 and phrase.isascii() and len(words[0]) < 2):
        return is_sign(phrase)
    if _HARD_TO_SAY.search(phrase):
        return False
    if _OF_TITLES.search(phrase) or _THINGS_ALL_THE_SAME.search(phrase):
        return True
    before = list(takewhile(lambda word: word not in _BEHIND, words))
    if len(before) < len(words) and says_nothing(before):
        return False
    if words[-1] in _EMPTY_HEADS:
        return len(words) == 2 and words[0] in _LOOKS and words[1] == "thing"
    return not OF_SENTENCES & set(words) and words[0] not in _NO_BEGINNINGS


def says_nothing(words: Sequence[str]) -> bool:
    """Whether these words, in lower case, name nothing together."""
    return all(word in NO_THING or word.isdigit() for word in words)


def is_sign(phrase: str) -> bool:
    """C, C# and C++ name something."""
    return phrase.strip().casefold() in ("c#", "c++", "f#")
