"""Messages to an operator's webhook, as Slack and Discord take them."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any, Final

import requests

TIMEOUT_S: Final = (5, 10)
"""To connect, and for each piece of the answer."""

_MARKUP: Final = re.compile(r"[^\w\s.,!?&'’+-]|_")

log = logging.getLogger(__name__)


class Webhook:
    """The address is a secret (it has a key in it): no log line names it."""

    def __init__(self, address: str) -> None:
        self._address = address

    def post(self, words: str, **more: Any) -> bool:
        """Send a message, with `more` beside it in the JSON; it mentions no one. Says whether it was taken."""
        message = {"text": words, "content": words, "allowed_mentions": {"parse": []}, **more}
        try:
            with requests.post(
                self._address, json=message, timeout=TIMEOUT_S, allow_redirects=False, stream=True
            ) as answer:
                status = answer.status_code
        except requests.RequestException as error:
            log.warning("the webhook cannot be reached", extra={"reason": type(error).__name__})
            return False
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            log.warning("the webhook does not take the message", extra={"status": status})
            return False
        return True


def plain(text: str) -> str:
    """Names as words alone: no markup, no mention, no link."""
    return " ".join(_MARKUP.sub(" ", text).split())
