"""Wake a running Airflow after a command has created work for it."""

from typing import Literal

from newsvane.cli.console import print_words
from newsvane.settings import get_settings

Work = Literal["entries", "articles", "updates", "outbox"]
"""`updates`: articles that are in the lake already, which alert nobody."""
DONE = {
    "entries": "Airflow is running: it reads the pages now.",
    "articles": "Airflow is running: it counts, publishes and alerts now.",
    "updates": "Airflow is running: it counts and publishes now. Nobody is alerted.",
    "outbox": "Airflow is running: it delivers the messages now.",
}
OTHERWISE = {
    "entries": "`newsvane run` reads the pages, and so does Airflow after its next poll.",
    "articles": "`newsvane run` publishes and alerts, and so does Airflow when articles land next.",
    "updates": "`newsvane run` publishes, and so does Airflow when articles land next. Nobody is alerted.",
    "outbox": "`newsvane run` delivers the messages, and so does Airflow on its next run.",
}


def wake_airflow(work: Work, *, quiet: bool) -> None:
    """Wake the Airflow that runs on this home, if there is one, and print who will do the work unless `quiet`."""
    from newsvane import running_airflow  # noqa: PLC0415 - only commands that create work need it

    asset = "articles" if work == "updates" else work
    woken = running_airflow.wake(get_settings().home, f"newsvane://lake/{asset}")
    if not quiet:
        print_words((DONE if woken else OTHERWISE)[work])
