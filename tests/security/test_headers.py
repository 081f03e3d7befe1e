"""Headers of every answer: who may frame it, who may keep it, no cookie, no way out to another place."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from landing_app.jobs.models import JobItem
from landing_app.portals.middleware import BODY_LIMIT
from portal_emulator.demo_environment import production_environment
from tests.security.conftest import Victim, strict_client, with_session
from tests.security.routes import routes
from tests.security.test_tenants import OPEN, body, send, signed, values

pytestmark = pytest.mark.django_db


def policy_of(answer: Any) -> dict[str, str]:
    rules = [rule.strip().partition(" ") for rule in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in rules}


def check_common(answer: Any, what: str) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff", what
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer"), what
    assert "Permissions-Policy" in answer, what
    assert not answer.cookies, what
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'", what
    assert "unsafe" not in policy.get("script-src", ""), what
    assert "*" not in policy["frame-ancestors"], what
    if "sandbox" not in policy:
        assert policy["script-src"] == "'self'", what
        assert policy["base-uri"] == "'none'", what
        assert policy["form-action"] == "'self'", what


@pytest.mark.parametrize("method", ["get", "post", "head", "options"])
def test_every_answer_of_every_route(victim: Victim, method: str) -> None:
    known, data = {name: found[:2] for name, found in values(victim).items()}, body(victim)
    clients = {"live": with_session(victim.person.row), "none": strict_client()}
    for route in routes():
        for address in route.addresses(known):
            for who, client in clients.items():
                if method in ("get", "post"):
                    answer = send(client, method, address, data)
                else:
                    answer = getattr(client, method)(address)
                what = f"{who} {method} {address} {answer.status_code}"
                check_common(answer, what)
                assert answer["Cache-Control"] == "no-store", what
                assert "X-Frame-Options" not in answer, what
                ancestors = policy_of(answer)["frame-ancestors"]
                if who == "live" and route.name not in ("block-preview", "receipt"):
                    # A renewal over `/app/` names the same portal.
                    assert ancestors == victim.there.origin, what
                elif who == "none" and route.name not in {*OPEN, "block-preview"}:
                    assert ancestors == "https: http:", what


def test_answers_behind_signed_links_name_their_portal(victim: Victim) -> None:
    frame = victim.person.frame
    ids = {
        "scope": "",
        "site": victim.site.id,
        "page": victim.page.id,
        "version": "draft",
        "block": victim.block.id,
    }
    shown = strict_client().get(f"/preview/{signed(frame, 'block-preview', **ids)}/")
    assert policy_of(shown)["frame-ancestors"] == f"{settings.PUBLIC_URL} {victim.there.origin}"
    assert "sandbox" in policy_of(shown)
    source = strict_client().get(f"/drawing/{signed(frame, 'block-drawing', **ids)}/")
    check_common(source, "drawing")
    assert policy_of(source)["frame-ancestors"] == victim.there.origin
    assert source["Cache-Control"] == "no-store"
    for kind in ("csv", "json"):
        link = signed(frame, "receipt", job=str(victim.jobs["done"].pk), kind=kind)
        answer = strict_client().get(f"/receipts/{link}/")
        check_common(answer, kind)
        assert policy_of(answer)["frame-ancestors"] == victim.there.origin
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/nothing/here/", "testserver", 404),
        ("/sites", "testserver", 301),
        ("/health/live", "10.9.8.7", 200),
        ("/health/ready", "10.9.8.7", 200),
        ("/", "testserver", 404),
        ("/sites/", "evil.example", 400),
        ("/app/", "localhost.evil.example", 400),
        ("/app/", "localhost:8000@evil.example", 400),
        ("/static/js/frame.js", "testserver", 200),
        ("/static/../manage.py", "testserver", 404),
        ("/static/%2e%2e/%2e%2e/manage.py", "testserver", 404),
        ("/static//etc/passwd", "testserver", 404),
        ("/metrics", "testserver", 404),
        ("/.env", "testserver", 404),
        ("/.git/config", "testserver", 404),
    ],
)
def test_answers_that_are_no_screens(path: str, host: str, status: int) -> None:
    answer = strict_client().get(path, headers={"Host": host})
    assert answer.status_code == status
    check_common(answer, path)
    if not path.endswith(".js"):
        assert answer["Cache-Control"] == "no-store"
    assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/sites", "/\\evil.example/sites", "/%2fevil.example/sites", "/sites//evil.example", "///evil.example/%2e%2e", "/app", "/legal/privacy", "/%0d%0aLocation:%20https://evil.example/", "/sites?next=//evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_leads_elsewhere(path: str, method: str) -> None:
    answer = getattr(strict_client(), method)(path, headers={"Origin": settings.PUBLIC_URL})
    assert answer.status_code in (301, 403, 404, 405)
    place = answer.get("Location", "/")
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    for name in ("HX-Redirect", "HX-Location", "Refresh"):
        assert name not in answer


def test_a_body_larger_than_any_form_is_refused_unread() -> None:
    """Also with a made-up CSRF cookie, which would otherwise have the whole upload written to disk first."""
    client = strict_client()
    client.cookies["csrftoken"] = "a" * 32

    class Untouched(io.RawIOBase):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    for length in (str(BODY_LIMIT + 1), "9" * 30, "-1", "²", "1e3", "0x10"):
        answer = client.generic(
            "POST",
            "/activity/",
            b"",
            content_type="multipart/form-data; boundary=x",
            headers={"Origin": settings.PUBLIC_URL},
            CONTENT_LENGTH=length,
            **{"wsgi.input": Untouched()},
        )
        assert answer.status_code == 413, length
        check_common(answer, length)


def test_cells_of_a_receipt_are_no_formulas(victim: Victim) -> None:
    job = victim.jobs["done"]
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A0", '","=1']  # fmt: skip
    JobItem.objects.filter(job=job).delete()
    for position, text in enumerate(hostile):
        JobItem.objects.create(
            job=job,
            position=position,
            target_kind="page",
            target_id=1,
            site_id=victim.site.id,
            title=text,
            address=text,
        )
    link = signed(victim.person.frame, "receipt", job=str(job.pk), kind="csv")
    answer = strict_client().get(f"/receipts/{link}/")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == len(hostile) + 1
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip("\u00a0 \n\r\t").startswith(
                ("=", "+", "-", "@", "＝", "＋", "－", "＠")
            ), cell


def test_titles_cannot_leave_a_header_or_a_file_name(victim: Victim) -> None:
    """What htmx is told travels in headers, and holds names of sites."""
    job = victim.jobs["done"]
    job.title_parts = {"count": 1, "total": 1, "place": 'x\r\nSet-Cookie: a=b\r\n\r\n<script>"é'}
    job.save()
    client = with_session(victim.person.row)
    for address in (f"/activity/{job.pk}/undo/", f"/activity/{job.pk}/retry/", f"/activity/{job.pk}/stop/"):
        answer = client.post(address)
        assert answer.status_code < 500
        assert not answer.cookies
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


def test_scripts_read_no_markup_and_evaluate_nothing() -> None:
    """The policy would stop a script in markup; no script of ours may build markup from texts at all."""
    found = finders.find("js", find_all=True)
    scripts = [path for folder in found for path in Path(folder).glob("*.js")]
    assert len(scripts) >= 5
    for path in scripts:
        source = path.read_text()
        for risky in (".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "localStorage", "sessionStorage", "document.cookie"):  # fmt: skip
            assert risky not in source, f"{path.name}: {risky}"
        if "postMessage" in source:
            assert '"*"' not in source
        if 'addEventListener("message"' in source:
            assert "event.origin !== origin" in source


def test_over_https_browsers_never_try_http() -> None:
    """In a process of its own, with an operator's values."""
    script = (
        "from django.conf import settings as s;"
        "print(s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH, s.DEBUG)"
    )
    values = {**production_environment(), "DATABASE_URL": "sqlite:///:memory:"}
    run = subprocess.run(
        [sys.executable, "-c", script], env=values, capture_output=True, text=True, check=True, timeout=30
    )
    assert run.stdout.split() == [
        "63072000",
        "True",
        "True",
        "True",
        "True",
        "Strict",
        "Strict",
        "/admin/",
        "False",
    ]


def test_a_portal_is_told_nothing_in_an_error(victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer 500 holds neither a trace nor a setting."""
    client = with_session(victim.person.row)
    monkeypatch.setattr("landing_app.explorer.views.settings._kept", lambda: 1 / 0)
    answer = client.get("/settings/")
    assert answer.status_code == 500
    check_common(answer, "500")
    text = answer.content.decode()
    for leak in (
        "Traceback",
        "ZeroDivisionError",
        "landing_app",
        settings.SECRET_KEY,
        settings.BITRIX24_CLIENT_SECRET,
    ):
        assert leak not in text


def test_cookies_of_the_admin_stay_there() -> None:
    client = Client()
    answer = client.get("/admin/login/")
    assert answer.cookies
    for cookie in answer.cookies.values():
        assert cookie["path"] == "/admin/"
        assert cookie["samesite"] == "Strict"
        assert cookie["httponly"]
    assert policy_of(answer)["frame-ancestors"] == "'none'"
    assert answer["X-Frame-Options"] == "DENY"
