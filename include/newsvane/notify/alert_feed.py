"""Turn alerts into a feed that other systems can follow. Pure.

An alert is one entry, however many channels it was sent to. Its text was already made safe when the alert was rendered.
"""

from collections.abc import Sequence

from newsvane.feed_output import OutputFeed, OutputItem
from newsvane.records import Message
from newsvane.ui_links import UiPage, ui_link

TITLE = "Newsvane: alerts"


def build_alert_feed(alerts: Sequence[Message], *, ui_url: str) -> OutputFeed:
    """Return the alerts as a feed, in the given order."""
    items = [
        OutputItem(
            alert.key, alert.subject, alert.body, alert.created_at, _alert_link(alert, ui_url), alert.html, alert.rule
        )
        for alert in alerts
    ]
    return OutputFeed("alerts", TITLE, ui_link(ui_url, UiPage.ALERTS), items)


def _alert_link(alert: Message, ui_url: str) -> str:
    """Return the address of the UI page that shows what the alert is about."""
    if alert.story_id:
        return ui_link(ui_url, UiPage.STORIES, alert.story_id)
    return ui_link(ui_url, UiPage.FEEDS if alert.feed_id or alert.covers else UiPage.ALERTS)
