"""Report the state of the lake as metrics, through StatsD or OpenTelemetry as Airflow is configured.

By default Airflow sends metrics nowhere. Every metric is a gauge that is read from the lake, so a task that runs twice
or a process that lives for seconds cannot miscount. `docs/operations/metrics.md` lists the metrics.
"""

import logging

from airflow.sdk.observability import stats

log = logging.getLogger(__name__)


def report_vitals() -> None:
    """Set the gauges `newsvane.<name>`.

    A failure is only logged, because the task that calls this has already done its work.
    """
    from newsvane import pipeline

    try:
        for name, value in pipeline.collect_metrics().items():
            stats.gauge(f"newsvane.{name}", value)
        _flush()
    except Exception:
        log.warning("the metrics could not be reported", exc_info=True)


def _flush() -> None:
    """Send metrics now. OpenTelemetry collects them for a minute, which is longer than a task's process lives."""
    from opentelemetry import metrics

    flush = getattr(metrics.get_meter_provider(), "force_flush", None)
    if flush:
        flush(timeout_millis=5_000)
