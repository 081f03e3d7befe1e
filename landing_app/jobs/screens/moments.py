"""Times as people read them, in the time zone of the frame: "today at 12:04", "14 Nov at 15:31"."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

_MINUTE = 60


def short(at: datetime) -> str:
    """For a list: "now", "12:04", "Yesterday", "14 Nov" or "14 Nov 2025"."""
    local, now = timezone.localtime(at), timezone.localtime()
    if now - local < timedelta(minutes=1):
        return gettext("now")
    if local.date() == now.date():
        return date_format(local, "H:i")
    if local.date() == now.date() - timedelta(days=1):
        return gettext("Yesterday")
    return date_format(local, gettext("j M") if local.year == now.year else gettext("j M Y"))


def full(at: datetime) -> str:
    """Inside a sentence: "today at 12:04", "yesterday at 12:04", "14 Nov 2025 at 12:04"."""
    local, today = timezone.localtime(at), timezone.localtime().date()
    time = date_format(local, "H:i")
    if local.date() == today:
        return gettext("today at %(time)s") % {"time": time}
    if local.date() == today - timedelta(days=1):
        return gettext("yesterday at %(time)s") % {"time": time}
    return gettext("%(date)s at %(time)s") % {"date": date_format(local, gettext("j M Y")), "time": time}


def left(seconds: int | None) -> str:
    """An honest estimate: to five seconds under a minute, else to the minute."""
    if seconds is None or seconds <= 0:
        return ""
    if seconds < _MINUTE:
        shown = max(5, 5 * round(seconds / 5))
        return ngettext("About %(n)s second left", "About %(n)s seconds left", shown) % {"n": shown}
    minutes = round(seconds / _MINUTE)
    return ngettext("About %(n)s minute left", "About %(n)s minutes left", minutes) % {"n": minutes}
