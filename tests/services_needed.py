"""Tests that need something installed: skipped with a reason on a user's machine, never in CI."""

from __future__ import annotations

import os

import pytest


def need(found: object, what: str) -> None:
    """Skip the test that calls this where `found` is falsy; fail it where everything has to be there."""
    if found:
        return
    if os.environ.get("PICLETS_REQUIRE_SERVICES"):
        pytest.fail(f"{what} has to be here, but is missing")
    pytest.skip(f"{what} is missing")
