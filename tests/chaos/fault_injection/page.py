"""A row of the table a day."""

from tests.chaos.fault_injection import Day, Outcome

HEADING = """| bad day | rows lost | doubled | alerts lost | doubled | healed after |
|---|---|---|---|---|---|"""


def line(day: Day, came: Outcome) -> str:
    """The row as Markdown."""
    healed = f"{came.runs} run{'s' * (came.runs != 1)}" if came.runs else "the same task again"
    numbers = (came.rows_lost, came.rows_doubled, came.alerts_lost, came.alerts_doubled)
    return f"| {day.title} | {' | '.join(map(str, numbers))} | {healed} |"
