"""The five endpoints, as a player's client meets them: the real server, the real gradio_client."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import plain
from tests.photos import take_photo
from tests.server import Server

PICLET_KEYS = {
    "typeId", "objectName", "attributes", "discoveredBy", "discovererId", "discoveredAt", "scanCount", "rarity",
    "imageUrl", "picletData",
}  # fmt: skip
DATA_KEYS = {
    "name", "type", "tier", "stats", "height", "weight", "personality", "description", "imagePrompt", "models",
}  # fmt: skip


def test_a_photo_becomes_a_piclet(server: Server, tmp_path: Path) -> None:
    answer = server.scan(take_photo(tmp_path, "velvet cushion", seed=1), "local_ada")

    assert answer["success"] is True
    assert answer["discoveryStatus"] == "new"
    assert answer["canonicalId"] == "cushion_canonical"
    assert answer["message"] == "Congratulations! You discovered the first cushion Piclet!"
    piclet = answer["piclet"]
    assert piclet.keys() >= PICLET_KEYS
    assert piclet["picletData"].keys() == DATA_KEYS
    assert piclet["picletData"]["stats"].keys() == {"hp", "attack", "defense", "speed"}
    assert piclet["picletData"]["models"].keys() == {"caption", "concept", "image"}
    assert (piclet["typeId"], piclet["objectName"], piclet["attributes"]) == (
        "cushion_canonical",
        "cushion",
        ["velvet"],
    )
    assert (piclet["discoveredBy"], piclet["discovererId"]) == ("ada", "local:ada")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", piclet["discoveredAt"])
    assert (piclet["scanCount"], piclet["rarity"]) == (1, "legendary")


def test_the_picture_is_served_for_ever(server: Server, tmp_path: Path) -> None:
    piclet = server.scan(take_photo(tmp_path, "kettle", seed=2), "local_ada")["piclet"]

    assert piclet["imageUrl"].startswith(f"{server.url}/images/")
    picture = plain.get(piclet["imageUrl"])
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert picture.content[8:12] == b"WEBP"


@pytest.mark.parametrize("name", ["nothing.webp", "0" * 64 + ".webp", "..%2f..%2flock", "lock", "%2e%2e"])
def test_no_other_file_is_served_as_a_picture(server: Server, name: str) -> None:
    assert plain.get(f"{server.url}/images/{name}").status_code in (404, 405)


def test_the_same_photo_again_changes_nothing(server: Server, tmp_path: Path) -> None:
    photo = take_photo(tmp_path, "tartan blanket", seed=3)
    first = server.scan(photo, "local_bea")
    again = server.scan(photo, "local_bea")

    assert again == first
    stats = server.call("get_user_piclets", hf_token="local_bea")["stats"]
    assert (stats["totalFinds"], stats["rarityScore"]) == (1, 125)


def test_somebody_elses_photo_is_that_piclet(server: Server, tmp_path: Path) -> None:
    photo = take_photo(tmp_path, "brass lantern", seed=4)
    first = server.scan(photo, "local_cleo")
    other = server.scan(photo, "local_dora")

    assert other["discoveryStatus"] == "existing"
    assert other["piclet"]["typeId"] == first["piclet"]["typeId"]
    assert other["piclet"]["scanCount"] == 2
    assert other["piclet"]["discoveredBy"] == "cleo"


def test_a_variation_stands_beside_the_canonical(server: Server, tmp_path: Path) -> None:
    server.scan(take_photo(tmp_path, "mug", seed=5), "local_emil")
    striped = server.scan(take_photo(tmp_path, "striped mug", seed=6), "local_emil")
    same_kind = server.scan(take_photo(tmp_path, "Striped Mugs", seed=7), "local_finn")

    assert (striped["discoveryStatus"], striped["piclet"]["typeId"]) == ("variation", "mug_001")
    assert striped["canonicalId"] == "mug_canonical"
    assert (same_kind["discoveryStatus"], same_kind["piclet"]["typeId"]) == ("existing", "mug_001")
    details = server.call("get_object_details", object_name="The MUGS")
    assert details["objectName"] == "mug"
    assert details["canonical"]["typeId"] == "mug_canonical"
    assert [variation["typeId"] for variation in details["variations"]] == ["mug_001"]
    assert (details["totalScans"], details["variationCount"]) == (3, 1)


def test_a_collection_is_newest_first_and_paged(server: Server, tmp_path: Path) -> None:
    for seed, name in enumerate(("teapot", "umbrella", "violin"), start=10):
        server.scan(take_photo(tmp_path, name, seed=seed), "local_gus")

    answer = server.call("get_user_piclets", hf_token="local_gus")
    assert [piclet["objectName"] for piclet in answer["piclets"]] == ["violin", "umbrella", "teapot"]
    assert answer["total"] == 3
    assert answer["piclets"][0].keys() >= PICLET_KEYS | {"firstDiscovery", "timesScanned", "firstScannedAt"}
    assert answer["stats"] == {"username": "gus", "totalFinds": 3, "uniqueFinds": 3, "rarityScore": 375} | {
        "rank": answer["stats"]["rank"]
    }
    page = server.call("get_user_piclets", hf_token="local_gus", limit="1", offset=1)
    assert [piclet["objectName"] for piclet in page["piclets"]] == ["umbrella"]
    assert page["total"] == 3


def test_the_feed_tells_discoveries_newest_first(server: Server, tmp_path: Path) -> None:
    server.scan(take_photo(tmp_path, "compass", seed=20), "local_hal")
    server.scan(take_photo(tmp_path, "brass compass", seed=21), "local_hal")

    newest, before = server.call("get_recent_activity", limit=2)["activities"]
    assert newest["typeId"] == "compass_001"
    assert newest["discoveryStatus"] == "variation"
    assert (before["typeId"], before["discoveryStatus"]) == ("compass_canonical", "new")
    assert newest.keys() == {
        "objectName", "typeId", "picletName", "discoveryStatus", "rarity", "discoveredBy", "discoveredAt", "imageUrl",
    }  # fmt: skip


@pytest.mark.thorough
def test_sixty_players_and_one_new_object(server: Server, tmp_path: Path) -> None:
    photos = [take_photo(tmp_path, f"accordion ({number})", seed=100 + number) for number in range(60)]
    with ThreadPoolExecutor(60) as crowd:
        answers = list(crowd.map(lambda n: server.scan(photos[n], f"local_crowd{n}"), range(60)))

    assert all(answer["success"] for answer in answers)
    assert sorted(answer["discoveryStatus"] for answer in answers).count("new") == 1
    assert {answer["piclet"]["typeId"] for answer in answers} == {"accordion_canonical"}
    details = server.call("get_object_details", object_name="accordion")
    assert details["canonical"]["scanCount"] == 60
    assert details["totalScans"] == 60
    assert details["variationCount"] == 0
    ranks = [leader["rank"] for leader in server.call("get_leaderboard", limit=100)["leaderboard"]]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("value", "rows"), [(None, 10), ("3", 3), (" 2 ", 2), (2.0, 2), (-5, 0), (10**30, 100), ("+1", 1)]
)
def test_limits_are_read_and_clamped(server: Server, value: Any, rows: int) -> None:
    leaders = server.call("get_leaderboard", limit=value)["leaderboard"]
    assert len(leaders) <= rows
    total = len(server.call("get_leaderboard", limit=100)["leaderboard"])
    assert len(leaders) == min(rows, total)


@pytest.mark.parametrize("value", ["ten", "1.5", 1.5, True, [], [3], {}, {"limit": 3}, ""])
def test_other_limits_are_refused(server: Server, value: Any) -> None:
    for answer in (
        server.call("get_leaderboard", limit=value),
        server.call("get_recent_activity", limit=value),
        server.call("get_user_piclets", hf_token="local_ada", limit=value),
        server.call("get_user_piclets", hf_token="local_ada", limit=1, offset=value),
    ):
        assert (answer["success"], answer["code"]) == (False, "invalid_request")
        assert answer["retryAfter"] is None
        assert answer["error"].endswith(".")


@pytest.mark.parametrize(
    "token", [None, "", "   ", 7, [], "ada", "local_", "local_Ada Lovelace", "hf_abc", "x" * 5000]
)
def test_a_wrong_token_is_told(server: Server, tmp_path: Path, token: Any) -> None:
    photo = take_photo(tmp_path, "spoon", seed=30)
    for answer in (server.scan(photo, token), server.call("get_user_piclets", hf_token=token)):
        assert (answer["success"], answer["code"]) == (False, "invalid_token")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("The Blue Pillowcase", "pillowcase"),
        ("Wooden Ladders", "wooden_ladder"),
        ("C++", "c_plus_plus"),
        ("кот", "кот"),
    ],
)
def test_an_unknown_object_says_what_was_looked_for(server: Server, spelling: str, name: str) -> None:
    answer = server.call("get_object_details", object_name=spelling)
    assert (answer["code"], answer["objectName"]) == ("not_found", name)


@pytest.mark.parametrize("name", [None, "", "  ", "🙂", 5, [], {"path": "/etc/passwd"}])
def test_a_name_with_nothing_in_it_is_refused(server: Server, name: Any) -> None:
    assert server.call("get_object_details", object_name=name)["code"] == "invalid_request"


def test_exactly_five_endpoints_are_public(server: Server) -> None:
    info = plain.get(f"{server.url}/gradio_api/info").json()
    assert {
        name: [parameter["parameter_name"] for parameter in endpoint["parameters"]]
        for name, endpoint in info["named_endpoints"].items()
    } == {
        "/generate_piclet": ["image", "hf_token"],
        "/get_user_piclets": ["hf_token", "limit", "offset"],
        "/get_object_details": ["object_name"],
        "/get_recent_activity": ["limit"],
        "/get_leaderboard": ["limit"],
    }


def test_progress_names_the_steps(server: Server, tmp_path: Path) -> None:
    from gradio_client import handle_file

    steps = {"Looking at your photo", "Imagining", "Drawing", "Saving"}
    seen: set[str] = set()
    for attempt in range(5):  # the client tells the latest only, which on a busy machine may be the answer at once
        job = server.client.submit(
            image=handle_file(take_photo(tmp_path, f"glockenspiel {attempt}", seed=40 + attempt)),
            hf_token="local_ida",
            api_name="/generate_piclet",
        )
        while not job.done():
            seen |= {(unit.desc or "").partition(":")[0] for unit in job.status().progress_data or ()}
            time.sleep(0.005)
        assert job.result()["success"]
        if seen & steps:
            return
    raise AssertionError(f"none of the steps was told, but {seen}")


def test_health_and_ready(server: Server) -> None:
    health = plain.get(f"{server.url}/health")
    assert (health.status_code, health.json().keys() >= {"version", "uptime"}) == (200, True)
    assert plain.get(f"{server.url}/ready").status_code == 200
