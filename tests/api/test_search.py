"""Searching by a picture and by words over real HTTP, with everything that can be wrong about it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import plain
from tests.covers import GENRES, album, cover, recompressed
from tests.hostile_uploads import bombs, encoded, hostile_uploads, photo
from tests.photos import take_photo
from tests.server import ROOT, Server, clean_environment, running_server
from tests.waiting import until

MAKES = ".venv/bin/python -m piclets catalogue build"
FIELDS = {
    "typeId", "objectName", "picletName", "type", "rarity", "discoveredBy", "similarity_score", "matched_by",
    "image_url",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """It serves the catalogue of docs/catalogues.md beside the game."""
    folder = tmp_path_factory.mktemp("search")
    variables = {"PICLETS_SCANS_PER_HOUR": "0", "PICLETS_ANONYMOUS_PER_MINUTE": "0"}
    environment = clean_environment(PICLETS_DATA_DIR=str(folder / "data"), PYTHONPATH=str(ROOT))
    for command in worked_example():
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=280)
    with running_server(folder / "data", **variables) as server:
        yield server


@pytest.fixture(scope="module")
def mug(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A Piclet that can be found."""
    folder = tmp_path_factory.mktemp("photos")
    scanned = [server.scan(take_photo(folder, what, seed), "local_ada") for seed, what in enumerate(["mug", "lamp"])]
    assert all(each["success"] for each in scanned), scanned
    until(lambda: plain.get(f"{server.url}/api/catalogues").json()["catalogues"][0]["pictures"] == 2)
    piclet: dict[str, Any] = scanned[0]["piclet"]
    return piclet


def worked_example() -> list[list[str]]:
    """The commands of docs/catalogues.md that make its catalogue."""
    lines = (ROOT / "docs" / "catalogues.md").read_text().splitlines()
    made = [shlex.split(line) for line in lines if line.startswith((".venv/bin/python -m tests.covers", MAKES))]
    assert len(made) == 2
    return [[sys.executable, *command[1:]] for command in made]


def by_image(server: Server, data: bytes, *, query: str = "", name: str = "x.jpg", **form: str) -> httpx.Response:
    return plain.post(f"{server.url}/api/search-by-image{query}", files={"file": (name, data)}, data=form, timeout=60)


def by_text(server: Server, **parameters: str) -> httpx.Response:
    return plain.get(f"{server.url}/api/search-by-text", params=parameters, timeout=60)


def picture() -> bytes:
    return encoded(photo(), "JPEG")


def test_a_creature_is_found_by_its_picture(server: Server, mug: dict[str, Any]) -> None:
    seen = plain.get(mug["imageUrl"]).content
    answer = by_image(server, seen, k="1").json()
    assert answer | {"results": []} == {
        "success": True, "query_type": "image", "catalogue": "piclets", "model": "plain-1", "total_results": 1,
        "results": [],
    }  # fmt: skip
    (result,) = answer["results"]
    assert set(result) == FIELDS
    assert (result["typeId"], result["matched_by"]) == (mug["typeId"], "picture")
    assert plain.get(result["image_url"]).content == seen


def test_words_find_a_thing(server: Server, mug: dict[str, Any]) -> None:
    answer = by_text(server, query="the mugs").json()
    assert (answer["query_type"], answer["total_results"]) == ("text", 1)
    assert answer["results"][0]["typeId"] == mug["typeId"]
    assert answer["results"][0]["matched_by"] == "name"


def test_an_entrys_picture_may_be_kept_for_a_day(server: Server, mug: dict[str, Any]) -> None:
    answer = plain.get(f"{server.url}/api/image/{mug['typeId']}", params={"catalogue": "piclets"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["content-type"] == "image/webp"
    for missing in ("nothing_canonical", "..%2F..%2Fetc%2Fpasswd", "x" * 3000, "%00"):
        assert plain.get(f"{server.url}/api/image/{missing}").status_code == 404


def test_the_catalogue_in_numbers(server: Server, mug: dict[str, Any]) -> None:
    stats = plain.get(f"{server.url}/api/stats").json()
    assert (stats["catalogue"], stats["total"]) == ("piclets", 2)
    assert {"value": "ada", "count": 2} in stats["facets"]["discoveredBy"]
    assert stats["numbers"]["scanCount"] == {"least": 1, "greatest": 1, "mean": 1}


@pytest.mark.parametrize("k", ["0", "51", "x", "-1", "1.5", "١", "9" * 5000])
def test_the_number_of_results_is_bounded(server: Server, k: str) -> None:
    for answer in (by_text(server, query="mug", k=k), by_image(server, picture(), k=k)):
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


def test_the_form_wins_over_the_query(server: Server, mug: dict[str, Any]) -> None:
    assert by_image(server, picture(), query="?k=2", k="1").json()["total_results"] == 1
    assert by_image(server, picture(), query="?k=1").json()["total_results"] == 1
    assert by_image(server, picture(), query="?catalogue=none", catalogue="piclets").status_code == 200
    assert by_image(server, picture(), query="?k=x", k="1").status_code == 200


def test_a_catalogue_that_is_not_there_is_not_found(server: Server) -> None:
    answers = [by_image(server, picture(), catalogue="none"), by_text(server, query="mug", catalogue="none")]
    answers += [plain.get(f"{server.url}/api/{path}", params={"catalogue": "none"}) for path in ("stats", "image/1")]
    answers += [by_text(server, query="mug", catalogue="x" * 300)]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 5


def test_what_is_missing_is_named(server: Server) -> None:
    answer = by_text(server, k="3")
    assert (answer.status_code, answer.json()["error"]) == (400, "`query`: Field required.")


@pytest.mark.parametrize(
    "text",
    ["m" * 500, "mug " * 125, "אִישׁ וְכַדּוּר", "🍵🍵🍵", "\u202emug", "' OR 1=1 --", "% _ *", "a", "the", "NOT mug", '"'],
)
def test_any_text_is_answered(server: Server, mug: dict[str, Any], text: str) -> None:
    answer = by_text(server, query=text)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "\u2003\n"])
