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

from piclets.api.admin_door import LOOPBACK, AdminDoor, Password, Sessions
from piclets.api.http import Guard, add_backup, add_routes
from piclets.intake import sweep_uploads

if TYPE_CHECKING:  # its requirements are extra ones
    from piclets.api.mcp import ToolServer

UPLOAD_LIMIT = "32mb"
THREADS = 100
"""For reads and Gradio's own work; scans wait without a thread."""
QUEUED_EVENTS = 700
"""Events Gradio runs at once: every scan at work and in line, and room for the pages' own."""
UPLOADS_KEPT_S = 3600
UPLOADS_KEPT_BYTES = 2 * 1024**3
SWEEP_EVERY_S = 300
ADMIN_PATH = "/admin"


@dataclass(frozen=True)
class Pages:
    """The two faces of the server, as Blocks that have not been mounted yet, and their looks."""

    public: gr.Blocks
    admin: gr.Blocks
    looks: dict[str, Any]


@dataclass(frozen=True)
class Site:
    """What the server needs to know of the game it serves."""

    upload_folder: Path
    readiness: Callable[[], tuple[bool, dict[str, Any]]]
    find_image: Callable[[str], Path | None]
    metrics: Callable[[], bytes]
    host: str
    space_host: str | None
    on_space: bool
    admin_password: str | None
    on_start: Callable[[], None]
    on_stop: Callable[[], None]


def build_app(
    site: Site, pages: Pages, tools: ToolServer | None, *, backup: Callable[[], AbstractContextManager[Path]]
) -> FastAPI:
    """The whole server as an ASGI application; its lifespan starts and stops the game."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        sweeper = _Sweeper(site.upload_folder)
        sweeper.start()
        site.on_start()
        try:
            async with tools.running() if tools else nullcontext():
                yield
        finally:
            sweeper.stop()
            site.on_stop()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, readiness=site.readiness, find_image=site.find_image, metrics=site.metrics)
    add_backup(app, ADMIN_PATH, backup)
    if tools:
        tools.add_routes(app)
    open_on_loopback = site.host in LOOPBACK and not site.on_space
    password = Password(site.admin_password, time.monotonic) if site.admin_password else None
    app.add_middleware(
        AdminDoor,
        path=ADMIN_PATH,
        password=password,
        sessions=Sessions(time.monotonic),
        open_on_loopback=open_on_loopback,
    )
    app.add_middleware(Guard, public_host=site.space_host)
    _mount(app, pages.admin, ADMIN_PATH, pages.looks)
    _mount(app, pages.public, "", pages.looks)
    return app


def _mount(app: FastAPI, blocks: gr.Blocks, path: str, looks: dict[str, Any]) -> None:
    blocks.queue(max_size=None, default_concurrency_limit=None, api_open=False)
    blocks.max_threads = THREADS
    blocks._queue.max_thread_count = QUEUED_EVENTS
    # A mounted Blocks checks no file path before this is set: any endpoint would copy any file of this machine
    # into the public upload folder.
    blocks.has_launched = True
    gr.mount_gradio_app(
        app,
        blocks,
        path,
        show_error=False,
        max_file_size=UPLOAD_LIMIT,
        ssr_mode=False,
        run_history=False,
        mcp_server=False,  # whatever GRADIO_MCP_SERVER says: the tools are our own, see piclets.api.mcp
        **looks,
    )


class _Sweeper:
    """Deletes old uploads: Gradio itself keeps them for ever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upload-sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(SWEEP_EVERY_S):
            sweep_uploads(self._folder, time.time(), UPLOADS_KEPT_S, UPLOADS_KEPT_BYTES)
