"""The dataset repo at the Hub, through huggingface_hub: the one place that knows its errors.

HubError
├── HubBusy       409: another commit is under way; the head has not moved
├── HubMoved      412: the head is not the parent that was named
├── HubAway       429, 5xx, a timeout, an answer lost or none of the Hub's: later, and a commit may have landed
│   └── HubBehind 404 for a commit: a replica that has not got it yet
├── HubDenied     401, 403, 404 for the whole repo, and whatever else is said of the repo: waiting does not help
├── HubRefused    400, 413, 422 and the like: this content will never be taken
└── NoSuchFile    404 for a file

huggingface_hub retries some requests on its own for half a minute, and the commit itself never; it has no timeouts.
Here nothing is retried and everything is timed: when to try again is the publisher's decision.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationDelete,
    HfApi,
    HfFileSystem,
    get_session,
    hf_hub_url,
    set_client_factory,
)
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoFile, RepoFolder
from huggingface_hub.utils import (  # type: ignore[attr-defined]  # documented, though not in its __all__
    build_hf_headers,
    disable_progress_bars,
    hf_raise_for_status,
)

from piclets.clock import retry_after_s
from piclets.dataset.pacing import MAX_RETRY_AFTER_S

REPO_TYPE = "dataset"
TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
AWAY = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED = frozenset({400, 413, 414, 415, 422})
PATHS_AT_ONCE = 200
ZIP_BLOCK = 128 * 1024
"""Bytes read at once: a zip of a thousand pictures has its table of contents in these."""

Content = bytes | Path


class HubError(Exception):
    """The Hub did not do what it was asked. `retry_after` is in seconds where the Hub named them."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class HubBusy(HubError):
    pass


class HubMoved(HubError):
    pass


class HubAway(HubError):
    pass


class HubBehind(HubAway):
    pass


class HubDenied(HubError):
    pass


class HubRefused(HubError):
    pass


class NoSuchFile(HubError):
    pass


@dataclass(frozen=True)
class RemoteFile:
    """`oid` is git's hash of the file; `sha256` its content's where it is kept in LFS or Xet (`oid` is not then)."""

    path: str
    size: int
    oid: str
    sha256: str | None

    def holds(self, content: bytes) -> bool:
        """Whether the file has this content, told without reading it."""
        if self.sha256 is not None:
            return self.sha256 == hashlib.sha256(content).hexdigest()
        blob = b"blob %d\0" % len(content) + content
        return self.oid == hashlib.sha1(blob).hexdigest()  # noqa: S324 - it is what git uses


