"""The loopback Spaces in a process of their own: prints their addresses, and serves until its input closes.

    python -m benchmarks.loopback_spaces [DELAY CERTIFICATE KEY]

With the three, each is also behind TLS and a line that delays every byte by DELAY milliseconds each way, and each
new connection by a round trip.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
import threading
from collections.abc import Callable, Coroutine
from urllib.parse import urlsplit

from tests.loopback.ai_spaces import STEPS, start_spaces

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Everything that is read is written `delay` seconds later, in order; then the end too."""
    loop = asyncio.get_running_loop()
    try:
        while data := await reader.read(65536):
            loop.call_later(delay, writer.write, data)
    except (ConnectionError, ssl.SSLError):
        pass
    loop.call_later(delay, writer.close)


def _to(host: str, port: int, delay: float) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * delay)
        far_reader, far_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(_pipe(reader, far_writer, delay), _pipe(far_reader, writer, delay))

    return handle


async def _far_away(url: str, delay: float, context: ssl.SSLContext) -> str:
    """The address of a line to `url`: the delay is outside of TLS, so that handshakes pay for it too."""
    target = urlsplit(url)
    near = await asyncio.start_server(_to(str(target.hostname), target.port or 80, 0.0), "127.0.0.1", 0, ssl=context)
    port = near.sockets[0].getsockname()[1]
    far = await asyncio.start_server(_to("127.0.0.1", port, delay), "127.0.0.1", 0)
    return f"https://127.0.0.1:{far.sockets[0].getsockname()[1]}"


def main() -> None:
    spaces = start_spaces()
    urls: dict[str, str] = {step: spaces.urls[step] for step in STEPS}
    if sys.argv[1:]:
        delay, certificate, key = sys.argv[1:]
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        for step, url in urls.items():
            line = asyncio.run_coroutine_threadsafe(_far_away(url, float(delay) / 1000, context), loop)
            urls[step] = line.result(10)
    print(json.dumps(urls), flush=True)
    sys.stdin.read()
    spaces.stop()


if __name__ == "__main__":
    main()
