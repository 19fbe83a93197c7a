"""Reading what clients send: anything can arrive in any parameter."""

from __future__ import annotations

import re

from piclets.api.catalogue import Parameter
from piclets.errors import InvalidRequest, InvalidToken

_INTEGRAL = re.compile(r"\s*[+-]?[0-9]{1,30}\s*")


def number(value: object, parameter: Parameter) -> int:
    """A number as the catalogue describes it. Raises InvalidRequest."""
    default = parameter.default or 0
    return whole_number(value, parameter.name, default=default, least=parameter.least, most=parameter.most)


def whole_number(value: object, name: str, *, default: int, least: int, most: int) -> int:
    """A number: missing or null is the default, integral strings are read, out of range is clamped.

    Raises InvalidRequest for anything else.
    """
    if value is None:
        return default
    if isinstance(value, str) and _INTEGRAL.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidRequest(f"`{name}` has to be a whole number.")
    return max(least, min(most, value))


def token(value: object) -> str:
    """A token, unverified. Raises InvalidToken."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidToken("Please sign in with Hugging Face first.")
    return value.strip()


def object_name(value: object) -> str:
    """A name in any spelling. Raises InvalidRequest."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidRequest("Please name an object, in words.")
    return value
