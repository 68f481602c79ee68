"""Rules in plain words."""

from typing import Any

import pytest

from newsvane.alerts import describe_condition, describe_delivery, load_alerts

TITLES = {"mek": "MEK / PMOI", "albania": "Albania"}


def load(table: str, lines: str) -> Any:
    text = f'[[channel]]\nid = "desk"\nurl = "x"\n[[{table}]]\nid = "r"\ntitle = "R"\nchannels = ["desk"]\n{lines}'
    return load_alerts(text, path="alerts.toml").all_rules[0]


@pytest.mark.parametrize(
    ("table", "lines", "words"),
    [
        pytest.param("rule", 'topics = ["mek", "albania"]', "Each new story on MEK / PMOI and Albania", id="topics"),
        pytest.param(
            "rule",
            'query = "x"\nnew = "original"\nlanguages = ["fa", "en"]\ncountries = ["AL"]\nkinds = ["exile"]',
            "Each original article that matches the query, in Persian or English, from Albania, by outlets "
            "of the kind exile",
            id="lists",
        ),
        pytest.param(
            "rule",
            'topics = ["mek"]\nmin_outlets = 5\nupdates = [10, 25]\nmax_age_days = 1',
            "Each new story on MEK / PMOI, once 5 outlets have it, not older than 1 day, and again at 10 and 25 "
            "outlets",
            id="thresholds",
        ),
        pytest.param(
            "feed_rule",
            'when = ["sick", "silent"]\nfeeds = ["a-*"]\nafter_hours = 24',
            "A feed when its polls fail or it is silent, only a-*, for 24 hours or longer, and when it has recovered",
            id="feeds",
        ),
        pytest.param(
            "trend_rule",
            'topics = ["mek", "*"]',
            "Each day with unusually many or few articles on MEK / PMOI or all topics together",
            id="trends",
        ),
        pytest.param("name_rule", 'names = ["Ann", "Bo"]', "The first mention of Ann or Bo ever", id="names"),
        pytest.param(
            "name_rule",
            'names = ["Ann"]\nunseen_days = 90',
            "The first mention of Ann in 90 days",
            id="names after a time",
        ),
        pytest.param(
            "quarantine_rule",
            "share = 0.2",
            "Each run of 10 or more articles of which more than 20% are quarantined",
            id="quarantine",
        ),
    ],
)
def test_a_rule_says_what_it_asks_for(table: str, lines: str, words: str) -> None:
    assert describe_condition(load(table, lines), TITLES) == words


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        pytest.param(
            "enabled = false",
            ["Switched off: it writes no new messages",
             "At most 30 messages per hour and channel, the rest as one digest"],
            id="switched off",
        ),
        pytest.param("", ["At most 30 messages per hour and channel, the rest as one digest"], id="by default"),
        pytest.param(
            'digest = "week"\nat = "07:30"\nweekday = "friday"\nzone = "Europe/Tirane"\ncap = 1',
            ["Collected in one message per week, on Friday at 07:30 Europe/Tirane",
             "At most 1 message per hour and channel, the rest as one digest"],
            id="a digest",
        ),
        pytest.param(
            'quiet = "22:00-07:00"\nescalate_to = ["desk"]\nescalate_outlets = 25\nescalate_hours = 2.5',
            ["Asleep from 22:00 to 07:00 UTC: messages wait for the end",
             "At most 30 messages per hour and channel, the rest as one digest",
             "Also to desk once 25 outlets have the story or it is not delivered after 2.5 hours"],
            id="quiet hours and escalation",
        ),
    ],
)  # fmt: skip
def test_a_rule_says_how_it_delivers(lines: str, sentences: list[str]) -> None:
    assert describe_delivery(load("rule", f'topics = ["mek"]\n{lines}')) == sentences
