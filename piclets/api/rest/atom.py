"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from piclets.domain.records import Entry
from piclets.play.answers import discovery_status, image_url
from piclets.play.feeds import Feed

MEDIA_TYPE: Final = "application/atom+xml"
NEVER: Final = "1970-01-01T00:00:00Z"
"""When a feed without entries was updated."""

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, escaped or not."""


def atom(feed: Feed, base_url: str) -> bytes:
    """The document, in UTF-8. `base_url` is the address that the caller knows this server by."""
    root = ET.Element("feed", xmlns=_NAMESPACE)
    entries = feed.discoveries.entries
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", max((entry.discovered_at for entry in entries), default=NEVER))
    _text(ET.SubElement(root, "author"), "name", "Piclets")
    _link(root, "self", f"{base_url}{feed.path}", MEDIA_TYPE)
    _link(root, "alternate", f"{base_url}{feed.page}", "text/html")
    for entry in entries:
        _entry(ET.SubElement(root, "entry"), feed, entry, base_url)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(node: ET.Element, feed: Feed, entry: Entry, base_url: str) -> None:
    data = entry.piclet_data
    page = f"{base_url}/?object={quote(entry.object_name, safe='')}"
    picture = image_url(entry.image, base_url)
    thing = _thing(entry)
    found = "a new thing" if discovery_status(entry) == "new" else "a new variation"
    _text(node, "id", feed.id_of(entry))
    _text(node, "title", f"{data.name}, {thing}")
    _text(node, "published", entry.discovered_at)
    _text(node, "updated", entry.discovered_at)
    _text(ET.SubElement(node, "author"), "name", _clean(entry.discovered_by).strip() or "a player")
    _link(node, "alternate", page, "text/html")
    _link(node, "enclosure", picture, "image/webp")
    ET.SubElement(node, "category", term=data.type)
    words = f"{entry.discovered_by} discovered {found}: {thing}."
    html = (
        f'<p><img src="{escape(picture)}" alt="{escape(data.name)}" width="256" height="256"></p>'
        f"<p>{escape(words)}</p><p>{escape(data.description)}</p>"
    )
    _text(node, "summary", words)
    _text(node, "content", html, type="html")


def _thing(entry: Entry) -> str:
    """ "blue velvet pillow": what the Piclet is of, with what sets it apart where it is a variation."""
    apart = entry.attributes if discovery_status(entry) == "variation" else ()
    return " ".join((*apart, entry.object_name)).replace("_", " ")


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _clean(text)


def _link(parent: ET.Element, rel: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, "link", rel=rel, type=media_type, href=_clean(href))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
