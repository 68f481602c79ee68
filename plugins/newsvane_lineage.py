"""Turn our assets into datasets of OpenLineage. Airflow's OpenLineage provider calls this where it is switched on.

Keep this module light: Airflow imports it wherever it looks for providers. So functions import the lake when called.
"""

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from airflow.sdk import Asset
    from openlineage.client.event_v2 import Dataset

    from newsvane.lake import Relation
    from newsvane.settings import Settings

log = logging.getLogger(__name__)


def to_dataset(asset: "Asset", lineage_context: Any) -> "Dataset":
    """Return the dataset of an asset: a table of the lake with its columns, or the published file.

    A table is named as DuckDB attaches it: the namespace is `ducklake:` and the address of the catalog, without a
    password, the name that of the table. The published file has the namespace `file` and its path as name.
    """
    from openlineage.client.event_v2 import Dataset
    from openlineage.client.facet_v2 import documentation_dataset, schema_dataset

    from newsvane.settings import get_settings

    settings = get_settings()
    address = urlsplit(asset.uri)
    if address.netloc != "lake":
        return Dataset(namespace="file", name=str(settings.published_path))
    table = address.path.strip("/")
    relation = _load_relation(settings, table)
    if relation is None:
        return Dataset(namespace=_name_catalog(settings), name=table)
    fields = [
        schema_dataset.SchemaDatasetFacetFields(name=each.name, type=each.kind, description=each.meaning)
        for each in relation.columns
    ]
    facets: dict[str, Any] = {
        "schema": schema_dataset.SchemaDatasetFacet(fields=fields),
        "documentation": documentation_dataset.DocumentationDatasetFacet(description=relation.meaning),
    }
    return Dataset(namespace=_name_catalog(settings), name=table, facets=facets)


def _name_catalog(settings: "Settings") -> str:
    kind = "sqlite:" if settings.is_embedded else ""
    return f"ducklake:{kind}{settings.catalog_shown}"


def _load_relation(settings: "Settings", table: str) -> "Relation | None":
    """Return a table as the lake describes it; None, with a line in the log, if the lake cannot be asked."""
    from newsvane import lake
    from newsvane.errors import NewsvaneError

    try:
        with lake.open_shared(settings) as connection:
            return next((each for each in lake.load_relations(connection) if each.name == table), None)
    except NewsvaneError as error:
        log.warning("the lineage of %s has no columns: %s", table, error)
        return None
