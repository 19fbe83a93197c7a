"""The cards of prints: recognised in a picture, and drawn to be printed (contract, part 9)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import succeeded, success_of
from piclets.api.rest.app import Capability
from piclets.api.rest.bodies import file_form, read_upload
from piclets.api.rest.workload import Workload
from piclets.domain.spots import Order
from piclets.errors import InvalidRequest
from piclets.images.intake import MAX_BYTES
from piclets.play.identifying import Identifying
from piclets.play.print_answers import CardsAnswer
from piclets.prints.sheet import A_PAGE, MAX_CARDS

IDENTIFY_PATH: Final = "/api/identify"
MAX_PIDS_CHARS: Final = MAX_CARDS * 10
KEPT: Final = "public, max-age=300"
"""A card tells its finder's name, which can change."""

_FORM: Final = file_form(order={"type": "string", "enum": ["normal", "reversed"], "default": "normal"})


def cards_capability(
    identifying: Identifying,
    access: Access,
    reading: Workload,
    drawing: Workload,
    refusal: Callable[[], None],
    base_url: Callable[[Request], str],
) -> Capability:
    """The routes. `reading` and `drawing` bound what costs; `refusal` raises what keeps the game from being read."""
    router = APIRouter(tags=["prints"])

    @router.post(
        IDENTIFY_PATH,
        summary="Which prints' cards a picture shows",
        openapi_extra=_FORM,
        response_model=success_of(CardsAnswer),
    )
    async def identify(
        request: Request, order: str = "normal", caller: Caller = Depends(access.caller)
    ) -> JSONResponse:
        """A photo or a screenshot of at most 16 MB, with any number of cards. Nothing of it is kept, and nothing is
        scanned. A doubtful reading says so: `certain` is false."""
        reading.admit(caller)
        read, form = await read_upload(request, MAX_BYTES)
        refusal()
        given = form.get("order")
        chosen = _order(given if isinstance(given, str) and given else order)
        url = base_url(request)
        return succeeded(await reading.work(lambda: identifying.identify(read(), url, chosen)))

    @router.head("/prints/sheet.pdf", include_in_schema=False)
    @router.get("/prints/sheet.pdf", summary="Cards to print, nine on a page", response_class=Response)
    async def sheet(
        pids: Annotated[str, Query(max_length=MAX_PIDS_CHARS, description="Up to 90 PIDs, with commas between.")],
        caller: Caller = Depends(access.caller),
    ) -> Response:
        """A PDF for A4 with cut marks; a card is 63 x 88 mm."""
        refusal()
        wanted = [pid for pid in pids.split(",") if pid]
        for _ in range(0, max(1, len(wanted)), A_PAGE):  # each page counts
            drawing.admit(caller)
        pdf = await drawing.work(partial(identifying.sheet, wanted))
        return Response(pdf, media_type="application/pdf", headers={"Cache-Control": KEPT})

    @router.head("/prints/{pid}.png", include_in_schema=False)
    @router.get("/prints/{pid}.png", summary="A print's card", response_class=Response)
    async def card(pid: str, caller: Caller = Depends(access.caller)) -> Response:
        """PNG, 840 x 1176."""
        refusal()
        picture = await drawing.run(caller, partial(identifying.card, pid))
        return Response(picture, media_type="image/png", headers={"Cache-Control": KEPT})

    return Capability(router, {IDENTIFY_PATH: MAX_BYTES})


def _order(given: str) -> Order:
    if given == "normal":
        return "normal"
    if given == "reversed":
        return "reversed"
    raise InvalidRequest("`order` is `normal` or `reversed`.")
