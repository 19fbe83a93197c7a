"""A gift as a code: its holder may take one print, once.

A code names the print, how often it had changed hands, and when the code ends, and is signed by the game's key. So
nothing has to be stored: the first use moves the print, and from then on the code speaks of a past state of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from piclets.clock import utc_text

_FORM: Final = struct.Struct(">IHI")
_SIGNATURE_BYTES: Final = 10
_GROUP: Final = 4
MAX_CODE_CHARS: Final = 64


class NoGiftCode(ValueError):
    """This is no code of the game, or of another game."""


@dataclass(frozen=True)
class GiftCode:
    """`moves` is how often the print had changed hands; `until` is UTC in ISO 8601 with a Z."""

    pid: str
    moves: int
    until: str

    @property
    def id(self) -> str:
        """The id of the event that using it appends: the same for every code of this print in this state."""
        return hashlib.sha256(f"gift {self.pid} {self.moves}".encode()).hexdigest()[:32]


def written(gift: GiftCode, key: bytes) -> str:
    """The code in groups of four letters and digits, easy to read out."""
    until = int(datetime.fromisoformat(gift.until).timestamp())
    body = _FORM.pack(int(gift.pid, 16), gift.moves, until)
    text = base64.b32encode(body + _signature(body, key)).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read(code: str, key: bytes) -> GiftCode:
    """The gift of a code, whatever case and separators it was typed with. Raises NoGiftCode."""
    if len(code) > MAX_CODE_CHARS:
        raise NoGiftCode
    text = "".join(letter for letter in code.upper() if letter.isalnum())
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise NoGiftCode from None
    body, signature = data[: _FORM.size], data[_FORM.size :]
    if len(body) != _FORM.size or not hmac.compare_digest(signature, _signature(body, key)):
        raise NoGiftCode
    pid, moves, until = _FORM.unpack(body)
    return GiftCode(f"{pid:08X}", moves, utc_text(datetime.fromtimestamp(until, UTC)))


def _signature(body: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"piclets gift" + body, "sha256")[:_SIGNATURE_BYTES]
