"""From the portal's language codes to Django's, and the language and time zone of one request."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation

# Portals use country-like codes for some languages.
_PORTAL_CODES = {
    "ua": "uk",
    "br": "pt-br",
    "la": "es",
    "sc": "zh-hans",
    "tc": "zh-hant",
    "vn": "vi",
    "kz": "kk",
    "in": "hi",
}


def supported(portal_code: str) -> str:
    """The Django language for a portal's `LANG`, or "" when the app has no such translation."""
    code = portal_code.strip().lower()
    code = _PORTAL_CODES.get(code, code)
    return code if code in dict(settings.LANGUAGES) else ""


def activate(language: str, timezone_name: str = "") -> None:
    """Use this language and time zone until the end of the request; unknown values leave the defaults."""
    if language:
        translation.activate(language)
    if timezone_name:
        try:
            timezone.activate(zoneinfo.ZoneInfo(timezone_name))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
