"""Secrets at rest: unreadable without a key, useless in another row, silent everywhere."""

import io
import json
import logging

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.utils import timezone

from landing_app.portals.crypto import Secret, SecretUnreadable, seal, unseal
from landing_app.portals.models import Portal, PortalUser

KEY, NEWER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def person(db: None) -> PortalUser:
    portal = Portal.objects.create(
        member_id="m1", domain="a.example", endpoint="https://a.example/rest/", installed_at=timezone.now()
    )
    return PortalUser.objects.create(portal=portal, user_id=7, tokens=Secret("the pair"))


def raw(person: PortalUser) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM portals_portaluser WHERE id = %s", [person.pk])
        return str(cursor.fetchone()[0])


def test_a_value_is_encrypted_in_the_table_and_read_back(person: PortalUser) -> None:
    assert "pair" not in raw(person)
    assert PortalUser.objects.get().tokens.reveal() == "the pair"


def test_saving_an_unread_row_leaves_its_secret(person: PortalUser) -> None:
    kept = raw(person)
    again = PortalUser.objects.get()
    again.name = "Renamed"
    again.save()
    assert raw(person) == kept


def test_a_ciphertext_copied_to_another_row_is_unreadable(person: PortalUser) -> None:
    other = PortalUser.objects.create(portal=person.portal, user_id=8)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portals_portaluser SET tokens = %s WHERE id = %s", [raw(person), other.pk])
    with pytest.raises(SecretUnreadable, match="another row"):
        _ = PortalUser.objects.get(pk=other.pk).tokens


def test_a_ciphertext_does_not_fit_another_column_or_portal() -> None:
    sealed = seal("value", "portal|m1|application_token")
    assert unseal(sealed, "portal|m1|application_token").reveal() == "value"
    for place in ("portal|m2|application_token", "portal|m1|tokens"):
        with pytest.raises(SecretUnreadable):
            unseal(sealed, place)


def test_a_changed_ciphertext_is_unreadable() -> None:
    sealed = seal("value", "place")
    with pytest.raises(SecretUnreadable):
        unseal(sealed[:-6] + "AAAA==", "place")


def test_plain_text_cannot_be_stored_or_searched(person: PortalUser) -> None:
    with pytest.raises(TypeError, match="sealed"):
        PortalUser.objects.update(tokens="plain")
    with pytest.raises(TypeError, match="sealed"):
        PortalUser.objects.filter(tokens="plain").exists()


def test_a_secret_never_shows_itself(caplog: pytest.LogCaptureFixture, person: PortalUser) -> None:
    secret = PortalUser.objects.get().tokens
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("%s %r", secret, {"tokens": secret})
    shown = [caplog.text, str(secret), repr(secret), f"{secret}", format(secret, ">9")]
    shown.append(Template("{{ tokens }}").render(Context({"tokens": secret})))
    shown.append(repr(vars(PortalUser.objects.defer(None).get())))
    assert not [text for text in shown if "pair" in text]
    assert secret.reveal() == "the pair"


def test_every_key_of_the_list_reads_and_the_newest_writes(settings) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [KEY]
    old = seal("value", "place")
    settings.TOKEN_ENCRYPTION_KEYS = [NEWER, KEY]
    assert unseal(old, "place").reveal() == "value"
    new = seal("value", "place")
    settings.TOKEN_ENCRYPTION_KEYS = [KEY]
    with pytest.raises(SecretUnreadable):
        unseal(new, "place")


def test_rotation_lets_the_old_key_go(person: PortalUser, settings) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [NEWER, *settings.TOKEN_ENCRYPTION_KEYS]
    portal = person.portal
    portal.application_token = Secret("app token")
    portal.save()
    said = io.StringIO()
    call_command("rotate_tokens", stdout=said)
    assert "2 values" in said.getvalue()
    settings.TOKEN_ENCRYPTION_KEYS = [NEWER]
    assert PortalUser.objects.get().tokens.reveal() == "the pair"
    assert Portal.objects.get().application_token.reveal() == "app token"


def test_rotation_does_not_overwrite_a_refresh_made_meanwhile(person: PortalUser, settings) -> None:
    from landing_app.portals.management.commands import rotate_tokens

    stale = PortalUser.objects.values_list("tokens", flat=True).get()
    person.tokens = Secret("refreshed meanwhile")
    person.save()
    settings.TOKEN_ENCRYPTION_KEYS = [NEWER, *settings.TOKEN_ENCRYPTION_KEYS]
    assert rotate_tokens._replace(PortalUser, "tokens", person.pk, stale) == 0
    assert PortalUser.objects.get().tokens.reveal() == "refreshed meanwhile"


def test_rotation_names_what_no_key_reads(person: PortalUser, settings) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [NEWER]
    complaint = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("rotate_tokens", stdout=io.StringIO(), stderr=complaint)
    assert f"PortalUser {person.pk}" in complaint.getvalue()


def test_a_secret_in_json_is_the_callers_choice() -> None:
    assert json.loads(json.dumps({"v": Secret("x").reveal()})) == {"v": "x"}
