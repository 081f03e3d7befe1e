"""No secret leaves its place: a whole life of a portal is watched in every sink that somebody else can read."""

import base64
import html
import io
import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from landing_app.jobs.models import Job
from landing_app.portals.call_log import CALL_LOG
from landing_app.portals.crypto import SecretUnreadable
from landing_app.portals.models import Portal, PortalUser
from landing_app.portals.tokens import DatabaseTokens
from tests.people import open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal as PretendPortal

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "X-Frame-Session"


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """Everything every logger says, at the most talkative level."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    root = logging.getLogger()
    loggers = [
        root,
        *(
            logging.getLogger(name)
            for name in ("landing_app", "django", "celery", "kombu", "requests", "redis")
        ),
    ]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger("django.template").setLevel(logging.INFO)  # or it tells every missing variable
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)
    for logger, level in before:
        logger.setLevel(level)


def spellings(secret: str) -> set[str]:
    """The secret as logs, addresses, markup and encoders would write it, and halves of it."""
    raw = secret.encode()
    # In base64 a text looks different after one or two bytes before it.
    coded = {base64.b64encode(b"x" * shift + raw)[4:-4].decode() for shift in (0, 1, 2)}
    coded |= {text.translate(str.maketrans("+/", "-_")) for text in coded}
    halves = {secret[: len(secret) // 2], secret[len(secret) // 2 :]} if len(secret) >= 32 else set()
    whole = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret), raw.hex(), secret[::-1], repr(secret)[1:-1], json.dumps(secret)[1:-1]}  # fmt: skip
    return {text for text in whole | coded | halves if len(text) >= 12}


class Life:
    """One portal from installation to uninstall; collects what was seen where, and which secrets existed."""

    def __init__(self, emulator: "Emulator", portal: "PretendPortal") -> None:
        self.emulator, self.portal = emulator, portal
        self.client = Client(raise_request_exception=False)
        self.secrets: set[str] = {
            settings.BITRIX24_CLIENT_SECRET,
            settings.SECRET_KEY,
            *settings.TOKEN_ENCRYPTION_KEYS,
        }
        self.secrets.add(portal.installation.application_token)
        self.answers: list[str] = []
        self.messages: list[str] = []

    def fields(self, user: str) -> dict[str, str]:
        pair = self.emulator.issue_token(self.portal, self.portal.users[user])
        self.secrets |= {pair.access, pair.refresh}
        return {
            "AUTH_ID": pair.access,
            "REFRESH_ID": pair.refresh,
            "SERVER_ENDPOINT": f"{self.emulator.oauth_url}/rest/",
            "APPLICATION_TOKEN": self.portal.installation.application_token,
            "member_id": self.portal.member_id,
            "PLACEMENT": "DEFAULT",
        }

    def keep(self, answer: Any) -> Any:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.answers.append(f"{answer.status_code} {dict(answer.headers)} {content.decode()}")
        self.note_tokens()
        return answer

    def note_tokens(self) -> None:
        """Pairs that were refreshed meanwhile are secrets, too."""
        for person in PortalUser.objects.exclude(tokens=""):
            pair = DatabaseTokens(person).load() if person.grant_lost_at is None else None
            self.secrets |= {pair.access, pair.refresh} if pair else set()

    def drain(self, connection: redis.Redis) -> None:
        """Messages for the workers, and whatever else lies in Redis."""
        for key in connection.scan_iter():
            kind = connection.type(key)
            read = {b"list": lambda k: connection.lrange(k, 0, -1), b"hash": connection.hgetall, b"set": connection.smembers, b"zset": lambda k: connection.zrange(k, 0, -1), b"string": connection.get}  # fmt: skip
            value = read.get(kind, lambda _: b"")(key)
            text = f"{key!r} {value!r}"
            bodies = re.findall(r'"body": "([A-Za-z0-9+/=]+)"', text)
            self.messages += [text, *(base64.b64decode(body).decode("utf-8", "replace") for body in bodies)]

    def live(self, broker: redis.Redis) -> None:
        """Install, open, plan, publish, meet every kind of error, renew, be told of an uninstall."""
        from landing_app.jobs.tasks import run_chunk, sweep

        self.emulator.install_app(self.portal)
        self.keep(self.client.post("/install/", self.fields("administrator")))
        opened = self.keep(self.client.post("/app/", self.fields("marketer")))
        # The frame's own token belongs into this one answer and into no other place.
        token = re.search(r'name="frame-session" content="([^"]+)"', self.answers.pop())[1]  # type: ignore[index]
        assert opened.status_code == 200
        self.secrets.add(token)
        headers = {HEADER: token, "HX-Request": "true"}
        site = next(site for site in self.portal.sites.values() if site.title == "Larch & Fern Interiors")
        page = next(
            p for p in self.portal.pages.values() if p.site_id == site.id and not p.deleted and not p.active
        )
        for path in (
            "/sites/",
            "/settings/",
            "/activity/",
            f"/sites/pages/{site.id}/",
            f"/sites/pages/{site.id}/pages/{page.id}/",
        ):
            self.keep(self.client.get(path, headers=headers))
        selection = {"scope": "pages", "site": site.id, "page": page.id}
        self.keep(self.client.post("/dialogs/publish_page/", selection, headers=headers))
        job = Job.objects.get()
        self.keep(self.client.post(f"/jobs/{job.pk}/start/", headers=headers))
        self.drain(broker)
        self.portal.expire_tokens()
        for kind in ("500", "html", "answer_lost"):
            self.portal.faults.add(kind)
            run_chunk.apply(args=(job.portal_id, job.kind))
            Job.objects.update(due_at=job.created_at)
            self.note_tokens()
        self.portal.faults.clear()
        self.emulator.oauth_faults.add("500")
        self.portal.expire_tokens()
        self.keep(self.client.get("/sites/", headers={**headers, "X-Frame-Refresh": "1"}))
        self.emulator.oauth_faults.clear()
        run_chunk.apply(args=(job.portal_id, job.kind))
        sweep.apply()
        self.keep(self.client.get(f"/activity/{job.pk}/", headers=headers))
        link = self.client.post(f"/activity/{job.pk}/receipt/json/", headers=headers)["HX-Redirect"]
        self.keep(self.client.get(link))
        for bad in (
            {"AUTH_ID": "dead" * 10},
            {"member_id": "f" * 32},
            {"SERVER_ENDPOINT": "https://evil.example/"},
        ):
            self.keep(self.client.post("/app/", {**self.fields("viewer"), **bad}))
            self.keep(self.client.post("/install/", {**self.fields("viewer"), **bad}))
        renewed = self.client.post("/session/", self.fields("marketer"), headers=headers)
        self.secrets.add(renewed.json()["token"])
        event = {"event": "ONAPPUNINSTALL", "auth[member_id]": self.portal.member_id}
        for posted in ("wrong" * 6, self.portal.installation.application_token):
            self.keep(
                self.client.post(
                    "/events/", {**event, "auth[application_token]": posted, "auth[access_token]": "x"}
                )
            )
        self.drain(broker)
        CALL_LOG.flush()


def staff() -> Client:
    """Signed in with password and code."""
    user = User.objects.create_superuser("operator", password="correct horse battery staple")
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    client = Client()
    code = f"{totp(device.bin_key):06d}"
    fields = {"username": "operator", "password": "correct horse battery staple", "otp_token": code}
    assert client.post("/admin/login/", fields).status_code == 302
    return client


def admin_pages(client: Client) -> Iterator[str]:
    for model in admin.site._registry:
        if model._meta.app_label not in ("portals", "jobs"):
            continue
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        yield client.get(reverse(f"admin:{name}_changelist")).content.decode()
        for row in model._default_manager.all()[:5]:
            for verb in ("change", "history"):
                yield client.get(reverse(f"admin:{name}_{verb}", args=[row.pk])).content.decode()


def table_dump() -> Iterator[str]:
    """Every column of every table, as a thief of the database file has it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield f"{table} " + " ".join(
                    bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row
                )


