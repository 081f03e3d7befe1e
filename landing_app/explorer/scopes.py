"""Site scopes as they appear in addresses, and the words for what a site is.

The REST site scope "" (the default mode: sites, stores) is written "pages" in an address, because a part of
an address cannot be empty.
"""

from django.urls.converters import StringConverter
from django.utils.translation import gettext as _

from landing_app.bitrix24.types import Site, SiteScope

_SLUGS: dict[SiteScope, str] = {
    "": "pages",
    "KNOWLEDGE": "knowledge",
    "GROUP": "group",
    "MAINPAGE": "mainpage",
}
_SCOPES: dict[str, SiteScope] = {slug: scope for scope, slug in _SLUGS.items()}


class SiteScopeConverter(StringConverter):
    """`pages`, `knowledge`, `group` or `mainpage` in an address; the REST site scope in a view."""

    regex = "|".join(_SCOPES)

    def to_python(self, value: str) -> SiteScope:
        """The REST site scope."""
        return _SCOPES[value]

    def to_url(self, value: str) -> str:
        """The address part; takes both forms, so that templates can hand over either."""
        return _SLUGS.get(value, value)  # type: ignore[call-overload, no-any-return]


def type_label(site: Site) -> str:
    """What a person calls this kind of site; "" for an ordinary site, which needs no label."""
    labels = {
        "STORE": _("Store"),
        "KNOWLEDGE": _("Knowledge base"),
        "GROUP": _("Workgroup knowledge base"),
        "MAINPAGE": _("Vibe"),
    }
    return labels.get(site.type, "")
