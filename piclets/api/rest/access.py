"""Who calls: the player of the bearer token, and the client's address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.types import Scope

from piclets.api.addresses import client_address
from piclets.domain.records import Player
from piclets.errors import InvalidToken
from piclets.identity import Identity
from piclets.play.verification import Verification

_BEARER: Final = re.compile(r"bearer\s+(\S+)\s*", re.IGNORECASE)
_MAX_HEADER_CHARS: Final = 4096


def bearer_token(request: Request) -> str | None:
    """The token of `Authorization: Bearer ...`; None without the header. Raises InvalidToken for any other scheme."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    match = _BEARER.fullmatch(header) if len(header) <= _MAX_HEADER_CHARS else None
    if match is None:
        raise InvalidToken("Please send your token as `Authorization: Bearer ...`.")
    return match[1]


@dataclass(frozen=True)
class Caller:
    """Who sent a request. `player` is None without a token; a wrong token is refused before there is a caller."""

    player: Player | None
    token: str | None
    address: str

    @property
    def key(self) -> str:
        """What a limit counts this caller by: a verified player never shares an address's limit."""
        return f"player:{self.player.sub}" if self.player else f"address:{self.address}"


class Access:
    """Dependencies of the routes: `caller` for everyone, `player` where a token is needed."""

    def __init__(self, identity: Identity, address_of: Callable[[Scope], str] = client_address) -> None:
        self._verification = Verification(identity)
        self._address_of = address_of

    async def caller(self, request: Request) -> Caller:
        """Raises InvalidToken for a wrong token, ServiceUnavailable where its owner cannot be found out."""
        token = bearer_token(request)
        player = await self._verification.player(token) if token else None
        return Caller(player, token, self._address_of(request.scope))

    async def player(self, request: Request) -> Player:
        """The player of the token. Raises InvalidToken without one."""
        caller = await self.caller(request)
        if caller.player is None:
            raise InvalidToken("Please sign in: send your token as `Authorization: Bearer ...`.")
        return caller.player
