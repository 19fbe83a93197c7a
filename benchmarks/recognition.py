"""Photos of drawn covers, of a catalogue and of none: is ever one taken for another?

    .venv/bin/python -m benchmarks.recognition [covers] [strangers] [first stranger]

In plain sight. A catalogue of `covers` covers is built; `strangers` covers that are not in it, drawn with the same
motifs, words and letters, are photographed once each, and then its own. None wrong of 3,000 photos
is under 1 in 1,000 with a certainty of 95 in 100. What there is so far is told every hundred photos.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.report import table
from piclets.search.building import build
from piclets.search.eyes import Eyes, PlainEye
from piclets.search.filed import FiledCatalogue
from piclets.search.recognition import Recogniser
from piclets.search.sight import Sight
from tests.covers import cover, draw_all, photo_of

COVERS: Final = 500
STRANGERS: Final = 3_300
FIRST_STRANGER: Final = 10_000
SURE: Final = 0.9
TELL_EVERY: Final = 100
TEMPLATE: Final = "{album_name}, album by {artist}"

Tally = dict[str, int]


def main() -> None:
    given = [int(each) for each in sys.argv[1:]]
    covers, strangers, first = (*given, *(COVERS, STRANGERS, FIRST_STRANGER)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        recogniser = of_drawn_covers(covers, Path(folder) / "albums", Path(folder))
        print(report(recogniser, covers, strangers, first))


def of_drawn_covers(count: int, made: Path, folder: Path) -> Recogniser:
    """What recognises the first `count` covers, drawn in `folder`; the catalogue is `made`."""
    metadata = draw_all(folder, count)
    build(made, "albums", folder / "images", metadata, PlainEye(), lambda _words: None, template=TEMPLATE)
    return Recogniser(Sight([FiledCatalogue(made, Eyes().of)], "albums"), {"albums": SURE})


def report(recogniser: Recogniser, covers: int, strangers: int, first: int = FIRST_STRANGER) -> str:
    """A Markdown table of photos of as many `strangers`, from the `first` on, and of a catalogue's `covers`."""
    rows = []
    for what, numbers, known in (
        ("of other covers", range(first, first + strangers), False),
        ("of its covers", range(1, covers + 1), True),
    ):
        tally = _judged(recogniser, numbers, what, known=known)
        right = f"{tally['right'] / max(1, tally['photos']):.1%}" if known else ""
        rows.append([f"photos {what}", f"{tally['photos']:,}", right, str(tally["wrong"])])
    return table(["recognition, in plain sight", "photos", "right", "wrong"], rows)


def _judged(recogniser: Recogniser, numbers: range, what: str, *, known: bool) -> Tally:
    tally = dict.fromkeys(("photos", "right", "wrong"), 0)
    for number in numbers:
        found = recogniser.recognise(photo_of(cover(number), number, screen=number % 2 == 1))
        entry = found.entry_id if found is not None and found.sure else None
        right = known and entry == str(number)
        tally["photos"] += 1
        tally["right"] += right
        tally["wrong"] += entry is not None and not right
        if entry is not None and not right:
            print(f"WRONG: {number} as {entry}", file=sys.stderr, flush=True)
        if tally["photos"] % TELL_EVERY == 0:
            print(what, tally, file=sys.stderr, flush=True)
    return tally


if __name__ == "__main__":
    main()
