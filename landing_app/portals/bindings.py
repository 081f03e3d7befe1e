"""What an installation leaves in the portal: the uninstall handler and the two places in the Sites
section."""

from django.conf import settings
from django.urls import reverse

from landing_app.bitrix24.landing import Landing

EVENTS = ("ONAPPUNINSTALL",)
# The editor's settings menu of a site, and every block's menu.
PLACEMENTS = ("LANDING_SETTINGS", "LANDING_BLOCK_*")
TITLE = "Page Desk"


def bind_everything(landing: Landing) -> None:
    """Bind what is not bound yet; doing it again changes nothing. Raises Bitrix24Error."""
    for event in EVENTS:
        landing.bind_event(event, address_of("events"))
    for placement in PLACEMENTS:
        landing.bind_landing_placement(placement, address_of("placements"), TITLE)


def address_of(view_name: str) -> str:
    """The public address of one of our views, as the portal must call it."""
    return f"{settings.PUBLIC_URL}{reverse(view_name)}"
