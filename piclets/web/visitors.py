"""Who sits in front of a page, as the token that everything else verifies.

Either the browser's signed session has what the Hub gave at the sign-in, or, in a game without a Hub, the visitor
has typed a name. A token is never typed.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any

import gradio as gr

from piclets.domain.local_names import written
from piclets.errors import InvalidToken


@dataclass(frozen=True)
class Entrance:
    """`named`: visitors say their name, there is no Hub to ask. `sign_in`: they can sign in with Hugging Face."""

    named: bool
    sign_in: bool

    def token(self, name: object, request: gr.Request) -> str | None:
        """The visitor's token; None until the visitor has signed in or given a name."""
        if self.named:
            slug = slug_of(name)
            return f"local_{slug}" if slug else None
        return session_token(request) if self.sign_in else None

    def admit(self, name: object, request: gr.Request) -> str:
        """The visitor's token. Raises InvalidToken with the invitation where there is none."""
        token = self.token(name, request)
        if token is None:
            raise InvalidToken(self.invitation())
        return token

    def invitation(self) -> str:
        """What a visitor without a token is asked to do."""
        if self.named:
            return "Say who you are first: any name with a letter or a digit will do."
        if self.sign_in:
            return "Sign in with Hugging Face first."
        return "Sign-in is not set up on this Space. The app can still scan with your own token."


def slug_of(name: object) -> str:
    """A typed name as the local game writes it; "" for nothing (see `local_names`)."""
    if not isinstance(name, str):
        return ""
    return written(name)


def session_token(request: gr.Request) -> str | None:
    """The access token of a signed-in visitor, from the session that Gradio's sign-in has written.

    The session does not prove who the visitor is: the token is verified at the Hub wherever it is used.
    """
    session = _scope(request).get("session") or {}
    signed_in = session.get("oauth_info")
    if not isinstance(signed_in, dict):
        return None
    expires = signed_in.get("expires_at")
    token = signed_in.get("access_token")
    if not isinstance(token, str) or (isinstance(expires, int | float) and expires < time.time()):
        return None
    return token


def address_key(request: gr.Request) -> str:
    """A key for a visitor without a name: where the request comes from, hashed."""
    client = _scope(request).get("client") or ("",)
    return f"visitor:{hashlib.sha256(str(client[0]).encode()).hexdigest()[:16]}"


def _scope(request: gr.Request) -> Any:
    return getattr(request.request, "scope", None) or {}
