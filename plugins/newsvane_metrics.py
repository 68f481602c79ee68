"""Report the state of the lake as metrics, through StatsD or OpenTelemetry as Airflow is configured.

By default Airflow does not send metrics. Every metric is a gauge that is read from the lake, so tasks that run twice
and short-lived processes cannot distort it. `docs/operations/metrics.md` lists the metrics.
"""

import logging

from newsvane_compat import set_gauge

log = logging.getLogger(__name__)


def report_metrics() -> None:
    """Set the gauges `newsvane.<name>`.

    A failure is only logged, because the task that calls this has already done its work.
    """
    from newsvane import pipeline

    try:
        for name, value in pipeline.collect_metrics().items():
            set_gauge(f"newsvane.{name}", value)
        _flush()
    except Exception:
        log.warning("the metrics could not be reported", exc_info=True)


def _flush() -> None:
    """Send metrics now, because OpenTelemetry sends them once per minute, and a task's process ends earlier."""
    from opentelemetry import metrics

    flush = getattr(metrics.get_meter_provider(), "force_flush", None)
    if flush:
        flush(timeout_millis=5_000)