def test_no_text_and_too_much_of_it_are_refused(server: Server, text: str) -> None:
    assert by_text(server, query=text).status_code == 400
    assert plain.get(f"{server.url}/api/search-by-text").status_code == 400


def test_a_picture_over_ten_megabytes_is_too_large(server: Server) -> None:
    answer = by_image(server, bytes(10 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "image_too_large")


def test_what_is_no_form_is_refused(server: Server) -> None:
    url = f"{server.url}/api/search-by-image"
    for content, kind in ((b"", "multipart/form-data"), (b"{}", "application/json"), (picture(), "image/jpeg")):
        assert plain.post(url, content=content, headers={"Content-Type": kind}).status_code == 400
    assert plain.post(url, files={"picture": ("x.jpg", picture())}).status_code == 400


@pytest.mark.thorough
@pytest.mark.parametrize("every", [pytest.param(25, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_no_upload_brings_it_down(server: Server, mug: dict[str, Any], every: int) -> None:
    uploads = [*list(hostile_uploads())[::every], *bombs()]
    statuses: Counter[int] = Counter()
    with plain.Client(base_url=server.url, timeout=60) as client:
        for upload in uploads:
            answer = client.post("/api/search-by-image", files={"file": (upload.name, upload.data)})
            assert answer.status_code in (200, 400, 413, 429), (upload.name, answer.text)
            assert not (upload.broken and answer.status_code == 200), upload.name
            statuses[answer.status_code] += 1
    assert statuses[400] > 20
    assert statuses[200] > 20
    assert by_image(server, picture()).status_code == 200
    assert "Traceback" not in server.log()


def test_nothing_of_a_search_is_kept(server: Server, mug: dict[str, Any]) -> None:
    data_dir = server.log_file.with_suffix("")
    before = sorted(path.relative_to(data_dir) for path in data_dir.rglob("*") if "sqlite3" not in path.name)
    seen = BytesIO()
    cover(77).save(seen, "JPEG")
    assert by_image(server, seen.getvalue(), name="a-secret-name.jpg").status_code == 200
    after = sorted(path.relative_to(data_dir) for path in data_dir.rglob("*") if "sqlite3" not in path.name)
    assert after == before
    assert "a-secret-name" not in server.log()


def test_the_worked_example_is_searched(server: Server) -> None:
    right = 0
    for number in range(1, 501, 25):
        seen = encoded(recompressed(cover(number).resize((180, 180)), 60), "JPEG")
        answer = by_image(server, seen, catalogue="albums", k="1").json()
        assert (answer["catalogue"], answer["model"], answer["total_results"]) == ("albums", "plain-1", 1)
        (result,) = answer["results"]
        assert result.keys() == album(number).keys() | {"similarity_score", "image_url"}
        right += result["album_id"] == number
        shown = plain.get(result["image_url"])
        assert (shown.headers["content-type"], shown.status_code) == ("image/jpeg", 200)
    assert right == 20
    told = album(7)
    answer = by_text(server, query=f"{told['album_name']} {told['artist']}", catalogue="albums", k="5").json()
    assert 7 in [result["album_id"] for result in answer["results"]]
    assert answer["results"][0]["similarity_score"] == 1.0


def test_the_worked_example_in_numbers(server: Server) -> None:
    stats = plain.get(f"{server.url}/api/stats", params={"catalogue": "albums"}).json()
    assert stats["total"] == 500
    assert len(stats["facets"]["artist"]) == 10
    assert {each["value"] for each in stats["facets"]["genre"]} == set(GENRES)
    assert stats["numbers"]["pitchfork_score"]["greatest"] <= 10
    told = plain.get(f"{server.url}/api/catalogues").json()["catalogues"]
    assert [(each["name"], each["default"], each["ready"]) for each in told] == [
        ("piclets", True, True), ("albums", False, True),
    ]  # fmt: skip


def test_it_is_described(server: Server) -> None:
    calls = plain.get(f"{server.url}/api").json()["calls"]
    assert {call["path"] for call in calls} >= {
        "/api/search-by-image", "/api/search-by-text", "/api/image/{entry_id}", "/api/stats", "/api/catalogues",
    }  # fmt: skip
    assert "/api/search-by-image" in plain.get(f"{server.url}/api/docs").text


@pytest.mark.thorough
def test_it_can_be_off_and_its_cost_is_limited(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", PICLETS_SIGHT="off", PICLETS_ANONYMOUS_PER_MINUTE="2") as off:
        answers = [by_text(off, query="mug"), by_image(off, picture()), by_text(off, query="mug")]
        assert [answer.status_code for answer in answers] == [503, 503, 429]
        assert answers[0].json()["code"] == "service_unavailable"
        signed_in = {"Authorization": "Bearer local_ada"}
        answer = plain.get(f"{off.url}/api/search-by-text", params={"query": "mug"}, headers=signed_in)
        assert answer.status_code == 503
