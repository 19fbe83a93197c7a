"""Cards of prints: drawn to be kept and printed, and recognised in a player's photo (contract, part 9)."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from PIL import Image

from piclets.domain.spots import Order, hex_of, pid_of, turned
from piclets.errors import InvalidRequest, Missing
from piclets.images.intake import grey_of
from piclets.ledger.prints import HeldPrint, PrintQueries
from piclets.play import answers
from piclets.play.print_answers import CardAnswer, CardsAnswer, PrintAnswer
from piclets.play.printing import Printing
from piclets.prints.card import Bearing, SeasonMark, draw_card
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader, CardReading
from piclets.prints.registry import Registry
from piclets.prints.sheet import MAX_CARDS, sheet_pdf


def bearing_of(held: HeldPrint) -> Bearing:
    """What a print's card says of it."""
    mark = SeasonMark(held.season, held.season_title) if held.season and held.season_title else None
    return Bearing(pid_of(held.pid), held.number, held.finder, held.minted_at, mark)


def read_cards(data: bytes, order: Order, told: Callable[[str], None]) -> CardsAnswer:
    """The cards in a picture by their spots alone, without a registry. Raises InvalidImage, ImageTooLarge."""
    picture = grey_of(data)
    answers = CardReader(SpotsReader()).read(picture.pixels, told)
    found = [_card(answer, picture.factor, (), order, certain=answer.certain) for answer in answers]
    return CardsAnswer(cards=tuple(found))


class Identifying:
    """`find_image` gives the file of a Piclet's picture. Methods raise StorageUnavailable."""

    def __init__(
        self,
        registry: Registry,
        prints: PrintQueries,
        printing: Printing,
        find_image: Callable[[str], Path | None],
    ) -> None:
        self._registry = registry
        self._prints = prints
        self._printing = printing
        self._find_image = find_image
        self._loading = Lock()
        self._loaded: CardReader | None = None

    def identify(
        self,
        data: bytes,
        base_url: str,
        order: Order = "normal",
        told: Callable[[str], None] = lambda _words: None,
    ) -> CardsAnswer:
        """The cards in a picture, the most confident first. `told` hears how each stage went.

        Places are pixels of the picture, turned upright. Raises InvalidImage, ImageTooLarge.
        """
        picture = grey_of(data)
        answers = self._reader.read(picture.pixels, told)
        cards = []
        for answer in answers:
            prints = self._printing.by_pids([hex_of(pid) for pid in answer.alike], base_url)
            certain = answer.certain and bool(prints)
            cards.append(_card(answer, picture.factor, prints, order, certain=certain))
        return CardsAnswer(cards=tuple(cards))

    def found_by(self, sub: str, type_id: str) -> HeldPrint | None:
        """The print that a player's first fresh scan of a Piclet made."""
        pid = self._prints.of_find(sub, type_id)
        return self._prints.by_pid(pid) if pid else None

    def certain_prints(self, data: bytes) -> list[HeldPrint]:
        """The prints whose cards a photo shows without a doubt, the most confident first.

        Raises InvalidImage, ImageTooLarge.
        """
        answers = self._reader.read(grey_of(data).pixels)
        return self._prints.by_pids(
            [hex_of(answer.pid) for answer in answers if answer.certain and answer.pid is not None]
        )

    def card(self, pid: str) -> bytes:
        """A print's card as PNG. Raises InvalidRequest for what is no PID, Missing."""
        picture = io.BytesIO()
        self._drawn(self._printing.find(pid)).save(picture, "PNG", compress_level=4)
        return picture.getvalue()

    def sheet(self, pids: Sequence[str]) -> bytes:
        """A PDF of the cards of 1 to 90 prints, in their order. Raises InvalidRequest, Missing."""
        wanted = list(dict.fromkeys(hex_of(pid_of(pid)) for pid in pids))
        if not 0 < len(wanted) <= MAX_CARDS:
            raise InvalidRequest(f"A sheet has 1 to {MAX_CARDS} cards: `pids=12AB34CD,00C0FFEE`.")
        held = self._prints.by_pids(wanted)
        if len(held) < len(wanted):
            raise Missing(f"There is no print {next(pid for pid in wanted if pid not in {one.pid for one in held})}.")
        return sheet_pdf(map(self._drawn, held))

    def _drawn(self, held: HeldPrint) -> Image.Image:
        shown = answers.piclet(held.entry.wire(), "")
        return draw_card(shown, self._find_image(held.entry.image), bearing_of(held))

    @property
    def _reader(self) -> CardReader:
        """The network is loaded when the first picture comes."""
        with self._loading:
            if self._loaded is None:
                self._loaded = CardReader(SpotsReader(), self._registry)
            return self._loaded


def _card(
    answer: CardReading, factor: float, prints: tuple[PrintAnswer, ...], order: Order, *, certain: bool
) -> CardAnswer:
    pid = answer.pid if order == "normal" or answer.pid is None else turned(answer.pid)
    return CardAnswer(
        corners=tuple((round(float(x) * factor, 1), round(float(y) * factor, 1)) for x, y in answer.card.corners),
        pid=None if pid is None else hex_of(pid),
        confidence=round(answer.confidence, 4),
        prints=prints,
        certain=certain,
    )
