"""Feeds of discoveries as Atom, with validators for readers that come by again and again (contract, part 10)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from piclets.api.rest.app import Capability
from piclets.api.rest.atom import MEDIA_TYPE, atom
from piclets.play.feeds import Feed, Feeds

KEPT: Final = "public, max-age=60"


def feeds_capability(feeds: Feeds, refusal: Callable[[], None], base_url: Callable[[Request], str]) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["feeds"])

    def told(request: Request, read: Callable[[], Feed]) -> Response:
        """The feed, or 304 where the reader has it as it is."""
        refusal()
        document = atom(read(), base_url(request))
        # A weak one: the same feed may travel compressed.
        tag = f'W/"{hashlib.sha256(document).hexdigest()[:32]}"'
        headers = {"Cache-Control": KEPT, "ETag": tag}
        if _has(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        return Response(document, media_type=MEDIA_TYPE, headers=headers)

    @router.head("/feed.atom", include_in_schema=False)
    @router.get("/feed.atom", summary="The newest discoveries, as an Atom feed", response_class=Response)
    def everyone(request: Request) -> Response:
        """The 50 newest. An ETag says whether there is something new."""
        return told(request, feeds.of_everyone)

    @router.head("/feeds/players/{username}.atom", include_in_schema=False)
    @router.get(
        "/feeds/players/{username}.atom", summary="A player's discoveries, as an Atom feed", response_class=Response
    )
    def player(request: Request, username: str) -> Response:
        """The 50 newest things and variations that the player was the first to find."""
        return told(request, lambda: feeds.of_player(username))

    @router.head("/feeds/objects/{name}.atom", include_in_schema=False)
    @router.get(
        "/feeds/objects/{name}.atom", summary="An object's variations, as an Atom feed", response_class=Response
    )
    def thing(request: Request, name: Annotated[str, Path(max_length=400)]) -> Response:
        """An object in any spelling, with its 50 newest variations."""
        return told(request, lambda: feeds.of_object(name))

    return Capability(router)


def _has(if_none_match: str, tag: str) -> bool:
    """RFC 9110, 13.1.2: any of the tags that the reader names, by weak comparison."""
    named = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return "*" in named or tag.removeprefix("W/") in named
