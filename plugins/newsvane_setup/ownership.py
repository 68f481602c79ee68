"""Find the DAGs and the pool in an Airflow that have our names, and decide which are ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from airflow.models.dag import DagModel
from airflow.models.pool import Pool
from airflow.utils.session import create_session
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from newsvane.errors import ConfigError
from newsvane.standalone import POOL_DESCRIPTION
from newsvane_bundle import DAGS_FOLDER, NAME

PREFIX = "newsvane"
DAG_IDS = tuple(sorted(path.stem for path in DAGS_FOLDER.glob("newsvane_*.py")))


@dataclass(frozen=True)
class Neighbour:
    """A DAG of another team that has the id of one of ours."""

    dag_id: str
    bundle: str
    file: str

    def __str__(self) -> str:
        return f"{self.dag_id} (in {self.file}, bundle {self.bundle})"


@contextmanager
def open_metadata() -> Iterator[Session]:
    """Yield a session of Airflow's metadata database; commit at the end. Raises ConfigError if it does not answer."""
    try:
        with create_session() as session:
            yield session
    except SQLAlchemyError as error:
        raise ConfigError(
            f"Airflow's database does not answer ({type(error).__name__}): run this where the scheduler runs, with its "
            "AIRFLOW_HOME, after `airflow db migrate`",
            reason="no_metadata",
        ) from error


def find_dags(session: Session) -> tuple[list[str], list[Neighbour]]:
    """Return the ids of our DAGs that Airflow knows, and the DAGs of other teams that have such an id."""
    ours, others = [], []
    for dag in session.scalars(select(DagModel).where(DagModel.dag_id.in_(DAG_IDS))):
        if is_ours(dag):
            ours.append(dag.dag_id)
        else:
            others.append(Neighbour(dag.dag_id, str(dag.bundle_name), str(dag.fileloc)))
    return sorted(ours), others


def is_ours(dag: DagModel) -> bool:
    """Return whether a DAG came from our bundle, or from a DAG file that imports ours: both have owner and tag."""
    tags = {tag.name for tag in dag.tags}
    return dag.bundle_name == NAME or (dag.owners == PREFIX and PREFIX in tags)


def find_pool(session: Session, name: str) -> Pool | None:
    """Return the pool of this name, whoever made it; None if there is none."""
    return session.scalar(select(Pool).where(Pool.pool == name))


def is_our_pool(pool: Pool) -> bool:
    """Return whether we made a pool. Its description says so, even if somebody has changed its slots."""
    return pool.description == POOL_DESCRIPTION
