"""The Hugging Face Hub on loopback, as far as huggingface_hub and the game ask it anything.

`start_hub()` serves dataset repos with real commits (oids, history, `parentCommit`, one commit at a time), uploads
through LFS or, with `xet_folder`, through Xet's own local store, and the accounts of `tests.loopback.accounts`.
`Faults` says what goes wrong. Answers follow what huggingface_hub 2.4.0 reads.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import fnmatch
import hashlib
import json
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.loopback.accounts import Accounts
from tests.loopback.hub_repo import Blob, Refused, Repo
from tests.loopback.hub_xet import FAR_AWAY, XetStore
from tests.loopback.serving import serving

TOKEN = "hf_ServerWriteTokenOfTheLoopbackHub"
LFS_PATTERNS = ("*.webp", "*.png", "*.jpg", "*.jpeg", "*.parquet", "*.gz", "*.zip", "*.bin", "*.arrow")
PAGE = 1_000
HOUR_S = 3_600.0
Cut = Literal["before", "after"]


@dataclass(frozen=True)
class CommitFault:
    """What one commit meets: a status (with `landed`, after it was made all the same), a cut, a delay (seconds)."""

    status: int | None = None
    message: str = "programmed fault"
    retry_after: int | None = None
    landed: bool = False
    cut: Cut | None = None
    delay: float = 0.0


@dataclass
class Faults:
    """`commits` are met one by one. The others last while they are set.

    `outage`: every request but the accounts' gets this status. `stale_heads`: so many next reads of `main` see
    the head before. `refuse`: says of a path whether the Hub takes no such file (400). `gone`: there seems to be no
    repo at all (404). `damaged`: says of a path whether its file is read with an end that is missing. `behind`: so
    many next reads of a commit find no such commit (404). `hides`: says of a path whether it seems not to be there.
    `page`: what a request's path gets with 200 in place of the Hub's answer, as from a proxy.
    """

    commits: deque[CommitFault] = field(default_factory=deque)
    every_commit: CommitFault | None = None
    outage: int | None = None
    stale_heads: int = 0
    refuse: Callable[[str], bool] = field(default=lambda _path: False)
    gone: bool = False
    damaged: Callable[[str], bool] = field(default=lambda _path: False)
    behind: int = 0
    hides: Callable[[str], bool] = field(default=lambda _path: False)
    page: Callable[[str], bytes | None] = field(default=lambda _path: None)


class LoopbackHub:
    """Made by `start_hub`. `quota` is commits per hour by `clock` (seconds); None is no limit."""

    def __init__(self, *, quota: int | None, clock: Callable[[], float], xet_folder: Path | None) -> None:
        self.url = ""
        self.token = TOKEN
        self.faults = Faults()
        self.accounts = Accounts()
        self.accounts.access_token(TOKEN, sub="hub-server", username="Fraser")
        self.quota = quota
        self.clock = clock
        self.requests: deque[str] = deque(maxlen=100_000)
        self.refused_for_quota = 0
        self._repos: dict[str, Repo] = {}
        self._lfs: dict[str, bytes] = {}
        self._xet = XetStore(xet_folder) if xet_folder else None
        self._committing: set[str] = set()
        self._commit_times: deque[float] = deque()
        self._running = ExitStack()

    def repo(self, name: str) -> Repo:
        """The repo, made if there is none. Raises nothing."""
        return self._repos.setdefault(name, Repo(name))

    def has_repo(self, name: str) -> bool:
        return name in self._repos

    def delete_repo(self, name: str) -> None:
        self._repos.pop(name, None)

    def reset(self) -> None:
        """Forget repos, faults and what was committed; accounts stay."""
        self.faults = Faults()
        self._repos.clear()
        self._commit_times.clear()
        self.requests.clear()
        self.refused_for_quota = 0

    def saved(self) -> dict[str, Repo]:
        """The repos as they are now, to `restore` once or often."""
        return copy.deepcopy(self._repos)

    def restore(self, saved: dict[str, Repo]) -> None:
        """Have the repos of `saved`, and nothing else."""
        self.reset()
        self._repos.update(copy.deepcopy(saved))

    def start(self) -> None:
        self.url = self._running.enter_context(serving(self._app()))

    def stop(self) -> None:
        self._running.close()

    def _app(self) -> ASGIApp:
        repo = "/api/datasets/{owner}/{name}"
        app = Starlette(
            routes=[
                *self.accounts.routes(),
                Route("/api/repos/create", self._create, methods=["POST"]),
                Route("/api/validate-yaml", self._validate_yaml, methods=["POST"]),
                Route(repo, self._info),
                Route(f"{repo}/revision/{{revision}}", self._info),
                Route(f"{repo}/tree/{{revision}}", self._tree),
                Route(f"{repo}/tree/{{revision}}/{{path:path}}", self._tree),
                Route(f"{repo}/paths-info/{{revision}}", self._paths_info, methods=["POST"]),
                Route(f"{repo}/commits/{{revision}}", self._history),
                Route(f"{repo}/preupload/{{revision}}", self._preupload, methods=["POST"]),
                Route(f"{repo}/commit/{{revision}}", self._commit, methods=["POST"]),
                Route(f"{repo}/super-squash/{{branch}}", self._squash, methods=["POST"]),
                Route(f"{repo}/xet-{{kind}}-token/{{revision}}", self._xet_token),
                Route("/datasets/{owner}/{name}.git/info/lfs/objects/batch", self._lfs_batch, methods=["POST"]),
                Route("/lfs/{oid}", self._lfs_put, methods=["PUT"]),
                Route("/lfs/{oid}/verify", self._lfs_verify, methods=["POST"]),
                Route("/datasets/{owner}/{name}/resolve/{revision}/{path:path}", self._file, methods=["GET", "HEAD"]),
                # a model's files; its repo is one like any other here
                Route("/{owner}/{name}/resolve/{revision}/{path:path}", self._file, methods=["GET", "HEAD"]),
            ]
        )
        return self._guarded(app)

    def _guarded(self, app: ASGIApp) -> ASGIApp:
        """Notes requests, and stands for the outage."""

        async def guard(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.requests.append(f"{scope['method']} {scope['path']}")
                account = scope["path"] in ("/oauth/userinfo", "/api/whoami-v2")
                if self.faults.outage is not None and not account:
                    await _error(self.faults.outage, "The Hub is away")(scope, receive, send)
                    return
                page = None if account else self.faults.page(scope["path"])
                if page is not None:
                    await Response(page, media_type="application/json")(scope, receive, send)
                    return
            await app(scope, receive, send)

        return guard

    def _allowed(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"Bearer {self.token}"

    def _found(self, request: Request) -> Repo | None:
        if self.faults.gone:
            return None
        return self._repos.get(f"{request.path_params['owner']}/{request.path_params['name']}")

    def _read_head(self, repo: Repo, revision: str) -> str:
        """The commit a read sees; a stale one while the faults say so."""
        if revision == "main" and self.faults.stale_heads > 0:
            self.faults.stale_heads -= 1
            return repo.previous_head
        if revision != "main" and self.faults.behind > 0:
            self.faults.behind -= 1
            return "0" * 40
        return repo.resolve(revision)

    async def _create(self, request: Request) -> Response:
        if not self._allowed(request):
            return _error(401, "Invalid credentials", code="RepoNotFound")
        wanted = await request.json()
        name = f"{wanted.get('organization') or 'Fraser'}/{wanted['name']}"
        url = f"{self.url}/datasets/{name}"
        if name in self._repos:
            return JSONResponse({"error": "You already created this dataset repo", "url": url}, 409)
        self._repos[name] = Repo(name)
        return JSONResponse({"url": url})

    async def _validate_yaml(self, request: Request) -> Response:
        content = (await request.json())["content"]
        if not content.startswith("---\n"):
            return JSONResponse({"errors": [{"message": "no metadata"}], "warnings": []}, 400)
        return JSONResponse({"errors": [], "warnings": []})

    async def _info(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        revision = self._read_head(repo, request.path_params.get("revision", "main"))
        if repo.at(revision) is None:
            return _no_revision()
        return JSONResponse({"_id": "1", "id": repo.name, "sha": revision, "private": False, "tags": []})

    async def _tree(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        revision = self._read_head(repo, request.path_params["revision"])
        files = repo.at(revision)
        if files is None:
            return _no_revision()
        folder = request.path_params.get("path", "").strip("/")
        entries = _listing(files, folder, recursive=request.query_params.get("recursive", "").lower() == "true")
        if folder and (not entries or self.faults.hides(folder)):
            return _no_entry()
        start = int(request.query_params.get("cursor", "0"))
        headers = {}
        if start + PAGE < len(entries):
            following = request.url.include_query_params(cursor=start + PAGE)
            headers["Link"] = f'<{self.url}{following.path}?{following.query}>; rel="next"'
        return JSONResponse(entries[start : start + PAGE], headers=headers)

    async def _paths_info(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        files = repo.at(self._read_head(repo, request.path_params["revision"]))
        if files is None:
            return _no_revision()
        form = await request.form()
        paths = [str(path) for path in form.getlist("paths")]
        return JSONResponse([_entry(path, files[path]) for path in paths if path in files])

    async def _history(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        page = int(request.query_params.get("p", "0"))
        newest_first = repo.commits[::-1]
        headers = {}
        if (page + 1) * 50 < len(newest_first):
            headers["Link"] = f'<{self.url}{request.url.path}?p={page + 1}>; rel="next"'
        shown = newest_first[page * 50 : (page + 1) * 50]
        return JSONResponse(
            [
                {
                    "id": commit.oid,
                    "title": commit.title,
                    "message": commit.message,
                    "authors": [{"user": "Fraser"}],
                    "date": commit.date.isoformat().replace("+00:00", "Z"),
                }
                for commit in shown
            ],
            headers={"X-Total-Count": str(len(newest_first)), **headers},
        )

    async def _preupload(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        if not self._allowed(request):
            return _error(403, "Forbidden")
        wanted = (await request.json())["files"]
        return JSONResponse({"files": [_upload_mode(repo, file["path"]) for file in wanted]})

    async def _commit(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        if not self._allowed(request):
            return _error(403, "Forbidden")
        fault = self._next_fault()
        if fault.cut == "before":
            return _Cut()
        if fault.status is not None and not fault.landed:
            return _error(fault.status, fault.message, retry_after=fault.retry_after)
        if repo.name in self._committing:
            return _error(409, "Another commit operation is in progress")
        self._committing.add(repo.name)
        try:
            body = await request.body()
            await asyncio.sleep(fault.delay)
            oid = await self._make_commit(repo, body)
        except Refused as refused:
            return _error(refused.status, str(refused), retry_after=60 if refused.status == 429 else None)
        finally:
            self._committing.discard(repo.name)
        if fault.cut == "after":
            return _Cut()
        if fault.status is not None:
            return _error(fault.status, fault.message, retry_after=fault.retry_after)
        return JSONResponse({"commitUrl": f"{self.url}/datasets/{repo.name}/commit/{oid}", "commitOid": oid})

    def _next_fault(self) -> CommitFault:
        if self.faults.commits:
            return self.faults.commits.popleft()
        return self.faults.every_commit or CommitFault()

    async def _make_commit(self, repo: Repo, body: bytes) -> str:
        lines = [json.loads(line) for line in body.splitlines()]
        header = lines[0]["value"]
        if header.get("parentCommit", repo.head) != repo.head:
            raise Refused(412, "A commit has happened since. Please refresh and try again.")
        self._spend_quota()
        changes: dict[str, Blob | None] = {}
        for line in lines[1:]:
            path = line["value"]["path"]
            if self.faults.refuse(path):
                raise Refused(400, f"Your push was rejected because of {path}")
            changes[path] = await self._blob(line["key"], line["value"])
        missing = [path for path, blob in changes.items() if blob is None and path not in repo.files]
        if missing:
            raise Refused(404, f"A file with this name doesn't exist: {missing[0]}")
        return repo.commit(changes, header["summary"], header.get("description", ""), uploaded=len(body))

    async def _blob(self, key: str, value: dict[str, str]) -> Blob | None:
        if key == "deletedFile":
            return None
        if key == "file":
            return Blob.regular(base64.b64decode(value["content"]))
        if key != "lfsFile":
            raise Refused(400, f"unknown operation {key}")
        content = await self._stored(value["oid"], int(value["size"]))
        if content is None:
            raise Refused(400, f"LFS object {value['oid']} was never uploaded")
        return Blob.lfs(content)

    async def _stored(self, sha256: str, size: int) -> bytes | None:
        if sha256 not in self._lfs and self._xet is not None:
            content = await run_in_threadpool(self._xet.content, sha256, size)
            if content is not None:
                self._lfs[sha256] = content
        return self._lfs.get(sha256)

    def _spend_quota(self) -> None:
        now = self.clock()
        while self._commit_times and self._commit_times[0] <= now - HOUR_S:
            self._commit_times.popleft()
        if self.quota is not None and len(self._commit_times) >= self.quota:
            self.refused_for_quota += 1
            raise Refused(429, f"You have exceeded the rate limit for repository commits ({self.quota} per hour)")
        self._commit_times.append(now)

    async def _squash(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        if not self._allowed(request):
            return _error(403, "Forbidden")
        repo.squash((await request.json())["message"])
        return JSONResponse({})

    async def _xet_token(self, request: Request) -> Response:
        if self._xet is None:
            return _error(404, "Xet is off here")
        if request.path_params["kind"] == "write" and not self._allowed(request):
            return _error(403, "Forbidden")
        headers = {
            "X-Xet-Cas-Url": self._xet.url,
            "X-Xet-Access-Token": "loopback",
            "X-Xet-Token-Expiration": str(FAR_AWAY),
        }
        return JSONResponse({"casUrl": self._xet.url, "exp": FAR_AWAY, "accessToken": "loopback"}, headers=headers)

    async def _lfs_batch(self, request: Request) -> Response:
        if not self._allowed(request):
            return _error(403, "Forbidden")
        wanted = (await request.json())["objects"]
        return JSONResponse({"transfer": "basic", "objects": [self._lfs_actions(file) for file in wanted]})

    def _lfs_actions(self, file: dict[str, object]) -> dict[str, object]:
        oid = file["oid"]
        if oid in self._lfs:
            return {"oid": oid, "size": file["size"]}
        upload = {"href": f"{self.url}/lfs/{oid}"}
        verify = {"href": f"{self.url}/lfs/{oid}/verify"}
        return {"oid": oid, "size": file["size"], "actions": {"upload": upload, "verify": verify}}

    async def _lfs_put(self, request: Request) -> Response:
        content = await request.body()
        oid = request.path_params["oid"]
        if hashlib.sha256(content).hexdigest() != oid:
            return _error(400, "the content is not what the oid says")
        self._lfs[oid] = content
        return Response()

    async def _lfs_verify(self, request: Request) -> Response:
        oid = request.path_params["oid"]
        known = oid in self._lfs and len(self._lfs[oid]) == (await request.json())["size"]
        return Response(status_code=200 if known else 404)

    async def _file(self, request: Request) -> Response:
        repo = self._found(request)
        if repo is None:
            return _no_repo()
        revision = self._read_head(repo, request.path_params["revision"])
        files = repo.at(revision)
        if files is None:
            return _no_revision()
        blob = files.get(request.path_params["path"])
        if blob is None or self.faults.hides(request.path_params["path"]):
            return _no_entry(revision)
        headers = {"X-Repo-Commit": revision, "ETag": f'"{blob.sha256 or blob.oid}"'}
        if blob.sha256:
            headers |= {"X-Linked-Etag": f'"{blob.sha256}"', "X-Linked-Size": str(len(blob.content))}
        wanted = _RANGE.fullmatch(request.headers.get("range", ""))
        content = blob.content[int(wanted[1]) : int(wanted[2]) + 1] if wanted else blob.content
        if self.faults.damaged(request.path_params["path"]):
            content = content[: len(content) // 2]
        return Response(content, 206 if wanted else 200, headers=headers, media_type="application/octet-stream")


_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


def start_hub(
    *, quota: int | None = None, clock: Callable[[], float] = time.time, xet_folder: Path | None = None
) -> LoopbackHub:
    """A Hub on a free port of 127.0.0.1; `quota` commits per hour (the real one has 128). Stop it with `.stop()`."""
    hub = LoopbackHub(quota=quota, clock=clock, xet_folder=xet_folder)
    hub.start()
    return hub


def _upload_mode(repo: Repo, path: str) -> dict[str, object]:
    lfs = any(fnmatch.fnmatch(path, pattern) for pattern in LFS_PATTERNS)
    answer: dict[str, object] = {"path": path, "uploadMode": "lfs" if lfs else "regular", "shouldIgnore": False}
    known = repo.files.get(path)
    return answer | {"oid": known.sha256 or known.oid} if known else answer


def _entry(path: str, blob: Blob) -> dict[str, object]:
    entry: dict[str, object] = {"type": "file", "path": path, "size": len(blob.content), "oid": blob.oid}
    if blob.sha256:
        entry["lfs"] = {"oid": blob.sha256, "size": len(blob.content), "pointerSize": 134}
    return entry


def _listing(files: dict[str, Blob], folder: str, *, recursive: bool) -> list[dict[str, object]]:
    inside = f"{folder}/" if folder else ""
    folders: dict[str, dict[str, object]] = {}
    found: list[dict[str, object]] = []
    for path in sorted(files):
        if not path.startswith(inside):
            continue
        name, deeper, _ = path.removeprefix(inside).partition("/")
        if deeper:
            oid = hashlib.sha1(name.encode()).hexdigest()  # noqa: S324 - shaped like git's
            folders.setdefault(name, {"type": "directory", "path": inside + name, "oid": oid, "size": 0})
        if recursive or not deeper:
            found.append(_entry(path, files[path]))
    return [*folders.values(), *found]


def _error(status: int, message: str, *, code: str | None = None, retry_after: int | None = None) -> Response:
    headers = {"X-Error-Message": quote(message, safe=" .,:;()/'")}
    if code:
        headers["X-Error-Code"] = code
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return JSONResponse({"error": message}, status, headers)


def _no_repo() -> Response:
    return _error(404, "Repository not found", code="RepoNotFound")


def _no_revision() -> Response:
    return _error(404, "Invalid rev id", code="RevisionNotFound")


def _no_entry(revision: str | None = None) -> Response:
    response = _error(404, "Entry not found", code="EntryNotFound")
    if revision:
        response.headers["X-Repo-Commit"] = revision
    return response


class _Cut(Response):
    """An answer that ends before it is whole: the server closes the connection, and the client has nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's own
        headers = [(b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
