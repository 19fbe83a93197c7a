"""Asking the Hub for what everyone may have: its failures in the game's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import httpx2
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from piclets.errors import PicletsError, ServiceUnavailable

AGAIN_S: Final = 60

T = TypeVar("T")


def asked(ask: Callable[[], T], refused: Callable[[int], PicletsError], away: str) -> T:
    """What the Hub answers.

    Raises what `refused` makes of a status that says no (401, 403, 404), and ServiceUnavailable for everything that
    may pass; `away` is how its sentence begins where the Hub cannot be reached.
    """
    try:
        return ask()
    except HfHubHTTPError as error:
        status = error.response.status_code
        if status in (401, 403, 404):
            raise refused(status) from error
        raise ServiceUnavailable(f"The Hub answers {status}.", retry_after=AGAIN_S) from error
    except (httpx2.HTTPError, LocalEntryNotFoundError, OSError, RuntimeError) as error:
        raise ServiceUnavailable(f"{away} ({type(error).__name__}).", retry_after=AGAIN_S) from error
