"""Searching by a picture or by words (contract, part 7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, JSONResponse
from starlette.datastructures import FormData

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import succeeded, success_of
from piclets.api.rest.app import Capability
from piclets.api.rest.bodies import file_form, read_upload
from piclets.api.rest.workload import Workload
from piclets.errors import InvalidRequest
from piclets.search.answers import CataloguesAnswer, SearchAnswer, StatsAnswer
from piclets.search.catalogues import MAX_RESULTS
from piclets.search.sight import Results, Sight

MAX_PICTURE_BYTES: Final = 10 * 1024 * 1024
DEFAULT_RESULTS: Final = 10
DAY: Final = "public, max-age=86400"
IMAGE_PATH: Final = "/api/search-by-image"
MAX_NAME_CHARS: Final = 200

CatalogueName = Annotated[str | None, Query(description="One of `GET /api/catalogues`; the default one if unset.")]
Wanted = Annotated[int, Query(ge=1, le=MAX_RESULTS, description="The most results to return.")]

_FORM: Final = file_form(
    k={"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": DEFAULT_RESULTS},
    catalogue={"type": "string"},
)


def search_capability(
    sight: Sight,
    access: Access,
    workload: Workload,
    refusal: Callable[[], None],
    base_url: Callable[[Request], str],
) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["sight"])

    @router.post(
        IMAGE_PATH,
        summary="Find what looks like a picture",
        openapi_extra=_FORM,
        response_model=success_of(SearchAnswer),
    )
    async def by_image(
        request: Request, caller: Caller = Depends(access.caller), catalogue: CatalogueName = None, k: str = ""
    ) -> JSONResponse:
        """A picture of at most 10 MB. Nothing of it is kept."""
        workload.admit(caller)
        read, form = await read_upload(request, MAX_PICTURE_BYTES)
        refusal()
        wanted, chosen = _wanted(_field(form, "k") or k), _field(form, "catalogue") or catalogue
        found = await workload.work(lambda: sight.by_picture(read(), wanted, chosen))
        return _answer("image", found, base_url(request))

    @router.get("/api/search-by-text", summary="Find what words mean", response_model=success_of(SearchAnswer))
    async def by_text(
        request: Request,
        query: str,
        caller: Caller = Depends(access.caller),
        k: Wanted = DEFAULT_RESULTS,
        catalogue: CatalogueName = None,
    ) -> JSONResponse:
        """At most 500 characters. Without a model, an entry is found by its own words."""
        refusal()
        found = await workload.run(caller, partial(sight.by_text, query, k, catalogue))
        return _answer("text", found, base_url(request))

    @router.get("/api/image/{entry_id}", summary="An entry's picture", response_class=FileResponse)
    def image(entry_id: str, catalogue: CatalogueName = None) -> FileResponse:
        refusal()
        picture = sight.picture(entry_id[:MAX_NAME_CHARS], catalogue)
        headers = {"Cache-Control": DAY, "X-Content-Type-Options": "nosniff"}
        return FileResponse(picture.path, media_type=picture.media_type, headers=headers)

    @router.get("/api/stats", summary="A catalogue in numbers", response_model=success_of(StatsAnswer))
    async def stats(caller: Caller = Depends(access.caller), catalogue: CatalogueName = None) -> JSONResponse:
        """Per facet its ten most frequent values, per number its least, greatest and mean."""
        refusal()
        return succeeded(await workload.run(caller, partial(sight.stats, catalogue)))

    @router.get("/api/catalogues", summary="What can be searched", response_model=success_of(CataloguesAnswer))
    def catalogues() -> JSONResponse:
        return succeeded(CataloguesAnswer(catalogues=sight.catalogues()))

    return Capability(router, {IMAGE_PATH: MAX_PICTURE_BYTES})


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _wanted(given: str) -> int:
    """`k` of a form. Raises InvalidRequest."""
    text = given.strip() or str(DEFAULT_RESULTS)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < MAX_NAME_CHARS else 0
    if not 1 <= number <= MAX_RESULTS:
        raise InvalidRequest(f"`k` is a whole number from 1 to {MAX_RESULTS}.")
    return number


def _answer(query_type: Literal["image", "text"], found: Results, base_url: str) -> JSONResponse:
    answer = SearchAnswer.model_construct(
        query_type=query_type,
        catalogue=found.catalogue,
        model=found.model,
        total_results=len(found.hits),
        results=tuple({**hit.fields, "image_url": f"{base_url}{hit.image}"} for hit in found.hits),
    )
    return succeeded(answer)
