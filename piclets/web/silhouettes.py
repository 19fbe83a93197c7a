"""What nobody has found yet: the shadow of a creature that there might be, by its number."""

from __future__ import annotations

from typing import Final

_EARS: Final = (
    '<circle cx="21" cy="20" r="8"/><circle cx="43" cy="20" r="8"/>',
    '<polygon points="16,30 19,9 31,22"/><polygon points="48,30 45,9 33,22"/>',
    '<ellipse cx="24" cy="14" rx="5" ry="13"/><ellipse cx="40" cy="14" rx="5" ry="13"/>',
    '<circle cx="20" cy="10" r="4"/><circle cx="44" cy="10" r="4"/><rect x="20" y="10" width="3" height="16"/>'
    '<rect x="41" y="10" width="3" height="16"/>',
    '<polygon points="32,5 39,24 25,24"/>',
)
_BODIES: Final = (
    '<ellipse cx="32" cy="37" rx="19" ry="18"/>',
    '<rect x="14" y="20" width="36" height="34" rx="14"/>',
    '<ellipse cx="32" cy="40" rx="23" ry="15"/><circle cx="32" cy="27" r="13"/>',
)
_FEET: Final = (
    '<ellipse cx="24" cy="54" rx="7" ry="5"/><ellipse cx="40" cy="54" rx="7" ry="5"/>',
    '<rect x="19" y="48" width="8" height="11" rx="4"/><rect x="37" y="48" width="8" height="11" rx="4"/>',
)


def silhouette(number: int) -> str:
    """An SVG in the colour of the text around it."""
    shapes = _BODIES[number % 3] + _EARS[number % 5] + _FEET[number % 2]
    return f'<svg viewBox="0 0 64 64" fill="currentColor" aria-hidden="true" focusable="false">{shapes}</svg>'
