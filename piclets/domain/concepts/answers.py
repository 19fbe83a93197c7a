"""Which part of what a model sent is its answer: thoughts, other channels and a service's wrapping are not."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_plus

from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.headings import FULL_LABELS
from piclets.domain.concepts.text import visible

MAX_ANSWER = 200_000
"""Characters that are read; of a longer answer the last, because answers come after thoughts."""

_FEW = 5
_THOUGHTS = r"(?:think|thinking|thought|thoughts|analysis|reasoning|reflection|scratchpad|inner_monologue)"
_OPENED = re.compile(rf"[<\[◁](?:\w{{1,10}}:)?{_THOUGHTS}[>\]▷]", re.IGNORECASE)
_CLOSED = re.compile(rf"[<\[◁]/(?:\w{{1,10}}:)?{_THOUGHTS}[>\]▷]", re.IGNORECASE)
# What stands before the answer: the end of thoughts, a channel's name (with or without its marks), the Space's
FINAL = re.compile(
    rf"[<\[◁]/(?:\w{{1,10}}:)?{_THOUGHTS}[>\]▷]"
    r"|<\|channel\|>\s{0,4}final\b[^<\n]{0,40}<\|message\|>"
    r"|<\|channel\|>commentary to=functions\b[^\n]{0,80}<\|message\|>"
    r"|<\|start_header_id\|>assistant<\|end_header_id\|>"
    r"|(?m:^)grounded answer:(?=\s{0,4}\W{0,6}canonical)"
    r"|assistant\s{0,2}final(?=\W|[A-Z]|canonical|pillow)|assistantfinal"
    r"|\*{0,2}\s{0,4}💬\s{0,4}Response\s{0,4}:?\s{0,4}\*{0,2}:?",
    re.IGNORECASE,
)
_ANALYSIS_LOST_ITS_MARKS = re.compile(r"\s{0,20}analysis(?=[A-Z][a-z'’]|I\b)")
# A first cell with a tab behind it, which is a space once the text is made visible
_TABBED = re.compile(r"^([ #*|-]{0,8}[A-Za-z][^\t\n:]{1,40})\t{1,4}(?=[^\s])", re.MULTILINE)
# A row of a sheet: three cells and more, parted by tabs
_TABBED_ROW = re.compile(r"^[^\t\n]{1,500}(?:\t[^\t\n]{1,2000}){2,30}$", re.MULTILINE)
_THOUGHT_FENCE = re.compile(rf"^`{{3,8}}\s?{_THOUGHTS}\s{{0,4}}$", re.IGNORECASE | re.MULTILINE)
_FENCE = re.compile(r"^`{3,8}\s{0,4}$", re.MULTILINE)
_CHANNEL = re.compile(r"<\|channel\|>\s{0,4}(?:analysis|commentary)\b")
_CHAT_TOKEN = re.compile(
    r"<\|[a-z_]{1,30}\|>|<｜[^<>｜\n]{1,30}｜>|</?s>|\[/?INST\]|\[gMASK\]|<sop>|<(?:end|start)_of_turn>(?:model|user)?",
    re.IGNORECASE,
)
# Letters that are set in a style by their code points, as in mathematics
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff5a]{1,100}")
_OBJECT_OPENED = re.compile(r"\{\s{0,50}(?:\\\"|[“”„])")
_TYPOGRAPHIC = str.maketrans("“”„", '"' * 3)
_FORM = re.compile(r"\s{0,9}[A-Za-z_]{3,30}=[^\s&]{1,200}&[A-Za-z_]{3,30}=\S")
# What services put beside words to say where they have them from
_CITATION = re.compile(
    r"\s?(?:【[0-9]{1,3}[†:][^【】\n]{0,60}】|\[\^[0-9]{1,2}\]|\[cite:\s?[0-9, ]{1,20}\]"
    r"|\ue200cite[^\ue201\n]{0,80}\ue201|:contentReference\[[^\[\]\n]{0,40}\](?:\{[^{}\n]{0,40}\})?)"
    r"|\[cite_start\]|</?co(?::\s?[0-9,: ]{1,20})?>",
    re.IGNORECASE,
)
# The lines of a diff, and those that it takes out
_DIFF = re.compile(r"^@@ -[0-9]", re.MULTILINE)
_TAKEN_OUT = re.compile(r"^(?:-|\+\+\+ |@@ ).*\n?", re.MULTILINE)
_PUT_IN = re.compile(r"^[+ ]", re.MULTILINE)
# What was crossed out
_STRUCK = re.compile(r"~~[^~\n]{1,80}~~|<(?:s|del|strike)>[^<\n]{1,80}</(?:s|del|strike)>", re.IGNORECASE)
_ROLE = re.compile(
    r"^[\s*_>]{0,40}(?:assistant|ai|model|answer|response|output|final answer|result)\W{0,4}:\W{0,4}?"
    r"(?=#|\*\*|canonical)",
    re.IGNORECASE,
)
# In the middle of what was sent, as Command R answers twice
_ANSWER = re.compile(r"^[ *_]{0,4}answer:[ *_]{0,4}(?=#{1,3} ?canonical)", re.IGNORECASE | re.MULTILINE)
_FOLDED = re.compile(r"<details\b[^>]{0,200}>", re.IGNORECASE)
_UNFOLDED = re.compile(r"</details>", re.IGNORECASE)
_ASKED_FOR = re.compile(rf"(?:{FULL_LABELS})", re.IGNORECASE)
_OBJECT = re.compile(r"(?:canonical[\s_-]{0,3})?object", re.IGNORECASE)


def final_part(answer: str) -> str:
    """The part of `answer` that is meant for its reader, as visible text. Raises Unreadable without one."""
    text = _STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled[0]), answer[-MAX_ANSWER:])
    text = _CITATION.sub("", text)
    text = visible(_TABBED.sub(r"\1: ", _TABBED_ROW.sub(_row, text)))
    if _FORM.match(text):
        text = unquote_plus(text.replace("&", "\n"))
    if text.count("\n") < _FEW < text.count("\\n"):
        text = text.replace("\\n", "\n")
    text = _with_plain_quotes(text)
    *before, text = FINAL.split(text)
    if before and not _OBJECT.search(text):  # nothing came after the mark, or it was no mark
        text = before[-1] if _OBJECT.search(before[-1]) and not _ASKED_FOR.search(text) else text
    if not before and (_ANALYSIS_LOST_ITS_MARKS.match(text) or _CHANNEL.search(text)):
        raise Unreadable(Doubt.ONLY_THOUGHTS)
    text = _without(text, _OPENED, _CLOSED)
    text = _without(text, _THOUGHT_FENCE, _FENCE)
    if _DIFF.search(text):
        text = _PUT_IN.sub("", _TAKEN_OUT.sub("", text))
    unfolded = _without(text, _FOLDED, _UNFOLDED)
    if _OBJECT.search(unfolded):
        text = unfolded
    return _ROLE.sub("", _ANSWER.sub("\n", _CHAT_TOKEN.sub("\n", _STRUCK.sub("", text))))


def open_thoughts(answer: str) -> str:
    """What stands behind a mark of thoughts that is never closed, as visible text; "" where each is closed."""
    text = visible(answer[-MAX_ANSWER:])
    *_, closed = _CLOSED.split(text)
    opened = _OPENED.search(closed)
    return closed[opened.end() :] if opened else ""


def _with_plain_quotes(text: str) -> str:
    """JSON whose quotation marks were made typographic, or escaped, with those that it has."""
    if text.count('"') > text.count('\\"'):
        return text
    return text.replace('\\"', '"').translate(_TYPOGRAPHIC) if _OBJECT_OPENED.search(text) else text


def _row(tabbed: re.Match[str]) -> str:
    return f"| {tabbed[0].replace(chr(9), ' | ')} |"


def _without(text: str, opened: re.Pattern[str], closed: re.Pattern[str]) -> str:
    """`text` without what stands between the two marks; what is never closed goes to the end."""
    kept: list[str] = []
    at = 0
    while opening := opened.search(text, at):
        kept.append(text[at : opening.start()])
        closing = closed.search(text, opening.end())
        at = closing.end() if closing else len(text)
    return "".join([*kept, text[at:]])
