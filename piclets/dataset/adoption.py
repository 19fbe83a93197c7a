"""A dataset of the older server: `piclets/{name}.json` and `users/{username}.json`, and no log.

Its entries become events, attributed as they say. The older server knew players by name only: they are kept under
`name-{username}`, apart from the player who signs in with that name now. What an entry lacks gets a default; an entry
that cannot be read at all is left out, and said so in the log.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from piclets.dataset.repo import DatasetRepo, NoSuchFile
from piclets.domain.concepts.measures import DEFAULT_HEIGHT, DEFAULT_WEIGHT
from piclets.domain.events import AdoptedFind, AnyEvent, Discovery, PicletAdopted, PlayerAdopted
from piclets.domain.matching import CANONICAL, type_id
from piclets.domain.names import NothingLeft, normalize, normalize_attributes
from piclets.domain.records import PRIMARY_TYPES, TIERS, Models, PicletData, Player, Stats
from piclets.domain.scoring import points
from piclets.images.store import ImageStore

READERS = 8
MAX_SIDE = 1024
LONG_AGO = "1970-01-01T00:00:00Z"
_NAMESPACE = uuid.UUID("5f0c3a52-8d0e-5d5b-9a55-6f1f6d8e1c3b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")

log = logging.getLogger(__name__)

Json = dict[str, Any]


@dataclass(frozen=True)
class Adopted:
    """`events` in their order; `replaced`: files whose content is under other names from now on."""

    events: list[AnyEvent] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


def read(repo: DatasetRepo, oid: str, images: ImageStore) -> Adopted:
    """What an older server left in the dataset; nothing where there is no such thing. Raises HubError."""
    objects = [file.path for file in repo.files("piclets", oid) if file.path.endswith(".json")]
    if not objects:
        return Adopted()
    profiles = [file.path for file in repo.files("users", oid) if file.path.endswith(".json")]
    with ThreadPoolExecutor(READERS, "adoption") as pool:
        documents = list(pool.map(lambda path: _json_at(repo, path, oid), objects))
        users = list(pool.map(lambda path: _json_at(repo, path, oid), profiles))
    pictures = _Pictures(repo, oid, images)
    found = [_of_object(_stem(path), document, pictures) for path, document in zip(objects, documents, strict=True)]
    in_order = sorted((events for events in found if events), key=lambda events: (events[0].at, events[0].type_id))
    piclets = [event for events in in_order for event in events]
    players = [_of_player(_stem(path), document) for path, document in zip(profiles, users, strict=True)]
    kept = {f"users/{event.player.sub}.json" for event in players}
    log.info("an older dataset is adopted", extra={"piclets": len(piclets), "players": len(players)})
    return Adopted([*piclets, *players], [path for path in profiles if path not in kept])


class _Pictures:
    """Pictures of older entries: a path in the dataset, or a data URL."""

    def __init__(self, repo: DatasetRepo, oid: str, images: ImageStore) -> None:
        self._repo = repo
        self._oid = oid
        self._images = images

    def keep(self, entry: Json) -> str:
        """The name of an entry's picture, which is on this machine then; "" where there is none."""
        creature = _dict(entry.get("picletData"))
        for where in (entry, creature):
            for key in ("image", "imageUrl", "imageData"):
                webp = _as_webp(self._bytes(where.get(key)))
                if webp is not None:
                    return self._images.keep(webp)
        return ""

    def _bytes(self, address: object) -> bytes | None:
        if not isinstance(address, str):
            return None
        if address.startswith("data:"):
            try:
                return base64.b64decode(address.partition(",")[2], validate=True)
            except binascii.Error:
                return None
        path = address.rpartition("/resolve/main/")[2]
        if "://" in path or not path.startswith("images/") or ".." in path:
            return None
        try:
            return self._repo.read(path, self._oid)
        except NoSuchFile:
            return None


def _as_webp(content: bytes | None) -> bytes | None:
    """Encoded anew, so that nothing but a picture comes along."""
    if not content:
        return None
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"]) as image:
            picture = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    encoded = BytesIO()
    picture.save(encoded, "WEBP", quality=85)
    return encoded.getvalue()


