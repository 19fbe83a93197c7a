"""A dataset repo as the loopback Hub keeps it: files at the head, and what each commit changed."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

MAX_ENTRIES = 10_000


class Refused(Exception):
    """A commit that the Hub does not take: status and message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Blob:
    """A file's content. `sha256` is set where it is kept in LFS; `oid` is git's, of the content or the pointer."""

    content: bytes
    oid: str
    sha256: str | None = None

    @classmethod
    def regular(cls, content: bytes) -> Blob:
        return cls(content, git_oid(content))

    @classmethod
    def lfs(cls, content: bytes) -> Blob:
        sha256 = hashlib.sha256(content).hexdigest()
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {len(content)}\n"
        return cls(content, git_oid(pointer.encode()), sha256)


@dataclass(frozen=True)
class Commit:
    """`before` holds what the changed files were, None where there was none; `uploaded` counts payload bytes."""

    oid: str
    title: str
    message: str
    date: datetime
    before: Mapping[str, Blob | None]
    uploaded: int


def git_oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324 - it is what git uses


class Repo:
    """One branch, `main`, with a history. Not thread-safe: the Hub's event loop is the only one in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: dict[str, Blob] = {}
        self.commits: list[Commit] = []
        self._folders: dict[str, Counter[str]] = defaultdict(Counter)
        self._past: tuple[str, dict[str, Blob]] | None = None
        self.commit({".gitattributes": Blob.regular(b"*.webp filter=lfs\n")}, "initial commit", "")

    @property
    def head(self) -> str:
        return self.commits[-1].oid

    @property
    def previous_head(self) -> str:
        return self.commits[max(0, len(self.commits) - 2)].oid

    def text(self, path: str) -> str:
        return self.files[path].content.decode()

    def entries(self, folder: str) -> int:
        """How many files and folders stand in a folder; "" is the root."""
        return len(self._folders[folder])

    def largest_folder(self) -> int:
        return max(len(children) for children in self._folders.values())

    def commit(self, changes: Mapping[str, Blob | None], title: str, message: str, *, uploaded: int = 0) -> str:
        """Put files (None deletes) in one commit; returns its oid. Raises Refused, and then changes nothing."""
        before = {path: self.files.get(path) for path in changes}
        self._put(changes)
        crowded = next((f for f in _folders_of(changes) if len(self._folders[f]) > MAX_ENTRIES), None)
        if crowded is not None:
            self._put(before)
            raise Refused(400, f"Your push was rejected: too many files in {crowded or '/'} (at most {MAX_ENTRIES})")
        date = datetime.now(UTC)
        parent = self.commits[-1].oid if self.commits else ""
        seed = f"{parent} {title} {date} {sorted(changes)} {len(self.commits)}"
        oid = hashlib.sha1(seed.encode()).hexdigest()  # noqa: S324 - shaped like git's
        self.commits.append(Commit(oid, title, message, date, before, uploaded))
        return oid

    def squash(self, message: str) -> None:
        """One commit with the head's files replaces the history."""
        oid = hashlib.sha1(f"{self.head} squashed".encode()).hexdigest()  # noqa: S324 - shaped like git's
        before: dict[str, Blob | None] = dict.fromkeys(self.files)
        self.commits = [Commit(oid, message, "", datetime.now(UTC), before, 0)]
        self._past = None

    def at(self, revision: str) -> dict[str, Blob] | None:
        """The files at a commit or at `main`; None where there is no such revision."""
        if revision in ("main", self.head):
            return self.files
        if self._past is None or self._past[0] != revision:
            place = next((i for i, commit in enumerate(self.commits) if commit.oid == revision), None)
            if place is None:
                return None
            files = dict(self.files)
            for commit in reversed(self.commits[place + 1 :]):
                for path, blob in commit.before.items():
                    _set(files, path, blob)
            self._past = revision, files
        return self._past[1]

    def resolve(self, revision: str) -> str:
        return self.head if revision == "main" else revision

    def _put(self, changes: Mapping[str, Blob | None]) -> None:
        for path, blob in changes.items():
            known = path in self.files
            _set(self.files, path, blob)
            if known != (blob is not None):
                self._count(path, 1 if blob is not None else -1)

    def _count(self, path: str, change: int) -> None:
        child = PurePosixPath(path)
        for parent in child.parents:
            folder = "" if str(parent) == "." else str(parent)
            self._folders[folder][child.name] += change
            if not self._folders[folder][child.name]:
                del self._folders[folder][child.name]
            child = parent


def _set(files: dict[str, Blob], path: str, blob: Blob | None) -> None:
    if blob is None:
        files.pop(path, None)
    else:
        files[path] = blob


def _folders_of(paths: Iterable[str]) -> set[str]:
    return {"" if str(p) == "." else str(p) for path in paths for p in PurePosixPath(path).parents}
