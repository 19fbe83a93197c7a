"""The connected game: the real server with the AI Spaces, the Hub's accounts and its dataset, all on loopback.

A scan is acknowledged when the dataset has it: what a player was told survives the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gradio_client import handle_file

from piclets.domain.concepts import Doubt
from tests import plain
from tests.domain import concept_answers
from tests.domain.concept_dressings import AGAIN
from tests.loopback.ai_spaces import STEPS, Raised, Spaces, start_spaces
from tests.loopback.hub import CommitFault, LoopbackHub, start_hub
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.waiting import until

pytestmark = pytest.mark.thorough

REPO = "Fraser/piclets"


@pytest.fixture(scope="module")
def running_spaces() -> Iterator[Spaces]:
    spaces = start_spaces()
    yield spaces
    spaces.stop()


@pytest.fixture
def spaces(running_spaces: Spaces) -> Spaces:
    running_spaces.heal()
    return running_spaces


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackHub]:
    hub = start_hub(xet_folder=tmp_path_factory.mktemp("xet"))
    yield hub
    hub.stop()


def connection(spaces: Spaces, hub: LoopbackHub, repo: str = REPO) -> dict[str, str]:
    """The variables of a server that plays with them, and acknowledges what is published."""
    return {
        "HF_TOKEN": hub.token,
        "HF_ENDPOINT": hub.url,
        "DATASET_REPO": repo,
        "PICLETS_DURABILITY": "published",
        "PICLETS_COMMITS_PER_HOUR": "100000",
        **{f"PICLETS_{step.upper()}_SPACES": spaces.urls[step] for step in STEPS},
    }


@pytest.fixture(scope="module")
def server(running_spaces: Spaces, hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Shared: a test plays with photos and players of its own."""
    with running_server(tmp_path_factory.mktemp("connected") / "data", **connection(running_spaces, hub)) as server:
        open_for_play(server)
        yield server


def sign_in(hub: LoopbackHub, name: str) -> str:
    return hub.accounts.sign_in(f"hf_oauth_{name}", sub=f"sub-{name}", username=name)


def open_for_play(server: Server) -> None:
    until(lambda: dataset_of(server)["state"] == "publishing")


def dataset_of(server: Server) -> dict[str, Any]:
    """What /ready tells of the dataset."""
    state: dict[str, Any] = plain.get(f"{server.url}/ready", timeout=30).json()["dataset"]
    return state


def published_events(hub: LoopbackHub) -> str:
    """Every event file's text in the dataset, as it is now."""
    files = hub.repo(REPO).files
    return "\n".join(
        blob.content.decode()
        for path, blob in files.items()
        if path.startswith("events/") and path.endswith(".jsonl")
    )


def commits_asked_for(hub: LoopbackHub) -> int:
    return sum("/commit/" in request for request in hub.requests)


def collection(server: Server, token: str) -> list[dict[str, Any]]:
    piclets: list[dict[str, Any]] = server.call("get_user_piclets", hf_token=token)["piclets"]
    return [{**piclet, "imageUrl": piclet["imageUrl"].removeprefix(server.url)} for piclet in piclets]


