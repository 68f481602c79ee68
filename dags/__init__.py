"""Newsvane's DAGs, for an Airflow that finds them through a DAG file of its own; see `newsvane_bundle`."""

from . import (
    newsvane_act,
    newsvane_alert,
    newsvane_backfill,
    newsvane_ingest,
    newsvane_maintain,
    newsvane_poll,
    newsvane_trends,
)

__all__ = [
    "newsvane_act",
    "newsvane_alert",
    "newsvane_backfill",
    "newsvane_ingest",
    "newsvane_maintain",
    "newsvane_poll",
    "newsvane_trends",
]