def test_no_sink_holds_a_secret(
    emulator: "Emulator", portal: "PretendPortal", redis_url: str, heard: io.StringIO
) -> None:
    life = Life(emulator, portal)
    life.live(redis.Redis.from_url(redis_url))
    sinks = {
        "answers": life.answers,
        "log": [heard.getvalue()],
        "redis": life.messages,
        "tables": list(table_dump()),
        "admin": list(admin_pages(staff())),
        "reprs": [repr(row) + str(row) + repr(row.__dict__) for m in apps.get_app_config("portals").get_models() for row in m.objects.all()],
    }  # fmt: skip
    assert len(life.secrets) >= 20
    assert all(sinks.values())
    assert any("run_chunk" in text for text in life.messages), "no message for a worker was seen"
    assert "portals_apicall" in str(sinks["tables"])
    assert re.search(r"landing\.landing\.publication", str(sinks["tables"]))
    found = [
        (name, secret[:6], text[max(0, text.find(spelled) - 60) : text.find(spelled) + 8])
        for secret in life.secrets
        for spelled in spellings(secret)
        for name, texts in sinks.items()
        for text in texts
        if spelled in text
    ]
    assert found == []


def test_a_planted_secret_is_found_in_every_spelling() -> None:
    """Otherwise the search above would prove nothing."""
    secret = 'k3y+/=&"<canary>-of-the-test-32'
    for text in (
        secret,
        quote(secret),
        quote_plus(secret),
        html.escape(secret),
        json.dumps({"a": secret}),
        base64.b64encode(secret.encode()).decode(),
        base64.b64encode(b'{"a": "' + secret.encode() + b'"}').decode(),
        base64.urlsafe_b64encode(b"xy" + secret.encode() + b"z").decode(),
        secret.encode().hex(),
    ):
        assert any(spelled in text for spelled in spellings(secret)), text


