"""How long, how often and how much, for everything that talks to an AI service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times in seconds, sizes in bytes.

    `interface` is what reading a Space's configuration may take, once for all who wait for it. `silence` is how long
    a stream may say nothing: Gradio sends a heartbeat every 15 s. `interface_age` is how long a Space's configuration
    and `/info`, of `interface_bytes` each at most, are taken as read. `reply_bytes` bounds what a Space answers to an
    upload or a call, `event_bytes` one event of its stream, `stream_bytes` all of them, `chat_bytes` what a server
    answers to a chat. `rest` is how long a service that failed for `failures` players in a row is left alone before
    one call probes it. `poll` is between two looks at a Space that builds or sleeps. Retries wait a random time that
    grows from `retry_wait` to `max_retry_wait`.
    """

    connect: float = 5.0
    request: float = 20.0
    interface: float = 10.0
    silence: float = 35.0
    interface_age: float = 600.0
    interface_bytes: int = 4 * 2**20
    poll: float = 2.0
    retry_wait: float = 0.5
    max_retry_wait: float = 4.0
    failures: int = 5
    rest: float = 30.0
    reply_bytes: int = 256 * 1024
    event_bytes: int = 2**20
    stream_bytes: int = 8 * 2**20
    chat_bytes: int = 2 * 2**20
    picture_bytes: int = 20 * 2**20
