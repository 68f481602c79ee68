"""Say what failed, and end with exit code 1.

The rule for every command: 0 if it has done what was asked; 1 if something that was asked for was not done, with a line
on stderr per thing that failed; 2 if the command, a setting or a watch file is wrong, and nothing was done. A failure
that the pipeline expects, such as one of many feeds or pages, is a result: the summary counts it, and the code is 0.
"""

from collections.abc import Collection, Mapping
from typing import Any

import typer

from newsvane import feeds
from newsvane.analysis.queries import fetch_rows
from newsvane.cli.console import print_error
from newsvane.cli.queries import load_query
from newsvane.plurals import count_noun


def exit_if_failed(problems: Collection[str]) -> None:
    """Print the problems and exit with code 1, if there are any."""
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(1)


def find_poll_problems(summary: Mapping[str, Any]) -> list[str]:
    """Return a line if our network was down, or no watched feed or hardly one can be polled. `summary`: of a cycle."""
    (outage,) = fetch_rows(load_query("network_outage"), {"run_id": summary["run"], "words": feeds.OUTAGE_WORDS})
    if outage["words"]:
        return [f"{outage['words']}. This round counts against no feed, and they are due again within minutes"]
    polled = summary["polled"]
    failed, well = polled.get("failed", 0), polled.get("ok", 0) + polled.get("unchanged", 0)
    if not feeds.is_nearly_all(failed, failed + well):
        return []
    states = [row["status"] for row in fetch_rows(load_query("feed_health")) if not row["paused"]]
    failing = states.count("failed")
    if not feeds.is_nearly_all(failing, len(states)):
        return []
    which = "every feed fails" if failing == len(states) else f"{failing:,} of {len(states):,} feeds fail"
    return [
        f"{which}: check the network, then `newsvane feeds check` says what to fix, and `newsvane run --all` polls "
        "them again"
    ]


def find_named_poll_problems(summary: Mapping[str, Any]) -> list[str]:
    """Return a line per feed that was named and could not be polled."""
    return [
        f"{feed_id} could not be polled ({row['reason']}): `newsvane feeds check {feed_id}` says what to fix"
        for row in summary["feeds_failed"]
        for feed_id in row["feeds"]
    ]


def find_alert_problems(summary: Mapping[str, Any]) -> list[str]:
    """Return a line if messages were given up."""
    dead = summary.get("alerts", {}).get("dead")
    if not dead:
        return []
    were = "was" if dead == 1 else "were"
    return [f"{count_noun(dead, 'message')} {were} given up: `newsvane alerts log --state dead` says why"]
