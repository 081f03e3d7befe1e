"""Who is behind a posted token. Only the authorization server and the portal it names can tell.

Nothing else of a request is believed: DOMAIN, status and the application token pass through every browser,
and no request is sent to an address that the caller named.
"""

import logging
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

from landing_app.bitrix24.errors import AuthError, Bitrix24Error, EgressRefused, LimitError, TransportError
from landing_app.bitrix24.oauth import Identity
from landing_app.bitrix24.types import Profile
from landing_app.portals.clients import egress_guard, landing_once, oauth_server

log = logging.getLogger(__name__)

Doubt = Literal["token", "foreign", "server", "address", "unreachable"]


class NotProved(Exception):
    """The request did not prove who sent it.

    `token`: dead or unknown. `foreign`: it belongs to another app, portal or person. `server`: the named
    authorization server is not one of ours. `address`: the portal's address may not be called.
    `unreachable`: nobody answered, so nothing is known.
    """

    def __init__(self, reason: Doubt) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Proof:
    """A proved person of a proved portal, with the pair of tokens they brought."""

    member_id: str
    endpoint: str
    oauth_url: str
    app_version: str
    profile: Profile
    access: str = field(repr=False)
    refresh: str = field(repr=False)

    @property
    def domain(self) -> str:
        """Host of the portal, with its port when it is not the usual one."""
        return urlsplit(self.endpoint).netloc

    @property
    def origin(self) -> str:
        """`https://host[:port]` of the portal."""
        return f"{urlsplit(self.endpoint).scheme}://{self.domain}"


def listed_server(server_endpoint: str) -> str:
    """The configured authorization server with exactly the host that SERVER_ENDPOINT names, the default one
    when it names none. Raises NotProved (`server`)."""
    if not server_endpoint:
        return str(settings.BITRIX24_OAUTH_URLS[0])
    try:
        host = urlsplit(server_endpoint).netloc.lower()
    except ValueError:
        raise NotProved("server") from None
    for base in settings.BITRIX24_OAUTH_URLS:
        if urlsplit(base).netloc.lower() == host:
            return str(base)
    raise NotProved("server")


def prove(access: str, refresh: str, *, member_id: str, oauth_url: str) -> Proof:
    """Prove a token pair by `app.info` of the authorization server and `profile` of the portal that it names.

    Raises NotProved.
    """
    if not access:
        raise NotProved("token")
    identity = _identify(access, oauth_url)
    if identity.client_id != settings.BITRIX24_CLIENT_ID or identity.member_id != member_id:
        raise NotProved("foreign")
    profile = _profile(access, oauth_url, identity)
    if profile.id != identity.user_id:
        raise NotProved("foreign")
    return Proof(
        member_id=identity.member_id,
        endpoint=identity.client_endpoint,
        oauth_url=oauth_url,
        app_version=str(identity.version),
        profile=profile,
        access=access,
        refresh=refresh,
    )


def _identify(access: str, oauth_url: str) -> Identity:
    try:
        return oauth_server(oauth_url).identify(access)
    except (TransportError, LimitError) as error:
        log.warning("The authorization server did not answer: %s", error)
        raise NotProved("unreachable") from None
    except Bitrix24Error as error:
        log.info("The authorization server refused a token: %s", error)
        raise NotProved("token") from None


def _profile(access: str, oauth_url: str, identity: Identity) -> Profile:
    """`profile` at the endpoint that the authorization server named, never at one the caller named."""
    try:
        egress_guard().check(identity.client_endpoint)
        landing = landing_once(
            oauth_url, identity.client_endpoint, identity.member_id, identity.user_id, access
        )
        return landing.profile()
    except EgressRefused as error:
        log.warning("The portal's address may not be called: %s", error)
        raise NotProved("address") from None
    except AuthError as error:
        log.info("The portal refused a token: %s", error)
        raise NotProved("token") from None
    except Bitrix24Error as error:
        log.warning("The portal did not answer: %s", error)
        raise NotProved("unreachable") from None
