"""The page for adding or changing an alert rule. It previews what the rule would have sent.

The button starts a run of `newsvane_act`, which writes the rule.
"""

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
from newsvane_pages.back_test import ROWS, preview
from newsvane_pages.coverage import KINDS, topic_titles
from newsvane_pages.lake_queries import fetch_cached_rows, open_cursor
from newsvane_pages.requested_actions import VERBS
from newsvane_pages.rule_form import MAX_AGE, MAX_TITLE_LENGTH, RuleForm, RuleQuery, choose_channels
from newsvane_pages.search_rule import explain_differences

router = APIRouter()

MAX_RULE_LENGTH = 8_000
"""In characters. The Param of `newsvane_act` has the same limit."""
NOTHING_GIVEN = "There is no query and no topic: give at least one of them."
SHOWN_FILTERS = ("topic", "language", "country", "outlet", "kind")
"""The filters of a search that the form shows as conditions of the rule. The others stay in the address."""


class Trial(NamedTuple):
    """What a form would make. `rule`: None if it is wrong, which `mistake` explains, or if the form is still empty.

    `wrong_field`: the field that the mistake is about; "" if it is about none. `taken_by`: another rule with its id.
    `config`: the configuration with this rule if it is right, otherwise the one in force.
    """

    text: str
    channels: list[str]
    rule: alerts.ArticleRule | None
    config: configuration.Configuration
    mistake: str = ""
    wrong_field: str = ""
    taken_by: alerts.BaseRule | None = None


@router.get("/alerts/rules/new")
def new_rule(actions: Actions, form: RuleQuery) -> Response:
    """Show a form for a rule, what the rule would have sent, and a button that adds it or replaces the old one."""
    form.refuse_wrong_filters()
    trial = _try(form)
    hidden = form.model_copy(update=dict.fromkeys(SHOWN_FILTERS, "") | {"q": [], "originals": False, "shown": 1}).search
    with open_cursor() as cursor:
        choices = fetch_cached_rows(cursor, "coverage_choices", since=form.first)[0]
    return actions.page(
        "new_rule.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if trial.mistake else HTTPStatus.OK,
        tab="alerts",
        form=form,
        trial=trial,
        preview=preview(trial.rule, trial.config, days=form.days) if trial.rule else None,
        differences=explain_differences(form, max_age_days=form.max_age_days),
        known_channels=_list_channels(trial.config),
        searched=parse_qsl(hidden.address().removeprefix("?")),
        topics=topic_titles(),
        choices=choices,
        kinds=KINDS,
        longest_age=MAX_AGE,
        why_not=alerts.explain_reasons(trial.rule) if trial.rule else {},
        rows=ROWS,
        max_title=MAX_TITLE_LENGTH,
    )


@router.post("/alerts/rules", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def add_rule(request: Request, user: GetUserDep, form: RuleQuery) -> Response:
    """Start the run that adds or replaces the rule in the address, then show its page, which says how that goes."""
    await forms.read_form(request, user)
    form.refuse_wrong_filters()
    trial = await run_in_threadpool(_try, form)
    if not trial.rule:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, trial.mistake or NOTHING_GIVEN)
    act = "change_rule" if form.rule else "add_rule"
    conf: dict[str, object] = {"act": act, "target": trial.rule.id, "reason": "", "rule": trial.text}
    await start(request, ACT, conf, f"{VERBS[act].capitalize()} {trial.rule.id}")
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{ui_path(UiPage.RULE, trial.rule.id)}", status_code=303)


def _list_channels(config: configuration.Configuration) -> list[str]:
    """Return the ids of the channels, none if alerts.toml never was valid."""
    try:
        return [each.id for each in config.alerts.channels]
    except ConfigError:
        return []


def _try(form: RuleForm) -> Trial:
    """Check the rule of a form in the same way as the configuration. An empty form that was not sent is no mistake."""
    settings = get_settings()
    config, channels = configuration.find_in_force(settings), form.channel
    try:
        if not config.alerts.channels:
            raise ConfigError("alerts.toml has no [[channel]] yet: add one first, then make rules")
        channels = form.channel if form.tried else form.channel or choose_channels(config.alerts)
        text = form.write(channels)
        if not (form.query or form.topic or form.outlet):
            mistake = NOTHING_GIVEN if form.tried or form.is_narrowed else ""
            return Trial(text, channels, None, config, mistake=mistake, wrong_field="query")
        taken_by = next((each for each in config.alerts.all_rules if each.id == form.rule_id != form.rule), None)
        if taken_by:
            mistake = "Another rule has this title, or nearly so. Choose another title, or change that rule."
            return Trial(text, channels, None, config, mistake=mistake, wrong_field="title", taken_by=taken_by)
        if not channels:
            raise ConfigError(
                "no channel is ticked: tick at least one, or the rule has nowhere to send its messages",
                reason="channel",
            )
        if len(text) > MAX_RULE_LENGTH:
            raise ConfigError(f"the rule has {len(text):,} characters; at most {MAX_RULE_LENGTH:,} are possible")
        rule, config = configuration.try_rule(settings, text, replaced=form.rule)
    except ConfigError as error:
        wrong_field = "query" if str(error).startswith("query") else error.reason
        return Trial(form.write(channels), channels, None, config, mistake=str(error), wrong_field=wrong_field)
    return Trial(text, channels, rule, config)