def test_a_scan_goes_to_the_spaces_with_the_players_token_alone(
    server: Server, spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    ada, bea = sign_in(hub, "ada"), sign_in(hub, "bea")
    answers = {
        token: server.scan(take_photo(tmp_path, f"IMG_{seed}", seed=seed), token)
        for seed, token in enumerate((ada, bea))
    }

    for token, answer in answers.items():
        assert answer["success"], answer
        assert token not in json.dumps(answer)
    assert {call.step for call in spaces.calls} == set(STEPS)
    for step in STEPS:
        carried = {call.headers["x-hf-authorization"] for call in spaces.called(step)}
        assert carried <= {f"Bearer {ada}", f"Bearer {bea}"}
    assert len(spaces.called("caption")) == len(spaces.called("concept")) == 2
    for call in spaces.calls:
        assert hub.token not in json.dumps(call.headers)
        assert hub.token not in repr(call.arguments)


def test_a_scan_is_acknowledged_by_the_commit_that_holds_it(server: Server, hub: LoopbackHub, tmp_path: Path) -> None:
    cleo = sign_in(hub, "cleo")
    with ThreadPoolExecutor(1) as player:
        hub.faults.every_commit = CommitFault(status=503)
        before = commits_asked_for(hub)
        scan = player.submit(server.scan, take_photo(tmp_path, "IMG_2", seed=2), cleo)
        until(lambda: dataset_of(server)["pending"] > 0 and commits_asked_for(hub) >= before + 2)
        assert not scan.done()
        assert "sub-cleo" not in published_events(hub)

        hub.faults.every_commit = None
        answer = scan.result(timeout=90)
        assert answer["success"], answer
        assert "sub-cleo" in published_events(hub)


def test_a_failing_space_is_told_in_the_contracts_words(
    server: Server, spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    dora = sign_in(hub, "dora")
    quota = "You have exceeded your Pro ZeroGPU quota (90s requested vs. 3s left). Try again in 1:02:03."
    answers = []
    for seed, words in enumerate((quota, "Expired ZeroGPU proxy token", None), start=10):
        spaces.fail("concept", Raised(words), times=1)
        answers.append(server.scan(take_photo(tmp_path, f"IMG_{seed}", seed=seed), dora))

    assert [answer["success"] for answer in answers] == [False] * 3
    assert [answer["code"] for answer in answers] == ["quota_exceeded", "service_unavailable", "service_unavailable"]
    assert answers[0]["retryAfter"] == 3723
    assert "sub-dora" not in published_events(hub)
    assert server.call("get_user_piclets", hf_token=dora)["total"] == 0


def _saying(*texts: str) -> Callable[[str], str]:
    """One after the other, the last for ever."""
    waiting = list(texts)
    return lambda _message: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.mark.parametrize("doubt", Doubt)
def test_what_cannot_be_used_is_asked_again_with_the_doubt_and_then_told(
    server: Server, spaces: Spaces, hub: LoopbackHub, tmp_path: Path, doubt: Doubt
) -> None:
    """Another time, when the second answer is good, it is played on."""
    seed = 30 + 2 * list(Doubt).index(doubt)
    erin = sign_in(hub, f"erin-{seed}")
    doubtful = next(text for text, lacks in AGAIN.values() if lacks is doubt)
    again = concept_answers.answer(Canonical_Object="mug pending") if doubt is Doubt.ODD_OBJECT else doubtful
    spaces.answers.concept = _saying(doubtful, again)
    told = server.scan(take_photo(tmp_path, f"IMG_{seed}", seed=seed), erin)

    assert (told["success"], told["code"], told["error"]) == (False, "service_unavailable", doubt.told)
    assert server.call("get_user_piclets", hf_token=erin)["total"] == 0
    assert [doubt.asked in json.dumps(call.arguments) for call in spaces.called("concept")] == [False, True]

    spaces.answers.concept = _saying(doubtful, concept_answers.PLAIN)
    played = server.scan(take_photo(tmp_path, f"IMG_{seed + 1}", seed=seed + 1), erin)
    assert played["success"], played
    assert played["piclet"]["objectName"] == "pillow"


def test_a_sure_refusal_is_told_as_one(server: Server, spaces: Spaces, hub: LoopbackHub, tmp_path: Path) -> None:
    spaces.answers.concept = _saying(concept_answers.answer(Safety="unsafe: a passport"))
    refused = server.scan(take_photo(tmp_path, "IMG_80", seed=80), sign_in(hub, "finn"))
    assert refused["code"] == "unsafe_content"
    assert len(spaces.called("concept")) == 1


def test_progress_tells_all_four_steps_in_order(
    server: Server, spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    """Each lasts until the client has heard of it: Gradio sends a few updates a second, and only the latest."""
    told: list[str] = []
    steps = {"caption": "Looking at your photo", "concept": "Imagining", "image": "Drawing"}
    spaces.on_call = lambda step: until(lambda: heard(told, steps[step]))
    hub.faults.every_commit = CommitFault(status=503)
    job = server.client.submit(
        image=handle_file(take_photo(tmp_path, "IMG_90", seed=90)),
        hf_token=sign_in(hub, "ida"),
        api_name="/generate_piclet",
    )

    def listen() -> bool:
        for unit in job.status().progress_data or ():
            step = str(unit.desc).partition(":")[0]
            if not told or told[-1] != step:
                told.append(step)
        if heard(told, "Saving"):
            hub.faults.every_commit = None
        return bool(job.done())

    until(listen)
    assert job.result()["success"]
    assert told == [*steps.values(), "Saving"]


def heard(told: list[str], step: str) -> bool:
    return step in told


def test_what_was_acknowledged_survives_the_machine(
    running_spaces: Spaces, hub: LoopbackHub, data_dir: Path, tmp_path: Path
) -> None:
    variables = connection(running_spaces, hub, "Fraser/survivor")
    players = [sign_in(hub, name) for name in ("ada", "bea", "cleo")]
    photos = [take_photo(tmp_path, f"IMG_{seed}", seed=seed) for seed in range(20, 23)]
    with running_server(data_dir, **variables) as server:
        open_for_play(server)
        with ThreadPoolExecutor(3) as crowd:
            answers = list(crowd.map(server.scan, photos, players))
        assert all(answer["success"] for answer in answers), answers
        before = {token: collection(server, token) for token in players}
        leaderboard = server.call("get_leaderboard")
        server.kill()

    with running_server(data_dir.with_name("another disk"), **variables) as server:
        open_for_play(server)
        assert {token: collection(server, token) for token in players} == before
        assert server.call("get_leaderboard") == leaderboard
        for answer, photo, token in zip(answers, photos, players, strict=True):
            again = server.scan(photo, token)
            assert again["discoveryStatus"] == answer["discoveryStatus"]
            assert again["piclet"]["typeId"] == answer["piclet"]["typeId"]
            picture = plain.get(again["piclet"]["imageUrl"])
            assert (picture.status_code, picture.content[8:12]) == (200, b"WEBP")
