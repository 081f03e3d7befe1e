"""Dates in the viewer's time zone: "Today, 11:40", "Yesterday", "14 Nov", "14 Nov 2025"."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from landing_app.portals.reads import Reading


def when(moment: datetime | None, fallback: str = "") -> str:
    """The moment in the zone of this request; `fallback` is the portal's text of what we cannot parse.

    A portal writes dates without a zone, in that of the person who asks: a naive moment is already local.
    """
    if moment is None:
        return fallback
    local = moment if timezone.is_naive(moment) else timezone.localtime(moment)
    today = timezone.localdate()
    if local.date() == today:
        return _("Today, %(time)s") % {"time": date_format(local, "H:i")}
    if local.date() == today - timedelta(days=1):
        return _("Yesterday")
    # Translators: day and month, then day, month and year, in Django's date format letters.
    pattern = _("j M") if local.year == today.year else _("j M Y")
    return date_format(local, pattern)


def age(reading: Reading[object]) -> str:
    """How old the shown data is: "Updated 2 min ago"."""
    minutes = int((timezone.now() - reading.read_at).total_seconds() // 60)
    if minutes < 1:
        return _("Updated just now")
    text = ngettext("Updated %(minutes)d min ago", "Updated %(minutes)d min ago", minutes)
    return text % {"minutes": minutes}
