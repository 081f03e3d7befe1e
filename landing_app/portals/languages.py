"""From the portal's language codes to Django's, and the language and time zone of one request."""

import zoneinfo

from django.conf import settings
from django.utils import timezone, translation

# Every LANG a portal sends. Some are codes of countries: `ua`, `br`, `kz`; `la` is the Spanish of Latin America.
PORTAL_LANGUAGES = {
    "ar": "ar",
    "br": "pt-br",
    "de": "de",
    "en": "en",
    "fr": "fr",
    "hi": "hi",
    "id": "id",
    "in": "hi",
    "it": "it",
    "ja": "ja",
    "kz": "kk",
    "la": "es",
    "ms": "ms",
    "pl": "pl",
    "ru": "ru",
    "sc": "zh-hans",
    "tc": "zh-hant",
    "th": "th",
    "tr": "tr",
    "ua": "uk",
    "vn": "vi",
}


def supported(portal_code: str) -> str:
    """The Django language for a portal's `LANG`.

    A portal language without a catalog is shown in English, whatever the browser prefers: texts, dates and `lang`
    of the page then agree. "" is the answer to a code we do not know; the browser's preference decides.
    """
    code = portal_code.strip().lower()
    code = PORTAL_LANGUAGES.get(code, code)
    if code in dict(settings.LANGUAGES):
        return code
    return "en" if code in PORTAL_LANGUAGES.values() else ""


def activate(language: str, timezone_name: str = "") -> None:
    """Use this language and time zone until the end of the request; unknown values leave the defaults."""
    if language:
        translation.activate(language)
    if timezone_name:
        try:
            timezone.activate(zoneinfo.ZoneInfo(timezone_name))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
