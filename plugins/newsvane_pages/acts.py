"""What ops may do: a button's form becomes a run of a DAG, which does it; the pages show what came of it.

The API server itself never writes the lake. `newsvane_act` writes it in the lake's pool, `newsvane_poll` polls.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from newsvane_pages import forms
from newsvane_pages.api import ACT, POLL, latest_runs, may_run, start
from newsvane_pages.asking import asking, rows
from newsvane_pages.rendering import page

router = APIRouter()

VERBS = {
    "poll_feed": "poll", "pause_feed": "pause", "resume_feed": "resume", "replay": "replay", "discard": "discard",
    "resend": "send again",
}  # fmt: skip
"""What can be asked for, in words."""
PAGES = {"poll_feed": "feeds", "pause_feed": "feeds", "resume_feed": "feeds", "replay": "refused", "discard": "refused",
         "resend": "alerts"}  # fmt: skip
"""Where each is asked for, and shown."""
LONGEST_TARGET, LONGEST_REASON = 300, 500
"""Characters; the Params of `newsvane_act` say the same."""

RECENT = timedelta(days=2)
"""How long what came of an act is shown beside what it was done to."""
ROWS = 100


@dataclass(frozen=True)
class Asked:
    """One act as the pages show it. `state`: queued, running, done, failed or lost: its run failed without a word."""

    kind: str
    target: str
    reason: str
    by: str
    at: datetime
    state: str
    words: str
    run: str

    @property
    def verb(self) -> str:
        """What was asked for, in words."""
        return VERBS.get(self.kind, self.kind)

    @property
    def pending(self) -> bool:
        """Whether it has not come to an end."""
        return self.state in {"queued", "running"}


@dataclass(frozen=True)
class Acting:
    """What was asked for lately, by target. `token`: for the forms; "": this user may not act, and gets none."""

    request: Request
    browser: str
    token: str
    asked: Mapping[str, Asked] = field(default_factory=dict)

    def page(self, template: str, **facts: Any) -> HTMLResponse:
        """A page whose forms work."""
        answer = page(self.request, template, acting=self, **facts)
        if self.token:
            forms.keep(self.request, answer, self.browser)
        return answer


def _acting(request: Request, user: GetUserDep) -> Acting:
    browser = forms.browser(request)
    token = forms.token(request, user, browser) if may_run(ACT, request, user) else ""
    return Acting(request, browser, token, {each.target: each for each in reversed(_latest(request))})


Act = Annotated[Acting, Depends(_acting)]


@router.get("/acts")
def listed(request: Request) -> Response:
    """Who did what by hand, why, and what came of it."""
    return page(request, "acts.html", tab="acts", acts=_latest(request, since=datetime.min.replace(tzinfo=UTC)),
                pages=PAGES, rows=ROWS)  # fmt: skip


@router.post("/acts", dependencies=[Depends(requires_access_dag("POST", DagAccessEntity.RUN, ACT))])
async def act(request: Request, user: GetUserDep) -> Response:
    """Ask for an act, then lead back to the page that shows it."""
    fields = await forms.posted(request, user)
    kind, target, reason = (fields.get(name, "").strip() for name in ("act", "target", "reason"))
    if kind not in VERBS or not 0 < len(target) <= LONGEST_TARGET or len(reason) > LONGEST_REASON:
        raise HTTPException(422, f"It takes an act, what to do it to, and at most {LONGEST_REASON} characters on why.")
    if kind == "discard" and not reason:
        raise HTTPException(422, "An article is discarded with a reason: go back and say why.")
    note = f"{VERBS[kind].capitalize()} {target}" + (f": {reason}" if reason else "")
    if kind == "poll_feed":
        await start(request, POLL, {"feeds": [target]}, note)
    else:
        await start(request, ACT, {"act": kind, "target": target, "reason": reason}, note)
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{PAGES[kind]}#{quote(target)}", status_code=303)


def _latest(request: Request, since: datetime | None = None) -> list[Asked]:
    """What was asked for lately, newest first: from the lake what came to an end, the rest from Airflow."""
    since = since or datetime.now(UTC) - RECENT
    with asking() as cursor:
        kept = [_kept(row) for row in rows(cursor, "acts", since=since, limit=ROWS)]
    known = {each.run for each in kept}
    found = [*kept, *(each for each in _started(request) if each.run not in known and each.at >= since)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _kept(row: dict[str, Any]) -> Asked:
    return Asked(row["kind"], row["target"], row["reason"], row["done_by"], row["asked_at"], row["state"], row["words"],
                 row["act_id"])  # fmt: skip


def _started(request: Request) -> list[Asked]:
    """The runs that people started. What Airflow calls success of an act is in the lake, or was before it was lost."""
    found = []
    for run in [*latest_runs(request, ACT), *latest_runs(request, POLL)]:
        state = {"queued": "queued", "running": "running", "success": "done"}.get(run["state"], "lost")
        for kind, target, reason in _orders(run["dag_id"], run["conf"] or {}):
            found.append(
                Asked(kind, target, reason, run["triggering_user_name"] or "", datetime.fromisoformat(run["run_after"]),
                      state, _WORDS[state], run["dag_run_id"])
            )  # fmt: skip
    return found


_WORDS = {
    "queued": "waits for its turn",
    "running": "is under way",
    "done": "was done",
    "lost": "its run failed: the log of its task says why",
}


def _orders(dag_id: str, conf: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """What a run was asked to do: kind, target, reason."""
    if dag_id == POLL:
        named = conf.get("feeds")
        return [("poll_feed", str(feed), "") for feed in named] if isinstance(named, list) else []
    return [(str(conf.get("act", "")), str(conf.get("target", "")), str(conf.get("reason") or ""))]
