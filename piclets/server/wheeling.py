"""How a game turns its wheel: models, sessions and what runs beside them, and names that are kept."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from piclets.ledger.durability import Durability
from piclets.ledger.ledger import Ledger
from piclets.ledger.naming import Naming
from piclets.ledger.sessions import WheelSessions
from piclets.models.prefixes import Prefixes
from piclets.models.store import ModelStore
from piclets.settings import BadSetting, Settings
from piclets.wheel.beside import Beside
from piclets.wheel.keeping import Keeping
from piclets.wheel.line import Line
from piclets.wheel.models import KINDS, LanguageModels
from piclets.wheel.prompts import Thing
from piclets.wheel.wheels import Wheels


@dataclass
class Wheeling:
    """The parts of the wheel that live as long as the game."""

    wheels: Wheels
    naming: Naming
    keeping: Keeping
    sessions: WheelSessions
    beside: Beside

    def start(self) -> None:
        self.beside.start()

    def stop(self) -> None:
        self.beside.stop()
        self.wheels.close()
        self.sessions.close()

    def state(self) -> dict[str, Any]:
        """Each model's state, for /ready."""
        return self.wheels.models.state()


def turn(settings: Settings, ledger: Ledger, durability: Durability, confirmation_s: float) -> Wheeling:
    """A name waits at most `confirmation_s` seconds for the dataset. Raises BadSetting, StorageUnavailable."""
    unknown = [name for name in settings.wheel_models if name not in KINDS]
    if unknown:
        raise BadSetting(
            f"PICLETS_WHEEL_MODELS={','.join(unknown)!r} cannot be used: it has to be comma-separated names of "
            f"{', '.join(KINDS)}."
        )
    naming = Naming(ledger)

    def thing(type_id: str) -> Thing:
        row, data = naming.piclet(type_id)
        return Thing(data.name, row.object_name, row.attributes, data.type)

    sessions = WheelSessions.open(ledger.database, settings.data_dir / "wheel.sqlite3", time.time)
    models = LanguageModels(ModelStore(settings.models_folder, settings.hub))
    wheels = Wheels(models, sessions, Line(), Prefixes(), thing)
    keeping = Keeping(wheels, naming, durability, confirmation_s)
    return Wheeling(wheels, naming, keeping, sessions, Beside(models, settings.wheel_models, sessions))
