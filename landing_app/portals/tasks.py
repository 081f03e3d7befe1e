"""Background work of portals. Every task may run twice, late or not at all: the timetable sends it again."""

import logging
from datetime import datetime, timedelta

from axes.models import AccessLog
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import Model
from django.utils import timezone
from kombu.exceptions import OperationalError

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.portals import lifecycle
from landing_app.portals.clients import landing_for, redis_answers
from landing_app.portals.models import ApiCall, FrameSession, Portal, PortalEvent

log = logging.getLogger(__name__)

FRAME_DAYS = 7
EVENT_DAYS = 365
_DELETE_AT_ONCE = 5_000
_PLAN_SECONDS = 24 * 3600
_ASK_AGAIN = timedelta(minutes=10)


def queue_check(portal_id: int) -> None:
    """Ask a worker to check a reported uninstall now; without a broker the timetable does it a minute
    later."""
    if not redis_answers():
        log.warning("No broker: the uninstall report of portal %s waits for the timetable", portal_id)
        return
    try:
        check_uninstall.apply_async((portal_id,), queue="system", retry=False)
    except (OperationalError, OSError):
        log.warning("The broker failed: the uninstall report of portal %s waits for the timetable", portal_id)


@shared_task
def check_uninstall(portal_id: int) -> None:
    """Check one reported uninstall."""
    portal = Portal.objects.filter(pk=portal_id).first()
    if portal is not None:
        lifecycle.check_uninstall(portal)


@shared_task
def check_reported_uninstalls() -> None:
    """Check every paused portal again, finish every erasing that was cut off, look into doubted reports."""
    for portal in Portal.objects.exclude(status=Portal.Status.ACTIVE).order_by("uninstall_checked_at")[:50]:
        lifecycle.check_uninstall(portal)
    doubted = Portal.objects.filter(
        status=Portal.Status.ACTIVE, uninstall_reported_at__lt=timezone.now() - _ASK_AGAIN
    )
    for portal in doubted.order_by("uninstall_reported_at")[:50]:
        lifecycle.check_doubted(portal)


@shared_task
def learn_plans() -> None:
    """Ask each portal's plan once a day: the Enterprise family has a larger request bucket."""
    for portal in Portal.objects.filter(status=Portal.Status.ACTIVE).iterator():
        if cache.add(f"plan-asked:{portal.member_id}", True, _PLAN_SECONDS):
            _learn_plan(portal)


def _learn_plan(portal: Portal) -> None:
    people = portal.users.filter(grant_lost_at__isnull=True).exclude(last_opened_at__isnull=True)
    person = people.order_by("-last_opened_at").first()
    if person is None:
        return
    try:
        family = landing_for(person, lane="bulk").license().family
    except Bitrix24Error as error:
        log.info("The plan of portal %s could not be read: %s", portal.pk, error)
        return
    Portal.objects.filter(pk=portal.pk).update(license_family=family[:40])


@shared_task
def purge() -> None:
    """Delete what is past its time: REST calls, ended frame sessions, old events, ended sessions of operators and the
    list of their sign-ins."""
    now = timezone.now()
    _delete_before(ApiCall, "at", now - timedelta(days=settings.API_LOG_DAYS))
    _delete_before(FrameSession, "proved_at", now - timedelta(days=FRAME_DAYS))
    _delete_before(PortalEvent, "at", now - timedelta(days=EVENT_DAYS))
    _delete_before(Session, "expire_date", now)
    _delete_before(AccessLog, "attempt_time", now - timedelta(days=EVENT_DAYS))


def _delete_before(model: type[Model], name: str, limit: datetime) -> None:
    """In portions, so that no other writer waits long."""
    while True:
        old = list(
            model._default_manager.filter(**{f"{name}__lt": limit}).values_list("pk", flat=True)[
                :_DELETE_AT_ONCE
            ]
        )
        if not old:
            return
        model._default_manager.filter(pk__in=old).delete()
