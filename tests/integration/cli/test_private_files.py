"""A home is for its owner alone, whatever the umask of the shell is: real processes under umask 022."""

import json
import multiprocessing
import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.errors import ConfigError, LakeError
from newsvane.home_folder import OWN_NAMES
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import article, batch
from tests.support.private_files import list_exposed
from tests.support.scene import PROJECT
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

FORK = multiprocessing.get_context("fork")
LIBRARY = """
import os
from datetime import UTC, datetime
from pathlib import Path

from newsvane import lake
from newsvane.settings import get_settings
from tests.support.lake_factories import article, batch

settings = get_settings()
lake.connect(read_only=False).close()
with lake.writer(settings) as con:
    lake.land_articles(con, batch(*(article(f"a{number}") for number in range(50))))
lake.publish(settings)
lake.backup(settings, Path(os.environ["BACKUP"]), datetime.now(UTC), link=False)
"""


WRITTEN = (
    *("lake/catalog.sqlite", "lake/*.lock", "lake/published.duckdb", "archive/**/*.warc.gz", "robots/*"),
    *("staging/**/*.jsonl", "delivery/told/**/*.jsonl", "quality/site/index.html", "coverage.duckdb"),
)
"""What a run leaves in its home, among others."""


def run_with_umask(*command: str | Path, umask: int = 0o022, **environment: str | Path) -> str:
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        umask=umask,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def newsvane(*arguments: str, **environment: str | Path) -> str:
    return run_with_umask(Path(sys.executable).with_name("newsvane"), *arguments, **environment)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_all(folder: Path) -> None:
    """Set the modes that an older version left under the usual umask."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A lake with an article, in a home that everybody can read."""
    made = create_lake(Settings(home=tmp_path / "var", publish_every=0))
    with lake.writer(made) as con:
        lake.land_articles(con, batch(article("a")))
    open_to_all(made.home)
    return made


