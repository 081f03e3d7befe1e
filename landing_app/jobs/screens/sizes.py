"""How large a picture is, in words."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from landing_app.actions.base import Facts


def picture_size(params: Facts) -> str:
    """`640 × 480 pixels, 12.0 KB` as far as it is known: only of pictures that Page Desk uploaded itself."""
    parts = []
    if params.get("width") and params.get("height"):
        parts.append(
            gettext("%(wide)s × %(high)s pixels") % {"wide": params["width"], "high": params["height"]}
        )
    if params.get("size"):
        parts.append(filesizeformat(params["size"]))
    return ", ".join(parts)
