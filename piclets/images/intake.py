"""From what a player uploaded to a clean, small picture. Nothing of an upload is trusted.

`uploaded_file` accepts only what Gradio itself stored, `read_photo` and `photo_of` only pictures they can decode
whole and within bounds. The photo is never stored or logged here, and what leaves is drawn anew: no metadata, no
appended archive, no place where it was taken. What the metadata says of how it was made (see `hints`) stays with the
photo's player, for the console alone.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Final, NamedTuple

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, PngImagePlugin
from PIL.Image import Transpose
from pillow_heif import register_heif_opener

from piclets.domain.photo import BROKEN_PICTURE, Hint, Photo
from piclets.errors import ImageTooLarge, InvalidImage
from piclets.images.hints import hints_of
from piclets.images.shrinking import is_large, shrunk

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_PIXELS: Final = 64_000_000
MAX_SIDE: Final = 65_535  # as in a JPEG: each row of a picture costs memory of its own, however short it is
MAX_CLEAN_SIDE: Final = 768
MAX_GREY_SIDE: Final = 4_096
JPEG_QUALITY: Final = 90
MAX_FILENAME_CHARS: Final = 200
MAX_PATH_CHARS: Final = 2000
MAX_PROFILE_BYTES: Final = 4 * 1024 * 1024
MAX_JPEG_SCANS: Final = 50
MAX_JPEG_MARKERS: Final = 4_000

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")

_NOT_OURS = "Please upload a photo: only files that were uploaded here are read."
_NOT_READ = "This photo cannot be read. Please upload a JPEG, PNG, WebP, HEIC or GIF picture."
_TOO_BIG = "This photo is too large. Please upload one of at most 16 MB."
_TOO_MANY_PIXELS = "This photo has too many pixels. Please upload one of at most 64 megapixels."

# Of segments, which have a length. A marker below 0xC0 has none: decoders pass over it, or give up.
_JPEG_MARKER: Final = re.compile(rb"\xff+([\xc0-\xcf\xd8-\xfe])")
_START_OF_JPEG: Final = b"\xff\xd8"
_START_OF_SCAN: Final = b"\xda"
_END_OF_IMAGE: Final = b"\xd9"
_ISPE: Final = re.compile(rb"\x00\x00\x00\x14ispe\x00\x00\x00\x00(?=.{8})", re.DOTALL)
MAX_HEIF_HEADER_BYTES: Final = 1024 * 1024

# EXIF's Orientation: what makes the picture upright.
_ORIENTATION_TAG = 0x0112
_UPRIGHT: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

# While it is shrunk a picture of 64 megapixels takes up to 300 MB, whatever its file's size; up to 500 MB as a WebP
# with transparency or as a progressive JPEG; some 20 MB as a plain JPEG, decoded at a fraction of its size. Two at a
# time keep both of a small machine's cores busy, one large one at a time its memory free; on threads of their own,
# because the C library keeps what a thread has freed for that thread.
_large = Lock()
_decoders = ThreadPoolExecutor(2, thread_name_prefix="photo")

register_heif_opener(thumbnails=False)
PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE_BYTES  # Pillow takes a profile for text, and the picture for broken
_SRGB = ImageCms.createProfile("sRGB")


def given_name(upload: object) -> str:
    """What the player called the file of an upload, in Gradio's description of it; "" where it has no name."""
    given = upload.get("orig_name") if isinstance(upload, dict) else None
    return given if isinstance(given, str) else ""


def uploaded_file(value: object, upload_folder: Path) -> Path:
    """The file that Gradio stored for `value`: a path, or a mapping or object with a `path`.

    Raises InvalidImage for everything but a regular file under `upload_folder`; a link is none, wherever it leads.
    """
    given = value.get("path") if isinstance(value, dict) else getattr(value, "path", value)
    if not isinstance(given, str | Path) or not str(given):
        raise InvalidImage(_NOT_OURS)
    try:
        path = Path(given)
        is_regular = S_ISREG(path.lstat().st_mode)
        resolved = path.resolve(strict=True)
        folder = upload_folder.resolve(strict=True)
    except (OSError, ValueError, RuntimeError):  # not there, no path at all, links in a circle
        raise InvalidImage(_NOT_OURS) from None
    if not (is_regular and resolved.is_relative_to(folder)):
        raise InvalidImage(_NOT_OURS)
    return resolved


