"""Receipts: what became of every item of a job, as JSON or CSV behind a link that works for 60 seconds."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from landing_app.jobs import explanations, labels, services
from landing_app.jobs.models import Job, JobItem
from landing_app.jobs.screens.presentation import place, sentence
from landing_app.jobs.screens.sizes import picture_size
from landing_app.jobs.views import missing, viewer_of
from landing_app.portals.frames import LinkExpired, attach, frame_required, signed_link, unsign

KINDS = ("csv", "json")
_FIELDS = (
    "title",
    "address",
    "outcome",
    "code",
    "explanation",
    "next_step",
    "site_id",
    "page_id",
    "target_id",
    "picture",
    "picture_size",
    "changed_at",
)
# A cell that starts with one of these is a formula for a spreadsheet; some look behind spaces and know wide signs.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


@require_POST
@frame_required()
def link(request: HttpRequest, job_id: UUID, kind: str) -> HttpResponse:
    """Send the browser to a fresh download link; the file opens no page, so the screen stays."""
    found = services.visible_job(viewer_of(request), job_id)
    if found is None or kind not in KINDS:
        return missing(request)
    return HttpResponseClientRedirect(signed_link(request, "receipt", job=str(found.pk), kind=kind))


@require_GET
def download(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The file, in the person's language. The link names frame session, job and kind; what the person may see is
    checked again."""
    try:
        frame, ids = unsign(signed, "receipt")
    except LinkExpired:
        text = gettext("This link has expired. Download the receipt from the job again.")
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=410)
    attach(request, frame, frame.portal)
    job = services.visible_job(frame.portal_user, UUID(ids["job"]))
    if job is None:
        raise Http404
    response = _csv(job) if ids["kind"] == "csv" else _json(job)
    response["Content-Disposition"] = f'attachment; filename="receipt-{job.pk}.{ids["kind"]}"'
    response["Cache-Control"] = "no-store"
    return response


def rows(job: Job) -> Iterator[dict[str, Any]]:
    """One flat mapping per item, in the order of the job."""
    for item in JobItem.objects.filter(job=job).order_by("position").iterator(chunk_size=500):
        told = explanations.explain_item(item)
        yield {
            "title": item.title,
            "address": item.address,
            "outcome": str(item.get_state_display()),
            "code": item.code,
            "explanation": sentence(told),
            "next_step": told.next_step,
            "site_id": item.site_id,
            "page_id": item.target.page,
            "target_id": item.target_id,
            "picture": item.params.get("picture", ""),
            "picture_size": picture_size(item.params),
            "changed_at": item.changed_at.isoformat(),
        }


class _Line:
    """A file for `csv` that hands every line back."""

    def write(self, text: str) -> str:
        return text


def _csv(job: Job) -> StreamingHttpResponse:
    writer = csv.DictWriter(_Line(), _FIELDS)

    def lines() -> Iterator[str]:
        yield "\ufeff"  # spreadsheets read UTF-8 only with this mark
        yield writer.writeheader()
        for row in rows(job):
            yield writer.writerow({name: _safe(value) for name, value in row.items()})

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _json(job: Job) -> HttpResponse:
    receipt = {
        "job": str(job.pk),
        "title": labels.label(job),
        "place": place(job),
        "action": job.action,
        "state": job.state,
        "started_by": str(job.starter),
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "finished_at": job.finished_at.isoformat() if job.finished_at else None,
        "made_at": timezone.now().isoformat(),
        "items": list(rows(job)),
    }
    text = json.dumps(receipt, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")
