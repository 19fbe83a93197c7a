"""Sessions at the wheel over HTTP: the contract's answers, and everything that can be wrong about a call."""

from __future__ import annotations

import math
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx
import pytest

from piclets.ledger.sessions import Token
from piclets.wheel.wheels import MAX_TOKENS
from tests.wheel.conftest import Table, laid

SESSION = {
    "session_id", "model_name", "prompt", "current_text", "tokens", "version", "created_at", "expires_at",
}  # fmt: skip
NAMING = "A blue teapot (machina) is called"


def begun(table: Table, prompt: str | None = NAMING, **more: Any) -> dict[str, Any]:
    answer = table.client.post("/api/sessions", json={"prompt": prompt} | more)
    assert answer.status_code == 201, answer.text
    session: dict[str, Any] = answer.json()
    return session


def post(table: Table, session: dict[str, Any], call: str, **body: Any) -> httpx.Response:
    return table.client.post(f"/api/sessions/{session['session_id']}/{call}", json=body)


def chances(table: Table, session: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    answer = table.client.get(f"/api/sessions/{session['session_id']}/next-token-probs", params=parameters)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def refused(answer: httpx.Response, status: int, code: str, *words: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["code"] == code
    for word in words:
        assert word in answer.json()["error"]


def test_the_models_are_told(table: Table) -> None:
    models = {model["model_name"]: model for model in table.client.get("/api/models").json()["models"]}
    assert list(models) == ["piclets", "gpt2", "gpt2-medium"]
    fields = {"model_name", "hub_id", "parameters", "licence", "memory_mb", "loaded", "default"}
    assert all(set(model) == fields for model in models.values())
    assert [name for name, model in models.items() if model["default"]] == ["piclets"]
    assert models["gpt2"]["hub_id"] == "openai-community/gpt2"
    assert not models["gpt2"]["loaded"]


def test_a_session_from_its_beginning_to_its_end(table: Table) -> None:
    session = begun(table)
    assert set(session) == SESSION
    assert (session["model_name"], session["prompt"], session["tokens"]) == ("piclets", NAMING, [])
    assert session["current_text"] == NAMING

    told = chances(table, session)
    assert set(told) == {"tokens", "other", "version"}
    assert set(told["other"]) == {"probability", "count", "samples"}
    assert math.isclose(math.fsum(t["probability"] for t in told["tokens"]) + told["other"]["probability"], 1)
    likely = [t["probability"] for t in told["tokens"]]
    assert likely == sorted(likely, reverse=True)
    assert min(likely) >= 0.01
    assert len(told["other"]["samples"]) == 5

    picked = post(table, session, "append-token", token_id=told["tokens"][0]["token_id"], version=1).json()
    assert set(picked) == SESSION | {"appended"}
    assert picked["appended"] == {
        "token_id": told["tokens"][0]["token_id"],
        "text": told["tokens"][0]["text"],
        "probability": told["tokens"][0]["probability"],
        "from_other": False,
    }
    assert picked["current_text"] == NAMING + told["tokens"][0]["text"]
    assert picked["version"] == 2

    other = post(table, session, "append-token", other=True).json()
    assert other["appended"]["from_other"]
    assert other["appended"]["probability"] < 0.01
    assert len(other["tokens"]) == 2

    undone = post(table, session, "undo").json()
    assert set(undone) == SESSION
    assert [t["token_id"] for t in undone["tokens"]] == [picked["appended"]["token_id"]]
    assert table.client.get(f"/api/sessions/{session['session_id']}").json() == undone

    anew = post(table, session, "set-prompt", prompt="It").json()
    assert (anew["prompt"], anew["current_text"], anew["tokens"], anew["version"]) == ("It", "It", [], 5)

    gone = table.client.delete(f"/api/sessions/{session['session_id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    refused(table.client.get(f"/api/sessions/{session['session_id']}"), 404, "not_found")
    refused(table.client.delete(f"/api/sessions/{session['session_id']}"), 404, "not_found")


def test_a_spin_replays_from_its_seed_and_stops_in_its_segment(table: Table) -> None:
    ends = []
    for _ in range(2):
        session = begun(table)
        told = chances(table, session)
        spun = post(table, session, "spin", seed=7).json()
        assert set(spun) == SESSION | {"appended", "angle", "seed"}
        assert spun["seed"] == 7
        before = 0.0
        for token in told["tokens"]:
            if token["token_id"] == spun["appended"]["token_id"]:
                assert before <= spun["angle"] < before + token["probability"]
            before += token["probability"]
        if spun["appended"]["from_other"]:
            assert spun["angle"] >= before - 1e-12
        ends.append((spun["appended"], spun["angle"]))
    assert ends[0] == ends[1]
    drawn = post(table, session, "spin").json()["seed"]
    assert drawn != post(table, session, "spin").json()["seed"]


def test_a_restart_loses_no_session_and_replays_it(table: Table) -> None:
    session = begun(table)
    spun = [post(table, session, "spin", seed=seed).json()["appended"] for seed in (1, 2, 3)]
    told = chances(table, session)
    with laid(table.folder) as again:
        assert [t["token_id"] for t in chances(again, session)["tokens"]] == [t["token_id"] for t in told["tokens"]]
        kept = again.client.get(f"/api/sessions/{session['session_id']}").json()
        assert kept["tokens"] == spun


def test_sampling_parameters_shape_the_wheel(table: Table) -> None:
    session = begun(table)
    few = chances(table, session, top_k=3)
    assert len(few["tokens"]) == 3
    assert few["other"] == {"probability": 0.0, "count": 0, "samples": []}
    refused(post(table, session, "append-token", other=True, top_k=3), 400, "invalid_request", "Other is empty")
    everything = chances(table, session, threshold=1e-300)
    assert len(everything["tokens"]) == 1536
    nothing = chances(table, session, threshold=1)
    assert nothing["tokens"] == []
    assert nothing["other"]["count"] == 1536
    sure = chances(table, session, temperature=1e-9)
    assert sure["tokens"][0]["probability"] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold", "0"), ("threshold", "1.01"), ("threshold", "nan"), ("threshold", "-1"), ("temperature", "0"),
        ("temperature", "5.1"), ("temperature", "inf"), ("temperature", "nan"), ("top_k", "-1"), ("top_k", "1.5"),
        ("top_p", "0"), ("top_p", "1.1"), ("top_p", "nan"), ("threshold", "x"), ("top_k", "x"),
    ],
)  # fmt: skip
def test_a_parameter_out_of_its_interval_is_refused(table: Table, name: str, value: str) -> None:
    session = begun(table)
    path = f"/api/sessions/{session['session_id']}"
    refused(table.client.get(f"{path}/next-token-probs", params={name: value}), 400, "invalid_request", name)
    body = f'{{"{name}": {value.replace("nan", "NaN").replace("inf", "Infinity").replace("x", "[]")}}}'
    spun = table.client.post(f"{path}/spin", content=body, headers={"Content-Type": "application/json"})
    refused(spun, 400, "invalid_request", name)


@pytest.mark.parametrize("prompt", ["", "<|endoftext|>", "\u0301" * 100, " ", "\n\n", "茶壶 🫖", "x" * 200])
def test_prompts_of_every_kind_go_on(table: Table, prompt: str) -> None:
    session = begun(table, prompt)
    assert session["current_text"] == prompt
    assert post(table, session, "spin", seed=1).json()["current_text"].startswith(prompt)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [("a" * 2_001, "2000 characters"), ("\u0301" * 1_990, "tokens"), ("\x00", "text")],
)
def test_prompts_out_of_bounds_are_refused(table: Table, prompt: str, words: str) -> None:
    refused(table.client.post("/api/sessions", json={"prompt": prompt}), 400, "invalid_request", words)
    refused(post(table, begun(table), "set-prompt", prompt=prompt), 400, "invalid_request", words)


