"""Whether the Safety section says that the photo is fit for the game, in whatever words.

The question asks for one of two words. Models answer in sentences, negations, ratings and signs. The section is read
clause by clause: the first clause with a verdict decides, unless a later one says "unsafe" outright or takes it back
with "but". What is denied counts as its opposite: "nothing private" is ok, "not ok" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum

from piclets.domain.concepts.text import word_set

MAX_BODY = 4_000
_MAX_BOXED = 400  # characters of a list of boxes


class Verdict(Enum):
    OK = "ok"
    UNSAFE = "unsafe"
    UNCLEAR = "unclear"


Said = tuple[str, Verdict]
"""A word, and what it says where it stands."""

# Verdicts themselves
_OK = word_set("ok okay okey safe sfw true safely greenlit")
_UNSAFE = word_set("unsafe nsfw nsfl false")
# Words that speak for or against a photo
_GOOD = word_set(
    """
    fine clean appropriate suitable harmless benign acceptable allowed permitted permissible approved pass passed
    passes compliant complies innocuous unproblematic wholesome innocent green clear cleared good inoffensive friendly
    pg everyone none nil negligible unobjectionable neutral low accepted unflagged
    """
)
_BAD = word_set(
    """
    inappropriate unsuitable unacceptable disallowed forbidden prohibited explicit sexual sexually nudity nude naked
    hateful hate racist racism pornographic porn private personal passport violating violates violation violations
    reject rejected refuse refused fail fails failed flag flags flagged block blocked sensitive offensive dangerous
    harmful concern concerns concerning issue issues problem problems problematic risky risk risks violence violent
    gore gory adult abusive obscene lewd suggestive identifiable confidential danger warning warnings worry worries
    worrying objectionable pii illegal harm questionable hazard hazards erotic adults
    """
)
_DENYING = word_set(
    """
    no not nothing none without never neither nor n't isn't isn’t doesn't doesn’t don't don’t aren't aren’t wasn't
    wasn’t cannot can't can’t hasn't hasn’t lacks lacking devoid free zero 0 absence hardly non
    """
)
_UNSURE = re.compile(
    r"\b(?:not (?:\w+ )?(?:sure|certain|clear|able)|unsure|uncertain|unclear|undetermined|borderline|possibly"
    r"|might be|may be"
    r"|could be|maybe|perhaps|(?:cannot|can't|can’t|unable to|could not) (?:\w+ )?(?:tell|determine|assess"
    r"|judge|say|verify"
    r"|help|assist|evaluate|confirm))\b"
)
# A thing can be unsafe to touch: that is said of the thing, and not of the photo
_HAZARD = re.compile(
    r"\b(?:unsafe|not safe|dangerous|harmful|hazardous|risky)\s(?:to (?:touch|eat|drink|use|handle|swallow|climb|hold"
    r"|leave|play|ride|sit|stand|wear|operate|inhale)|near|around|when"
    r"|if (?:hot|dropped|broken|swallowed|wet|misused)"
    r"|for (?:toddlers|babies|infants|pets|dogs|cats|small children|young children))\b"
)
# The same in the words of a maker's label, with the age that a toy is for
_LABELLED = re.compile(
    r"\b(?:not|un)\s?(?:safe|suitable|recommended|intended|meant|appropriate)\s(?:for|to)\s(?:use by\s|be used by\s)?"
    r"(?:(?:small|young)\s)?(?:children|kids|babies|infants|toddlers|anyone|ages?)\s"
    r"(?:(?:under|below|aged|younger than|up to)\s)?(?:the age of\s)?"
    r"(?:[0-9](?![0-9])|[0-9]{1,2}(?=\s?months)|three|four|five|six)|\badult supervision\b"
)
# A danger of the thing: it says neither ok nor unsafe of the photo, unless it is said of that
_DANGERS = word_set("dangerous danger harmful harm hazard hazards risk risks risky warning warnings")
_DANGEROUS_CONTENT = re.compile(
    r"\b(?:harmful|dangerous|risky)\s(?:content|contents|material|image|imagery|photo|picture)\b"
    r"|\b(?:photo|image|picture|contents?|it|this)\s(?:is|are|seems|looks)\s(?:\w{1,12}\s)?(?:dangerous|harmful|risky)\b"
    r"|\b(?:content|trigger) warning\b|\bself harm\b"
)
# Nothing was found, in a clause of its own
_NOTHING_FOUND = re.compile(
    r"(?:(?<=[.;!\n])|^)\W{0,6}(?:i (?:have|see|found)\s|there(?:['’]s| is)\s)?"
    r"(?:nothing(?:\s(?:to (?:report|declare|flag|note|add|mention|see(?: here)?)|found|noted|wrong|amiss|of note))?"
    r"|(?:nil|none) to report|no (?:objections?|remarks|findings|comments))(?=\s{0,3}(?:[.;!,(–—\n]|$))"
    r"(?![^\n]{0,20}\b(?:but|except)\b)"
)
# What a thing can be, or the photo would be if it were another, is not said of the photo
_SUPPOSED = re.compile(
    r"\b(?<!photo )(?<!image )(?<!picture )(?<!content )(?<!text )(?<!it )(?<!this )(?<!that )(?<!which )"
    r"can be (?:very |quite )?(?:unsafe|dangerous|harmful|risky|hazardous)\b"
    r"|\b(?:unsafe only|only unsafe|would (?:only )?be unsafe|would (?:only )?be flagged)(?: only)? (?:if|when)\b"
    r"[^.;)\n]{0,200}"
    r"|\bif (?:there|it|this|that|the \w{1,20}) (?:was|were|had|did)\b(?:(?!\bbut\b)[^.;:\n]){0,200}"
)
# What may not be seen in a photo, in the words for the thing itself
_PRIVATE = re.compile(
    r"\b(?:(?:credit|debit|bank|id|identity|insurance) (?:card|statement|account)s?(?: (?:numbers?|details))?|iban"
    r"|(?:licen[cs]e|number) plates?|(?:phone|account|social security|passport) numbers?|home address(?:es)?"
    r"|passwords?|driver'?s licen[cs]es?|medical (?:records?|letters?|reports?))\b"
)
# Whom or what a photo could be private about, and does not show
_NOBODY = re.compile(
    r"\b(?:no|without|zero) (?:\w{1,20} )?(?:people|persons?|faces?|humans?|text|writing|documents?)\b"
)
_NOT_TO_BE_USED = re.compile(
    r"\b(?:should|must|can|may) ?(?:not|n['’]t) be (?:used|shown|published|shared|allowed|accepted"
    r"|posted|in the game)\b"
)
# What follows a colon and says something of its own is not denied by what stands before it
_NEW_SENTENCE = re.compile(
    r":\s(?=(?:it|this|that|there|the \w{1,20}) (?:shows?|is|are|contains?|has|depicts?|reveals?|can)\b)"
)
_ALMOST = re.compile(r"\b(?:far from|anything but|less than|nowhere near|short of)\b")
_TOP_MARKS = re.compile(r"\b(?:rating|score|level)\b\W{1,3}(?:10/10|5/5|100/100|100\s?%)")
# What a sign or a label in the photo warns of, behind a verdict: ok - "unsafe for swimming" is on the sign
_QUOTED_WARNING = re.compile(
    r"^(?P<verdict>\W{0,10}(?:ok|okay|safe|sfw)\b[^\n\"“]{0,100})[\"“](?:[^\n\"“”:]{1,60}\s)?"
    r"unsafe (?:for|to|at|near|in|on|when|if)\s[^\n\"“”:]{1,60}[\"”]"
)
# The question's own two words, which say nothing
_TEMPLATE = re.compile(
    r"\b(?:ok|okay|safe|sfw)\s{0,3}(?:[|/]|(?:, )?or)\s{0,3}(?:unsafe|nsfw)\b"
    r"|\bunsafe\s{0,3}(?:[|/]|or)\s{0,3}(?:ok|safe)\b"
)
# "Ok? I'd say not", "unsafe? I don't think so"
_AN_ANSWER = re.compile(
    r"(?<=[?:])\s{0,3}(?:well,?\s|hmm,?\s|sadly,?\s|unfortunately,?\s)?(?:"
    r"(?P<no>(?:(?:i['’]d|i would|i['’]m|we['’]d) (?:say|think|argue|afraid|rather) (?:not|no)\b(?! (?:just|only))"
    r"|(?:i )?(?:do not|don['’]t|would not|wouldn['’]t) (?:think|say|believe) (?:so|it is|that)"
    r"|(?:i )?(?:think|fear|guess) not"
    r"|(?:i['’]m )?afraid not|(?:certainly|definitely|absolutely|probably|clearly|of course|rather|sadly|surely"
    r"|really|hardly|obviously|better) not\b|not (?:really|quite|at all|here|this time|in this case|exactly|today)\b"
    r"|hardly\b|by no means"
    r"|far from it|nope?\b|no way\b|never\b|(?:i|we) would(?: not|n['’]t)\b))"
    r"|(?P<yes>(?:(?:i['’]d|i would|i) (?:say|think|believe) (?:so|yes|it is)|yep\b|yup\b|yeah\b|certainly\b(?! not)"
    r"|definitely\b(?! not)|absolutely\b(?! not)|of course\b(?! not)|sure\b|it is\b(?=\W)|indeed\b)))[,.!:;]?"
)
# "Unsafe content: none", "Is it safe? Yes."
_PAIR = re.compile(
    r"(?P<what>[^.;:=?\n|]{2,80}?)\s{0,3}(?:[:=?|]|[-–—]{1,2}(?=\s)|->|→)\s{0,3}[\"'*]{0,3}"
    r"(?P<value>none|nothing|not at all|not really|no|nope|false|0|nil|not detected|not present|not found|n/a|absent"
    r"|yes|true|detected|present|low|clear)\b"
    r"(?=[\"'*]{0,3}\s{0,3}(?:[.,;:!\n)}✅|–—-]|$))"
)
_DENIED_AFTER = re.compile(
    r"\b(?:not|n't|never)\s(?:\w+\s)?(?:visible|shown|present|found|detected|included|depicted|identified|seen"
    r"|involved"
    r"|apparent|evident)\b|\babsent\b|\bnone\b|\bnot an issue\b"
)
# What was asked and not answered
_UNANSWERED = re.compile(r"\b(?:ok|okay|safe|unsafe|sfw|nsfw)\s?\?")
# The question's two words, of which one is marked
_MARKED = re.compile(
    r"^\W{0,4}(?:(?:\*\*|__|\[|>>)\s?(?P<first>ok|safe|unsafe)\s?(?:\*\*|__|\]|<<)\s{0,3}(?:[|/]|or)\s{0,3}(?:unsafe|ok|safe)"
    r"|(?:unsafe|ok|safe)\s{0,3}(?:[|/]|or)\s{0,3}(?:\*\*|__|\[|>>)\s?(?P<last>ok|safe|unsafe)\s?(?:\*\*|__|\]|<<))\W{0,4}$",
    re.IGNORECASE,
)
# A class with its number, as models that judge contents write: "0 (safe)", "S0: safe"
_CODED = re.compile(r"\bs?[0-9]\s{0,2}[(=:–]\s{0,2}(?=(?:safe|unsafe|ok)\b)")
# What can't be read is not seen, unless something else can
_ILLEGIBLE = re.compile(
    r"\b(?:illegible|unreadable|blurred|pixelated|redacted|obscured|masked|blacked out|beyond recognition|cropped out"
    r"|too (?:small|blurry|far away|faint)(?: to (?:be )?read)?)\b"
)
_BUT_ILLEGIBLE = re.compile(
    r"\b(?:visible|shown|present|seen|in view),?\s(?:but|though|although|yet)\s(?:(?:it|they)\s)?(?:(?:is|are)\s)?"
    r"(?:\w{1,12}\s)?(?=(?:illegible|unreadable|blurred|pixelated|redacted|obscured|masked)\b)"
)
_LEGIBLE = re.compile(r"\b(?:legible|readable|visible)\b")
_NO_DENIAL = re.compile(
    r"\b(?:no doubt|without (?:a )?doubt|not only|no\s?[,:–—](?! (?:none|nothing)\b)|no\.|nope,?"
    r"|not to worry|no problem,)"
)
_BUT = re.compile(r"\b(?:but|however|although|though|except|unless|yet)\b")
_VERDICT_AND_REMARK = re.compile(r"^(\W{0,10}(?:ok|okay|safe|sfw|unsafe|nsfw))\s{0,3}\(")
_CORRECTED = re.compile(r"\b(?:ok|okay|safe|unsafe)\s?(?:→|–>|->|=>)\s?(?=(?:ok|okay|safe|unsafe)\b)")
_CROSSED_OUT = re.compile(r"(?<=[:=|])\s{0,3}[❌✗✘🚫]")
_CLAUSE = re.compile(r"[.;\n!]+")
_TOKEN = re.compile(r"[a-z](?:[a-z'’]*[a-z])?|(?<![0-9.])0(?![0-9.])")
# "- [x] ok", "☐ unsafe": boxes before, or behind, what can be ticked
_TICKED = r"\[[xX✓✔✅]\]|\([xX✓✔]\)|[☑☒✅✔✓◉●🔘]"
_BOX = re.compile(rf"(?P<ticked>{_TICKED})|\[\s?\]|\(\s?\)|[☐⬜◻▢○◯❌✗✘❎]")
_OPTION = re.compile(r"\b(?:ok|okay|safe|sfw|unsafe|nsfw|not (?:ok|okay|safe))\b", re.IGNORECASE)
_GOOD_SIGNS = "✅👍🟢✔✓☑🆗💚😊🙂"
_BAD_SIGNS = "❌🚫⛔🔞🔴👎🛑⚠"
_TELLING_SIGNS = (_GOOD_SIGNS + _BAD_SIGNS).replace("⚠", "")  # makers' labels have that one, too
_ALL_AGES = re.compile(
    r"\ball (?:ages|audiences)\b|\bgeneral audiences?\b|\b(?:rated|rating):? (?:g|e|general)\b"
    r"|\bo\.k\.?(?!\w)|\bg[- ]rated\b|\bnot applicable\b"
    r"|(?<![a-z])n/a(?![a-z])"
)
_NOT_SAFE_FOR_WORK = re.compile(r"\bnot safe for work\b")


def read_safety(bodies: Sequence[str]) -> Verdict:
    """What all the Safety sections say together. None, or empty ones, are ok: the answer was whole but for them."""
    verdicts = {_read(body[:MAX_BODY]) for body in bodies if body.strip()}
    return next((said for said in (Verdict.UNSAFE, Verdict.UNCLEAR) if said in verdicts), Verdict.OK)


def _read(body: str) -> Verdict:
    body = _ticked(_MARKED.sub(lambda marked: marked["first"] or marked["last"], body))
    text = _plain(body)
    if not _TOKEN.search(text):
        return _by_signs(body)
    verdict = _of_words(text)
    starts = body.lstrip(" *_>-\n")[:1]
    denied = starts in _BAD_SIGNS and bool(_DENYING & set(_TOKEN.findall(text)))
    if verdict is Verdict.UNCLEAR and starts and starts in _TELLING_SIGNS and not _UNSURE.search(text):
        return verdict if denied else _by_signs(starts)  # a sign and the reason for it
    return verdict


def _ticked(body: str) -> str:
    """Of a list of boxes what stands at the ticked ones, "" where none is, and of anything else all."""
    boxes = list(_BOX.finditer(body[:_MAX_BOXED]))
    options = {option.casefold() for option in _OPTION.findall(body[:_MAX_BOXED])}
    if len(boxes) < 2 or len(options) < 2:
        return body
    behind = not _OPTION.search(body[: boxes[0].start()])
    ends = [0, *(box.end() for box in boxes)]
    starts = [*(box.start() for box in boxes), len(body)]
    said = [body[end:start] for end, start in zip(ends, starts, strict=True)]
    labels = said[1:] if behind else said[:-1]
    return "\n".join(label for box, label in zip(boxes, labels, strict=True) if box["ticked"]) or "?"


def _of_words(text: str) -> Verdict:
    verdict = Verdict.UNCLEAR
    for clause in _CLAUSE.split(text):
        said = _of_clause(clause)
        outright = bool(_UNSAFE & set(_TOKEN.findall(clause)) or _BUT.match(clause.lstrip(" ,")))
        if verdict is Verdict.UNCLEAR or (said is Verdict.UNSAFE and outright):
            verdict = said
        if verdict is Verdict.UNCLEAR and _UNSURE.search(clause):
            return verdict
    return verdict


def _plain(body: str) -> str:
    text = (
        unicodedata.normalize("NFKC", body)
        .casefold()
        .replace("_", " ")
        .replace(" - ", " – ")
        .replace("-", " ")
        .replace("*", "")
        .replace("`", "")
    )
    text = _QUOTED_WARNING.sub(r"\g<verdict>", text, count=1)
    text = _TEMPLATE.sub(" ", _NOT_SAFE_FOR_WORK.sub("nsfw", _CROSSED_OUT.sub(" no\n", _CORRECTED.sub("", text))))
    text = _NEW_SENTENCE.sub(". ", _NOT_TO_BE_USED.sub("unsafe", text))
    text = _VERDICT_AND_REMARK.sub(r"\1. ", _CODED.sub("", text))
    text = _NOTHING_FOUND.sub(" ok ", _LABELLED.sub(" ", _BUT_ILLEGIBLE.sub("", text)))
    text = _TOP_MARKS.sub(
        "ok",
        _ALMOST.sub("not", _PRIVATE.sub("private", _NOBODY.sub("ok", _SUPPOSED.sub(" ", _HAZARD.sub(" ", text))))),
    )
    text = _PAIR.sub(_of_pair, _AN_ANSWER.sub(lambda said: f" {said.lastgroup}. ", text))
    return _NO_DENIAL.sub(" ", _ALL_AGES.sub("ok", _UNANSWERED.sub(" ", text)))


def _by_signs(body: str) -> Verdict:
    good, bad = (any(sign in body for sign in signs) for signs in (_GOOD_SIGNS, _BAD_SIGNS))
    if good == bad:
        return Verdict.UNCLEAR
    return Verdict.OK if good else Verdict.UNSAFE


def _of_pair(match: re.Match[str]) -> str:
    """A question or a label with yes or no behind it, as the one word that it means."""
    said = _verdict(match["what"])
    if said is Verdict.UNCLEAR:
        return match[0]
    agrees = match["value"] in ("yes", "true", "detected", "present", "clear")
    return " ok. " if (said is Verdict.OK) == agrees else " unsafe. "


def _of_clause(clause: str) -> Verdict:
    if _UNSURE.search(clause):
        return Verdict.UNCLEAR
    verdicts = [said for part in _BUT.split(clause) if (said := _verdict(part)) is not Verdict.UNCLEAR]
    return Verdict.UNSAFE if Verdict.UNSAFE in verdicts[1:] else next(iter(verdicts), Verdict.UNCLEAR)


def _verdict(clause: str) -> Verdict:
    """What the words of a clause say: the first with a verdict, or the opposite where it is denied."""
    denied_after = bool(_DENIED_AFTER.search(clause) or (_ILLEGIBLE.search(clause) and not _LEGIBLE.search(clause)))
    verdicts = list(_verdicts(clause, denied_after))
    if not _DANGEROUS_CONTENT.search(clause):
        verdicts = _without_dangers(verdicts)
    if not verdicts:
        return Verdict.UNCLEAR
    outright = [said for word, said in verdicts if word in _UNSAFE]
    return Verdict.UNSAFE if Verdict.UNSAFE in outright else verdicts[0][1]


def _without_dangers(verdicts: list[Said]) -> list[Said]:
    """What is said beside a danger of the thing: behind one, what speaks against the photo comes first."""
    left = [(word, said) for word, said in verdicts if said is Verdict.OK or word not in _DANGERS]
    warned = left != verdicts[: len(left)]
    return sorted(left, key=lambda one: one[1] is not Verdict.UNSAFE) if warned else left


def _verdicts(clause: str, denied_after: bool) -> Iterator[Said]:
    denied = False
    for word in _TOKEN.findall(clause):
        if word in ("none", "nil"):
            yield word, Verdict.OK
        if word in _DENYING:
            denied = True
        elif word in _OK or word in _GOOD:
            yield word, Verdict.UNSAFE if denied else Verdict.OK
        elif word in _UNSAFE or word in _BAD:
            yield word, Verdict.OK if denied or denied_after else Verdict.UNSAFE
