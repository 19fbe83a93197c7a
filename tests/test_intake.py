"""From an upload to a clean photo: which files are read, what becomes of them, and how the folder is kept small."""

from __future__ import annotations

import io
import os
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from gradio.data_classes import FileData
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from piclets.domain.photo import Photo
from piclets.errors import ImageTooLarge, InvalidImage
from piclets.images.intake import (
    MAX_BYTES,
    MAX_CLEAN_SIDE,
    MAX_FILENAME_CHARS,
    read_photo,
    uploaded_file,
)
from piclets.images.sweeping import sweep_uploads
from tests.hostile_uploads import encoded, good_files, photo
from tests.photos import take_photo

# ---- what Gradio stored, and nothing else


@dataclass
class Disk:
    uploads: Path
    stored: Path
    outside: Path


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    uploads = tmp_path / "uploads"
    stored = uploads / ("ab" * 32) / "pillow.jpg"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(encoded(photo(), "JPEG"))
    outside = tmp_path / "secret.jpg"
    outside.write_bytes(encoded(photo(), "JPEG"))
    return Disk(uploads, stored, outside)


def shapes(path: object) -> list[object]:
    """What a handler may get for a path: as text, as a mapping or model, with Gradio's mark or without."""
    return [
        path,
        {"path": path},
        {"path": path, "meta": {"_type": "gradio.FileData"}},
        {"path": path, "url": "http://127.0.0.1/elsewhere.jpg", "orig_name": "../../x.jpg", "size": 7},
        SimpleNamespace(path=path),
    ]


def test_a_stored_upload_is_found_in_every_shape(disk: Disk) -> None:
    given_as = [*shapes(str(disk.stored)), disk.stored, FileData(path=str(disk.stored))]
    assert {uploaded_file(value, disk.uploads) for value in given_as} == {disk.stored.resolve()}


def test_an_upload_folder_behind_a_link_is_still_the_upload_folder(disk: Disk, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(disk.uploads)
    found = uploaded_file(str(link / disk.stored.relative_to(disk.uploads)), link)
    assert found == disk.stored.resolve()


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/self/mem",
        "/dev/zero",
        "/dev/stdin",
        "/",
        "",
        ".",
        "..",
        "app.py",
        "http://127.0.0.1:7860/pillow.jpg",
        "https://example.org/pillow.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "nul\0byte",
        "\ud800",
        "a" * 5_000,
        None,
        0,
        7,
        1.5,
        True,
        b"/etc/passwd",
        [],
        {},
        ["/etc/passwd"],
        {"path": "/etc/passwd"},
    ],
)
def test_every_other_path_is_refused_in_every_shape(disk: Disk, path: object) -> None:
    for value in [*shapes(path), [path], (path,), {"name": path}, {"url": path}]:
        with pytest.raises(InvalidImage) as refusal:
            uploaded_file(value, disk.uploads)
        assert "passwd" not in refusal.value.message


def test_ways_out_of_the_folder_are_refused(disk: Disk) -> None:
    folder = disk.stored.parent
    (folder / "link.jpg").symlink_to(disk.outside)
    (folder / "link-inside.jpg").symlink_to(disk.stored)
    (folder / "circle.jpg").symlink_to(folder / "circle.jpg")
    (folder / "way-out").symlink_to(disk.outside.parent)
    os.mkfifo(folder / "pipe.jpg")
    twin = disk.uploads.with_name("uploads-of-another") / "x.jpg"
    twin.parent.mkdir()
    twin.write_bytes(b"x")
    for path in [
        disk.outside,
        disk.uploads / ".." / "secret.jpg",
        disk.uploads / "missing.jpg",
        disk.uploads,
        folder,
        folder / "link.jpg",
        folder / "link-inside.jpg",
        folder / "circle.jpg",
        folder / "way-out" / "secret.jpg",
        folder / "pipe.jpg",
        twin,
    ]:
        for value in shapes(str(path)):
            with pytest.raises(InvalidImage):
                uploaded_file(value, disk.uploads)


def test_without_an_upload_folder_nothing_was_uploaded(tmp_path: Path) -> None:
    with pytest.raises(InvalidImage):
        uploaded_file(str(tmp_path / "x.jpg"), tmp_path / "never-made")


