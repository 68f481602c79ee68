"""Tests that want a server or a program: skipped where it is missing, but never in CI, which installs it."""

import os

import pytest


def needs(name: str, installed: object) -> pytest.MarkDecorator:
    """The mark of such tests. Where `NEWSVANE_REQUIRE_CLUSTER` is set they run, and fail for want of it."""
    missing = not installed and "NEWSVANE_REQUIRE_CLUSTER" not in os.environ
    return pytest.mark.skipif(missing, reason=f"{name} is not installed")