class DatasetRepo:
    """One dataset repo, with the server's own write token (reading a public one takes none).

    Methods block and raise HubError.
    """

    def __init__(self, endpoint: str, repo_id: str, token: str | None) -> None:
        use_timed_client()
        self.repo_id = repo_id
        self.endpoint = endpoint
        self._token = token
        self._api = HfApi(endpoint, token=token or False)
        self._headers = build_hf_headers(token=token or False)

    @property
    def home(self) -> str:
        """The address of the dataset's current files, without a slash at its end."""
        return f"{self.endpoint}/datasets/{self.repo_id}/resolve/main"

    def __repr__(self) -> str:
        return f"DatasetRepo({self.repo_id!r} at {self.endpoint})"

    def head(self) -> str | None:
        """The oid of `main`, which may lag behind a commit just made; None where there is no such repo."""
        try:
            info = self._call(self._api.repo_info, self.repo_id, repo_type=REPO_TYPE, expand=["sha"])
        except HubDenied as denied:
            if isinstance(denied.__cause__, RepositoryNotFoundError) and _status(denied.__cause__) == 404:
                return None
            raise
        return _oid(info.sha)

    def create(self) -> None:
        """Make the repo; content if it is there."""
        self._call(self._api.create_repo, self.repo_id, repo_type=REPO_TYPE, exist_ok=True)

    def commit(
        self, parent: str, message: str, additions: Mapping[str, Content], deletions: Sequence[str] = ()
    ) -> str:
        """Commit on top of `parent` or not at all; returns the new oid.

        At least one added file has to differ from the head's: huggingface_hub takes a commit without a change for
        done, whatever its parent.
        """

        def made() -> Any:
            operations: list[CommitOperationAdd | CommitOperationDelete] = [
                *(CommitOperationAdd(path, content) for path, content in additions.items()),
                *(CommitOperationDelete(path, is_folder=False) for path in deletions),
            ]
            return self._api.create_commit(
                self.repo_id, operations, commit_message=message, repo_type=REPO_TYPE, parent_commit=parent
            ).oid

        return _oid(self._call(made))

    def read(self, path: str, revision: str) -> bytes:
        """A file's content at a revision. Raises NoSuchFile."""
        url = hf_hub_url(self.repo_id, path, repo_type=REPO_TYPE, revision=revision, endpoint=self.endpoint)

        def get() -> bytes:
            response = get_session().get(url, headers=self._headers)
            hf_raise_for_status(response)
            return response.content

        content: bytes = self._call(get)
        return content

    def text(self, path: str, revision: str) -> str | None:
        """A file's text at a revision; None where there is no such file, or no text in it."""
        try:
            return self.read(path, revision).decode()
        except (NoSuchFile, UnicodeDecodeError):
            return None

    def member(self, archive: str, name: str, revision: str) -> bytes:
        """A file within a zip, read with a few range requests. Raises NoSuchFile."""
        with self._opened(archive, revision) as opened:
            if name not in opened.namelist():
                raise NoSuchFile(f"{archive} has no {name}")
            content: bytes = self._call(opened.read, name)
        return content

    def members(self, archive: str, revision: str) -> list[str]:
        """What is in a zip. Raises NoSuchFile."""
        with self._opened(archive, revision) as opened:
            return opened.namelist()

    @contextmanager
    def _opened(self, archive: str, revision: str) -> Iterator[zipfile.ZipFile]:
        # Its cache of what is where would outlive commits: a new one each time.
        system = HfFileSystem(endpoint=self.endpoint, token=self._token or False, skip_instance_cache=True)

        def found() -> Any:
            try:
                return system.open(f"datasets/{self.repo_id}@{revision}/{archive}", block_size=ZIP_BLOCK)
            except FileNotFoundError:
                raise NoSuchFile(f"there is no {archive}") from None

        try:
            with self._call(found) as file, self._call(zipfile.ZipFile, file) as opened:
                yield opened
        except zipfile.BadZipFile:
            raise HubRefused(f"{archive} is damaged") from None

    def existing(self, paths: Sequence[str], revision: str) -> list[str]:
        """Those of the paths where there is a file at a revision."""
        return [file.path for file in self.described(paths, revision)]

    def described(self, paths: Sequence[str], revision: str) -> list[RemoteFile]:
        """The files at those of the paths where there is one."""
        found: list[RemoteFile] = []
        for start in range(0, len(paths), PATHS_AT_ONCE):
            some = list(paths[start : start + PATHS_AT_ONCE])
            told = self._call(self._api.get_paths_info, self.repo_id, some, repo_type=REPO_TYPE, revision=revision)
            found += [_remote_file(entry) for entry in told if isinstance(entry, RepoFile)]
        return found

    def folders(self, folder: str, revision: str) -> list[str]:
        """The names of the folders within one; empty where there is no such folder."""

        def listed() -> list[str]:
            tree = self._api.list_repo_tree(self.repo_id, folder, repo_type=REPO_TYPE, revision=revision)
            return [entry.path.rpartition("/")[2] for entry in tree if isinstance(entry, RepoFolder)]

        try:
            found: list[str] = self._call(listed)
        except NoSuchFile:
            return []
        return found

    def files(self, folder: str, revision: str, *, recursive: bool = False) -> list[RemoteFile]:
        """The files of a folder at a revision; empty where there is no such folder."""

        def listed() -> list[RemoteFile]:
            tree = self._api.list_repo_tree(
                self.repo_id, folder, repo_type=REPO_TYPE, revision=revision, recursive=recursive
            )
            return [_remote_file(entry) for entry in tree if isinstance(entry, RepoFile)]

        try:
            found: list[RemoteFile] = self._call(listed)
        except NoSuchFile:
            return []
        return found

    def squash(self, message: str) -> None:
        """Replace the history by one commit. Without a parent: the caller makes sure that no other commit is made."""
        self._call(self._api.super_squash_history, self.repo_id, repo_type=REPO_TYPE, commit_message=message)

    def _call(self, function: Any, *arguments: Any, **options: Any) -> Any:
        """Any: huggingface_hub's own signatures vary by overload; the callers above state the results."""
        try:
            return function(*arguments, **options)
        except HubError:
            raise
        except _FAILURES as error:
            raise _translated(error) from error


