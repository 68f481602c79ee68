"""Progress on stderr: a bar a step, none where stderr is no terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from newsvane.cli.console import err


class Steps:
    """The steps of a command, shown as they are done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    @contextmanager
    def step(self, label: str, total: int | None = None) -> Iterator[Callable[[], None]]:
        """A step of `total` items, unknown where None; what it yields is to be called after each item."""
        task = self._progress.add_task(label, total=total)
        yield lambda: self._progress.advance(task)
        done = total if total is not None else 1
        self._progress.update(task, total=done, completed=done)


@contextmanager
def progress() -> Iterator[Steps]:
    """Show steps while the block runs."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, disable=not err.is_terminal) as shown:
        yield Steps(shown)


def items(chunks: Iterable[Mapping[str, Any]]) -> int:
    """Items in all of these chunks."""
    return sum(chunk["items"] for chunk in chunks)