# ---- what becomes of a photo

Reader = Callable[..., Photo]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def read(data: bytes, filename: str = "photo.jpg") -> Photo:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read_photo(path, filename)

    return read


def corner(photo: Photo, x: float = 0.1, y: float = 0.1) -> tuple[int, int, int]:
    image = photo.image
    colour = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]


def near(colour: tuple[int, int, int], wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("name", sorted(good_files()))
def test_every_kind_is_read_whatever_its_name(read: Reader, name: str) -> None:
    result = read(good_files()[name], filename="letter.docx")
    jpeg = Image.open(io.BytesIO(result.jpeg))
    assert (jpeg.format, jpeg.mode, jpeg.size) == ("JPEG", "RGB", (64, 48))
    assert len(result.sha256) == 64
    assert len(result.phash) == 16
    int(result.sha256 + result.phash, 16)
    difference = np.abs(np.asarray(result.image, dtype=int) - np.asarray(photo(), dtype=int))
    assert name == "cmyk.jpg" or difference.mean() < 25


@pytest.mark.parametrize(
    ("size", "cleaned"),
    [
        ((1, 1), (1, 1)),
        ((768, 768), (768, 768)),
        ((769, 10), (768, 10)),
        ((3_000, 2_000), (768, 512)),
        ((100, 4_000), (19, 768)),
        ((5_000, 1), (768, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_longest_side_is_768(read: Reader, kind: str, size: tuple[int, int], cleaned: tuple[int, int]) -> None:
    result = read(encoded(Image.new("RGB", size, "teal"), kind))
    assert result.image.size == cleaned
    assert near(corner(result), (0, 128, 128))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_becomes_rgb(read: Reader, mode: str) -> None:
    grey = np.full((20, 30), 128, dtype=np.uint8)
    if mode == "I;16":
        image = Image.fromarray(np.full((20, 30), 128 * 256, dtype=np.uint16))
    elif mode == "1":
        image = Image.new("1", (30, 20), 1)
    else:
        rgb = Image.fromarray(grey).convert("RGB")
        image = rgb.quantize(4) if mode == "P" else rgb.convert(mode)
    result = read(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert near(corner(result), (255, 255, 255) if mode == "1" else (128, 128, 128))


def transparent_pictures() -> dict[str, bytes]:
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([200, 0, 0, 0, 0, 200])
    return {
        "rgba.png": encoded(clear, "PNG"),
        "la.png": encoded(Image.new("LA", (40, 40), (0, 0)), "PNG"),
        "key.png": encoded(Image.new("RGB", (40, 40), (9, 9, 9)), "PNG", transparency=(9, 9, 9)),
        "grey-key.png": encoded(Image.new("L", (40, 40), 9), "PNG", transparency=9),
        "palette.png": encoded(palette, "PNG", transparency=0),
        "palette.gif": encoded(palette, "GIF", transparency=0),
        "rgba.webp": encoded(clear, "WEBP", lossless=True),
        "rgba.heic": encoded(clear, "HEIF"),
    }


@pytest.mark.parametrize("name", sorted(transparent_pictures()))
def test_transparency_is_white(read: Reader, name: str) -> None:
    assert near(corner(read(transparent_pictures()[name])), (255, 255, 255))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_its_first_frame(read: Reader, kind: str) -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green")]
    options = {"save_all": True, "append_images": frames[1:], "duration": 50, "loop": 0}
    assert near(corner(read(encoded(frames[0], kind, **options))), (255, 0, 0))


def leaning(orientation: int) -> tuple[Image.Image, Image.Exif]:
    """A picture that is red at the top left once it is turned as its EXIF says; white elsewhere."""
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste((255, 0, 0), (0, 0, 30, 20))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    return (upright.transpose(back[orientation]) if orientation in back else upright), exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(read: Reader, orientation: int, kind: str) -> None:
    image, exif = leaning(orientation)
    # As bytes: from those the HEIF encoder takes the turn and says it in HEIF's own way, as phones do.
    result = read(encoded(image, kind, exif=exif.tobytes(), quality=95))
    assert result.image.size == (60, 40)
    assert near(corner(result), (255, 0, 0), by=20)
    assert near(corner(result, 0.9, 0.9), (255, 255, 255), by=20)


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_a_nonsense_orientation_is_none(read: Reader, orientation: int) -> None:
    image, exif = leaning(orientation)
    assert read(encoded(image, "JPEG", exif=exif)).image.size == (60, 40)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_broken_exif_does_not_spoil_a_photo(read: Reader) -> None:
    jpeg = encoded(photo(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(30))
    assert read(jpeg).image.size == (64, 48)


def test_no_metadata_leaves(read: Reader) -> None:
    """Where a photo was taken, with what, and what was written into it."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    texts = PngInfo()
    texts.add_text("Comment", "SecretComment")
    for data in (
        encoded(photo(), "JPEG", exif=exif, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>"),
        encoded(photo(), "PNG", exif=exif, pnginfo=texts),
        encoded(photo(), "WEBP", exif=exif, xmp=b"<x>SecretXmp</x>"),
        encoded(photo(), "HEIF", exif=exif, xmp=b"<x>SecretXmp</x>"),
        encoded(photo().quantize(64), "GIF", comment=b"SecretComment"),
    ):
        assert b"Secret" in data
        cleaned = read(data).jpeg
        assert b"Secret" not in cleaned
        assert b"Exif" not in cleaned
        assert set(Image.open(io.BytesIO(cleaned)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_is_appended_is_left_behind(read: Reader) -> None:
    data = encoded(photo(), "JPEG")
    result = read(data + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in result.jpeg
    assert result.sha256 == read(data).sha256


def test_colours_are_taken_to_srgb(read: Reader) -> None:
    """A profile means something, and a broken or foreign one is as good as none."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    red = Image.new("RGB", (20, 20), (200, 30, 30))
    for profile in (srgb, lab, b"nonsense", srgb[:100], b""):
        assert near(corner(read(encoded(red, "PNG", icc_profile=profile))), (200, 30, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_large_profile_is_no_reason_to_refuse_a_photo(read: Reader, kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    large = profile + bytes(3 * 1024 * 1024)
    assert near(corner(read(encoded(Image.new("RGB", (40, 40), "red"), kind, icc_profile=large))), (255, 0, 0))


def test_a_profile_that_swaps_colours_is_followed(read: Reader) -> None:
    """sRGB with the red and green primaries exchanged: its red is our green."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = srgb.index(b"rXYZ"), srgb.index(b"gXYZ")
    srgb[red : red + 4], srgb[green : green + 4] = b"gXYZ", b"rXYZ"
    picture = Image.new("RGB", (20, 20), (250, 0, 0))
    assert near(corner(read(encoded(picture, "PNG", icc_profile=bytes(srgb)))), (0, 250, 0), by=30)


# ---- the two hashes


def test_the_hash_is_that_of_the_pixels(read: Reader) -> None:
    image = photo()
    first = read(encoded(image, "PNG"), "a.png")
    again = read(encoded(image, "PNG", compress_level=1), "b.jpg")
    lossless = read(encoded(image, "WEBP", lossless=True), "c.webp")
    assert first.sha256 == again.sha256 == lossless.sha256
    assert first.jpeg == again.jpeg
    one_pixel_off = image.copy()
    one_pixel_off.putpixel((3, 3), (1, 2, 3))
    assert read(encoded(one_pixel_off, "PNG")).sha256 != first.sha256


def test_size_is_part_of_the_hash(read: Reader) -> None:
    wide, high = Image.new("RGB", (20, 10), "red"), Image.new("RGB", (10, 20), "red")
    assert read(encoded(wide, "PNG")).sha256 != read(encoded(high, "PNG")).sha256


def test_a_recompressed_copy_has_nearly_the_same_perceptual_hash(read: Reader) -> None:
    image = photo(size=(800, 600))
    one, other = (read(encoded(image, "JPEG", quality=quality)) for quality in (95, 50))
    stranger = read(encoded(photo(9, size=(800, 600)), "JPEG"))
    assert one.sha256 != other.sha256
    assert (int(one.phash, 16) ^ int(other.phash, 16)).bit_count() <= 4
    assert (int(one.phash, 16) ^ int(stranger.phash, 16)).bit_count() > 10


def test_many_at_once_are_the_same_as_one_by_one(tmp_path: Path) -> None:
    paths = []
    for name, data in good_files().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    alone = [read_photo(path, path.name).sha256 for path in paths]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda path: read_photo(path, path.name).sha256, paths * 4))
    assert together == alone * 4


# ---- limits


def test_sixteen_megabytes_are_the_most(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(encoded(photo(), "JPEG"))
    os.truncate(path, MAX_BYTES)
    assert read_photo(path, "large.jpg").image.size == (64, 48)
    os.truncate(path, MAX_BYTES + 1)
    with pytest.raises(ImageTooLarge):
        read_photo(path, "large.jpg")
    os.truncate(path, 1 << 40)
    with pytest.raises(ImageTooLarge):
        read_photo(path, "large.jpg")


def test_64_megapixels_are_the_most(read: Reader) -> None:
    assert read(encoded(Image.new("1", (10_000, 6_400)), "PNG")).image.width == MAX_CLEAN_SIDE
    with pytest.raises(ImageTooLarge, match="64 megapixels"):
        read(encoded(Image.new("1", (10_000, 6_401)), "PNG"))


@pytest.mark.parametrize("size", [(8_192, 6_144), (8_160, 6_144)])
def test_what_phones_of_fifty_megapixels_take_is_read(read: Reader, size: tuple[int, int]) -> None:
    assert read(encoded(Image.new("L", size, 90), "JPEG")).image.width == MAX_CLEAN_SIDE


def test_what_is_far_too_large_is_called_that(read: Reader) -> None:
    """200 megapixels, whatever a decoder would say of it."""
    heic = encoded(photo(size=(512, 384)), "HEIF")
    ispe = heic.index(b"ispe") + 8
    huge = heic[:ispe] + (16_320).to_bytes(4, "big") + (12_240).to_bytes(4, "big") + heic[ispe + 8 :]
    png = encoded(Image.new("1", (8, 8)), "PNG")
    header = b"IHDR" + (16_320).to_bytes(4, "big") + (12_240).to_bytes(4, "big") + png[24:29]
    bomb = png[:12] + header + zlib.crc32(header).to_bytes(4, "big") + png[33:]
    for data in (huge, bomb):
        with pytest.raises(ImageTooLarge, match="64 megapixels"):
            read(data)


SCANS = b"\xff\xda" * 1_000


def test_only_the_pictures_own_scans_are_counted(read: Reader) -> None:
    image = photo(size=(640, 480))
    plain = read(encoded(image, "JPEG", progressive=True))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (
        encoded(image, "JPEG", progressive=True) + b"ftypmp42" + SCANS,
        encoded(image, "JPEG", progressive=True, exif=b"Exif\0\0" + SCANS),
        encoded(image, "JPEG", progressive=True, comment=SCANS),
    ):
        assert read(data).sha256 == plain.sha256
    assert read(encoded(image, "JPEG", progressive=True, icc_profile=profile + SCANS)).image.size == (640, 480)


def test_a_side_has_an_end(read: Reader) -> None:
    with pytest.raises(InvalidImage):
        read(encoded(Image.new("1", (65_536, 1)), "PNG"))


@pytest.mark.parametrize("what", ["nothing", "a folder", "a pipe", "a device"])
def test_only_files_are_read(tmp_path: Path, what: str) -> None:
    path = Path("/dev/zero") if what == "a device" else tmp_path / "upload"
    if what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        os.mkfifo(path)
    with pytest.raises(InvalidImage):
        read_photo(path, "x.jpg")


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("velvet pillow.jpg", "velvet pillow.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\pillow.jpg", "pillow.jpg"),
        ("p\u202eillow\x00\n.jpg", "pillow.jpg"),
        ("ちゃわん.heic", "ちゃわん.heic"),
        ("cafe\u0301.jpg", "café.jpg"),
        ("  pillow.jpg ", "pillow.jpg"),
        ("x" * 1_000, "x" * MAX_FILENAME_CHARS),
        ("folder/", ""),
        ("", ""),
    ],
)
def test_a_filename_is_its_last_part(read: Reader, given_name: str, shown: str) -> None:
    assert read(encoded(photo(), "JPEG"), filename=given_name).filename == shown


@given(st.text(max_size=400))
def test_a_filename_is_always_harmless(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "one.png"
    if not path.exists():
        path.write_bytes(encoded(Image.new("RGB", (1, 1)), "PNG"))
    shown = read_photo(path, name).filename
    assert len(shown) <= MAX_FILENAME_CHARS
    assert shown.isprintable()
    assert not set(shown) & {"/", "\\"}


# ---- the upload folder is kept small

NOW = time.time()  # emptied folders get the real time
HOUR = 3_600.0


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[str, float, int], Path]:
    def upload(name: str, age: float, size: int = 100) -> Path:
        path = tmp_path / name / "photo.jpg"
        path.parent.mkdir()
        path.write_bytes(bytes(size))
        for stamped in (path, path.parent):
            os.utime(stamped, (NOW - age, NOW - age))
        return path

    return upload


Upload = Callable[..., Path]


def test_old_uploads_go(upload: Upload, tmp_path: Path) -> None:
    old, recent = upload("old", 2 * HOUR), upload("recent", 0.5 * HOUR)
    assert sweep_uploads(tmp_path, NOW, HOUR, 10_000) == 1
    assert (old.exists(), recent.exists()) == (False, True)
    assert sweep_uploads(tmp_path, NOW, HOUR, 10_000) == 0


def test_over_the_total_the_oldest_go_first(upload: Upload, tmp_path: Path) -> None:
    paths = [upload(f"u{minutes}", minutes * 60, 1_000) for minutes in (50, 40, 30, 20)]
    assert sweep_uploads(tmp_path, NOW, HOUR, 2_500) == 2
    assert [path.exists() for path in paths] == [False, False, True, True]


def test_what_is_young_stays_whatever_the_total(upload: Upload, tmp_path: Path) -> None:
    young = upload("young", 60, 10_000)
    future = upload("future", -HOUR, 10_000)
    assert sweep_uploads(tmp_path, NOW, 0, 0) == 0
    assert young.exists()
    assert future.exists()


def test_links_are_not_followed(upload: Upload, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    kept = outside / "kept.jpg"
    kept.write_bytes(b"kept")
    os.utime(kept, (0, 0))
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "file.jpg").symlink_to(kept)
    (uploads / "folder").symlink_to(outside)
    assert sweep_uploads(uploads, NOW, HOUR, 0) == 0
    assert kept.exists()


def test_emptied_folders_go_once_they_were_left_alone(upload: Upload, tmp_path: Path) -> None:
    old = upload("old", 2 * HOUR)
    filled_in_a_moment = tmp_path / "new"
    filled_in_a_moment.mkdir()
    os.utime(filled_in_a_moment, (NOW, NOW))
    sweep_uploads(tmp_path, NOW, HOUR, 10_000)
    os.utime(old.parent, (NOW, NOW))
    sweep_uploads(tmp_path, NOW + HOUR / 10, HOUR, 10_000)
    assert old.parent.exists()
    sweep_uploads(tmp_path, NOW + HOUR, HOUR, 10_000)
    assert not old.parent.exists()
    assert not filled_in_a_moment.exists()
    assert tmp_path.exists()


def test_a_missing_folder_is_swept(tmp_path: Path) -> None:
    assert sweep_uploads(tmp_path / "never-made", NOW, HOUR, 0) == 0


def test_sweepers_do_not_stumble_over_each_other(upload: Upload, tmp_path: Path) -> None:
    for number in range(200):
        upload(f"u{number}", 2 * HOUR)
    with ThreadPoolExecutor(8) as pool:
        deleted = list(pool.map(lambda _: sweep_uploads(tmp_path, NOW, HOUR, 0), range(8)))
    assert sum(deleted) == 200
    assert not list(tmp_path.rglob("*.jpg"))


@pytest.mark.parametrize("mark", ["\u0315", "\u0323\u0307", "\ufdfa", "e\u0301", "/"])
def test_a_name_is_cut_before_anything_is_computed_of_it(tmp_path: Path, mark: str) -> None:
    """Normalizing 200,000 combining marks takes a minute; the test's own time limit says whether it does."""
    path = take_photo(tmp_path, "pillow")
    shown = read_photo(path, f"pillow{mark * 400_000}").filename
    assert len(shown) <= MAX_FILENAME_CHARS
    assert read_photo(path, f"{mark * 400_000}/pillow.jpg").filename == "pillow.jpg"
