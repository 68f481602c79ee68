"""List the routes of the plugin's app, and the status that each role must get from each."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

ROLES = ("anonymous", "viewer", "user", "op", "admin")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ACTORS = ("user", "op", "admin")
"""Roles of Airflow's SimpleAuthManager that may start a run of a DAG."""
PRESSED = "POST, from its page"
"""The table's row for a form submitted from our own page; the other POST rows are forged forms."""

OF_READERS = ("/search/saved",)
"""Routes whose forms everybody may submit who may read the pages."""

REDIRECTS = ("/acts", "/refused", "/refused/{article_id}")
"""Former addresses of pages."""

Answers = Mapping[tuple[str, str, str], int]
"""Status by route, method and role."""


def routes() -> list[tuple[str, str]]:
    """Return path and method of each route. Call it in a process that can import Airflow and our plugins."""
    from newsvane_pages.asgi_app import build_app

    app: Any = build_app()
    return sorted((route.path, method) for route in app.app.routes for method in sorted(route.methods))


def expected(method: str, served: Iterable[str], role: str, route: str) -> int:
    """Return the correct status. A plain POST is a forged form: it has neither an Origin header nor a token."""
    if method == PRESSED:
        return {"anonymous": 401, "viewer": 303 if route in OF_READERS else 403}.get(role, 303)
    if method not in served:
        return 405
    if role == "anonymous":
        return 401
    if route in REDIRECTS:
        return 308
    return 403 if method == "POST" else 200


def table(answers: Answers) -> str:
    """Return the answers as a Markdown table. Methods with the same answers share a row."""
    lines = [f"| route | method | {' | '.join(ROLES)} |", f"|---|---|{'---|' * len(ROLES)}"]
    for route, keys in groupby(sorted({(route, method) for route, method, _ in answers}), key=lambda key: key[0]):
        rows: dict[tuple[int, ...], list[str]] = {}
        for _, method in sorted(keys, key=lambda key: [*METHODS, PRESSED].index(key[1])):
            rows.setdefault(tuple(answers[route, method, role] for role in ROLES), []).append(method)
        for statuses, methods in rows.items():
            lines.append(f"| `{route}` | {', '.join(methods)} | {' | '.join(map(str, statuses))} |")
    return "\n".join(lines) + "\n"


def wrong(answers: Answers, served: Mapping[str, Iterable[str]]) -> list[str]:
    """Return one line per wrong answer."""
    return [
        f"{method} {route} as {role}: {status}, not {right}"
        for (route, method, role), status in answers.items()
        if status != (right := expected(method, served[route], role, route))
    ]
