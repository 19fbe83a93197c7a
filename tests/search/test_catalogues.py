"""Catalogues are built, go on after a kill, are taken over from an index, and go to the Hub and back."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from piclets.errors import BadCatalogue, InvalidRequest, ServiceUnavailable
from piclets.search import plain
from piclets.search.building import build, progress
from piclets.search.eyes import Eyes, PlainEye
from piclets.search.filed import FiledCatalogue
from piclets.search.importing import import_index
from piclets.search.metadata import read_metadata
from piclets.search.publishing import fetch, publish
from tests.covers import cover, draw_all
from tests.loopback.hub import TOKEN, LoopbackHub, start_hub
from tests.server import ROOT, clean_environment

COUNT = 30
eye_of = Eyes().of


def say(_words: str) -> None:
    """To nobody."""


@pytest.fixture(scope="module")
def albums(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("albums")
    draw_all(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def catalogue(albums: Path, tmp_path_factory: pytest.TempPathFactory) -> FiledCatalogue:
    folder = tmp_path_factory.mktemp("catalogues") / "albums"
    build(folder, "albums", albums / "images", albums / "albums.json", PlainEye(), say)
    return FiledCatalogue(folder, eye_of)


def described(albums: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    pictures = [Image.open(albums / "images" / f"album_{number}.jpg") for number in range(1, COUNT + 1)]
    return np.array([plain.describe(picture.convert("RGB")) for picture in pictures])


def test_pictures_and_words_find_entries(catalogue: FiledCatalogue) -> None:
    for number in (1, 7, COUNT):
        (hit,) = catalogue.by_picture(cover(number), 1)
        assert hit.fields["album_id"] == number
        assert hit.image == f"/api/image/{number}?catalogue=albums"
        assert hit.fields["similarity_score"] > 0.95
        (named,) = catalogue.by_text(f"{hit.fields['album_name']} {hit.fields['artist']}", 1)
        assert named.fields["album_id"] == number
    assert catalogue.by_text("zzzzzz", 5) == []
    assert catalogue.by_text('" OR * NEAR( -', 5) == []


def test_accents_do_not_count(albums: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "accents.json"
    artists = ["Bjorn", "Björk", "Beyonce"]
    metadata.write_text(json.dumps([{"album_id": at, "artist": artist} for at, artist in enumerate(artists, 1)]))
    build(tmp_path / "made", "made", albums / "images", metadata, PlainEye(), say)
    made = FiledCatalogue(tmp_path / "made", eye_of)
    for text, artist in (("bjork", "Björk"), ("Björk", "Björk"), ("Beyoncé", "Beyonce")):
        (hit,) = made.by_text(text, 3)
        assert (hit.fields["artist"], hit.fields["similarity_score"]) == (artist, 1.0)
    assert [hit.fields["artist"] for hit in made.by_text("beyoncé björk bjork", 3)] == ["Björk", "Beyonce"]


def test_the_numbers_are_of_the_fields(catalogue: FiledCatalogue, albums: Path) -> None:
    told = json.loads((albums / "albums.json").read_text())
    stats = catalogue.stats()
    assert stats.total == COUNT
    assert set(stats.numbers) == {"release_year", "pitchfork_score"}
    assert {"genre", "best_new_music"} <= set(stats.facets)
    assert "cover_url_original" not in stats.facets
    assert stats.numbers["release_year"].least == min(each["release_year"] for each in told)
    counts = [each.count for each in stats.facets["genre"]]
    assert sum(counts) == COUNT
    assert counts == sorted(counts, reverse=True)


def test_pictures_are_shown_and_nothing_beside_them(catalogue: FiledCatalogue, albums: Path) -> None:
    shown = catalogue.picture("3")
    assert shown is not None
    assert (shown.path, shown.media_type) == ((albums / "images" / "album_3.jpg").resolve(), "image/jpeg")
    for other in ("0", "x", "../albums.json", "", "3/../../albums.json"):
        assert catalogue.picture(other) is None


def test_damaged_pictures_are_listed_and_left_out(albums: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "images"
    pictures.mkdir()
    secret = tmp_path / "secret.jpg"
    secret.write_bytes((albums / "images" / "album_1.jpg").read_bytes())
    (pictures / "good.jpg").write_bytes(secret.read_bytes())
    (pictures / "broken.jpg").write_bytes(b"\xff\xd8\xffnonsense")
    (pictures / "link.jpg").symlink_to(secret)
    names = ["good.jpg", "broken.jpg", "missing.jpg", "../secret.jpg", str(secret), "link.jpg", "a\0b.jpg"]
    metadata = tmp_path / "some.jsonl"
    metadata.write_text("\n".join(json.dumps({"id": f"e{at}", "image": name}) for at, name in enumerate(names)))
    said: list[str] = []
    damaged = build(tmp_path / "made", "some", pictures, metadata, PlainEye(), said.append)
    assert [name for name, _ in damaged] == names[1:]
    assert any("broken.jpg" in line for line in said)
    made = FiledCatalogue(tmp_path / "made", eye_of)
    assert [hit.fields["id"] for hit in made.by_picture(cover(1), 10)] == ["e0"]
    assert made.picture("e1") is made.picture("e3") is None


@pytest.mark.thorough
def test_it_goes_on_after_a_kill(albums: Path, tmp_path: Path) -> None:
    arguments = ["catalogue", "build", "albums", "--images", str(albums / "images")]
    arguments += ["--metadata", str(albums / "albums.json")]
    # Slow pictures stop the first run in the middle: a named pipe is never read to its end.
    slow = "import sys, piclets.search.building as b\n" \
        "b.KEEP_EVERY = 5\n" \
        "look = b.open_picture\n" \
        "def slowly(pictures, name):\n" \
        "    if name == 'album_21.jpg': print('STUCK', flush=True); sys.stdin.read()\n" \
        "    return look(pictures, name)\n" \
        "b.open_picture = slowly\n" \
        "from piclets.__main__ import main; main(sys.argv[1:])"  # fmt: skip
    environment = clean_environment(PICLETS_DATA_DIR=str(tmp_path / "data"))
    with subprocess.Popen(
        [sys.executable, "-c", slow, *arguments],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert any("STUCK" in line for line in process.stdout)
        os.kill(process.pid, signal.SIGKILL)
    run = subprocess.run(
        [sys.executable, "-m", "piclets", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=100,
    )  # fmt: skip
    assert f"{COUNT} of {COUNT}" in run.stdout
    made = FiledCatalogue(tmp_path / "data" / "catalogues" / "albums", eye_of)
    assert made.stats().pictures == COUNT
    assert made.by_picture(cover(21), 1)[0].fields["album_id"] == 21


def test_how_far_it_is() -> None:
    assert progress("albums", 5_000, 20_000, 88) == "albums [#####...............] 5,000 of 20,000, 88/s, 170 s left"
    assert "0 of 0" in progress("none", 0, 0, 0)


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "parquet"])
def test_metadata_has_many_forms(kind: str, tmp_path: Path) -> None:
    entries = [
        {"id": "a", "name": "ein Bär", "year": 1999, "score": 7.5, "new": True},
        {"id": "b", "name": "x, y", "year": 2001, "score": 8.0, "new": False},
    ]
    file = tmp_path / f"some.{kind}"
    if kind == "json":
        file.write_text(json.dumps(entries))
    elif kind == "jsonl":
        file.write_text("\n".join(json.dumps(entry) for entry in entries))
    elif kind == "csv":
        file.write_text('id,name,year,score,new\na,ein Bär,1999,7.5,true\nb,"x, y",2001,8.0,false\n')
    else:
        arrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(arrow.Table.from_pylist(entries), file)
    assert list(read_metadata(file)) == entries


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{}"), ("a.json", b"[1]"), ("a.json", b"["), ("a.json", b'[{"name": "no id"}]'),
        ("a.json", b'[{"id": 1}, {"id": 1}]'), ("a.jsonl", b"nonsense"), ("a.json", b"\xff\xfe"),
        ("a.pkl", pickle.dumps([{"id": 1}])), ("a.csv", b"name\nx\n"), ("a.json", b'[{"id": {}}]'),
        ("a.json", b'[{"id": 1, "text": "' + b"x" * 70_000 + b'"}]'), ("a.parquet", b"nonsense"),
    ],
)  # fmt: skip
def test_metadata_that_cannot_be_used_is_refused_in_a_line(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    (tmp_path / "images").mkdir()
    with pytest.raises(InvalidRequest) as refused:
        build(tmp_path / "made", "some", tmp_path / "images", file, PlainEye(), say)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("name", ["piclets", "", "A", "a b", "../a", "a" * 65, "-a"])
def test_a_name_is_a_plain_word(name: str, albums: Path, tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue):
        build(tmp_path / "made", name, albums / "images", albums / "albums.json", PlainEye(), say)


def test_a_damaged_catalogue_says_so(albums: Path, tmp_path: Path) -> None:
    build(tmp_path, "albums", albums / "images", albums / "albums.json", PlainEye(), say)
    (tmp_path / "plain-1.vectors").write_bytes(b"nonsense")
    with pytest.raises(ServiceUnavailable, match="built anew"):
        FiledCatalogue(tmp_path, eye_of).by_picture(cover(1), 1)
    (tmp_path / "catalogue.json").write_text("nonsense")
    with pytest.raises(BadCatalogue):
        FiledCatalogue(tmp_path, eye_of)


def test_an_index_is_taken_over(albums: Path, tmp_path: Path) -> None:
    faiss = pytest.importorskip("faiss")
    vectors = described(albums)
    order = np.random.default_rng(3).permutation(COUNT)
    index = faiss.IndexFlatIP(plain.DIMENSION)
    index.add(vectors[order])
    file = tmp_path / "album_covers.index"
    faiss.write_index(index, str(file))
    told = json.loads((albums / "albums.json").read_text())
    place = {int(number): at for at, number in enumerate(order)}
    for entry in told:
        entry["local_id"] = place[entry["album_id"] - 1]
    metadata = tmp_path / "valid_metadata_final.json"
    metadata.write_text(json.dumps(told))

    def take(entries: list[dict[str, Any]], eye: PlainEye | None = PlainEye()) -> FiledCatalogue:  # noqa: B008 - one for all
        metadata.write_text(json.dumps(entries))
        import_index(tmp_path / "made", "records", file, metadata, albums / "images", plain.MODEL, eye, say)
        return FiledCatalogue(tmp_path / "made", eye_of)

    made = take(told)
    assert [made.by_picture(cover(number), 1)[0].fields["album_id"] for number in (1, 9, 30)] == [1, 9, 30]
    assert made.picture("9") is not None
    with pytest.raises(BadCatalogue, match="30 vectors"):
        take(told[:-1])
    with pytest.raises(BadCatalogue, match="another vector"):
        take([{name: value for name, value in entry.items() if name != "local_id"} for entry in told])
    for nonsense in (b"", pickle.dumps({"a": 1}), b"IxFI" + bytes(40)):
        file.write_bytes(nonsense)
        with pytest.raises(BadCatalogue):
            take(told)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackHub]:
    hub = start_hub(xet_folder=tmp_path_factory.mktemp("xet"))
    yield hub
    hub.stop()


def test_it_goes_to_the_hub_and_back(catalogue: FiledCatalogue, hub: LoopbackHub, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    commits = publish(catalogue.folder, "Fraser/albums", hub.url, TOKEN, say, shard_bytes=9_000)
    repo = hub.repo("Fraser/albums")
    shards = [path for path in repo.files if path.endswith(".parquet")]
    assert len(shards) > 20 >= commits
    first = tmp_path / "first.parquet"
    first.write_bytes(repo.files[sorted(shards)[0]].content)
    table = parquet.read_table(first)
    assert {"album_id", "artist", "genre", "image", "vector"} <= set(table.column_names)
    assert table.column("image")[0].as_py()["bytes"].startswith(b"\xff\xd8")

    fetch(tmp_path / "back", "Fraser/albums", hub.url, say)
    back = FiledCatalogue(tmp_path / "back", eye_of)
    assert back.stats().total == COUNT
    (hit,) = back.by_picture(cover(12), 1)
    assert (hit.fields["album_id"], hit.fields["best_new_music"]) == (
        12, catalogue.by_picture(cover(12), 1)[0].fields["best_new_music"],
    )  # fmt: skip
    assert back.picture("12") is not None
    with pytest.raises(BadCatalogue):
        publish(catalogue.folder, "Fraser/albums", hub.url, "hf_wrong", say)


def test_it_can_do_without_what_is_extra(albums: Path, tmp_path: Path) -> None:
    """What requirements.txt brings is enough to build and to search."""
    script = (
        "import sys\n"
        "sys.modules['faiss'] = sys.modules['pyarrow'] = None\n"
        "from piclets.__main__ import main\n"
        "import piclets.search.filed as filed, piclets.search.eyes as eyes, piclets.search.index as index\n"
        "assert main(sys.argv[1:]) == 0\n"
        "index.MAX_EXACT = 3\n"
        "made = filed.FiledCatalogue(filed.Path('catalogues/albums'), eyes.Eyes().of)\n"
        "print(made.by_text('quartet', 1)[0].fields['artist'])"
    )
    arguments = ["catalogue", "build", "albums", "--images", str(albums / "images")]
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments, "--metadata", str(albums / "albums.json")],
        cwd=tmp_path, env=clean_environment(PICLETS_DATA_DIR=str(tmp_path), PYTHONPATH=str(ROOT)),
        capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Quartet" in run.stdout
