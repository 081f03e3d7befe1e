"""The screen Settings: what the app is, what it keeps, and what support needs. It has nothing to switch."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings as configuration
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from landing_app.explorer.views.requests import portal_of, viewer_of
from landing_app.portals.frames import frame_required, render_screen
from landing_app.portals.models import Portal, PortalUser

_DISTRIBUTION = "page-desk"


@require_GET
@frame_required()
def settings(request: HttpRequest) -> HttpResponse:
    """About, language, privacy, what we keep, diagnostics."""
    viewer, portal = viewer_of(request), portal_of(request)
    code = translation.get_language() or configuration.LANGUAGE_CODE
    language = translation.get_language_info(code)["name_local"]
    context = {
        "version": app_version(),
        "portal": portal,
        "viewer": viewer,
        "language": language[:1].upper() + language[1:],
        "zone": timezone.get_current_timezone_name(),
        "kept": _kept(),
        "diagnostics": _diagnostics(portal, viewer),
    }
    return render_screen(request, "explorer/settings.html", context, nav="settings", title=_("Settings"))


def app_version() -> str:
    """Version of the installed distribution, or of the source tree it runs from."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return _("development")


def _kept() -> list[dict[str, Any]]:
    """Data, reason, time: the same numbers that the privacy policy names and the schedule enforces."""
    log, jobs = configuration.API_LOG_DAYS, configuration.JOB_DAYS
    return [
        {
            "data": _("Names, addresses and statuses of sites, folders and pages; blocks of an open page"),
            "why": _("To show lists fast"),
            "time": _("Up to 1 hour"),
        },
        {
            "data": _("Preview images you upload"),
            "why": _("To save them to favorites"),
            "time": _("Until the job ends, at most 24 hours"),
        },
        {"data": _("Jobs: who, what, when, result"), "why": _("Activity and undo"), "time": _days(jobs)},
        {
            "data": _("Requests to Bitrix24 without texts of pages"),
            "why": _("Support and safety"),
            "time": _days(log),
        },
        {
            "data": _("Your name, number and access keys (encrypted)"),
            "why": _("To act with your rights"),
            "time": _("While the app is installed"),
        },
    ]


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _diagnostics(portal: Portal, viewer: PortalUser) -> str:
    """What support asks first; holds no token and no text of a page."""
    lines = {
        "Page Desk": app_version(),
        "Portal": f"{portal.domain} ({portal.member_id})",
        "Plan": portal.license_family or "-",
        "User": str(viewer.user_id),
        "Language": translation.get_language() or "-",
        "Time zone": timezone.get_current_timezone_name(),
        "Time": timezone.now().isoformat(timespec="seconds"),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())
