"""gradio_client, made fit for many players: the only module that imports it.

`Client` as it comes builds a TLS context per request, reads `/config` and `/info` per instance, polls twenty times
a second on four threads per call, and downloads whatever it is sent. `PlayerClient` keeps its knowledge of the
protocol (addresses, headers, parameters, hidden components, queue) and replaces how bytes move: one pooled
connection, in the caller's thread, within a deadline. It is built for one scan and one Space, with the player's own
token, and dies with them. What it overrides is gradio_client's inside: that package is pinned exactly for this.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
from gradio_client import Client, utils
from gradio_client.client import Endpoint

from piclets.clock import retry_after_s
from piclets.errors import InvalidToken
from piclets.services.failures import RETRY_AFTER, NotAccepted, OutOfTime, Passing, Unusable
from piclets.services.limits import Limits
from piclets.services.ports import Session
from piclets.services.spaces.interface import GATEWAY, Interface
from piclets.services.spaces.words import failure_of
from piclets.services.wire import AS_IT_IS, MALFORMED, Cord, origin, pieces_of, tls

_OUR_FAULT = (httpx.codes.NOT_FOUND, httpx.codes.TOO_MANY_REQUESTS)
_MAX_RETRY_AFTER_S = 3_600
_MAX_NEWS = 80
"""Characters of what a Space says it does."""
_MAX_TOLD = 500
"""Pieces of news, of one call."""
_VENDORS = (*MALFORMED, StopIteration, utils.InvalidAPIEndpointError)
"""What gradio_client is seen to raise on an interface that is not what it should be."""


@dataclass(frozen=True)
class Upload:
    """A file argument, in memory: a photo is never written to a disk."""

    name: str
    content: bytes


class _QuietClient(Client):  # type: ignore[misc]  # the base has no types
    """Tells nobody about itself: no telemetry, no heartbeat stream, nothing printed, nothing downloaded."""

    def __init__(self, url: str, token: str | bool, httpx_kwargs: dict[str, Any]) -> None:
        super().__init__(
            url,
            token=token,  # never None: that would send the server's own
            max_workers=1,
            verbose=False,
            download_files=False,
            ssl_verify=tls(),
            analytics_enabled=False,
            httpx_kwargs=httpx_kwargs,
        )

    def _telemetry_thread(self) -> None:
        return None


class PlayerClient(_QuietClient):
    """One player's connection to one Space for the length of one step: use it in a `with`.

    `session.deadline` holds for everything that happens in it: at that moment its connection is cut.
    """

    def __init__(self, interface: Interface, session: Session, limits: Limits) -> None:
        if not session.token.isascii() or not session.token.isprintable() or not session.token:
            raise InvalidToken("This sign-in cannot be used with the AI services. Please sign in again.")
        self._interface = interface
        self._session = session
        self._limits = limits
        self._http = httpx.HTTPTransport(verify=tls())  # under httpx.Client, which takes as long again for a request
        self._cookies = httpx.Cookies()
        self._cord = Cord(session.deadline)
        self._joined = False
        with self._translated():
            super().__init__(interface.url, token=session.token, httpx_kwargs={})
            self.config = {**interface.config}
            self.endpoints: dict[int, _DirectEndpoint] = {
                dependency["id"]: _DirectEndpoint(self, dependency["id"], dependency, self.protocol)
                for dependency in self.config["dependencies"]
            }

    def __enter__(self) -> Self:
        self._cord.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._cord.__exit__(kind, error, at)
        self._http.close()
        self.close()

    def _get_config(self) -> dict[str, Any]:
        """Without the endpoints, which the base would build for itself."""
        return {**self._interface.config, "dependencies": []}

    def _get_api_info(self) -> dict[str, Any]:
        return {**self._interface.info}

    def call(self, api_name: str, arguments: Mapping[str, Any]) -> tuple[Any, ...]:
        """Run the named endpoint and return its outputs; a file comes as its description (see `download`).

        Raises QuotaExceeded, Passing, Unusable, OutOfTime.
        """
        with self._translated():
            endpoint = self.endpoints[self._infer_fn_index(api_name, None)]
            values = utils.construct_args(endpoint.parameters_info, (), dict(arguments))
            helper = self.new_helper(endpoint.fn_index, headers={"x-gradio-user": "api"})
            result = endpoint.make_end_to_end_fn(helper)(*values)
            return result if isinstance(result, tuple) else (result,)

    def download(self, file: Mapping[str, Any]) -> bytes:
        """Fetch a file that an endpoint returned, from this Space and nowhere else, up to the size limit.

        Raises Passing, Unusable, OutOfTime.
        """
        with self._translated():
            url = self.src_prefixed + "file=" + utils.encode_file_path(file["path"])
            with self._stream(url) as response:
                return b"".join(self._chunks(response, self._limits.picture_bytes, "picture_too_large"))

    def upload(self, file: Upload) -> dict[str, Any]:
        answer = self._post(self.upload_url, files=[("files", (file.name, file.content))])
        return {"path": answer[0], "orig_name": file.name, "meta": {"_type": "gradio.FileData"}}

    def send_data(
        self,
        data: dict[str, Any],
        hash_data: dict[str, Any],
        protocol: str,  # noqa: ARG002 - the base's signature
        request_headers: dict[str, str] | None,
    ) -> str:
        """Join the Space's queue (the base's method, over our connection). Returns the event's id."""
        answer = self._post(self.sse_data_url, json={**data, **hash_data}, extra_headers=request_headers)
        self._joined = True
        return str(answer["event_id"])

    def follow(self, event_id: str) -> Mapping[str, Any]:
        """Read the event's messages until it is done; pass its place and progress on. Returns its output."""
        told = 0
        with self._stream(self.sse_url, params={"session_hash": self.session_hash}) as response:
            for message in self._messages(response):
                if message.get("message") == utils.ServerMessage.server_stopped:
                    raise Passing("server_stopped", retries=self._retries)
                if message.get("event_id") != event_id:
                    continue
                if message["msg"] == utils.ServerMessage.process_completed:
                    return _output(message)
                if (news := _news(message)) and told < _MAX_TOLD:
                    told += 1
                    self._session.tell(news[: 2 * _MAX_NEWS])
        raise httpx.RemoteProtocolError("the stream of events ended before the event did")

    def _messages(self, response: httpx.Response) -> Iterator[Mapping[str, Any]]:
        buffer = bytearray()
        for chunk in self._chunks(response, self._limits.stream_bytes, "endless_stream"):
            looked_through = max(0, len(buffer) - 1)
            buffer += chunk
            while (end := buffer.find(b"\n\n", looked_through)) >= 0:
                event = bytes(buffer[:end])
                del buffer[: end + 2]
                looked_through = 0
                if event.startswith(b"data:"):
                    yield json.loads(self._bounded(event[5:]))
            self._bounded(buffer)

    def _bounded(self, event: bytes | bytearray) -> bytes | bytearray:
        """Some megabytes of JSON are hundreds of them when they are read. Raises Unusable."""
        if len(event) > self._limits.event_bytes:
            raise Unusable("endless_event")
        return event

    def _post(self, url: str, extra_headers: Mapping[str, str] | None = None, **body: Any) -> Any:
        """What is answered, as JSON."""
        headers = {**(extra_headers or {}), **self.headers}
        with self._requested("POST", url, self._limits.request, headers=headers, **body) as response:
            return json.loads(b"".join(self._chunks(response, self._limits.reply_bytes, "endless_answer")))

    def _stream(self, url: str, **options: Any) -> AbstractContextManager[httpx.Response]:
        return self._requested("GET", url, self._limits.silence, headers=self.headers, **options)

    @contextmanager
    def _requested(
        self, method: str, url: str, most: float, *, headers: Mapping[str, str], **options: Any
    ) -> Iterator[httpx.Response]:
        """One request; its answer is closed with the `with`. A redirect is a failure, like every other status."""
        bounds = self._bounds(most)
        self._check_address(url)
        request = httpx.Request(method, url, headers={**AS_IT_IS, **headers}, extensions=bounds, **options)
        if self._cookies:
            self._cookies.set_cookie_header(request)
        with closing(self._http.handle_request(request)) as response:
            response.request = request
            if "set-cookie" in response.headers:
                self._cookies.extract_cookies(response)
            response.raise_for_status()
            yield response

    def _check_address(self, url: str) -> None:
        """Every request carries the player's token, and goes to the Space itself. Raises Unusable.

        What an address is made of (a prefix, a file's path) comes from the Space, and could lead elsewhere.
        """
        if origin(url) != origin(self._interface.url):
            raise Unusable("foreign_host")

    def _chunks(self, response: httpx.Response, limit: int, too_much: str) -> Iterator[bytes]:
        return pieces_of(
            response, most=limit, until=self._session.deadline, endless=Unusable(too_much), late=OutOfTime()
        )

    def _bounds(self, most: float) -> dict[str, Any]:
        """A request's extensions: its timeouts, in seconds, and the trace that lets its connection be cut.

        Raises OutOfTime.
        """
        left = self._session.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        timeout = httpx.Timeout(min(most, left), connect=min(self._limits.connect, left))
        return {"timeout": timeout.as_dict(), **self._cord.extensions}

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Vendor errors become the chain's; this is the edge that meets them."""
        try:
            yield
        except httpx.HTTPStatusError as error:
            raise _status_failure(error.response, self._retries) from error
        except httpx.TransportError as error:
            raise self._transport_failure(error) from error
        except _VENDORS as error:
            raise Unusable("protocol") from error

    def _transport_failure(self, error: httpx.TransportError) -> Passing | Unusable | OutOfTime:
        if time.monotonic() >= self._session.deadline:
            return OutOfTime()
        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            return Unusable("silent")
        return Passing("connection", retries=self._retries)

    @property
    def _retries(self) -> int:
        """How often to try again what may pass: work that began has cost the player."""
        return 1 if self._joined else 2


