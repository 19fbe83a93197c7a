"""The thing's name, a short noun phrase, read from what a model wrote under its heading.

Models answer in sentences, with labels, glosses, alternatives and second thoughts. What is left after these has to be
a short noun phrase that names something; anything else is a doubt, because a wrong thing stays wrong.
"""

from __future__ import annotations

import re

from piclets.domain.concepts.bodies import TAKEN_BACK, check_chosen, lines_of
from piclets.domain.concepts.described import says_how_far, without_descriptions
from piclets.domain.concepts.designations import with_model
from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.headings import OBJECT, label
from piclets.domain.concepts.nothing import OF_PHOTOS, PHOTOS_HEADS, WORD, is_sign, names_something, says_nothing
from piclets.domain.concepts.relations import are_listed, are_two, leaves_two, listed, of_its_kind, unlettered
from piclets.domain.concepts.stammers import once
from piclets.domain.concepts.standing import Standing, is_thing, standing_of
from piclets.domain.concepts.text import cut, plain
from piclets.domain.names import NothingLeft, ObjectName, normalize

_MAX_NAMING = 12  # words of a line that names a thing; a longer one may describe it instead

QUOTES = " \t\"“”„‟«»‹›‘’'`.,;:!?*_~|<>{}[]…-–—→•·\\^="
_EDGE_QUOTES = re.compile(
    r"^[\s\"“”„«»‹›‘’'`*_~|<>{}\[\]…\-–—→•·.,:;\\^]+|[\s\"“”„«»‹›‘’`*_~|<>{}\[\]…\-–—→•·,:;!?\\^]+$"
)
# "One Piece" and a "one piece swimsuit" count nothing
_COUNT = re.compile(
    r"^(?:[1-9][0-9]?\s?[x×]|(?:some|many|(?:a )?few|(?:a )?couple of)(?=\s(?-i:[a-z]))|a single"
    r"|a lone|one of (?:those|these|the|my|our|his|her|their)|one(?!\spiece)(?=\s(?-i:[a-z])))\s{1,2}(?=[^\W\d_])",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-–—]{1,3}(?:\s|$)")
_HESITATING = re.compile(r"\b(an?|the)\s?(?:…|\.{2,4})\s?(?=\w)", re.IGNORECASE)  # "a… theremin"
_HASHTAGS = re.compile(r"(?<=\S)(?:\s{1,3}#[A-Za-z]\w{0,40}){1,20}[\s.]{0,4}$")
PRONOUNCED = re.compile(r"\s/[^/\s][^/\n]{0,38}[^/\s]/|(?<=\w)\s\[[^\[\]\n]{2,40}\]")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])[¹²³⁴-⁹⁰]{1,3}(?=\W|$)")
BRACKETED = re.compile(r"\s?(?:\([^()]{0,200}\)|（[^（）]{0,200}）|(?<=\S)\s?\[[^\[\]]{0,200}\]|\{[^{}]{0,200}\})")
_LATIN_IN_BRACKETS = re.compile(r"[^A-Za-z()（）]{1,40}[(（]([A-Za-z][A-Za-z '-]{1,40})[)）]\s?")
OPEN_BRACKET = re.compile(r"(?<=\S)\s{0,2}[(\[（{].*$", re.DOTALL)
LABEL = re.compile(
    r"^(?:the\s)?(?:name of (?:the|this)\s)?(?:(?:main|canonical|top|recogni[sz]ed|primary|identified|detected"
    r"|specific|final|exact|real|chosen|best|proposed|suggested|my|likely|most likely|closest"
    r"|monster|piclet|creature|common)['’]?s?\s)?(?:objects?|things?|items?|subject|name|answer|product|result"
    r"|final|monster"
    r"|creature|piclet|canonical|category|noun|title|label|value|guess|choice|pick|prediction|classification|output"
    r"|identification|en|english|candidate|match(?:es)?|entity|option\s[a-d1-9]|detection|verdict|conclusion|term|word|class|interpretation|type|detected"
    r"|identified(?:\sas)?)(?:['’]s)?(?:\s(?:type|identified|detected))?(?:\s(?:name"
    r"|title))?(?:\s(?:suggestion|idea|is))?"
    r"\s{0,3}(?:[:：=]|->|=>|[→⇒➔➜➡⟶]|[-–—]{1,2}\s)\s{0,3}",
    re.IGNORECASE,
)
_COPULA = (
    r"is|are|was|depicts|describes|mentions|represents|identified as|looks like|seems like|appears to be"
    r"|seems to be"
    r"|(?:it|that|there|here)['’]s"
)
# Words that are verbs only behind what a sentence about a photo begins with
_SHOWING = r"be|shows?|showing|features?|featuring|sees?|called|named|contains?|captures?|depict(?:s|ing)|identified"
_FILLERS = (
    r"(?:(?:is|as|be|called|named|identified|described|best|most|probably|likely|simply|clearly|just|it|this"
    r"|one|known"
    r"|obviously|definitely|arguably|perhaps|of|to|:|[a-z]{3,12}ly(?=\san?\s|\sthe\s))\s{1,3}){0,4}"
)
_SENTENCE = re.compile(
    r"^(?:(?P<about>(?:the|this|that|it|its|here|there|i|we|in|looking|main|so|as|object|photo|image|picture"
    r"|given|since"
    r"|clearly|what|most|canonical|my|our|name|because|for|an?|they|these|you|caption|description|here['’]s"
    r"|i['’]d)\b"
    rf"[^.!?;]{{0,160}}?)\b(?:{_SHOWING}|{_COPULA})|(?P<lead>[^.!?;]{{0,160}}?)\b(?:{_COPULA}))\b"
    rf"(?:\sthe(?:\s\w+)?\s(?:object|thing|item|answer))?:?\s{{1,3}}{_FILLERS}(?P<rest>.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\b(?:on|in|of|at|from|with|that|which|near|under|behind|by)\b", re.IGNORECASE)
