"""What people's labels say: the answers themselves, precision per topic and rule, and labelled articles."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsvane import configuration, lake
from newsvane.alerts import ArticleRule
from newsvane.analysis.precision import Measure, Verdict, describe_shortage, judge_article, measure
from newsvane.analysis.queries import OpenLake, Row, fetch_rows, load_query
from newsvane.errors import ConfigError
from newsvane.settings import get_settings
from newsvane.topics import compile_query

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
SAMPLED_DAYS = 90
"""Samples are drawn from what was read in this many days."""
DEPTHS = {"central": "central", "mentioned": "only mentioned"}
"""What the lake says of an article and a topic that it matches, in words."""


@dataclass(frozen=True)
class PrecisionReport:
    """Precision per topic, per alert rule, and of the other things that the lake says: copies, languages and so on.

    `depths`: of each topic, its central articles and those that only mention it, apart.
    """

    topics: Sequence[Measure]
    depths: Sequence[Measure]
    rules: Sequence[Measure]
    others: Sequence[Measure]


def load_labels(*, topic: str | None = None, limit: int, open_lake: OpenLake = lake.open_reader) -> list[Row]:
    """Return the newest answers that count, each with title and outlet of its article. `gone`: the lake lacks it."""
    return fetch_rows(load_query("current_labels"), {"topic": topic, "limit": limit}, open_lake=open_lake)


def load_precision(*, since: datetime = ALWAYS, open_lake: OpenLake = lake.open_reader) -> PrecisionReport:
    """Return how often the lake was right, as far as answers since a time say.

    An answer is compared with what the lake said when it was given, so that correcting a topic does not change it. A
    rule is right about an article of its messages if the article has the topics that the rule requires.
    """
    rows = fetch_rows(load_query("label_verdicts"), {"since": since}, open_lake=open_lake)
    said = [row for row in rows if row["machine_said"] is not None]
    missed = [
        row["subject"] for row in rows if row["question"] == "topic" and row["verdict"] and row["machine_said"] is None
    ]
    by_name: dict[str, list[Verdict]] = defaultdict(list)
    by_depth: dict[str, list[Verdict]] = defaultdict(list)
    for row in said:
        by_name[_name(row)].append(_verdict(row))
        if row["question"] == "topic" and row["machine_said"] in DEPTHS:
            by_depth[f"{row['subject']}, {DEPTHS[row['machine_said']]}"].append(_verdict(row))
    topics = sorted({row["subject"] for row in rows if row["question"] == "topic"})
    return PrecisionReport(
        [measure(topic, by_name[f"topic {topic}"], missed.count(topic)) for topic in topics],
        [measure(name, found) for name, found in sorted(by_depth.items())],
        _measure_rules(said, open_lake),
        [measure(name, found) for name, found in sorted(by_name.items()) if not name.startswith("topic ")],
    )


def load_shortages(topics: Sequence[Measure], *, open_lake: OpenLake = lake.open_reader) -> dict[str, str]:
    """Return by topic whether its precision needs more answers, and whether there are articles to give them on."""
    names = [each.name for each in topics if not each.sampled.is_telling]
    asked = {"topics": names, "since": datetime.now(UTC) - timedelta(days=SAMPLED_DAYS)}
    rows = fetch_rows(load_query("label_left_over"), asked, open_lake=open_lake) if names else []
    left = dict.fromkeys(names, 0) | {row["topic"]: row["left_over"] for row in rows}
    return {each.name: describe_shortage(each.sampled, left.get(each.name)) for each in topics}


def load_labelled_articles(topic: str | None = None, *, open_lake: OpenLake = lake.open_reader) -> list[Row]:
    """Return the articles about whose topics people agree: rows of `articles` with topics_right and topics_wrong."""
    return fetch_rows(load_query("labelled_articles"), {"topic": topic}, open_lake=open_lake)


def _name(row: Row) -> str:
    """Name what the lake said: "topic mek", "translation", "copy", "language fa", "article"."""
    match row["question"]:
        case "topic" | "language":
            return f"{row['question']} {row['subject']}"
        case "link":
            return "translation" if row["machine_said"] == "translation" else "copy"
        case _:
            return str(row["question"])


def _verdict(row: Row) -> Verdict:
    return Verdict(row["article_id"], row["subject"], row["verdict"], row["sampled"], row["outlet"] or "")


def _measure_rules(said: Sequence[Row], open_lake: OpenLake) -> list[Measure]:
    """Return how often each alert rule was right about the articles of its messages."""
    verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
    articles = {row["article_id"]: _verdict(row) for row in said if row["question"] == "article"}
    for row in said:
        if row["question"] == "topic":
            verdicts[row["article_id"]][row["subject"]] = _verdict(row)
    labelled = [*{*verdicts, *articles}]
    sent = fetch_rows(load_query("rules_of_articles"), {"articles": labelled}, open_lake=open_lake) if labelled else []
    rules = _load_rules()
    by_rule: dict[str, list[Verdict]] = defaultdict(list)
    for row in sent:
        name, rule = row["article_id"], rules.get(row["rule"])
        topics = _find_deciding(rule, {*row["topics"], *verdicts[name]})
        needs_all = rule is not None and bool(rule.topics)
        judged = judge_article(topics, verdicts[name], articles.get(name), needs_all=needs_all)
        if judged:
            by_rule[row["rule"]].append(judged)
    return [measure(rule, by_rule[rule]) for rule in sorted(by_rule)]


def _load_rules() -> Mapping[str, ArticleRule]:
    """Return the alert rules by id; none if alerts.toml never was valid."""
    try:
        rules = configuration.find_in_force(get_settings()).alerts.article_rules
    except ConfigError:
        return {}
    return {rule.id: rule for rule in rules}


def _find_deciding(rule: ArticleRule | None, topics: Collection[str]) -> Collection[str]:
    """Return the topics that decide whether a rule was right about an article.

    These are all that the rule requires. If it requires none, they are those of the article, as far as the query of the
    rule names them as central, if it does so.
    """
    if rule and rule.topics:
        return rule.topics
    central = compile_query(rule.query).central_topics if rule and rule.query else frozenset[str]()
    return [topic for topic in topics if topic.lower() in central] if central else topics
