"""What every screen takes from its request: the person, the portal, the reading and how old it is."""

from typing import Any, cast

from django.http import HttpRequest

from landing_app.bitrix24.types import SiteContents, SiteScope
from landing_app.explorer.dates import age
from landing_app.jobs import labels
from landing_app.jobs.models import Job, JobState
from landing_app.portals import reads
from landing_app.portals.frames import FrameRequest
from landing_app.portals.models import Portal, PortalUser

_MAX_PARKED = 2


def viewer_of(request: HttpRequest) -> PortalUser:
    """The proved person behind a request inside `frame_required`."""
    return cast(FrameRequest, request).frame.portal_user


def portal_of(request: HttpRequest) -> Portal:
    """That person's portal: the only tenant of the request."""
    return viewer_of(request).portal


def wants_fresh(request: HttpRequest) -> bool:
    """Somebody pressed Refresh: what was read before serves only when Bitrix24 is silent."""
    return request.headers.get("X-Frame-Refresh") == "1"


def contents_of(request: HttpRequest, scope: SiteScope, site_id: int) -> reads.Reading[SiteContents]:
    """Site, folders, pages and rights. Raises Bitrix24Error, NotFound for an unknown or foreign id."""
    return reads.site_contents(viewer_of(request), scope, site_id, again=wants_fresh(request))


def freshness(reading: reads.Reading[Any], screen_path: str) -> dict[str, Any]:
    """Context of the note "Updated 2 min ago" and its Refresh."""
    return {"reading": reading, "reading_note": age(reading), "screen_path": screen_path}


def parked_jobs(request: HttpRequest) -> list[dict[str, Any]]:
    """The viewer's own jobs that wait for a decision, newest first; costs no request to the portal."""
    jobs = Job.objects.filter(starter=viewer_of(request), state=JobState.PARKED).order_by("-created_at")
    return [{"id": job.pk, "label": labels.label(job)} for job in jobs[:_MAX_PARKED]]
