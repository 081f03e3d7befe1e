"""`landing.template.getlist`."""

from __future__ import annotations

from typing import Any

from ..rest.call import Call
from ..rest.registry import method
from .tables import TEMPLATES, clean


@method("landing.template.getlist", "params:array?")
def get_list(call: Call, params: Any) -> list[dict[str, Any]]:
    """View templates, inactive ones included."""
    cleaned = clean(params)
    fields = TEMPLATES.fields(cleaned.get("select") or ["*"])
    found = TEMPLATES.find(call.portal.templates.values(), cleaned)
    return [TEMPLATES.show(template, fields, call.portal.language) for template in found]
