"""The rules page: what each rule asks for and what it has sent; and the page of one rule, with its preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from newsvane import configuration, lake
from newsvane.alerts import ArticleRule, BaseRule, FeedRule, describe_condition, describe_delivery, explain_reasons
from newsvane.errors import ConfigError
from newsvane.settings import get_settings
from newsvane.similar_names import find_similar
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages import back_test
from newsvane_pages.actions import ActionForms, Actions
from newsvane_pages.alerts import Filters as MessageFilters
from newsvane_pages.alerts import find_config, list_alerts, list_channels_in_use
from newsvane_pages.bar_charts import BarChart
from newsvane_pages.coverage import topic_titles
from newsvane_pages.lake_queries import fetch_rows, open_cursor
from newsvane_pages.not_there import NotThere
from newsvane_pages.paged_filters import PagedFilters
from newsvane_pages.rule_activity import (
    NOTHING,
    NOTICES,
    Activity,
    draw_days,
    explain_silence,
    find_last_landing,
    list_former,
    load_activities,
)
from newsvane_pages.rule_form import fill_form

router = APIRouter()

RULES = 20
"""The number of rules on a page."""
SUBJECTS = 10
"""The number of stories, or of whatever else its messages are about, on the page of a rule."""
STATES = {"": "all", "attention": "with messages given up or waiting", "silent": "nothing sent in 30 days"}


@dataclass(frozen=True, kw_only=True)
class Filters(PagedFilters):
    """The filters of the page, as in its URL. `search`: part of an id, a title, a query or the id of a channel."""

    search: Annotated[str, Query(max_length=100)] = ""
    state: Literal["", "attention", "silent"] = ""


class RuleRow(NamedTuple):
    """A rule in force, what it asks for in words, what it has sent, and why it has sent nothing."""

    rule: BaseRule
    condition: str
    activity: Activity
    silence: Sequence[str]
    days: BarChart


@router.get("/alerts/rules")
def list_rules(actions: Actions, filters: Annotated[Filters, Depends()]) -> Response:
    """List the rules in force, in their order: what each asks for, where to, and what it has sent."""
    now, titles = datetime.now(UTC), topic_titles()
    in_force = find_config().all_rules
    with open_cursor() as cursor:
        activities = load_activities(cursor, now)
        found = [rule for rule in in_force if _is_like(filters, rule, activities.get(rule.id, NOTHING))]
        shown = found[filters.offset(RULES) :][:RULES]
        days = draw_days(cursor, [rule.id for rule in shown], now)
        landed_at = find_last_landing(cursor)
    made = _list_made()
    rows = [
        _describe(
            rule,
            titles,
            activities.get(rule.id, NOTHING),
            days[rule.id],
            now,
            made=made.get(rule.id),
            landed_at=landed_at,
        )
        for rule in shown
    ]
    known = {rule.id for rule in in_force}
    return actions.page(
        "rules.html",
        tab="alerts",
        filters=filters,
        states=STATES,
        rows=rows,
        part=filters.describe(len(rows), len(found), size=RULES),
        made=made,
        former=list_former(activities, known),
        notices=NOTICES if NOTICES in activities or get_settings().ops_channels else "",
        has_notices=NOTICES in activities,
        pending=[each for each in actions.latest.values() if each.kind == "add_rule" and each.target not in known],
    )


@router.get("/alerts/rule/{rule_id:path}")
def show_rule(
    actions: Actions, rule_id: str, preview: Annotated[Literal["", "7", "30", "90"], Query()] = ""
) -> Response:
    """Show a rule: what it asks for, what it has sent, and why nothing. `preview`: try it on the last so many days."""
    now = datetime.now(UTC)
    rule = next((each for each in find_config().all_rules if each.id == rule_id), None)
    filters = MessageFilters(rule=rule_id)
    with open_cursor() as cursor:
        activities = load_activities(cursor, now)
        activity = activities.get(rule_id, NOTHING)
        last = fetch_rows(cursor, "last_alert", rule=rule_id)
        alerts, matching = list_alerts(cursor, filters, size=SUBJECTS)
        days = draw_days(cursor, [rule_id], now)[rule_id]
        landed_at = find_last_landing(cursor)
        title = rule.title if rule else _find_former_title(actions, rule_id, cursor)
    change = actions.latest.get(rule_id)
    if not (rule or matching or (change and change.kind in {"add_rule", "change_rule", "remove_rule"})):
        raise _miss(rule_id, activities)
    made = _list_made()
    can_preview = rule is not None and not isinstance(rule, FeedRule)
    form = fill_form(rule) if rule_id in made and isinstance(rule, ArticleRule) else None
    return actions.page(
        "rule.html",
        tab="alerts",
        rule_id=rule_id,
        rule=rule,
        title=title,
        is_new=change is not None and change.kind == "add_rule" and change.is_pending,
        is_notices=rule is None and rule_id == NOTICES,
        row=_describe(rule, topic_titles(), activity, days, now, made=made.get(rule_id), landed_at=landed_at)
        if rule
        else None,
        delivery=describe_delivery(rule) if rule else [],
        made=made.get(rule_id),
        change_address=form.address() if form else "",
        activity=activity,
        last=last[0] if last else None,
        days=days,
        alerts=alerts,
        matching=matching,
        in_use=list_channels_in_use(),
        address=filters.address(),
        can_preview=can_preview,
        chosen=preview,
        preview=_preview(rule, preview) if rule and can_preview and preview else None,
        why_not=explain_reasons(rule) if rule else {},
        rows=back_test.ROWS,
    )


def _find_former_title(actions: ActionForms, rule_id: str, cursor: lake.Connection) -> str:
    """Return the title of a rule that is not in force, if actions or messages say it; otherwise its id."""
    change = actions.latest.get(rule_id)
    if title := (change and change.title) or actions.rule_titles.get(rule_id):
        return title
    return next((row["title"] for row in fetch_rows(cursor, "title_of_rule", rule=rule_id)), rule_id)


def _miss(rule_id: str, activities: Mapping[str, Activity]) -> NotThere:
    """Return that there is no such rule, with those that are spelled like it. `activities`: of rules with messages."""
    similar = find_similar(rule_id[:100], {*activities, *(each.id for each in find_config().all_rules)})
    meant = f" Did you mean {' or '.join(similar)}?" if similar else ""
    links = {ui_path(UiPage.RULE, each): each for each in similar} | {ui_path(UiPage.RULES): "All rules"}
    return NotThere(f"There is no rule “{rule_id[:100]}”, and no message of one in the lake.{meant}", links)


def _preview(rule: BaseRule, days: str) -> back_test.Preview:
    return back_test.preview(rule, configuration.find_in_force(get_settings()), days=days)


def _is_like(filters: Filters, rule: BaseRule, activity: Activity) -> bool:
    text = "\n".join((rule.id, rule.title, getattr(rule, "query", ""), *rule.channels))
    fits = {"": True, "attention": bool(activity.dead or activity.pending), "silent": not activity.month}
    return filters.search.casefold() in text.casefold() and fits[filters.state]


def _describe(
    rule: BaseRule,
    titles: dict[str, str],
    activity: Activity,
    days: BarChart,
    now: datetime,
    *,
    made: configuration.PageRule | None,
    landed_at: datetime | None,
) -> RuleRow:
    silence = explain_silence(rule, activity, now, made_at=made.made_at if made else None, landed_at=landed_at)
    return RuleRow(rule, describe_condition(rule, titles), activity, silence, days)


def _list_made() -> dict[str, configuration.PageRule]:
    """Return the rules that were made on the pages, by id; none if their file cannot be read."""
    try:
        return {each.rule_id: each for each in configuration.list_page_rules(get_settings())}
    except ConfigError:
        return {}
