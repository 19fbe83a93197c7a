"""How a game sees: its catalogues, the thread that follows the log for its own one, and the model that may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from piclets.dataset.dataset import Dataset
from piclets.dataset.place import Place
from piclets.ledger.followers import Following
from piclets.ledger.ledger import Ledger
from piclets.ledger.sights import Sights
from piclets.ledger.turns import LookingTurn
from piclets.ledger.vectors import SharedVectors
from piclets.ledger.wordbook import Wordbook
from piclets.models.sight import SightModel
from piclets.models.store import ModelStore
from piclets.search.awakening import Awakening
from piclets.search.catalogues import Catalogue
from piclets.search.eyes import ClipEye, Eye, Eyes, PlainEye
from piclets.search.filed import vectors_file
from piclets.search.game import GameCatalogue
from piclets.search.library import Library
from piclets.search.offering import ShardOffering
from piclets.search.recognition import Recogniser
from piclets.search.shards import can_share
from piclets.search.sight import Sight
from piclets.search.spelling import Spelling
from piclets.search.supply import Nothing, Published, Shared, Supply
from piclets.settings import BadSetting, Settings


@dataclass
class Seeing:
    """The parts of sight that live as long as the game. While it is off there is `sight` alone, and empty."""

    sight: Sight
    recogniser: Recogniser
    spelling: Spelling
    learning: Following
    following: Following | None = None
    library: Library | None = None
    awakening: Awakening | None = None
    offering: ShardOffering | None = None
    plain: GameCatalogue | None = None

    def start(self) -> None:
        self.learning.start()
        if self.following:
            self.following.start()
        if self.library:
            self.library.start(self.sight.add)
        if self.awakening:
            self.awakening.start()

    def stop(self) -> None:
        self.learning.stop()
        if self.awakening:
            self.awakening.stop()
        self.leave_plain()

    def leave_plain(self) -> None:
        """The game is searched by a model now, or no more."""
        if self.following and self.plain:
            self.following.stop()
            self.plain.close()

    def state(self) -> dict[str, Any]:
        """What /ready tells."""
        return {
            "catalogues": [each.wire() for each in self.sight.catalogues()],
            "following": self.following.state() if self.following else None,
            "model": self.awakening.state() if self.awakening else None,
            "fetching": self.library.expects() if self.library else [],
            "shardsToPublish": self.offering.waiting() if self.offering else None,
        }


def see(settings: Settings, ledger: Ledger, place: Place) -> Seeing:
    """Put sight together. `place` has the pictures, and vectors that were published. Raises BadSetting."""
    spelling = Spelling(Sights(ledger.database))
    learning = Following(ledger, spelling)
    if settings.sight == "off":
        nothing = Sight([], settings.default_catalogue)
        return Seeing(nothing, Recogniser(nothing, {}), spelling, learning)
    eyes = Eyes()
    folder = settings.data_dir / "sight"

    def make(eye: Eye) -> GameCatalogue:
        return GameCatalogue(
            eye,
            Sights(ledger.database),
            Wordbook(ledger.database),
            place.picture,
            vectors_file(folder, eye.model),
            _supply(eye, ledger, place, shares=can_share() and eye.model not in nameless),
        )

    model = _model(settings)
    nameless = [model.address] if model.folder else []
    own = make(PlainEye())
    following = Following(ledger, own)
    library = Library(settings.catalogues_folder, settings.hub, eyes.of)
    sight = _sight(settings, own, library)
    recogniser = Recogniser(sight, _recognising(settings, sight, library))
    seeing = Seeing(sight, recogniser, spelling, learning, following, library, plain=own)
    store = ModelStore(settings.models_folder, settings.hub)
    if _is_wanted(settings, model, store):
        seeing.awakening = Awakening(
            ledger,
            sight,
            eyes,
            model.address,
            lambda say: ClipEye(model.address, model.load(store, say)),
            make,
            seeing.leave_plain,
        )
    if isinstance(place, Dataset) and can_share():
        seeing.offering = ShardOffering(Sights(ledger.database), lambda: _to_publish(seeing, nameless))
        place.publish_also(seeing.offering)
    return seeing


def _supply(eye: Eye, ledger: Ledger, place: Place, *, shares: bool) -> Supply:
    """Where an eye's vectors come from before they are computed; `shares`: from the dataset, too."""
    published = Published(place.derived, eye.model, eye.dimension) if shares else Nothing()
    if ledger.database.embedded:
        return published
    turn = LookingTurn(ledger.database, eye.model)
    return Shared(SharedVectors(ledger.database), turn, eye.model, eye.dimension, published)


def _to_publish(seeing: Seeing, nameless: Sequence[str]) -> GameCatalogue | None:
    """The game's catalogue, when it is known which model it stays with.

    What a model from a folder makes is not published: its name says nothing elsewhere.
    """
    if seeing.awakening and not seeing.awakening.over:
        return None
    own = seeing.sight.game()
    return own if own and own.state().ready and own.model not in nameless else None


def _model(settings: Settings) -> SightModel:
    """Raises BadSetting for what is no model's address."""
    model = SightModel(settings.sight_model)
    try:
        if model.folder is None:
            model.sources()
    except ValueError:
        raise BadSetting(
            f"PICLETS_SIGHT_MODEL={model.address!r} cannot be used: it has to be owner/name@revision, or a folder."
        ) from None
    return model


def _is_wanted(settings: Settings, model: SightModel, store: ModelStore) -> bool:
    """Whether the model is to be loaded, and fetched where it is not here."""
    if settings.sight == "auto":
        return settings.on_space or model.is_here(store)
    return settings.sight == "clip"


def _recognising(settings: Settings, sight: Sight, library: Library) -> dict[str, float]:
    """How sure each recognising catalogue has to be. Raises BadSetting for one that there is not."""
    names = [each.name for each in sight.catalogues()]
    for name, _ in settings.recognise:
        if name not in names and not library.expects():
            raise BadSetting(f"PICLETS_RECOGNISE={name!r} cannot be used: it has to be one of {', '.join(names)}.")
    return dict(settings.recognise)


def _sight(settings: Settings, own: GameCatalogue, library: Library) -> Sight:
    """Raises BadSetting for a default catalogue that there is not."""
    catalogues: list[Catalogue] = [own, *library.open(settings.catalogues)]
    names = [each.name for each in catalogues]
    if settings.default_catalogue not in names and not library.expects():
        raise BadSetting(
            f"PICLETS_DEFAULT_CATALOGUE={settings.default_catalogue!r} cannot be used: it has to be one of "
            f"{', '.join(names)}."
        )
    return Sight(catalogues, settings.default_catalogue)
