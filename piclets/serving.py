"""The game as a server: endpoints, pages and plain HTTP around one `Game`."""

from __future__ import annotations

from fastapi import FastAPI

from piclets.api.endpoints import Endpoints, add_endpoints
from piclets.api.server import Pages, Site, build_app
from piclets.web.admin import admin_blocks
from piclets.web.public import public_blocks
from piclets.wiring import Game


def build_server(game: Game) -> FastAPI:
    """The ASGI application. Its lifespan starts the game's own threads and closes the game at the end."""
    settings = game.settings
    endpoints = Endpoints(
        admission=game.admission,
        browsing=game.browsing,
        upload_folder=settings.upload_folder,
        public_url=f"https://{settings.space_host}" if settings.space_host else None,
        refusal=game.refuse_reads,
    )
    site = Site(
        upload_folder=settings.upload_folder,
        readiness=game.readiness,
        find_image=game.find_image,
        metrics=game.metrics.text,
        host=settings.host,
        space_host=settings.space_host,
        on_space=settings.on_space,
        admin_password=settings.admin_password.get_secret_value() if settings.admin_password else None,
        on_start=game.start,
        on_stop=game.close,
    )
    pages = Pages(public=public_blocks(lambda: add_endpoints(endpoints)), admin=admin_blocks(), looks={})
    return build_app(site, pages)
