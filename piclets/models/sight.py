"""Where sight's model comes from: CLIP ViT-B/32 (Radford et al., 2021), exported to ONNX, or one of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from piclets.errors import Missing
from piclets.models.clip import ClipModel
from piclets.models.graphs import ModelUnusable
from piclets.models.store import ModelStore, Source, source_at

Say = Callable[[str], None]

CLIP: Final = Source(
    name="clip",
    repo="Xenova/clip-vit-base-patch32",
    revision="main",
    files=("onnx/vision_model.onnx", "onnx/text_model.onnx", "tokenizer.json", "preprocessor_config.json"),
    licence="MIT",
    megabytes=610,
)
"""The store notes which commit its branch was when it was fetched, with the hash of each file."""

INT8: Final = ":int8"
_SMALL: Final = ("onnx/vision_model_quantized.onnx", "onnx/text_model_quantized.onnx", *CLIP.files[2:])
_OTHER_LAYOUT: Final = (
    "visual/model.onnx", "textual/model.onnx", "textual/tokenizer.json", "visual/preprocess_cfg.json",
)  # fmt: skip


@dataclass(frozen=True)
class SightModel:
    """A model by its address: a folder, or `owner/name@revision`; `:int8` at its end chooses the quantised files."""

    address: str

    @property
    def int8(self) -> bool:
        return self.address.endswith(INT8)

    @property
    def place(self) -> str:
        return self.address.removesuffix(INT8)

    @property
    def folder(self) -> Path | None:
        """Where the address is a folder's."""
        return Path(self.place).expanduser() if Path(self.place).expanduser().is_dir() else None

    def sources(self) -> tuple[Source, ...]:
        """The repo with its files in each layout that is known, to be tried in order. Raises ValueError."""
        layouts = (_SMALL,) if self.int8 else (CLIP.files, _OTHER_LAYOUT)
        return tuple(source_at("clip", self.place, files) for files in layouts)

    def is_here(self, store: ModelStore) -> bool:
        """Whether it can be loaded without fetching anything."""
        return self.folder is not None or any(store.find(source) for source in self.sources())

    def load(self, store: ModelStore, say: Say) -> ClipModel:
        """Fetch what is not here, load and test it.

        Raises ModelUnusable, Missing where the Hub has no such model, ServiceUnavailable where it cannot be reached.
        """
        folder = self.folder or self._fetched(store, say)
        say("loading")
        return ClipModel(folder, int8=self.int8)

    def _fetched(self, store: ModelStore, say: Say) -> Path:
        try:
            sources = self.sources()
        except ValueError:
            raise ModelUnusable(f"{self.place} is neither a folder nor owner/name@revision") from None
        here = next((found for source in sources if (found := store.find(source))), None)
        if here is not None:
            return here
        for source in sources[:-1]:
            try:
                return store.fetch(source, say)
            except Missing:
                continue
        return store.fetch(sources[-1], say)
