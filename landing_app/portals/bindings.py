"""What an installation leaves in the portal: the uninstall handler and the two places in the Sites
section."""

from django.conf import settings
from django.urls import reverse

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.landing import Landing

EVENTS = ("ONAPPUNINSTALL",)
# The editor's settings menu of a site, and every block's menu.
PLACEMENTS = ("LANDING_SETTINGS", "LANDING_BLOCK_*")
TITLE = "Page Desk"


def bind_everything(landing: Landing) -> None:
    """Bind what is not bound yet; doing it again changes nothing. Raises Bitrix24Error."""
    _bind_events(landing)
    for placement in PLACEMENTS:
        _bind_placement(landing, placement)


def _bind_events(landing: Landing) -> None:
    """`event.get` is asked first: a second `event.bind` is refused with the unspecific code ERROR_CORE."""
    handler = address_of("events")
    bound = landing.client.call("event.get") or []
    have = {(str(row.get("event", "")).upper(), row.get("handler")) for row in bound if isinstance(row, dict)}
    for event in EVENTS:
        if (event, handler) not in have:
            landing.client.call("event.bind", {"event": event, "handler": handler})


def _bind_placement(landing: Landing, placement: str) -> None:
    """`landing.repo.bind`; no REST method lists these, so PLACEMENT_EXIST is the way to learn that it is
    done."""
    fields = {"PLACEMENT": placement, "PLACEMENT_HANDLER": address_of("placements"), "TITLE": TITLE}
    try:
        landing.client.call("landing.repo.bind", {"fields": fields})
    except Bitrix24Error as error:
        if error.base_code != "PLACEMENT_EXIST":
            raise


def address_of(view_name: str) -> str:
    """The public address of one of our views, as the portal must call it."""
    return f"{settings.PUBLIC_URL}{reverse(view_name)}"
