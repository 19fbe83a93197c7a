"""Multipart forms, looked at before a library reads them.

Libraries believe what a form says of its charset, and some of those take a day to decode what comes in a second. They
keep fields in memory, and files that nobody asked for on the disk.
"""

from __future__ import annotations

import re
from typing import Final

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers

from piclets.errors import InvalidRequest

_BOUNDARY: Final = re.compile(rb"[0-9A-Za-z'()+_,\-./:=? ]{1,70}")
"""As the standard has it (RFC 2046)."""


def boundary_of(headers: Headers) -> bytes:
    """What separates the parts of a request's form. Raises InvalidRequest where there is none."""
    kind, options = parse_options_header(headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not _BOUNDARY.fullmatch(boundary):
        raise unreadable()
    return boundary


def form_type(boundary: bytes) -> bytes:
    """The content type of a form that names no charset: it is UTF-8."""
    return b'multipart/form-data; boundary="%s"' % boundary


def unreadable() -> InvalidRequest:
    return InvalidRequest("This request cannot be read.")


class Files:
    """Watches a form that may hold nothing but files in the field `field`, and at most `most` of them."""

    def __init__(self, boundary: bytes, *, field: str, most: int) -> None:
        self._field = field.encode()
        self._most = most
        self._seen = 0
        self._whole = False
        self._name = self._value = self._disposition = b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._add_name,
                "on_header_value": self._add_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._check,
                "on_end": self._end,
            },
        )

    def look(self, chunk: bytes, *, last: bool) -> None:
        """The next bytes of the form. Raises InvalidRequest, also for a form that breaks off with its `last` ones."""
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise unreadable() from None
        if last and not self._whole:
            raise unreadable()

    def _begin(self) -> None:
        self._name = self._value = self._disposition = b""

    def _add_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _check(self) -> None:
        _, options = parse_options_header(self._disposition)
        if options.get(b"name") != self._field or b"filename" not in options:
            raise InvalidRequest(f"Please upload files alone, in the field `{self._field.decode()}`.")
        self._seen += 1
        if self._seen > self._most:
            raise InvalidRequest(f"Please upload at most {self._most} files at once.")

    def _end(self) -> None:
        self._whole = True
