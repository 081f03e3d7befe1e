"""Builds REST clients: the one place where settings, Redis, stored tokens and the call log meet
`bitrix24`."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from landing_app.bitrix24.budget import Budget
from landing_app.bitrix24.client import Client
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.landing import Landing
from landing_app.bitrix24.limiter import Limiter
from landing_app.bitrix24.oauth import OAuthServer
from landing_app.portals.call_log import CALL_LOG
from landing_app.portals.models import PortalUser
from landing_app.portals.tokens import DatabaseTokens, OneToken

Lane = Literal["interactive", "bulk"]


@lru_cache(maxsize=4)
def _redis(url: str) -> "redis.Redis":
    # One repeat at once for a connection that was closed while idle; the library's own way waits for seconds.
    retry = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=1, retry=retry)


def redis_connection() -> "redis.Redis":
    """The shared Redis, with short timeouts: nobody waits long for a cache."""
    return _redis(settings.REDIS_URL)


def cache_connection() -> "redis.Redis":
    """The Redis of CACHE_URL: that of the broker, or one that may be emptied and may drop what is old."""
    return _redis(settings.CACHE_URL)


def redis_answers() -> bool:
    """Whether Redis, which is also the broker, takes messages now: Celery itself would try for seconds."""
    try:
        return bool(redis_connection().ping())
    except redis.RedisError:
        return False


def egress_guard() -> EgressGuard:
    """Refuses addresses we must not send to, except the configured trusted hosts."""
    return EgressGuard(frozenset(settings.BITRIX24_TRUSTED_HOSTS))


def oauth_server(base_url: str) -> OAuthServer:
    """The authorization server at one of our listed addresses."""
    return OAuthServer(base_url, settings.BITRIX24_CLIENT_ID, settings.BITRIX24_CLIENT_SECRET, egress_guard())


def landing_for(
    portal_user: PortalUser, lane: Lane = "interactive", before_sending: Callable[[], None] | None = None
) -> Landing:
    """A client acting for this person with this person's own token and rights.

    `before_sending` is asked right before each request leaves and may refuse it by an exception of its own.
    """
    portal = portal_user.portal
    connection = redis_connection()
    return Landing(
        Client(
            endpoint=portal.endpoint,
            member_id=portal.member_id,
            user_id=portal_user.user_id,
            tokens=DatabaseTokens(portal_user),
            oauth=oauth_server(portal.oauth_url),
            limiter=Limiter(connection, settings.EGRESS_ID),
            budget=Budget(connection),
            log=CALL_LOG,
            guard=egress_guard(),
            lane=lane,
            tariff_bucket=portal.tariff_bucket,
            before_sending=before_sending,
        )
    )


def landing_once(oauth_url: str, endpoint: str, member_id: str, user_id: int, access: str) -> Landing:
    """A client for a token that is being proved and is stored nowhere yet; it never refreshes."""
    connection = redis_connection()
    return Landing(
        Client(
            endpoint=endpoint,
            member_id=member_id,
            user_id=user_id,
            tokens=OneToken(access),
            oauth=oauth_server(oauth_url),
            limiter=Limiter(connection, settings.EGRESS_ID),
            budget=Budget(connection),
            log=CALL_LOG,
            guard=egress_guard(),
            lane="interactive",
        )
    )
