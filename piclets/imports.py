"""Importing Gradio without what it does for others.

The type stubs that it writes for editors are half of what a server takes to start, and it looks for matplotlib before
and after every call.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Final

WRITES_STUBS: Final = "gradio.component_meta"


def leave_out_type_stubs() -> None:
    """To be called before Gradio is imported; later it changes nothing."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def leave_out_matplotlib() -> None:
    """Let nobody find it: every look goes through the disk, on the event loop."""
    sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]  # how Python says that there is none


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == WRITES_STUBS else None
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin)
        return spec


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        vars(module)["create_or_modify_pyi"] = lambda *_: None
