"""The picture that a link to a page of the game is shown with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final

import anyio.to_thread
from cachetools import LRUCache
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.app import Capability
from piclets.api.rest.workload import Workload
from piclets.play.previews import MAX_VALUE_CHARS, Preview, Previews

PATH: Final = "/api/preview.jpg"
KEPT: Final = "public, max-age=3600"
MAX_PICTURES: Final = 64
"""Those asked for last, kept in memory: about 100 kB each."""

Draw = Callable[[Preview], bytes]
"""Draws a preview's picture as JPEG. Raises ServiceUnavailable where a creature's picture cannot be had now."""


def previews_capability(
    previews: Previews, draw: Draw, access: Access, drawing: Workload, refusal: Callable[[], None]
) -> Capability:
    """The route. `drawing` bounds what costs; `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["about"])
    drawn: LRUCache[Preview, bytes] = LRUCache(MAX_PICTURES)

    @router.head(PATH, include_in_schema=False)
    @router.get(PATH, summary="The picture of a link", response_class=Response)
    async def picture(
        thing: Annotated[str, Query(alias="object", max_length=MAX_VALUE_CHARS)] = "",
        player: Annotated[str, Query(max_length=MAX_VALUE_CHARS)] = "",
        set_id: Annotated[str, Query(alias="set", max_length=MAX_VALUE_CHARS)] = "",
        pid: Annotated[str, Query(alias="print", max_length=MAX_VALUE_CHARS)] = "",
        caller: Caller = Depends(access.caller),
    ) -> Response:
        """JPEG, 1200 x 630, for the page with the same query: `?object=teapot`, `?player=`, `?set=`, `?print=`, or
        none. What is not there has the game's own."""
        refusal()
        query = {"object": thing, "player": player, "set": set_id, "print": pid}
        preview = await anyio.to_thread.run_sync(previews.of, query)
        jpeg = drawn.get(preview)
        if jpeg is None:
            jpeg = drawn[preview] = await drawing.run(caller, partial(draw, preview))
        return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": KEPT})

    return Capability(router)
