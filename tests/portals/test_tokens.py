"""Stored token pairs: leased, swapped only when unchanged, never beaten by something older."""

from datetime import timedelta

import pytest
from django.utils import timezone

from landing_app.bitrix24.errors import GrantLost
from landing_app.portals import signals, tasks
from landing_app.portals.clients import landing_for
from landing_app.portals.models import Portal as StoredPortal
from landing_app.portals.models import PortalUser
from landing_app.portals.tokens import DatabaseTokens
from tests.portals.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(browser: Browser, portal, installed, stored) -> PortalUser:
    browser.open(portal)
    return stored(portal, "marketer")


def test_one_caller_gets_the_lease(person: PortalUser) -> None:
    version = person.token_version
    first, second = DatabaseTokens(person), DatabaseTokens(person)
    assert first.try_lease(version)
    assert not second.try_lease(version)
    assert not second.try_lease(version + 1)


def test_a_lease_ends_by_itself(person: PortalUser) -> None:
    from datetime import timedelta

    from django.utils import timezone

    store = DatabaseTokens(person)
    assert store.try_lease(person.token_version)
    PortalUser.objects.update(refresh_lease_until=timezone.now() - timedelta(seconds=1))
    assert store.try_lease(person.token_version)


def test_a_pair_is_stored_only_over_the_one_it_came_from(person: PortalUser) -> None:
    store = DatabaseTokens(person)
    seen = store.load().version
    assert store.save(seen, "new-access", "new-refresh", 0)
    assert not store.save(seen, "late-access", "late-refresh", 0)
    pair = store.load()
    assert (pair.access, pair.refresh, pair.version) == ("new-access", "new-refresh", seen + 1)


def test_a_newer_opening_wins_over_a_refresh_under_way(browser: Browser, portal, person: PortalUser) -> None:
    store = DatabaseTokens(person)
    seen = store.load().version
    assert store.try_lease(seen)
    pair = browser.pair(portal, "marketer")
    browser.open(portal, AUTH_ID=pair.access, REFRESH_ID=pair.refresh)
    assert not store.save(seen, "refreshed", "refreshed", 0)
    assert store.load().access == pair.access


def test_a_reload_does_not_bring_a_used_pair_back(browser: Browser, portal, installed, stored) -> None:
    browser.emulator.tokens.lenient = True
    fields = browser.fields(portal, "marketer")
    browser.post("/app/", portal, fields)
    store = DatabaseTokens(stored(portal, "marketer"))
    assert store.save(store.load().version, "refreshed-since", "refreshed-since", 0)

    assert browser.post("/app/", portal, fields).json()["renew"] is False
    assert store.load().access == "refreshed-since"


def test_an_expired_token_is_refreshed_unnoticed(portal, person: PortalUser) -> None:
    before = person.token_version
    portal.expire_tokens()
    assert landing_for(person).profile().id == person.user_id
    assert landing_for(person).profile().id == person.user_id
    person.refresh_from_db()
    assert person.token_version == before + 1


def test_a_dead_grant_marks_only_its_person(browser: Browser, portal, person: PortalUser, stored) -> None:
    lost: list[int] = []

    def listen(portal_user, **_) -> None:
        lost.append(portal_user.user_id)

    signals.user_lost.connect(listen, weak=False)
    try:
        DatabaseTokens(person).save(person.token_version, "dead", "dead", 0)
        portal.expire_tokens()
        with pytest.raises(GrantLost):
            store = DatabaseTokens(person)
            store.mark_lost(store.load().version, "invalid_grant")
            store.load()
    finally:
        signals.user_lost.disconnect(listen)
    assert lost == [7]
    assert stored(portal, "marketer").grant_lost_code == "invalid_grant"
    assert stored(portal, "administrator").grant_lost_at is None


def test_a_grant_refused_by_the_server_is_lost_and_healed_by_an_opening(
    browser: Browser, portal, person
) -> None:
    store = DatabaseTokens(person)
    used = store.load()
    store.save(used.version, used.access, "0" * 70, 0)
    portal.expire_tokens()
    with pytest.raises(GrantLost):
        landing_for(person).profile()
    assert PortalUser.objects.get(user_id=7).grant_lost_at is not None

    browser.open(portal)
    healed = PortalUser.objects.get(user_id=7)
    assert healed.grant_lost_at is None
    assert landing_for(healed).profile().id == 7


def test_a_late_bad_news_does_not_kill_a_newer_pair(browser: Browser, portal, person: PortalUser) -> None:
    store = DatabaseTokens(person)
    seen = store.load().version
    browser.open(portal)
    store.mark_lost(seen, "invalid_grant")
    assert PortalUser.objects.get(user_id=7).grant_lost_at is None


def test_erased_people_have_no_grant(person: PortalUser) -> None:
    store = DatabaseTokens(person)
    PortalUser.objects.filter(pk=person.pk).delete()
    with pytest.raises(GrantLost):
        store.load()


def test_a_refresh_that_failed_lets_the_next_try_start_soon(person: PortalUser) -> None:
    store = DatabaseTokens(person)
    seen = store.load().version
    assert store.try_lease(seen)
    store.release(seen)
    assert not store.try_lease(seen)  # not at once: the server is out
    row = PortalUser.objects.get(pk=person.pk)
    assert row.refresh_lease_until is not None
    assert row.refresh_lease_until <= timezone.now() + timedelta(seconds=4)


def test_the_plan_is_asked_again_once_a_day(person: PortalUser, portal) -> None:
    portal.tariff.family = "ent"
    tasks.learn_plans()
    assert StoredPortal.objects.get(pk=person.portal_id).license_family == "ent"
    portal.tariff.family = "std"
    tasks.learn_plans()
    assert StoredPortal.objects.get(pk=person.portal_id).license_family == "ent"
