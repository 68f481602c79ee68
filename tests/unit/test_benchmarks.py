"""The benchmarks are run by hand; what they import must be there when somebody does."""

import importlib
from pathlib import Path

import benchmarks
import pytest
from benchmarks.news_pages import load_templates, require_saved_pages

FOLDER = Path(benchmarks.__file__ or "").parent


def test_every_benchmark_can_be_imported() -> None:
    """Of the other files of the folder, some are programs that other interpreters run."""
    names = [path.stem for path in FOLDER.glob("*.py") if "\ndef run(" in path.read_text("utf-8")]
    assert len(names) > 8
    for name in names:
        importlib.import_module(f"benchmarks.{name}")


def test_a_folder_without_saved_pages_ends_a_benchmark_at_once(tmp_path: Path) -> None:
    require_saved_pages(None)
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(SystemExit, match=r"has no saved pages: neither it nor .* index\.jsonl\.gz or ground-truth"):
            require_saved_pages(folder)


def test_pages_that_are_no_articles_are_no_templates(tmp_path: Path) -> None:
    (tmp_path / "ground-truth.json").write_text("{}")
    with pytest.raises(ValueError, match="is an article off topic with more than 150 words"):
        load_templates(tmp_path)
