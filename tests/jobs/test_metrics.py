"""Figures for operators: only with the token, counted from rows."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from landing_app.portals.models import Portal

pytestmark = pytest.mark.django_db


def test_counts_rows_for_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t" * 40
    Portal.objects.create(
        member_id="m1",
        domain="one.example",
        endpoint="https://one.example/rest/",
        installed_at=timezone.now(),
    )
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "t" * 40})
    assert answer.status_code == 200
    assert b'page_desk_portals{status="active"} 1.0' in answer.content
    assert b'page_desk_queue_messages{queue="portal"} 0.0' in answer.content


@pytest.mark.parametrize("sent", ["", "Bearer wrong"])
def test_strangers_get_nothing(client: Client, settings: Settings, sent: str) -> None:
    settings.METRICS_TOKEN = "t" * 40
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_off_without_a_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_without_a_broker_are_those_of_the_rows(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "t" * 40
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "t" * 40})
    assert answer.status_code == 200
    assert b"page_desk_jobs" in answer.content
    assert b"page_desk_queue_messages{" not in answer.content
