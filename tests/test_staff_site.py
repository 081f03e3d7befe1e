"""Staff sign in with a password and the code of their authenticator, both on one form."""

import io
import re
import time

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

pytestmark = pytest.mark.django_db


@pytest.fixture
def password() -> str:
    said = io.StringIO()
    call_command("enroll_staff", "anna", stdout=said)
    found = re.search(r"Password\s+(\S+)", said.getvalue())
    assert found
    return found.group(1)


def code() -> str:
    return str(TOTP(TOTPDevice.objects.get(user__username="anna").bin_key).token()).zfill(6)


def sign_in(client: Client, password: str, token: str) -> int:
    fields = {"username": "anna", "password": password, "otp_token": token, "next": "/admin/"}
    client.post("/admin/login/", fields)
    return client.get("/admin/jobs/job/").status_code


def test_password_and_code_open_the_admin(client: Client, password: str) -> None:
    assert sign_in(client, password, code()) == 200


def test_password_alone_does_not(client: Client, password: str) -> None:
    assert sign_in(client, password, "") == 302


def test_a_wrong_code_does_not(client: Client, password: str) -> None:
    assert sign_in(client, password, "000000" if code() != "000000" else "111111") == 302


def test_half_an_hour_of_silence_ends_a_session(client: Client, password: str) -> None:
    assert sign_in(client, password, code()) == 200
    with time_machine.travel(time.time() + 29 * 60):
        assert client.get("/admin/jobs/job/").status_code == 200
    with time_machine.travel(time.time() + 58 * 60):  # since the last page: 29 minutes
        assert client.get("/admin/jobs/job/").status_code == 200
    with time_machine.travel(time.time() + 89 * 60):
        assert client.get("/admin/jobs/job/").status_code == 302


def test_a_working_day_ends_any_session(client: Client, password: str) -> None:
    start = time.time()
    assert sign_in(client, password, code()) == 200
    for minutes in range(20, 8 * 60, 20):
        with time_machine.travel(start + minutes * 60):
            assert client.get("/admin/jobs/job/").status_code == 200
    with time_machine.travel(start + 8 * 3600 + 5):
        assert client.get("/admin/jobs/job/").status_code == 302


def test_enrolling_again_ends_the_old_password_and_device(client: Client, password: str) -> None:
    old_code = code()
    call_command("enroll_staff", "anna", stdout=io.StringIO())
    assert sign_in(client, password, old_code) == 302
    assert TOTPDevice.objects.filter(user__username="anna").count() == 1
