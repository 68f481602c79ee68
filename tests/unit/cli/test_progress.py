"""A step that is refused at once leaves no bar on the terminal; one that fails later does."""

import io
from unittest.mock import patch

import pytest
from rich.console import Console

from newsvane.cli import progress
from newsvane.errors import LakeError


def show(items: int) -> str:
    """Return what a terminal shows when a step has failed after some items."""
    paper = io.StringIO()
    terminal = Console(file=paper, force_terminal=True, width=80)
    with (
        patch.object(progress, "err", terminal),
        pytest.raises(LakeError),
        progress.show_progress() as steps,
        steps.step("Export", 3) as on_done,
    ):
        for _ in range(items):
            on_done()
        raise LakeError("part is not empty")
    return paper.getvalue().rpartition("\x1b[2K")[2]


@pytest.mark.parametrize(("items", "is_shown"), [(0, False), (2, True)])
def test_a_bar_is_left_only_by_a_step_that_has_begun(items: int, is_shown: bool) -> None:
    assert ("Export" in show(items)) == is_shown
