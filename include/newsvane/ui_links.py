"""Build links to Newsvane's pages in the Airflow UI, for alerts, feeds of alerts and the plugin. Pure.

The plugin serves every page below `PREFIX`. This module is the only place that knows the addresses.
"""

from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import quote, urlencode, urlsplit

PREFIX = "/newsvane"
"""Where the plugin's pages are, relative to the address of the Airflow UI."""

NO_FILTERS: Mapping[str, str] = MappingProxyType({})


class UiPage(StrEnum):
    """The pages, each with its path below `PREFIX`."""

    COVERAGE = ""
    STATUS = "status"
    SEARCH = "search"
    STORIES = "stories"
    ARTICLES = "articles"
    OUTLETS = "outlets"
    TOPICS = "topics"
    NAMES = "names"
    FEEDS = "feeds"
    SOURCES = "sources"
    QUARANTINE = "quarantine"
    ALERTS = "alerts"
    MESSAGE = "alerts/message"
    RULES = "alerts/rules"
    RULE = "alerts/rule"
    CHANNELS = "alerts/channels"
    LABELS = "labels"
    QUALITY = "quality/"
    ACTIONS = "actions"
    PROVENANCE = "provenance"
    RUNBOOK = "runbook"


OLD_PATHS: Mapping[str, UiPage] = MappingProxyType({"refused": UiPage.QUARANTINE, "acts": UiPage.ACTIONS})
"""Former paths of pages, which messages that were already sent contain. They redirect."""


def ui_path(page: UiPage, item: str = "", *, anchor: str = "", filters: Mapping[str, str] = NO_FILTERS) -> str:
    """Return the path of a page below `PREFIX`.

    `item`: id of the story, article, outlet, topic, message or rule to show. `anchor`: id of the element to scroll to,
    such as a feed or a runbook entry. `filters`: of the page, by name.
    """
    path = f"{page.rstrip('/')}/{quote(item, safe='')}" if item else str(page)
    path += f"?{urlencode(filters)}" if filters else ""
    return f"{path}#{quote(anchor)}" if anchor else path


def ui_link(
    ui_url: str, page: UiPage, item: str = "", *, anchor: str = "", filters: Mapping[str, str] = NO_FILTERS
) -> str:
    """Return the absolute address of a page. `ui_url`: address of the Airflow UI (`NEWSVANE_UI_URL`)."""
    return f"{ui_url.rstrip('/')}{PREFIX}/{ui_path(page, item, anchor=anchor, filters=filters)}"


def is_loopback(url: str) -> bool:
    """Return whether only this machine itself can open an address: 127.0.0.1, localhost, 0.0.0.0 and such."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    with suppress(ValueError):
        return (found := ip_address(host)).is_loopback or found.is_unspecified
    return host == "localhost" or host.endswith(".localhost")
