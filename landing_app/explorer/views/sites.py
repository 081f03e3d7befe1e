"""The screen Sites: every site the person may see, with facts that arrive after the tiles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from landing_app.bitrix24.types import Site
from landing_app.explorer import menus, portal_links, selection, site_facts
from landing_app.explorer.naming import site_address
from landing_app.explorer.rows import SiteCard, site_cards
from landing_app.explorer.troubles import shows_troubles
from landing_app.explorer.views.requests import freshness, parked_jobs, portal_of, viewer_of, wants_fresh
from landing_app.portals import reads
from landing_app.portals.frames import fragment, frame_required, in_main, render_screen

_LONG_AGO = datetime.min  # the portal's dates have no zone
_SORTS: dict[str, Callable[[SiteCard], Any]] = {
    "title": lambda card: (card.name.casefold(), card.site.id),
    "modified": lambda card: (_LONG_AGO - (card.site.modified or _LONG_AGO), card.site.id),
}


@require_GET
@frame_required()
@shows_troubles("sites")
def sites(request: HttpRequest) -> HttpResponse:
    """All sites; `q` searches names and addresses, `kind` keeps one kind, `state` the published or the others, `sort`
    orders them. A search gets only the tiles."""
    return sites_screen(request)


def sites_screen(request: HttpRequest) -> HttpResponse:
    """The screen, or only its tiles for a search. Raises Bitrix24Error."""
    reading = reads.sites(viewer_of(request), again=wants_fresh(request))
    if getattr(request, "htmx", None) and request.htmx.target == "sites":  # type: ignore[attr-defined]
        return fragment(request, "explorer/_sites.html", _context(request, reading.value))
    return kept_screen(request, reading)


def kept_screen(request: HttpRequest, reading: reads.Reading[list[Site]]) -> HttpResponse:
    """The screen of a reading without asking the portal; one that is older than a minute asks it afterwards."""
    context = _context(request, reading.value) | freshness(reading, reverse("sites"))
    context |= {"parked": parked_jobs(request), "total": len(reading.value)}
    if not reading.is_fresh and not reading.stale:
        context["known"] = reading.mark
    return render_screen(request, "explorer/sites.html", context, nav="sites", title=_("Sites"))


@require_GET
@frame_required(human=False)
@shows_troubles("sites")
def changes(request: HttpRequest) -> HttpResponse:
    """What follows a screen of an older reading: its late facts when nothing changed since, else the screen anew."""
    reading = reads.sites(viewer_of(request))
    if reading.stale or reading.mark != request.GET.get("known"):
        return in_main(kept_screen(request, reading))
    context = {"shown": reading.value, "nav": "sites", "oob": True, **freshness(reading, reverse("sites"))}
    return fragment(request, "explorer/_sites_unchanged.html", context)


@require_GET
@frame_required(human=False)
def facts(request: HttpRequest) -> HttpResponse:
    """Page counts of the sites `ids`, out of band. What the portal does not tell is "unknown", never 0."""
    ids = frozenset(selection.ids(request.GET.get("ids", "").split(",")))
    return fragment(request, "explorer/_site_facts.html", {"facts": site_facts.read(viewer_of(request), ids)})


def _context(request: HttpRequest, every: list[Site]) -> dict[str, Any]:
    text = " ".join(request.GET.get("q", "").split())[:100]
    kinds = _kinds(every)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in kinds else ""
    needle = text.casefold()
    state = request.GET.get("state", "") if request.GET.get("state") in ("on", "off") else ""
    sort = request.GET.get("sort", "") if request.GET.get("sort") in _SORTS else ""
    found = {
        site.id
        for site in every
        if (not kind or site.type == kind)
        and (not state or site.active == (state == "on"))
        and (needle in site.title.casefold() or needle in site_address(site).casefold())
    }
    cards = [card for card in site_cards(portal_of(request), every) if card.site.id in found]
    if sort:
        cards.sort(key=_SORTS[sort])
    return {
        "cards": cards,
        "shown": [card.site for card in cards],
        "menus": menus.site_menus(cards),
        "kinds": _chips(kinds, {"kind": kind, "q": text, "state": state, "sort": sort})
        if len(kinds) > 1
        else [],
        "state": state,
        "sort": sort,
        "kind": kind,
        "text": text,
        "sites_section": portal_links.sites_section(portal_of(request)),
    }


def _kinds(every: list[Site]) -> dict[str, str]:
    words = {
        "PAGE": _("Websites"),
        "STORE": _("Stores"),
        "KNOWLEDGE": _("Knowledge bases"),
        "GROUP": _("Workgroup knowledge bases"),
        "MAINPAGE": _("Vibes"),
    }
    present = {site.type for site in every}
    return {kind: word for kind, word in words.items() if kind in present}


def _chips(kinds: dict[str, str], asked: dict[str, str]) -> list[dict[str, Any]]:
    def address(kind: str) -> str:
        fields = {name: value for name, value in {**asked, "kind": kind}.items() if value}
        return reverse("sites") + (f"?{urlencode(fields)}" if fields else "")

    return [
        {"slug": kind.lower(), "label": label, "address": address(kind), "current": kind == asked["kind"]}
        for kind, label in {"": _("All kinds"), **kinds}.items()
    ]
