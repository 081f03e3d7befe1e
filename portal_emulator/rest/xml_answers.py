"""Answers of ``<method>.xml``: the same tree as elements. Names of list items and of numbers are not documented."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.sax.saxutils import escape

from werkzeug.wrappers import Response

_NO_NAME = re.compile(r"^(?![A-Za-z_])|[^A-Za-z0-9_.-]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_xml(response: Response) -> Response:
    """The JSON answer as XML under ``<response>``, with its status; anything else as it is."""
    if response.mimetype != "application/json":
        return response
    body = "".join(_element(name, value) for name, value in json.loads(response.get_data()).items())
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<response>{body}</response>'
    found = Response(text, status=response.status_code, content_type="text/xml; charset=utf-8")
    found.headers.update(
        {name: value for name, value in response.headers.items() if name.startswith(("Acc", "X-"))}
    )
    return found


def _element(name: str, value: Any) -> str:
    tag = "item" if name.isdigit() else _NO_NAME.sub("_", name)
    if isinstance(value, dict):
        inside = "".join(_element(key, part) for key, part in value.items())
    elif isinstance(value, list):
        inside = "".join(_element("0", part) for part in value)
    else:
        inside = _NO_XML.sub("\ufffd", escape(_text(value)))
    return f"<{tag}>{inside}</{tag}>"


def _text(value: Any) -> str:
    """As PHP writes a value into text: true is 1, false and null are empty."""
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)
