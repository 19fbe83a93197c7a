"""Broken, lying and hostile files, made anew from a seed: what an upload endpoint has to live through.

`hostile_uploads()` yields more than 2,000 of them, small on disk whatever they claim to be. Those with `broken`
are no pictures by any reading; of the others a decoder may still make one.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()

TRUNCATIONS = 24
FLIPS = 130
SPLICES = 30
MAGIC = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF89a",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
}


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes = field(repr=False)
    broken: bool = False


def photo(seed: int = 0, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A small picture with some detail everywhere, so that a missing part would show."""
    noise = random.Random(seed).randbytes(16 * 12 * 3)
    return Image.frombytes("RGB", (16, 12), noise).resize(size, Image.Resampling.BICUBIC)


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def good_files() -> dict[str, bytes]:
    """One sound picture of each kind that is read, by file name."""
    image = photo()
    return {
        "baseline.jpg": encoded(image, "JPEG"),
        "progressive.jpg": encoded(image, "JPEG", progressive=True),
        "cmyk.jpg": encoded(image.convert("CMYK"), "JPEG"),
        "true.png": encoded(image, "PNG"),
        "palette.png": encoded(image.quantize(64), "PNG"),
        "alpha.png": encoded(image.convert("RGBA"), "PNG"),
        "lossy.webp": encoded(image, "WEBP"),
        "lossless.webp": encoded(image, "WEBP", lossless=True),
        "still.gif": encoded(image.quantize(64), "GIF"),
        "moving.gif": encoded(
            image.quantize(64), "GIF", save_all=True, append_images=[photo(1).quantize(64)], duration=100
        ),
        "photo.heic": encoded(image, "HEIF"),
    }


def hostile_uploads(seed: int = 0) -> Iterator[Upload]:
    dice = random.Random(seed)
    good = good_files()
    for name, data in good.items():
        yield from _truncated(name, data)
        yield from _flipped(name, data, dice)
        yield from _spliced(name, data, dice)
        yield from _renamed(name, data)
        yield Upload(f"polyglot-zip-{name}", data + _archive())
        yield Upload(f"polyglot-html-{name}", data + b"<script>alert(1)</script>")
        yield Upload(f"behind-a-pdf-{name}", b"%PDF-1.7\n" + data, broken=True)
    yield from _noise(dice)
    yield from _other_formats()
    yield from bombs()


def _truncated(name: str, data: bytes) -> Iterator[Upload]:
    """Cut anywhere. Up to nine tenths a part of the picture is missing; after that maybe only the trailer is."""
    for step in range(TRUNCATIONS):
        cut = len(data) * step // TRUNCATIONS
        first_frame_is_there = name == "moving.gif" and cut > len(data) // 2 - 50
        yield Upload(f"cut-{step}-{name}", data[:cut], broken=cut <= len(data) * 0.9 and not first_frame_is_there)


def _flipped(name: str, data: bytes, dice: random.Random) -> Iterator[Upload]:
    for number in range(FLIPS):
        damaged = bytearray(data)
        for _ in range(1 << dice.randrange(5)):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        yield Upload(f"flip-{number}-{name}", bytes(damaged))


def _spliced(name: str, data: bytes, dice: random.Random) -> Iterator[Upload]:
    for number in range(SPLICES):
        start = dice.randrange(len(data))
        junk = dice.randbytes(dice.randrange(1, 200))
        over = dice.choice([0, len(junk)])
        yield Upload(f"splice-{number}-{name}", data[:start] + junk + data[start + over :])


def _renamed(name: str, data: bytes) -> Iterator[Upload]:
    for suffix in ("exe", "txt", "svg", "jpg", "png"):
        yield Upload(f"{name}.{suffix}", data)


def _noise(dice: random.Random) -> Iterator[Upload]:
    yield Upload("empty.jpg", b"", broken=True)
    for kind, magic in MAGIC.items():
        yield Upload(f"magic.{kind}", magic, broken=True)
        for number in range(40):
            yield Upload(f"noise-{number}.{kind}", magic + dice.randbytes(dice.randrange(1, 4000)), broken=True)
    for number in range(20):
        yield Upload(f"noise-{number}.bin", b"\0" + dice.randbytes(1000), broken=True)


