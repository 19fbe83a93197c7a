"""Language models on onnxruntime: logits against a reference, prefixes, text, and damaged files."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from piclets.models.language import CHUNK, DamagedModel, Files, LanguageModel, Reading
from piclets.models.prefixes import Floats, Prefixes
from tests.models.gpt2 import (
    CONTEXT,
    HEADS,
    LAYERS,
    WIDTH,
    Weights,
    reference_logits,
    tiny_tokenizer,
    tiny_weights,
    write_tiny_gpt2,
)
from tests.services_needed import need

IDS = [3, 260, 17, 44, 99, 5, 200, 7, 7, 130]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return tiny_weights(tiny_tokenizer().get_vocab_size())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, weights: Weights) -> Path:
    need(importlib.util.find_spec("onnx"), "onnx")
    made = tmp_path_factory.mktemp("tiny-gpt2")
    write_tiny_gpt2(made, weights)
    return made


@pytest.fixture(scope="module")
def model(folder: Path) -> LanguageModel:
    return LanguageModel("tiny", Files(folder))


def read(model: LanguageModel, prefixes: Prefixes, ids: Sequence[int]) -> tuple[Floats, int]:
    """The logits after a text, and how many steps they took."""
    reading = Reading(model, prefixes, ids)
    for steps in range(1, 100):
        logits = reading.step()
        if logits is not None:
            return logits, steps
    raise AssertionError("it never ends")


def test_logits_equal_a_reference_forward_pass(model: LanguageModel, weights: Weights) -> None:
    ids = list(np.random.default_rng(1).integers(0, model.vocabulary, CONTEXT))
    logits, _ = model.run(ids, [])
    assert np.abs(logits - reference_logits(weights, ids)).max() < 1e-4


def test_logits_behind_a_cached_prefix_equal_those_of_the_whole(model: LanguageModel, weights: Weights) -> None:
    prefixes = Prefixes()
    expected = reference_logits(weights, IDS)
    for length in range(1, len(IDS) + 1):
        logits, steps = read(model, prefixes, IDS[:length])
        assert steps == 1
        assert np.abs(logits - expected[length - 1]).max() < 1e-4


def test_int8_weights_are_computed_in_float32(tmp_path: Path, folder: Path, weights: Weights) -> None:
    write_tiny_gpt2(tmp_path, weights, int8=True)
    small = LanguageModel("tiny8", Files(tmp_path))
    whole, _ = small.run(IDS, [])
    first, past = small.run(IDS[:4], [])
    rest, _ = small.run(IDS[4:], past)
    assert np.abs(np.concatenate([first, rest]) - whole).max() < 1e-4
    assert np.abs(whole - reference_logits(weights, IDS)).max() < 0.5
    assert (tmp_path / "model.onnx").stat().st_size < (folder / "model.onnx").stat().st_size / 2


def test_a_long_prompt_is_read_in_chunks(model: LanguageModel, weights: Weights) -> None:
    ids = [at % 200 for at in range(2 * CHUNK + 5)]
    logits, steps = read(model, Prefixes(), ids)
    assert steps == 3
    assert np.abs(logits - reference_logits(weights, ids)[-1]).max() < 1e-4


def test_texts_share_what_they_begin_with(model: LanguageModel) -> None:
    prefixes, fed = Prefixes(), []
    run = model.run

    class Counted(LanguageModel):
        def __init__(self) -> None:
            vars(self).update(vars(model))

        def run(self, token_ids, past):  # type: ignore[no-untyped-def]
            fed.append(len(token_ids))
            return run(token_ids, past)

    counted = Counted()
    read(counted, prefixes, IDS)
    read(counted, prefixes, [*IDS, 1])  # goes on
    read(counted, prefixes, IDS)  # undone
    read(counted, prefixes, [*IDS, 2])  # another way
    read(counted, prefixes, [*IDS[:6], 9, 9])  # another's, with the same beginning
    read(counted, prefixes, [*IDS, 2])  # known as it is
    assert fed == [len(IDS), 1, 1, 1, 2]


def test_what_is_kept_is_bounded_in_bytes(model: LanguageModel) -> None:
    a_text = 2 * LAYERS * HEADS * (WIDTH // HEADS) * 4 * 3 + model.vocabulary * 4
    prefixes = Prefixes(max_bytes=5 * a_text)
    for first in range(50):
        read(model, prefixes, [first, 2, 3])
        assert prefixes.size <= 5 * a_text
    assert prefixes.logits("tiny", [49, 2, 3]) is not None
    assert prefixes.logits("tiny", [44, 2, 3]) is None
    assert prefixes.logits("other", [49, 2, 3]) is None
    nothing = Prefixes(max_bytes=10)
    assert len(read(model, nothing, IDS)[0]) == model.vocabulary
    assert nothing.size == 0


@pytest.mark.parametrize("text", ["a teapot", "naïve 茶壶 🫖", "\u0301\u0301\u0301", "<|endoftext|>", " ", "\x00\n"])
def test_text_goes_to_tokens_and_back(model: LanguageModel, text: str) -> None:
    ids = model.start(text)
    assert model.end not in ids
    texts = model.texts(ids)
    assert "".join(texts) == text
    for at, each in enumerate(ids[:-1]):
        assert texts[at] in (model.text_after(ids[:at], each), "")


def test_an_empty_prompt_starts_from_end_of_text(model: LanguageModel) -> None:
    assert model.start("") == [model.end]
    assert model.texts([model.end]) == [""]


def test_half_a_letter_is_shown_safely(model: LanguageModel) -> None:
    first, second, third = model.encode("茶")
    assert model.texts([first, second, third]) == ["", "", "茶"]
    assert model.text_after([], first) == "\ufffd"
    assert model.text_after([first, second], third) == "茶"
    assert "".join(model.texts([first, model.encode("a")[0]])) == "\ufffda"


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("left", [0.0, 0.5, 0.98])
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, folder: Path, file: str, left: float) -> None:
    for each in folder.iterdir():
        whole = each.read_bytes()
        (tmp_path / each.name).write_bytes(whole[: int(len(whole) * left)] if each.name == file else whole)
    with pytest.raises(DamagedModel) as refused:
        LanguageModel("tiny", Files(tmp_path))
    assert "tiny" in refused.value.message
    assert "\n" not in refused.value.message


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DamagedModel):
        LanguageModel("tiny", Files(tmp_path / "nowhere"))
