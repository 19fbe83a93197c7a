"""The composition root: the one place where the parts of the game are put together. Tests build the same graph."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from piclets import __version__
from piclets.admin.alerts import Alerts
from piclets.admin.herald import Herald
from piclets.admin.moderation import Moderation
from piclets.admin.trial import Trial
from piclets.admin.webhook import Webhook
from piclets.dataset.dataset import Dataset
from piclets.dataset.place import Place
from piclets.domain.names import spellings
from piclets.domain.records import Entry
from piclets.errors import PicletsError, StorageUnavailable
from piclets.identity import HubIdentity, Identity, LocalIdentity
from piclets.images.store import ImageStore
from piclets.ledger.allowances import Allowances
from piclets.ledger.answers import Answers
from piclets.ledger.candidates import Candidates
from piclets.ledger.collections import CollectionQueries
from piclets.ledger.counters import Counters
from piclets.ledger.dex import DexQueries
from piclets.ledger.durability import Durability
from piclets.ledger.feeds import FeedQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.listing import Listing
from piclets.ledger.owned import OwnedQueries
from piclets.ledger.queries import Queries
from piclets.ledger.relations import Relations
from piclets.ledger.reports import Reports
from piclets.ledger.seasons import SeasonQueries
from piclets.ledger.trades import Trades
from piclets.ledger.turns import TELLING, Turn
from piclets.metrics import Metrics
from piclets.models.mattes import Mattes
from piclets.models.matting import MattingChoice
from piclets.models.store import ModelStore
from piclets.play.admission import CONFIRMATION_S, Admission, ScanLimits
from piclets.play.answers import Activity
from piclets.play.browsing import Browsing
from piclets.play.collecting import Collecting
from piclets.play.cutting import Cutting
from piclets.play.discovery import Discovering, Services
from piclets.play.feeds import Feeds
from piclets.play.listing import OwnPage
from piclets.play.printing import Printing
from piclets.play.reporting import Reporting
from piclets.play.searching import Searching
from piclets.play.seasons import Seasons
from piclets.play.trading import Trading
from piclets.play.verification import Verification
from piclets.server.cards import Cards, cards_of
from piclets.server.seeing import Seeing, see
from piclets.server.storage import storage_of
from piclets.server.wheeling import Wheeling, turn
from piclets.services.chain import AiChain, build_chain, build_server_chain
from piclets.settings import Settings
from piclets.studio import Studio

GIFT_KEY = "gift_key"
"""The name under which `meta` has the secret of gift codes, where there is no HF_TOKEN to derive it from."""


@dataclass
class Game:
    """Everything that serves a scan or a read. `close` gives back what it holds, in the right order."""

    settings: Settings
    ledger: Ledger
    queries: Queries
    images: ImageStore
    identity: Identity
    discovery: Discovering
    verification: Verification
    admission: Admission
    browsing: Browsing
    searching: Searching
    reporting: Reporting
    collecting: Collecting
    feeds: Feeds
    seasons: Seasons
    own_page: OwnPage
    printing: Printing
    trading: Trading
    moderation: Moderation
    trial: Trial
    wheeling: Wheeling
    metrics: Metrics
    dataset: Place
    alerts: Alerts | None
    herald: Herald | None
    seeing: Seeing
    mattes: Mattes | None
    cards: Cards
    ai_status: Callable[[], dict[str, Any]]
    closing: ExitStack = field(default_factory=ExitStack)

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Whether the game can be played, and what /ready tells."""
        refusal: PicletsError | None
        try:
            refusal = self.ledger.read_refusal()
            state: dict[str, Any] = {
                "events": self.ledger.head(),
                "dataset": self.dataset.state(),
            }
        except StorageUnavailable as error:
            refusal, state = error, {}
        return refusal is None, {
            "ready": refusal is None,
            "reason": refusal.message if refusal else None,
            "readsAsOf": self.ledger.reads_as_of if refusal else None,
            "version": __version__,
            "persistence": "persistent" if self.settings.persistent else "not persistent",
            **state,
            "wheel": self.wheeling.state(),
            "scans": self.admission.state(),
            "ai": {"family": self.settings.ai, **self.ai_status()},
            "sight": self.seeing.state(),
            "matting": self.mattes.state() if self.mattes else None,
        }

    def refuse_reads(self) -> None:
        """Raises what keeps the game from being read now."""
        refusal = self.ledger.read_refusal()
        if refusal is not None:
            raise refusal

    def refuse_first_reads(self) -> None:
        """`refuse_reads`, of the five reads: they are served while the rest of the game is being restored."""
        if self.ledger.reads_as_of is None:
            self.refuse_reads()

    def find_image(self, name: str) -> Path | None:
        """The file of a Piclet's picture, by its name; a dataset's picture is fetched back where it is not here.

        None where there is none, and for a Piclet that is hidden. Raises ServiceUnavailable, StorageUnavailable.
        """
        if self.queries.is_withheld(name):
            return None
        return self.dataset.picture(name)

    def start(self) -> None:
        """Start what runs beside the requests."""
        self.wheeling.start()
        self.dataset.start()
        if self.alerts:
            self.alerts.start()
        if self.herald:
            self.herald.start()
        self.seeing.start()
        if self.mattes:
            self.mattes.start()
        self.cards.following.start()

    def close(self) -> None:
        self.closing.close()


