"""Parse `retention.toml`: how long the texts and the facts of some outlets and topics are kept. Pure."""

from collections.abc import Collection, Iterator

from newsvane.outlet_names import explain_outlet
from newsvane.records import Record
from newsvane.similar_names import suggest
from newsvane.toml_config import TomlConfig


class RetentionRule(Record):
    """One `[[keep]]` table: an outlet or a topic, and after how many days its texts and its facts are deleted.

    `text_days`: None as NEWSVANE_KEEP_TEXT_DAYS, 0 for ever. `facts_days`: None or 0 for ever; facts are the rows of
    an article, with everything that is said of it.
    """

    outlet: str = ""
    topic: str = ""
    text_days: int | None = None
    facts_days: int | None = None

    @property
    def words(self) -> str:
        """Whom the rule is about."""
        return f"outlet {self.outlet}" if self.outlet else f"topic {self.topic}"


def parse_retention(text: str, *, path: str, topics: Collection[str] | None = None) -> tuple[RetentionRule, ...]:
    """Parse a retention.toml. `topics`: the ids that there are; None if they are not known. `path`: for messages.

    Raises ConfigError with every mistake and its line.
    """
    file = TomlConfig(text, path=path, kinds=("keep",))
    rules: list[RetentionRule] = []
    for index, rule in file.tables("keep", RetentionRule):
        for key, message in _find_faults(rule, topics):
            file.report("keep", index, key, message)
        if any((rule.outlet, rule.topic) == (other.outlet, other.topic) for other in rules):
            file.report(
                "keep", index, "outlet" if rule.outlet else "topic", f"there is a rule for {rule.words} already"
            )
        rules.append(rule)
    file.require_valid()
    return tuple(rules)


def _find_faults(rule: RetentionRule, topics: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield the key and the message of each mistake in a table."""
    if bool(rule.outlet) == bool(rule.topic):
        yield "outlet", "write either outlet or topic: a table is about one of them"
    if rule.outlet and (fault := explain_outlet(rule.outlet)):
        yield "outlet", fault
    if rule.topic and topics is not None and rule.topic not in topics:
        yield "topic", f"there is no topic {rule.topic!r} in topics.toml; {suggest(rule.topic, topics)}"
    if rule.text_days is None and rule.facts_days is None:
        yield "text_days", "write text_days or facts_days: after how many days they are deleted"
    for key, days in (("text_days", rule.text_days), ("facts_days", rule.facts_days)):
        if days is not None and days < 0:
            yield key, f"{key}: {days} is no number of days: write 0 to keep them, or 1 and more"
    if (rule.facts_days or 0) > 0 and (rule.text_days == 0 or (rule.text_days or 0) > (rule.facts_days or 0)):
        yield "text_days", f"a text is deleted with its facts after {rule.facts_days} days: write a smaller number"
