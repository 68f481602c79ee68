"""Whether everything works, for `newsvane doctor` and the page *Status*: checks with remedies, and the latest runs.

- `environment`: settings, home, watch files, disk, channels and links. `lake_state`: what the lake says. `polling`:
  whether anything polls. `failing_channels`: channels that fail. `unfinished`: what was interrupted. `checks` runs
  them.
- `steps`: when each step of the pipeline was last done, and what is usual.
"""

from newsvane.health.checks import run_checks, run_quick_checks
from newsvane.health.failing_channels import FailingChannel, find_failing_channels
from newsvane.health.steps import STEPS, Step, find_steps
from newsvane.lake import CheckResult as Check

__all__ = [
    "STEPS",
    "Check",
    "FailingChannel",
    "Step",
    "find_failing_channels",
    "find_steps",
    "run_checks",
    "run_quick_checks",
]
