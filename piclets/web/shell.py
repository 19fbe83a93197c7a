"""The HTML that a browser and a crawler get first: Gradio's, with a head that tells which page this is, and with what
the page shows: it stands there before Gradio has built the page, and need not be fetched again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from piclets.errors import PicletsError
from piclets.play.previews import MOTTO, Preview, Previews
from piclets.web.looks import script, style
from piclets.web.markup import render
from piclets.web.pages import First

PICTURE: Final = "/api/preview.jpg"

_GRADIOS: Final = re.compile(
    r'<meta\s+(property="og:|name="twitter:)[^>]*>|<link\s+rel="manifest"[^>]*>|<title>[^<]*</title>'
)
_CHARSET: Final = '<meta charset="utf-8" />'
"""Right after it stand the tags: crawlers read the first kilobytes only, and the page's whole set-up follows."""
_CONFIG: Final = "window.gradio_config = "
_END: Final = ";</script>"
_BODY: Final = re.compile(r"<body[^>]*>")
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}
_UNREADABLE: Final = Preview(
    title="Piclets", description=MOTTO, headline="Piclets", lines=(MOTTO,), images=(), found=False
)
"""While the game cannot be read."""


class Shell:
    """`first` says what a page shows, by its address's query."""

    def __init__(self, previews: Previews, first: Callable[[Mapping[str, str]], First]) -> None:
        self._previews = previews
        self._first = first
        # Both are ours, and hold no end of their elements.
        self._early = render("early", css=Markup(style("early")), script=Markup(script("early")))  # noqa: S704 - see above

    def page(self, html: str, query: Mapping[str, str], base: str) -> str:
        """Gradio's page for an address with this query. `base` is the address that the caller knows this server by,
        "" where it is not known."""
        try:
            preview = self._previews.of(query)
        except PicletsError:
            preview = _UNREADABLE
        head, mark, body = html.partition("</head>")
        start, charset, rest = head.partition(_CHARSET)
        head, theme = _filled(_GRADIOS.sub("", rest), self._first(query))
        body = _BODY.sub(lambda found: found[0] + self._early, body, count=1)
        return f"{start}{charset}{head_of(preview, base, theme)}{head}{mark}{body}"


def head_of(preview: Preview, base: str, theme: str = "") -> str:
    """The tags that crawlers, messengers and browsers read. `theme` is the version of Gradio's style sheet."""
    asked = f"?{preview.query}" if preview.query else ""
    page, picture = f"{base}/{asked}", f"{base}{PICTURE}{asked}"
    return render("head", preview=preview, base=base, page=page, picture=picture, theme=theme)


def _filled(head: str, first: First) -> tuple[str, str]:
    """Gradio's set-up of the page with the section chosen and its panels filled; and the version of its style."""
    before, mark, rest = head.partition(_CONFIG)
    written, end, after = rest.partition(_END)
    if not end:
        return head, ""
    config = json.loads(written)
    sections = {each["props"].get("id") for each in config["components"] if each["type"] == "tabitem"}
    for component in config["components"]:
        properties = component["props"]
        name = properties.get("elem_id")
        if name == "sections" and first.section in sections:
            properties["selected"] = first.section
        elif name in first.panels:
            properties["value"] = first.panels[name]
    return f"{before}{mark}{json.dumps(config).translate(_ESCAPED)}{end}{after}", str(config.get("theme_hash", ""))
