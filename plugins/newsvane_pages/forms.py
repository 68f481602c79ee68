"""Protect forms that change something against cross-site request forgery.

A form must be small, recent, and sent from our own pages by the user and the browser to which the page was served. A
token signed with Airflow's secret key names the user and a random cookie that only our answers set; both must come back
together (signed double submit). In addition the Origin and Sec-Fetch-Site headers must name our own site.
"""

import hashlib
import re
import secrets
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.configuration import conf
from fastapi import Request
from fastapi.responses import Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.exceptions import HTTPException

from newsvane_pages.airflow_api import AIRFLOW

COOKIE = "newsvane_form"
MAX_BYTES = 4_096
"""The maximum size of a form in bytes, unless its page allows more."""
MAX_FIELDS = 10
"""The maximum number of its fields, unless its page allows more."""
TOKEN_SECONDS = 12 * 3_600
"""How long a page may be open before its buttons stop working."""

_VALUE = re.compile(r"[0-9a-f]{64}")
_STALE = "This page was open for too long or in another session: reload it, then try again."


def find_browser_id(request: Request) -> str:
    """Return the random id of this browser from its cookie, or a new one for `set_browser_cookie`."""
    found = request.cookies.get(COOKIE, "")
    return found if _VALUE.fullmatch(found) else secrets.token_hex(32)


def set_browser_cookie(request: Request, answer: Response, browser_id: str) -> None:
    """Store the browser id in a cookie."""
    answer.set_cookie(
        COOKIE,
        browser_id,
        path=request.scope.get("root_path", "") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def make_token(request: Request, user: BaseUser, browser_id: str) -> str:
    """Return the token for the forms of this user in this browser."""
    return _signer(request).dumps([str(user.get_id()), browser_id])


async def read_form(
    request: Request, user: BaseUser, *, max_bytes: int = MAX_BYTES, max_fields: int = MAX_FIELDS
) -> dict[str, str]:
    """Return the fields of a form that are not empty.

    Raises HTTPException: 403 if it is not from our pages, 413 if it is too large, 415 if it is not a form, 422 if it
    cannot be read.
    """
    _require_our_page(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only forms are accepted here; programs use Airflow's API."
        )
    body = await _body(request, max_bytes)
    try:
        fields = dict(parse_qsl(body.decode("ascii"), max_num_fields=max_fields, errors="strict"))
    except ValueError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The form cannot be read.") from error
    if any("\0" in value for value in fields.values()):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "A form must not have a NUL character.")
    _require_token(request, user, fields.pop("token", ""))
    return fields


def _require_our_page(request: Request) -> None:
    """Check Sec-Fetch-Site and Origin. A browser sends at least one of them with a form."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(conf.get("api", "base_url", fallback="")).netloc} - {""}
    if (
        (site is None and origin is None)
        or (site is not None and site != "same-origin")
        or (origin is not None and origin.partition("://")[2] not in ours)
    ):
        raise HTTPException(HTTPStatus.FORBIDDEN, "This request did not come from a Newsvane page.")


async def _body(request: Request, max_bytes: int) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > max_bytes:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A form has at most {max_bytes:,} bytes.")
    return body


def _require_token(request: Request, user: BaseUser, given: str) -> None:
    try:
        user_id, browser_id = _signer(request).loads(given, max_age=TOKEN_SECONDS)
    except (BadSignature, ValueError, TypeError) as error:
        raise HTTPException(HTTPStatus.FORBIDDEN, _STALE) from error
    same_browser = secrets.compare_digest(str(browser_id).encode(), request.cookies.get(COOKIE, "").encode())
    if user_id != str(user.get_id()) or not same_browser:
        raise HTTPException(HTTPStatus.FORBIDDEN, _STALE)


def _signer(request: Request) -> URLSafeTimedSerializer:
    key = request.scope[AIRFLOW].state.secret_key
    return URLSafeTimedSerializer(key, salt="newsvane forms", signer_kwargs={"digest_method": hashlib.sha256})