_CHOSEN = re.compile(
    r"^(?:let['’]?s|i['’](?:d|ll|m)|i|we|we['’]ll)?\s?(?:would |will |am |can |could )?(?:go(?:ing)? with|say(?=\s)"
    r"|choose|pick|settle on"
    r"|(?:call|name|label|classify|identify|describe) (?:it|this)(?: as)?)\s{1,3}(?:it\s(?:is|was)\s)?",
    re.IGNORECASE,
)
_INTERJECTION = re.compile(
    r"^(?:so|okay|ok|well|thus|therefore|hence|sure|alright|right|yes|final|finally|hmm+|oops|whoops|ah"
    r"|oh)[,:!]\s{1,3}(?:here (?:it is|you go|is the answer)[:!.]\s{1,3})?",
    re.IGNORECASE,
)
# How sure it is, between commas: "this is, in all likelihood, an abacus"
_ASIDE = re.compile(
    r",\s(?:in all (?:likelihood|probability)"
    r"|(?:most |very |quite )?(?:likely|probably|possibly)|(?:I|we) (?:think|believe"
    r"|guess|suppose)|it seems|apparently|clearly|without (?:a |any )?doubt|no doubt|of course|in fact)\s?,(?=\s)",
    re.IGNORECASE,
)
_EMPHASISED = re.compile(r"(\*\*|__|`)([^*_`\n]{2,60})\1")
_DOUBLE_DOUBT = re.compile(
    r"\?\s.{1,60}\?$|\sif not\s|\b(?:maybe|perhaps|possibly)\b.{1,60}\b(?:maybe|perhaps|possibly)\b",
    re.IGNORECASE,
)
# "Not a teapot, but a kettle", "horn, more precisely a french horn": what stands behind it is meant
_RATHER = re.compile(
    r"^(?:(?:this|it) is |it['’]s )?not (?:an?\s|the\s)?[^,;:]{1,40}[,;:.]?\s(?:but|rather|it is|it['’]s)\s"
    r"|^[^()\[\]]{2,60}?\s(?:or\s)?(?:(?:more|to be (?:more )?) ?(?:precise|specific|exact|accurate)(?:ly)?"
    r"|specifically)[,:]?\s(?=\w)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"!\s\(|\?\s{1,3}(?!(?:yes|yep|probably|likely|i think|i believe|most likely|definitely)\b)(?=\w)", re.I
)
_QUESTION_TITLE = re.compile(r"^(?:the\s)?(?:guess|who|what|where|why|how|which|got|do)\b", re.IGNORECASE)
# "A spout, a lid, a handle: kettle"
_FEATURES = re.compile(r"^[^:]{2,120},[^:]{2,60}:\s(?!an?\s|the\s|used\b|for\b)")
_SAID_UNKNOWN = re.compile(
    r"^(?:(?:an?|the)\s)?(?:unknown|unclear|uncertain|unidentified|unspecified|undetermined|unsure|not sure|n/?a"
    r"|none)(?:\s(?:object|item|thing))?(?:\s{0,2}[(,;:–—]|\s-)",
    re.IGNORECASE,
)
# A line that says what sort of thing it is, or why, and not what it is
_OTHER_LINE = re.compile(
    r"^(?:reasoning|rationale|reasons?|explanation|justification|analysis|thoughts?|observations?|evidence|notes?)"
    r"\s?(?:[:=]|->|→)",
    re.IGNORECASE,
)
_KIND_LINE = re.compile(
    r"^(?:category|class|classification|kind|type|brand|brand name|manufacturer|maker|colou?r|material|domain|group)"
    r"\s?[:=]",
    re.IGNORECASE,
)
# "Brand: none, thing: kettle"
_OF_A_MAKER = re.compile(r"^(?:brand|make|maker|manufacturer|material|colou?r)\s?[:=]\s", re.IGNORECASE)
_BREADCRUMBS = re.compile(r"^(?:[\w &]{2,30}\s[>»›]\s){1,5}(?=[\w -]{2,40}$)")
_DENIES = re.compile(r"\b(?:not|cannot|never|unable|no|neither)\b|n['’]t\b", re.IGNORECASE)
_PREAMBLE = re.compile(
    r"^(?:(?:based on|from|according to|given|judging by|judging from|looking at|in|although|though|while|despite)\b"
    r"[^,:]{0,120}[,:]|(?:not (?:yet )?(?:in|on|among)|none of)\b[^,:;]{0,60}[,:;]|as per\b[^,:]{0,40}[,:]"
    r"|(?:new|existing)(?: entry| object| thing)?:|(?:i|we) (?:conclude|infer|deduce|answer|think|guess)"
    r"(?: that)?[:,]|same (?:thing |object )?as|what (?:you|we|i)(?: can)? (?:see|have)(?: here)? is"
    r"|match(?:es|ed)?:?(?=\s[\"“'‘]))\s{1,3}",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"^(?:(?:(?:could|might|must|may|should|would) be|seems like|probably|likely|most likely|very likely"
    r"|possibly|perhaps|maybe|apparently|presumably|arguably"
    r"|simply|just|so|okay|ok"
    r"|well(?!\s(?:used|worn|loved|read|kept|preserved|maintained|seasoned))"
    r"|clearly|definitely|appears to be|looks like|seems to be|what (?:appears|seems) to be"
    r"|what looks like|it['’]s|that['’]s|this is"
    r"|(?:some|a|any|an|the)?\s?(?:kind|type|sort|variety|species) of|(?:an?"
    r"|the)?\s?(?:close-?up\s|framed\s|printed\s)?(?:example|instance|picture|photo|photograph|image|shot"
    r"|snapshot|view|depiction|close-?up|drawing|sketch|doodle|illustration|screenshot) (?:of|showing)"
    r"|(?:an?|the|some)?\s?(?:\w{1,20}\s){0,2}(?:objects?|things?|items?|something)\s(?:(?:that|which)\s"
    r"(?:looks?|is|seems)\slike|resembling|similar to|like|shaped like)|a/an|a\(n\)|(?:the )?same(?=\s\w{1,30}\sas\b)"
    r"|aforementioned|said(?=\s(?-i:[a-z]))|above-?mentioned|generic|unidentified(?!\sflying)|unknown(?!\ssoldier)|unspecified|unnamed|unbranded|canonical|typical"
    r"|unidentifiable|unrecogni[sz]able)\b,?\s{1,3}|(?:an?"
    r"|the)\s{1,2}(?=(?:generic|aforementioned|above-?mentioned"
    r"|unidentified|unknown|unspecified|unnamed|unbranded|typical|canonical|kind|type|sort)\b))",
    re.IGNORECASE,
)
_GLOSS = re.compile(
    r"\s{1,3}(?:[-–—]{1,3}|->|[→⇒➔➜➡⟶←⟵]|=>|<-{1,3}|=|\||//|#|>)\s|[;:]\s|\sas (?:before|above|listed)\b"
    r"|\sas in the\b"
    r"|(?<!\b[A-Z])(?<!\b[DMSJV][rtso])(?<!Mrs)(?:[.]\s(?=[A-Z\"“(])|[!?]\s(?-i:(?=[A-Z\"“(])))|\s(?:i\.e\.|e\.g\.|aka|a\.k\.a\.?"
    r"|also known as"
    r"|also called|also|namely|which|that is|that|who|whose|such as|for example|because|since|specifically"
    r"|and not|rather than|instead of|vs|versus|etc|or so|or similar)\b"
    r"|\s(?:with|without|featuring|wearing|containing)\s|:$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s(?:on|in|at|under|over|beside|near|against|next to|behind|inside|atop|sitting|standing|lying|placed"
    r"|resting|hanging"
    r"|held|seen|shown|located|positioned|from|by|used|made)\s",
    re.IGNORECASE,
)
# Where it is or what it does, behind the thing: "bicycle leaning against a wall"
_DOING = re.compile(
    r"\s(?:sits|stands|lies|rests|hangs|leans|floats|hung|stuck|tied|leaning|lying|laying|sitting|standing|hanging|resting|floating|propped|mounted|placed|parked"
    r"|displayed|displaying|held"
    r"|covered|filled|made|wearing|showing|holding|surrounded|attached|seen|shown|located|positioned|used|featured"
    r"|captured|photographed|depicted|being|against|currently)\s"
    r"|\s(?:sleeping|napping|dozing|walking|running|swimming|flying|jumping|perched|perching|basking|grazing"
    r"|curled|looking|peeking|eating|drinking|chewing|playing|facing)\s(?:on|in|at|by|under|over|near|beside|next"
    r"|through|from|up|out|an?|the|its|with)\s"
    r"|\s(?:from|in) the (?:caption|description|photo|image|picture)$"
    r"|\s(?:in use|in question|shown|pictured|depicted|seen here|as (?:shown|seen|pictured))$",
    re.IGNORECASE,
)
# Where or whose it is, behind the thing: "ukulele by Fender", "mug from Rome", "sign reading 'Stop'"
_OF_ORIGIN = re.compile(
    r"(?<!\bstand)(?<!\bstep)(?<!\bside)\sby\s(?-i:(?=[A-Z]))|\sfrom\s(?:the\s)?(?:[0-9]{3,4}|(?:early|late|mid)\b"
    r"|(?-i:(?=[A-Z])))|\s(?:reading|saying|labell?ed|titled|entitled|marked|inscribed|bearing|called|named)\s[\"“'‘]"
    r"|\s(?:called|named)\s(?-i:(?=[A-Z]))",
    re.IGNORECASE,
)
_ON_A = re.compile(
    r"\s(?:on|in|at|under|over|beside|near|against|next to|behind|inside|atop|sitting|standing|lying|placed"
    r"|resting)\s(?:an?|the|its|his|her|their|some|top)\s"
    r"|\son\s(?:\w{3,12}\s)?(?:table|desk|tray|shelf|sofa|couch|bed|chair|floor|counter|countertop|grass|ground|beach|windowsill"
    r"|rug|carpet|bench|branch|road|street|sidewalk|pavement)$",
    re.IGNORECASE,
)
# What it has happened with that was cut off: "teapot decorated" of "teapot decorated with flowers"
_WITH_WHAT = re.compile(
    r"\s(?:decorated|adorned|painted|printed|embroidered|engraved|filled|covered|topped|loaded|packed|lined|coated"
    r"|wrapped|full)$|\sfull of\s.*$",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"\b(?:trick or treat|truth or dare|double or nothing|dead or alive|hit or miss|deal or no deal|do or die"
    r"|sink or swim"
    r"|now or never|corn on the cob|toad in the hole|toad in a hole|jack in the box|man in the moon"
    r"|elf on the shelf|elf on a shelf"
    r"|cat in the hat|egg in a basket|ship in a bottle|hair of the dog|snake in the grass|soup in a cup"
    r"|fish on a stick"
    r"|corn in the cob|wolf in sheep|birds? of paradise|eggs? in a hole|lady in waiting|boy in the box)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\s{1,3}or\s{1,3}|\s{1,2}/\s{1,2}|(?<=[a-z]{3})[/|](?=[a-z]{3})|\s\|\s", re.IGNORECASE)
_IS_CAMEL = re.compile(r"\W{0,4}[a-z]{3,20}(?:[A-Z][a-z]{2,20}){1,4}\W{0,4}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EITHER = re.compile(r"^either\s(?:an?\s|the\s)?", re.IGNORECASE)
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])|[、，]")
_PERCENT = re.compile(
    r"(?i:\sin english$)|\s[x×#]\s?[0-9]{1,2}$"
    r"|\s{0,3}[@~]?\s?[0-9]{1,3}(?:\.[0-9]{1,2})?\s?%.{0,30}$|\s{1,3}0\.[0-9]{1,3}$"
)
# "pillow_001" is a Piclet of a pillow, and a "Boeing 747" is itself
_KEY = re.compile(r"[_ ](?:canonical|0[0-9]{2})$|\.(?:png|jpe?g|webp)$")
_CONFIDENCE = re.compile(
    r",?\s(?:i (?:think|guess|believe|suppose)|probably|likely|most likely|presumably|perhaps|maybe|to me"
    r"|for sure|indeed|if i"
    r" had to guess|as far as i can tell|in my opinion)\b.{0,40}$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"^(?:several|various|multiple|assorted|miscellaneous)\s(?:\w{1,20}\s){0,2}[a-z]{3,30}s$", re.IGNORECASE
)
# Which of the two is the thing: who has it, or what he has?
_SOMEONE_WITH = re.compile(
    r"^(?:an?\s|the\s|some\s)?(?:\w{1,20}\s){0,2}(?:persons?|people|someone|m[ae]n|wom[ae]n|boys?|girls?|child|children"
    r"|kids?|lad(?:y|ies)|guys?|hands?|fingers?)\s(?:is\s|are\s)?(?:wearing|holding|playing|carrying|riding|using|pushing)\s",
    re.IGNORECASE,
)


