"""What the flags of a trend say: whether one outlet alone made a spike, on a terminal and on a page."""

import os
import subprocess
import sys
from datetime import date

import pytest

from newsvane import trends
from newsvane.cli.trends.trends import _describe_flags
from newsvane.trends.counts import Baseline, Flag, Point, Series
from tests.support.scene import PROJECT

DRAW = """
import sys
from newsvane.trends import Series
from newsvane_pages.bar_charts import draw_bars
from newsvane_pages.html_rendering import _environment
(chart,) = draw_bars(Series.model_validate_json(sys.stdin.read()))
print(_environment().get_template("charts.html").module.trend(chart, "Iran", "day"))
"""


def series(flag: Flag, largest: int) -> Series:
    point = Point(
        day=date(2026, 11, 27), articles=61, originals=61, stories=2, translated=0, outlets=2, read=70, flag=flag,
        largest_outlet="flood.example", largest=largest, baseline=Baseline(expected=2, low=0, high=4, least=0, most=6),
    )  # fmt: skip
    return trends.Series(topic="iran", points=(point,))


@pytest.mark.parametrize(
    ("flag", "largest", "words"),
    [
        pytest.param("spike", 60, "spike 2026-11-27 (60 of 61 from one outlet, flood.example)", id="a flood"),
        pytest.param("spike", 30, "spike 2026-11-27", id="news"),
        pytest.param("silence", 60, "silence 2026-11-27", id="a silence"),
        pytest.param("normal", 60, "normal", id="nothing unusual"),
    ],
)
def test_a_spike_of_one_outlet_is_said_to_be_one(flag: Flag, largest: int, words: str) -> None:
    assert _describe_flags(series(flag, largest)) == [words]


@pytest.mark.parametrize(
    ("largest", "words"),
    [
        pytest.param(60, "Spike: 2026-11-27 (60 of 61 from one outlet, <bdi>flood.example</bdi>)", id="a flood"),
        pytest.param(30, "Spike: 2026-11-27</div>", id="news"),
    ],
)
def test_so_is_that_of_a_chart_on_a_page(largest: int, words: str) -> None:
    written = series("spike", largest).model_dump_json(exclude={"points": {"__all__": {"share"}}})
    environment = os.environ | {"PYTHONPATH": "include:plugins"}
    done = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=PROJECT,
        env=environment,
        input=written,
        capture_output=True,
        text=True,
        check=True,
    )
    assert words in done.stdout
