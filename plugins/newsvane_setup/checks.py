"""Check how Newsvane is installed in an Airflow, for `newsvane doctor --airflow`. Nothing is changed."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import entry_points, version
from pathlib import Path

from airflow.configuration import conf
from airflow.models.dag import DagModel
from airflow.models.errors import ParseImportError
from sqlalchemy import select
from sqlalchemy.orm import Session

from newsvane import __version__
from newsvane.errors import ConfigError
from newsvane.installations import Installation, load_installations
from newsvane.lake import CheckResult
from newsvane.plurals import count_noun
from newsvane.settings import Settings
from newsvane_airflow import LAKE_POOL
from newsvane_bundle import DAGS_FOLDER, NAME
from newsvane_setup import configuration
from newsvane_setup.joining import check_pool
from newsvane_setup.ownership import DAG_IDS, find_dags, find_pool, open_metadata

TESTED = ("3.1", "3.2", "3.3")
"""The minor versions of Airflow on which the demo's ground truth was reached; see the guide."""


def check_airflow(settings: Settings) -> Iterator[CheckResult]:
    """Yield the result of each check of the Airflow whose configuration is in force in this process."""
    yield check_version(version("apache-airflow-core"))
    yield check_plugin(Path(conf.get("core", "plugins_folder")))
    yield check_bundle()
    try:
        with open_metadata() as session:
            yield check_dags(session)
            yield check_pool(find_pool(session, LAKE_POOL), settings)
    except ConfigError as error:
        yield CheckResult(name="metadata", state="failed", found=str(error))
    yield check_home(settings)
    yield check_watch_folder(settings)
    yield check_installations(load_installations(settings.home, now=datetime.now(UTC)))


def check_version(found: str) -> CheckResult:
    """Warn if Newsvane was not tested with this version of Airflow."""
    if ".".join(found.split(".")[:2]) in TESTED:
        return CheckResult(name="Airflow", found=f"{found}, with Newsvane {__version__}")
    return CheckResult(
        name="Airflow",
        state="warning",
        found=f"{found}, with which Newsvane {__version__} was not tested",
        remedy=f"tested versions: {', '.join(TESTED)}",
    )


def check_plugin(folder: Path) -> CheckResult:
    """Fail if Airflow does not find the plugin, warn if it finds it twice."""
    found = [each for each in entry_points(group="airflow.plugins") if each.name == NAME]
    if not found:
        return CheckResult(
            name="plugin",
            state="failed",
            found="the wheel has no entry point in the group airflow.plugins",
            remedy="pip install --force-reinstall --no-deps newsvane, in the Python of every component; a checkout: "
            "make setup",
        )
    if (folder / "newsvane_plugin.py").exists():
        return CheckResult(
            name="plugin",
            state="warning",
            found=f"it is installed, and is also in {folder}: Airflow uses the copy in the folder",
            remedy=f"remove what begins with newsvane from {folder}",
        )
    return CheckResult(name="plugin", found=f"{found[0].value}, by its entry point")


def check_bundle() -> CheckResult:
    """Fail if another bundle has our name; warn if our bundle is not configured here."""
    if configuration.is_our_name_taken():
        return CheckResult(
            name="bundle",
            state="failed",
            found=f"another bundle already has the name {NAME}",
            remedy="give one of them another name; ours may have any",
        )
    if configuration.has_our_bundle():
        return CheckResult(name="bundle", found=f"configured, with the DAGs in {DAGS_FOLDER}")
    return CheckResult(
        name="bundle",
        state="warning",
        found="not configured here; perhaps a DAG file imports newsvane_dags",
        remedy=f"otherwise set {configuration.VARIABLE}={configuration.extended_bundles()!r} for every component",
    )


def check_dags(session: Session) -> CheckResult:
    """Fail if one of our DAGs is missing or does not import, or if another team has a DAG with the same id."""
    ours, others = find_dags(session)
    if others:
        return CheckResult(
            name="DAGs",
            state="failed",
            found="; ".join(f"another DAG already has the id {other}" for other in others),
            remedy="give that DAG another id",
        )
    broken = session.scalars(select(ParseImportError).where(ParseImportError.bundle_name == NAME)).all()
    if broken:
        last = (broken[0].stacktrace or "").strip().rpartition("\n")[2]
        return CheckResult(
            name="DAGs",
            state="failed",
            found=f"{broken[0].filename} does not import: {last}",
            remedy="install the same wheel and its dependencies where the DAG processor runs",
        )
    stale = set(session.scalars(select(DagModel.dag_id).where(DagModel.dag_id.in_(ours), DagModel.is_stale)))
    if missing := [dag for dag in DAG_IDS if dag not in ours or dag in stale]:
        return CheckResult(
            name="DAGs",
            state="failed",
            found=f"Airflow does not have {', '.join(missing)}",
            remedy="add the bundle, restart the DAG processor, and look at it again in a minute",
        )
    paused = list(session.scalars(select(DagModel.dag_id).where(DagModel.dag_id.in_(ours), DagModel.is_paused)))
    if paused:
        return CheckResult(
            name="DAGs",
            state="warning",
            found=f"paused: {', '.join(sorted(paused))}",
            remedy="`airflow dags unpause ID`",
        )
    return CheckResult(name="DAGs", found=f"{len(ours)}, none paused")


def check_home(settings: Settings) -> CheckResult:
    """Fail if the home is a relative path: each component would have its own, below the folder where it started."""
    if not settings.home.is_absolute():
        return CheckResult(
            name="home",
            state="failed",
            found=f"NEWSVANE_HOME is {settings.home}, which is another folder for each component",
            remedy="set an absolute path for every component",
        )
    return CheckResult(name="home", found=f"{settings.home}, as this shell has it")


def check_watch_folder(settings: Settings) -> CheckResult:
    """Fail if the watch folder is not there."""
    if settings.watch.is_dir():
        return CheckResult(name="watch folder", found=f"{settings.watch}, as this shell has it")
    return CheckResult(
        name="watch folder",
        state="failed",
        found=f"{settings.watch} is not there",
        remedy="`newsvane init FOLDER` makes one; set NEWSVANE_WATCH to it for every component",
    )


def check_installations(found: list[Installation]) -> CheckResult:
    """Fail if two Airflows work on this home, or machines have other versions of the wheel than this one."""
    if not found:
        return CheckResult(
            name="installations",
            state="warning",
            found="no task has worked on this home within an hour",
            remedy="if the DAGs run, their components have another NEWSVANE_HOME than this shell",
        )
    airflows = sorted({each.airflow for each in found})
    if len(airflows) > 1:
        return CheckResult(
            name="installations",
            state="failed",
            found=f"{len(airflows)} Airflows work on this home: {', '.join(airflows)}",
            remedy="give each a home of its own: both would poll every feed, and send every alert",
        )
    if other := [each for each in found if each.version != __version__]:
        listed = ", ".join(f"{each.host} has {each.version}" for each in other)
        return CheckResult(
            name="installations",
            state="failed",
            found=f"{listed}; {socket.gethostname()} has {__version__}",
            remedy="install the same wheel for scheduler, DAG processor, API server, triggerer and workers",
        )
    machines = count_noun(len(found), "machine")
    return CheckResult(name="installations", found=f"{machines} ran tasks within an hour, with {__version__}")
