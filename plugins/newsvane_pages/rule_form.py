"""The form for adding or changing an alert rule. Its fields are in the address of the page."""

import tomllib
from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import AfterValidator, Field, StringConstraints, ValidationError
from slugify import slugify

from newsvane.alerts import AlertConfig, ArticleRule
from newsvane.safe_text import clean_line
from newsvane_pages.search_address import Name, SearchState
from newsvane_pages.search_rule import write_rule

MAX_TITLE_LENGTH, MAX_ID_LENGTH = 80, 60
"""In characters."""
MAX_AGE = 9_999
"""In days."""
OWN_FIELDS = ("title", "channel", "max_age", "rule", "days", "tried")
"""The fields that the form has in addition to those of the search."""


def _require_days(text: str) -> str:
    """Return a number of days as it is written, or "". Raises ValueError with what may stand there."""
    if text and not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_AGE)) and int(text)):
        raise ValueError(f"it should be a number of days, from 1 to {MAX_AGE}")
    return text


class RuleForm(SearchState):
    """The fields of the form: those of a search, and those that only a rule has. `title`: "" to take the query.

    `channel`: if empty, they are chosen, unless `tried`: then that is a mistake. `max_age`: of an article, in days, ""
    for the default. `rule`: id of the rule that is changed, "" for a new one. `days`: how far back the rule is tried.
    `tried`: whether the form was sent.
    """

    title: Name = ""
    channel: list[Name] = Field([], max_length=50)
    max_age: Annotated[str, AfterValidator(_require_days)] = ""
    rule: Annotated[str, StringConstraints(max_length=300)] = ""
    days: Literal["7", "30", "90"] = "30"
    tried: bool = False

    @property
    def query(self) -> str:
        """The query of the rule, "" if there is none."""
        return self.queries[self.shown_index] if self.queries else ""

    @property
    def shown_title(self) -> str:
        """The title of the rule."""
        return clean_line(self.title or self.query or self.topic or self.outlet, MAX_TITLE_LENGTH)

    @property
    def rule_id(self) -> str:
        """The id of the rule: that of the one that is changed, or its title in Latin letters."""
        return self.rule or slugify(self.shown_title, max_length=MAX_ID_LENGTH, word_boundary=True) or "search"

    @property
    def max_age_days(self) -> int:
        """The age from which an article is left out, in days."""
        return int(self.max_age or ArticleRule.model_fields["max_age_days"].default)

    @property
    def has_conditions(self) -> bool:
        """Return whether the rule asks for more than a query, a topic and an age."""
        return bool(self.language or self.country or self.outlet or self.kind or self.originals)

    @property
    def search(self) -> SearchState:
        """The search alone."""
        return SearchState.model_validate(self.model_dump(include=set(SearchState.model_fields)))

    def address(self, **changes: object) -> str:
        """Return the query part of the address, with the search and the rest."""
        own = {name: changes.pop(name, getattr(self, name)) for name in OWN_FIELDS}
        own["tried"] = "1" if own["tried"] else ""
        rest = urlencode({name: value for name, value in own.items() if value}, doseq=True)
        searched = self.search.address(**changes)
        return f"{searched}&{rest}" if searched else f"?{rest}"

    def write(self, channels: Sequence[str]) -> str:
        """Return the rule as TOML."""
        return write_rule(
            self,
            self.query,
            rule_id=self.rule_id,
            title=self.shown_title,
            channels=channels,
            max_age_days=int(self.max_age) if self.max_age else None,
        )


RuleQuery = Annotated[RuleForm, Query()]


def fill_form(rule: ArticleRule) -> RuleForm | None:
    """Return the form filled in with a rule, so that the rule can be changed.

    None if the form cannot express the rule: it is too long, or has keys that the form has no field for.
    """
    topic, language, country, kind = (
        next(iter(values), "") for values in (rule.topics, rule.languages, rule.countries, rule.kinds)
    )
    try:
        form = RuleForm(
            q=[rule.query], topic=topic, language=language, country=country, kind=kind, rule=rule.id, tried=True,
            originals=rule.new == "original", title=rule.title, channel=[*rule.channels],
            max_age=str(rule.max_age_days),
        )  # fmt: skip
    except ValidationError:
        return None
    (written,) = tomllib.loads(form.write(form.channel))["rule"]
    return form if ArticleRule.model_validate(written) == rule else None


def choose_channels(alerts: AlertConfig) -> list[str]:
    """Return the default channels of a rule: those of the first article rule, or the first channel."""
    first = next((rule.channels for rule in alerts.article_rules), tuple(each.id for each in alerts.channels)[:1])
    return [*first]
