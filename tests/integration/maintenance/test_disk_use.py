"""`newsvane doctor` says what takes space in the home."""

from pathlib import Path

from newsvane.health import environment
from newsvane.settings import Settings


def fill(file: Path, mebibytes: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.truncate(mebibytes * 2**20)


def test_the_largest_folders_of_the_home_are_named(tmp_path: Path) -> None:
    for name, size in {
        "archive/a/1": 1500,
        "archive/2": 36,
        "lake/data/3": 41,
        "search-index/4": 1,
        "quality/5": 0,
    }.items():
        fill(tmp_path / name, size)
    (tmp_path / "lake" / "gone").symlink_to("nowhere")
    found = environment.check_disk(Settings(home=tmp_path), with_folders=True).found
    assert found.partition("; ")[2] == "in the home, archive has 1.5 GiB, lake has 41 MiB, search-index has 1 MiB"
    assert ";" not in environment.check_disk(Settings(home=tmp_path)).found


def test_without_a_home_nothing_is_named(tmp_path: Path) -> None:
    found = environment.check_disk(Settings(home=tmp_path / "none"), with_folders=True)
    assert "GiB free" in found.found
    assert ";" not in found.found
