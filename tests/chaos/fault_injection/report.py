"""The table of fault cases as Markdown."""

from tests.chaos.fault_injection import FaultCase, Outcome

HEADING = """| fault | rows lost | duplicated | alerts lost | duplicated | healed after |
|---|---|---|---|---|---|"""


def render_row(case: FaultCase, outcome: Outcome) -> str:
    """Render one case as a row."""
    healed = f"{outcome.runs} run{'s' * (outcome.runs != 1)}" if outcome.runs else "the same task again"
    numbers = (outcome.rows_lost, outcome.rows_duplicated, outcome.alerts_lost, outcome.alerts_duplicated)
    return f"| {case.title} | {' | '.join(map(str, numbers))} | {healed} |"
