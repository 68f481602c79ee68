"""The steps of the pipeline, one function per step. DAGs, the command line and tests call the same functions.

The contract of a step:

- A planning step (`plan_…`) takes the name of a run, chooses the work and divides it into chunks, which it returns.
- A step that does the work of a chunk takes the chunk, and a landing step takes the run. Each finds its input in the
  run's staging folder or in the lake and leaves its output there. It returns counts, which are small enough for XCom.
- A step may run twice, or be killed at any point and run again: the lake ends up the same, and no alert is sent twice.
- A failure of one feed, page or channel is a row or a result, not an exception. A step raises Transient when running it
  again later may help, and Terminal when a person has to change something first.
- Without `settings`, a step reads them from the environment.

A cycle is plan_polls, poll (each chunk), land_polls, plan_reads, read (each chunk), validate, land_articles,
refresh_trends, publish, update_search_index, deliver. The other functions are for operators.
"""

from newsvane.pipeline.alerting.schedule import schedule_alerts
from newsvane.pipeline.backfill import (
    BackfillRequest,
    estimate_backfill,
    finish_backfill,
    give_way,
    plan_backfill,
    run_part,
)
from newsvane.pipeline.delivery.deliver import deliver
from newsvane.pipeline.delivery.ops_messages import notify_ops, send_test_message
from newsvane.pipeline.ingest.land import land_articles
from newsvane.pipeline.ingest.poll import land_polls, plan_polls, poll
from newsvane.pipeline.ingest.read import count_waiting_entries, plan_reads, read
from newsvane.pipeline.ingest.validate import validate
from newsvane.pipeline.ops.actions import perform_action
from newsvane.pipeline.ops.channel_tests import try_channel
from newsvane.pipeline.ops.maintenance import (
    collect_metrics,
    count_due,
    maintain,
    publish,
    refresh_trends,
    require_counted,
    update_search_index,
)
from newsvane.pipeline.ops.name_articles import name_stored_articles
from newsvane.pipeline.ops.outlet_facts import apply_outlet_facts
from newsvane.pipeline.ops.recover import land_again, restore
from newsvane.pipeline.ops.regroup import regroup

act = perform_action
"""An earlier name, kept for callers outside this repository."""
decide = schedule_alerts
"""An earlier name, kept for callers outside this repository."""

__all__ = [
    "BackfillRequest",
    "act",
    "apply_outlet_facts",
    "collect_metrics",
    "count_due",
    "count_waiting_entries",
    "decide",
    "deliver",
    "estimate_backfill",
    "finish_backfill",
    "give_way",
    "land_again",
    "land_articles",
    "land_polls",
    "maintain",
    "name_stored_articles",
    "notify_ops",
    "perform_action",
    "plan_backfill",
    "plan_polls",
    "plan_reads",
    "poll",
    "publish",
    "read",
    "refresh_trends",
    "regroup",
    "require_counted",
    "restore",
    "run_part",
    "schedule_alerts",
    "send_test_message",
    "try_channel",
    "update_search_index",
    "validate",
]