def read_object(body: str) -> tuple[ObjectName, Standing]:
    """The thing that a Canonical Object section names, and how surely. Raises Unreadable where it names none."""
    check_chosen(body)
    lines = lines_of(body)
    if are_listed(lines):
        raise Unreadable(Doubt.SEVERAL_THINGS)
    for line in lines:
        if _OTHER_LINE.match(line) or (line is not lines[-1] and _leads_on(line)):
            continue
        try:
            return _read(line)
        except Unreadable:
            emphasised = _EMPHASISED.findall(line)
            if len(emphasised) != 1 or _DENIES.search(line) or not is_thing(emphasised[0][1]):
                raise
            return _read(emphasised[0][1])
    raise Unreadable(Doubt.NO_OBJECT)


def _read(line: str) -> tuple[ObjectName, Standing]:
    line, is_sure = unlettered(line)
    text, is_told = _naming(line)
    joined = listed(text)
    phrase = _phrase(text, is_told=is_told)
    if are_two(phrase) or (joined and joined != "or"):
        raise Unreadable(Doubt.SEVERAL_THINGS)
    if label(phrase) == OBJECT or not names_something(phrase) or (standing := standing_of(phrase)) is Standing.NONE:
        raise Unreadable(Doubt.NO_OBJECT)
    is_long = len(_DASH.split(BRACKETED.sub("", line), maxsplit=1)[0].split()) > _MAX_NAMING
    if joined or not is_sure or (is_long and not is_thing(phrase)):
        standing = Standing.LIKELY
    return _named(phrase), standing


