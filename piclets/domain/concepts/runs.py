"""An answer's sections: of all runs of headings in it, the last whole one.

A run is the headings from one Canonical Object to the next. Models draft, echo the question's own template, correct
themselves and repeat writing that the photo shows, so a heading's first text is not always meant. What counts:

- an answer marks its headings in one way; the same words marked otherwise are text;
- lines of the question's own template say nothing;
- the last run that names an object and a monster is the answer; an earlier one about another thing must have been
  taken back in words, or else nothing is sure;
- within a run the first text under a heading counts: what is smuggled in further down replaces nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from piclets.domain import lexicon
from piclets.domain.concepts.answers import final_part, open_thoughts
from piclets.domain.concepts.bodies import unwrapped
from piclets.domain.concepts.corrections import corrected
from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.headings import CAPTURE, OBJECT, ORDER, Heading, Rank, heading
from piclets.domain.concepts.hints import without_hint
from piclets.domain.concepts.misspelt import with_spelled_headings
from piclets.domain.concepts.shapes import is_mark, lines, nested_answer, objects
from piclets.domain.concepts.text import cut
from piclets.domain.concepts.translations import with_english_headings
from piclets.domain.concepts.unanswered import why_unanswered
from piclets.domain.names import NothingLeft, normalize

UNSAID = "?"  # a section that only repeats the question
NAME, SAFETY = "monster name", "safety"

_MAX_RUNS = 40
_MAX_LEAD = 400  # characters before a run in which it is introduced
_MANY = 8  # headings of an answer that is all but whole
_QUOTED = re.compile(r"\s{0,20}(?:>\s{0,4}){1,8}")
_TAKEN_BACK = re.compile(
    r"\b(?:wait|actually|correct(?:ed|ion|ing)?|revis\w{1,5}|final\w{0,4}|instead|sorry|mistake\w{0,2}|redo"
    r"|rewrit\w{1,3}"
    r"|improv\w{1,5}|updated?|fix(?:ed|ing)?|scratch that|let me|let's|better|second thoughts?|should be|hmm+|no,"
    r"|on reflection|re-?check\w{0,3}|polish\w{0,3}|clean(?:ed)?|answer|oops|misread|wrong|my bad|i meant"
    r"|should have|again|retry|version 2|v2|edit(?:ed)?|amended|erratum|strike that|closer look|second look)\b",
    re.IGNORECASE,
)
_NOT_MEANT = re.compile(
    r"\b(?:draft|examples?|sample|template|format|attempt|e\.g|for instance|placeholder)\b"
    r"|\b(?:says|reads|quot\w{2,4})\s?:\s{0,9}(?:[\"“][^\"“”\n]{0,100})?$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\bif (?:it|this|that|the \w{1,20}) (?:were|was|had been)\b|\bhypothetical", re.IGNORECASE)
_ALONE = re.compile(r"[^\w]{0,10}(?:unsafe|not safe|nsfw)\b\s{0,4}(?:[:;.,(–—-]|$)", re.IGNORECASE)
# The end of a text that goes on: a comma, a word that needs another, a heading that has only begun
_BROKEN_OFF = re.compile(
    r"(?:,|\b(?:a|an|the|with|and|of|in|on|its|his|her|their|to|for|or|is|that|which|by|as|at|from))$"
    r"|\n\W{0,4}#\s?\w{0,5}$|\*\*\w{0,5}$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"(?<=[a-z,]\s)[a-z]{3,20}$")
_SHORT = frozenset([OBJECT, "variation", "object rarity", NAME, "primary type", "safety", CAPTURE])


@dataclass(frozen=True)
class Sections:
    """The texts by the contract's headings in lower case. `safety` is all that is said about it.

    `translated`: whether the headings were in another language.
    """

    texts: dict[str, str]
    safety: tuple[str, ...] = ()
    translated: bool = False

    def get(self, name: str) -> str:
        return self.texts.get(name, "")


@dataclass
class _Entry:
    name: str
    body: list[str]
    heading: Heading
    quoted: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.body).strip()


@dataclass
class _Run:
    lead: str
    entries: list[_Entry] = field(default_factory=list)
    after: str = ""  # what stands behind its last section under another heading

    @cached_property
    def texts(self) -> dict[str, str]:
        """The first text of each section; of the parts of one, all. Asked for when all of them are there."""
        found: dict[str, str] = {}
        parts: dict[str, list[str]] = {}
        for entry in self.entries:
            text = without_hint(entry.name, unwrapped(entry.text))
            if entry.heading.part:
                parts.setdefault(entry.name, []).append(text)
            elif text and entry.name not in found:
                found[entry.name] = text
        for name, texts in parts.items():
            found[name] = "\n".join([*([found[name]] if name in found else []), *texts])
        return found


def sections_of(answer: str) -> Sections:
    """The sections of an answer. Raises Unreadable without a run, for several different ones and a broken one."""
    english, translated = with_english_headings(answer)
    text = with_spelled_headings(final_part(english))
    runs = _runs_of(text) or _thought_out(answer)
    if not runs:
        raise Unreadable(why_unanswered(answer, text))
    sections = replace(_corrected(_chosen(runs), runs[-1]), translated=translated)
    if is_cut_off(sections.texts) or (not sections.safety and _breaks_off(text)):
        raise Unreadable(Doubt.CUT_OFF)
    return sections


def _thought_out(answer: str) -> list[_Run]:
    """The one run with every heading that thoughts end with which are never closed; [] where they hold another.

    Where no thought stands before it, it may be what was to be thought about.
    """
    runs = _of_lines(open_thoughts(answer))
    return runs if len(runs) == 1 and runs[0].lead.strip() and _ends_whole(runs[0]) else []


def _ends_whole(run: _Run) -> bool:
    """Whether a run has every heading that is asked for, once and in order, and nothing behind it."""
    names = [entry.name for entry in run.entries if not entry.heading.part and entry.name != CAPTURE]
    last = run.entries[-1]
    if tuple(names) != ORDER or last.name not in (SAFETY, CAPTURE):
        return False
    return not run.after and "\n" not in last.text


def _corrected(sections: Sections, last: _Run) -> Sections:
    """With what is said behind the last section; of safety all counts."""
    tail = "\n".join([*last.entries[-1].text.split("\n")[1:], last.after])
    texts = corrected(sections.texts, tail)
    anew = texts.get(SAFETY, "")
    return Sections(texts, (*sections.safety, *([anew] if anew != sections.get(SAFETY) else [])))


def _breaks_off(text: str) -> bool:
    """Whether a text ends in the middle of a sentence, a word or an object."""
    if _BROKEN_OFF.search(text.rstrip()[-100:]) or text.count("{") > text.count("}"):
        return True
    word = _LAST_WORD.search(text.rstrip()[-40:])
    return bool(word and not (lexicon.is_listed(_key(word[0])) or lexicon.is_other_word(word[0])))


def _runs_of(text: str) -> list[_Run]:
    """The runs of an answer's text: of lines, and of JSON objects where there are any."""
    found, rest, after = objects(text)
    mark = Heading("", "", Rank.HASH, 1)
    of_objects = [
        _Run(lead[-_MAX_LEAD:], [_Entry(name, [said], mark) for name, said in sections]) for lead, sections in found
    ]
    if not of_objects:
        inner = nested_answer(text)
        return _runs_of(inner) if inner else _of_lines(text)
    of_objects[-1].after = after
    return [run for run in _of_lines(rest) if _is_whole(run)] + of_objects


