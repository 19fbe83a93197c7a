"""The game as a server: endpoints, pages and plain HTTP around one `Game`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI
from gradio import Blocks

from piclets.admin.fair_play import FairPlay
from piclets.admin.operations import Operations
from piclets.admin.seasons import SeasonDesk
from piclets.api.addresses import PLATFORM, Addresses
from piclets.api.endpoints import Endpoints, add_endpoints
from piclets.api.kept import Kept
from piclets.api.rest.access import Access, Caller
from piclets.api.rest.app import Capability, build_rest
from piclets.api.rest.cards import cards_capability
from piclets.api.rest.collecting import collecting_capability
from piclets.api.rest.feeds import feeds_capability
from piclets.api.rest.links import base_url_of
from piclets.api.rest.listing import listing_capability
from piclets.api.rest.previews import previews_capability
from piclets.api.rest.prints import prints_capability
from piclets.api.rest.search import search_capability
from piclets.api.rest.seasons import seasons_capability
from piclets.api.rest.trading import trading_capability
from piclets.api.rest.wheel import keep_capability, wheel_capability
from piclets.api.rest.workload import PerMinute, Workload
from piclets.api.server import Site, UserInterface, build_app
from piclets.api.surface.budget import Uploads
from piclets.logs import Recent
from piclets.play.identifying import Identifying
from piclets.play.previews import Preview, Previews
from piclets.prints.preview import draw_preview
from piclets.server.wiring import Game
from piclets.settings import Settings
from piclets.web.admin import admin_blocks
from piclets.web.collecting import CollectingPages
from piclets.web.console import Console
from piclets.web.credits import CREDITS
from piclets.web.files import served
from piclets.web.finding import PhotoFinder
from piclets.web.looks import looks
from piclets.web.markup import render
from piclets.web.naming import NamingDesk
from piclets.web.pages import Pages
from piclets.web.players import PlayerPages
from piclets.web.prints import PrintPages
from piclets.web.public import public_blocks
from piclets.web.scanning import Scanner
from piclets.web.season import SeasonPages
from piclets.web.season_console import SeasonConsole
from piclets.web.share_card import ShareCards
from piclets.web.shell import Shell
from piclets.web.visitors import Entrance

if TYPE_CHECKING:  # its requirements are extra ones
    from piclets.api.mcp import ToolServer

log = logging.getLogger(__name__)

NOT_PERSISTENT = "This game is not persistent: it has no dataset to keep Piclets in, and forgets them at a restart."


def build_server(game: Game, announce_console: Callable[[str], None] = lambda _path: None) -> FastAPI:
    """The ASGI application. Its lifespan starts the game's own threads and closes the game at the end.

    `announce_console` is given the path of each one-time link to a console without a password; it is a secret.
    """
    settings = game.settings
    uploads = Uploads(settings.upload_folder)
    endpoints = Endpoints(
        admission=game.admission,
        verification=game.verification,
        browsing=game.browsing,
        upload_folder=settings.upload_folder,
        public_url=settings.public_url,
        refusal=game.refuse_first_reads,
        kept=Kept(game.ledger.version),
        claim=uploads.claim,
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
        uploads=uploads,
        known=game.browsing.known,
        readiness=game.readiness,
        find_image=game.find_image,
        metrics=game.metrics.text,
        models=game.wheeling.wheels.models.loaded,
        on_loopback=settings.on_loopback,
        own_hosts=frozenset(settings.space_hosts),
        addresses=Addresses((*settings.trusted_proxies, *(PLATFORM if settings.on_space else ()))),
        on_space=settings.on_space,
        sign_in=_signs_in(settings),
        admin_password=settings.admin_password.get_secret_value() if settings.admin_password else None,
        announce_console=announce_console,
        on_start=start,
        on_stop=stop,
    )
    searches = Workload(PerMinute(settings.anonymous_per_minute), name="sight")
    game.closing.callback(searches.close)
    identifying = game.cards.identifying(game.find_image)
    pages = _pages(game)
    public = _public_face(game, pages, uploads, identifying, searches, lambda: add_endpoints(endpoints))
    operations = Operations(settings, game.ledger, game.dataset, game.readiness, errors)
    console = Console(game.moderation, FairPlay(game.ledger, game.moderation), operations, game.trial)
    admin = admin_blocks(console, SeasonConsole(SeasonDesk(game.ledger)))
    previews = Previews(game.browsing, game.collecting, game.printing)
    shell, base_url = Shell(previews, pages.first), base_url_of(settings.public_url)
    interface = UserInterface(
        public=public,
        admin=admin,
        looks=looks(),
        front=lambda html, query, request: shell.page(html, query, base_url(request)),
        served=served,
    )
    rest = _rest(game, identifying, searches, previews, uploads)
    return build_app(site, interface, rest, _tools(game, endpoints), backup=operations.backup)


def _rest(game: Game, identifying: Identifying, searches: Workload, previews: Previews, uploads: Uploads) -> FastAPI:
    """Plain HTTP: each capability brings its routes."""
    settings = game.settings
    access = Access(game.identity)
    base_url = base_url_of(settings.public_url)
    per_minute = PerMinute(settings.anonymous_per_minute)
    reading, drawing = Workload(per_minute, name="read-cards"), Workload(per_minute, name="draw-cards")
    tokens = Workload(per_minute, name="tokens")
    linking = Workload(per_minute, name="draw-previews")
    for workload in (tokens, reading, drawing, linking):
        game.closing.callback(workload.close)

    def draw(preview: Preview) -> bytes:
        pictures = [game.find_image(image) for image in preview.images]
        return draw_preview(preview.headline, preview.lines, pictures, preview.tier)

    capabilities: list[Capability] = [
        wheel_capability(game.wheeling.wheels, access, tokens),
        keep_capability(game.wheeling.keeping, game.browsing.piclet, access, base_url),
        search_capability(game.seeing.sight, access, searches, game.refuse_reads, base_url),
        collecting_capability(game.collecting, access, game.refuse_reads, base_url),
        feeds_capability(game.feeds, game.refuse_reads, base_url),
        listing_capability(game.own_page, access, game.refuse_reads),
        seasons_capability(game.seasons, access, game.refuse_reads),
        prints_capability(game.printing, access, game.refuse_reads, base_url),
        cards_capability(identifying, access, reading, drawing, game.refuse_reads, base_url),
        trading_capability(game.trading, access, game.refuse_reads, base_url),
        previews_capability(previews, draw, access, linking, game.refuse_reads),
    ]
    return build_rest(capabilities, totals=game.browsing.totals, uploads=uploads)


def _tools(game: Game, endpoints: Endpoints) -> ToolServer | None:
    """The game's tools for assistants, where what they need is installed."""
    try:
        from piclets.api.collecting_tools import CollectingTools
        from piclets.api.mcp import PATH, ToolServer
    except ImportError as error:
        log.info("no tools for assistants: %s (requirements-mcp.txt)", error)
        return None
    log.info("tools for assistants (MCP) are at %s/", PATH)
    base_url = base_url_of(game.settings.public_url)
    collecting = CollectingTools(
        game.collecting, lambda token: game.browsing.player(token).sub, game.refuse_reads, base_url
    )
    return ToolServer(endpoints, game.seasons, collecting)


