"""The five endpoints as programs read about them: on the API page, and as tools of an assistant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Literal

from piclets.api.schemas import output_schema
from piclets.domain.records import Models, PicletData, Record, Stats
from piclets.play import answers

Json = dict[str, Any]

TOKEN: Final = "hf_token"  # noqa: S105 - the name of a parameter


@dataclass(frozen=True)
class Parameter:
    """One with a `default` may be left out. `least` and `most` bound a number, which is clamped to them."""

    name: str
    type: Literal["string", "integer", "file"]
    about: str
    example: str = ""
    default: int | None = None
    least: int = 0
    most: int = 2**31 - 1


@dataclass(frozen=True)
class Endpoint:
    """`success` is what it answers then, by an example; a failure looks the same everywhere (`FAILURE`)."""

    name: str
    title: str
    about: str
    success: Record
    parameters: tuple[Parameter, ...]

    @property
    def answer(self) -> str:
        """The example, as JSON."""
        return json.dumps({"success": True, **self.success.wire()})

    @property
    def schema(self) -> Json:
        """The JSON schema of what it answers."""
        return output_schema(type(self.success))

    @property
    def takes_photo(self) -> bool:
        return any(parameter.type == "file" for parameter in self.parameters)

    @property
    def needs_token(self) -> bool:
        return any(parameter.name == TOKEN for parameter in self.parameters)


FAILURE: Final = json.dumps(
    {
        "success": False,
        "error": "Too many players are scanning right now. Please try again.",
        "code": "service_unavailable",
        "retryAfter": 60,
    }
)

_ENTRY: Final[Json] = {
    "type_id": "pillow_canonical",
    "object_name": "pillow",
    "attributes": ("white",),
    "discovered_by": "ada",
    "discoverer_id": "62f1c7e0a4b3d2",
    "discovered_at": "2026-07-26T10:30:00Z",
    "scan_count": 1,
    "rarity": "legendary",
    "image": "3f9a.webp",
    "image_url": "https://fraser-piclets.hf.space/images/3f9a.webp",
    "piclet_data": PicletData(
        name="Plumpuff",
        type="structure",
        tier="common",
        stats=Stats(hp=61, attack=20, defense=75, speed=18),
        height=0.4,
        weight=0.9,
        personality="Sleepy and kind.",
        description="It hums a lullaby to anyone who leans on it.",
        image_prompt="A round white pillow creature with drowsy eyes",
        models=Models(caption="joy-caption-alpha-two", concept="gpt-oss-120b", image="FLUX.1-schnell"),
    ),
}
_PICLET: Final = answers.Piclet(**_ENTRY)
_TOKEN = Parameter(
    TOKEN, "string", "The player's own Hugging Face token: whose scan this is, and whose quota it uses.", "hf_..."
)

ENDPOINTS: Final = (
    Endpoint(
        "generate_piclet",
        "Scan a photo",
        "Photograph a real thing and get its Piclet, the creature that was invented and drawn for that thing. "
        "Each object has one canonical Piclet, credited to the player who scanned it first, and variations beside it "
        "(a velvet pillow is a variation of the pillow). It records a discovery for the player and runs on the "
        "player's own Hugging Face quota, so scan only what the player wants scanned. It takes from seconds to three "
        "minutes. The same photo sent again gives the same answer and costs nothing: after a failure with "
        "`retryAfter`, wait so many seconds and send it again. `discoveryStatus` says whether the player was the "
        "first with this object (new), with this kind of it (variation), or met a known Piclet (existing).",
        answers.ScanAnswer(
            piclet=_PICLET,
            discovery_status="new",
            canonical_id="pillow_canonical",
            message="Congratulations! You discovered the first pillow Piclet!",
        ),
        (
            Parameter(
                "image",
                "file",
                "The photo of one thing: a JPEG, PNG, WebP, HEIC or GIF of at most 16 MB and 64 megapixels. "
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
        answers.CollectionAnswer(
            piclets=(
                answers.CollectedPiclet(
                    **_ENTRY, first_discovery=True, times_scanned=2, first_scanned_at="2026-07-26T10:30:00Z"
                ),
            ),
            total=1,
            stats=answers.PlayerStats(username="ada", total_finds=2, unique_finds=1, rarity_score=125, rank=1),
        ),
        (
            _TOKEN,
            Parameter("limit", "integer", "The most Piclets to return, up to 1000.", default=200, most=1000),
            Parameter("offset", "integer", "How many of the newest to skip, for paging.", default=0),
        ),
    ),
    Endpoint(
        "get_object_details",
        "Look an object up",
        "An object of the game by any spelling of its name ('The Blue Pillows' leads to pillow): its canonical "
        "Piclet, its variations (at most 500), and how often it was scanned. An object that is not discovered "
        "yet answers with the code `not_found`, and with the name that was looked for in `objectName`.",
        answers.ObjectAnswer(
            object_name="pillow", canonical=_PICLET, variations=(), total_scans=2, variation_count=0
        ),
        (Parameter("object_name", "string", "What the thing is called, in words, any spelling.", "blue pillow"),),
    ),
    Endpoint(
        "get_recent_activity",
        "Newest discoveries",
        "The newest discoveries of all players, newest first: who discovered which new object or variation, when.",
        answers.ActivityAnswer(activities=(answers.Activity.of(_PICLET, "https://fraser-piclets.hf.space"),)),
        (Parameter("limit", "integer", "The most discoveries to return, up to 100.", default=20, most=100),),
    ),
    Endpoint(
        "get_leaderboard",
        "Leaderboard",
        "The best players by rarity score, best first. Players of the same score share a rank.",
        answers.LeaderboardAnswer(
            leaderboard=(answers.Leader(rank=1, username="ada", rarity_score=125, total_finds=2, unique_finds=1),)
        ),
        (Parameter("limit", "integer", "The most players to return, up to 100.", default=10, most=100),),
    ),
)

BY_NAME: Final = {endpoint.name: endpoint for endpoint in ENDPOINTS}
