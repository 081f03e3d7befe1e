"""The process that holds the lease of a refresh is killed: the stored pair is renewed by the next one."""

import multiprocessing
import time
from datetime import timedelta
from multiprocessing.synchronize import Event
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from landing_app.bitrix24.refresh import PATIENCE_SECONDS
from landing_app.portals.models import PortalUser
from landing_app.portals.tokens import LEASE, DatabaseTokens
from tests.bitrix24.stub import Received, Reply, serving
from tests.portals.conftest import Browser
from tests.portals.refresh_holder import hold, renewed

GRANT = {"access_token": "a1", "refresh_token": "r1", "expires_in": 3600}
LEFT = timedelta(seconds=2)


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_the_holder_is_killed_while_the_server_answers(
    browser: Browser, portal: Any, installed: Any, stored: Any
) -> None:
    browser.open(portal)
    person: PortalUser = stored(portal, "marketer")
    store, context = DatabaseTokens(person), multiprocessing.get_context("spawn")
    before, asked = store.load(), context.Event()

    with serving(lambda request: answer(asked, request)) as stub:
        database = str(connection.settings_dict["NAME"])
        holder = context.Process(target=hold, args=(database, person.pk, stub.url, stub.netloc))
        holder.start()
        assert asked.wait(60)
        holder.kill()
        holder.join()
        assert store.load() == before
        assert not store.try_lease(before.version)

        # The rest of the lease goes by: waiting for all of it would prove no more.
        assert PortalUser.objects.filter(pk=person.pk).update(refresh_lease_until=Now() + LEFT) == 1
        begun = time.monotonic()
        after = renewed(person.pk, stub.url, stub.netloc)

    assert time.monotonic() - begun > LEFT.total_seconds() - 0.5
    assert (after.access, after.refresh, after.version) == ("a1", "r1", before.version + 1)
    assert store.load() == after
    assert len(stub.received) == 2


def test_waiters_outlast_the_lease_of_a_dead_holder() -> None:
    assert LEASE.total_seconds() < PATIENCE_SECONDS


def answer(asked: Event, request: Received) -> Reply:
    """The first question never gets its answer in time, the second gets a new pair."""
    if asked.is_set():
        return Reply(GRANT)
    asked.set()
    time.sleep(3)
    return Reply(b"", 500)
