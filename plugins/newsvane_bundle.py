"""The bundle with Newsvane's DAGs, for `[dag_processor] dag_bundle_config_list` of any Airflow.

The DAG files are part of the wheel. An Airflow that cannot add a bundle imports them in a DAG file of its own instead:

    from newsvane_dags import *  # Airflow: without its name in the file, it would not look for DAGs here

This module imports nothing that Airflow's components have not loaded already.
"""

from pathlib import Path
from typing import Any

from airflow.dag_processing.bundles.local import LocalDagBundle

NAME = "newsvane"
_INSTALLED = Path(__file__).parent / "newsvane_dags"
DAGS_FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "dags"
"""The folder with the DAG files: in the wheel, or in a checkout."""


class NewsvaneDagBundle(LocalDagBundle):
    """The DAG files of the installed version. A new version comes with a new wheel and a restart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(path=str(DAGS_FOLDER), **kwargs)
