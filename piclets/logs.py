"""Structured logs: one JSON object per line on standard error, with the request it belongs to. Never a token."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import uuid
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Final, TextIO

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "request",
    "taskName",
    "color_message",
}
# No word boundary in front: in a trace a token may follow an escaped line end, as in "\\nhf_..."; and what is between
# its parts may be escaped itself.
_SECRET = re.compile(
    r"(?P<mark>(?:hf|local)(?:_|%5[fF]|\\{1,8}u005[fF])|api_(?=(?:org_)?[A-Za-z0-9]{16})"
    r"|(?i:bearer)(?:[\s\"':=]|%20|\\{1,8}[tnr\"'])+)"
    r"[A-Za-z0-9_\-.~+/=%]{1,4000}"
)
_MARKS: Final = ("hf_", "local_", "api_")
_BEARER: Final = "bearer"
_OF_CALLERS: Final = ("mcp", "python_multipart")
"""Libraries that log as their own trouble, errors among it, what anyone sends: our own handlers tell what is ours."""
_NO_NEWS: Final = frozenset({"Invalid HTTP request received."})
"""What uvicorn says of each, with nothing about it."""
MAX_UNFINISHED_CHARS: Final = 64 * 1024
"""Of a line that is written bit by bit; then it is written out as it is, redacted."""


def redacted(text: str) -> str:
    """`text` without whatever looks like a token."""
    return _SECRET.sub(lambda found: f"{found['mark']}[hidden]", text)


class JsonLines(logging.Formatter):
    """A record as one line. Whatever looks like a token is redacted, also in traces of foreign code."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request", "-"),
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return redacted(json.dumps(line, ensure_ascii=False, default=str))


@dataclass(frozen=True)
class LoggedError:
    """An error that was logged. `reference` is what the player was told, or ""."""

    at: datetime
    logger: str
    words: str
    reference: str


class Recent(logging.Handler):
    """Keeps the latest errors of this process in memory, for its operator. Tokens are redacted."""

    def __init__(self, most: int = 200) -> None:
        super().__init__(logging.ERROR)
        self._logged: deque[LoggedError] = deque(maxlen=most)

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        words = redacted(" ".join(part for part in (record.getMessage(), kind) if part))
        at = datetime.fromtimestamp(record.created, UTC)
        self._logged.append(LoggedError(at, record.name, words, str(getattr(record, "reference", ""))))

    def newest(self) -> list[LoggedError]:
        """Newest first."""
        return list(reversed(self._logged.copy()))


def begin_request() -> None:
    """Give the current context a new request id."""
    request_id.set(uuid.uuid4().hex[:12])


def _with_request(record: logging.LogRecord) -> bool:
    record.request = request_id.get()
    return True


def _is_news(record: logging.LogRecord) -> bool:
    """Not what comes without a logger of its own: mcp says so what it could not read."""
    return record.name != "root" and record.msg not in _NO_NEWS


class Redacted(io.TextIOBase):
    """A text stream in front of another: whatever a library prints past the log goes out without tokens.

    Line by line, so that a token that is written in two pieces is seen whole; of a line that is flushed before its
    end, a last word that may be a piece of one waits for the rest.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = ""
        self._turn = Lock()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # an attribute of the base
        return self._stream.encoding

    def write(self, text: str, /) -> int:
        with self._turn:
            *lines, self._line = (self._line + text).split("\n")
            if lines:
                self._stream.write(redacted("\n".join(lines)) + "\n")
            if len(self._line) > MAX_UNFINISHED_CHARS:
                self._write_out(len(self._line))
        return len(text)

    def flush(self) -> None:
        with self._turn:
            self._write_out(_end_of_the_known(self._line))
            self._stream.flush()

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def writable(self) -> bool:
        return True

    def _write_out(self, end: int) -> None:
        """What there is of the line up to `end`."""
        if end:
            self._stream.write(redacted(self._line[:end]))
            self._line = self._line[end:]


def _end_of_the_known(line: str) -> int:
    """Where a token may begin of which the rest is not here yet: in the last word, or before it in `Bearer`."""
    at = line.rfind(" ") + 1
    said = line[:at].rstrip()
    if said.lower().endswith(_BEARER):
        return len(said) - len(_BEARER)
    word = line[at:]
    begun = any(mark in word or word.endswith(tuple(mark[:n] for n in range(1, len(mark)))) for mark in _MARKS)
    return at if begun or word.lower().endswith(_BEARER) else len(line)


def start_logging() -> None:
    """Redact all that this process writes, and send every logger's records to standard error, as JSON lines."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, Redacted):
            setattr(sys, name, Redacted(stream))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_with_request)
    handler.addFilter(_is_news)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "httpx2", "huggingface_hub", "PIL", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for careless in _OF_CALLERS:
        logging.getLogger(careless).setLevel(logging.CRITICAL)
