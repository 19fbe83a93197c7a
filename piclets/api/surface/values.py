"""The values of a call, read before Gradio reads them.

Gradio takes every object with a `path` and a `meta` for a file, in any value, and fetches it from wherever the path
says; what a component refuses, it answers with a trace. Here a file is one that was uploaded, where a file belongs,
and every other value is one that its component takes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.blocks import Block
from gradio.data_classes import FileData, ImageData

from piclets.api.catalogue import ENDPOINTS
from piclets.errors import InvalidImage, InvalidRequest
from piclets.images.intake import given_name, uploaded_file

FILE_META: Final = {"_type": "gradio.FileData"}

_UNREADABLE: Final[dict[str, Any]] = {}
"""In the place of a file that is none: of no parameter's type, so that the endpoint says so in its own words."""
_FILE_AT: Final = {
    (endpoint.name, place)
    for endpoint in ENDPOINTS
    for place, parameter in enumerate(endpoint.parameters)
    if parameter.type == "file"
}


def read_values(
    function: BlockFunction, data: list[Any], folder: Path, as_shown: Callable[[Block], Block]
) -> list[Any]:
    """What Gradio may see of `data`. `folder` has the uploads; `as_shown` gives a component as the session has it.

    Raises InvalidRequest for a value that none of the pages sends; an endpoint answers for its own.
    """
    pairs = zip(function.inputs, data, strict=False)
    if function.api_visibility == "public":
        return [
            _public(value, folder, takes_file=(function.api_name, place) in _FILE_AT)
            for place, (_, value) in enumerate(pairs)
        ]
    return [_private(as_shown(block), value, folder, preprocess=function.preprocess) for block, value in pairs]


def names_a_file(value: object) -> bool:
    """Whether an object with a path is anywhere in a value."""
    if isinstance(value, dict):
        return isinstance(value.get("path"), str) or any(map(names_a_file, value.values()))
    return isinstance(value, list) and any(map(names_a_file, value))


def _public(value: Any, folder: Path, *, takes_file: bool) -> Any:
    if not names_a_file(value):
        return value
    return (_file(value, folder) if takes_file else None) or _UNREADABLE


def _private(block: Block, value: Any, folder: Path, *, preprocess: bool) -> Any:
    if value is None:
        return "" if isinstance(block, gr.Textbox) else None
    if _takes_a_file(block):
        file = _file(value, folder)
        if file is None:
            raise InvalidRequest("A file of this call was not uploaded here.")
        return file
    if names_a_file(value) or (preprocess and not _is_taken(block, value)):
        raise InvalidRequest("A value of this call does not fit its field.")
    return value


def _takes_a_file(block: Block) -> bool:
    model = getattr(block, "data_model", None)
    return isinstance(model, type) and issubclass(model, FileData | ImageData)


def _file(value: Any, folder: Path) -> dict[str, Any] | None:
    """Gradio's description of an uploaded file, of what counts in it; None where it describes no such file."""
    if not (isinstance(value, dict) and value.get("meta", FILE_META) == FILE_META):
        return None
    try:
        uploaded_file(value, folder)
    except InvalidImage:
        return None
    return {"path": value["path"], "orig_name": given_name(value), "meta": FILE_META}


def _is_taken(block: Block, value: Any) -> bool:
    """Whether a component takes a value: a dropdown, one of its choices."""
    if not isinstance(block, gr.components.Component) or block.stateful:
        return True
    if isinstance(value, list) and isinstance(block, gr.Dropdown) and not block.multiselect:
        return False
    try:
        block.preprocess(value)
    except (gr.Error, TypeError, ValueError):
        return False
    return True
