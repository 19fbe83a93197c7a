"""Local models on disk: fetched from the Hub at one revision, verified, and found again offline.

A model stands in `models/{owner}--{name}@{revision}/`, its files by their paths in the repo. `manifest.json` is
written last, with the commit that the revision meant and the size and SHA-256 of each file: a folder without one is
half a download, which the next fetch goes on with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from filelock import FileLock
from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url

from piclets.errors import Missing
from piclets.models.hub import asked

MANIFEST: Final = "manifest.json"

State = Literal["ready", "incomplete", "missing"]
Say = Callable[[str], None]
T = TypeVar("T")

_REVISION = re.compile(r"[A-Za-z0-9._\-]{1,80}")


@dataclass(frozen=True)
class Source:
    """Where a model comes from: a repo of the Hub at a revision (a commit, a tag or a branch), and its files."""

    name: str
    repo: str
    revision: str
    files: tuple[str, ...]
    licence: str = ""
    megabytes: int = 0

    @property
    def folder(self) -> str:
        return f"{self.repo.replace('/', '--')}@{self.revision}"


@dataclass(frozen=True)
class Known:
    """A model as `models list` tells of it. `commit` is what the revision meant when it was fetched."""

    source: Source
    state: State
    commit: str | None


class ModelStore:
    """The folder of models. Methods block."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self._folder = folder
        self._endpoint = endpoint

    def find(self, source: Source) -> Path | None:
        """The model's folder where all of it is there, by name and size; None otherwise."""
        folder = self._folder / source.folder
        files = _manifest(folder).get("files", {})
        whole = all(_has_size(folder / path, files.get(path)) for path in source.files)
        return folder if files and whole else None

    def state(self, source: Source) -> State:
        """Whether all of a model is here, a part, or nothing."""
        if self.find(source):
            return "ready"
        return "incomplete" if (self._folder / source.folder).is_dir() else "missing"

    def known(self, sources: Iterable[Source]) -> list[Known]:
        """What is known of each of these."""
        return [
            Known(source, self.state(source), _manifest(self._folder / source.folder).get("commit"))
            for source in sources
        ]

    def fetch(self, source: Source, say: Say = lambda _words: None) -> Path:
        """The model's folder, after fetching what is not there; what was begun is gone on with.

        Raises Missing where the Hub has no such model, ServiceUnavailable where it cannot be reached.
        """
        found = self.find(source)
        if found:
            return found
        folder = self._folder / source.folder
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / f".{source.folder}.lock"):
            commit = _asked(lambda: self._commit_of(source), source)
            for path in source.files:
                say(f"{source.name}: {path}")
                _asked(lambda path=path: self._download(source, path, commit, folder), source)  # type: ignore[misc]  # a default binds the path
            _write_manifest(folder, source, commit)
        return folder

    def verify(self, source: Source) -> list[str]:
        """The files that are not, byte for byte, what was fetched; all of them where nothing was."""
        folder = self._folder / source.folder
        files = _manifest(folder).get("files", {})
        return [path for path in source.files if not _has_content(folder / path, files.get(path))]

    def _commit_of(self, source: Source) -> str:
        address = hf_hub_url(source.repo, source.files[0], revision=source.revision, endpoint=self._endpoint)
        return get_hf_file_metadata(address, token=False).commit_hash or source.revision

    def _download(self, source: Source, path: str, commit: str, folder: Path) -> None:
        hf_hub_download(source.repo, path, revision=commit, local_dir=folder, endpoint=self._endpoint, token=False)


def source_at(name: str, address: str, files: tuple[str, ...]) -> Source:
    """A source from `owner/name@revision`, or `owner/name` for its main branch. Raises ValueError."""
    repo, _, revision = address.partition("@")
    owner, slash, base = repo.partition("/")
    parts = (owner, base, revision or "main")
    if not slash or not all(_REVISION.fullmatch(part) and not part.startswith(".") for part in parts):
        raise ValueError("not owner/name@revision")
    return Source(name, repo, revision or "main", files)


def _asked(ask: Callable[[], T], source: Source) -> T:
    return asked(
        ask,
        lambda _status: Missing(f"The Hub has no model {source.repo} at {source.revision} for everyone."),
        f"The model {source.repo} cannot be fetched now",
    )


def _write_manifest(folder: Path, source: Source, commit: str) -> None:
    files = {
        path: {"size": (folder / path).stat().st_size, "sha256": _sha256(folder / path)} for path in source.files
    }
    manifest = {"repo": source.repo, "revision": source.revision, "commit": commit, "files": files}
    writing = folder / f".{MANIFEST}"
    writing.write_text(json.dumps(manifest, indent=1))
    writing.replace(folder / MANIFEST)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        read = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) and isinstance(read.get("files"), dict) else {}


def _has_size(path: Path, told: Any) -> bool:
    try:
        return isinstance(told, dict) and path.stat().st_size == told.get("size")
    except OSError:
        return False


def _has_content(path: Path, told: Any) -> bool:
    return _has_size(path, told) and _sha256(path) == told.get("sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
