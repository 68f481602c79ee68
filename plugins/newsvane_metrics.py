"""How the lake is, told to Airflow's metrics (StatsD or OpenTelemetry, as Airflow is configured; nowhere by default).

All are gauges made from the lake, so that a task that ran twice, or a process that lives for seconds, counts nothing
wrong. `docs/operations/metrics.md` lists them.
"""

import logging

from airflow.sdk.observability import stats

log = logging.getLogger(__name__)


def report_vitals() -> None:
    """Set the gauges `newsvane.<name>`. A failure is a warning: the task that calls this has done its work."""
    from newsvane import pipeline

    try:
        for name, value in pipeline.vitals().items():
            stats.gauge(f"newsvane.{name}", value)
        _flush()
    except Exception:
        log.warning("the metrics could not be told", exc_info=True)


def _flush() -> None:
    """Send now what OpenTelemetry collects for a minute: a task's process does not live that long."""
    from opentelemetry import metrics

    flush = getattr(metrics.get_meter_provider(), "force_flush", None)
    if flush:
        flush(timeout_millis=5_000)