def _is_whole(run: _Run) -> bool:
    return {OBJECT, NAME} <= run.texts.keys()


def _of_lines(text: str) -> list[_Run]:
    split = [line for line in lines(text) if not is_mark(line)]
    partial: list[_Run] = []
    for loose in (False, True):
        read = [(line, *_read(line, loose)) for line in split]
        runs = _runs_in(read)
        if any(map(_is_whole, runs)):
            return runs
        partial = partial or runs
    return partial


def _runs_in(read: Sequence[Read]) -> list[_Run]:
    runs: list[_Run] = []
    lead = ""
    for part in _parts(read):
        entries = _entries(part)
        runs += _runs(entries, lead)
        lead = _tail(entries[-1])
    return runs


def _read(line: str, loose: bool) -> tuple[bool, Heading | None]:
    if not line.strip():
        return False, None
    quote = _QUOTED.match(line) if ">" in line[:20] else None
    return bool(quote), heading(line[quote.end() :] if quote else line, loose=loose)


Read = tuple[str, bool, Heading | None]


def _parts(read: Sequence[Read]) -> list[Sequence[Read]]:
    """The lines of an answer, or two parts where a whole answer is followed by one that marks its headings otherwise.

    So does the question's template, echoed before the answer. In each the other's marks are not used.
    """
    marked = [(at, found) for at, (_, _, found) in enumerate(read) if found and found.name and not found.part]
    for rank in Rank:
        last = max((place for place, (_, one) in enumerate(marked) if one.rank == rank), default=len(marked))
        begin = next((place for place in range(last + 1, len(marked)) if marked[place][1].name == OBJECT), 0)
        if not begin:
            continue
        before, after = ([one for _, one in some] for some in (marked[:begin], marked[begin:]))
        if _are_many(before, rank) and _style(before) == rank and _are_many(after, _style(after)):
            return [read[: marked[begin][0]], read[marked[begin][0] :]]
    return [read]


