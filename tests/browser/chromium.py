"""Run Chromium as a person would use it, and record everything that must never happen on a page.

Uses the installed Chromium; nothing is downloaded. Tests are skipped without it, or fail if
`REQUIRE_BROWSER=1`, as in CI.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    StorageState,
    sync_playwright,
)

REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")

Theme = Literal["light", "dark"]
WIDE, NARROW = (1440, 900), (390, 844)
"""Window sizes of a desktop and a phone, in CSS pixels."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser until the block ends. As root it has no sandbox, because Chromium supports none for root.

    Raises FileNotFoundError if Chromium is not installed.
    """
    if PROGRAM is None:
        raise FileNotFoundError("there is no chromium on the PATH: install Debian's package of that name")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Session:
    """One person's browser window. `troubles`: one line per event that must not happen (see `watch`)."""

    context: BrowserContext
    url: str
    page: Page
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open the page at a path, and return it once it is loaded."""
        self.page.goto(f"{self.url}{path}", wait_until="load")
        return self.page

    def watch(self) -> None:
        """From now on, record console errors, requests to other hosts and dialogs in `troubles`."""
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        self.context.on("request", self._request)
        self.context.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"console at {message.location['url']}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(f"{self.url}/"):
            self.troubles.append(f"asked for {request.url}")

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


@contextlib.contextmanager
def session(
    browser: Browser,
    url: str,
    *,
    state: StorageState | None = None,
    theme: Theme = "light",
    size: tuple[int, int] = WIDE,
) -> Iterator[Session]:
    """Open a browser window with cookies of its own at Airflow's `url`. `state`: a log-in made by `logged_in`."""
    context = browser.new_context(
        color_scheme=theme,
        viewport={"width": size[0], "height": size[1]},
        locale="en-GB",
        timezone_id="UTC",
        storage_state=state,
    )
    try:
        one = Session(context, url, context.new_page())
        one.watch()
        yield one
    finally:
        context.close()


def logged_in(browser: Browser, url: str, name: str) -> StorageState:
    """Log in with Airflow's form and return the resulting browser state. The password equals the name."""
    with session(browser, url) as one:
        page = one.open("/newsvane/feeds")
        page.get_by_role("link", name="Log in").click()
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(name)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{url}/newsvane/feeds")
        return one.context.storage_state()


def complaints(page: Page) -> list[str]:
    """Return the serious and critical accessibility problems that axe-core finds: rule, element and reason."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
