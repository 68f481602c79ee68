"""The page of one message: as it was or will be sent, every attempt to deliver it, and a button to send it again."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from newsvane import lake, notify
from newsvane.records import Message
from newsvane_pages.actions import Actions
from newsvane_pages.alerts import find_subject_page, list_channels_in_use
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor

router = APIRouter()

ROWS = 20
"""The maximum number of attempts, and of other messages that it stands for, on the page."""
MAIL_LINE, MAX_MAIL_HEIGHT = 90, 900
"""Letters in a line of a mail, and the pixels from which a mail is scrolled in its frame."""


@router.get("/alerts/message/{key:path}")
def show_message(actions: Actions, key: str) -> Response:
    """Show a message: its state, its text in every form, its attempts, and what else it stands for."""
    with open_cursor() as cursor:
        found = fetch_rows(cursor, "alert_message", key=key)
        attempts = fetch_rows(cursor, "alert_attempts", key=key, limit=ROWS)
        covered = fetch_rows(cursor, "covered_alerts", key=key, limit=ROWS)
        resends = fetch_rows(cursor, "resends_of_message", key=key, limit=ROWS)
        others = fetch_rows(cursor, "other_sendings", key=key, limit=ROWS)
    if not found:
        raise HTTPException(404, "There is no message with this key in the outbox.")
    (message,) = found
    return actions.page(
        "alert_message.html",
        tab="alerts",
        message=message | {"in_digest": None},
        about=find_subject_page(message),
        payload=_write_payload(message),
        mail_height=_estimate_height(message["body"] or ""),
        attempts=attempts,
        covered=covered,
        resends=resends,
        others=others,
        is_removed=message["body"] == lake.REMOVED_BODY,
        has_channel=message["channel"] in list_channels_in_use(),
        may_have_arrived=message["state"] in {"dead", "pending"} and any(each["unsure"] for each in attempts),
    )


def _estimate_height(body: str) -> int:
    """Return how many pixels a message needs as HTML in a wide window: a page cannot know the size of such a frame."""
    lines = sum(1 + len(line) // MAIL_LINE for line in body.splitlines() if line)
    return min(80 + 20 * lines, MAX_MAIL_HEIGHT)


def _write_payload(row: Row) -> str:
    """Return the JSON that a webhook receives; "" if an older version wrote the message in a way we cannot read."""
    given: dict[str, Any] = {name: row[name] for name in Message.model_fields if row.get(name) is not None}
    try:
        message = Message.model_validate(given)
    except ValidationError:
        return ""
    return json.dumps(notify.build_payload(message), ensure_ascii=False, indent=2)