def _are_many(found: Sequence[Heading], rank: Rank) -> bool:
    names = {one.name for one in found if one.rank == rank}
    return len(names) >= _MANY and names >= {OBJECT, NAME}


def _entries(read: Sequence[Read]) -> list[_Entry]:
    """The sections in order, with what stands before the first as one without a name."""
    style = _style([found for _, _, found in read if found and found.name and not found.part])
    highest = _highest([found for _, _, found in read if found and found.name and not found.part], style)
    quoted_too = not any(found and found.name == OBJECT and not quoted for _, quoted, found in read)
    nothing = Heading("", "", Rank.BARE, 7)
    entries = [_Entry("", [], nothing)]
    skipping = False
    for line, quoted, found in read:
        if found and (quoted_too or not quoted) and _opens(found, entries[-1], style, highest):
            if found.name:
                entries.append(_Entry(found.name, [_first(found, line)], found, quoted))
                skipping = False
                continue
            if entries[-1].text and found.level <= entries[-1].heading.level:
                entries.append(_Entry("", [line], nothing))
                continue
        if not skipping:
            text = _QUOTED.sub("", line, count=1) if quoted else line
            entries[-1].body.append(found.value if _echoes(found, entries[-1]) and found else text)
    return entries


def _first(found: Heading, line: str) -> str:
    """What an entry begins with: its value, of a part the whole line."""
    return line.strip(" #*_") if found.part else found.value


def _echoes(found: Heading | None, entry: _Entry) -> bool:
    """Whether a section's first text repeats its heading: "# Description\\nDescription: Soft."."""
    return bool(found and found.name == entry.name and not found.part and found.value and not entry.text)


def _style(found: Sequence[Heading]) -> Rank:
    """How the answer marks its headings: of the ranks with most of them the highest."""
    counts = Counter({rank: len({one.name for one in found if one.rank == rank}) for rank in Rank})
    most = max(counts.values(), default=0)
    return max((rank for rank in Rank if counts[rank] >= 0.6 * most and counts[rank]), default=Rank.HASH)


def _highest(found: Sequence[Heading], style: Rank) -> dict[str, Rank]:
    """For each section the rank that its heading has: the answer's style, or else the highest there is."""
    ranks: dict[str, set[Rank]] = {}
    for one in found:
        ranks.setdefault(one.name, set()).add(one.rank)
    return {name: style if style in has else max(has) for name, has in ranks.items()}


def _opens(found: Heading, before: _Entry, style: Rank, highest: dict[str, Rank]) -> bool:
    """Whether a heading opens a section where it stands."""
    if not found.name:
        return True
    if found.part:
        return _part_opens(found, before)
    if found.rank == Rank.BARE and style > Rank.BOLD:
        return highest[found.name] == Rank.BARE and _is_next(found.name, before.name)
    if found.rank == highest[found.name]:
        return True
    return found.name == SAFETY and bool(_ALONE.match(found.value))


