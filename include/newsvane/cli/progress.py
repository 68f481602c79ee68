"""Show progress on stderr: one bar per step. Nothing is shown if stderr is not a terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from newsvane.cli.console import err
from newsvane.errors import NewsvaneError


class Steps:
    """The steps of a command, with a progress bar each."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    @contextmanager
    def step(self, label: str, total: int | None = None) -> Iterator[Callable[[], None]]:
        """Show a step of `total` items (None: unknown). Call the yielded function after each item."""
        task = self._progress.add_task(label, total=total)
        with self._hiding_refused(task):
            yield lambda: self._progress.advance(task)
        done = total if total is not None else 1
        self._progress.update(task, total=done, completed=done)

    @contextmanager
    def counting(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Show a step that counts its items itself. Call the yielded function with how many are done, and of all."""
        task = self._progress.add_task(label, total=None)
        with self._hiding_refused(task):
            yield lambda done, total: self._progress.update(task, completed=done, total=total)
        self._progress.update(task, total=1, completed=1)

    @contextmanager
    def _hiding_refused(self, task: TaskID) -> Iterator[None]:
        """Take the bar of a step away if an error ends it before its first item: the error says all."""
        try:
            yield
        except NewsvaneError:
            if not any(each.completed for each in self._progress.tasks if each.id == task):
                self._progress.remove_task(task)
            raise


@contextmanager
def show_progress() -> Iterator[Steps]:
    """Show progress while the block runs."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, disable=not err.is_terminal) as shown:
        yield Steps(shown)


def count_items(chunks: Iterable[Mapping[str, Any]]) -> int:
    """Return the number of items in all chunks."""
    return sum(chunk["items"] for chunk in chunks)
