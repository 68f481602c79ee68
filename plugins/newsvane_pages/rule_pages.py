"""The rules page, and the page that makes a rule of a search: it tries the rule, and a button adds it.

A rule is added and removed by `newsvane_act`, as everything else that a button asks for.
"""

from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane import alerts, configuration
from newsvane.errors import ConfigError
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages import forms
from newsvane_pages.actions import Actions
from newsvane_pages.airflow_api import ACT, start
from newsvane_pages.back_test import back_test
from newsvane_pages.rule_wishes import MAX_TITLE_LENGTH, RuleQuery, RuleWish, choose_channels
from newsvane_pages.search_rule import explain_differences

router = APIRouter()

ROWS = 20
"""Messages of a back-test that are listed."""
MAX_RULE_LENGTH = 8_000
"""In characters. The Param of `newsvane_act` has the same limit."""


class Trial(NamedTuple):
    """A rule that may be made of a search. `rule`: None if it is wrong, and `mistake` says why."""

    text: str
    channels: list[str]
    rule: alerts.ArticleRule | None
    watched: configuration.Configuration
    mistake: str = ""


class SentMessage(NamedTuple):
    """A message that would have been sent, on its channels."""

    at: datetime
    subject: str
    story_id: str
    channels: list[str]


@router.get("/alerts/rules")
def rules(actions: Actions) -> Response:
    """List the rules in force, in their order, and who made those that were made on the pages."""
    found, settings = configuration.find_in_force(get_settings()), get_settings()
    try:
        made = {each.rule_id: each for each in configuration.list_page_rules(settings)}
        in_force, mistake = found.alerts.all_rules, ""
    except ConfigError as error:
        made, in_force, mistake = {}, (), str(error)
    known = {rule.id for rule in in_force}
    pending = [each for each in actions.latest.values() if each.kind == "add_rule" and each.target not in known]
    return actions.page("rules.html", tab="alerts", rules=in_force, made=made, pending=pending, mistake=mistake)


@router.get("/alerts/rules/new")
def new_rule(actions: Actions, wish: RuleQuery) -> Response:
    """Show a search as a rule, what it would have sent, and a button that adds it."""
    wish.refuse_wrong_filters()
    trial = _try(wish)
    result, failure = back_test(trial.rule, trial.watched, days=int(wish.days)) if trial.rule else (None, "")
    return actions.page(
        "new_rule.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if trial.mistake else HTTPStatus.OK,
        tab="alerts",
        wish=wish,
        trial=trial,
        result=result,
        failure=failure,
        differences=explain_differences(wish),
        known_channels=_list_channels(trial.watched),
        searched=parse_qsl(wish.search.address().removeprefix("?")),
        messages=_list_messages(result) if result else [],
        why_not=alerts.WHY_NOT,
        rows=ROWS,
        max_title=MAX_TITLE_LENGTH,
    )


@router.post("/alerts/rules", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def add_rule(request: Request, user: GetUserDep, wish: RuleQuery) -> Response:
    """Start the run that adds the rule in the address, then show the rules."""
    await forms.read_form(request, user)
    wish.refuse_wrong_filters()
    trial = await run_in_threadpool(_try, wish)
    if not trial.rule:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, trial.mistake)
    conf: dict[str, object] = {"act": "add_rule", "target": trial.rule.id, "reason": "", "rule": trial.text}
    await start(request, ACT, conf, f"Add rule {trial.rule.id}")
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{ui_path(UiPage.RULES, anchor=trial.rule.id)}", status_code=303)


def _list_channels(watched: configuration.Configuration) -> list[str]:
    """Return the ids of the channels, none if alerts.toml never was valid."""
    try:
        return [each.id for each in watched.alerts.channels]
    except ConfigError:
        return []


def _list_messages(result: alerts.DryRunResult) -> list[SentMessage]:
    """Return the latest messages that would have been sent, newest first, one per subject and time."""
    found: dict[tuple[datetime, str, str], list[str]] = {}
    for each in reversed(result.sent):
        found.setdefault((each.at, each.message.subject, each.message.story_id), []).append(each.message.channel)
    return [SentMessage(*subject, channels) for subject, channels in found.items()]


def _try(wish: RuleWish) -> Trial:
    """Check the rule that is wished for as the configuration will."""
    settings = get_settings()
    watched = configuration.find_in_force(settings)
    try:
        channels = wish.channel or choose_channels(watched.alerts)
        text = wish.write(channels)
        if not wish.query:
            raise ConfigError("there is no query: search first")
        if not channels:
            raise ConfigError("alerts.toml has no [[channel]] yet: add one first, then make rules of searches")
        if len(text) > MAX_RULE_LENGTH:
            raise ConfigError(f"the rule has {len(text):,} characters; at most {MAX_RULE_LENGTH:,} are possible")
        rule, watched = configuration.try_rule(settings, text)
    except ConfigError as error:
        return Trial(wish.write(wish.channel), wish.channel, None, watched, str(error))
    return Trial(text, channels, rule, watched)
