"""A notifier for any DAG: it tells through the channels of alerts.toml, each key once, with retries and a log.

    from newsvane_notifier import NewsvaneNotifier

    DAG(..., default_args={"on_failure_callback": NewsvaneNotifier()})

Nothing heavy: this is imported whenever a DAG file is parsed.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import BaseHook, BaseNotifier

from newsvane.errors import ConfigError, NewsvaneError


class NewsvaneNotifier(BaseNotifier):
    """Tells of what happened. As `on_failure_callback`, and as the callback of a DeadlineAlert, it finds its own words.

    `subject`, `message`: templates, for other words. `channels`: ids in alerts.toml; without any, those of
    `NEWSVANE_OPS_CHANNELS`. `key`: a template; one message is sent for each key. Without one: an hour's failures of one
    task are told once, each missed deadline once.
    """

    template_fields = ("subject", "message", "key")

    def __init__(
        self,
        subject: str = "",
        message: str = "",
        *,
        channels: Sequence[str] = (),
        key: str = "",
        context: Any = None,
    ) -> None:
        super().__init__(context)
        self.subject, self.message, self.key = subject, message, key
        self.channels = tuple(channels)

    def notify(self, context: Any) -> None:
        """Tell now; what keeps it from going out is logged, and it is tried again by `newsvane_alert`."""
        from newsvane import pipeline

        subject, message, key = _words(context)
        try:
            pipeline.tell(
                self.subject or subject,
                self.message or message,
                key=self.key or f"{key} {self.subject}",
                channels=self.channels,
                lookup=channel_address,
            )
        except NewsvaneError as error:
            self.log.error("told as far as that was possible: %s", error)

    async def async_notify(self, context: Any) -> None:
        """The same for the triggerer."""
        await asyncio.to_thread(self.notify, context)


def channel_address(conn_id: str) -> str:
    """The Apprise address that an Airflow connection holds: its password, or the url of its extra.

    Raises ConfigError where it holds none.
    """
    try:
        connection = BaseHook.get_connection(conn_id)
    except Exception as error:  # what Airflow raises differs by where this runs
        raise ConfigError(
            f"the Airflow connection {conn_id!r} cannot be read here: make it, or correct the channel in alerts.toml; "
            "callbacks of deadlines may read none, what they tell waits for newsvane_alert",
            reason="channel_connection",
        ) from error
    for held in (connection.password, connection.extra_dejson.get("url")):
        if isinstance(held, str) and "://" in held:
            return held
    raise ConfigError(
        f"the Airflow connection {conn_id!r} holds no Apprise address: write it into its password",
        reason="channel_connection",
    )


def _words(context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, text and key of what happened."""
    run = _facts(context.get("dag_run"), "dag_id", "run_id", "dag_run_id")
    dag, run_id = run.get("dag_id", "a DAG"), run.get("run_id") or run.get("dag_run_id", "")
    if deadline := context.get("deadline"):
        due = deadline.get("deadline_time") if isinstance(deadline, Mapping) else deadline
        subject = f"{dag} is late"
        return subject, f"{subject}: its run {run_id} should have ended by {due}.", f"late {deadline}"
    task = context.get("task_instance") or context.get("ti")
    name = f"{dag}.{task.task_id}" if task else str(dag)
    if error := context.get("exception"):
        why = str(error) if isinstance(error, NewsvaneError) else ""  # others' words may quote what is secret
        lines = [f"{name} failed in run {run_id}.", ": ".join(filter(None, (type(error).__name__, why)))]
        if address := getattr(task, "log_url", ""):
            lines.append(f"Log: {address}")
        return f"{name} failed", "\n".join(lines), f"failed {name} {datetime.now(UTC):%Y-%m-%d %H}"
    return f"{name}: a message", f"{name} in run {run_id}.", f"told {name} {run_id}"


def _facts(thing: Any, *names: str) -> dict[str, Any]:
    """What a record or a mapping says under these names: callbacks get the one or the other."""
    get = thing.get if isinstance(thing, Mapping) else lambda name: getattr(thing, name, None)
    return {name: value for name in names if (value := get(name))}
