"""From what a player uploaded to a clean, small picture. Nothing of an upload is trusted.

`uploaded_file` accepts only what Gradio itself stored, `read_photo` and `photo_of` only pictures they can decode
whole and within bounds, and `sweep_uploads` keeps the upload folder from growing. The photo is never stored or
logged here, and what leaves is drawn anew: no metadata, no appended archive, no place where it was taken.
"""

from __future__ import annotations

import hashlib
import os
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import Final

import imagehash
from PIL import Image, ImageCms
from PIL.Image import Resampling, Transpose
from pillow_heif import register_heif_opener

from piclets.domain.photo import Photo
from piclets.errors import ImageTooLarge, InvalidImage

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 65_535  # as in a JPEG: each row of a picture costs memory of its own, however short it is
LONGEST_SIDE: Final = 768
JPEG_QUALITY: Final = 90
MAX_FILENAME_CHARS: Final = 200
MAX_PROFILE_BYTES: Final = 4 * 1024 * 1024
MAX_PROGRESSIVE_SCANS: Final = 50
SPARED_S: Final = 900.0

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")

_NOT_OURS = "Please upload a photo: only files that were uploaded here are read."
_NOT_READ = "This photo cannot be read. Please upload a JPEG, PNG, WebP, HEIC or GIF picture."
_TOO_BIG = "This photo is too large. Please upload one of at most 16 MB."
_TOO_MANY_PIXELS = "This photo has too many pixels. Please upload one of at most 50 megapixels."

# What Pillow and its decoders are seen to raise on broken files. Only calls into them stand under this net.
_BROKEN: Final = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,  # raised where warnings are errors
)

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

# A picture of 50 megapixels takes some 400 MB while it is shrunk, whatever its file's size.
# Two at a time keep both of a small machine's cores busy and its memory free; on threads of their own, because
# the C library keeps what a thread has freed for that thread.
_decoders = ThreadPoolExecutor(2, thread_name_prefix="photo")

register_heif_opener(thumbnails=False)
_SRGB = ImageCms.createProfile("sRGB")


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
    Raises ImageTooLarge over 16 MB, InvalidImage for whatever is not a whole picture of at most 50 megapixels.
    """
    return photo_of(_read(path), filename)


def photo_of(data: bytes, filename: str) -> Photo:
    """`read_photo` for a picture that came as bytes."""
    if len(data) > MAX_BYTES:
        raise ImageTooLarge(_TOO_BIG)
    clean = _decoders.submit(_clean, data).result()
    jpeg = BytesIO()
    clean.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return Photo(
        jpeg=jpeg.getvalue(),
        sha256=_pixel_hash(clean),
        phash=str(imagehash.phash(clean)),
        filename=_shown_filename(filename),
    )


def sweep_uploads(
    folder: Path, now: float, max_age_s: float, max_total_bytes: int, *, spared_s: float = SPARED_S
) -> int:
    """Delete uploads older than `max_age_s`, then the oldest ones until `max_total_bytes` are left.

    `now` is in seconds since the epoch. Identical uploads share one path, and a scan may still be waiting to read
    its photo: what is younger than `spared_s` is never deleted. Returns how many files went.
    """
    uploads = sorted(_files_under(folder), key=lambda upload: upload[1])
    total = sum(size for _, _, size in uploads)
    deleted = 0
    for path, modified, size in uploads:
        age = now - modified
        if age < spared_s or (age <= max_age_s and total <= max_total_bytes):
            break  # the oldest come first
        deleted += _delete(path, modified)
        total -= size
    _remove_empty_folders(folder, before=now - spared_s)
    return deleted


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


def _read(path: Path) -> bytes:
    """The file, or one byte more than a photo may have."""
    try:
        if not S_ISREG(path.stat().st_mode):
            raise InvalidImage(_NOT_READ)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise InvalidImage("This photo is no longer here. Please upload it again.") from None


def _clean(data: bytes) -> Image.Image:
    """A new RGB picture that has nothing of the file but its pixels."""
    try:
        with Image.open(_Metered(data), formats=FORMATS) as image:
            _check_bounds(image, data)
            orientation = _orientation(image)
            small = _upright(_in_rgb(_shrunk(image)), orientation)
    except _BROKEN:
        raise InvalidImage(_NOT_READ) from None
    return Image.frombytes("RGB", small.size, small.tobytes())


def _check_bounds(image: Image.Image, data: bytes) -> None:
    """What the header promises, before anything is decoded."""
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise InvalidImage(_TOO_MANY_PIXELS)
    # Each scan of a progressive JPEG passes over the whole picture; encoders make about ten.
    if image.info.get("progressive") and data.count(b"\xff\xda") > MAX_PROGRESSIVE_SCANS:
        raise InvalidImage(_NOT_READ)


def _shrunk(image: Image.Image) -> Image.Image:
    """Decoded whole, at most 768 px. A JPEG is decoded at a fraction of its size where that is enough."""
    image = _resizable(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=2.0)
    image.load()
    return image


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode whose pixels can be averaged, with transparency as a channel of its own."""
    if image.mode.startswith("I"):  # 16-bit grey, which convert() would cut off at 255 instead of scaling
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _in_rgb(image: Image.Image) -> Image.Image:
    """On white, and in sRGB where the file says which colours it means."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA"):
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    return _in_srgb(image, profile) if isinstance(profile, bytes) else image.convert("RGB")


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
    except _BROKEN:
        return None  # a photo with broken metadata is still a photo


def _upright(image: Image.Image, orientation: object) -> Image.Image:
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return image if turn is None else image.transpose(turn)


def _pixel_hash(image: Image.Image) -> str:
    digest = hashlib.sha256(f"{image.mode} {image.width}x{image.height}\n".encode("ascii"))
    digest.update(image.tobytes())
    return digest.hexdigest()


def _shown_filename(filename: str) -> str:
    """The last part of the name, without control, bidi or other invisible characters."""
    base = unicodedata.normalize("NFC", filename.replace("\\", "/")).rpartition("/")[2]
    return "".join(c for c in base if c.isprintable()).strip()[:MAX_FILENAME_CHARS]


def _files_under(folder: Path) -> Iterator[tuple[Path, float, int]]:
    """Regular files with their modification time and size; what vanishes meanwhile is left out."""
    for parent, _, names in os.walk(folder):
        for path in (Path(parent, name) for name in names):
            try:
                status = path.lstat()
            except FileNotFoundError:
                continue
            if S_ISREG(status.st_mode):
                yield path, status.st_mtime, status.st_size


def _delete(path: Path, modified: float) -> bool:
    """Unless it has gone, or been uploaded again, since it was listed."""
    try:
        if path.lstat().st_mtime != modified:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    return True


def _remove_empty_folders(folder: Path, before: float) -> None:
    """Only such as were left alone since `before`: Gradio makes a folder a moment before it fills it."""
    for parent, names, _ in os.walk(folder, topdown=False):
        for path in (Path(parent, name) for name in names):
            try:
                if path.lstat().st_mtime < before:
                    path.rmdir()
            except OSError:
                continue  # not empty, gone, or a link
