"""Serve the plugin's own files: stylesheets, scripts and icons."""

import mimetypes
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

router = APIRouter()

_STATIC = Path(__file__).parent / "static"


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return one of the plugin's own files."""
    file = next((file for file in _STATIC.iterdir() if file.name == name), None)
    if file is None:
        raise HTTPException(404)
    media_type = mimetypes.guess_type(name)[0]
    return Response(file.read_bytes(), media_type=media_type, headers={"Cache-Control": "private, max-age=300"})
