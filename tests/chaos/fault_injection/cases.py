"""All fault cases, in the order of the table."""

from tests.chaos.fault_injection import FaultCase
from tests.chaos.fault_injection.full_disk import full_disk
from tests.chaos.fault_injection.repeated_runs import backfill, cleared_run, simultaneous_runs
from tests.chaos.fault_injection.restored_backup import restored_backup
from tests.chaos.fault_injection.truncated_archive import truncated_before_landing, truncated_before_reprocessing
from tests.chaos.fault_injection.upgrade_in_flight import upgrade_in_flight
from tests.chaos.fault_injection.wrong_clock import wrong_clock

KB = 1024

CASES = (
    FaultCase("the disk is full while staging polls", full_disk("each poll", leave=0)),
    FaultCase("the disk is full while archiving pages", full_disk("each read", leave=64 * KB)),
    FaultCase("the disk is full while committing", full_disk("land_articles", leave=64 * KB)),
    FaultCase("the disk is full while publishing", full_disk("publish", leave=256 * KB)),
    FaultCase("the disk is full while alerts are sent", full_disk("deliver", leave=0)),
    FaultCase("archive files are cut short before landing", truncated_before_landing),
    FaultCase("archive files are cut short, then all is read again", truncated_before_reprocessing),
    FaultCase("two runs of the same interval at once", simultaneous_runs("scheduled", "manual")),
    FaultCase("the same run twice at once", simultaneous_runs("scheduled", "scheduled")),
    FaultCase("a run is cleared and rerun after landing", cleared_run("plan_polls")),
    FaultCase("its polls are cleared and rerun after landing", cleared_run("each poll")),
    FaultCase("a backfill over days of last week", backfill),
    FaultCase("the clock is two hours ahead, then right", wrong_clock(2)),
    FaultCase("the clock is two hours behind, then right", wrong_clock(-2)),
    FaultCase("an upgrade with a run in flight", upgrade_in_flight),
    FaultCase("the catalog is restored from last night", restored_backup(keep_staging=True)),
    FaultCase("the same, and staging is lost, too", restored_backup(keep_staging=False)),
)
