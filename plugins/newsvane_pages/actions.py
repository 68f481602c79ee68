"""Actions of operators: a button's form starts a run of a DAG, which does the work; the pages show the outcome.

The API server itself never writes to the lake. `newsvane_act` writes to it, in the lake's pool; `newsvane_poll` polls.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane import configuration, lake
from newsvane.errors import ConfigError
from newsvane.records import Tombstone
from newsvane.settings import get_settings
from newsvane_pages import forms
from newsvane_pages.action_outcomes import follow_messages, follow_poll
from newsvane_pages.airflow_api import ACT, POLL, list_latest_runs, may_run, start
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import ask_cached, fetch_rows, open_cursor
from newsvane_pages.requested_actions import (
    DONE,
    NEEDS_REASON,
    OWN_FORMS,
    PAGES,
    VERBS,
    WORDINGS,
    RequestedAction,
    find_page,
)

router = APIRouter()

MAX_TARGET_LENGTH, MAX_REASON_LENGTH = 300, 500
"""Limits in characters. The Params of `newsvane_act` have the same limits."""

SHOWN_FOR = timedelta(days=2)
"""How long the outcome of an action is shown beside its target."""
ROWS = 100
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class ActionForms:
    """The action forms of a page, and the latest action per target; of those that label, in `labelled`.

    `user`: who sees the page. `token` protects the forms. It is empty if this user may not act; the page then shows no
    buttons. `tests`: the latest test message per channel, which may have the id of a rule or a feed. `pending_labels`:
    article, question and subject of the answers of this user that are not stored yet. `rule_titles`: by id, the
    titles that runs were asked to give to rules, also to rules that were removed since.
    """

    request: Request
    browser: str
    token: str
    latest: Mapping[str, RequestedAction] = field(default_factory=dict)
    tests: Mapping[str, RequestedAction] = field(default_factory=dict)
    labelled: Mapping[str, RequestedAction] = field(default_factory=dict)
    user: str = ""
    pending_labels: frozenset[tuple[str, str, str]] = frozenset()
    rule_titles: Mapping[str, str] = field(default_factory=dict)
    needs_reason: Collection[str] = NEEDS_REASON

    def is_pending(self, kind: str, target: str) -> bool:
        """Return whether the latest action of this kind on the target has not ended, so that its button must wait."""
        last = (self.tests if kind == "test_channel" else self.latest).get(target)
        return last is not None and last.kind == kind and last.is_pending

    def title_of_rule(self, rule_id: str) -> str:
        """Return the title of a rule in force, or the one that a run was asked to give it; its id if none is known."""
        return self._titles_in_force.get(rule_id) or self.rule_titles.get(rule_id) or rule_id

    @cached_property
    def _titles_in_force(self) -> Mapping[str, str]:
        return list_rule_titles()

    def page(self, template: str, **facts: Any) -> HTMLResponse:
        """Render a page whose forms work."""
        answer = page(self.request, template, actions=self, **facts)
        if self.token:
            forms.set_browser_cookie(self.request, answer, self.browser)
        return answer


def _action_forms(request: Request, user: GetUserDep) -> ActionForms:
    browser = forms.find_browser_id(request)
    token = forms.make_token(request, user, browser) if may_run(ACT, request, user) else ""
    started = _list_started(request)
    latest = _list_latest(started, datetime.now(UTC) - SHOWN_FOR)[::-1]
    return ActionForms(
        request,
        browser,
        token,
        user=user.get_name(),
        latest={each.target: each for each in latest if each.kind not in {"label", "test_channel"}},
        tests={each.target: each for each in latest if each.kind == "test_channel"},
        labelled={each.target: each for each in latest if each.kind == "label"},
        pending_labels=_list_pending_labels(latest, user.get_name()),
        rule_titles=_list_given_titles(started),
    )


def _list_pending_labels(actions: Iterable[RequestedAction], user: str) -> frozenset[tuple[str, str, str]]:
    pending = (label for each in actions if each.is_pending and each.by == user for label in each.labels)
    return frozenset(
        (str(each.get("article_id")), str(each.get("question")), str(each.get("subject", ""))) for each in pending
    )


Actions = Annotated[ActionForms, Depends(_action_forms)]
"""A dependency of the pages that have action buttons."""


@router.get("/actions")
def show_actions(request: Request) -> Response:
    """Show who did what, why, and with what outcome."""
    started = _list_started(request)
    latest = _list_latest(started)
    with open_cursor() as cursor:
        named = fetch_rows(cursor, "target_names", targets=[each.target for each in latest])
        lifted = list_lifted(ask_cached(cursor, lake.load_tombstones))
    names = {(row["what"], row["target"]): row["name"] for row in named}
    titles = _list_given_titles(started) | list_rule_titles()
    names |= {("rule", rule_id): title for rule_id, title in titles.items()}
    return page(request, "actions.html", tab="actions", latest=latest, names=names, lifted=lifted, rows=ROWS)


def list_lifted(tombstones: Iterable[Tombstone]) -> dict[str, list[str]]:
    """Return which requests to remove something each action has lifted, by its id, the oldest first."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each in tombstones:
        if each.lift_act_id:
            found[each.lift_act_id].add(each.act_id)
    return {lift: sorted(requests) for lift, requests in found.items()}


