"""Modules that are spared are imported when they are asked for something, and not before."""

import importlib
import sys
from pathlib import Path

import pytest

from newsvane.quality.spared_imports import spare

USER = "import slow_kit\nfrom slow_kit import tools\ndef use() -> int:\n    return tools.ANSWER\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is slow to import, and a module that uses it."""
    (tmp_path / "slow_kit").mkdir()
    (tmp_path / "slow_kit" / "__init__.py").write_text("")
    (tmp_path / "slow_kit" / "tools.py").write_text("ANSWER = 42\n")
    (tmp_path / "kit_user.py").write_text(USER)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("slow_kit", "slow_kit.tools", "kit_user"):
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.usefixtures("library")
def test_a_spared_module_is_imported_at_its_first_use() -> None:
    with spare("slow_kit", "slow_kit.tools"):
        user = importlib.import_module("kit_user")
    assert not {"slow_kit", "slow_kit.tools"} & set(sys.modules)
    assert user.use() == 42
    assert sys.modules["slow_kit.tools"].ANSWER == 42


@pytest.mark.usefixtures("library")
def test_a_module_that_is_imported_already_stays() -> None:
    tools = importlib.import_module("slow_kit.tools")
    with spare("slow_kit", "slow_kit.tools"):
        assert importlib.import_module("kit_user").tools is tools
    assert sys.modules["slow_kit.tools"] is tools