def test_half_a_pair_of_surrogates_never_stands_in_a_prompt(table: Table) -> None:
    answer = table.client.post(
        "/api/sessions", content=b'{"prompt": "\\ud83e"}', headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json().get("prompt")) in ((400, None), (201, "?")), answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "../../etc/passwd",
        "%00",
        "8d93f733-41a1-42c1-af33-d5e287db093b",
        "65C061D6-6F36-4552-B0E0-A717EF0D9720",
        "0" * 36,
        "1 OR 1=1",
    ],
)
def test_an_id_that_is_not_live_is_not_found(table: Table, wrong: str) -> None:
    session = {"session_id": wrong}
    for answer in (
        table.client.get(f"/api/sessions/{wrong}"),
        table.client.get(f"/api/sessions/{wrong}/next-token-probs"),
        post(table, session, "spin"),
        post(table, session, "undo"),
        post(table, session, "append-token", other=True),
        post(table, session, "set-prompt", prompt="x"),
        table.client.delete(f"/api/sessions/{wrong}"),
    ):
        refused(answer, 404, "not_found")


@pytest.mark.parametrize("token_id", [-1, 1_536, 50_257, 10**30])
def test_a_token_id_out_of_range_is_refused(table: Table, token_id: int) -> None:
    refused(post(table, begun(table), "append-token", token_id=token_id), 400, "invalid_request", "1535")


@pytest.mark.parametrize(
    "body", [{}, {"token_id": None}, {"token_id": 3, "other": True}, {"token_id": "3"}, {"token_id": True},
             {"other": "yes"}, {"token_id": 3, "version": "1"}]
)  # fmt: skip
def test_what_says_neither_or_both_is_refused(table: Table, body: dict[str, Any]) -> None:
    refused(post(table, begun(table), "append-token", **body), 400, "invalid_request")


@pytest.mark.parametrize("seed", [-1, 2**53, "7", 1.5])
def test_a_seed_out_of_range_is_refused(table: Table, seed: Any) -> None:
    refused(post(table, begun(table), "spin", seed=seed), 400, "invalid_request")


def test_undo_of_nothing_is_refused(table: Table) -> None:
    refused(post(table, begun(table), "undo"), 400, "invalid_request")