def _of_object(stem: str, document: Json, pictures: _Pictures) -> list[PicletAdopted]:
    """The canonical first, then the variations as they were numbered; empty where the canonical is no entry."""
    canonical, variations = document.get("canonical"), document.get("variations")
    try:
        name = normalize(stem).name
    except NothingLeft:
        name = ""
    if not name or not isinstance(canonical, dict):
        log.warning("left out while adopting: no canonical", extra={"object": stem})
        return []
    entries = [canonical, *(entry for entry in variations or () if isinstance(entry, dict))]
    return [_of_entry(name, number, entry, pictures) for number, entry in enumerate(entries)]


def _of_entry(name: str, number: int, entry: Json, pictures: _Pictures) -> PicletAdopted:
    username = str(entry.get("discoveredBy") or "unknown")
    key = type_id(name, number)
    return PicletAdopted(
        id=_id("piclet", key),
        at=_moment(entry.get("discoveredAt")),
        player=_player(username),
        object_name=name,
        type_id=key,
        number=number,
        points=points("new" if number == CANONICAL else "variation", first_find=True, scan_count=1),
        scan_count=max(1, int(_number(entry.get("scanCount"), 1))),
        discovery=Discovery(
            attributes=normalize_attributes(str(value) for value in _list(entry.get("attributes"))),
            piclet_data=_creature(name, entry),
            image=pictures.keep(entry),
        ),
    )


def _creature(name: str, entry: Json) -> PicletData:
    data = _dict(entry.get("picletData"))
    stats = _dict(data.get("stats"))
    kind, tier = str(data.get("type", "")).lower(), str(data.get("tier", "")).lower()
    models = _dict(data.get("models"))
    return PicletData(
        name=str(data.get("name") or name.replace("_", " ").title())[:60],
        type=next((known for known in PRIMARY_TYPES if known == kind), "beast"),
        tier=next((known for known in TIERS if known == tier), "common"),
        stats=Stats(**{stat: int(min(100, max(1, _number(stats.get(stat), 50)))) for stat in Stats.model_fields}),
        height=_positive(data.get("height"), DEFAULT_HEIGHT),
        weight=_positive(data.get("weight"), DEFAULT_WEIGHT),
        personality=str(data.get("personality") or ""),
        description=str(data.get("description") or data.get("concept") or ""),
        image_prompt=str(data.get("imagePrompt") or ""),
        models=Models(**{model: str(models.get(model) or "unknown") for model in Models.model_fields}),
    )


def _of_player(stem: str, document: Json) -> PlayerAdopted:
    username = str(document.get("username") or stem)
    finds = []
    for item in _list(document.get("typeIds") or document.get("discoveries") or document.get("piclets")):
        found = item if isinstance(item, dict) else {"typeId": item}
        if isinstance(found.get("typeId"), str):
            at = _moment(found.get("firstScannedAt") or found.get("discoveredAt"))
            finds.append(AdoptedFind(type_id=found["typeId"], at=at))
    return PlayerAdopted(
        id=_id("player", username),
        at=_moment(document.get("joinedAt")),
        player=_player(username),
        finds=tuple(finds),
        total_finds=int(_number(document.get("totalFinds"), 0)),
        score=int(_number(document.get("rarityScore"), 0)),
    )


def _player(username: str) -> Player:
    safe = re.sub(r"[^A-Za-z0-9_-]", "-", username)[:58]
    return Player(sub=f"name-{safe}", username=username[:128])


def _id(kind: str, key: str) -> str:
    """The same each time: an adoption that was cut off is repeated with the same events."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{key}").hex


def _json_at(repo: DatasetRepo, path: str, oid: str) -> Json:
    try:
        return _dict(json.loads(repo.read(path, oid)))
    except (ValueError, RecursionError):
        log.warning("left out while adopting: no JSON", extra={"path": path})
        return {}


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: object, default: float) -> float:
    return float(value) if isinstance(value, int | float) and value == value and abs(value) < 1e12 else default


def _positive(value: object, default: float) -> float:
    number = _number(value, default)
    return number if number > 0 else default


def _moment(value: object) -> str:
    """ISO 8601 with a Z and whole seconds, as events have it."""
    match = _MOMENT.match(value) if isinstance(value, str) else None
    return f"{match[0]}Z" if match else LONG_AGO