def _leads_on(line: str) -> bool:
    """Whether a line only leads to the next: "The object is:", "Category: kitchenware"."""
    return bool(_KIND_LINE.match(line)) or line.rstrip(" *_").endswith((":", "："))


def _naming(line: str) -> tuple[str, bool]:
    """What of a line names the thing, without labels, asides and glosses; and whether a sentence says it."""
    line = _HESITATING.sub(r"\1 ", _HASHTAGS.sub("", _FOOTNOTE.sub("", line)))
    text = _ASIDE.sub("", _CAMEL.sub(" ", plain(line)) if _IS_CAMEL.fullmatch(line) else plain(line))
    text = LABEL.sub("", stripped(LABEL.sub("", stripped(text))))
    *before, text = TAKEN_BACK.split(text)
    if before and not text.strip(QUOTES):
        raise Unreadable(Doubt.NO_OBJECT)
    text = _CHOSEN.sub("", _INTERJECTION.sub("", _PREAMBLE.sub("", _PREAMBLE.sub("", text))))
    text = with_model(of_its_kind(_RATHER.sub("", PRONOUNCED.sub(" ", text).strip(), count=1)))
    if _SEVERAL.match(text) or leaves_two(text) or _DOUBLE_DOUBT.search(text) or _SOMEONE_WITH.search(text):
        raise Unreadable(Doubt.SEVERAL_THINGS)
    if _is_doubtful(text):
        raise Unreadable(Doubt.NO_OBJECT)
    text = _BREADCRUMBS.sub("", text)
    sentence = _SENTENCE.match(text)
    if sentence:
        text = _said_of_it(sentence["about"] or sentence["lead"] or "", sentence["rest"])
    text = _without_brackets(_without_hedges(text))
    return first_part(_CONFIDENCE, first_part(_GLOSS, text)), bool(sentence)


