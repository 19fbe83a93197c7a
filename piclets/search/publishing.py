"""A catalogue at the Hub: Parquet shards with the pictures' bytes and their vectors, and back from there.

    README.md                              what it is; the viewer shows its pictures
    catalogue.json                         name, model, dimension
    data/train-{00000}-of-{00012}.parquet  the entries' fields, `image` (bytes), `vector`

The shards are sent in at most `MAX_COMMITS` commits.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

import numpy as np
from huggingface_hub import CommitOperationAdd, HfApi, hf_hub_download
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # documented, though not in its __all__
    disable_progress_bars,
)

from piclets.errors import BadCatalogue
from piclets.models.hub import asked
from piclets.search.building import finish
from piclets.search.entries import Entries
from piclets.search.filed import (
    ABOUT,
    ENTRIES,
    About,
    picture_path,
    read_about,
    vectors_file,
    write_about,
)
from piclets.search.vectors import DamagedVectors, read_vectors

Say = Callable[[str], None]
T = TypeVar("T")

MAX_COMMITS: Final = 20
SHARD_BYTES: Final = 256 * 1024 * 1024
_OURS: Final = ("image", "vector")
_MEDIA: Final = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif"}


def publish(folder: Path, repo: str, endpoint: str, token: str, say: Say, *, shard_bytes: int = SHARD_BYTES) -> int:
    """Put a catalogue on the Hub, in place of what the repo has. Returns how many commits that took.

    Raises BadCatalogue, ServiceUnavailable.
    """
    _need_parquet()
    about = read_about(folder)
    if not about.complete:
        raise BadCatalogue(f"{about.name} is not finished: build it first.")
    disable_progress_bars()  # `say` tells how far it is
    api = HfApi(endpoint, token=token)
    with tempfile.TemporaryDirectory(prefix="piclets-") as place:
        shards = list(_shards(folder, about, Path(place), shard_bytes))
        names = [f"data/train-{at:05d}-of-{len(shards):05d}.parquet" for at in range(len(shards))]
        groups = _groups(list(zip(names, shards, strict=True)), MAX_COMMITS - 1)

        def send() -> int:
            if not api.repo_exists(repo, repo_type="dataset"):
                api.create_repo(repo, repo_type="dataset")
            for at, group in enumerate(groups, start=1):
                files = [CommitOperationAdd(name, shard) for name, shard in group]
                api.create_commit(repo, files, commit_message=f"{about.name}, part {at}", repo_type="dataset")
                say(f"{about.name}: part {at} of {len(groups)} is at the Hub")
            public = about.model_copy(update={"pictures": ""})
            told = [
                CommitOperationAdd(ABOUT, public.model_dump_json(indent=1).encode()),
                CommitOperationAdd("README.md", _card(about).encode()),
            ]
            api.create_commit(repo, told, commit_message=about.name, repo_type="dataset")
            return len(groups) + 1

        commits: int = _asked(send)
    say(f"{about.name} is at {endpoint}/datasets/{repo}, in {commits} commits")
    return commits


def fetch(folder: Path, repo: str, endpoint: str, say: Say) -> About:
    """Get a published catalogue into `folder`, with its pictures. Raises BadCatalogue, ServiceUnavailable."""
    parquet = _need_parquet()
    api = HfApi(endpoint, token=False)

    def download(path: str, revision: str) -> str:
        return hf_hub_download(repo, path, repo_type="dataset", revision=revision, endpoint=endpoint, token=False)

    def listed() -> tuple[str, list[str]]:
        revision = str(api.repo_info(repo, repo_type="dataset").sha)
        tree = api.list_repo_tree(repo, "data", repo_type="dataset", revision=revision)
        return revision, sorted(file.path for file in tree if file.path.endswith(".parquet"))

    revision, shards = _asked(listed)
    about = About.model_validate_json(Path(_asked(lambda: download(ABOUT, revision))).read_text("utf-8"))
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    entries = Entries(folder / ENTRIES)
    entries.create()
    rows: list[dict[str, Any]] = []
    looked: list[tuple[int, str, Any]] = []
    for shard in shards:
        say(f"{about.name}: {shard}")
        path = _asked(lambda shard=shard: download(shard, revision))  # type: ignore[misc]  # a default binds the path
        for batch in parquet.ParquetFile(path).iter_batches(200):
            for record in batch.to_pylist():
                number, picture = len(rows) + 1, record.pop("image")
                ending = PurePosixPath(picture["path"]).suffix.lower()
                name = f"{number:08d}{ending if ending in _MEDIA else '.jpg'}"
                (pictures / name).write_bytes(picture["bytes"])
                looked.append((number, _MEDIA.get(ending, "image/jpeg"), np.array(record.pop("vector"), np.float16)))
                rows.append({**record, "image": name})
    entries.replace_all(rows)
    entries.looked_at(looked, [])
    here = about.model_copy(update={"pictures": str(pictures.resolve())})
    write_about(folder, here)
    finish(folder, here, entries)
    return here


def _shards(folder: Path, about: About, place: Path, shard_bytes: int) -> Iterator[Path]:
    """Parquet files, each with pictures of about `shard_bytes`."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        stored = read_vectors(vectors_file(folder, about.model), about.model, about.dimension)
    except (DamagedVectors, OSError) as error:
        raise BadCatalogue(f"{about.name} has to be built anew: {error}") from None
    row_of = {key: at for at, key in enumerate(stored.keys.tolist())}
    entries = Entries(folder / ENTRIES)
    kinds = _kinds(entries)
    records: list[dict[str, Any]] = []
    size = number = 0

    def written() -> Path:
        path = place / f"{number}.parquet"
        parquet.write_table(pa.Table.from_pylist(records, _schema(pa, kinds)), path, compression="zstd")
        return path

    for row in entries.all():
        picture = picture_path(Path(about.pictures), row.picture) if row.media else None
        if picture is None or row.row not in row_of:
            continue
        data = picture.read_bytes()
        records.append(
            {name: _as(kinds[name], value) for name, value in row.fields.items() if name in kinds}
            | {"image": {"bytes": data, "path": picture.name}, "vector": stored.vectors[row_of[row.row]].tolist()}
        )
        size += len(data)
        if size >= shard_bytes:
            yield written()
            number, size, records = number + 1, 0, []
    if records or number == 0:
        yield written()


