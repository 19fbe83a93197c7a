"""Kinds of values that a setting can have. Validators raise ValueError."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

SURE = 0.9
"""How sure a recognition has to be where the setting does not say."""

_REPO: Final = re.compile(r"(?!.*(?:--|\.\.))\b[\w.-]+\b/\b[\w.-]{1,96}\b(?<!\.git)", re.ASCII)
"""What the Hub takes as a repo's name."""


def split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def unset_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def a_repo(value: str) -> str:
    if not _REPO.fullmatch(value):
        raise ValueError("not a repo id")
    return value


def a_web_address(value: str | None) -> str | None:
    if value is None:
        return None
    parts = urlsplit(value)  # raises ValueError, as its `port` does
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or any(map(str.isspace, value)):
        raise ValueError("not an address")
    return value.rstrip("/")


def a_plain_web_address(value: str | None) -> str | None:
    address = a_web_address(value)
    parts = urlsplit(address or "")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("not a plain address")
    return address


def a_token(value: SecretStr | None) -> SecretStr | None:
    """What an `Authorization` header can carry; a line's end at its end is what pasting leaves."""
    if value is None:
        return None
    token = value.get_secret_value().strip()
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("not a token")
    return SecretStr(token)


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
Token = Annotated[Secret, AfterValidator(a_token)]
OptionalText = Annotated[str | None, BeforeValidator(unset_if_blank)]
