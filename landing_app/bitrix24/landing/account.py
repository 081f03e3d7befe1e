"""Who we are on the portal and where it shows us."""

from __future__ import annotations

from .. import rows, values
from ..errors import Bitrix24Error
from ..types import License, Profile
from .base import LandingBase


class AccountCalls(LandingBase):
    """Calls outside Sites that the installer and the settings screen need."""

    def profile(self) -> Profile:
        """The person behind the token (``profile``, needs no permission)."""
        return rows.profile(self.client.call("profile"))

    def license(self) -> License:
        """Plan, language and installation state (the portal's ``app.info``)."""
        return rows.license_of(self.client.call("app.info"))

    def bind_landing_placement(self, code: str, handler: str, title: str) -> None:
        """Show the app in the Sites editor (``landing.repo.bind``); being bound already is success.

        No method lists these, so the refusal is the way to learn it.
        """
        fields = {"PLACEMENT": code, "PLACEMENT_HANDLER": handler, "TITLE": title}
        try:
            self.client.call("landing.repo.bind", {"fields": fields})
        except Bitrix24Error as error:
            if error.base_code != "PLACEMENT_EXIST":
                raise

    def bind_event(self, event: str, handler: str) -> None:
        """Subscribe to an event (``event.get``, ``event.bind``).

        The portal has no code of its own for a double subscription, so the list is read first.
        """
        for row in values.as_rows(self.client.call("event.get")):
            if (values.text(row.get("event")).upper(), row.get("handler")) == (event.upper(), handler):
                return
        self.client.call("event.bind", {"event": event, "handler": handler})
