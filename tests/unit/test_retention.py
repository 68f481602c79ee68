"""Rules of retention.toml, and the mistakes in them."""

import pytest

from newsvane.errors import ConfigError
from newsvane.retention import RetentionRule, parse_retention

VALID = """
[[keep]]
outlet = "one.example"
text_days = 30
facts_days = 365

[[keep]]
topic = "iran"
text_days = 0
"""


def test_rules_are_read_in_their_order() -> None:
    assert parse_retention(VALID, path="retention.toml", topics={"iran"}) == (
        RetentionRule(outlet="one.example", text_days=30, facts_days=365),
        RetentionRule(topic="iran", text_days=0),
    )
    assert parse_retention("", path="retention.toml") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            '[[keep]]\noutlet = "a.example"\ntext_dys = 3',
            r"unknown key 'text_dys'; did you mean 'text_days'",
            id="a misspelt key",
        ),
        pytest.param('[[keap]]\noutlet = "a.example"', r"did you mean \[\[keep\]\]", id="a misspelt table"),
        pytest.param(
            '[[keep]]\ntopic = "irn"\ntext_days = 3',
            "no topic 'irn' in topics.toml; did you mean 'iran'",
            id="a misspelt topic",
        ),
        pytest.param("[[keep]]\ntext_days = 3", "either outlet or topic", id="about nobody"),
        pytest.param(
            '[[keep]]\noutlet = "a.example"\ntopic = "iran"\ntext_days = 3', "either outlet or topic", id="about two"
        ),
        pytest.param('[[keep]]\noutlet = "a.example"', "write text_days or facts_days", id="without days"),
        pytest.param('[[keep]]\noutlet = "a"\ntext_days = 3', "is no outlet", id="no domain"),
        pytest.param(
            '[[keep]]\noutlet = "www.a.example"\ntext_days = 3',
            'its articles count as those of "a.example"; write that',
            id="a host",
        ),
        pytest.param('[[keep]]\noutlet = "a.example"\ntext_days = -3', "is no number of days", id="negative days"),
        pytest.param(
            '[[keep]]\noutlet = "a.example"\ntext_days = "3 days"',
            "text_days: write a whole number",
            id="days in words",
        ),
        pytest.param(
            '[[keep]]\noutlet = "a.example"\ntext_days = 30\nfacts_days = 3',
            "with its facts after 3 days",
            id="texts outlive facts",
        ),
        pytest.param(VALID + VALID, "there is a rule for outlet one.example already", id="twice"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_retention(text, path="retention.toml", topics={"iran"})
