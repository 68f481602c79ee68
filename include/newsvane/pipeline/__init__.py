"""One function a step, the same for the DAGs, the command line and the tests.

A step takes the run's name, finds its input in the staging folder or the lake, and leaves its output there; what it
returns is counts. Every step may run twice, or die anywhere and run again: the lake ends the same.
"""

from newsvane.pipeline.alerting.schedule import decide
from newsvane.pipeline.delivery.senders import deliver, tell, trial
from newsvane.pipeline.ingest.land import land_articles, validate
from newsvane.pipeline.ingest.poll import land_polls, plan_polls, poll
from newsvane.pipeline.ingest.read import plan_reads, read
from newsvane.pipeline.ops.actions import act
from newsvane.pipeline.ops.maintenance import maintain, publish, refresh_trends, vitals
from newsvane.pipeline.ops.recover import land_again
from newsvane.pipeline.ops.regroup import regroup

__all__ = [
    "act",
    "decide",
    "deliver",
    "land_again",
    "land_articles",
    "land_polls",
    "maintain",
    "plan_polls",
    "plan_reads",
    "poll",
    "publish",
    "read",
    "refresh_trends",
    "regroup",
    "tell",
    "trial",
    "validate",
    "vitals",
]
