"""The five endpoints, by the contract's names and parameters, on a Blocks at the root.

Their inputs are declared without a data model: whatever arrives reaches the handler, and the handler answers in the
contract's words. What a FileData names is checked twice, by Gradio (a launched Blocks) and by the intake.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
import gradio as gr
from gradio.components.api_component import Api

from piclets import logs
from piclets.admission import Admission
from piclets.api import parameters
from piclets.api.catalogue import ENDPOINTS, FAILURE, Parameter
from piclets.api.envelope import Json, answer
from piclets.api.kept import Kept
from piclets.browsing import Browsing
from piclets.discovery import Step, Tell
from piclets.domain.photo import Photo
from piclets.intake import read_photo, uploaded_file

_HOST = re.compile(r"[A-Za-z0-9.\-_]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:[0-9]{1,5})?")


@dataclass(frozen=True)
class Endpoints:
    """The handlers. `public_url` is the server's address where the platform tells it."""

    admission: Admission
    browsing: Browsing
    upload_folder: Path
    public_url: str | None
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now, a restore for example."""
    kept: Kept

    async def generate_piclet(
        self,
        image: Any,
        hf_token: Any,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio recognizes a handler with progress
    ) -> Json:
        """Photograph a real thing and get its Piclet. `image` is an uploaded file, the token the player's own."""

        logs.begin_request()  # the queue runs this outside of the request that asked for it

        def tell(step: Step, words: str) -> None:
            progress(step.share, desc=f"{step.words}: {words}" if words else step.words)

        def read() -> Photo:
            return read_photo(uploaded_file(image, self.upload_folder), _filename(image))

        return await self.scan(hf_token, read, tell, request)

    async def scan(self, hf_token: Any, read: Callable[[], Photo], tell: Tell, request: gr.Request) -> Json:
        """A scan's answer, however the photo comes here. `read` runs on a thread, and `tell` hears of each step."""

        async def scan() -> Json:
            recorded = await self.admission.scan(parameters.token(hf_token), read, tell)
            return self.browsing.scanned(recorded, self._base_url(request))

        return await answer(scan)

    async def get_user_piclets(self, hf_token: Any, request: gr.Request, limit: Any = 200, offset: Any = 0) -> Json:
        """The Piclets that the token's player has scanned, newest first scan first, and the player's stats."""

        async def read() -> Json:
            self.refusal()
            token = parameters.token(hf_token)
            most = parameters.whole_number(limit, "limit", default=200, least=0, most=1000)
            skipped = parameters.whole_number(offset, "offset", default=0, least=0, most=2**31 - 1)
            base_url = self._base_url(request)
            player = self.browsing.remembered_player(token)
            if player is None:
                player = await anyio.to_thread.run_sync(self.browsing.player, token)
            return await self.kept.answer(
                ("collection", player, most, skipped, base_url),
                partial(self.browsing.user_piclets, token, most, skipped, base_url),
            )

        return await answer(read)

    async def get_object_details(self, object_name: Any, request: gr.Request) -> Json:
        """An object by any spelling of its name: its canonical Piclet and the variations."""

        async def read() -> Json:
            self.refusal()
            name, base_url = parameters.object_name(object_name), self._base_url(request)
            return await self.kept.answer(
                ("object", name, base_url), partial(self.browsing.object_details, name, base_url)
            )

        return await answer(read)

    async def get_recent_activity(self, request: gr.Request, limit: Any = 20) -> Json:
        """The newest discoveries, newest first."""

        async def read() -> Json:
            self.refusal()
            most = parameters.whole_number(limit, "limit", default=20, least=0, most=100)
            base_url = self._base_url(request)
            return await self.kept.answer(
                ("activity", most, base_url), partial(self.browsing.recent_activity, most, base_url)
            )

        return await answer(read)

    async def get_leaderboard(self, limit: Any = 10) -> Json:
        """The best players by rarity score."""

        async def read() -> Json:
            self.refusal()
            most = parameters.whole_number(limit, "limit", default=10, least=0, most=100)
            return await self.kept.answer(("leaderboard", most), partial(self.browsing.leaderboard, most))

        return await answer(read)

    def _base_url(self, request: gr.Request) -> str:
        if self.public_url:
            return self.public_url
        host = str(request.headers.get("host", ""))
        return f"http://{host}" if _HOST.fullmatch(host) else ""


def add_endpoints(endpoints: Endpoints) -> None:
    """Add them to the Blocks of the current context."""
    trigger = gr.Button(visible=False)  # events of a component, since only those can report progress
    for endpoint in ENDPOINTS:
        trigger.click(
            getattr(endpoints, endpoint.name),
            inputs=[_input(parameter) for parameter in endpoint.parameters],
            outputs=[Api(None, {"type": "object", "description": f"{endpoint.answer} or {FAILURE}"}, label="answer")],
            api_name=endpoint.name,
            api_description=endpoint.about,
            preprocess=False,
            postprocess=False,
            # Reads go past the queue: they do not stand in line with scans.
            queue=endpoint.name == "generate_piclet",
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


def _filename(image: object) -> str:
    """What the player called the file."""
    given = image.get("orig_name") if isinstance(image, dict) else None
    return given if isinstance(given, str) else ""
