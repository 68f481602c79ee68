"""A notifier for any DAG. It sends through the channels of alerts.toml, once per key, with retries and a log.

    from newsvane_notifier import NewsvaneNotifier

    DAG(..., default_args={"on_failure_callback": NewsvaneNotifier()})

Keep this module light: Airflow imports it whenever it parses a DAG file.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import BaseHook, BaseNotifier

from newsvane.errors import ConfigError, NewsvaneError


class NewsvaneNotifier(BaseNotifier):
    """Send a message about a failed task, a late run or anything else.

    As `on_failure_callback` and as the callback of a DeadlineAlert it writes subject and message itself.

    Args:
        subject: template that replaces the default subject.
        message: template that replaces the default message.
        channels: ids of channels in alerts.toml; by default those of `NEWSVANE_OPS_CHANNELS`.
        key: template; one message is sent per key. By default one message per task and hour of failures, and one
            per missed deadline.
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
        """Send the message now. If that fails, log why; `newsvane_alert` tries again."""
        from newsvane import pipeline

        subject, message, key = _describe(context)
        try:
            pipeline.notify_ops(
                self.subject or subject,
                self.message or message,
                key=self.key or f"{key} {self.subject}",
                channels=self.channels,
                lookup=channel_address,
            )
        except NewsvaneError as error:
            self.log.error("the message could not be sent to every channel: %s", error)

    async def async_notify(self, context: Any) -> None:
        """Send the message from the triggerer."""
        await asyncio.to_thread(self.notify, context)


def channel_address(conn_id: str) -> str:
    """Return the Apprise address stored in an Airflow connection: its password, or `url` in its extra.

    Raises ConfigError if the connection cannot be read or holds no address.
    """
    try:
        connection = BaseHook.get_connection(conn_id)
    except Exception as error:  # Airflow raises different errors in tasks, callbacks and the API server
        raise ConfigError(
            f"the Airflow connection {conn_id!r} cannot be read here: create it, or correct alerts.toml. "
            "Deadline callbacks may not read connections; newsvane_alert sends their messages",
            reason="channel_connection",
        ) from error
    for address in (connection.password, connection.extra_dejson.get("url")):
        if isinstance(address, str) and "://" in address:
            return address
    raise ConfigError(
        f"the Airflow connection {conn_id!r} holds no Apprise address: store one as its password",
        reason="channel_connection",
    )


def _describe(context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return subject, text and key of a message about what happened."""
    run = _facts(context.get("dag_run"), "dag_id", "run_id", "dag_run_id")
    dag, run_id = run.get("dag_id", "a DAG"), run.get("run_id") or run.get("dag_run_id", "")
    if deadline := context.get("deadline"):
        due = deadline.get("deadline_time") if isinstance(deadline, Mapping) else deadline
        subject = f"{dag} is late"
        return subject, f"{subject}: its run {run_id} should have ended by {due}.", f"late {deadline}"
    task = context.get("task_instance") or context.get("ti")
    name = f"{dag}.{task.task_id}" if task else str(dag)
    if error := context.get("exception"):
        why = str(error) if isinstance(error, NewsvaneError) else ""  # other messages may contain secrets
        lines = [f"{name} failed in run {run_id}.", ": ".join(filter(None, (type(error).__name__, why)))]
        if address := getattr(task, "log_url", ""):
            lines.append(f"Log: {address}")
        return f"{name} failed", "\n".join(lines), f"failed {name} {datetime.now(UTC):%Y-%m-%d %H}"
    return f"{name}: a message", f"{name} in run {run_id}.", f"told {name} {run_id}"


def _facts(thing: Any, *names: str) -> dict[str, Any]:
    """Return the values of these names, from a record or a mapping, because callbacks are given either."""
    found = thing if isinstance(thing, Mapping) else {name: getattr(thing, name, None) for name in names}
    return {name: value for name in names if (value := found.get(name))}
