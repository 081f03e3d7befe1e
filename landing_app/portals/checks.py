"""System checks of `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def trusted_hosts_outside_debug(**_kwargs: Any) -> list[CheckMessage]:
    """Trusted hosts may be reached over plain http and on private addresses: an operator must mean it."""
    if settings.DEBUG or not settings.BITRIX24_TRUSTED_HOSTS:
        return []
    hosts = ", ".join(settings.BITRIX24_TRUSTED_HOSTS)
    return [
        Warning(
            f"BITRIX24_TRUSTED_HOSTS lets the app call {hosts} over plain http and on private addresses.",
            hint="Keep it empty unless these are your own intranet portals.",
            id="portals.W001",
        )
    ]
