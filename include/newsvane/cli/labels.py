"""`newsvane labels`: label articles, list the labels, measure precision with them, and export them."""
# ruff: noqa: PLC0415 - what loads the watch folder is imported by the command that needs it

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.analysis.precision import describe_shortage
from newsvane.analysis.queries import Row
from newsvane.cli.actions import run_action
from newsvane.cli.console import print_json, show_table
from newsvane.cli.options import AsJson, FirstDay, Limit, TopicId
from newsvane.records import MAX_NOTE_LENGTH, LabelQuestion

if TYPE_CHECKING:
    from newsvane.analysis.precision import Measure, Tally

ANSWERS = {True: "yes", False: "no", None: "withdrawn"}
"""A verdict in words."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="What people say about articles: labels, and precision by them.")
    commands.command("list", epilog="Example: `newsvane labels list --topic mek`")(list_labels)
    commands.command(
        epilog="Example: `newsvane labels add a1_0f3b9c2d4e5f60718293 --topic mek --no --note 'a namesake'`"
    )(add)
    commands.command(epilog="Example: `newsvane labels precision --json`")(precision)
    commands.command(epilog="Example: `newsvane labels export --topic mek --text > mek.jsonl`")(export)
    app.add_typer(commands, name="labels", epilog="Example: `newsvane labels precision`")


def list_labels(topic: TopicId = None, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List the labels that count, newest first: of each person the latest answer to each question."""
    from newsvane.analysis.known_names import require_topics
    from newsvane.analysis.labels import load_labels

    require_topics([topic])
    labels = load_labels(topic=topic, limit=limit)
    if as_json:
        print_json(labels)
        return
    rows = [
        {**row, "asked": " ".join(filter(None, (row["question"], row["subject"]))), "answer": _describe(row),
         "title": row["title"] if not row["gone"] else "(gone)"}
        for row in labels
    ]  # fmt: skip
    columns = {"article_id": "article", "asked": "question", "answer": "answer", "labelled_by": "by",
               "labelled_at": "at", "note": "note", "title": "title"}  # fmt: skip
    show_table(rows, columns, empty="Nobody has labelled anything yet: the article pages have a form.", wide="title")


def _describe(row: Row) -> str:
    return ANSWERS[row["verdict"]] + (", disputed" if row["disputed"] else "")


def add(
    article_id: Annotated[str, typer.Argument(metavar="ID", help="Id of an article.")],
    *,
    topic: Annotated[str | None, typer.Option("--topic", help="Is it about this topic?")] = None,
    link: Annotated[
        str | None, typer.Option("--link", metavar="ID", help="Is it a copy or a translation of this article?")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="Is it in this language (ISO 639)?")] = None,
    article: Annotated[bool, typer.Option("--article", help="Is it an article?")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Yes.")] = False,
    no: Annotated[bool, typer.Option("--no", help="No.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Withdraw your earlier answer.")] = False,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="Why. It is shown with the label.")] = "",
    as_json: AsJson = False,
) -> None:
    """Answer a question about an article, as the form on its page does. Your newest answer counts."""
    asked: dict[LabelQuestion, str | None] = {"topic": topic, "link": link, "language": language}
    questions = [(name, subject) for name, subject in asked.items() if subject is not None]
    if len(questions) + article != 1:
        raise typer.BadParameter("ask one question: --topic, --link, --language or --article")
    if yes + no + withdraw != 1:
        raise typer.BadParameter("give one answer: --yes, --no or --withdraw")
    if len(note) > MAX_NOTE_LENGTH:
        raise typer.BadParameter(f"at most {MAX_NOTE_LENGTH} characters", param_hint="--note")
    question, subject = questions[0] if questions else ("article", "")
    label = {"article_id": article_id, "question": question, "subject": subject, "note": note,
             "verdict": None if withdraw else yes}  # fmt: skip
    run_action("label", article_id, reason="", labels=[label], as_json=as_json)


