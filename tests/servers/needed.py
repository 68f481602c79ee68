"""Skip tests of what this machine does not have, except in CI, where that is a failure."""

import os
from typing import NoReturn

import pytest


def needs(name: str, installed: object) -> pytest.MarkDecorator:
    """The mark of such tests. Where `REQUIRE_CLUSTER` is set they run, and fail for want of it."""
    return pytest.mark.skipif(not installed and not _is_required(), reason=f"{name} is not installed")


def skip(reason: str) -> NoReturn:
    """Skip the test that runs; where `REQUIRE_CLUSTER` is set, fail it."""
    (pytest.fail if _is_required() else pytest.skip)(reason)


def _is_required() -> bool:
    return "REQUIRE_CLUSTER" in os.environ
