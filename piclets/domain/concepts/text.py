"""Text from outside made plain: what is left can be read, but neither rendered nor followed.

Models are told what a photo shows, and a photo can show anything, so an answer may carry markup, links and invisible
characters. What is taken out, and what stays:

- control, bidirectional and other invisible characters go (joiners inside emoji and other scripts stay);
- an HTML tag goes, its text stays; a `<` that could still begin a tag goes; other `<` stay ("3 < 4");
- a markdown link or image leaves its text; addresses (URLs, host names, e-mail) go whole;
- emphasis and code marks go.

Code that shows the text still escapes it: this is about what a Piclet may say, not about how a page is written.
"""

from __future__ import annotations

import html
import re
import unicodedata

ZERO_WIDTH_JOINERS = "\u200c\u200d"
MAX_MARK_RUN = 4  # scripts stack up to three or four marks on a letter; more only smears over other lines

_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ASCII_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"} | {ord("\t"): " "}
_VARIATION_SELECTORS_SUPPLEMENT = range(0xE0100, 0xE01F0)  # invisible, and able to smuggle bytes

_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])")
_ADDRESS = re.compile(
    r"""(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://|\bwww\.|\b(?:javascript|vbscript|data|mailto|tel|file):(?=\S))\S*
      | [\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}
      | \b(?:[\w-]{1,63}\.){1,5}(?:com|net|org|info|biz|app|dev|xyz|top|site|online|shop|link|io|ru|cn|tk)\b
        (?:[/?\#:]\S*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_EMPHASIS = re.compile(
    r"\*\*|__|`|~~"
    r"|(?<!\w)\*(?=[\w\"“‘'])|(?<=[\w.,!?\"”’'])\*(?!\w)"
    r"|(?<!\w)_(?=[^\W_])|(?<=[^\W_])_(?!\w)"
)
_TAG_START = re.compile(r"(?<!<)<++(?=[A-Za-z/!?])")
_WWW = re.compile(r"(?i)\bwww\.")


def word_set(text: str) -> frozenset[str]:
    """The words of a table that is written as text."""
    return frozenset(text.split())


def visible(text: str) -> str:
    """`text` without control, bidirectional and other invisible characters. Line breaks are kept, as "\\n"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_ASCII_CONTROLS)
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if char in "\n\t" or category in {"Zl", "Zp"}:
            kept.append("\n" if char != "\t" else " ")
        elif category == "Zs":
            kept.append(" ")
        elif char in ZERO_WIDTH_JOINERS:
            if kept and not kept[-1].isascii() and kept[-1] not in ZERO_WIDTH_JOINERS:
                kept.append(char)
        elif (
            category not in _DROPPED_CATEGORIES
            and ord(char) not in _VARIATION_SELECTORS_SUPPLEMENT
            and marks <= MAX_MARK_RUN
        ):
            kept.append(char)
    return "".join(kept)


def plain(text: str) -> str:
    """`text` on one line, without markup, links and addresses (see the module's docstring)."""
    text = visible(html.unescape(html.unescape(text)))
    for _ in range(4):  # what is taken out of the middle can join its neighbours to something new
        cleaned = _ADDRESS.sub("", _LINK.sub(r"\1", _TAG.sub("", _EMPHASIS.sub("", text))))
        if cleaned == text:
            break
        text = cleaned
    text = _TAG_START.sub("", text).replace("](", "] (").replace("://", " ")
    return " ".join(_WWW.sub("", text).split())


def cut(text: str, limit: int) -> str:
    """`text` of at most `limit` characters; a longer one ends at a word, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words, space, _ = head.rpartition(" ")
    if space and len(words) > limit // 2:
        head = words
    return head.rstrip(ZERO_WIDTH_JOINERS + " ,;:-") + "…"
