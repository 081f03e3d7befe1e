"""Which sites a person asked for, and the filters that the search field offers for it.

Filters of one group add up ("Websites or Stores"), groups narrow each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from landing_app.bitrix24.types import Site
from landing_app.explorer.naming import site_address


@dataclass(frozen=True, slots=True)
class SiteQuery:
    """One state of the screen Sites, readable from an address. Unknown values mean the default.

    `state` is "on" or "off"; `changed`: only sites with pages changed since they were published.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    state: str = ""
    changed: bool = False
    sort: str = ""

    @classmethod
    def read(cls, data: QueryDict, every: Iterable[Site]) -> "SiteQuery":
        """From the fields `q`, `kind` (as often as wanted), `state`, `changed`, `sort`. A kind that is not offered
        counts for nothing: nobody could see that it is chosen."""
        state, sort = data.get("state", ""), data.get("sort", "")
        return cls(
            text=" ".join(data.get("q", "").split())[:100],
            kinds=frozenset(data.getlist("kind")) & frozenset(_kinds(every)),
            state=state if state in ("on", "off") else "",
            changed=data.get("changed") == "1",
            sort=sort if sort in ("title", "modified") else "",
        )

    @property
    def is_filtered(self) -> bool:
        """Something besides the search narrows the list."""
        return bool(self.kinds or self.state or self.changed)

    def matching(self, every: Iterable[Site]) -> list[Site]:
        """The sites of the query in their order, whether they have changes or not: a list of sites does not tell."""
        needle = self.text.casefold()
        return [
            site
            for site in every
            if (not self.kinds or site.type in self.kinds)
            and (not self.state or site.active == (self.state == "on"))
            and (needle in site.title.casefold() or needle in site_address(site).casefold())
        ]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: a field of the query and its value. `code` is what the square of a chosen one sends."""

    field: str
    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Filters under one heading; of an `exclusive` group only one can be chosen."""

    label: str
    filters: Sequence[Filter]
    exclusive: bool = False


def groups(query: SiteQuery, every: Iterable[Site]) -> list[FilterGroup]:
    """What the search field offers. Kinds only where there is more than one."""
    kinds = [Filter("kind", kind, name, kind in query.kinds) for kind, name in _kinds(every).items()]
    states = [
        Filter("state", state, name, state == query.state)
        for state, name in (("on", _("Published")), ("off", _("Not published")))
    ]
    changes = [Filter("changed", "1", _("Has changes"), query.changed)]
    return [
        *([FilterGroup(_("Kinds of sites"), kinds)] if kinds else []),
        FilterGroup(_("Status"), states, exclusive=True),
        FilterGroup(_("Changes"), changes),
    ]


def _kinds(every: Iterable[Site]) -> dict[str, str]:
    words = {
        "PAGE": _("Websites"),
        "STORE": _("Stores"),
        "KNOWLEDGE": _("Knowledge bases"),
        "GROUP": _("Workgroup knowledge bases"),
        "MAINPAGE": _("Vibes"),
    }
    present = {site.type for site in every}
    found = {kind: word for kind, word in words.items() if kind in present}
    return found if len(found) > 1 else {}
