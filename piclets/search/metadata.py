"""Reading what is known of a catalogue's entries: a JSON list, JSON lines, CSV or Parquet. Nothing is unpickled."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from piclets.errors import InvalidRequest

Entry = dict[str, Any]

MAX_ENTRY_CHARS: Final = 64_000
ID_FIELDS: Final = ("id", "album_id", "local_id")
PICTURE_FIELDS: Final = ("image", "file_name")
_TRUTH: Final = {"true": True, "false": False}


def read_metadata(file: Path) -> Iterator[Entry]:
    """The entries of a file, by its ending. Raises InvalidRequest, in one line, for what cannot be read."""
    readers = {".json": _json, ".jsonl": _lines, ".ndjson": _lines, ".csv": _csv, ".parquet": _parquet}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise InvalidRequest(f"{file.name}: metadata is JSON, JSON lines, CSV or Parquet.")
    try:
        yield from (_entry(each, number, file) for number, each in enumerate(reader(file), start=1))
    except (OSError, ValueError, csv.Error) as error:
        raise InvalidRequest(f"{file.name} cannot be read: {str(error)[:200]}") from None


def entry_id(entry: Mapping[str, Any]) -> str:
    """What an entry is called (contract, part 7). Raises InvalidRequest where it has no id."""
    found = next((entry[name] for name in ID_FIELDS if entry.get(name) not in (None, "")), None)
    if found is None or isinstance(found, list | dict):
        raise InvalidRequest(f"An entry needs one of {', '.join(ID_FIELDS)}: {str(entry)[:120]}")
    return str(int(found) if isinstance(found, float) and found.is_integer() else found)


def picture_name(entry: Mapping[str, Any]) -> str:
    """Where an entry's picture is among the pictures (contract, part 7)."""
    found = next((entry[name] for name in PICTURE_FIELDS if isinstance(entry.get(name), str) and entry[name]), None)
    if found is not None:
        return str(found)
    number = next((entry[name] for name in ("album_id", "local_id") if entry.get(name) is not None), None)
    return f"album_{entry_id({'id': number}) if number is not None else entry_id(entry)}.jpg"


def texts_of(entry: Mapping[str, Any]) -> list[str]:
    """The words an entry can be found by: every field's that is text, addresses and files' names left out."""
    found: list[str] = []
    for name, value in entry.items():
        if name in PICTURE_FIELDS or name in ID_FIELDS:
            continue
        values = value if isinstance(value, list) else [value]
        found += [str(each) for each in values if _is_text(each)]
    return found


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value) and "://" not in value
    return isinstance(value, int) and not isinstance(value, bool)


def _entry(value: Any, number: int, file: Path) -> Entry:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise InvalidRequest(f"{file.name}: entry {number} is no object with named fields.")
    if len(json.dumps(value, default=str)) > MAX_ENTRY_CHARS:
        raise InvalidRequest(f"{file.name}: entry {number} is over {MAX_ENTRY_CHARS:,} characters.")
    return value


def _json(file: Path) -> Iterable[Any]:
    value = json.loads(file.read_text("utf-8"), parse_constant=_no_number)
    if not isinstance(value, list):
        raise InvalidRequest(f"{file.name} is no list of entries.")
    return value


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line, parse_constant=_no_number) for line in lines if line.strip())


def _no_number(text: str) -> None:
    """NaN and the infinities, which Python writes and JSON has not, are no values."""


def _csv(file: Path) -> Iterator[Entry]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name: _value(text) for name, text in row.items() if name is not None}


def _value(text: str | None) -> Any:
    """What a cell says: a number, a truth value, a text; None for an empty one."""
    if not text:
        return None
    if text.lower() in _TRUTH:
        return _TRUTH[text.lower()]
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        plain = str(number) == text or (kind is float and "e" not in text.lower() and text[0] != "0")
        return number if plain and abs(number) < float("inf") else text
    return text


def _parquet(file: Path) -> Iterator[Any]:
    try:
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise InvalidRequest(f"{file.name}: Parquet takes pip install -r requirements-sight.txt") from None
    for batch in parquet.ParquetFile(file).iter_batches(1_000):
        yield from (json.loads(json.dumps(row, default=str)) for row in batch.to_pylist())