def _phrase(naming: str, *, is_told: bool) -> str:
    """The noun phrase of what names the thing, with colours that follow it."""
    text, *aside = _COMMA.split(naming, maxsplit=1)
    if not _IDIOMS.search(naming):
        text = first_part(_OR, _EITHER.sub("", text))
        text = text if says_how_far(text) else first_part(_DOING, text)
        text = first_part(_WHERE if is_told else _ON_A, first_part(_OF_ORIGIN, text))
    bare = _WITH_WHAT.sub("", stripped(text))
    text = _COUNT.sub("", _without_hedges(bare if is_thing(bare) else stripped(text)))
    text = once(stripped(_KEY.sub("", _PERCENT.sub("", stripped(text)))))
    return _with_colours(text, aside)


def _is_doubtful(text: str) -> bool:
    """Whether it leaves open what the thing is."""
    asked = _ASKED.search(text) and not _QUESTION_TITLE.match(text)
    return bool(asked or _OF_A_MAKER.match(text) or _FEATURES.search(text) or _SAID_UNKNOWN.search(text))


def _said_of_it(subject: str, predicate: str) -> str:
    """Where a sentence names the thing: behind its verb, if the subject is but "the main object", else before."""
    if _DENIES.search(subject):
        raise Unreadable(Doubt.NO_OBJECT)
    words = WORD.findall(_BEHIND.split(subject, maxsplit=1)[0].casefold().replace("’", "'"))
    of_photos = all(word in OF_PHOTOS for word in words) or words[-1] in PHOTOS_HEADS
    return predicate if of_photos else subject