def precision(since: FirstDay = None, as_json: AsJson = False) -> None:
    """Show how often topics and alert rules were right, as labels measure it.

    Only answers on random samples measure precision: the page Labels of the Airflow UI draws them. Answers on articles
    that somebody came upon are counted apart. The interval holds the true precision in 95 of 100 samples.
    """
    from newsvane.analysis.labels import ALWAYS, load_precision, load_shortages

    report = load_precision(since=since or ALWAYS)
    parts = {"topic": report.topics, "depth": report.depths, "rule": report.rules, "what": report.others}
    if as_json:
        print_json({name: [_as_row(each) for each in found] for name, found in
                    zip(("topics", "depths", "rules", "others"), parts.values(), strict=True)})  # fmt: skip
        return
    shortages = load_shortages(report.topics)
    for number, (name, found) in enumerate(parts.items()):
        if found or not number:
            _show_precision(name, found, shortages if name == "topic" else {})


def _show_precision(name: str, found: "Sequence[Measure]", shortages: Mapping[str, str]) -> None:
    rows = [
        {"name": each.name,
         "precision": describe_precision(each.sampled, shortages.get(each.name))
         + (f"; most of the sample is of one outlet, {each.crowd}" if each.crowd else ""),
         "sample": describe_tally(each.sampled), "others": describe_tally(each.others), "missed": each.missed}
        for each in found
    ]  # fmt: skip
    columns = {"name": name, "precision": "precision", "sample": "random sample", "others": "other labels"}
    columns |= {"missed": "missed"} if name == "topic" else {}
    show_table(rows, columns, empty="Nobody has labelled a topic yet.", wide="precision")


def describe_precision(tally: "Tally", shortage: str | None = None) -> str:
    """Describe what a sample says about precision: "92 % (85 % to 96 %)".

    `shortage`: what is said of too few answers, where it depends on the articles that are left.
    """
    if tally.precision is None:
        return "not measured"
    low, high = tally.interval
    words = f"{tally.precision:.0%} ({low:.0%} to {high:.0%})".replace("%", " %")
    shortage = describe_shortage(tally) if shortage is None else shortage
    return f"{words}, {shortage}" if shortage else words


def describe_tally(tally: "Tally") -> str:
    """Describe counts: "40 right, 3 wrong, 1 disputed"."""
    counts = {"right": tally.right, "wrong": tally.wrong, "disputed": tally.disputed}
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number) or "none"


def _as_row(found: "Measure") -> Row:
    sampled, others = found.sampled, found.others
    return {
        "name": found.name, "precision": sampled.precision, "low": sampled.interval[0], "high": sampled.interval[1],
        "telling": sampled.is_telling, "right": sampled.right, "wrong": sampled.wrong, "disputed": sampled.disputed,
        "others_right": others.right, "others_wrong": others.wrong, "others_disputed": others.disputed,
        "missed": found.missed,
    }  # fmt: skip


def export(
    topic: TopicId = None,
    text: Annotated[bool, typer.Option("--text", help="Include the texts, which belong to their outlets.")] = False,
) -> None:
    """Print labelled articles as JSON lines, for `newsvane topics test --texts` and for evaluations.

    Each line has the topics that the article is about (`topics`) and those that it is not about (`not_topics`), as far
    as people agree. Topics in neither list were not judged. `sampled`: on a random sample.
    """
    from newsvane.analysis.known_names import require_topics
    from newsvane.analysis.labels import load_labelled_articles

    require_topics([topic])
    for row in load_labelled_articles(topic):
        texts = {"text": row["text"] or ""} if text else {}
        facts = {
            name: row[name] for name in ("article_id", "url", "outlet", "country", "language", "published_at", "title")
        }
        judged = {"topics": row["topics_right"], "not_topics": row["topics_wrong"], "sampled": row["sampled"]}
        print_json(facts | texts | judged, indent=None)
