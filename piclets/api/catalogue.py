"""The five endpoints as programs read about them: on the API page, and as tools of an assistant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal

TOKEN: Final = "hf_token"  # noqa: S105 - the name of a parameter


@dataclass(frozen=True)
class Parameter:
    """One with a `default` may be left out."""

    name: str
    type: Literal["string", "integer", "file"]
    about: str
    example: str = ""
    default: int | None = None


@dataclass(frozen=True)
class Endpoint:
    """`success` is what it answers then, by an example; a failure looks the same everywhere (`FAILURE`)."""

    name: str
    title: str
    about: str
    success: dict[str, Any]
    parameters: tuple[Parameter, ...]

    @property
    def answer(self) -> str:
        """The example, as JSON."""
        return json.dumps({"success": True, **self.success})

    @property
    def needs_token(self) -> bool:
        return any(parameter.name == TOKEN for parameter in self.parameters)


FAILURE: Final = json.dumps(
    {
        "success": False,
        "error": "Very many players are scanning right now. Please try again.",
        "code": "service_unavailable",
        "retryAfter": 60,
    }
)

_PICLET: Final = {
    "typeId": "pillow_canonical",
    "objectName": "pillow",
    "attributes": ["white"],
    "discoveredBy": "ada",
    "discovererId": "62f1c7e0a4b3d2",
    "discoveredAt": "2026-07-26T10:30:00Z",
    "scanCount": 1,
    "rarity": "legendary",
    "image": "3f9a.webp",
    "imageUrl": "https://fraser-piclets.hf.space/images/3f9a.webp",
    "picletData": {
        "name": "Plumpuff",
        "type": "structure",
        "tier": "common",
        "stats": {"hp": 61, "attack": 20, "defense": 75, "speed": 18},
        "height": 0.4,
        "weight": 0.9,
        "personality": "Sleepy and kind.",
        "description": "It hums whoever leans on it to sleep.",
        "imagePrompt": "A round white pillow creature with drowsy eyes",
        "models": {"caption": "joy-caption-alpha-two", "concept": "gpt-oss-120b", "image": "FLUX.1-schnell"},
    },
}
_TOKEN = Parameter(
    TOKEN, "string", "The player's own Hugging Face token: whose scan this is, and whose quota it uses.", "hf_..."
)

ENDPOINTS: Final = (
    Endpoint(
        "generate_piclet",
        "Scan a photo",
        "Photograph a real thing and get its Piclet, the creature that was invented and drawn for that thing. "
        "Each object has one canonical Piclet, credited to whoever scanned it first, and variations beside it "
        "(a velvet pillow is a variation of the pillow). It records a discovery for the player and runs on the "
        "player's own Hugging Face quota, so scan only what the player wants scanned. It takes from seconds to three "
        "minutes. The same photo sent again gives the same answer and costs nothing: after a failure with "
        "`retryAfter`, wait so many seconds and send it again. `discoveryStatus` says whether the player was the "
        "first with this object (new), with this kind of it (variation), or met a known Piclet (existing).",
        {
            "piclet": _PICLET,
            "discoveryStatus": "new",
            "canonicalId": "pillow_canonical",
            "message": "Congratulations! You discovered the first pillow Piclet!",
        },
        (
            Parameter(
                "image",
                "file",
                "The photo of one thing: a JPEG, PNG, WebP, HEIC or GIF of at most 16 MB and 50 megapixels. "
                "An upload (in JavaScript a Blob), never a link.",
                "photo.jpg",
            ),
            _TOKEN,
        ),
    ),
    Endpoint(
        "get_user_piclets",
        "A player's collection",
        "The Piclets that the player has scanned, newest first scan first, with `total` (how many there are) and "
        "`stats` (finds, score and rank). Use it for what the player owns, has discovered or is ranked.",
        {
            "piclets": [
                {**_PICLET, "firstDiscovery": True, "timesScanned": 2, "firstScannedAt": "2026-07-26T10:30:00Z"}
            ],
            "total": 1,
            "stats": {"username": "ada", "totalFinds": 2, "uniqueFinds": 1, "rarityScore": 125, "rank": 1},
        },
        (
            _TOKEN,
            Parameter("limit", "integer", "The most Piclets to return, up to 1000.", default=200),
            Parameter("offset", "integer", "How many of the newest to skip, for paging.", default=0),
        ),
    ),
    Endpoint(
        "get_object_details",
        "Look an object up",
        "An object of the game by any spelling of its name ('The Blue Pillows' leads to pillow): its canonical "
        "Piclet, its variations (at most 500), and how often it was scanned. An object that nobody has discovered "
        "yet answers with the code `not_found`, and with the name that was looked for in `objectName`.",
        {"objectName": "pillow", "canonical": _PICLET, "variations": [], "totalScans": 2, "variationCount": 0},
        (Parameter("object_name", "string", "What the thing is called, in words, any spelling.", "blue pillow"),),
    ),
    Endpoint(
        "get_recent_activity",
        "Newest discoveries",
        "The newest discoveries of all players, newest first: who discovered which new object or variation, when.",
        {
            "activities": [
                {
                    "objectName": "pillow",
                    "typeId": "pillow_canonical",
                    "picletName": "Plumpuff",
                    "discoveryStatus": "new",
                    "rarity": "legendary",
                    "discoveredBy": "ada",
                    "discoveredAt": "2026-07-26T10:30:00Z",
                    "imageUrl": "https://fraser-piclets.hf.space/images/3f9a.webp",
                }
            ]
        },
        (Parameter("limit", "integer", "The most discoveries to return, up to 100.", default=20),),
    ),
    Endpoint(
        "get_leaderboard",
        "Leaderboard",
        "The best players by rarity score, best first. Players of the same score share a rank.",
        {
            "leaderboard": [
                {"rank": 1, "username": "ada", "rarityScore": 125, "totalFinds": 2, "uniqueFinds": 1},
            ]
        },
        (Parameter("limit", "integer", "The most players to return, up to 100.", default=10),),
    ),
)