def read_photo(path: Path, filename: str) -> Photo:
    """The picture in the file at `path`, upright, in sRGB, on white, at most 768 px on its longest side.

    The format is what the content says, never the name. Of an animation it is the first frame; what is appended
    to a picture is left behind. The same bytes give the same `sha256`: it is that of mode, size and pixels.
    Raises ImageTooLarge over 16 MB or 64 megapixels, InvalidImage for what is not a whole picture.
    """
    return photo_of(bytes_of(path), filename)


def photo_of(data: bytes, filename: str) -> Photo:
    """`read_photo` for a picture that came as bytes."""
    clean = _decoders.submit(_cleaned, _of_size(data)).result()
    jpeg = BytesIO()
    clean.image.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return Photo(
        jpeg=jpeg.getvalue(),
        sha256=_pixel_hash(clean),
        phash=str(imagehash.phash(clean.image)),
        filename=_shown_filename(filename),
        hints=clean.hints,
    )


def picture_of(data: bytes) -> Image.Image:
    """The pixels of a picture that came as bytes, for code that only looks at it. Raises as `read_photo` does."""
    return _decoders.submit(_cleaned, _of_size(data)).result().image


@dataclass(frozen=True)
class GreyPicture:
    """Grey values (rows, columns), and what places in them are multiplied by for those in the file, both upright."""

    pixels: NDArray[np.uint8] = field(repr=False)
    factor: float


def grey_of(data: bytes) -> GreyPicture:
    """The picture in grey, upright, at most 4,096 px on its longest side: for a reader of cards.

    Bounds and errors are those of `read_photo`.
    """
    return _decoders.submit(_grey, _of_size(data)).result()


