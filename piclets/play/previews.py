"""What a link to the game says of itself: a page's title, words and pictures, for crawlers and messengers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from piclets.domain.matching import is_canonical
from piclets.domain.records import Tier
from piclets.errors import InvalidRequest, Missing, NotFound
from piclets.play.browsing import Browsing
from piclets.play.collecting import Collecting
from piclets.play.printing import Printing

Json = dict[str, Any]

MOTTO: Final = "Photograph a real thing, and discover its creature."
MAX_VALUE_CHARS: Final = 400
"""Of a value in a page's address. Cut before anything is computed of it."""
MAX_DESCRIPTION_CHARS: Final = 200
MAX_CREATURES: Final = 6


@dataclass(frozen=True)
class Preview:
    """A page as a link to it is shown.

    `query` is the page's address after the `?`, in its one spelling; "" for the game itself. `images` are names of
    pictures, the first shown the largest. `found` is False where the address names nothing that is shown: nothing of
    what it says is repeated then.
    """

    title: str
    description: str
    headline: str
    lines: tuple[str, ...]
    images: tuple[str, ...]
    query: str = ""
    found: bool = True
    feed: str = ""
    """The page's own feed, beside that of the game."""
    tier: Tier | None = None
    """Of the thing that the page is of; the second line tells it."""


class Previews:
    def __init__(self, browsing: Browsing, collecting: Collecting, printing: Printing) -> None:
        self._browsing = browsing
        self._collecting = collecting
        self._printing = printing
        self._pages: Mapping[str, Callable[[str], Preview]] = {
            "object": self._object,
            "player": self._player,
            "set": self._set,
            "print": self._print,
        }

    def of(self, query: Mapping[str, str]) -> Preview:
        """The preview of the page that an address's query names. Raises StorageUnavailable."""
        for name, read in self._pages.items():
            value = query.get(name, "")[:MAX_VALUE_CHARS]
            if not value:
                continue
            try:
                return read(value)
            except (NotFound, Missing, InvalidRequest):
                return replace(self._game(), found=False)
        return self._game()

    def _game(self) -> Preview:
        totals = self._browsing.totals()
        newest = self._browsing.newest(MAX_CREATURES, "")
        return Preview(
            title="Piclets",
            description=f"{MOTTO} The first to find a thing is named for ever.",
            headline="Piclets",
            lines=(
                "Photograph a real thing,",
                "and discover its creature",
                f"{_counted(totals.objects, 'thing')} so far",
            ),
            images=tuple(piclet["image"] for piclet in newest),
        )

    def _object(self, name: str) -> Preview:
        details = self._browsing.object_details(name, "")
        piclet, others = details["canonical"], details["variations"]
        data, thing = piclet["picletData"], _spaced(details["objectName"])
        return Preview(
            title=f"{data['name']}, the {thing} Piclet",
            description=_cut(data["description"] or data["personality"]),
            headline=data["name"],
            lines=(
                thing,
                f"{data['tier']} · found by {piclet['scanCount']:,}",
                f"discovered by {piclet['discoveredBy']}",
            ),
            images=tuple(each["image"] for each in (piclet, *others)[: MAX_CREATURES - 1]),
            query=urlencode({"object": details["objectName"]}),
            feed=f"/feeds/objects/{quote(details['objectName'], safe='')}.atom",
            tier=data["tier"],
        )

    def _player(self, username: str) -> Preview:
        page = self._collecting.player(username, "")
        stats = page.stats
        discovered = f"{stats.unique_finds:,} discovered first"
        score = f"rank {stats.rank:,} with {_counted(stats.rarity_score, 'point')}"
        return Preview(
            title=f"{page.username} plays Piclets",
            description=f"{_counted(stats.total_finds, 'scan')}, {discovered}, {score}.",
            headline=page.username,
            lines=(_counted(stats.total_finds, "scan"), discovered, score),
            images=tuple(each.image for each in page.showcase[:MAX_CREATURES]),
            query=urlencode({"player": page.username}),
            feed=f"/feeds/players/{quote(page.username, safe='')}.atom",
        )

    def _set(self, set_id: str) -> Preview:
        chosen = self._collecting.one_set(set_id, None, "")
        found = f"{chosen.found} of {chosen.goal} things found so far"
        pictures = [thing.image_url.rpartition("/")[2] for thing in chosen.things if thing.image_url]
        return Preview(
            title=f"{chosen.title}, a set of Piclets",
            description=f"{found}. {MOTTO}",
            headline=chosen.title,
            lines=("a set of things to find", found),
            images=tuple(pictures[:MAX_CREATURES]),
            query=urlencode({"set": chosen.id}),
        )

    def _print(self, pid: str) -> Preview:
        held = self._printing.by_pid(pid, "")
        if held["void"]:
            raise Missing("This print is void.")
        piclet = held["piclet"]
        called = f"{piclet['picletData']['name']} #{held['number']}"
        thing = _spaced(piclet["objectName"])
        if not is_canonical(piclet["typeId"]):
            thing = f"{', '.join(map(_spaced, piclet['attributes']))} {thing}"
        finder, tier = f"found by {held['finder']}, {held['mintedAt'][:10]}", piclet["picletData"]["tier"]
        return Preview(
            title=f"{called}, a numbered print of the {thing} Piclet",
            description=f"{finder[0].upper()}{finder[1:]}. Its four spots say {held['pid']}.",
            headline=called,
            lines=(thing, f"{tier} · {held['pid']}", finder),
            images=(piclet["image"],),
            query=urlencode({"print": held["pid"]}),
            tier=tier,
        )


def _cut(text: str) -> str:
    """At most `MAX_DESCRIPTION_CHARS`, ending with a word."""
    words = " ".join(text.split())
    if len(words) <= MAX_DESCRIPTION_CHARS:
        return words
    return f"{words[:MAX_DESCRIPTION_CHARS].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