def test_what_a_whole_run_writes_is_for_its_owner_alone(blank_terminal: Terminal, tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    newsvane("run", **blank_terminal.environment | {"NEWSVANE_HOME": home})
    assert [pattern for pattern in WRITTEN if not list(home.glob(pattern))] == []
    assert list_exposed(home) == []
    assert {path.name for path in home.iterdir()} <= OWN_NAMES


def test_what_a_library_call_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup"
    run_with_umask(sys.executable, "-c", LIBRARY, NEWSVANE_HOME=home, BACKUP=backup)
    assert (backup / "manifest.json").exists()
    assert list_exposed(home) + list_exposed(backup) == []


def test_a_reader_leaves_the_umask_alone(settings: Settings) -> None:
    ask = "import os; from newsvane import lake; con = lake.connect(); con.close(); print(oct(os.umask(0)))"
    assert run_with_umask(sys.executable, "-c", ask, NEWSVANE_HOME=settings.home) == "0o22\n"


def test_doctor_names_a_home_that_others_can_read_until_a_writer_has_closed_it(settings: Settings) -> None:
    def look() -> dict[str, str]:
        checks = json.loads(newsvane("doctor", "--json", NEWSVANE_HOME=settings.home))
        return {check["name"]: check["state"] for check in checks}

    assert look()["home"] == "warning"
    with lake.writer(settings):
        pass
    assert look()["home"] == "ok"
    assert mode(settings.home) == mode(settings.home / "lake") == 0o700


def test_what_others_put_into_a_home_keeps_its_modes_and_its_readers(settings: Settings) -> None:
    (settings.home / "notes.txt").write_text("mine", "utf-8")
    open_to_all(settings.home)
    with lake.writer(settings):
        pass
    assert mode(settings.home / "lake") == 0o700
    assert (mode(settings.home), mode(settings.home / "notes.txt")) == (0o755, 0o644)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that never was a home, with files of others, whose names a home has, too."""
    folder = tmp_path / "shared"
    for name in ("archive", "lake"):
        (folder / name).mkdir(parents=True)
    for name in ("archive/letters.txt", "lake/readings.parquet"):
        (folder / name).write_text("mine", "utf-8")
    open_to_all(folder)
    return folder


@pytest.mark.parametrize(
    ("line", "code"), [("run", 2), ("poll", 2), ("maintain", 2), ("search iran", 1), ("feeds check", 1), ("doctor", 1)]
)
def test_a_folder_of_others_is_no_home_and_stays_as_it_is(
    shared: Path, blank_terminal: Terminal, line: str, code: int
) -> None:
    def look() -> dict[Path, int]:
        return {path: mode(path) for path in (shared, *shared.rglob("*"))}

    before = look()
    blank_terminal.with_environment(NEWSVANE_HOME=str(shared)).run(*line.split(), code=code)
    assert look() == before


def test_who_names_a_folder_of_others_as_home_is_told_what_to_do(shared: Path, blank_terminal: Terminal) -> None:
    there = blank_terminal.with_environment(NEWSVANE_HOME=str(shared))
    said = f"{shared} is not a home of Newsvane, and not empty (archive, lake): set NEWSVANE_HOME to a new"
    assert said in there.run("run", code=2).stderr
    (home,) = [check for check in json.loads(there.run("doctor", "--json", code=1).stdout) if check["name"] == "home"]
    assert (home["state"], home["found"].endswith("not empty (archive, lake)")) == ("failed", True)


def test_a_file_is_no_home(tmp_path: Path, blank_terminal: Terminal) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        there = blank_terminal.with_environment(NEWSVANE_HOME=str(home))
        assert f"{tmp_path / 'file'} is not a folder" in there.run("run", code=2).stderr
        assert f"failed  home: {tmp_path / 'file'} is not a folder" in there.run("doctor", code=1).stdout


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param((), id="empty"),
        pytest.param(("lost+found", "watch"), id="a disk"),
        pytest.param((".snapshot", ".DS_Store"), id="hidden files"),
        pytest.param(("staging/poll/check-1", "robots"), id="only feeds check of an older version"),
    ],
)
def test_an_empty_folder_becomes_a_home(tmp_path: Path, inside: tuple[str, ...]) -> None:
    made = Settings(home=tmp_path / "var", watch=tmp_path / "var" / "watch")
    for name in ("", *inside):
        (made.home / name).mkdir(parents=True, exist_ok=True)
    create_lake(made)
    assert (mode(made.home), mode(made.home / "lake")) == (0o700, 0o700)


def test_a_library_call_makes_no_home_of_a_folder_of_others(shared: Path) -> None:
    with pytest.raises(ConfigError, match="not a home of Newsvane"), lake.writer(Settings(home=shared)):
        pass
    assert sorted(path.name for path in shared.rglob("*")) == [
        "archive",
        "lake",
        "letters.txt",
        "readings.parquet",
    ]


def test_an_export_has_the_mode_that_the_user_wants_and_in_the_home_that_of_the_home(
    settings: Settings, tmp_path: Path
) -> None:
    for path, wanted in ((tmp_path / "out.csv", 0o644), (settings.home / "out.parquet", 0o600)):
        newsvane("export", str(path), NEWSVANE_HOME=settings.home)
        assert mode(path) == wanted
    for path, wanted in ((tmp_path / "out.html", 0o644), (settings.home / "out.html", 0o600)):
        newsvane("trends", "--html", str(path), NEWSVANE_HOME=settings.home)
        assert mode(path) == wanted


def test_a_file_published_for_others_can_be_read_by_them_and_keeps_its_mode(settings: Settings, tmp_path: Path) -> None:
    public = tmp_path / "coverage.duckdb"
    elsewhere = settings.model_copy(update={"published": public})
    assert lake.publish(elsewhere) == public
    assert mode(public) == 0o644
    public.chmod(0o640)
    with lake.writer(settings) as con:
        lake.land_articles(con, batch(article("b")))
    assert lake.publish(elsewhere) == public
    assert mode(public) == 0o640
    assert mode(lake.publish(settings) or public) == 0o600


def test_a_lake_beside_the_home_is_closed_and_its_folder_is_not(tmp_path: Path) -> None:
    shared = create_lake(Settings(home=tmp_path / "var")).lake_path.rename(tmp_path / "shared")
    open_to_all(shared)
    with lake.writer(Settings(home=tmp_path / "var", catalog=str(shared / "catalog.sqlite"))) as con:
        lake.land_articles(con, batch(article("a")))
    assert mode(shared) == 0o755
    assert mode(shared / "catalog.sqlite") == 0o600


def _look_as_another_user(settings: Settings, said: "multiprocessing.Queue[str]") -> None:
    if os.geteuid() == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    else:
        settings.home.chmod(0)
    for look in (lake.connect, lake.open_published):
        try:
            look(settings=settings)
        except LakeError as error:
            said.put(str(error))


def test_another_user_is_told_why_the_lake_does_not_open(settings: Settings) -> None:
    said = FORK.Queue()
    other = FORK.Process(target=_look_as_another_user, args=(settings, said))
    other.start()
    messages = [said.get(timeout=30) for _ in range(2)]
    other.join()
    settings.home.chmod(0o700)
    assert all("belongs to" in message for message in messages)
    assert all("may not read and write" in message for message in messages)


def run_without_rights(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user whose rights to files are those of their modes."""
    wrapper = () if os.geteuid() else ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")
    return subprocess.run(
        [*wrapper, Path(sys.executable).with_name("newsvane"), *arguments],
        cwd=PROJECT,
        env={**os.environ, "NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(WATCH)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "closed",
    [pytest.param("", id="the home"), pytest.param("lake", id="the lake"), pytest.param("lake/data", id="data")],
)
def test_what_is_closed_to_us_is_named_by_doctor_and_by_run_and_not_restored(settings: Settings, closed: str) -> None:
    shut = settings.home / closed
    shut.chmod(0)
    try:
        doctor = run_without_rights(settings, "doctor")
        ran = run_without_rights(settings, "run")
    finally:
        shut.chmod(0o700)
    (line,) = [line for line in doctor.stdout.splitlines() if " home: " in line]
    assert line.startswith("failed")
    assert f"may not read and write {shut}, which belongs to" in line
    assert "restore" not in doctor.stdout
    assert (doctor.returncode, doctor.stderr) == (1, "")
    assert ran.returncode == 1
    assert "ermission denied" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
