"""Tell Airflow that this package is a provider: it brings assets of the scheme `newsvane`.

Keep this module light: Airflow imports it in every process that looks for providers.
"""

from typing import Any


def get_provider_info() -> dict[str, Any]:
    """Return what Airflow's provider manager asks of each provider; the keys are those of its schema.

    OpenLineage, if it is installed and switched on, gets the tables behind our assets from `newsvane_lineage`.
    """
    return {
        "package-name": "newsvane",
        "name": "Newsvane",
        "description": "Monitors the news on a subject: DAGs, pages, and assets that are tables of its lake.",
        "asset-uris": [
            {
                "schemes": ["newsvane"],
                "handler": None,
                "to_openlineage_converter": "newsvane_lineage.to_dataset",
            }
        ],
    }
