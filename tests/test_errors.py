"""Errors are made where they are raised."""

from __future__ import annotations

import importlib
import pkgutil

import piclets


def test_no_error_is_made_once_and_raised_often() -> None:
    """Its trace would grow each time it is raised, and keep what was at work then: the bodies of requests too."""
    names = [each.name for each in pkgutil.walk_packages(piclets.__path__, "piclets.")]
    shared = [
        f"{name}.{variable}"
        for name in names
        if not name.endswith("__main__")
        for variable, value in vars(importlib.import_module(name)).items()
        if isinstance(value, BaseException)
    ]
    assert shared == []
    assert "piclets.api.surface.bodies" in names
