"""Where the wheel's language models come from: GPT-2 and GPT-2 Medium (Radford et al., 2019), exported to ONNX."""

from __future__ import annotations

from typing import Final

from piclets.models.store import Source

GRAPH: Final = "onnx/decoder_model_merged.onnx"
_FILES: Final = (GRAPH, "tokenizer.json", "config.json")

GPT2: Final = Source(
    name="gpt2",
    repo="openai-community/gpt2",
    revision="607a30d783dfa663caf39e06633721c8d4cfcd7e",
    files=_FILES,
    licence="MIT",
    megabytes=655,
)
GPT2_MEDIUM: Final = Source(
    name="gpt2-medium",
    repo="openai-community/gpt2-medium",
    revision="6dcaa7a952f72f9298047fd5137cd6e4f05f41da",
    files=_FILES,
    licence="MIT",
    megabytes=1630,
)
