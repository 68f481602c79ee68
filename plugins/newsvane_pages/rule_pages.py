"""The page that makes a rule, also of a search, or changes one: it tries the rule, and a button adds or replaces it.

That is done by `newsvane_act`, as everything else that a button asks for.
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
from newsvane_pages.rule_wishes import MAX_AGE, MAX_TITLE_LENGTH, RuleQuery, RuleWish, choose_channels
from newsvane_pages.search_rule import explain_differences

router = APIRouter()

MAX_RULE_LENGTH = 8_000
"""In characters. The Param of `newsvane_act` has the same limit."""
NOTHING_GIVEN = "There is no query and no topic: give at least one of them."
SHOWN_FILTERS = ("topic", "language", "country", "outlet", "kind")
"""The filters of a search that the form shows as conditions of the rule. The others stay in the address."""


class Trial(NamedTuple):
    """A rule that may be made. `rule`: None if it is wrong, which `mistake` explains, or if nothing was given yet.

    `wrong`: the field that the mistake is about; "" if it is about none. `taken_by`: the rule that has its id.
    """

    text: str
    channels: list[str]
    rule: alerts.ArticleRule | None
    watched: configuration.Configuration
    mistake: str = ""
    wrong: str = ""
    taken_by: alerts.BaseRule | None = None


@router.get("/alerts/rules/new")
def new_rule(actions: Actions, wish: RuleQuery) -> Response:
    """Show a form for a rule, what the rule would have sent, and a button that adds it or replaces the old one."""
    wish.refuse_wrong_filters()
    trial = _try(wish)
    hidden = wish.model_copy(update=dict.fromkeys(SHOWN_FILTERS, "") | {"q": [], "originals": False, "shown": 1}).search
    with open_cursor() as cursor:
        choices = fetch_cached_rows(cursor, "coverage_choices", since=wish.first)[0]
    return actions.page(
        "new_rule.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if trial.mistake else HTTPStatus.OK,
        tab="alerts",
        wish=wish,
        trial=trial,
        preview=preview(trial.rule, trial.watched, days=wish.days) if trial.rule else None,
        differences=explain_differences(wish, max_age_days=wish.max_age_days),
        known_channels=_list_channels(trial.watched),
        searched=parse_qsl(hidden.address().removeprefix("?")),
        topics=topic_titles(),
        choices=choices,
        kinds=KINDS,
        longest_age=MAX_AGE,
        why_not=alerts.WHY_NOT,
        rows=ROWS,
        max_title=MAX_TITLE_LENGTH,
    )


@router.post("/alerts/rules", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def add_rule(request: Request, user: GetUserDep, wish: RuleQuery) -> Response:
    """Start the run that adds or replaces the rule in the address, then show its page, which says how that goes."""
    await forms.read_form(request, user)
    wish.refuse_wrong_filters()
    trial = await run_in_threadpool(_try, wish)
    if not trial.rule:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, trial.mistake or NOTHING_GIVEN)
    act = "change_rule" if wish.rule else "add_rule"
    conf: dict[str, object] = {"act": act, "target": trial.rule.id, "reason": "", "rule": trial.text}
    await start(request, ACT, conf, f"{VERBS[act].capitalize()} {trial.rule.id}")
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{ui_path(UiPage.RULE, trial.rule.id)}", status_code=303)


def _list_channels(watched: configuration.Configuration) -> list[str]:
    """Return the ids of the channels, none if alerts.toml never was valid."""
    try:
        return [each.id for each in watched.alerts.channels]
    except ConfigError:
        return []


def _try(wish: RuleWish) -> Trial:
    """Check the rule that is wished for as the configuration will. Nothing is wrong with a form that is still empty."""
    settings = get_settings()
    watched, channels = configuration.find_in_force(settings), wish.channel
    try:
        if not watched.alerts.channels:
            raise ConfigError("alerts.toml has no [[channel]] yet: add one first, then make rules")
        channels = wish.channel if wish.tried else wish.channel or choose_channels(watched.alerts)
        text = wish.write(channels)
        if not (wish.query or wish.topic or wish.outlet):
            return Trial(
                text, channels, None, watched, NOTHING_GIVEN if wish.tried or wish.is_narrowed else "", "query"
            )
        taken_by = next((each for each in watched.alerts.all_rules if each.id == wish.rule_id != wish.rule), None)
        if taken_by:
            mistake = "Another rule has this title, or nearly so. Choose another title, or change that rule."
            return Trial(text, channels, None, watched, mistake, "title", taken_by)
        if not channels:
            raise ConfigError(
                "no channel is ticked: tick at least one, or the rule has nowhere to send its messages",
                reason="channel",
            )
        if len(text) > MAX_RULE_LENGTH:
            raise ConfigError(f"the rule has {len(text):,} characters; at most {MAX_RULE_LENGTH:,} are possible")
        rule, watched = configuration.try_rule(settings, text, replaced=wish.rule)
    except ConfigError as error:
        wrong = "query" if str(error).startswith("query") else error.reason
        return Trial(wish.write(channels), channels, None, watched, str(error), wrong)
    return Trial(text, channels, rule, watched)