def _with_colours(text: str, aside: list[str]) -> str:
    """ "pillow, dark blue": what follows a comma counts where it is colours and nothing else."""
    if not aside or not text:
        return text
    whole = f"{text}, {cut(aside[0], 60)}"
    try:
        return whole if normalize(whole).name == normalize(text).name else text
    except NothingLeft:
        return text


def _without_hedges(text: str) -> str:
    for _ in range(4):
        text, hedges = _HEDGE.subn("", text, count=1)
        if not hedges:
            break
    return text


def _without_brackets(text: str) -> str:
    """`text` without asides in brackets, unless nothing else is there, or nothing in Latin letters but in them."""
    bare = stripped(OPEN_BRACKET.sub("", BRACKETED.sub(" ", text)))
    latin = _LATIN_IN_BRACKETS.fullmatch(text)
    if latin:
        return latin[1]
    if not bare:
        return text.strip("()[]{} ")
    return bare


def first_part(separator: re.Pattern[str], text: str) -> str:
    """What stands before the separator, or `text` where nothing does."""
    head = separator.split(text, maxsplit=1)[0]
    return head if head.strip(QUOTES) else text


def stripped(text: str) -> str:
    return _EDGE_QUOTES.sub("", text).strip()


def _named(phrase: str) -> ObjectName:
    bare, states = without_descriptions(phrase)
    try:
        named = normalize(bare)
    except NothingLeft as nothing:
        raise Unreadable(Doubt.NO_OBJECT) from nothing
    words = named.name.split("_")
    if says_nothing(words) and not is_sign(phrase):
        raise Unreadable(Doubt.NO_OBJECT)
    return ObjectName(named.name, (*states, *named.attributes))
