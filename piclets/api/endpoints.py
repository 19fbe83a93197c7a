"""The five endpoints, by the contract's names and parameters, on a Blocks at the root.

Their inputs are declared without a data model: whatever arrives reaches the handler, and the handler answers in the
contract's words. What a FileData names is checked twice, by Gradio (a launched Blocks) and by the intake.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, get_type_hints

import anyio.to_thread
import gradio as gr
import orjson
from gradio.components.api_component import Api
from orjson import Fragment

from piclets import logs
from piclets.api import parameters
from piclets.api.addresses import HOST
from piclets.api.catalogue import BY_NAME, ENDPOINTS, FAILURE, Parameter
from piclets.api.envelope import Json, answer, caught
from piclets.api.kept import Kept
from piclets.domain.photo import Photo
from piclets.images.intake import given_name, read_photo, uploaded_file
from piclets.play.admission import Admission
from piclets.play.browsing import Browsing
from piclets.play.discovery import ScanStep, Tell
from piclets.play.verification import Verification

Answer = Json | Fragment
"""An answer, or one that is encoded already."""

DIRECT: Final = ("/gradio_api/run/", "/gradio_api/api/")
"""Where calls come in that are answered at once."""

_MINE, _FEED, _LEADERS = (
    {parameter.name: parameter for parameter in BY_NAME[name].parameters}
    for name in ("get_user_piclets", "get_recent_activity", "get_leaderboard")
)


@dataclass(frozen=True)
class Endpoints:
    """The handlers. `public_url` is the server's address where the platform tells it."""

    admission: Admission
    verification: Verification
    browsing: Browsing
    upload_folder: Path
    public_url: str | None
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now, a restore for example."""
    kept: Kept
    claim: Callable[[Path], None]
    """Told of each uploaded file that a verified player's scan reads."""

    async def generate_piclet(
        self,
        image: Any,
        hf_token: Any,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio recognizes a handler with progress
    ) -> Json:
        """Photograph a real thing and get its Piclet. `image` is an uploaded file, the token the player's own."""

        logs.begin_request()  # the queue runs this outside of the request that asked for it

        def tell(step: ScanStep, words: str) -> None:
            progress(step.share, desc=f"{step.words}: {words}" if words else step.words)

        def read() -> Photo:
            path = uploaded_file(image, self.upload_folder)
            self.claim(path)
            return read_photo(path, given_name(image))

        return await self.scan(hf_token, read, tell, request)

    async def scan(self, hf_token: Any, read: Callable[[], Photo], tell: Tell, request: gr.Request) -> Json:
        """A scan's answer, however the photo comes here. `read` runs on a thread, and `tell` hears of each step."""

        async def scan() -> Json:
            recorded = await self.admission.scan(parameters.token(hf_token), read, tell)
            return await anyio.to_thread.run_sync(self.browsing.scanned, recorded, self._base_url(request))

        return await answer(scan)

    async def get_user_piclets(self, hf_token: Any, request: gr.Request, limit: Any = 200, offset: Any = 0) -> Answer:
        """The Piclets that the token's player has scanned, newest first scan first, and the player's stats."""

        async def read() -> bytes:
            self.refusal()
            token = parameters.token(hf_token)
            most, skipped = parameters.number(limit, _MINE["limit"]), parameters.number(offset, _MINE["offset"])
            base_url = self._base_url(request)
            player = await self.verification.player(token)
            return await self.kept.answer(
                ("collection", player, most, skipped, base_url),
                partial(self.browsing.user_piclets, player, most, skipped, base_url),
            )

        return await _answered(read, request)

    async def get_object_details(self, object_name: Any, request: gr.Request) -> Answer:
        """An object by any spelling of its name: its canonical Piclet and the variations."""

        async def read() -> bytes:
            self.refusal()
            name = self.browsing.normalized(parameters.object_name(object_name))
            base_url = self._base_url(request)
            return await self.kept.answer(
                ("object", name, base_url), partial(self.browsing.object_details, name, base_url)
            )

        return await _answered(read, request)

    async def get_recent_activity(self, request: gr.Request, limit: Any = 20) -> Answer:
        """The newest discoveries, newest first."""

        async def read() -> bytes:
            self.refusal()
            most = parameters.number(limit, _FEED["limit"])
            base_url = self._base_url(request)
            return await self.kept.answer(
                ("activity", most, base_url), partial(self.browsing.recent_activity, most, base_url)
            )

        return await _answered(read, request)

    async def get_leaderboard(self, request: gr.Request, limit: Any = 10) -> Answer:
        """The best players by rarity score."""

        async def read() -> bytes:
            self.refusal()
            most = parameters.number(limit, _LEADERS["limit"])
            return await self.kept.answer(("leaderboard", most), partial(self.browsing.leaderboard, most))

        return await _answered(read, request)

    def _base_url(self, request: gr.Request) -> str:
        if self.public_url:
            return self.public_url
        host = str(request.headers.get("host", ""))
        return f"http://{host}" if HOST.fullmatch(host) else ""


async def _answered(read: Callable[[], Awaitable[bytes]], request: gr.Request) -> Answer:
    """What `read` returns, or the failure object of what it raises.

    Gradio walks through all that a call answers, three times, looking for files, and encodes it with orjson then. A
    fragment is encoded already and walked past. Where a call goes by the queue, though, json has to understand it.
    """
    told = await caught(read)
    if not isinstance(told, bytes):
        return told
    asked = request.request
    if asked is not None and asked.scope["path"].startswith(DIRECT):
        return Fragment(told)
    found: Json = orjson.loads(told)
    return found


def add_endpoints(endpoints: Endpoints) -> None:
    """Add them to the Blocks of the current context."""
    trigger = gr.Button(visible=False)  # events of a component, since only those can report progress
    for endpoint in ENDPOINTS:
        handler = getattr(endpoints, endpoint.name)
        # Gradio asks for them in every call, and would compile each text of this module anew.
        handler.__func__.__annotations__ = get_type_hints(handler)
        trigger.click(
            handler,
            inputs=[_input(parameter) for parameter in endpoint.parameters],
            outputs=[Api(None, {"type": "object", "description": f"{endpoint.answer} or {FAILURE}"}, label="answer")],
            api_name=endpoint.name,
            api_description=endpoint.about,
            preprocess=False,
            postprocess=False,
            # Reads go past the queue: they do not stand in line with scans.
            queue=endpoint.takes_photo,
            concurrency_limit=None,  # none on scans but admission's own
            show_progress="hidden",
        )


def _input(parameter: Parameter) -> Api:
    """An input that checks nothing, and what the API page says of it."""
    schema: dict[str, Any]
    example: Any
    if parameter.type == "file":
        schema = gr.File(render=False).api_info()
        example = {"path": parameter.example, "url": parameter.example, "meta": {"_type": "gradio.FileData"}}
    else:
        schema, example = {"type": parameter.type}, parameter.example
    described = Api(parameter.default, {**schema, "additional_description": parameter.about}, label=parameter.name)
    # On the instance, because Gradio writes a stub file beside the source of any subclass.
    described.example_payload = lambda: example  # type: ignore[method-assign]  # see above
    return described
