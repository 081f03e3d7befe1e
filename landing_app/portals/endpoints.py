"""The address of a portal: where it may change, and how the change is kept."""

from urllib.parse import urlsplit

from landing_app.portals.models import Portal, PortalEvent


def rename_portal(portal: Portal, endpoint: str) -> None:
    """Keep a proved new REST address of the portal; the same address changes nothing."""
    changed = Portal.objects.filter(pk=portal.pk).exclude(endpoint=endpoint)
    domain = urlsplit(endpoint).netloc
    if changed.update(endpoint=endpoint, domain=domain):
        PortalEvent.objects.create(
            member_id=portal.member_id,
            kind=PortalEvent.Kind.MOVED,
            detail={"from": portal.domain, "to": domain},
        )
    portal.endpoint, portal.domain = endpoint, domain