class TestAtRest:
    def test_a_value_moved_to_another_row_is_unreadable(
        self, emulator: "Emulator", portal: "PretendPortal", other_portal: "PretendPortal"
    ) -> None:
        rows = [
            open_app(emulator, there, user).row
            for there, user in ((portal, "marketer"), (portal, "viewer"), (other_portal, "marketer"))
        ]
        with connection.cursor() as cursor:
            for thief in rows:
                for owner in rows:
                    if thief.pk == owner.pk:
                        continue
                    cursor.execute("SELECT tokens FROM portals_portaluser WHERE id = %s", [thief.pk])
                    own = cursor.fetchone()[0]
                    cursor.execute(
                        "UPDATE portals_portaluser SET tokens = (SELECT tokens FROM portals_portaluser WHERE id = %s) WHERE id = %s",
                        [owner.pk, thief.pk],
                    )
                    with pytest.raises(SecretUnreadable):
                        DatabaseTokens(thief).load()
                    cursor.execute("UPDATE portals_portaluser SET tokens = %s WHERE id = %s", [own, thief.pk])
                    assert DatabaseTokens(thief).load().access

    def test_a_value_moved_to_another_column_is_unreadable(
        self, emulator: "Emulator", portal: "PretendPortal"
    ) -> None:
        row = open_app(emulator, portal).row
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE portals_portal SET application_token = (SELECT tokens FROM portals_portaluser WHERE id = %s)",
                [row.pk],
            )
        with pytest.raises(SecretUnreadable):
            Portal.objects.get().application_token.reveal()

    def test_a_person_who_gets_another_number_loses_the_tokens(
        self, emulator: "Emulator", portal: "PretendPortal"
    ) -> None:
        """Changing whose row it is, instead of whose value, does not help either."""
        row = open_app(emulator, portal, "administrator").row
        PortalUser.objects.filter(pk=row.pk).update(user_id=portal.users["viewer"].id)
        with pytest.raises(SecretUnreadable):
            DatabaseTokens(row).load()

    @pytest.mark.parametrize("at", [0, 10, 40, -2])
    def test_a_changed_value_is_unreadable(
        self, emulator: "Emulator", portal: "PretendPortal", at: int
    ) -> None:
        row = open_app(emulator, portal).row
        with connection.cursor() as cursor:
            cursor.execute("SELECT tokens FROM portals_portaluser")
            text = list(cursor.fetchone()[0])
            text[at] = "A" if text[at] != "A" else "B"
            cursor.execute("UPDATE portals_portaluser SET tokens = %s", ["".join(text)])
        with pytest.raises(SecretUnreadable):
            DatabaseTokens(row).load()
