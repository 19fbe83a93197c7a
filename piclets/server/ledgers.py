"""How a game opens its ledger."""

from __future__ import annotations

from piclets.ledger.ledger import Ledger
from piclets.settings import Settings


def ledger_of(settings: Settings) -> Ledger:
    """Raises what `Ledger.open` raises."""
    return Ledger.open(
        settings.database_url, made_for=settings.made_for, publishes=settings.publishes, mirrors=settings.mirror
    )