def _of_size(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise ImageTooLarge(_TOO_BIG)
    return data


class _Metered(BytesIO):
    """A file that can be read so many times only.

    Pillow walks a file's blocks in Python, and some it joins at quadratic cost: a few megabytes of tiny blocks
    would keep it busy for hours. A photo has some hundreds of blocks, a PNG's pixels come in more of them.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads_left = 50_000 if data.startswith(b"\x89PNG") else 4_000

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads_left -= 1
        if self._reads_left < 0:
            raise OSError("too many blocks")
        return super().read(size)


def bytes_of(path: Path) -> bytes:
    """The file, or one byte more than a photo may have. Raises InvalidImage where it cannot be read."""
    try:
        if not S_ISREG(path.stat().st_mode):
            raise InvalidImage(_NOT_READ)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise InvalidImage("This photo is no longer here. Please upload it again.") from None


class _Clean(NamedTuple):
    """A new RGB picture that has nothing of the file but its pixels; these; and how the file says it was made."""

    image: Image.Image
    pixels: bytes
    hints: tuple[Hint, ...]


def _cleaned(data: bytes) -> _Clean:
    decoded = _decoded(data, MAX_CLEAN_SIDE)
    pixels = decoded.image.tobytes()
    return _Clean(Image.frombytes("RGB", decoded.image.size, pixels), pixels, decoded.hints)


def _grey(data: bytes) -> GreyPicture:
    decoded = _decoded(data, MAX_GREY_SIDE)
    return GreyPicture(np.asarray(decoded.image.convert("L"), np.uint8), decoded.longest / max(decoded.image.size))


class _Decoded(NamedTuple):
    """In RGB, upright, decoded whole and shrunk; how long its longest side was, and how it says it was made."""

    image: Image.Image
    longest: int
    hints: tuple[Hint, ...]


def _decoded(data: bytes, longest: int) -> _Decoded:
    """Raises InvalidImage, ImageTooLarge."""
    if _heif_pixels(data) > MAX_PIXELS:
        raise ImageTooLarge(_TOO_MANY_PIXELS)
    try:
        with Image.open(_Metered(data), formats=FORMATS) as image:
            _check_bounds(image, data)
            orientation, was, hints = _orientation(image), max(image.size), hints_of(image)
            profile = image.info.get("icc_profile")
            with _large if _is_costly(image, longest) else nullcontext():
                return _Decoded(_upright(_in_rgb(shrunk(image, data, longest), profile), orientation), was, hints)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageTooLarge(_TOO_MANY_PIXELS) from None
    except BROKEN_PICTURE:
        raise InvalidImage(_NOT_READ) from None


def _check_bounds(image: Image.Image, data: bytes) -> None:
    """What the header promises, before anything is decoded."""
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ImageTooLarge(_TOO_MANY_PIXELS)
    # Each scan of a JPEG passes over the whole picture, in any of its modes and however few bytes it has. Encoders
    # make about ten.
    if data.startswith(_START_OF_JPEG) and _jpeg_scans(data) > MAX_JPEG_SCANS:
        raise InvalidImage(_NOT_READ)


def _is_costly(image: Image.Image, longest: int) -> bool:
    """Whether its decoding takes memory by the hundreds of MB: of a progressive JPEG all coefficients are kept."""
    is_little = image.format == "JPEG" and "progressive" not in image.info and longest <= MAX_CLEAN_SIDE
    return is_large(image.size) and not is_little


def _jpeg_scans(data: bytes) -> int:
    """How many scans the picture itself has: not what metadata or an appended video happen to contain.

    One more than `MAX_JPEG_SCANS` where its segments are too many to look at. ITU T.81, annex B.
    """
    scans, at = 0, 2
    for _ in range(MAX_JPEG_MARKERS):
        found = _JPEG_MARKER.search(data, at)
        if found is None or found[1] == _END_OF_IMAGE:
            return scans
        length = int.from_bytes(data[found.end() : found.end() + 2])
        scans += found[1] == _START_OF_SCAN
        at = found.end() + length
    return MAX_JPEG_SCANS + 1


def _heif_pixels(data: bytes) -> int:
    """The most pixels of an image that a HEIF file tells of (`ispe` boxes, ISO/IEC 23008-12); 0 for other files.

    libheif refuses what it finds too large as if the file were broken.
    """
    if data[4:8] != b"ftyp":
        return 0
    header = data[:MAX_HEIF_HEADER_BYTES]
    sizes = (struct.unpack_from(">II", header, found.end()) for found in _ISPE.finditer(header))
    return max((width * height for width, height in sizes), default=0)


def _in_rgb(image: Image.Image, profile: object) -> Image.Image:
    """On white, and in sRGB where the file says which colours it means."""
    if image.mode in ("RGBA", "LA"):
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    if isinstance(profile, bytes):
        return _in_srgb(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that is broken, or made for another kind of picture, is as good as none."""
    if len(profile) <= MAX_PROFILE_BYTES:
        try:
            converted = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB, outputMode="RGB")
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _orientation(image: Image.Image) -> object:
    try:
        return image.getexif().get(_ORIENTATION_TAG)
    except BROKEN_PICTURE:
        return None  # a photo with broken metadata is still a photo


def _upright(image: Image.Image, orientation: object) -> Image.Image:
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _pixel_hash(clean: _Clean) -> str:
    digest = hashlib.sha256(f"RGB {clean.image.width}x{clean.image.height}\n".encode("ascii"))
    digest.update(clean.pixels)
    return digest.hexdigest()


def _shown_filename(filename: str) -> str:
    """The last part of the name, without control, bidi or other invisible characters."""
    # Cut first: what normalizing costs grows with the square of a run of combining marks.
    base = filename[-MAX_PATH_CHARS:].replace("\\", "/").rpartition("/")[2][: 2 * MAX_FILENAME_CHARS]
    base = unicodedata.normalize("NFC", base)
    return "".join(c for c in base if c.isprintable()).strip()[:MAX_FILENAME_CHARS]