def _signs_in(settings: Settings) -> bool:
    """Whether visitors can sign in with Hugging Face."""
    return settings.on_space and settings.oauth_client_id is not None and settings.identity == "hub"


def _pages(game: Game) -> Pages:
    door = Entrance(named=game.settings.identity == "local", sign_in=_signs_in(game.settings))
    return Pages(
        door,
        game.admission,
        game.browsing,
        game.reporting,
        game.searching,
        game.collecting,
        game.printing,
        game.refuse_reads,
    )


def _public_face(
    game: Game,
    pages: Pages,
    uploads: Uploads,
    identifying: Identifying,
    searches: Workload,
    add_endpoints: Callable[[], None],
) -> Blocks:
    settings = game.settings
    door = pages.door
    shares = ShareCards(game.find_image, settings.upload_folder / "cards")
    scanner = Scanner(
        door,
        game.admission,
        game.browsing,
        identifying,
        shares,
        settings.upload_folder,
        uploads.claim,
        asks_what=settings.ai == "local",
        badges=game.collecting.badges,
    )
    notice = None if settings.persistent else NOT_PERSISTENT
    if settings.mirror:
        notice = (
            f"This is a read-only mirror of {settings.dataset_repo}: look around, but nothing can be scanned here."
        )
    collecting = CollectingPages(door, game.browsing, game.collecting, game.refuse_reads)
    prints = PrintPages(door, game.browsing, game.printing, game.trading, game.refuse_reads)
    naming = NamingDesk(door, game.browsing, game.wheeling.wheels, game.wheeling.keeping)
    finder = PhotoFinder(
        game.seeing.sight,
        lambda visitor, work: searches.run(Caller(None, None, visitor), work),
        settings.upload_folder,
        game.refuse_reads,
    )
    seasons = SeasonPages(door, game.browsing, game.seasons, game.refuse_reads)
    players = PlayerPages(door, game.browsing, game.collecting, game.trading, game.own_page, game.refuse_reads)
    dataset = settings.dataset_repo if settings.publishes or settings.mirror else None
    about = render("about", credits=CREDITS, dataset=dataset, studio=settings.ai == "local")
    return public_blocks(
        pages,
        collecting,
        prints,
        scanner,
        finder,
        naming,
        seasons,
        players,
        add_endpoints,
        notice=notice,
        about=about,
    )
