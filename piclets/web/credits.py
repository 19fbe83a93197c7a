"""Whom the game thanks: models, data and fonts, with their licences. docs/credits.md and README say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HUB: Final = "https://huggingface.co/"
_LLAMA: Final = "Llama 3.1 Community License"
_OPEN_FONT: Final = "SIL Open Font License 1.1"


@dataclass(frozen=True)
class CreditedWork:
    name: str
    link: str
    does: str
    licence: str


def _model(repo: str, does: str, licence: str) -> CreditedWork:
    return CreditedWork(repo, f"{HUB}{repo}", does, licence)


MODELS: Final = (
    _model("fancyfeast/llama-joycaption-alpha-two-hf-llava", "describes photos", _LLAMA),
    _model("fancyfeast/llama-joycaption-beta-one-hf-llava", "describes them when the first cannot", _LLAMA),
    _model("openai/gpt-oss-120b", "names the thing and invents its creature", "Apache 2.0"),
    _model("black-forest-labs/FLUX.1-schnell", "draws it", "Apache 2.0"),
    _model("Xenova/clip-vit-base-patch32", "finds by pictures and by words", "MIT, as OpenAI's CLIP"),
    _model("openai-community/gpt2", "can be watched at the wheel", "MIT"),
)  # fmt: skip
CREDITS: Final = (
    *MODELS,
    CreditedWork(
        "WordNet 3.0", "https://wordnet.princeton.edu/", "knows what things are kinds of", "WordNet License"
    ),
    CreditedWork("Lora", "https://github.com/cyrealtype/Lora-Cyrillic", "sets the stories", _OPEN_FONT),
    CreditedWork(
        "Quicksand", "https://github.com/andrew-paglinawan/QuicksandFamily", "sets the rest", _OPEN_FONT
    ),
    CreditedWork(
        "Noto, NanumSquareR, Droid Sans Fallback", "https://github.com/notofonts",
        "write names in other scripts", f"{_OPEN_FONT}, Apache 2.0",
    ),
)  # fmt: skip