def _warm_up() -> None:
    """Load the dictionary behind the names, half a second's work: else all of the first scans load it at once."""
    spellings("pillow")


def build_game(
    settings: Settings,
    *,
    services: Services | None = None,
    identity: Identity | None = None,
    durability: Durability | None = None,
    confirmation_s: float = CONFIRMATION_S,
) -> Game:
    """Put the game together; what is given replaces what the settings would choose.

    A scan waits at most `confirmation_s` seconds for the dataset.
    Raises BadSetting where another server has the data folder, WrongLedger, UnknownEvent, StorageUnavailable.
    """
    with ExitStack() as closing:
        game = _build(settings, services, identity, durability, confirmation_s, closing)
        game.closing = closing.pop_all()
    return game


def _build(
    settings: Settings,
    services: Services | None,
    identity: Identity | None,
    durability: Durability | None,
    confirmation_s: float,
    closing: ExitStack,
) -> Game:
    _warm_up()
    ledger, images, dataset = storage_of(settings, durability, closing)
    durable = durability or dataset
    alerts, herald = _alerts(settings, dataset, closing), _herald(settings, ledger, closing)
    identity = identity or _identity(settings, closing)
    chain = _chain(settings, Answers(ledger.database), identity)
    ai = services or _services(chain or Studio())
    seeing = see(settings, ledger, dataset)
    closing.callback(seeing.stop)
    cards = cards_of(ledger)
    closing.callback(cards.following.stop)
    mattes = _mattes(settings, closing)
    discovery = Discovering(
        ledger, Candidates(ledger.database), images, ai, seeing.recogniser.in_photo, Cutting(mattes)
    )
    wheeling = turn(settings, ledger, durable, confirmation_s)
    closing.callback(wheeling.stop)
    metrics = Metrics()
    verification = Verification(identity)
    closing.callback(verification.close)
    admission = _admission(settings, ledger, verification, discovery, durable, metrics, confirmation_s, closing)
    queries, allowances = Queries(ledger.database), Allowances(ledger.database)
    browsing = Browsing(identity, ledger, queries, DexQueries(ledger.database))
    searching = _searching(ledger, queries, seeing)
    game = Game(
        settings=settings,
        ledger=ledger,
        queries=queries,
        images=images,
        identity=identity,
        discovery=discovery,
        verification=verification,
        admission=admission,
        browsing=browsing,
        seasons=Seasons(SeasonQueries(ledger.database)),
        own_page=OwnPage(Listing(ledger), allowances, durable, confirmation_s),
        collecting=Collecting(CollectionQueries(ledger.database), queries),
        feeds=Feeds(FeedQueries(ledger.database), browsing.normalized),
        printing=cards.printing,
        trading=_trading(settings, ledger, queries, cards.printing, durable, confirmation_s),
        searching=searching,
        reporting=Reporting(Reports(ledger.database), allowances),
        moderation=Moderation(ledger, Reports(ledger.database), searching.near),
        trial=Trial(Candidates(ledger.database), _by_name(services, chain, ai), settings.scan_deadline),
        wheeling=wheeling,
        metrics=metrics,
        dataset=dataset,
        alerts=alerts,
        herald=herald,
        seeing=seeing,
        mattes=mattes,
        cards=cards,
        ai_status=chain.status if chain else dict,
    )
    _watch(game)
    return game


