"""The loopback Hub holds what the real huggingface_hub expects of one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationDelete,
    HfApi,
    constants,
    hf_hub_download,
    set_client_factory,
)
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.utils._http import default_client_factory

from piclets.dataset.repo import use_timed_client
from tests.loopback.hub import CommitFault, LoopbackHub, start_hub

REPO = "Fraser/piclets"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[LoopbackHub]:
    hub = start_hub(xet_folder=None if constants.HF_HUB_DISABLE_XET else tmp_path / "xet")
    try:
        yield hub
    finally:
        hub.stop()


@pytest.fixture
def api(hub: LoopbackHub) -> Iterator[HfApi]:
    set_client_factory(default_client_factory)  # the process has one client, and the publisher brings its own
    yield HfApi(hub.url, token=hub.token)
    use_timed_client.cache_clear()


def commit(api: HfApi, parent: str | None = None, **files: bytes) -> str:
    operations = [CommitOperationAdd(path.replace("__", "/"), content) for path, content in files.items()]
    return api.create_commit(REPO, operations, commit_message="test", repo_type="dataset", parent_commit=parent).oid


def test_a_commit_of_text_and_binary_files_reads_back(api: HfApi, hub: LoopbackHub, tmp_path: Path) -> None:
    api.create_repo(REPO, repo_type="dataset")
    picture = bytes(range(256)) * 100
    operations = [CommitOperationAdd("a/b.json", b"{}"), CommitOperationAdd("images/x.webp", picture)]
    done = api.create_commit(REPO, operations, commit_message="first", repo_type="dataset")
    assert done.oid == hub.repo(REPO).head
    assert hub.repo(REPO).files["images/x.webp"].content == picture
    assert [entry.path for entry in api.list_repo_tree(REPO, "a", repo_type="dataset")] == ["a/b.json"]
    found = api.get_paths_info(REPO, ["images/x.webp", "none"], repo_type="dataset")
    assert [entry.path for entry in found] == ["images/x.webp"]
    path = hf_hub_download(
        REPO, "images/x.webp", repo_type="dataset", endpoint=hub.url, cache_dir=tmp_path / "cache", token=hub.token
    )
    assert Path(path).read_bytes() == picture


def test_history_revisions_deletion_and_squash(api: HfApi, hub: LoopbackHub) -> None:
    api.create_repo(REPO, repo_type="dataset")
    first = commit(api, a=b"1")
    api.create_commit(
        REPO,
        [CommitOperationDelete("a"), CommitOperationAdd("b", b"2")],
        commit_message="second",
        repo_type="dataset",
        parent_commit=first,
    )
    names = [entry.path for entry in api.list_repo_tree(REPO, repo_type="dataset")]
    assert names == [".gitattributes", "b"]
    before = [entry.path for entry in api.list_repo_tree(REPO, repo_type="dataset", revision=first)]
    assert before == [".gitattributes", "a"]
    assert [c.title for c in api.list_repo_commits(REPO, repo_type="dataset")] == ["second", "test", "initial commit"]
    api.super_squash_history(REPO, repo_type="dataset")
    assert len(api.list_repo_commits(REPO, repo_type="dataset")) == 1
    assert hub.repo(REPO).text("b") == "2"


def test_a_stale_parent_is_412_and_changes_nothing(api: HfApi, hub: LoopbackHub) -> None:
    api.create_repo(REPO, repo_type="dataset")
    first = commit(api, a=b"1")
    second = commit(api, first, a=b"2")
    with pytest.raises(HfHubHTTPError) as refused:
        commit(api, first, a=b"3")
    assert refused.value.response is not None
    assert refused.value.response.status_code == 412
    assert hub.repo(REPO).head == second


def test_a_tree_of_several_pages_is_listed_whole(api: HfApi, hub: LoopbackHub) -> None:
    api.create_repo(REPO, repo_type="dataset")
    operations = [CommitOperationAdd(f"d/{number:05d}", b"%d" % number) for number in range(2_300)]
    api.create_commit(REPO, operations, commit_message="many", repo_type="dataset")
    assert len(list(api.list_repo_tree(REPO, "d", repo_type="dataset"))) == 2_300


def test_missing_repos_and_entries_are_told_apart(api: HfApi) -> None:
    with pytest.raises(RepositoryNotFoundError):
        api.repo_info(REPO, repo_type="dataset")
    api.create_repo(REPO, repo_type="dataset")
    with pytest.raises(EntryNotFoundError):
        list(api.list_repo_tree(REPO, "events", repo_type="dataset"))


@pytest.mark.parametrize(
    ("fault", "status", "landed"),
    [
        (CommitFault(409), 409, False),
        (CommitFault(429, retry_after=7), 429, False),
        (CommitFault(500, landed=True), 500, True),
    ],
)
def test_programmed_answers(api: HfApi, hub: LoopbackHub, fault: CommitFault, status: int, landed: bool) -> None:
    api.create_repo(REPO, repo_type="dataset")
    hub.faults.commits.append(fault)
    with pytest.raises(HfHubHTTPError) as failed:
        commit(api, a=b"1")
    assert failed.value.response is not None
    assert failed.value.response.status_code == status
    assert ("a" in hub.repo(REPO).files) == landed


@pytest.mark.parametrize(("cut", "landed"), [("before", False), ("after", True)])
def test_a_cut_connection_may_have_landed(api: HfApi, hub: LoopbackHub, cut: str, landed: bool) -> None:
    api.create_repo(REPO, repo_type="dataset")
    hub.faults.commits.append(CommitFault(cut="after" if cut == "after" else "before"))
    with pytest.raises(httpx2.TransportError):
        commit(api, a=b"1")
    assert ("a" in hub.repo(REPO).files) == landed


def test_the_commit_quota_runs_by_the_hubs_clock(tmp_path: Path) -> None:
    now = [0.0]
    hub = start_hub(quota=3, clock=lambda: now[0])
    try:
        api = HfApi(hub.url, token=hub.token)
        api.create_repo(REPO, repo_type="dataset")
        for number in range(3):
            commit(api, a=b"%d" % number)
        with pytest.raises(HfHubHTTPError):
            commit(api, a=b"4")
        now[0] += 3_601
        commit(api, a=b"5")
        assert hub.refused_for_quota == 1
    finally:
        hub.stop()


@pytest.mark.thorough
def test_a_crowded_folder_is_refused(hub: LoopbackHub, api: HfApi) -> None:
    api.create_repo(REPO, repo_type="dataset")
    operations = [CommitOperationAdd(f"d/{number}", b"x") for number in range(10_001)]
    with pytest.raises(HfHubHTTPError):
        api.create_commit(REPO, operations, commit_message="crowd", repo_type="dataset")
    assert hub.repo(REPO).entries("d") == 0


@pytest.mark.thorough
@pytest.mark.skipif(constants.HF_HUB_DISABLE_XET, reason="this is the run through LFS")
def test_binaries_take_the_lfs_path_where_xet_is_off() -> None:
    """The client chooses at import, so that takes a process of its own."""
    options = ["-n", "0", "-p", "no:cacheprovider", "-k", "binary or history"]
    command = [sys.executable, "-m", "pytest", *options, __file__]
    done = subprocess.run(
        command, env=os.environ | {"HF_HUB_DISABLE_XET": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
