"""How a step's wishes fit what `/info` lists, for the Spaces that people use and for what they may become."""

from __future__ import annotations

from typing import Any

import pytest

from piclets.services.spaces.signatures import CAPTION, CONCEPT, IMAGE, SignatureChanged, Wants, bind


def required(name: str, component: str = "Textbox", **more: Any) -> dict[str, Any]:
    return {"parameter_name": name, "parameter_has_default": False, "component": component, "type": {}, **more}


def optional(name: str, component: str = "Slider", **more: Any) -> dict[str, Any]:
    return {"parameter_name": name, "parameter_has_default": True, "component": component, "type": {}, **more}


@pytest.mark.parametrize(
    ("wants", "endpoint", "parameters", "sent"),
    [
        (
            CAPTION,
            "/chat_joycaption",
            [required("input_image", "Image"), required("prompt"), optional("temperature"), optional("log_prompt")],
            {"input_image": "X", "prompt": CAPTION.settings["prompt"], "temperature": 0.6, "log_prompt": False},
        ),
        (
            CONCEPT,
            "/chat",
            [required("message"), optional("enable_browsing")],
            {"message": "X", "enable_browsing": False},
        ),
        (
            IMAGE,
            "/generate_image",  # mrfakename/Z-Image-Turbo: height first, its own steps
            [
                required("prompt"), optional("height"), optional("width"), optional("num_inference_steps"),
                optional("seed"), optional("randomize_seed"),
            ],
            {"prompt": "X", "height": 1024, "width": 1024, "seed": 0, "randomize_seed": True},
        ),
        (
            IMAGE,
            "/infer",  # multimodalart/FLUX.1-merged
            [required("prompt"), optional("seed"), optional("randomize_seed"), optional("width"), optional("height"),
             optional("guidance_scale"), optional("num_inference_steps")],
            {"prompt": "X", "seed": 0, "randomize_seed": True, "width": 1024, "height": 1024},
        ),
        (
            IMAGE,
            "/infer",  # Qwen/Qwen-Image
            [required("prompt"), optional("seed"), optional("randomize_seed"),
             optional("aspect_ratio", "Radio", type={"enum": ["1:1", "16:9"]}), optional("guidance_scale"),
             optional("num_inference_steps"), optional("prompt_enhance")],
            {"prompt": "X", "seed": 0, "randomize_seed": True, "aspect_ratio": "1:1"},
        ),
    ],
)  # fmt: skip
def test_known_spaces_get_what_is_theirs(
    wants: Wants, endpoint: str, parameters: list[dict[str, Any]], sent: dict[str, Any]
) -> None:
    binding = bind({"/other": [], endpoint: parameters}, wants)
    assert binding.api_name == endpoint
    assert binding.arguments("X") == sent
    assert binding.note == ""


def test_a_renamed_subject_is_found_by_its_component_and_noted() -> None:
    binding = bind({"/stream_chat": [required("the_scene", "Image"), optional("caption_type")]}, CAPTION)
    assert binding.subject == "the_scene"
    assert "the_scene" in binding.note


def test_a_renamed_endpoint_is_taken_when_no_other_fits() -> None:
    binding = bind({"/draw": [required("prompt")], "/about": []}, IMAGE)
    assert binding.api_name == "/draw"
    assert "/draw" in binding.note


@pytest.mark.parametrize(
    "endpoints",
    [
        {},
        {"/infer": []},
        {"/infer": [required("prompt"), required("licence_key")]},
        {"/draw": [required("prompt")], "/paint": [required("prompt")]},
    ],
)
def test_what_cannot_be_mapped_is_said(endpoints: dict[str, list[dict[str, Any]]]) -> None:
    with pytest.raises(SignatureChanged) as refused:
        bind(endpoints, IMAGE)
    assert refused.value.note


def test_a_choice_that_is_gone_is_left_to_the_space() -> None:
    parameters = [
        required("input_image", "Image"),
        optional("caption_type", "Dropdown", type={"enum": ["Formal"]}),
        optional("extra_options", "Checkboxgroup", type={"items": {"enum": CAPTION.settings["extra_options"][:1]}}),
    ]
    binding = bind({"/stream_chat": parameters}, CAPTION)
    assert binding.settings == {"extra_options": CAPTION.settings["extra_options"][:1]}
