"""The game as a catalogue: its Piclets, found by what they are called and by what their creatures look like.

Nothing of a player's photo is in it. A thing is known by the vector of its name ("a photo of a velvet pillow") where
the eye reads, and by that of its creature's picture; both follow from what is public, and are computed again from
nothing. They are kept in one file beside the ledger (`looks`), and others may have them already (`supply`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from PIL import Image

from piclets.domain.decisions import objects_in
from piclets.domain.events import AnyEvent
from piclets.domain.fold import Finding
from piclets.domain.lexicon import known_head
from piclets.domain.records import Entry
from piclets.domain.scoring import rarity
from piclets.errors import ServiceUnavailable
from piclets.ledger.followers import Place
from piclets.ledger.sights import Seen, Sights
from piclets.ledger.wordbook import Wordbook, Worded
from piclets.search import wording
from piclets.search.answers import CatalogueState, Statistics
from piclets.search.catalogues import Hit, PictureFile, count_up
from piclets.search.eyes import Eye
from piclets.search.looks import Kind, Looks, WantedVector
from piclets.search.supply import Nothing, Supply
from piclets.search.vectors import Vector

NAME: Final = "piclets"
"""What the game is called among the catalogues (contract, part 7)."""

SAVE_EVERY_S: Final = 60.0
SAVE_AFTER_CHANGES: Final = 500
SPARE: Final = 20
"""So many more are looked up than are asked for: some may have been hidden a moment ago."""
STATS_KEPT_S: Final = 10.0
AGAIN_S: Final = 10
AWAY_S: Final = 60.0
"""So long no picture is asked for after the dataset could not give one."""
SOON_S: Final = 2.0
"""So long is waited for what another server computes."""

log = logging.getLogger(__name__)


class GameCatalogue:
    """A follower of the log, and what it knows. `picture` finds a creature's picture; it may fetch it, and block."""

    name = NAME

    def __init__(
        self,
        eye: Eye,
        sights: Sights,
        words: Wordbook,
        picture: Callable[[str], Path | None],
        file: Path,
        supply: Supply | None = None,
    ) -> None:
        self._eye = eye
        self._sights = sights
        self._words = words
        self._find_picture = picture
        self._supply = supply or Nothing()
        self.looks = Looks(file, eye.model, eye.dimension)
        self._ask_from = 0.0
        self._saved_at = time.monotonic()
        self._complete = self.looks.place is not None and self.looks.place.seq > 0
        self._stats: tuple[float, Statistics] | None = None

    # ---- a follower of the log

    def place(self) -> Place | None:
        return self.looks.place

    def begin(self, place: Place, stopping: threading.Event) -> None:
        if place.log != self.looks.log:
            self.looks.forget_all()
            self.looks.log = place.log
            self._complete = False
        for page in self._sights.all():
            self._take_in(page, renamed=False)
            if stopping.is_set():
                return
            self._save_now_and_then()
        self.looks.tend()
        self.looks.place, self._complete = place, True
        self._save()

    def follow(self, events: Sequence[tuple[int, AnyEvent]], place: Place) -> None:
        found = {event.type_id for _, event in events if isinstance(event, Finding) and event.discovery}
        decided = {name for _, event in events for name in objects_in(event)}
        if found or decided:
            self._take_in(self._sights.of(found, decided), renamed=bool(decided))
        self.looks.place, self._complete = place, True
        self._save_now_and_then()

    def rest(self) -> None:
        self._complete = True  # a game without events has nothing to begin with
        self.looks.tend()
        if self.looks.later and time.monotonic() >= self._ask_from:
            waiting = self._sights.at(sorted(self.looks.later))
            self.looks.later.clear()
            self._take_in(waiting, renamed=False)
        if self.looks.changes:
            self._save_now_and_then()

    def close(self) -> None:
        """Make durable what is not yet, and leave computing to other servers."""
        if self.looks.changes:
            self._save()
        self._supply.close()

    # ---- a catalogue

    @property
    def model(self) -> str:
        return self._eye.model

    @property
    def dimension(self) -> int:
        return self._eye.dimension

    @property
    def reads(self) -> bool:
        """Whether words and pictures can be compared."""
        return self._eye.reads

    def by_picture(self, image: Image.Image, k: int) -> list[Hit]:
        looks = self._eye.look_around(image)
        found: dict[int, tuple[float, str]] = {}
        for vector in looks:
            self._collect(found, "picture", vector, k, self._eye.scales.alike.score)
            self._collect(found, "name", vector, k, self._eye.scales.across.score)
        return self._hits(found, k)

    def by_text(self, text: str, k: int) -> list[Hit]:
        found: dict[int, tuple[float, str]] = {}
        entries: dict[int, Entry] = {}
        weighed = self._weighed(text)
        for each in self._words.having(weighed):
            entries[each.seq] = each.entry
            found[each.seq] = wording.likeness(weighed, each.words), "name"
        for each, worth in self._meant(text):
            if each.seq not in found or found[each.seq][0] < worth:
                entries[each.seq], found[each.seq] = each.entry, (worth, "name")
        if self._eye.reads:
            vector = self._eye.read(text)
            self._collect(found, "name", vector, k, self._eye.scales.alike.score)
            self._collect(found, "picture", vector, k, self._eye.scales.across.score)
        return self._hits(found, k, entries)

    def picture(self, entry_id: str) -> PictureFile | None:
        known = self._sights.entry(entry_id)
        path = self._find_picture(known[1].image) if known else None
        return PictureFile(path, "image/webp") if path else None

    def stats(self) -> Statistics:
        now = time.monotonic()
        if self._stats is None or now - self._stats[0] > STATS_KEPT_S:
            counted = count_up(
                self._sights.facts(),
                ("type", "tier", "rarity", "discoveredBy"),
                ("scanCount", "height", "weight"),
            )
            self._stats = (now, counted)
        return self._stats[1]

    def state(self) -> CatalogueState:
        return CatalogueState(
            name=self.name,
            model=self.model,
            dimension=self._eye.dimension,
            pictures=len(self.looks.index["picture"]),
            names=len(self.looks.index["name"]) if self._eye.reads else None,
            ready=self._complete,
            waiting_for_pictures=len(self.looks.later),
        )

    def like(self, type_id: str, k: int) -> list[Hit]:
        """Other Piclets whose creatures look like this one's."""
        known = self._sights.entry(type_id)
        vector = self.looks.index["picture"].vector(known[0]) if known else None
        if known is None or vector is None:
            return []
        found: dict[int, tuple[float, str]] = {}
        self._collect(found, "picture", vector, k + 1, self._eye.scales.alike.score)
        found.pop(known[0], None)
        return self._hits(found, k)

    # ---- within

    def _weighed(self, text: str) -> dict[str, float]:
        spoken = wording.query_words(text)
        frequencies, entries = self._words.frequencies(spoken)
        return wording.weights(spoken, frequencies, entries)

    def _meant(self, text: str) -> list[tuple[Worded, float]]:
        """Piclets of the things that a text means without naming them."""
        meant = dict(wording.meant_by(text))
        found = []
        for each in self._words.named(list(meant)):
            name = each.entry.object_name
            worth = meant.get(name) or meant.get(known_head(name))
            if worth:
                found.append((each, worth))
        return found

    def _collect(
        self,
        found: dict[int, tuple[float, str]],
        kind: Kind,
        vector: Vector,
        k: int,
        score: Callable[[float], float],
    ) -> None:
        """Add what is nearest among vectors of a kind, each Piclet once, by its best score."""
        for seq, cosine in self.looks.index[kind].nearest(vector, k + SPARE):
            scored = score(cosine), kind
            if seq not in found or scored > found[seq]:
                found[seq] = scored

    def _hits(
        self, found: dict[int, tuple[float, str]], k: int, entries: dict[int, Entry] | None = None
    ) -> list[Hit]:
        if not self._complete and not found:
            raise ServiceUnavailable("The game's pictures are still being looked at.", retry_after=AGAIN_S)
        best = sorted(found, key=lambda seq: (-found[seq][0], seq))[: k + SPARE]
        known = dict(entries or {})
        known.update(self._sights.entries([seq for seq in best if seq not in known]))
        return [_hit(known[seq], *found[seq]) for seq in best if seq in known and found[seq][0] > 0][:k]

    def _take_in(self, seen: Iterable[Seen], *, renamed: bool) -> None:
        """Look at what is shown and not known yet, and forget what is not shown."""
        everything = list(seen)
        shown = [each for each in everything if each.shown]
        hidden = [each.seq for each in everything if not each.shown]
        if hidden:
            self.looks.remove(hidden)
            self._supply.forget(hidden)
        if renamed:
            self.looks.remove([each.seq for each in shown], ["name"])
        lacking = [wanted for each in shown for wanted in self._lacking(each)]
        if lacking:
            found = self._supply.find(lacking, self._compute)
            for wanted, vector in found.items():
                self.looks.put(wanted, vector)
            self._make([wanted for wanted in lacking if wanted not in found])

    def _lacking(self, seen: Seen) -> list[WantedVector]:
        wanted = [WantedVector("picture", seen.seq, seen.image)]
        if self._eye.reads:
            wanted.append(WantedVector("name", seen.seq, photo_of(seen)))
        return [each for each in wanted if each.seq not in self.looks.index[each.kind]]

    def _make(self, lacking: Sequence[WantedVector]) -> None:
        """Compute what nobody has, or put it off."""
        if lacking and not self._supply.ours():
            self.looks.later.update(wanted.seq for wanted in lacking)
            self._ask_from = time.monotonic() + SOON_S
            return
        made: dict[WantedVector, Vector] = {}
        for wanted in lacking:
            try:
                vector = None if self._is_away(wanted) else self._compute(wanted)
            except ServiceUnavailable:  # the dataset cannot be asked now, for this picture or any other
                self._ask_from = time.monotonic() + AWAY_S
            if self._is_away(wanted):
                self.looks.later.add(wanted.seq)
            elif vector is not None:
                made[wanted] = vector
                self.looks.put(wanted, vector)
        if made:
            self._supply.keep(made)

    def _is_away(self, wanted: WantedVector) -> bool:
        return wanted.kind == "picture" and time.monotonic() < self._ask_from

    def _compute(self, wanted: WantedVector) -> Vector | None:
        """A vector, from nothing; None where there is no picture. Raises ServiceUnavailable."""
        if wanted.kind == "name":
            return self._eye.read(wanted.source)
        path = self._find_picture(wanted.source)
        if path is None:
            return None
        try:
            with Image.open(path, formats=["WEBP"]) as picture:
                image = picture.convert("RGB")
        except (OSError, ValueError) as error:
            log.warning("a picture cannot be read", extra={"image": wanted.source, "reason": str(error)})
            return None
        return self._eye.look(image)

    def _save_now_and_then(self) -> None:
        due = self.looks.changes >= max(SAVE_AFTER_CHANGES, len(self.looks.index["picture"]) // 50)
        if due or (self.looks.changes and time.monotonic() - self._saved_at >= SAVE_EVERY_S):
            self._save()

    def _save(self) -> None:
        self.looks.save()
        self._saved_at = time.monotonic()


def photo_of(seen: Seen) -> str:
    """What a photo of a Piclet's thing would be called: the words that CLIP is asked for zero-shot."""
    words = " ".join((*seen.attributes, seen.object_name)).replace("_", " ")
    return f"a photo of {'an' if words[:1] in 'aeiou' else 'a'} {words}"


def _hit(entry: Entry, score: float, matched_by: str) -> Hit:
    fields = {
        "typeId": entry.type_id,
        "objectName": entry.object_name,
        "picletName": entry.piclet_data.name,
        "type": entry.piclet_data.type,
        "rarity": rarity(entry.scan_count),
        "discoveredBy": entry.discovered_by,
        "similarity_score": round(score, 4),
        "matched_by": matched_by,
    }
    return Hit(fields, f"/images/{entry.image}")
