"""A clock that is hours wrong for one cycle and right in the next, which brings news and a correction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from newsvane import lake
from newsvane.settings import Settings
from tests.chaos.fault_injection import Outcome, compare
from tests.support.empty_lake import create_lake
from tests.support.lake_rows import Rows, load_rows
from tests.support.outlet import Answer, outlet, page
from tests.support.saved_cycle import SavedCycle
from tests.support.scene import settings_from
from tests.support.steps import run_steps, steps

WATCH = {
    "feeds.toml": '[[feed]]\nid = "post"\nurl = "http://outlet.example/feed"\n',
    "topics.toml": '[[topic]]\nid = "all"\ntitle = "All"\nquery = "harbour"\n',
    "alerts.toml": '[[channel]]\nid = "webhook"\nurl = "${NEWSVANE_DEMO_WEBHOOK}"\n\n[[rule]]\nid = "new"\n'
    'title = "New"\ntopics = ["all"]\nchannels = ["webhook"]\nnew = "every"\n',
}
ITEM = "<item><title>{title}</title><link>http://outlet.example/{slug}</link><description>{words}</description></item>"
STORIES = {
    "ferry": "The harbour master said on Monday that the night ferry to Bari will sail again from next week, three "
    "months after the fire in its engine room, once the inspectors from Rome have seen the new pumps at work.",
    "cranes": "Two cranes bought second hand in Trieste arrived at the harbour on a barge this morning, and dockers "
    "who had waited for them since spring cheered as the first of them was lifted onto the eastern quay.",
    "divers": "Divers who searched the harbour for an unexploded mine found instead the anchor of a schooner that "
    "sank in the storm of 1911, and the museum has asked the navy to raise it before the summer season begins.",
}


def wrong_clock(hours: int) -> Callable[[SavedCycle, Path], Outcome]:
    """Return a case: the first cycle runs with a clock this many hours off, the second with the right time."""

    def run(saved: SavedCycle, folder: Path) -> Outcome:
        for name in ("right", "wrong"):
            (folder / name).mkdir()
        expected, _ = _run_two_cycles(saved, folder / "right", timedelta(0))
        _, settings = _run_two_cycles(saved, folder / "wrong", timedelta(hours=hours))
        return compare(settings, saved.scene.inbox, expected, runs=1)

    return run


def _run_two_cycles(saved: SavedCycle, folder: Path, wrong: timedelta) -> tuple[Rows, Settings]:
    """Run two cycles in a home of its own; return what its lake holds at the end."""
    for name, text in WATCH.items():
        (folder / name).write_text(text, "utf-8")
    answers = {"/feed": _feed("ferry", "cranes"), **{f"/{slug}": _page(slug) for slug in STORIES}}
    with outlet(answers) as connect_to:
        environment = {**saved.scene.environment, "NEWSVANE_HOME": str(folder / "home")}
        environment |= {"NEWSVANE_WATCH": str(folder), "NEWSVANE_CONNECT_TO": connect_to}
        settings = settings_from(environment)
        create_lake(settings)
        saved.scene.inbox.write_bytes(b"")
        run_steps(settings, environment, steps("first"), clock_shift=wrong)
        answers["/feed"] = _feed("divers", "ferry", "cranes", corrected="ferry")
        answers["/ferry"] = replace(_page("ferry"), body=_page("ferry").body.replace("Monday", "Tuesday"))
        _make_due(settings, wrong)
        run_steps(settings, environment, steps("second"))
    return load_rows(settings), settings


def _make_due(settings: Settings, wrong: timedelta) -> None:
    """Make the feed due now, unless the clock was ahead: then it must be due by itself."""
    if wrong <= timedelta(0):
        with lake.writer(settings) as connection:
            connection.execute("UPDATE feed_states SET next_poll_at = polled_at")


def _feed(*slugs: str, corrected: str = "") -> Answer:
    items = "".join(
        ITEM.format(title=f"{slug}{' corrected' * (slug == corrected)}", slug=slug, words=STORIES[slug][:40])
        for slug in slugs
    )
    return Answer(f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>", "application/rss+xml")


def _page(slug: str) -> Answer:
    return page(body=f"<article><h1>{slug}</h1><p>{STORIES[slug]}</p></article>")
