"""The wheel's models: which there are, which are here, and each loaded once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from piclets.errors import Missing, PicletsError, ServiceUnavailable
from piclets.models.known import OWN
from piclets.models.language import Files, LanguageModel
from piclets.models.languages import GPT2, GPT2_MEDIUM, GRAPH
from piclets.models.store import ModelStore, Source
from piclets.wheel.answers import ModelAnswer, ModelsAnswer

log = logging.getLogger(__name__)

OWN_FOLDER: Final = Path(__file__).parent / "own"
THREADS: Final = 2
"""For a step of a large model; the own one needs no second."""


@dataclass(frozen=True)
class Kind:
    """A model that the wheel knows. `source` is None for the own one; `memory_mb` is what it takes when loaded."""

    name: str
    source: Source | None
    parameters: int
    licence: str
    memory_mb: int


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind(OWN, None, 1_524_160, "Apache-2.0; learned from WordNet 3.0", 12),
        Kind(GPT2.name, GPT2, 124_439_808, GPT2.licence, 1_000),
        Kind(GPT2_MEDIUM.name, GPT2_MEDIUM, 354_823_168, GPT2_MEDIUM.licence, 2_200),
    )
}


class LanguageModels:
    """Loads on first use. Methods block while a model is read from disk."""

    def __init__(self, store: ModelStore, own: Path = OWN_FOLDER) -> None:
        self._store = store
        self._own = own
        self._loaded: dict[str, LanguageModel] = {}
        self._failed: dict[str, PicletsError] = {}
        self._loading = Lock()

    def get(self, name: str) -> LanguageModel:
        """Raises Missing for a name that is unknown, ServiceUnavailable for a model that is not here, or damaged."""
        loaded = self._loaded.get(name)
        if loaded is not None:
            return loaded
        kind = KINDS.get(name)
        if kind is None:
            raise Missing(f"There is no model with that name: {', '.join(KINDS)}.")
        with self._loading:
            if name not in self._loaded:
                self._loaded[name] = self._load(kind)
        return self._loaded[name]

    def have(self, names: Iterable[str]) -> None:
        """Fetch these where they are not here, and load them. What fails is told by `state`, and logged."""
        for name in names:
            source = KINDS[name].source
            try:
                if source is not None:
                    self._store.fetch(source)
                self.get(name)
            except PicletsError as error:
                self._failed[name] = error
                log.warning("the model %s is not here: %s", name, error.message)
            else:
                self._failed.pop(name, None)

    def loaded(self) -> list[str]:
        return sorted(self._loaded)

    def state(self) -> dict[str, str]:
        """Each model's state in a word or a sentence, for /ready."""
        return {name: self._state(kind) for name, kind in KINDS.items()}

    def listing(self) -> ModelsAnswer:
        """All that there are."""
        models = [
            ModelAnswer(
                model_name=kind.name,
                hub_id=kind.source.repo if kind.source else None,
                parameters=kind.parameters,
                licence=kind.licence,
                memory_mb=kind.memory_mb,
                loaded=kind.name in self._loaded,
                default=kind.name == OWN,
            )
            for kind in KINDS.values()
        ]
        return ModelsAnswer(models=tuple(models))

    def _state(self, kind: Kind) -> str:
        if kind.name in self._loaded:
            return "loaded"
        if kind.name in self._failed:
            return self._failed[kind.name].message
        return "here" if kind.source is None else self._store.state(kind.source)

    def _load(self, kind: Kind) -> LanguageModel:
        if kind.source is None:
            return LanguageModel(kind.name, Files(self._own), opens=True)
        folder = self._store.find(kind.source)
        if folder is None:
            raise ServiceUnavailable(
                f"The model {kind.name} is not here. Fetch it with `python -m piclets models fetch {kind.name}`."
            )
        return LanguageModel(kind.name, Files(folder, GRAPH), threads=THREADS)
