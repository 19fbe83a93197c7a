"""A discoverer keeps what the wheel wrote: a name for a Piclet, or a line of its lore (contract, part 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from piclets.clock import utc_now
from piclets.domain.naming import Unfit, Unsafe, kept_lore, kept_name
from piclets.domain.records import Player
from piclets.errors import InvalidRequest, UnsafeContent
from piclets.ledger.durability import Durability, acknowledged
from piclets.ledger.naming import Naming, Purpose
from piclets.wheel.wheels import View, Wheels

NOT_CONFIRMED: Final = "It is kept, but the game's dataset has not confirmed it yet."


class Keeping:
    """Waits at most `confirmation_s` seconds for what was kept to be as durable as promised."""

    def __init__(
        self,
        wheels: Wheels,
        naming: Naming,
        durability: Durability,
        confirmation_s: float,
        clock: Callable[[], str] = utc_now,
    ) -> None:
        self._wheels = wheels
        self._naming = naming
        self._durability = durability
        self._confirmation_s = confirmation_s
        self._clock = clock

    async def keep(self, session_id: str, player: Player, purpose: Purpose) -> str:
        """Keep the session's text; the Piclet's typeId.

        Raises InvalidRequest for a session that is not the discoverer's own for this Piclet, holds a token that the
        model did not choose, or is no name; UnsafeContent; what `Naming.keep` raises; StorageUnavailable.
        """
        refusal = self._durability.refusal()
        if refusal is not None:
            raise refusal
        view = await self._wheels.view(session_id)
        _check_own(view, player)
        text = _checked(view, purpose)
        type_id = view.session.type_id
        seq = await self._wheels.threaded(lambda: self._naming.keep(player, type_id, purpose, text, self._clock()))
        await acknowledged(self._durability, seq, self._confirmation_s, NOT_CONFIRMED)
        return type_id


def _check_own(view: View, player: Player) -> None:
    session = view.session
    if not session.type_id:
        raise InvalidRequest("This session was not made for a Piclet: begin one with its typeId.")
    if session.player != player.sub:
        raise InvalidRequest("Only who began this session can keep what it wrote.")
    if not session.tokens:
        raise InvalidRequest("There is nothing to keep yet: spin the wheel first.")
    if not all(token.fair for token in session.tokens):
        raise InvalidRequest(
            "This cannot be kept: every token has to be a segment of the wheel, of 1 % at least, or drawn from Other."
        )


def _checked(view: View, purpose: Purpose) -> str:
    """What the session's tokens say, up to the first end-of-text."""
    ids = [token.id for token in view.session.tokens]
    if view.model.end in ids:
        ids = ids[: ids.index(view.model.end)]
    text = "".join(view.model.texts(ids))
    try:
        return kept_name(text) if purpose == "name" else kept_lore(text)
    except Unfit as error:
        raise InvalidRequest(str(error)) from None
    except Unsafe as error:
        raise UnsafeContent(str(error)) from None