def test_models_that_are_not_here(table: Table) -> None:
    unknown = table.client.post("/api/sessions", json={"model_name": "gpt3"})
    refused(unknown, 404, "not_found", "gpt2")
    refused(table.client.post("/api/sessions", json={"model_name": "x" * 300}), 404, "not_found")
    known = table.client.post("/api/sessions", json={"model_name": "gpt2"})
    refused(known, 503, "service_unavailable", "models fetch gpt2")


def test_a_stale_version_is_a_conflict(table: Table) -> None:
    session = begun(table)
    assert post(table, session, "spin", version=1).status_code == 200
    refused(post(table, session, "spin", version=1), 409, "conflict")
    refused(post(table, session, "append-token", other=True, version=9), 409, "conflict")


def test_of_changes_at_once_one_wins_and_the_others_are_conflicts(table: Table) -> None:
    session = begun(table)
    post(table, session, "spin")
    calls: list[tuple[str, dict[str, Any]]] = [("undo", {}), ("append-token", {"other": True}), ("spin", {})] * 4
    with ThreadPoolExecutor(len(calls)) as pool:
        answers = list(pool.map(lambda call: post(table, session, call[0], **call[1]), calls))
    done = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 400, 409}  # 400: there was nothing left to undo
    after = table.client.get(f"/api/sessions/{session['session_id']}").json()
    assert after["version"] == 2 + len(done)
    assert sorted(answer.json()["version"] for answer in done) == list(range(3, after["version"] + 1))


def test_a_session_has_at_most_so_many_tokens(table: Table) -> None:
    session = begun(table, "It")
    kept = table.sessions.get(session["session_id"])
    table.sessions.change(kept, tokens=(Token(5, 0.5, False, True, None),) * (MAX_TOKENS - 1))
    assert post(table, session, "spin").status_code == 200
    refused(post(table, session, "spin"), 400, "invalid_request", "128 tokens")
    assert post(table, session, "undo").status_code == 200
    assert post(table, session, "spin").status_code == 200


def test_a_session_for_a_piclet_has_the_prompt_that_is_made_of_it(table: Table) -> None:
    named = table.client.post("/api/sessions", json={"typeId": "teapot_canonical"}).json()
    assert named["prompt"] == NAMING
    lore = table.client.post("/api/sessions", json={"typeId": "teapot_canonical", "as": "lore"}).json()
    assert lore["prompt"] == "The lore of Teapuff, a blue teapot (machina):"
    refused(table.client.post("/api/sessions", json={"typeId": "nothing_canonical"}), 404, "not_found")
    both = table.client.post("/api/sessions", json={"typeId": "teapot_canonical", "prompt": "x"})
    refused(both, 400, "invalid_request")
    assert table.client.post("/api/sessions").status_code == 201


def test_sessions_end_an_hour_after_their_last_use(own_table: Table) -> None:
    table = own_table
    session = begun(table)
    table.clock.now += 3_000
    assert table.client.get(f"/api/sessions/{session['session_id']}").status_code == 200
    table.clock.now += 3_000
    post(table, session, "spin")
    table.clock.now += 3_599
    assert table.sessions.sweep() == 0
    table.clock.now += 1
    refused(post(table, session, "spin"), 404, "not_found")
    assert table.sessions.sweep() == 1
    assert table.sessions.sweep() == 0


def test_an_address_has_a_bounded_number_of_sessions_and_a_player_beside_it_their_own(own_table: Table) -> None:
    first = own_table.sessions.get(begun(own_table)["session_id"])
    for _ in range(299):
        own_table.sessions.add(replace(first, id=str(uuid.uuid4())))
    full = own_table.client.post("/api/sessions", json={})
    refused(full, 429, "rate_limited")
    assert int(full.headers["retry-after"]) > 0
    player = own_table.client.post("/api/sessions", json={}, headers={"Authorization": "Bearer local_ada"})
    assert player.status_code == 201
    own_table.clock.now += 3_601
    assert own_table.client.post("/api/sessions", json={}).status_code == 201


def test_tokens_are_counted_per_address(tmp_path: Any) -> None:
    with laid(tmp_path, per_minute=3) as table:
        session = begun(table)
        statuses = [post(table, session, "spin").status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        as_player = {"Authorization": "Bearer local_ada"}
        path = f"/api/sessions/{session['session_id']}/next-token-probs"
        assert table.client.get(path, headers=as_player).status_code == 200


def test_openapi_shows_examples(table: Table) -> None:
    paths = table.client.get("/api/openapi.json").json()["paths"]
    calls = ("set-prompt", "next-token-probs", "append-token", "spin", "undo")
    assert {path for path in paths if "sessions" in path or "models" in path} == {
        "/api/models",
        "/api/sessions",
        "/api/sessions/{session_id}",
        *(f"/api/sessions/{{session_id}}/{call}" for call in calls),
    }
    shown = paths["/api/sessions/{session_id}/next-token-probs"]["get"]["responses"]["200"]
    assert "example" in shown["content"]["application/json"]
