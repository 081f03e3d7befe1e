"""A person of a pretend portal with the app open: rows, tokens and a browser-like client with the frame session."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.test import Client
from django.utils import timezone

from landing_app.portals import frames
from landing_app.portals.models import FrameSession, Portal, PortalUser
from landing_app.portals.tokens import store_opening

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal


@dataclass(slots=True)
class Person:
    """`client` sends the frame's token with every request, as htmx does."""

    row: PortalUser
    frame: FrameSession
    client: Client


def open_app(emulator: "Emulator", pretend: "PretendPortal", key: str = "marketer") -> Person:
    """What is in the database after this user opened the app on this portal."""
    user = pretend.users[key]
    emulator.install_app(pretend)
    portal, _ = Portal.objects.get_or_create(
        member_id=pretend.member_id,
        defaults={
            "domain": pretend.authority,
            "endpoint": pretend.client_endpoint,
            "oauth_url": emulator.oauth_url,
            "installed_at": timezone.now(),
        },
    )
    row = PortalUser.objects.create(
        portal=portal, user_id=user.id, name=f"{user.name} {user.last_name}", is_admin=user.admin
    )
    pair = emulator.issue_token(pretend, user)
    store_opening(row, pair.access, pair.refresh)
    row.refresh_from_db()
    token = frames.new_token()
    frame = FrameSession.objects.create(token_hash=frames.digest(token), portal_user=row, language="en")
    client = Client(headers={frames.HEADER: token, "HX-Request": "true"})
    return Person(row, frame, client)
