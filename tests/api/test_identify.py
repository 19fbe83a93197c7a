"""Cards over real HTTP: drawn, printed, recognised, and everything that can be wrong about an upload."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests import plain
from tests.hostile_uploads import bombs, encoded, hostile_uploads, photo
from tests.photos import take_photo
from tests.server import ROOT, Server, clean_environment, running_server
from tests.waiting import until

EVERY = 27
"""Of the hostile suite, which is read whole in test_intake_hostile; here it is the way there that is tried."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    variables = {"PICLETS_SCANS_PER_HOUR": "0", "PICLETS_ANONYMOUS_PER_MINUTE": "0"}
    with running_server(tmp_path_factory.mktemp("identify") / "data", **variables) as server:
        yield server


@pytest.fixture(scope="module")
def card(server: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The PID of ada's print of a mug, and its card as PNG."""
    folder = tmp_path_factory.mktemp("photos")
    scanned = server.scan(take_photo(folder, "mug", 1), "local_ada")
    assert scanned["success"], scanned
    (mine,) = held(server, "local_ada")
    pid: str = mine["pid"]
    answer = plain.get(f"{server.url}/prints/{pid}.png", timeout=60)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    until(lambda: identify(server, answer.content).json()["cards"][0]["certain"])
    return pid, answer.content


def identify(server: Server, data: bytes, *, query: str = "", **form: str) -> httpx.Response:
    return plain.post(f"{server.url}/api/identify{query}", files={"file": ("x.jpg", data)}, data=form, timeout=60)


def held(server: Server, token: str) -> list[dict[str, Any]]:
    answer = plain.get(f"{server.url}/api/prints", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    prints: list[dict[str, Any]] = answer.json()["prints"]
    return prints


def test_the_cards_own_picture_is_recognised(server: Server, card: tuple[str, bytes]) -> None:
    pid, png = card
    with Image.open(BytesIO(png)) as picture:
        assert picture.size == (840, 1176)
    answer = identify(server, png).json()
    assert set(answer) == {"success", "cards"}
    (one,) = answer["cards"]
    assert set(one) == {"corners", "pid", "confidence", "prints", "certain"}
    assert (one["pid"], one["certain"]) == (pid, True)
    assert one["corners"] == [[pytest.approx(x, abs=1), pytest.approx(y, abs=1)] for x, y in CORNERS]
    assert 0.5 < one["confidence"] <= 1
    (found,) = one["prints"]
    assert {"success": True} | found == plain.get(f"{server.url}/api/prints/{pid}").json()
    assert (found["pid"], found["number"], found["finder"], found["holder"]) == (pid, 1, "ada", "ada")


def test_the_command_reads_a_card_beside_the_server_that_has_the_folder(
    server: Server, card: tuple[str, bytes], tmp_path: Path
) -> None:
    pid, png = card
    picture = tmp_path / "card.png"
    picture.write_bytes(png)
    done = subprocess.run(
        [sys.executable, "-m", "piclets", "identify", str(picture)],
        cwd=ROOT,
        env=clean_environment(PICLETS_DATA_DIR=str(server.log_file.with_suffix(""))),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (one,) = json.loads(done.stdout)["cards"]
    assert (one["pid"], one["certain"], one["prints"][0]["holder"]) == (pid, True, "ada")
    assert "registry: 1 of" in done.stderr


@pytest.mark.parametrize("asked", ["query", "form"])
def test_a_card_is_read_in_the_reversed_order(server: Server, card: tuple[str, bytes], asked: str) -> None:
    pid, png = card
    turned = "".join(pid[place : place + 2] for place in (6, 4, 2, 0))
    order = {"query": "?order=reversed"} if asked == "query" else {"order": "reversed"}
    (one,) = identify(server, png, **order).json()["cards"]
    assert (one["pid"], one["prints"][0]["pid"], one["certain"]) == (turned, pid, True)
    assert plain.get(f"{server.url}/api/prints/{turned}?order=reversed").json()["pid"] == pid


def test_a_picture_without_a_card_has_none(server: Server) -> None:
    assert identify(server, encoded(photo(), "JPEG")).json() == {"success": True, "cards": []}


def test_places_are_those_of_the_upright_file(server: Server, card: tuple[str, bytes]) -> None:
    """A picture that is larger than what is looked at, and lies on its side."""
    with Image.open(BytesIO(card[1])) as picture:
        large = Image.new("L", (3_000, 5_000), 90)
        large.paste(picture.convert("L"), (1_000, 2_000))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    data = encoded(large.rotate(90, expand=True), "JPEG", exif=exif)
    (one,) = identify(server, data).json()["cards"]
    assert one["pid"] == card[0]
    expected = [[1_000 + x, 2_000 + y] for x, y in CORNERS]
    assert one["corners"] == [[pytest.approx(x, abs=6), pytest.approx(y, abs=6)] for x, y in expected]


def test_a_sheet_can_be_printed(server: Server, card: tuple[str, bytes]) -> None:
    answer = plain.get(f"{server.url}/prints/sheet.pdf", params={"pids": f"{card[0]},{card[0].lower()}"}, timeout=60)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert plain.get(f"{server.url}/prints/{card[0]}.png").headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/prints/00000000.png", 404),
        ("/prints/nothing.png", 400),
        ("/prints/12345678901.png", 400),
        ("/prints/sheet.pdf", 400),
        ("/prints/sheet.pdf?pids=", 400),
        ("/prints/sheet.pdf?pids=00000000", 404),
        ("/prints/sheet.pdf?pids=" + "0" * 2000, 400),
        ("/prints/sheet.pdf?pids=" + ",".join(f"{pid:08X}" for pid in range(91)), 400),
        ("/prints/12345678.gif", 404),
        ("/api/prints/00000000", 404),
        ("/api/prints/0", 400),
        ("/api/prints/12345678?order=sideways", 400),
    ],
)
def test_what_is_not_there_is_said(server: Server, path: str, status: int) -> None:
    answer = plain.get(f"{server.url}{path}")
    assert answer.status_code == status
    assert answer.json()["success"] is False


def test_an_upload_that_is_no_picture_is_refused(server: Server) -> None:
    url = f"{server.url}/api/identify"
    assert plain.post(url).status_code == 400
    assert plain.post(url, data={"file": "words"}).status_code == 400
    assert identify(server, b"words").json()["code"] == "invalid_image"
    assert identify(server, encoded(photo(), "PNG"), order="sideways").status_code == 400
    assert identify(server, b"\xff\xd8" + b"0" * (16 * 1024**2)).status_code == 413
    assert identify(server, b"0" * (17 * 1024**2)).status_code == 413


@pytest.mark.thorough
def test_hostile_uploads_are_refused_or_have_no_card(server: Server) -> None:
    statuses: Counter[int] = Counter()
    for place, upload in enumerate([*hostile_uploads(), *bombs()]):
        if place % EVERY and place < 2_000:
            continue
        answer = identify(server, upload.data)
        statuses[answer.status_code] += 1
        if answer.status_code == 200:
            assert not upload.broken, upload.name
            assert answer.json()["cards"] == [], upload.name
        else:
            assert answer.json()["code"] in ("invalid_image", "image_too_large"), upload.name
    assert set(statuses) <= {200, 400, 413}
    assert statuses[400] > 100


@pytest.mark.thorough
def test_floods_are_bounded_for_each_address(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", PICLETS_ANONYMOUS_PER_MINUTE="3") as server:
        data = encoded(photo(), "JPEG")
        answers = [identify(server, data) for _ in range(5)]
        assert [answer.status_code for answer in answers].count(429) >= 1
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert (refused.json()["code"], "retry-after" in refused.headers) == ("rate_limited", True)
        ada = {"Authorization": "Bearer local_ada"}  # a player is not refused for an address's sake
        assert plain.post(f"{server.url}/api/identify", files={"file": data}, headers=ada).status_code == 200
        many = ",".join(f"{pid:08X}" for pid in range(90))
        assert plain.get(f"{server.url}/prints/sheet.pdf?pids={many}").status_code == 429


CORNERS = [(0, 0), (840, 0), (840, 1176), (0, 1176)]
