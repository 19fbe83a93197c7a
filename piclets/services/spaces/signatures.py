"""What a step wants from a Space, and how that fits the parameters that the Space's `/info` lists today.

The callers' names for a Space's parameters change now and then, so nothing is sent by position: the one subject
(the photo, the message, the prompt) and the settings go where a parameter of that name is; a setting that is not
there, or whose choices no longer hold our value, is left to the Space's own default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from piclets.services.failures import Unusable
from piclets.services.structured import schema

Parameter = Mapping[str, Any]
_SCHEMA = json.dumps(schema())


@dataclass(frozen=True)
class Wants:
    """`endpoints` as known, the preferred first; `subjects` are the known names of the main argument.

    `variable` is the setting that names the step's Spaces.
    """

    variable: str
    endpoints: tuple[str, ...]
    subjects: tuple[str, ...]
    subject_component: Literal["Image", "Textbox"]
    settings: Mapping[str, Any]


CAPTION = Wants(
    variable="PICLETS_CAPTION_SPACES",
    endpoints=("/stream_chat", "/chat_joycaption"),
    subjects=("input_image", "image", "photo", "picture", "img"),
    subject_component="Image",
    settings={
        "caption_type": "Descriptive",
        "caption_length": "medium-length",
        "extra_options": [
            "Do NOT include anything sexual; keep it PG.",
            "Include whether the image is sfw, suggestive, or nsfw.",
        ],
        "name_input": "",
        "custom_prompt": "",
        "prompt": "Write a descriptive caption for this image, in a formal tone. Name the main object as exactly as "
        "you can, with brand and model. Do NOT include anything sexual; keep it PG. "
        "Include whether the image is sfw, suggestive, or nsfw.",
        "temperature": 0.6,
        "top_p": 0.9,
        "max_new_tokens": 512,
        "log_prompt": False,  # the Space would keep what it was asked
    },
)

CONCEPT = Wants(
    variable="PICLETS_CONCEPT_SPACES",
    endpoints=("/chat",),
    subjects=("message", "prompt", "text", "question", "user_input"),
    subject_component="Textbox",
    settings={
        "system_prompt": "You invent creatures for a game. Answer in markdown, under the headings asked for, "
        "and nothing else.",
        "temperature": 0.7,
        "reasoning_effort": "low",
        "enable_browsing": False,
        # Taken by Spaces that can hold their model to a schema; the others answer in markdown
        "json_schema": _SCHEMA,
        "response_schema": _SCHEMA,
        "guided_json": _SCHEMA,
    },
)

IMAGE = Wants(
    variable="PICLETS_IMAGE_SPACES",
    endpoints=("/infer", "/generate_image"),
    subjects=("prompt", "text", "message"),
    subject_component="Textbox",
    settings={
        "seed": 0,
        "randomize_seed": True,
        "randomize": True,
        "width": 1024,
        "height": 1024,
        "w": 1024,
        "h": 1024,
        "aspect_ratio": "1:1",
    },
)


@dataclass(frozen=True)
class Binding:
    """The endpoint to call, the parameter that takes the subject, and the settings that are there.

    `note` says what had to be mapped because the signature is not the one known; empty if nothing.
    """

    api_name: str
    subject: str
    settings: Mapping[str, Any]
    note: str

    def arguments(self, subject: object) -> dict[str, Any]:
        return {**self.settings, self.subject: subject}


class SignatureChanged(Unusable):
    """The Space's interface is not one that the step can be mapped to; `note` says what is in the way."""

    def __init__(self, note: str) -> None:
        super().__init__("signature")
        self.note = note


def bind(endpoints: Mapping[str, Sequence[Parameter]], wants: Wants) -> Binding:
    """Fit what the step wants to the Space's named endpoints (parameters by endpoint, as in `/info`).

    A known endpoint is taken; without one, the only endpoint that fits. Raises SignatureChanged.
    """
    for name in wants.endpoints:
        if name in endpoints:
            return _fit(name, endpoints[name], wants)
    fits = [binding for name, parameters in endpoints.items() if (binding := _fit_or_none(name, parameters, wants))]
    if len(fits) != 1:
        raise SignatureChanged(f"none of its endpoints is {' or '.join(wants.endpoints)}")
    return fits[0]


def _fit_or_none(name: str, parameters: Sequence[Parameter], wants: Wants) -> Binding | None:
    try:
        return _fit(name, parameters, wants)
    except SignatureChanged:
        return None


def _fit(api_name: str, parameters: Sequence[Parameter], wants: Wants) -> Binding:
    named = {str(p.get("parameter_name", "")): p for p in parameters}
    subject = next((name for name in wants.subjects if name in named), None) or _by_component(named, wants)
    if subject is None:
        raise SignatureChanged(f"{api_name} has no parameter for the step's {wants.subject_component.lower()}")
    settings: dict[str, Any] = {}
    for name, parameter in named.items():
        if name == subject:
            continue
        value = _allowed(wants.settings.get(name), parameter)
        if value is not None:
            settings[name] = value
        elif not parameter.get("parameter_has_default", False):
            raise SignatureChanged(f"{api_name} asks for {name!r}, which is not known")
    return Binding(api_name, subject, settings, _note(api_name, subject, wants))


def _by_component(named: Mapping[str, Parameter], wants: Wants) -> str | None:
    """The first required parameter of the subject's component: a renamed one."""
    for name, parameter in named.items():
        required = not parameter.get("parameter_has_default", False)
        if name and required and name not in wants.settings and parameter.get("component") == wants.subject_component:
            return name
    return None


def _allowed(value: Any, parameter: Parameter) -> Any:
    """`value` as far as the parameter's choices hold it; None where it cannot be sent."""
    kind = parameter.get("type")
    if value is None or not isinstance(kind, Mapping):
        return value
    if "enum" in kind:
        return value if value in kind["enum"] else None
    items = kind.get("items")
    if isinstance(value, list) and isinstance(items, Mapping) and "enum" in items:
        return [choice for choice in value if choice in items["enum"]]
    return value


def _note(api_name: str, subject: str, wants: Wants) -> str:
    notes = []
    if api_name not in wants.endpoints:
        notes.append(f"{wants.endpoints[0]} is now {api_name}")
    if subject not in wants.subjects:
        notes.append(f"{wants.subjects[0]} is now {subject}")
    return ", ".join(notes)
