"""Addresses of this server in answers."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request

from piclets.api.addresses import HOST


def base_url_of(public_url: str | None) -> Callable[[Request], str]:
    """How the caller knows this server: as the platform says, else as the request does; "" for no host at all."""

    def base_url(request: Request) -> str:
        if public_url:
            return public_url
        host = request.headers.get("host", "")
        return f"http://{host}" if HOST.fullmatch(host) else ""

    return base_url
