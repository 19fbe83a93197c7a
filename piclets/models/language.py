"""Language models like GPT-2 on onnxruntime: text to tokens and back, and the next token's logits.

One code path for every one of them: an ONNX file with a key-value cache as its inputs and outputs are named on the
Hub (`input_ids`, `past_key_values.N.key`, ..., `logits`, `present.N.key`, ...), a byte-level BPE in `tokenizer.json`,
and `config.json`. Weights may be stored in int8, but are computed in float32: a cached prefix gives the logits that
the whole text gives, so that a spin replays.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from piclets.errors import ServiceUnavailable
from piclets.models.graphs import ModelUnusable, open_graph
from piclets.models.prefixes import Arrays, Floats, Prefixes

CHUNK: Final = 64
"""Tokens of a prompt that are read at once: this bounds the memory of their logits, and others get a turn between."""
MAX_PAST_BYTES: Final = 80 * 1024**2
"""What the keys and values of one text may take: GPT-2's whole context. A larger model reads less of a text."""

_PAST = re.compile(r"past_key_values\.(\d+)\.(key|value)")


class DamagedModel(ServiceUnavailable):
    """A model's file is cut short, or is no model of this kind. The message is one line with what to do."""


@dataclass(frozen=True)
class Files:
    """A model's files in a folder."""

    folder: Path
    model: str = "model.onnx"

    @property
    def graph(self) -> Path:
        return self.folder / self.model


class LanguageModel:
    """Loaded weights. `run` is for one thread at a time.

    `context` is the most tokens of a text; `opens` whether a text begins with end-of-text, as the model learned it.
    Raises DamagedModel.
    """

    def __init__(self, name: str, files: Files, *, threads: int = 1, opens: bool = False) -> None:
        self.name, self.opens = name, opens
        try:
            config = json.loads((files.folder / "config.json").read_text("utf-8"))
            self.end = int(config["eos_token_id"])
            written = (files.folder / "tokenizer.json").read_text("utf-8")
            if json.loads(written)["model"]["type"] != "BPE":
                raise _damaged(name, files)
            self._tokenizer: Any = Tokenizer.from_str(written)
            self._session = open_graph(files.graph, threads=threads)
            self._inputs = {given.name: given.shape for given in self._session.get_inputs()}
            self._past = [given for given in self._inputs if _PAST.fullmatch(given)]
            _, heads, _, width = self._inputs[self._past[0]]
            self._empty = np.zeros((1, int(heads), 0, int(width)), np.float32)
            positions = int(config.get("n_positions") or config["n_ctx"])
        except (ModelUnusable, OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise _damaged(name, files) from error
        self._tokenizer.encode_special_tokens = True  # what looks like one in a prompt is text
        past_bytes = len(self._past) * int(heads) * int(width) * 4  # of a token
        self.context = min(positions, MAX_PAST_BYTES // past_bytes)
        self.vocabulary = int(self._tokenizer.get_vocab_size())
        self._outputs = ["logits", *(name.replace("past_key_values", "present") for name in self._past)]

    def encode(self, text: str) -> list[int]:
        """The tokens of a text, without any that would mark its beginning or end."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def start(self, prompt: str) -> list[int]:
        """The tokens to go on from: the prompt's; end-of-text where it is empty or the model wants it first."""
        ids = self.encode(prompt)
        return [self.end, *ids] if self.opens or not ids else ids

    def piece(self, token_id: int) -> str:
        """A token as the vocabulary writes it."""
        return str(self._tokenizer.id_to_token(token_id))

    def bytes_of(self, token_id: int) -> bytes:
        """The bytes a token stands for; none for end-of-text, which is no text."""
        if token_id == self.end:
            return b""
        return bytes(_bytes_by_sign()[sign] for sign in self.piece(token_id))

    def texts(self, token_ids: Sequence[int]) -> list[str]:
        """What each token adds to the text of all of them. A letter in several tokens is its last one's; what never
        becomes a letter is a replacement character."""
        reader = codecs.getincrementaldecoder("utf-8")("replace")
        last = len(token_ids) - 1
        return [reader.decode(self.bytes_of(each), final=at == last) for at, each in enumerate(token_ids)]

    def text_after(self, token_ids: Sequence[int], token_id: int) -> str:
        """What a token would add to the text of those before it."""
        reader = codecs.getincrementaldecoder("utf-8")("replace")
        reader.decode(b"".join(map(self.bytes_of, token_ids[-4:])))  # a letter has at most four bytes
        return reader.decode(self.bytes_of(token_id), final=True)

    def run(self, token_ids: Sequence[int], past: Arrays) -> tuple[Floats, Arrays]:
        """Logits [new, vocabulary] of tokens that follow those of `past`, and the keys and values of both."""
        past = past or [self._empty] * len(self._past)
        before, new = past[0].shape[2], len(token_ids)
        feeds: dict[str, NDArray[Any]] = dict(zip(self._past, past, strict=True))
        feeds["input_ids"] = np.array([token_ids], np.int64)
        also = {
            "attention_mask": np.ones((1, before + new), np.int64),
            "position_ids": np.arange(before, before + new, dtype=np.int64)[None],
            "use_cache_branch": np.array([before > 0]),
        }
        feeds |= {name: value for name, value in also.items() if name in self._inputs}
        logits, *present = self._session.run(self._outputs, feeds)
        return logits[0], present


class Reading:
    """A text on its way through a model, a chunk at a step; what is known of its beginning is not read again."""

    def __init__(self, model: LanguageModel, prefixes: Prefixes, token_ids: Sequence[int]) -> None:
        self._model, self._prefixes, self._ids = model, prefixes, tuple(token_ids)
        self._past: Arrays | None = None
        self._read = 0

    def step(self) -> Floats | None:
        """Logits [vocabulary] of the next token once all has been read; None before."""
        name, ids = self._model.name, self._ids
        if self._past is None:
            kept = self._prefixes.logits(name, ids)
            if kept is not None:
                return kept
            self._past = self._prefixes.past(name, ids[:-1])
            self._read = self._past[0].shape[2] if self._past else 0
        chunk = ids[self._read : self._read + CHUNK]
        logits, self._past = self._model.run(chunk, self._past)
        self._read += len(chunk)
        if self._read < len(ids):
            return None
        last: Floats = logits[-1].copy()
        self._prefixes.keep(name, ids, self._past, last)
        return last


def _damaged(name: str, files: Files) -> DamagedModel:
    """Callers see the message: it names the folder, and not where on the server that is."""
    return DamagedModel(
        f"The model {name} is damaged. On the server, delete its folder {files.folder.name} "
        f"and run `python -m piclets models fetch {name}`."
    )


@lru_cache(maxsize=1)
def _bytes_by_sign() -> dict[str, int]:
    """The byte that each sign of a byte-level vocabulary stands for: printable ones are themselves, others follow."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAC + 1), *range(0xAE, 0xFF + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + at): byte for at, byte in enumerate(others)}