def _is_next(name: str, before: str) -> bool:
    return name in ORDER and before in ORDER and ORDER.index(name) == ORDER.index(before) + 1


def _part_opens(found: Heading, before: _Entry) -> bool:
    if before.name == found.name:
        return False
    if before.name in ("stats", "physical stats"):
        return True
    return (before.name in _SHORT and bool(before.text)) or (found.rank == Rank.HASH and bool(before.name))


def _runs(entries: Sequence[_Entry], lead: str = "") -> list[_Run]:
    """Runs begin at each Canonical Object, or where the heading recurs that the answer begins with."""
    named = [entry for entry in entries if entry.name]
    if not named:
        return []
    opening = named[0].name
    last_object = max((at for at, entry in enumerate(entries) if entry.name == OBJECT), default=-1)
    runs = [_Run(lead)]
    for at, entry in enumerate(entries):
        recurs = entry.name and any(entry.name == other.name for other in runs[-1].entries if other.name == opening)
        begins = entry.name == OBJECT and any(other.name == OBJECT for other in runs[-1].entries)
        if entry.heading.part:
            recurs = begins = False
        if begins or (recurs and entry.name == opening and at <= last_object):
            runs.append(_Run(lead))
        if entry.name:
            runs[-1].entries.append(entry)
        elif not runs[-1].entries:
            runs[-1].lead = entry.text[-_MAX_LEAD:] or runs[-1].lead
        else:
            runs[-1].after = entry.text
        lead = _tail(entry)
    return [run for run in runs if run.entries][-_MAX_RUNS:]


def _tail(entry: _Entry) -> str:
    """The lines of an entry in which something after it may be introduced."""
    body = entry.body if not entry.name else entry.body[1:]
    return "\n".join(body)[-_MAX_LEAD:]


def _chosen(runs: Sequence[_Run]) -> Sections:
    whole = [(at, run, texts) for at, run in enumerate(runs) if {OBJECT, NAME} <= (texts := run.texts).keys()]
    whole = [found for found in whole if not _SUPPOSED.search(found[1].lead)] or whole
    if not whole:
        raise Unreadable(Doubt.NO_OBJECT if not any(OBJECT in run.texts for run in runs) else Doubt.NO_NAME)
    at, last, texts = whole[-1]
    for earlier_at, earlier, other in whole[:-1]:
        following = runs[earlier_at + 1]
        if _same(texts[OBJECT], other[OBJECT]) and is_cut_off(texts) and not is_cut_off(other):
            at, last, texts = earlier_at, earlier, other  # said again, and broken off
        if _same(texts[OBJECT], other[OBJECT]) or _NOT_MEANT.search(earlier.lead):
            continue
        if _TAKEN_BACK.search(following.lead) or _TAKEN_BACK.search(last.lead):
            continue
        if len(texts) <= 5 and len(other) >= 8:
            at, last, texts = earlier_at, earlier, other  # quoted writing, not an answer
            continue
        raise Unreadable(Doubt.SEVERAL_ANSWERS)
    texts = dict(texts)
    for later in runs[at + 1 :]:
        new = later.texts
        if OBJECT in new and NAME not in new and _TAKEN_BACK.search(later.lead):
            texts |= new
        else:
            texts = {name: said for name, said in new.items() if name != OBJECT} | texts
    safety = [entry.text for run in runs[at:] for entry in run.entries if entry.name == SAFETY]
    said = [without_hint(SAFETY, text) for text in safety if text]
    return Sections(texts, tuple(filter(None, said)) or (UNSAID,) * bool(said))


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)


def _key(body: str) -> str:
    try:
        return normalize(cut(body.strip().split("\n", 1)[0][:300].strip(" *_`\"'.[]"), 200)).name
    except NothingLeft:
        return ""


def is_cut_off(texts: dict[str, str]) -> bool:
    """Whether the sections are the first few that were asked for and nothing behind them: an answer that broke off.

    One that is whole but for Safety did not.
    """
    has = [name in texts for name in ORDER]
    count = sum(has)
    return all(has[:count]) and 4 <= count < len(ORDER) - 1
