"""The AI Spaces of Hugging Face, called with the player's own token."""

from piclets.services.spaces.adapters import SpaceCaptioner, SpaceConceiver, SpacePainter
from piclets.services.spaces.addresses import is_url, may_receive_tokens
from piclets.services.spaces.signatures import CAPTION, CONCEPT, IMAGE
from piclets.services.spaces.space import Space

__all__ = [
    "CAPTION",
    "CONCEPT",
    "IMAGE",
    "Space",
    "SpaceCaptioner",
    "SpaceConceiver",
    "SpacePainter",
    "is_url",
    "may_receive_tokens",
]
