"""Kinds of values that a setting can have. Validators raise ValueError."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr
from pydantic_settings import NoDecode

SURE = 0.9
"""How sure a recognition has to be where the setting does not say."""


def split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def unset_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def a_repo(value: str) -> str:
    owner, slash, name = value.partition("/")
    if not (slash and owner and name) or "/" in name or ".." in value or any(c.isspace() for c in value):
        raise ValueError("not a repo id")
    return value


def a_web_address(value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise ValueError("not an address")
    return value.rstrip("/") if value else None


def a_plain_web_address(value: str | None) -> str | None:
    address = a_web_address(value)
    parts = urlsplit(address or "")
    if parts.username is not None or parts.query or parts.fragment or (address and not parts.hostname):
        raise ValueError("not a plain address")
    return address


def a_secret_web_address(value: SecretStr | None) -> SecretStr | None:
    a_web_address(value.get_secret_value() if value else None)
    return value


def catalogues_with_sureness(value: object) -> object:
    """ "albums:0.9,books" as (("albums", 0.9), ("books", 0.9))."""
    if not isinstance(value, str):
        return value
    found = []
    for part in value.split(","):
        name, _, sureness = (each.strip() for each in part.partition(":"))
        if name:
            found.append((name, float(sureness or SURE)))
    if not all(0.5 <= sureness <= 1 for _, sureness in found):
        raise ValueError("not from 0.5 to 1")
    return tuple(found)


SpaceList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]
Secret = Annotated[SecretStr | None, BeforeValidator(unset_if_blank)]
OptionalText = Annotated[str | None, BeforeValidator(unset_if_blank)]
