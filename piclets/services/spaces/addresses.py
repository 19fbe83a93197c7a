"""Where a player's token may go: *.hf.space, the configured Hub, or loopback. Nowhere else."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def may_receive_tokens(url: str, hub: str) -> bool:
    """Whether `url` is an address that a player's token may be sent to. Off loopback and the Hub, only https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    if is_loopback(host) or (parts.scheme, parts.netloc) == urlsplit(hub)[:2]:
        return True
    return parts.scheme == "https" and host.endswith(".hf.space")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_url(space: str) -> bool:
    """Whether a configured Space is an address rather than an id."""
    return space.startswith(("http://", "https://"))
