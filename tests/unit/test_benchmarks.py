"""The benchmarks are run by hand; what they import must be there when somebody does."""

import importlib
from pathlib import Path

import benchmarks

FOLDER = Path(benchmarks.__file__ or "").parent


def test_every_benchmark_can_be_imported() -> None:
    """Of the other files of the folder, some are programs that other interpreters run."""
    names = [path.stem for path in FOLDER.glob("*.py") if "\ndef run(" in path.read_text("utf-8")]
    assert len(names) > 8
    for name in names:
        importlib.import_module(f"benchmarks.{name}")
