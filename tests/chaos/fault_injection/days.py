"""All bad days, in the order of the table."""

from tests.chaos.fault_injection import Day
from tests.chaos.fault_injection.again import at_once, backfilled, cleared
from tests.chaos.fault_injection.backup import restored
from tests.chaos.fault_injection.clock import wrong_by
from tests.chaos.fault_injection.cut import before_landing, before_reprocessing
from tests.chaos.fault_injection.full import full
from tests.chaos.fault_injection.upgrade import in_flight

KB = 1024

DAYS = (
    Day("the disk is full while staging polls", full("each poll", leave=0)),
    Day("the disk is full while archiving pages", full("each read", leave=64 * KB)),
    Day("the disk is full while committing", full("land_articles", leave=64 * KB)),
    Day("the disk is full while publishing", full("publish", leave=256 * KB)),
    Day("the disk is full while alerts are sent", full("deliver", leave=0)),
    Day("archive files are cut short before landing", before_landing),
    Day("archive files are cut short, then all is read again", before_reprocessing),
    Day("two runs of the same interval at once", at_once("scheduled", "manual")),
    Day("the same run twice at once", at_once("scheduled", "scheduled")),
    Day("a run is cleared and rerun after landing", cleared("plan_polls")),
    Day("its polls are cleared and rerun after landing", cleared("each poll")),
    Day("a backfill over days of last week", backfilled),
    Day("the clock is two hours ahead, then right", wrong_by(2)),
    Day("the clock is two hours behind, then right", wrong_by(-2)),
    Day("an upgrade with a run in flight", in_flight),
    Day("the catalog is restored from last night", restored(staging=True)),
    Day("the same, and staging is lost, too", restored(staging=False)),
)
