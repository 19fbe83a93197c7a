"""Everything that can go wrong in front of a player, each with its code in the contract.

PicletsError
├── InvalidToken            invalid_token         the token is missing, wrong or expired
├── InvalidImage            invalid_image         not a picture we read
│   └── ImageTooLarge       image_too_large       over the game's own limit
├── InvalidRequest          invalid_request       a parameter that cannot be read
│   └── BadCatalogue        invalid_request       no catalogue of pictures, or a broken one
├── NotFound                not_found             no such object (carries the name looked for)
├── Missing                 not_found             anything else that is not there
├── Conflict                conflict              what was decided on has changed meanwhile
├── RateLimited             rate_limited          too many scans or reads of one player
├── QuotaExceeded           quota_exceeded        the player's own GPU quota at the AI services
├── ServiceUnavailable      service_unavailable   an AI service, the Hub, or this server is not ready
├── UnsafeContent           unsafe_content        refused for what it shows
└── StorageUnavailable      storage_unavailable   the ledger or the dataset cannot confirm it now

`message` is one sentence a player can act on. `retry_after` is in seconds, or None when waiting does not help.
Vendor errors are translated into these by the adapter that meets them; the envelope is made in `piclets.api`.
Anything else that is raised is a bug, and becomes `internal` there.
"""

from __future__ import annotations

from typing import ClassVar


class PicletsError(Exception):
    """A failure with a code of the contract, a sentence for the player, and seconds to wait (or None)."""

    code: ClassVar[str]

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class InvalidToken(PicletsError):
    code = "invalid_token"


class InvalidImage(PicletsError):
    code = "invalid_image"


class ImageTooLarge(InvalidImage):
    code = "image_too_large"


class InvalidRequest(PicletsError):
    code = "invalid_request"


class NotFound(PicletsError):
    code = "not_found"

    def __init__(self, message: str, *, object_name: str) -> None:
        super().__init__(message)
        self.object_name = object_name


class Missing(PicletsError):
    """Not there, and not an object: a session, a print, a catalogue."""

    code = "not_found"


class Conflict(PicletsError):
    code = "conflict"


class BadCatalogue(InvalidRequest):
    """A folder, a file or a name that is no catalogue's: the operator's mistake, in one line."""


class RateLimited(PicletsError):
    code = "rate_limited"


class QuotaExceeded(PicletsError):
    code = "quota_exceeded"


class ServiceUnavailable(PicletsError):
    code = "service_unavailable"


class UnsafeContent(PicletsError):
    code = "unsafe_content"


def unsafe_photo() -> UnsafeContent:
    """The same words from every check, so that they do not tell which one a photo has to get past."""
    return UnsafeContent("This photo cannot become a Piclet. Please try another thing.")


class StorageUnavailable(PicletsError):
    code = "storage_unavailable"
