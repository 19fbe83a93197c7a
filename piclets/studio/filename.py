"""What a file's name says about the thing on the photo: "velvet pillow.jpg" something, "IMG_2041.jpg" nothing."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from piclets.studio.lexicon import is_known

MAX_WORDS = 5
MAX_SAYING = 60

_EXTENSION = re.compile(r"(?:\.(?:jpe?g|png|webp|heic|heif|gif|bmp|tiff?|avif))+$", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_COUNTER = re.compile(r"\(\s*\d+\s*\)|\[\s*\d+\s*\]|\b\d{2,5}\s?x\s?\d{2,5}\b", re.IGNORECASE)
_NOT_A_WORD = re.compile(r"[^\w'’]+|_")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_CAMERA = re.compile(r"[a-z]{0,4}\d{3,}[a-z]?|v\d+|\d+[a-z]{0,2}", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9a-z]{8,}|[0-9a-f]{12,}", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)

# A name that begins with one of these was given by an app, and the rest says when, not what.
_APPS = frozenset(
    ["screenshot", "screenshots", "bildschirmfoto", "schermafbeelding", "whatsapp", "signal", "telegram",
     "snapchat", "fb", "facebook", "fullsizerender", "instagram", "messenger", "received",
     "clipboard", "blob", "tmp", "temp"]
)  # fmt: skip
_EMPTY_WORDS = frozenset(
    ["img", "image", "images", "photo", "photos", "pic", "pics", "picture", "pictures", "foto", "fotos", "bild",
     "imagen", "imagem", "immagine", "dsc", "dscn", "dscf", "dcim", "pxl", "mvimg", "gopr", "dji", "scan", "scanned",
     "screen", "shot", "download", "downloads", "downloaded", "untitled", "unnamed", "file", "upload", "uploaded",
     "burst", "cover", "hdr", "pano", "portrait", "camera", "cam", "webcam", "capture", "snapshot", "frame", "vid",
     "video", "attachment", "pasted", "copy", "kopie", "final", "edited", "edit", "scaled", "thumb", "thumbnail",
     "cropped", "resized", "compressed", "large", "small", "medium", "original", "orig", "full", "test", "sample",
     "image0", "neu", "new", "my", "our", "the", "a", "an", "of", "this", "that", "mein", "meine", "mon", "ma", "mi",
     "jpg", "jpeg", "png", "webp", "heic", "gif", "写真", "画像", "фото", "изображение"]
)  # fmt: skip
_LINKS = frozenset(["of", "de", "du", "da", "di", "del", "and", "la", "the", "a", "an"])


def saying(filename: str) -> str:
    """The words of a file's name that name a thing, in lower case: at most five, or "" where it says nothing.

    Dates, counters, camera numbers, hashes and app names are no words. Other languages and scripts are kept.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", unquote(filename)))[-1]
    stem = _COUNTER.sub(" ", _UUID.sub(" ", _EXTENSION.sub("", base)))
    stem = stem.replace("&", " and ")
    raw = [word for word in _NOT_A_WORD.split(stem) if word]
    if raw and (raw[0].lower() in _APPS or raw[0].lower().startswith("tmp")):
        return ""
    words = [part.lower() for word in raw if not _CODE.fullmatch(word) for part in _uncamel(word)]
    words = _trimmed([word for word in words if _is_link(word) or _is_word(word)])
    return " ".join(_trimmed(words[:MAX_WORDS]))[:MAX_SAYING].strip()


def _uncamel(word: str) -> list[str]:
    """ "velvetPillow" is two words; "MacBook" is not: it is a word that we know."""
    parts = _CAMEL.split(word)
    return parts if is_known(parts[-1].lower()) and not is_known(word.lower()) else [word]


def _is_link(word: str) -> bool:
    return word in _LINKS


def _is_word(word: str) -> bool:
    if word in _EMPTY_WORDS or not any(char.isalnum() for char in word):
        return False
    if _CAMERA.fullmatch(word):
        return word.isdigit() and len(word) <= 3  # "levis 501", "iphone 15 pro"; trimmed off where it stands alone
    if word.isascii():
        return len(word) > 1 and (len(word) < 4 or bool(_VOWEL.search(word)))
    return True


def _trimmed(words: list[str]) -> list[str]:
    """Without links, and counters of one or two digits, at either end. Numbers alone name nothing."""
    while words and (_is_link(words[0]) or words[0].isdigit()):
        words = words[1:]
    while words and (_is_link(words[-1]) or (words[-1].isdigit() and len(words[-1]) < 3)):
        words = words[:-1]
    return words
