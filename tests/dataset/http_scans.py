"""Scans over plain HTTP, as a client makes them."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import httpx
from PIL import Image

from tests import plain


def photo(seed: str) -> bytes:
    rng = random.Random(seed)
    image = Image.new("RGB", (96, 96), tuple(rng.randrange(256) for _ in range(3)))
    for _ in range(40):
        image.putpixel((rng.randrange(96), rng.randrange(96)), tuple(rng.randrange(256) for _ in range(3)))
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


def scan(url: str, token: str, thing: str, content: bytes) -> dict[str, Any]:
    """One scan as a client makes it over plain HTTP. Raises httpx.HTTPError when the server goes away."""
    with plain.Client(base_url=f"{url}/gradio_api", timeout=60) as client:
        uploaded = client.post("/upload", files={"files": (f"{thing}.png", content, "image/png")}).json()
        data = [{"path": uploaded[0], "meta": {"_type": "gradio.FileData"}}, token]
        event = client.post("/call/generate_piclet", json={"data": data}).json()["event_id"]
        stream = client.get(f"/call/generate_piclet/{event}")
    for line in stream.text.splitlines():
        if line.startswith("data: [{"):
            answer: dict[str, Any] = json.loads(line.removeprefix("data: "))[0]
            return answer
    raise httpx.RemoteProtocolError("the stream ended without an answer")
