"""Who sits in front of a page, as the token that everything else verifies.

Either the browser's signed session has what the Hub gave at the sign-in, or, in a game without a Hub, the visitor
has typed a name. A token is never typed.
"""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

LONGEST_NAME: Final = 32

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True)
class Door:
    """`named`: visitors say their name, there is no Hub to ask. `sign_in`: they can sign in with Hugging Face."""

    named: bool
    sign_in: bool

    def token(self, name: object, request: gr.Request) -> str | None:
        """The visitor's token; None while nobody has signed in or said a name."""
        if self.named:
            slug = slug_of(name)
            return f"local_{slug}" if slug else None
        return session_token(request) if self.sign_in else None

    def invitation(self) -> str:
        """What a visitor without a token is asked to do."""
        if self.named:
            return "Say who you are first: any name will do."
        if self.sign_in:
            return "Sign in with Hugging Face first."
        return "Sign-in is not set up on this Space. The app can still scan with your own token."


def slug_of(name: object) -> str:
    """A typed name as the local game writes it: small letters, digits, - and _, at most 32; "" for nothing."""
    if not isinstance(name, str):
        return ""
    plain = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_NAME.sub("-", plain).strip("-")[:LONGEST_NAME].strip("-")


def session_token(request: gr.Request) -> str | None:
    """The access token of a signed-in visitor, from the session that Gradio's sign-in has written.

    The session says nothing about who somebody is: the token is verified at the Hub wherever it is used.
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
    """A key for a visitor who is nobody: where the request comes from, hashed."""
    client = _scope(request).get("client") or ("",)
    return f"visitor:{hashlib.sha256(str(client[0]).encode()).hexdigest()[:16]}"


def _scope(request: gr.Request) -> Any:
    return getattr(request.request, "scope", None) or {}
