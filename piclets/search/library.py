"""Which catalogues there are beside the game: those made here, and those that the operator names."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from piclets.errors import BadCatalogue, PicletsError
from piclets.search.eyes import Eye
from piclets.search.filed import ABOUT, FiledCatalogue, read_about
from piclets.search.publishing import fetch
from piclets.settings import BadSetting

EyeOf = Callable[[str], Eye | None]

log = logging.getLogger(__name__)


class Library:
    """`open` finds what is here; `start` fetches, in the background, the named Hub datasets that are not."""

    def __init__(self, folder: Path, endpoint: str, eye_of: EyeOf) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._eye_of = eye_of
        self._missing: list[str] = []
        self._arrived: Callable[[FiledCatalogue], None] = lambda _catalogue: None

    def open(self, named: Sequence[str]) -> list[FiledCatalogue]:
        """Catalogues, each once. Raises BadSetting for a name that is neither a folder nor a dataset's."""
        found: dict[str, FiledCatalogue] = {}
        here = [path.parent for path in sorted(self._folder.glob(f"*/{ABOUT}"))]
        for folder in [*here, *(path for each in named if (path := self._place(each)))]:
            try:
                complete = read_about(folder).complete
                if complete:
                    catalogue = FiledCatalogue(folder, self._eye_of)
                    found[catalogue.name] = catalogue
            except BadCatalogue as error:
                if folder in here:
                    log.warning("a catalogue is left out", extra={"reason": str(error)})
                    continue
                raise BadSetting(f"PICLETS_CATALOGUES cannot be used: {error}") from None
        return list(found.values())

    def start(self, arrived: Callable[[FiledCatalogue], None]) -> None:
        """Fetch what is missing, and hand over each catalogue that arrives."""
        self._arrived = arrived
        if self._missing:
            threading.Thread(target=self._fetch_all, name="catalogues", daemon=True).start()

    def expects(self) -> list[str]:
        """Hub datasets that are not here yet."""
        return list(self._missing)

    def _place(self, named: str) -> Path | None:
        for folder in (Path(named), self._folder / named):
            if (folder / ABOUT).is_file():
                return folder
        owner, slash, name = named.partition("/")
        if not (slash and owner and name) or "/" in name or named.startswith((".", "/", "~")):
            raise BadSetting(
                f"PICLETS_CATALOGUES={named!r} cannot be used: it has to be a catalogue's folder, or a Hub dataset."
            )
        here = self._folder / named.replace("/", "--")
        if (here / ABOUT).is_file():
            return here
        self._missing.append(named)
        return None

    def _fetch_all(self) -> None:
        for named in list(self._missing):
            folder = self._folder / named.replace("/", "--")
            try:
                fetch(folder, named, self._endpoint, log.info)
                self._arrived(FiledCatalogue(folder, self._eye_of))
                self._missing.remove(named)
            except (PicletsError, OSError, ValueError) as error:
                log.error("a catalogue cannot be fetched", extra={"catalogue": named, "reason": str(error)})
