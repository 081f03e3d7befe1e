"""The operators' admin: staff only, with a second factor, locked after five failures, and without any secret."""

from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.security.conftest import Victim, with_session

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"
LOGIN = "/admin/login/"


@dataclass
class Operator:
    user: User
    device: TOTPDevice
    client: Client

    def sign_in(self, password: str = PASSWORD, code: str | None = None, **headers: str) -> Any:
        fields = {
            "username": self.user.username,
            "password": password,
            "otp_token": self.code if code is None else code,
        }
        return self.client.post(LOGIN, {**fields, "next": "/admin/"}, headers=headers)

    @property
    def code(self) -> str:
        return f"{totp(self.device.bin_key):06d}"


@pytest.fixture
def operator(db: None) -> Operator:
    user = User.objects.create_superuser("operator", password=PASSWORD)
    return Operator(user, TOTPDevice.objects.create(user=user, confirmed=True), Client())


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def pages() -> list[str]:
    """Every list and form of the admin."""
    found = ["/admin/", "/admin/password_change/", "/admin/jsi18n/"]
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_add")]
        found += [reverse(f"admin:{name}_{verb}", args=[1]) for verb in ("change", "delete", "history")]
    return found


def test_password_and_code_open_it(operator: Operator) -> None:
    assert operator.sign_in().status_code == 302
    assert is_in(operator.client)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        (PASSWORD, ""),
        (PASSWORD, "000000"),
        ("wrong", None),
        ("", ""),
        (PASSWORD, "0" * 5000),
        (PASSWORD, "٠٠٠٠٠٠"),
    ],
)
def test_one_of_both_is_not_enough(operator: Operator, password: str, code: str | None) -> None:
    assert operator.sign_in(password, code).status_code == 200
    assert not is_in(operator.client)


def test_a_code_works_once(operator: Operator) -> None:
    code = operator.code
    assert operator.sign_in(code=code).status_code == 302
    second = Operator(operator.user, operator.device, Client())
    assert second.sign_in(code=code).status_code == 200
    assert not is_in(second.client)


def test_a_session_without_the_second_factor_opens_nothing(operator: Operator) -> None:
    """As somebody would have it who stole the password and found another way to sign in."""
    operator.client.force_login(operator.user)
    assert not is_in(operator.client)


def test_nobody_but_staff_sees_a_page_of_it(operator: Operator, victim: Victim) -> None:
    plain = User.objects.create_user("plain", password=PASSWORD)
    clients = [Client(), with_session(victim.person.row), Client()]
    clients[2].force_login(plain)
    for address in pages():
        for client in clients:
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code in (302, 403, 404), address
                assert "ZQ-" not in answer.content.decode()
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/admin/login/")


def test_five_failures_lock_for_a_quarter_of_an_hour(operator: Operator) -> None:
    here = {"X-Forwarded-For": "198.51.100.7"}
    for number in range(5):
        # What stands left of the address that our proxy added was sent by the client: it starts no new count.
        sent = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7", "X-Real-IP": f"203.0.113.{number}"}
        operator.sign_in("wrong", **sent)
    assert operator.sign_in(**here).status_code == 429
    assert not is_in(operator.client)
    assert Operator(operator.user, operator.device, Client()).sign_in(**here).status_code == 429
    later = timezone.now().timestamp() + 16 * 60
    with time_machine.travel(later):
        assert operator.sign_in(**here).status_code == 302


def test_nobody_locks_an_operator_out_from_elsewhere(operator: Operator) -> None:
    for _ in range(6):
        Operator(operator.user, operator.device, Client()).sign_in(
            "wrong", **{"X-Forwarded-For": "203.0.113.9"}
        )
    assert operator.sign_in(**{"X-Forwarded-For": "198.51.100.7"}).status_code == 302


def test_wrong_codes_lock_too(operator: Operator) -> None:
    """A million codes are soon tried by who has the password."""
    for number in range(6):
        operator.sign_in(code=f"{number:06d}")
    operator.sign_in()
    assert not is_in(operator.client)


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example", "\thttps://evil.example"])  # fmt: skip
def test_signing_in_leads_nowhere_else(operator: Operator, place: str) -> None:
    fields = {"username": "operator", "password": PASSWORD, "otp_token": operator.code, "next": place}
    answer = operator.client.post(f"{LOGIN}?next={place}", fields)
    assert answer.status_code == 302
    assert answer["Location"] in ("/admin/", "/accounts/profile/")


def test_signing_in_needs_a_form_of_ours(operator: Operator) -> None:
    strict = Operator(operator.user, operator.device, Client(enforce_csrf_checks=True))
    assert strict.sign_in().status_code == 403
    assert strict.sign_in(Origin="https://evil.example").status_code == 403


def test_a_frame_session_opens_no_post_of_the_admin(operator: Operator, victim: Victim) -> None:
    """The header of the frame switches the CSRF check off; that must give nothing where cookies count."""
    client = with_session(victim.person.row)
    client.cookies = operator.client.cookies
    assert operator.sign_in().status_code == 302
    answer = client.post(
        "/admin/portals/portal/",
        {"action": "revoke_frame_sessions", "_selected_action": victim.person.row.portal_id},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    )
    assert answer.status_code == 403


def test_operators_read_and_change_nothing_by_hand(operator: Operator, victim: Victim) -> None:
    operator.sign_in()
    for model in admin.site._registry:
        if model._meta.app_label not in ("portals", "jobs"):
            continue
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert operator.client.get(reverse(f"admin:{name}_changelist")).status_code == 200
        assert operator.client.get(reverse(f"admin:{name}_add")).status_code == 403
        row = model._default_manager.first()
        if row is None:
            continue
        change = reverse(f"admin:{name}_change", args=[row.pk])
        assert operator.client.get(change).status_code == 200
        assert operator.client.post(change, {"status": "gone"}).status_code == 403
        assert (
            operator.client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
            == 403
        )
        deletion = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        operator.client.post(reverse(f"admin:{name}_changelist"), deletion)
        assert model._default_manager.filter(pk=row.pk).exists()


def test_every_answer_of_the_admin_is_kept_by_nobody(operator: Operator, victim: Victim) -> None:
    operator.sign_in()
    for address in pages()[::3]:
        answer = operator.client.get(address)
        assert answer.status_code < 500, address
        assert "no-store" in answer["Cache-Control"] or address.endswith("jsi18n/"), address
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address
        assert answer["X-Frame-Options"] == "DENY", address
