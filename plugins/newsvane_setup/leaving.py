"""Remove Newsvane from an Airflow: its DAGs with their runs and logs, assets, bundle, pool and saved searches.

Newsvane's home is not touched. What another team made under one of our names stays.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from airflow.api.common.delete_dag import delete_dag
from airflow.configuration import conf
from airflow.models import asset as asset_models
from airflow.models.asset import AssetActive, AssetAliasModel, AssetEvent, AssetModel
from airflow.models.dagbundle import DagBundleModel
from airflow.models.errors import ParseImportError
from airflow.models.taskinstance import TaskInstance
from sqlalchemy import delete, inspect, select, text
from sqlalchemy.orm import Session

from newsvane.errors import ConfigError
from newsvane_airflow import ALIASES, ASSETS, LAKE_POOL
from newsvane_bundle import NAME
from newsvane_setup import configuration
from newsvane_setup.ownership import find_dags, find_pool, is_our_pool, open_metadata

SEARCHES = "newsvane_saved_searches"
"""The table of the pages in Airflow's database."""
_REFERENCES = ("DagScheduleAssetReference", "TaskInletAssetReference", "TaskOutletAssetReference")
"""The models that say which DAGs use an asset; some versions of Airflow lack one."""
Removal = tuple[str, Callable[[], Any]]
"""What is removed, in words, and the function that does it."""


def leave(*, dry_run: bool) -> Iterator[str]:
    """Remove everything of ours and yield what is removed, one line each; with `dry_run`, only yield the lines.

    Raises ConfigError if our bundle is still configured, or one of our tasks is running.
    """
    if configuration.has_our_bundle() and not dry_run:
        raise ConfigError(
            f"this Airflow is still told to use our DAGs: take the bundle {NAME} out of {configuration.VARIABLE} (or "
            "airflow.cfg), restart the DAG processor, and run this again",
            reason="still_joined",
        )
    with open_metadata() as session:
        ours, others = find_dags(session)
        _require_idle(session, ours)
        shared = _find_shared_assets(session, ours)
        for what, remove in [*_find_dags(session, ours), *_find_assets(session, shared), *_find_the_rest(session)]:
            if not dry_run:
                remove()
                session.flush()
            yield f"{'would be removed' if dry_run else 'removed'}: {what}"
        for asset, users in shared.items():
            yield f"kept: asset {asset}, which DAGs of others use: {', '.join(users)}"
        for other in others:
            yield f"kept: DAG {other.dag_id}, which belongs to others ({other.file})"
        pool = find_pool(session, LAKE_POOL)
        if pool is not None and not is_our_pool(pool):
            yield f"kept: pool {LAKE_POOL}, which others made"
    for folder in _log_folders(ours):
        if not dry_run:
            shutil.rmtree(folder)
        yield f"{'would be removed' if dry_run else 'removed'}: logs {folder}"


def _find_dags(session: Session, ours: Iterable[str]) -> Iterator[Removal]:
    """Yield our DAGs, with their runs and their lines in the audit log."""
    for dag_id in ours:
        yield f"DAG {dag_id}", partial(delete_dag, dag_id, keep_records_in_log=False, session=session)


def _require_idle(session: Session, ours: Iterable[str]) -> None:
    """Raise ConfigError if one of our tasks is running: it would go on writing about a DAG that is gone."""
    running = select(TaskInstance.dag_id).where(TaskInstance.dag_id.in_(ours), TaskInstance.state == "running")
    if dag_id := session.scalar(running.limit(1)):
        raise ConfigError(f"a task of {dag_id} is running: pause the DAG, wait, and run this again", reason="running")


def _log_folders(ours: Iterable[str]) -> list[Path]:
    """Return the folders on this machine with logs of our tasks and of parsing our bundle."""
    base = Path(conf.get("logging", "base_log_folder"))
    parsing = {folder.resolve() for folder in (base / "dag_processor").glob(f"*/{NAME}")}
    return [folder for folder in (*(base / f"dag_id={dag_id}" for dag_id in ours), *sorted(parsing)) if folder.is_dir()]


def _find_assets(session: Session, shared: Collection[str]) -> Iterator[Removal]:
    """Yield our assets except those in `shared`: DAGs of other teams wait for them, and Airflow would refuse."""
    for ours in ASSETS:
        query = select(AssetModel).where(AssetModel.name == ours.name, AssetModel.uri == ours.uri)
        if ours.name not in shared and (asset := session.scalar(query)):
            yield f"asset {ours.name}", partial(_delete_asset, session, asset)
    for alias in ALIASES:
        query = select(AssetAliasModel).where(AssetAliasModel.name == alias.name, AssetAliasModel.group == alias.group)
        if row := session.scalar(query):
            yield f"asset alias {alias.name}", partial(session.delete, row)


def _find_shared_assets(session: Session, ours: Collection[str]) -> dict[str, list[str]]:
    """Return which DAGs of other teams use our assets: their ids, by the name of the asset. `ours`: ids of our DAGs."""
    models = [getattr(asset_models, name) for name in _REFERENCES if hasattr(asset_models, name)]
    names = [asset.name for asset in ASSETS]
    users: dict[str, set[str]] = {}
    for model in models:
        used = select(AssetModel.name, model.dag_id).join(AssetModel, AssetModel.id == model.asset_id)
        for name, dag_id in session.execute(used.where(AssetModel.name.in_(names), model.dag_id.not_in(ours))):
            users.setdefault(name, set()).add(dag_id)
    return {name: sorted(dag_ids) for name, dag_ids in users.items()}


def _delete_asset(session: Session, asset: AssetModel) -> None:
    session.execute(delete(AssetEvent).where(AssetEvent.asset_id == asset.id))
    session.execute(delete(AssetActive).where(AssetActive.name == asset.name, AssetActive.uri == asset.uri))
    session.delete(asset)


def _find_the_rest(session: Session) -> Iterator[Removal]:
    """Yield our pool, our bundle and the table of saved searches."""
    pool = find_pool(session, LAKE_POOL)
    if pool is not None and is_our_pool(pool):
        yield f"pool {LAKE_POOL}", partial(session.delete, pool)
    bundle = session.get(DagBundleModel, NAME)
    if bundle is not None and not configuration.is_our_name_taken():
        errors = delete(ParseImportError).where(ParseImportError.bundle_name == NAME)
        yield f"import errors of the bundle {NAME}", partial(session.execute, errors)
        yield from _find_callbacks(session)
        yield f"bundle {NAME}", partial(session.delete, bundle)
    if inspect(session.connection()).has_table(SEARCHES):
        yield f"table {SEARCHES}", partial(session.execute, text(f"DROP TABLE {SEARCHES}"))


def _find_callbacks(session: Session) -> Iterator[Removal]:
    """Yield what Airflow has to call for our bundle: in the DAG processor, or when a run is late (`DeadlineAlert`)."""
    try:
        from airflow.models.callback import Callback
    except ImportError:  # Airflow 3.1
        return
    if hasattr(Callback, "bundle_name"):  # since Airflow 3.3
        ours = delete(Callback).where(Callback.bundle_name == NAME)
        yield f"callbacks of the bundle {NAME}", partial(session.execute, ours)
