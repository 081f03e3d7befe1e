"""A process of its own that refreshes a stored pair: started to be killed while it holds the lease."""

import os
from typing import Any


def hold(database: str, person_id: int, url: str, netloc: str) -> None:
    """Refresh the pair of this person in the tests' database, asking the authorization server at ``url``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    renewed(person_id, url, netloc)


def renewed(person_id: int, url: str, netloc: str) -> Any:
    """What any process of the product does after ``expired_token``, with the product's own store."""
    from landing_app.bitrix24.egress import EgressGuard
    from landing_app.bitrix24.oauth import OAuthServer
    from landing_app.bitrix24.refresh import Refresher
    from landing_app.portals.models import PortalUser
    from landing_app.portals.tokens import DatabaseTokens

    person = PortalUser.objects.select_related("portal").get(pk=person_id)
    store = DatabaseTokens(person)
    oauth = OAuthServer(url, "local.app", "secret", EgressGuard(frozenset({netloc})))
    return Refresher(store, oauth, person.portal.member_id, person.user_id).renew(store.load())