def list_rule_titles() -> dict[str, str]:
    """Return the titles of the rules in force by id; none if alerts.toml never was valid."""
    try:
        return {rule.id: rule.title for rule in configuration.find_in_force(get_settings()).alerts.all_rules}
    except ConfigError:
        return {}


@router.post("/actions", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def request_action(request: Request, user: GetUserDep) -> Response:
    """Start the run that performs an action, then redirect to the page that shows it."""
    fields = await forms.read_form(request, user)
    kind, target, reason = (fields.get(name, "").strip() for name in ("act", "target", "reason"))
    if (
        kind not in VERBS
        or kind in OWN_FORMS
        or not 0 < len(target) <= MAX_TARGET_LENGTH
        or len(reason) > MAX_REASON_LENGTH
    ):
        raise HTTPException(
            422, f"An action needs a known kind, a target and a reason of at most {MAX_REASON_LENGTH} characters."
        )
    if kind in NEEDS_REASON and not reason:
        raise HTTPException(422, f"To {WORDINGS[kind].infinitive}, give a reason.")
    note = f"{VERBS[kind].capitalize()} {target}" + (f": {reason}" if reason else "")
    if not await run_in_threadpool(_is_requested, request, kind, target, user.get_name()):
        if kind == "poll_feed":
            await start(request, POLL, {"feeds": [target]}, note)
        else:
            await start(request, ACT, {"act": kind, "target": target, "reason": reason}, note)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{_find_origin(request, kind, target) or find_page(kind, target)}", status_code=303)


def _is_requested(request: Request, kind: str, target: str, user: str) -> bool:
    """Return whether the same action of the same user is still pending. Call it from a worker thread."""
    started = _list_started(request, datetime.now(UTC) - SHOWN_FOR)
    return any((each.kind, each.target, each.by, each.is_pending) == (kind, target, user, True) for each in started)


def _find_origin(request: Request, kind: str, target: str) -> str:
    """Return the path of the page with the button, so that the person comes back to what was shown.

    Empty if the browser does not tell, or if the page is not one of those about such targets. The list of feeds is told
    which one was paused, because it may not show it any more.
    """
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    root = request.scope.get("root_path", "")
    path, section = referrer.path.removeprefix(f"{root}/"), PAGES[kind].partition("/")[0]
    if not f"{path}/".startswith(f"{section}/"):
        return ""
    query = [part for part in referrer.query.split("&") if part and not part.startswith("paused=")]
    if kind == "pause_feed":
        query.append(f"paused={quote(target)}")
    return f"{path}{'?' if query else ''}{'&'.join(query)}#{quote(target)}"


def _list_latest(started: Iterable[RequestedAction], since: datetime = _EVER) -> list[RequestedAction]:
    """Return the latest actions, newest first: ended ones from the lake, pending and lost ones from those `started`."""
    with open_cursor() as cursor:
        recorded = [_read_recorded(row) for row in fetch_rows(cursor, "recorded_actions", since=since, limit=ROWS)]
        known = {each.run for each in recorded}
        unrecorded = (each for each in started if each.at >= since and each.run not in known)
        found = [*follow_messages(cursor, recorded), *(follow_poll(cursor, each) for each in unrecorded)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _read_recorded(row: dict[str, Any]) -> RequestedAction:
    return RequestedAction(row["kind"], row["target"], row["reason"], row["done_by"], row["asked_at"], row["state"],
                           row["words"], row["act_id"])  # fmt: skip


def _list_started(request: Request, since: datetime = _EVER) -> list[RequestedAction]:
    """Return the actions of runs that people started since then, with or without an outcome recorded in the lake.

    Those of a DAG come newest first.
    """
    found = []
    for run in [*list_latest_runs(request, ACT), *list_latest_runs(request, POLL)]:
        state = {"queued": "queued", "running": "running", "success": "done"}.get(run["state"], "lost")
        for kind, target, reason in _list_requested(run["dag_id"], run["conf"] or {}):
            found.append(
                RequestedAction(kind, target, reason, run["triggering_user_name"] or "",
                                datetime.fromisoformat(run["run_after"]), state, _OUTCOMES.get(state, ""),
                                run["dag_run_id"], _list_labels(run["conf"] or {}), find_title(run["conf"] or {}))
            )  # fmt: skip
    return [each for each in found if each.at >= since]


def _list_given_titles(started: Sequence[RequestedAction]) -> dict[str, str]:
    """Return the latest title that a run was started to give to each rule, by its id."""
    return {each.target: each.title for each in reversed(started) if each.title}


def _list_labels(conf: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the labels that a run was started for. Everybody who may start it can write anything there."""
    labels = conf.get("labels")
    return [each for each in labels if isinstance(each, dict)] if isinstance(labels, list) else []


def find_title(conf: Mapping[str, Any]) -> str:
    """Return the title of the rule that a run was started to add or change; "" if there is none."""
    try:
        return str(tomllib.loads(str(conf.get("rule", "")))["rule"][0]["title"])
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""


_OUTCOMES = {"done": DONE, "lost": "the run ended without an outcome; the log of its task says why"}
"""What is said of a run of which the lake has no outcome, by its state."""


def _list_requested(dag_id: str, conf: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Return kind, target and reason of each action that a run was asked to perform."""
    if dag_id == POLL:
        named = conf.get("feeds")
        return [("poll_feed", str(feed), "") for feed in named] if isinstance(named, list) else []
    return [(str(conf.get("act", "")), str(conf.get("target", "")), str(conf.get("reason") or ""))]
