"""Create what Newsvane's DAGs need in an Airflow, and say what else to set. What exists already stays as it is."""

from collections.abc import Iterator

from airflow.configuration import conf
from airflow.models.pool import Pool

from newsvane.lake import CheckResult
from newsvane.settings import Settings
from newsvane.standalone import POOL_DESCRIPTION
from newsvane_airflow import LAKE_POOL
from newsvane_setup import configuration
from newsvane_setup.ownership import find_dags, find_pool, is_our_pool, open_metadata

WRITERS_IN_POSTGRESQL = 4
"""Slots of the pool if the catalog is in PostgreSQL, where writers of different tables run at the same time."""


def join(settings: Settings, *, dry_run: bool) -> Iterator[CheckResult]:
    """Create the pool if there is none. Yield what was done, and each DAG of another team that has one of our ids."""
    with open_metadata() as session:
        pool = find_pool(session, LAKE_POOL)
        if pool is None:
            slots = count_pool_slots(settings)
            if not dry_run:
                session.add(Pool(pool=LAKE_POOL, slots=slots, description=POOL_DESCRIPTION, include_deferred=False))
            yield CheckResult(
                name="pool", found=f"{LAKE_POOL} {'would be' if dry_run else 'was'} created, slots: {slots}"
            )
        else:
            yield check_pool(pool, settings)
        for other in find_dags(session)[1]:
            yield CheckResult(
                name="DAG",
                state="failed",
                found=f"another DAG already has the id {other}",
                remedy="rename that DAG before you add our bundle: an id belongs to whichever file was parsed last",
            )


def count_pool_slots(settings: Settings) -> int:
    """Return how many slots the pool needs: one for each task that may write to the lake at the same time."""
    return 1 if settings.is_embedded else WRITERS_IN_POSTGRESQL


def check_pool(pool: Pool | None, settings: Settings) -> CheckResult:
    """Fail if there is no pool; warn if we did not create it, or if it has other slots than it needs.

    An existing pool is never changed: another team may use it, or somebody may have chosen its slots.
    """
    if pool is None:
        return CheckResult(
            name="pool", state="failed", found=f"there is no pool {LAKE_POOL}", remedy="`newsvane airflow init`"
        )
    if not is_our_pool(pool):
        return CheckResult(
            name="pool",
            state="warning",
            found=f"there already is a pool {LAKE_POOL} that Newsvane did not create (its description: "
            f"{pool.description or 'none'}); it stays as it is",
            remedy=f"our tasks wait in it, too. To hand it over to us, set its description to {POOL_DESCRIPTION!r}",
        )
    slots = count_pool_slots(settings)
    if pool.slots != slots:
        return CheckResult(
            name="pool",
            state="warning",
            found=f"{LAKE_POOL} has {pool.slots} slots, not {slots}; it stays as it is",
            remedy=f"`airflow pools set {LAKE_POOL} {slots} '{POOL_DESCRIPTION}'`",
        )
    return CheckResult(name="pool", found=f"{LAKE_POOL} is there, slots: {slots}")


def list_variables(settings: Settings) -> dict[str, str]:
    """Return the environment variables to set for every component of Airflow, by name."""
    wanted = {
        "NEWSVANE_HOME": str(settings.home.resolve()),
        "NEWSVANE_WATCH": str(settings.watch.resolve())
        if settings.watch.is_dir()
        else "a watch folder, which `newsvane init FOLDER` makes",
        "NEWSVANE_CONTACT": settings.contact or "a mail address or URL at which outlets can reach you",
        "NEWSVANE_UI_URL": conf.get("api", "base_url", fallback="") or settings.ui_url,
    }
    if not configuration.has_our_bundle():
        wanted[configuration.VARIABLE] = configuration.extended_bundles()
    return wanted