_FAILURES = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
"""What huggingface_hub is seen to raise. The last three on an answer of 200 that is none of the Hub's, such as what
a proxy puts in its place."""


def _oid(told: object) -> str:
    """Raises HubAway."""
    if not isinstance(told, str) or not told:
        raise HubAway("the Hub does not say which commit it means")
    return told


def _remote_file(entry: RepoFile) -> RemoteFile:
    return RemoteFile(entry.path, entry.size, entry.blob_id, entry.lfs.sha256 if entry.lfs else None)


class _Straight(httpx2.HTTPTransport):
    """Says at once what huggingface_hub would try again on its own, sleeping on the publisher's thread."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if "/datasets/" not in request.url.path:
            return super().handle_request(request)  # one client serves all of huggingface_hub's users
        try:
            response = super().handle_request(request)
        except httpx2.TransportError as error:
            raise HubAway(f"no answer from the Hub ({type(error).__name__})") from error
        if response.status_code in AWAY:
            retry_after = retry_after_s(response.headers.get("retry-after"), most=MAX_RETRY_AFTER_S)
            response.close()
            raise HubAway(f"the Hub answers {response.status_code}", retry_after=retry_after)
        return response


@cache
def use_timed_client() -> None:
    """Have huggingface_hub ask as the publisher wants to.

    Once per process: it closes the previous client, and a thread that reads from one of its sockets would then wait
    for ever.
    """
    set_client_factory(_timed_client)
    disable_progress_bars()


def _timed_client() -> httpx2.Client:
    return httpx2.Client(transport=_Straight(retries=0), follow_redirects=True, timeout=TIMEOUT)


def _translated(error: BaseException) -> HubError:
    """What a failure of huggingface_hub means. Uploads wrap theirs, so causes are looked at as well."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, HubError):
            return cause
        if isinstance(cause, HfHubHTTPError):
            return _by_status(cause)
        cause = cause.__cause__
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) or not isinstance(error, ValueError):
        return HubAway(f"no answer from the Hub ({type(error).__name__})")
    return HubRefused(f"the Hub would refuse this: {error}")


def _by_status(error: HfHubHTTPError) -> HubError:
    status, message = _status(error), f"the Hub answers {_status(error)}: {error.server_message or 'no reason'}"
    if isinstance(error, EntryNotFoundError):
        return NoSuchFile(message)
    if isinstance(error, RevisionNotFoundError):
        return HubBehind(message)
    if status == 409:
        return HubBusy(message)
    if status == 412:
        return HubMoved(message)
    if status in REFUSED:
        return HubRefused(message)
    if status in AWAY or status >= 500:
        return HubAway(
            message, retry_after=retry_after_s(error.response.headers.get("retry-after"), most=MAX_RETRY_AFTER_S)
        )
    return HubDenied(message)


def _status(error: HfHubHTTPError) -> int:
    return int(error.response.status_code)
