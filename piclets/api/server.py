"""One FastAPI process: public Blocks at the root, admin Blocks behind a door, and plain HTTP beside them."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from gradio.routes import App
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from piclets.api.addresses import Addresses
from piclets.api.admin_door import AdminDoor, Keys
from piclets.api.admin_keys import ConsoleSessions, OneTimeLink, Password
from piclets.api.http import Guard, add_backup, add_routes
from piclets.api.rest.app import CARDS_PREFIX, FEED_PATH, FEEDS_PREFIX, PREFIX, Under
from piclets.api.surface.bodies import refuse
from piclets.api.surface.budget import Uploads
from piclets.api.surface.calls import Calls, Face
from piclets.api.surface.direct import add_direct
from piclets.api.surface.files import add_files
from piclets.api.surface.forms import unreadable
from piclets.api.surface.front import Front, Rewrite
from piclets.api.surface.lean import Lean
from piclets.api.surface.queueing import BoundedQueue
from piclets.api.surface.routes import AllowList, Surface
from piclets.api.surface.served import Find, add_served
from piclets.api.surface.sessions import keep_little
from piclets.api.surface.streams import Streams
from piclets.api.surface.uploads import MAX_UPLOAD_BYTES, UploadDoor

if TYPE_CHECKING:  # its requirements are extra ones
    from piclets.api.mcp import ToolServer

THREADS = 100
"""For reads and Gradio's own work; scans wait without a thread."""
QUEUED_EVENTS = 700
"""Events Gradio runs at once: every scan at work and in line, and room for the pages' own."""
SWEEP_EVERY_S = 300
ADMIN_PATH = "/admin"
BLOCKS_AT = (ADMIN_PATH, "")


@dataclass(frozen=True)
class UserInterface:
    """The two faces of the server, as Blocks that have not been mounted yet, and their looks."""

    public: gr.Blocks
    admin: gr.Blocks
    looks: dict[str, Any]
    front: Rewrite
    """Makes of Gradio's page the one that an address names."""
    served: Find
    """The files that the pages need."""


@dataclass(frozen=True)
class Site:
    """What the server needs to know of the game it serves."""

    upload_folder: Path
    uploads: Uploads
    known: Callable[[str], str | None]
    """The sub of a token's player, if that is known without asking anyone."""
    readiness: Callable[[], tuple[bool, dict[str, Any]]]
    find_image: Callable[[str], Path | None]
    metrics: Callable[[], bytes]
    models: Callable[[], list[str]]
    on_loopback: bool
    own_hosts: frozenset[str]
    addresses: Addresses
    on_space: bool
    sign_in: bool
    admin_password: str | None
    announce_console: Callable[[str], None]
    """Given the path of each one-time link to a console without a password, with its secret."""
    on_start: Callable[[], None]
    on_stop: Callable[[], None]


def build_app(
    site: Site,
    interface: UserInterface,
    rest: FastAPI,
    tools: ToolServer | None,
    *,
    backup: Callable[[], AbstractContextManager[Path]],
) -> FastAPI:
    """The whole server as an ASGI application; its lifespan starts and stops the game."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        sweeper = _Sweeper(site.uploads)
        sweeper.start()
        site.on_start()
        if keys.link:
            keys.link.renew()
        try:
            async with tools.running() if tools else nullcontext():
                yield
        finally:
            sweeper.stop()
            site.on_stop()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, readiness=site.readiness, find_image=site.find_image, metrics=site.metrics, models=site.models)
    add_backup(app, ADMIN_PATH, backup)
    add_served(app, interface.served)
    app.router.routes.extend(Under(prefix, rest) for prefix in (PREFIX, CARDS_PREFIX, FEEDS_PREFIX))
    app.router.routes.append(Under(FEED_PATH, rest, exactly=True))
    if tools:
        tools.add_routes(app)
    add_files(app, site.upload_folder, BLOCKS_AT)
    keys = _keys(site)
    faces = {
        ADMIN_PATH: _mount(app, interface.admin, ADMIN_PATH, interface.looks, remembers_components=True),
        "": _mount(app, interface.public, "", interface.looks, remembers_components=False),
    }
    # The last one that is added sees a request first.
    app.add_middleware(Calls, faces=faces, folder=site.upload_folder, known=site.known)
    app.add_middleware(Front, rewrite=interface.front)
    app.add_middleware(
        UploadDoor, uploads=site.uploads, paths=frozenset(f"{prefix}/gradio_api/upload" for prefix in BLOCKS_AT)
    )
    app.add_middleware(Surface, served=AllowList(blocks_at=BLOCKS_AT, sign_in=site.sign_in))
    app.add_middleware(AdminDoor, path=ADMIN_PATH, keys=keys, own_hosts=site.own_hosts)
    app.add_middleware(Streams)  # in front of all that reads a body
    app.add_middleware(Lean)
    app.add_middleware(Guard, addresses=site.addresses, own_hosts=site.own_hosts)
    return app


def _keys(site: Site) -> Keys:
    sessions = ConsoleSessions(time.monotonic)
    if site.admin_password:
        return Keys(sessions, password=Password(site.admin_password, time.monotonic))
    if site.on_loopback and not site.on_space:
        link = OneTimeLink(lambda secret: site.announce_console(f"{ADMIN_PATH}/?key={secret}"))
        return Keys(sessions, link=link)
    return Keys(sessions)


def _mount(app: FastAPI, blocks: gr.Blocks, path: str, looks: dict[str, Any], *, remembers_components: bool) -> Face:
    """Mount a Blocks, with our bounds in the place of what Gradio keeps without any."""
    blocks.api_open = False
    blocks.max_threads = THREADS
    blocks._queue = queue = BoundedQueue(blocks, threads=QUEUED_EVENTS)
    # A mounted Blocks checks no file path before this is set: any endpoint would copy any file of this machine
    # into the public upload folder.
    blocks.has_launched = True
    gr.mount_gradio_app(
        app,
        blocks,
        path,
        show_error=False,
        max_file_size=MAX_UPLOAD_BYTES,
        ssr_mode=False,
        run_history=False,
        mcp_server=False,  # whatever GRADIO_MCP_SERVER says: the tools are our own, see piclets.api.mcp
        **looks,
    )
    mounted = app.routes[-1]
    assert isinstance(mounted, Mount)  # noqa: S101 - what Gradio has just added
    assert isinstance(mounted.app, App)  # noqa: S101 - likewise
    mounted.app.add_exception_handler(RequestValidationError, _unreadable)
    add_direct(mounted.app)
    return Face(blocks, queue, keep_little(mounted.app, blocks, components=remembers_components))


async def _unreadable(_request: Request, _error: Exception) -> Response:
    """FastAPI's own answer would repeat what was sent, a token among it."""
    return refuse(unreadable())


class _Sweeper:
    """Deletes old uploads: Gradio itself keeps them for ever."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upload-sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(SWEEP_EVERY_S):
            self._uploads.sweep()
