"""Forms that change something: small, from our own pages, of the user and browser that got the page, not long ago.

A token signed with Airflow's own secret names the user and a random cookie that only our answers set; both must come
back together (signed double submit). Beside it the browser's own word on where a request comes from must be ours.
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

from newsvane_pages.api import AIRFLOW

COOKIE = "newsvane_form"
LARGEST = 4_096
"""Bytes of a form."""
MOST_FIELDS = 10
LASTS = 12 * 3_600
"""Seconds a page may be open before its buttons stop working."""

_VALUE = re.compile(r"[0-9a-f]{64}")
_STALE = "This page was open for too long, or in another session: load it again, then repeat what you did."


def browser(request: Request) -> str:
    """The random name of this browser: its cookie's, or a new one for `keep`."""
    found = request.cookies.get(COOKIE, "")
    return found if _VALUE.fullmatch(found) else secrets.token_hex(32)


def keep(request: Request, answer: Response, name: str) -> None:
    """Let the browser keep its name."""
    answer.set_cookie(
        COOKIE,
        name,
        path=request.scope.get("root_path", "") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def token(request: Request, user: BaseUser, name: str) -> str:
    """What a form of this user in this browser carries."""
    return _signer(request).dumps([str(user.get_id()), name])


async def posted(request: Request, user: BaseUser) -> dict[str, str]:
    """The fields of a form. Raises HTTPException: 403 not from our pages, 413 too large, 415 none, 422 not readable."""
    _require_our_page(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only forms are taken here; programs ask Airflow's API.")
    body = await _body(request)
    try:
        fields = dict(parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The form cannot be read.") from error
    _require_token(request, user, fields.pop("token", ""))
    return fields


def _require_our_page(request: Request) -> None:
    """By Sec-Fetch-Site and Origin; a browser sends at least one of them with a form."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(conf.get("api", "base_url", fallback="")).netloc} - {""}
    if (
        (site is None and origin is None)
        or (site is not None and site != "same-origin")
        or (origin is not None and origin.partition("://")[2] not in ours)
    ):
        raise HTTPException(HTTPStatus.FORBIDDEN, "This was not asked for from a page of Newsvane.")


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A form has at most {LARGEST:,} bytes.")
    return body


def _require_token(request: Request, user: BaseUser, given: str) -> None:
    try:
        user_id, name = _signer(request).loads(given, max_age=LASTS)
    except (BadSignature, ValueError, TypeError) as error:
        raise HTTPException(HTTPStatus.FORBIDDEN, _STALE) from error
    same_browser = secrets.compare_digest(str(name).encode(), request.cookies.get(COOKIE, "").encode())
    if user_id != str(user.get_id()) or not same_browser:
        raise HTTPException(HTTPStatus.FORBIDDEN, _STALE)


def _signer(request: Request) -> URLSafeTimedSerializer:
    key = request.scope[AIRFLOW].state.secret_key
    return URLSafeTimedSerializer(key, salt="newsvane forms", signer_kwargs={"digest_method": hashlib.sha256})
