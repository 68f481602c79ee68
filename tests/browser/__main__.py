"""Take the screenshots in `docs/screenshots`: each page in light and dark, at desktop and phone width.

`make screenshots` runs it on the demo's lake, after a feed was paused and an article was discarded. Look at the
pictures before you commit them.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, StorageState, expect
from rich.console import Console

from tests.browser.chromium import Theme, chromium, logged_in, session
from tests.browser.stage import Stage, stage
from tests.support.scene import PROJECT

FOLDER = PROJECT / "docs" / "screenshots"
SIZES = {"wide": (1440, 760), "narrow": (390, 760)}
"""Sizes of the pictures in CSS pixels. All pictures together take about 3 MB."""
THEMES: tuple[Theme, ...] = ("light", "dark")
PATIENCE = 120_000
"""Milliseconds to wait until an action is done."""

console = Console(highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of Airflow; a free one where not given")
    port = parser.parse_args().port
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder), port=port) as one, chromium() as browser:
        op = logged_in(browser, one.airflow.url, "op")
        act(one, browser, op)
        for theme in THEMES:
            for size, pixels in SIZES.items():
                with session(browser, one.airflow.url, state=op, theme=theme, size=pixels) as person:
                    for name, path in pages(one).items():
                        person.open(f"/newsvane/{path}").screenshot(path=FOLDER / f"{name}-{theme}-{size}.png")
        with session(browser, one.airflow.url, state=op) as person:
            page = person.open("/plugin/newsvane")
            expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
            page.screenshot(path=FOLDER / "airflow.png")
    files = [*FOLDER.glob("*.png")]
    total = sum(file.stat().st_size for file in files)
    console.print(f"{len(files)} pictures, {total / 1e6:.1f} MB, in {FOLDER.relative_to(PROJECT)}")


def pages(one: Stage) -> dict[str, str]:
    """Return the path of each page below /newsvane/, by name."""
    ((copy, original),) = one.ask(
        "SELECT article_id, copy_of FROM coverage WHERE copy_kind = 'near_copy' ORDER BY ALL LIMIT 1"
    )
    ((persian,),) = one.ask(
        "SELECT article_id FROM coverage WHERE language = 'fa' AND contains(text, 'تهران') ORDER BY ALL LIMIT 1"
    )
    ((outlet,),) = one.ask("SELECT outlet FROM coverage GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT 1")
    ((message, rule),) = one.ask("SELECT key, rule FROM outbox WHERE html <> '' ORDER BY created_at DESC, key LIMIT 1")
    found = {
        "coverage": "",
        "story": f"stories/{one.seed}",
        "article": f"articles/{copy}?q=tirana",
        "side-by-side": f"articles/{original}/compare/{copy}",
        "outlet": f"outlets/{outlet}?days=182",
        "topic": "topics/mek?days=182",
        "names": "names?days=182",
        "name": "names/maryam-rajavi?days=182",
        "place": "names/tirana?days=182",
        "right-to-left": f"articles/{persian}?q=%D8%AA%D9%87%D8%B1%D8%A7%D9%86",
        "quality": "quality/",
        "search": "search?q=tirana&q=iran",
        "labels": "labels?topic=mek",
        "message": f"alerts/message/{message}",
        "rule": f"alerts/rule/{rule}?preview=30",
        "rules": "alerts/rules",
        "channels": "alerts/channels",
    }
    return found | {
        name: name for name in ("status", "feeds", "quarantine", "alerts", "actions", "provenance", "runbook")
    }


def act(one: Stage, browser: Browser, op: StorageState) -> None:
    """Pause a feed and discard an article as a person would, and wait until both are done."""
    with session(browser, one.airflow.url, state=op) as person:
        page = person.open("/newsvane/feeds")
        row = page.locator("tr#silent-star")
        row.locator(".pause summary").click()
        row.get_by_placeholder("because").fill("the outlet is moving to another host")
        row.get_by_role("button", name="Pause").click()
        expect(row).to_contain_text("The feed was paused", timeout=PATIENCE)
        page = person.open("/newsvane/quarantine")
        row = page.get_by_role("listitem").filter(has_text="Tirana ferry office closed").first
        row.get_by_label("Discard: because").fill("an announcement, no news")
        row.get_by_role("button", name="Discard").click()
        expect(row).to_contain_text("The article was discarded", timeout=PATIENCE)


if __name__ == "__main__":
    main()