def _other_formats() -> Iterator[Upload]:
    """Pictures and documents of kinds that are not read, whatever they are called."""
    image = photo()
    for kind in ("BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "EPS", "PDF", "JPEG2000", "AVIF"):
        yield Upload(f"really-{kind.lower()}.jpg", encoded(image, kind), broken=True)
    texts = {
        "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "page.html": b"<!doctype html><img src=x onerror=alert(1)>",
        "script.ps": b"%!PS\n(/etc/passwd) (r) file\n",
        "billion.xml": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        "list.m3u8": b"#EXTM3U\nhttp://127.0.0.1/\n",
        "archive.zip": _archive(),
        "program": b"\x7fELF" + b"\0" * 500,
    }
    for name, data in texts.items():
        yield Upload(name, data, broken=True)


# ---- small files that claim, or unpack to, a lot


def bombs() -> Iterator[Upload]:
    for width, height in [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (1, 49_000_000), (49_000_000, 1), (0, 9)]:
        yield Upload(f"bomb-{width}x{height}.png", _png(width, height, rows=2), broken=True)
    yield Upload("bomb-100-megapixels.png", _png(10_000, 10_000, rows=10_000), broken=True)
    yield Upload("bomb-just-allowed.png", _png(7_000, 7_000, rows=7_000))
    yield Upload("bomb-missing-rows.png", _png(7_000, 7_000, rows=3))
    yield Upload("bomb-rows.png", _png(1, 1, rows=1_000_000))
    yield Upload("bomb-texts.png", _with_chunks(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000)), 150), broken=True)
    yield Upload("bomb-profile.png", _with_chunks(b"iCCP", b"a\0\0" + zlib.compress(bytes(30_000_000)), 1))
    yield Upload("bomb-chunks.png", _with_chunks(b"prVt", b"", 100_000), broken=True)
    yield Upload("bomb-canvas.webp", _webp(16_383, 16_383), broken=True)
    yield Upload("bomb-strip.webp", _webp(2**24, 200), broken=True)
    yield Upload("bomb-screen.gif", _gif_with_screen(65_535, 65_535), broken=True)
    yield Upload("bomb-comments.gif", _gif_with_comments(), broken=True)
    yield Upload("bomb-size.jpg", _jpeg_with_size(65_500, 65_500), broken=True)
    yield Upload("bomb-exif.jpg", _jpeg_with_segments(0xE1, b"Exif\0\0" + bytes(40), 100_000), broken=True)
    yield Upload("bomb-remarks.jpg", _jpeg_with_segments(0xFE, b"", 500_000), broken=True)
    yield Upload("bomb-scans.jpg", _jpeg_with_scans(1_000), broken=True)
    yield Upload("bomb-empty-scans.jpg", _jpeg_with_empty_scans(1_000), broken=True)
    yield Upload("bomb-hidden-scans.jpg", _jpeg_with_empty_scans(1_000, hidden=True), broken=True)
    yield Upload("bomb-size.heic", _heic_with_size(9_000, 6_000), broken=True)
    yield Upload("bomb-liar.heic", _heic_with_size(16, 16), broken=True)


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.sh", "echo " + "a" * 100_000)
    return buffer.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, rows: int) -> bytes:
    """A grey picture of `rows` rows, whatever its header says."""
    packer, row = zlib.compressobj(9), bytes(1 + min(width, 50_000))
    pixels = b"".join(packer.compress(row * min(100, rows - done)) for done in range(0, rows, 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return MAGIC["png"] + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _with_chunks(kind: bytes, body: bytes, count: int) -> bytes:
    png = encoded(photo(), "PNG")
    return png[:33] + _chunk(kind, body) * count + png[33:]


def _webp(width: int, height: int) -> bytes:
    """An animation of one small frame on a canvas of `width` by `height`."""

    def part(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body

    def sides(*values: int) -> bytes:
        return b"".join(struct.pack("<I", value - 1)[:3] for value in values)

    frame = bytes(6) + sides(64, 48) + bytes(4) + encoded(photo(), "WEBP", lossless=True)[12:]
    body = part(b"VP8X", b"\x02\0\0\0" + sides(width, height)) + part(b"ANIM", bytes(6)) + part(b"ANMF", frame)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _gif_with_screen(width: int, height: int) -> bytes:
    gif = encoded(photo().quantize(64), "GIF")
    return gif[:6] + struct.pack("<HH", width, height) + gif[10:]


def _gif_with_comments() -> bytes:
    """One long comment in many pieces, which cost the square of their number to join."""
    gif = encoded(photo().quantize(64), "GIF")
    body = 13 + 3 * 2 ** ((gif[10] & 7) + 1)
    return gif[:body] + b"!\xfe" + (b"\xff" + b"c" * 255) * 20_000 + b"\0" + gif[body:]


def _jpeg_with_size(width: int, height: int) -> bytes:
    jpeg = encoded(photo(), "JPEG")
    frame = jpeg.index(b"\xff\xc0")
    return jpeg[: frame + 5] + struct.pack(">HH", height, width) + jpeg[frame + 9 :]


def _jpeg_with_segments(marker: int, body: bytes, count: int) -> bytes:
    jpeg = encoded(photo(), "JPEG")
    return jpeg[:2] + (bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body) * count + jpeg[2:]


def _jpeg_with_scans(count: int) -> bytes:
    """A progressive picture whose last scan comes again and again: a pass over all of it each time."""
    jpeg = encoded(Image.new("L", (3_000, 3_000), 128), "JPEG", progressive=True)
    return jpeg[:-2] + jpeg[jpeg.rindex(b"\xff\xda") : -2] * count + b"\xff\xd9"


def _jpeg_with_empty_scans(count: int, *, hidden: bool = False) -> bytes:
    """No progressive picture, but one of arithmetic coding, whose scans need no bytes to pass over all of it.

    Hidden, they stand behind a marker that seems to begin a segment of 64 kB, which a decoder in search of its next
    restart passes over.
    """
    jpeg = encoded(Image.new("RGB", (64, 64)), "JPEG")
    frame, first = jpeg.index(b"\xff\xc0"), jpeg.index(b"\xff\xda")
    large = b"\xff\xc9" + jpeg[frame + 2 : frame + 5] + struct.pack(">HH", 3_000, 3_000) + jpeg[frame + 9 : first]
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0"
    hiding = b"\xff\xdd\0\x04\0\x01" + scan + b"\xff\x02\xff\xff" if hidden else b""
    return jpeg[:frame] + large + hiding + scan * count + b"\xff\xd9"


def _heic_with_size(width: int, height: int) -> bytes:
    """A picture of 64 by 48 whose container calls it larger, or smaller, than it is."""
    heic = encoded(photo(), "HEIF")
    size = heic.index(b"ispe") + 8
    return heic[:size] + struct.pack(">II", width, height) + heic[size + 8 :]
