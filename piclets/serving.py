"""The game as a server: endpoints, pages and plain HTTP around one `Game`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI
from gradio import Blocks

from piclets.api.endpoints import Endpoints, add_endpoints
from piclets.api.kept import Kept
from piclets.api.server import Pages, Site, build_app
from piclets.logs import Recent
from piclets.operations import Operations
from piclets.web.admin import admin_blocks
from piclets.web.console import Console
from piclets.web.looks import looks
from piclets.web.pages import Pages as Face
from piclets.web.public import public_blocks
from piclets.web.scanning import Scanner
from piclets.web.share_card import ShareCards
from piclets.web.visitors import Door
from piclets.wiring import Game

if TYPE_CHECKING:  # its requirements are extra ones
    from piclets.api.mcp import ToolServer

log = logging.getLogger(__name__)

NOT_PERSISTENT = "This game is not persistent: it has no dataset to keep Piclets in, and forgets them at a restart."


def build_server(game: Game) -> FastAPI:
    """The ASGI application. Its lifespan starts the game's own threads and closes the game at the end."""
    settings = game.settings
    endpoints = Endpoints(
        admission=game.admission,
        browsing=game.browsing,
        upload_folder=settings.upload_folder,
        public_url=f"https://{settings.space_host}" if settings.space_host else None,
        refusal=game.refuse_reads,
        kept=Kept(game.ledger.version),
    )
    errors = Recent()

    def start() -> None:
        logging.getLogger().addHandler(errors)
        game.start()

    def stop() -> None:
        game.close()
        logging.getLogger().removeHandler(errors)

    site = Site(
        upload_folder=settings.upload_folder,
        readiness=game.readiness,
        find_image=game.find_image,
        metrics=game.metrics.text,
        host=settings.host,
        space_host=settings.space_host,
        on_space=settings.on_space,
        admin_password=settings.admin_password.get_secret_value() if settings.admin_password else None,
        on_start=start,
        on_stop=stop,
    )
    public = _public_face(game, lambda: add_endpoints(endpoints))
    operations = Operations(settings, game.ledger, game.dataset, game.readiness, errors)
    console = Console(game.moderation, operations, game.trial)
    admin = admin_blocks(console, signed_in=settings.admin_password is not None)
    pages = Pages(public=public, admin=admin, looks=looks())
    return build_app(site, pages, _tools(endpoints), backup=operations.backup)


def _tools(endpoints: Endpoints) -> ToolServer | None:
    """The game's tools for assistants, where what they need is installed."""
    try:
        from piclets.api.mcp import PATH, ToolServer
    except ImportError as error:
        log.info("no tools for assistants: %s (requirements-mcp.txt)", error)
        return None
    log.info("tools for assistants (MCP) are at %s/", PATH)
    return ToolServer(endpoints)


def _public_face(game: Game, add_endpoints: Callable[[], None]) -> Blocks:
    settings = game.settings
    door = Door(
        named=settings.identity == "local",
        sign_in=settings.on_space and settings.oauth_client_id is not None and settings.identity == "hub",
    )
    face = Face(door, game.admission, game.browsing, game.reporting, game.refuse_reads)
    shares = ShareCards(game.find_image, settings.upload_folder / "cards")
    scanner = Scanner(
        door, game.admission, game.browsing, shares, settings.upload_folder, asks_what=settings.ai == "local"
    )
    notice = None if settings.persistent else NOT_PERSISTENT
    if settings.mirror:
        notice = (
            f"This is a read-only mirror of {settings.dataset_repo}: look around, but nothing can be scanned here."
        )
    return public_blocks(face, scanner, add_endpoints, notice=notice)
