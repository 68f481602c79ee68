"""Skip tests whose server or program is not installed, except in CI, where a missing one is a failure."""

import os

import pytest


def needs(name: str, installed: object) -> pytest.MarkDecorator:
    """The mark of such tests. Where `REQUIRE_CLUSTER` is set they run, and fail for want of it."""
    missing = not installed and "REQUIRE_CLUSTER" not in os.environ
    return pytest.mark.skipif(missing, reason=f"{name} is not installed")
