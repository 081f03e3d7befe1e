"""The screen Sites: every site the person may see, with facts that arrive after the tiles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from landing_app.bitrix24.types import Site
from landing_app.explorer import menus, portal_links, selection, site_facts, site_query
from landing_app.explorer.rows import SiteCard, site_cards
from landing_app.explorer.site_facts import SiteFacts
from landing_app.explorer.site_query import SiteQuery
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
    """All sites; the query is that of `SiteQuery`. A search or filter gets only the tiles."""
    return sites_screen(request)


def sites_screen(request: HttpRequest) -> HttpResponse:
    """The screen, or only its tiles. Which sites have changes is asked of the portal where it is not known yet. Raises
    Bitrix24Error."""
    viewer = viewer_of(request)
    reading = reads.sites(viewer, again=wants_fresh(request))
    query = SiteQuery.read(request.GET, reading.value)
    facts = site_facts.of(viewer, reading, query.matching(reading.value)) if query.changed else {}
    context = _context(request, reading.value, query, facts)
    if getattr(request, "htmx", None) and request.htmx.target == "sites":  # type: ignore[attr-defined]
        return fragment(request, "explorer/_sites.html", context)
    return _screen(request, reading, context)


def kept_screen(request: HttpRequest, reading: reads.Reading[list[Site]]) -> HttpResponse:
    """The screen of a reading without asking the portal; one that is older than a minute asks it afterwards."""
    return _screen(request, reading, _context(request, reading.value, SiteQuery(), {}))


def _screen(
    request: HttpRequest, reading: reads.Reading[list[Site]], context: dict[str, Any]
) -> HttpResponse:
    context |= freshness(reading, reverse("sites"))
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


def _context(
    request: HttpRequest, every: list[Site], query: SiteQuery, facts: dict[int, SiteFacts]
) -> dict[str, Any]:
    found = {site.id for site in query.matching(every)}
    cards = [
        replace(card, facts=facts.get(card.site.id))
        for card in site_cards(portal_of(request), every)
        if card.site.id in found
    ]
    if query.sort:
        cards.sort(key=_SORTS[query.sort])
    if query.changed:
        cards = _with_changes(cards)
    groups = site_query.groups(query, every)
    return {
        "cards": cards,
        "shown": [card.site for card in cards],
        "menus": menus.site_menus(cards),
        "query": query,
        "groups": groups,
        "squares": [one for group in groups for one in group.filters if one.chosen],
        "untold": sum(1 for card in cards if card.facts and not card.facts.known),
        "sites_section": portal_links.sites_section(portal_of(request)),
    }


def _with_changes(cards: list[SiteCard]) -> list[SiteCard]:
    """A site whose changes the portal did not tell may have some: it stays, after those that surely have."""
    possible = [card for card in cards if card.facts and card.facts.may_have_changes]
    return sorted(possible, key=lambda card: bool(card.facts and not card.facts.known))
