"""The DAG bundles that an Airflow is told to use, and what to add for ours."""

import json
from typing import Any

from airflow.configuration import conf

from newsvane.standalone import BUNDLE

VARIABLE = "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST"


def configured_bundles() -> list[dict[str, Any]]:
    """Return the entries of `[dag_processor] dag_bundle_config_list`."""
    found = conf.getjson("dag_processor", "dag_bundle_config_list", fallback=[])
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def has_our_bundle() -> bool:
    """Return whether the list has our bundle, under any name."""
    return any(entry.get("classpath") == BUNDLE["classpath"] for entry in configured_bundles())


def is_our_name_taken() -> bool:
    """Return whether another bundle has our name."""
    return any(
        entry.get("name") == BUNDLE["name"] and entry.get("classpath") != BUNDLE["classpath"]
        for entry in configured_bundles()
    )


def extended_bundles() -> str:
    """Return the value to set: the bundles that are configured now, and ours, as JSON."""
    return json.dumps([entry for entry in configured_bundles() if entry.get("name") != BUNDLE["name"]] + [BUNDLE])