def _admission(
    settings: Settings,
    ledger: Ledger,
    verification: Verification,
    discovery: Discovering,
    durable: Durability,
    metrics: Metrics,
    confirmation_s: float,
    closing: ExitStack,
) -> Admission:
    admission = Admission(
        verification,
        discovery,
        durable,
        Allowances(ledger.database),
        Counters(ledger.database),
        metrics,
        ScanLimits(settings.max_scans, settings.scan_deadline, settings.scans_per_hour, confirmation_s),
    )
    closing.callback(admission.close)
    return admission


def _searching(ledger: Ledger, queries: Queries, seeing: Seeing) -> Searching:
    return Searching(
        DexQueries(ledger.database),
        OwnedQueries(ledger.database),
        queries,
        seeing.spelling,
        seeing.sight,
        seeing.recogniser,
    )


def _trading(
    settings: Settings,
    ledger: Ledger,
    queries: Queries,
    printing: Printing,
    durable: Durability,
    confirmation_s: float,
) -> Trading:
    return Trading(
        Trades(ledger),
        Relations(ledger.database),
        printing,
        queries,
        _gift_key(settings, ledger),
        durable,
        confirmation_s,
    )


def _watch(game: Game) -> None:
    game.metrics.watch("scans_working", "Scans at work", lambda: game.admission.state()["working"])
    game.metrics.watch("scans_waiting", "Scans in line", lambda: game.admission.state()["waiting"])
    game.metrics.watch_services(game.ai_status)
    game.metrics.watch("events", "Events in the ledger", game.ledger.head, away=(StorageUnavailable,))


def _gift_key(settings: Settings, ledger: Ledger) -> bytes:
    """What signs gift codes: the same on every server of the game, and after a restart that loses the disk."""
    if settings.hf_token is not None:
        return hashlib.sha256(b"gifts " + settings.hf_token.get_secret_value().encode()).digest()
    return bytes.fromhex(ledger.meta_kept(GIFT_KEY, secrets.token_hex(32)))


def _alerts(settings: Settings, dataset: Place, closing: ExitStack) -> Alerts | None:
    if not isinstance(dataset, Dataset) or settings.alert_webhook is None:
        return None
    alerts = Alerts(settings.alert_webhook.get_secret_value(), dataset.state)
    closing.callback(alerts.stop)
    return alerts


def _mattes(settings: Settings, closing: ExitStack) -> Mattes | None:
    if settings.matting_model is None:
        return None
    mattes = Mattes(MattingChoice(settings.matting_model), ModelStore(settings.models_folder, settings.hub))
    closing.callback(mattes.stop)
    return mattes


def _herald(settings: Settings, ledger: Ledger, closing: ExitStack) -> Herald | None:
    if settings.discovery_webhook is None:
        return None
    webhook = Webhook(settings.discovery_webhook.get_secret_value())
    herald = Herald(webhook, ledger, Turn(ledger.database, TELLING), settings.public_url or "", _activity)
    closing.callback(herald.stop)
    return herald


def _activity(entry: Entry, base_url: str) -> dict[str, Any]:
    return Activity.of(entry, base_url).wire()


def _identity(settings: Settings, closing: ExitStack) -> Identity:
    if settings.identity == "local":
        return LocalIdentity()
    identity = HubIdentity(settings.hub)
    closing.callback(identity.close)
    return identity


def _chain(settings: Settings, cache: Answers, identity: Identity) -> AiChain | None:
    """None where the studio does it all."""
    if settings.ai == "spaces":
        return build_chain(settings, cache, signed_in=identity.confirm)
    return build_server_chain(settings, cache, Studio()) if settings.ai == "server" else None


def _by_name(given: Services | None, chain: AiChain | None, ai: Services) -> dict[str, dict[str, Any]]:
    """Per step the adapters that can be tried out one by one."""
    if chain and given is None:
        return chain.services()
    return {"caption": {"studio": ai.captioner}, "concept": {"studio": ai.conceiver}, "image": {"studio": ai.painter}}


def _services(family: AiChain | Studio) -> Services:
    return Services(captioner=family, conceiver=family, painter=family)
