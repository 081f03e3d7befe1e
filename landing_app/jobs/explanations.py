"""Every code in plain words: what happened, why, what to do next. Our wording, no sales talk, translatable.

Rests on the error tables of the `landing` methods (`landing.landing.publication`, `landing.landing.copy`,
...) and of
the REST system layer; codes in our own capitals come from `actions` and `jobs`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from landing_app.jobs.codes import CODES, UNKNOWN

if TYPE_CHECKING:
    from landing_app.jobs.models import Job, JobItem

_BRACKETS = re.compile(r"\[([SL])?(\d+)\]$")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Words for one code. `link` names where the next step leads: a key, the view makes the address.

    Keys: editor, page_settings, site_settings, plans, market, reopen, refresh, choose_pages, copy_request,
    copy_details, app, "" (no link). `code` is what the portal said, for "Details for support".
    """

    title: str
    body: str = ""
    next_step: str = ""
    link: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.title)


def explain(code: str, item: JobItem | None = None, job: Job | None = None) -> Explanation:
    """The explanation of a code; glued codes ("A|B") take the first known one, an unknown one quotes the
    portal."""
    if not code:
        return Explanation("")
    known = next((part for part in map(plain_code, code.split("|")) if part in CODES), "")
    detail = _detail(item, job)
    if not known:
        return _unknown(code, str(detail.get("description", "")))
    title, body, next_step, link = CODES[known]
    names = _names(item, detail)
    found = Explanation(
        _(title) % names, _(body) % names if body else "", _(next_step) if next_step else "", link, code
    )
    return _with_trace(found, item) if known in ("INTERNAL", "POISON") else found


def explain_item(item: JobItem) -> Explanation:
    """Why the item ended, or waits, as it does; false when there is nothing to explain."""
    return _with_picture(explain(item.code, item=item), item)


def explain_job(job: Job) -> Explanation:
    """Why the job waits for somebody, is held up or was stopped; false when nothing needs words."""
    return explain(job.parked_code or job.stop_code or job.hold_code or job.plan_code, job=job)


def plain_code(code: str) -> str:
    """`PUBLIC_HTML_DISALLOWED[L34]` → `PUBLIC_HTML_DISALLOWED_L`; lower-case codes of the system layer →
    upper."""
    found = _BRACKETS.search(code.strip())
    base = _BRACKETS.sub("", code.strip()).upper()
    return f"{base}_{found.group(1)}" if found and found.group(1) else base


def _detail(item: JobItem | None, job: Job | None) -> dict[str, Any]:
    if item is not None:
        return dict(item.detail)
    return dict(job.parked_detail) if job is not None else {}


def _names(item: JobItem | None, detail: dict[str, Any]) -> dict[str, Any]:
    title = str(item) if item is not None else str(detail.get("title") or _("the page"))
    return {
        "title": title,
        "when": detail.get("when") or _("a moment ago"),
        "place": detail.get("place") or _("the site root"),
        "count": detail.get("count", 0),
        "names": ", ".join(map(str, detail.get("names", []))),
    }


def _unknown(code: str, text: str) -> Explanation:
    title, body, next_step, link = UNKNOWN
    if text:
        body = "%(text)s"
        return Explanation(
            _(title), _("Bitrix24 said: “%(text)s”.") % {"text": text}, _(next_step), link, code
        )
    return Explanation(_(title), _(body) % {"code": code}, _(next_step), link, code)


def _with_picture(found: Explanation, item: JobItem) -> Explanation:
    """A block that was not saved although its picture was uploaded: what became of the picture."""
    left = item.detail.get("picture")
    if not found or not left:
        return found
    if left == "removed":
        told = _("The block was not saved. The picture uploaded for it was removed again.")
    else:
        told = _(
            "The block was not saved. The picture uploaded for it stays with the block; Clean up offers it."
        )
    return replace(found, body=f"{found.body} {told}".strip())


def _with_trace(found: Explanation, item: JobItem | None) -> Explanation:
    if item is None or not item.trace_id:
        return found
    return replace(
        found, body=_("%(body)s Number: %(trace)s.") % {"body": found.body, "trace": item.trace_id}
    )
