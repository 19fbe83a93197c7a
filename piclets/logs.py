"""Structured logs: one JSON object per line on standard error, with the request it belongs to. Never a token."""

from __future__ import annotations

import json
import logging
import re
import sys
import uuid
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "request",
    "taskName",
    "color_message",
}
_SECRET = re.compile(r"\b(hf_|hf_oauth_|local_)[A-Za-z0-9_\-.]{1,2000}")


class JsonLines(logging.Formatter):
    """A record as one line. Whatever looks like a token is blotted out, also in traces of foreign code."""

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
        return _SECRET.sub(r"\1[hidden]", json.dumps(line, ensure_ascii=False, default=str))


@dataclass(frozen=True)
class Mishap:
    """An error that was logged. `reference` is what the player was told, or ""."""

    at: datetime
    logger: str
    words: str
    reference: str


class Recent(logging.Handler):
    """Keeps the latest errors of this process in memory, for whoever runs it. Tokens are blotted out."""

    def __init__(self, most: int = 200) -> None:
        super().__init__(logging.ERROR)
        self._mishaps: deque[Mishap] = deque(maxlen=most)

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        words = _SECRET.sub(r"\1[hidden]", " ".join(part for part in (record.getMessage(), kind) if part))
        at = datetime.fromtimestamp(record.created, UTC)
        self._mishaps.append(Mishap(at, record.name, words, str(getattr(record, "reference", ""))))

    def newest(self) -> list[Mishap]:
        """Newest first."""
        return list(reversed(self._mishaps.copy()))


def begin_request() -> None:
    """Give the current context a new request id."""
    request_id.set(uuid.uuid4().hex[:12])


def _with_request(record: logging.LogRecord) -> bool:
    record.request = request_id.get()
    return True


def start_logging() -> None:
    """Send every logger's records to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_with_request)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "httpx2", "huggingface_hub", "mcp", "PIL", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
