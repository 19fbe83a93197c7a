"""What a Space says of itself, read as no player in particular: `/config` and `/info`, within a size and a time.

gradio_client would read them for every player, follow what they say to wherever it leads, and wait for a byte at a
time for ever.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx

from piclets.services.failures import Passing, ServiceFailure, Unusable
from piclets.services.limits import Limits
from piclets.services.wire import MALFORMED, asking, body_of, origin

GATEWAY = (502, 503, 504)
_OF_CONFIG = ("protocol", "api_prefix", "connect_heartbeat")
_OF_COMPONENT = ("id", "type", "skip_api", "api_info")
"""What gradio_client's calls look at, and no more: the rest may be megabytes."""


@dataclass(frozen=True)
class Interface:
    """What `/config` and `/info` of one Space say; the same for every player. `config` holds no session."""

    url: str
    config: Mapping[str, Any]
    info: Mapping[str, Any]

    @property
    def endpoints(self) -> dict[str, Sequence[Mapping[str, Any]]]:
        """The parameters of each named endpoint."""
        return {name: endpoint["parameters"] for name, endpoint in self.info["named_endpoints"].items()}

    def only(self, api_name: str) -> Interface:
        """As little of it as a call of `api_name` needs, so that a client is built fast."""
        dependencies = [
            {"id": index, **dependency}
            for index, dependency in enumerate(self.config["dependencies"])
            if f"/{dependency.get('api_name')}" == api_name
        ]
        used = {id_ for dependency in dependencies for id_ in (*dependency["inputs"], *dependency["outputs"])}
        components = [
            {key: component[key] for key in _OF_COMPONENT if key in component}
            for component in self.config["components"]
            if component["id"] in used
        ]
        kept = {key: self.config[key] for key in _OF_CONFIG if key in self.config}
        return Interface(
            self.url,
            {**kept, "dependencies": dependencies, "components": components},
            {"named_endpoints": {api_name: self.info["named_endpoints"][api_name]}, "unnamed_endpoints": {}},
        )


def read_interface(url: str, timeout: float, limits: Limits) -> Interface:
    """Ask the Space at `url` for `/config` and `/info`, within `timeout` seconds. Raises Passing, Unusable."""
    until = time.monotonic() + timeout
    reading = _Reading(url if url.endswith("/") else f"{url}/", until, limits)
    try:
        config = {**reading.read("config"), "connect_heartbeat": False}
        prefix = str(config.get("api_prefix", "")).lstrip("/")
        info = reading.read(f"{prefix}/info?serialize=False" if prefix else "info?serialize=False")
        shown = {name: each for name, each in info["named_endpoints"].items() if _is_shown(each)}
        return Interface(reading.root, config, {"named_endpoints": shown, "unnamed_endpoints": {}})
    except httpx.HTTPStatusError as error:
        raise _refused(error.response.status_code) from error
    except httpx.ConnectTimeout as error:
        raise Passing("connection") from error
    except httpx.TimeoutException as error:
        raise Unusable("silent") from error
    except httpx.TransportError as error:
        raise (Unusable("silent") if time.monotonic() >= until else Passing("connection")) from error
    except MALFORMED as error:
        raise Passing("config", retries=1) from error


@dataclass(frozen=True)
class _Reading:
    """Requests below `root` until the moment `until` (`time.monotonic()`)."""

    root: str
    until: float
    limits: Limits

    def read(self, path: str) -> dict[str, Any]:
        url = urljoin(self.root, path)
        if origin(url) != origin(self.root):
            raise Unusable("foreign_host")
        with asking("GET", url, until=self.until, connect=self.limits.connect) as answer:
            answer.raise_for_status()
            body = body_of(
                answer,
                most=self.limits.interface_bytes,
                until=self.until,
                endless=Unusable("endless_config"),
                late=Unusable("silent"),
            )
        found = json.loads(body)
        if not isinstance(found, dict):
            raise TypeError("not a JSON object")
        return found


def _is_shown(endpoint: Mapping[str, Any]) -> bool:
    """Whether a Space lists it: said by newer Spaces as `api_visibility`, by older ones as `show_api`."""
    return endpoint.get("api_visibility", "public") != "private" and bool(endpoint.get("show_api", True))


def _refused(status: int) -> ServiceFailure:
    if status in GATEWAY:
        return Passing(f"http_{status}")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Unusable("http_429")
    return Unusable("closed" if status == httpx.codes.UNAUTHORIZED else "config")
