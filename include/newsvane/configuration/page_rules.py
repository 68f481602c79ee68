"""Keep the alert rules that were made on the pages in the home: all of them in one file, which is replaced as a whole.

They come after those of alerts.toml, which the pages never write: it belongs to its user, may be under version control,
and is read-only for the processes that serve the pages. The file is read with every configuration. It is changed by the
actions `add_rule`, `change_rule` and `remove_rule` alone, one at a time.
"""

import os

from pydantic import ValidationError

from newsvane import storage
from newsvane.errors import ConfigError, Mistake
from newsvane.records import Record
from newsvane.records.base import Utc
from newsvane.settings import Settings

MAX_RULES = 200
"""Rules that may be made on the pages."""


class PageRule(Record):
    """A rule that was made on the pages. `text`: as a `[[rule]]` of alerts.toml."""

    rule_id: str
    text: str
    made_by: str
    made_at: Utc


class PageRules(Record):
    """The rules that were made on the pages, oldest first. `last_act`: id of the action that made the last change."""

    rules: tuple[PageRule, ...] = ()
    last_act: str = ""

    @property
    def text(self) -> str:
        """All rules as TOML."""
        return "\n".join(f"{rule.text}\n" for rule in self.rules)

    def explain(self, mistake: Mistake) -> Mistake:
        """Return a mistake in `text` so that it names the rule, and how to remove it."""
        line = mistake.line
        for rule in self.rules:
            line -= rule.text.count("\n") + 2  # an empty line follows
            if line <= 0:
                remedy = f"or remove it: `newsvane alerts remove {rule.rule_id}`"
                return Mistake(mistake.where, f"rule {rule.rule_id!r}: {mistake.message}; {remedy}")
        return mistake

    def add(self, rule: PageRule, act_id: str) -> "PageRules":
        """Return these rules and another one. Raises ConfigError if there are too many."""
        if len(self.rules) >= MAX_RULES:
            message = f"{MAX_RULES} rules were made on the pages, which is the limit: remove one, or use alerts.toml"
            raise ConfigError(message, reason="rule")
        return PageRules(rules=(*self.rules, rule), last_act=act_id)

    def change(self, changed: PageRule, act_id: str) -> "PageRules":
        """Return these rules with another one in the place of that with its id. Raises ConfigError if there is none."""
        self._require(changed.rule_id)
        rules = tuple(changed if rule.rule_id == changed.rule_id else rule for rule in self.rules)
        return PageRules(rules=rules, last_act=act_id)

    def remove(self, rule_id: str, act_id: str) -> "PageRules":
        """Return these rules without one. Raises ConfigError if it was not made on the pages."""
        self._require(rule_id)
        return PageRules(rules=tuple(rule for rule in self.rules if rule.rule_id != rule_id), last_act=act_id)

    def _require(self, rule_id: str) -> None:
        if rule_id not in {rule.rule_id for rule in self.rules}:
            message = f"no rule {rule_id!r} was made on the pages; a rule of alerts.toml is changed in that file"
            raise ConfigError(message, reason="rule")


def read(settings: Settings) -> PageRules:
    """Return the rules that were made on the pages. Raises ConfigError if their file cannot be read."""
    path = _path(settings)
    try:
        return PageRules.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return PageRules()
    except PermissionError as error:
        if not os.access(settings.home, os.R_OK | os.X_OK):  # what is wrong with the home is said where it is used
            return PageRules()
        wrong = "the rules made on the pages may not be read by this user: permission denied"
        raise ConfigError(reason="rule", mistakes=[Mistake(str(path), wrong)]) from error
    except (OSError, ValidationError) as error:
        wrong = f"the rules made on the pages cannot be read ({type(error).__name__}): restore this file, or remove it"
        raise ConfigError(reason="rule", mistakes=[Mistake(str(path), wrong)]) from error


def write(settings: Settings, rules: PageRules) -> None:
    """Replace the rules that were made on the pages. Raises OSError."""
    storage.make_folder(settings.configuration_path)
    with storage.open_atomic(_path(settings)) as file:
        file.write(rules.model_dump_json(indent=1))


def _path(settings: Settings) -> storage.StoragePath:
    return settings.configuration_path / "page-rules.json"
