"""Fill in the past: read archived pages, and pages at old addresses, and land their articles at their own dates.

A plan divides the inputs into parts (`planning`). A part is read in batches, each of which lands before the next one is
read (`part_runner`); then the days that have changed are counted (`finish_backfill`). Nobody is alerted. Whatever the
lake knows already stays as it is, so that a backfill can be interrupted and repeated.
"""

from newsvane.pipeline.backfill.estimating import estimate_backfill
from newsvane.pipeline.backfill.finishing import finish_backfill
from newsvane.pipeline.backfill.part_runner import give_way, run_part
from newsvane.pipeline.backfill.planning import plan_backfill
from newsvane.pipeline.backfill.requests import BackfillRequest

__all__ = ["BackfillRequest", "estimate_backfill", "finish_backfill", "give_way", "plan_backfill", "run_part"]