class _DirectEndpoint(Endpoint):  # type: ignore[misc]  # the base has no types
    """An endpoint whose bytes go over its client's connection."""

    client: PlayerClient

    def process_input_files(self, *data: Any) -> tuple[Any, ...]:
        return tuple(self.client.upload(value) if isinstance(value, Upload) else value for value in data)

    def _sse_fn_v1plus(self, helper: object, event_id: str, protocol: str) -> Mapping[str, Any]:  # noqa: ARG002 - the base's signature
        return self.client.follow(event_id)

    def _sse_fn_v0(self, *_: object) -> Mapping[str, Any]:
        raise ValueError("the protocol of Gradio before 4.1, which knows no deadline, is not spoken here")


def _status_failure(response: httpx.Response, retries: int) -> Passing | Unusable:
    code = response.status_code
    if code == httpx.codes.UNAUTHORIZED:
        return NotAccepted("http_401")
    wait = retry_after_s(response.headers.get("retry-after"), most=_MAX_RETRY_AFTER_S) or RETRY_AFTER
    if code in GATEWAY:
        return Passing(f"http_{code}", retries=retries, retry_after=wait)
    # Which request is not taken says something of the request; that too many come, or that it fails, of the service.
    provoked = httpx.codes.is_client_error(code) and code not in _OUR_FAULT
    return Unusable(f"http_{code}", retry_after=wait, provoked=provoked)


def _output(message: Mapping[str, Any]) -> Mapping[str, Any]:
    output = message["output"]
    if not message.get("success", True) or "error" in output:
        raise failure_of(f"{output.get('title') or ''} {output.get('error') or ''}")
    return dict(output)


def _news(message: Mapping[str, Any]) -> str:
    """A queue place or a progress bar, as a short sentence; empty if there is nothing to tell."""
    if message["msg"] == utils.ServerMessage.estimation and message.get("rank") is not None:
        eta = message.get("rank_eta")
        return f"place {message['rank'] + 1} in the queue" + (f", about {eta:.0f} s" if eta else "")
    if message["msg"] == utils.ServerMessage.progress and message.get("progress_data"):
        return _progress(message["progress_data"][-1])
    return ""


def _progress(unit: Mapping[str, Any]) -> str:
    words = str(unit.get("desc") or "working")[:_MAX_NEWS]
    share = unit.get("progress")
    if share is None and unit.get("length"):
        share = (unit.get("index") or 0) / unit["length"]
    return words if share is None else f"{words}, {share:.0%}"
