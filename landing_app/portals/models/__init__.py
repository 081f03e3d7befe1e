"""Tables of the app `portals`."""

from landing_app.portals.models.frame import FrameSession
from landing_app.portals.models.log import ApiCall, PortalEvent
from landing_app.portals.models.portal import Portal, PortalUser

__all__ = ["ApiCall", "FrameSession", "Portal", "PortalEvent", "PortalUser"]