def _kinds(entries: Entries) -> dict[str, str]:
    """The type of each field's column: "bool", "int64", "float64" or "string"."""
    found: dict[str, set[str]] = {}
    for row in entries.all():
        for name, value in row.fields.items():
            if name not in _OURS and value is not None:
                found.setdefault(name, set()).add(_kind(value))
    return {
        name: kinds.pop() if len(kinds) == 1 else "float64" if kinds == {"int64", "float64"} else "string"
        for name, kinds in found.items()
    }


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64" if -(2**63) <= value < 2**63 else "string"
    return "float64" if isinstance(value, float) else "string"


def _as(kind: str, value: Any) -> Any:
    """A value as its column has it; what is no plain value is JSON."""
    if kind == "string" and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return float(value) if kind == "float64" and value is not None else value


def _schema(pa: Any, kinds: dict[str, str]) -> Any:
    """With the note by which the Hub's viewer knows pictures from bytes."""
    types = {"bool": pa.bool_(), "int64": pa.int64(), "float64": pa.float64(), "string": pa.string()}
    columns = [pa.field(name, types[kind]) for name, kind in kinds.items()]
    columns.append(pa.field("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])))
    columns.append(pa.field("vector", pa.list_(pa.float32())))
    features: dict[str, Any] = {name: {"dtype": kind, "_type": "Value"} for name, kind in kinds.items()}
    features |= {
        "image": {"_type": "Image"},
        "vector": {"feature": {"dtype": "float32", "_type": "Value"}, "_type": "List"},
    }
    return pa.schema(columns, {"huggingface": json.dumps({"info": {"features": features}})})


def _groups(files: list[tuple[str, Path]], most: int) -> list[list[tuple[str, Path]]]:
    """The files in at most so many groups, in order."""
    size = -(-len(files) // most)
    return [files[start : start + size] for start in range(0, len(files), size)]


def _card(about: About) -> str:
    total = about.stats.total
    return f"""---
configs:
- config_name: default
  data_files: data/*.parquet
pretty_name: {about.name}
tags:
- piclets-catalogue
---

# {about.name}

{total:,} entries with their pictures, and a vector of {about.dimension} numbers for each, by {about.model}.
A Piclets server searches it with `PICLETS_CATALOGUES`.
"""


def _need_parquet() -> Any:
    try:
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise BadCatalogue("Parquet takes pip install -r requirements-sight.txt.") from None
    return parquet


def _asked(ask: Callable[[], T]) -> T:
    return asked(ask, lambda status: BadCatalogue(f"The Hub refuses: {status}."), "The Hub cannot be reached")
