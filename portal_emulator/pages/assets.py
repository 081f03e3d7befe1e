"""Files of the emulator and of its portals: styles, scripts, pictures of blocks, uploads."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from ..model import Portal
from . import pictures

STATIC = Path(__file__).resolve().parent.parent / "static"


def static_file(relative: str) -> Response:
    """A file below ``static/``. Raises NotFound for anything else."""
    path = (STATIC / relative).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(path.read_bytes(), mimetype=kind)
    response.headers["Cache-Control"] = "no-cache" if path.suffix in (".js", ".css") else "max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def block_preview(portal: Portal, code: str) -> Response:
    """``/bitrix/blocks/bitrix/<code>/preview.jpg``; 404 for blocks the library does not have."""
    if code not in portal.repository:
        raise NotFound
    return static_file(f"img/blocks/{code}.jpg")


def upload(portal: Portal, request: Request) -> Response:
    """``/upload/…``: a picture saved on the portal."""
    record = next((file for file in portal.files.values() if file.path == request.path), None)
    if record is None:
        raise NotFound
    response = Response(record.content, mimetype=record.content_type)
    response.headers["Cache-Control"] = "max-age=3600"
    return response


def no_preview() -> Response:
    """``/bitrix/images/landing/nopreview.jpg``."""
    return Response(pictures.placeholder(), mimetype="image/jpeg", headers={"Cache-Control": "max-age=3600"})
