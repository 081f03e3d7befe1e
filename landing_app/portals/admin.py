"""Portals for operators: everything readable, nothing editable, no secret anywhere."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from landing_app.portals.models import ApiCall, FrameSession, Portal, PortalEvent, PortalUser

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """Rows can be looked at and found; only the app itself changes them."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


def _report_revoked(request: HttpRequest, number: int) -> None:
    text = ngettext("%(number)d frame session ended.", "%(number)d frame sessions ended.", number)
    messages.success(request, text % {"number": number})


@admin.register(Portal)
class PortalAdmin(ReadOnlyAdmin):
    """Who installed the app. The application token is never shown."""

    list_display = [
        "domain",
        "status",
        "people",
        "license_family",
        "app_version",
        "installed_at",
        "updated_at",
    ]
    list_filter = ["status", "license_family"]
    search_fields = ["domain", "member_id"]
    exclude = ["application_token"]
    actions = ["revoke_frame_sessions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Portal]:
        portals: QuerySet[Portal] = super().get_queryset(request)
        return portals.annotate(user_count=Count("users"))

    @admin.display(description=_("People"), ordering="user_count")
    def people(self, portal: Portal) -> int:
        """How many people opened the app."""
        count: int = portal.user_count  # type: ignore[attr-defined]
        return count

    @admin.action(description=_("Revoke frame sessions"), permissions=["view"])
    def revoke_frame_sessions(self, request: HttpRequest, portals: QuerySet[Portal]) -> None:
        """End every open frame of the chosen portals; people go on by opening the app again."""
        open_now = FrameSession.objects.filter(portal_user__portal__in=portals, revoked_at__isnull=True)
        _report_revoked(request, open_now.update(revoked_at=timezone.now()))


@admin.register(PortalUser)
class PortalUserAdmin(ReadOnlyAdmin):
    """People who opened the app. Of their tokens only the state is shown."""

    list_display = ["__str__", "user_id", "portal", "is_admin", "access", "open_frames", "last_opened_at"]
    list_filter = ["is_admin", ("grant_lost_at", admin.EmptyFieldListFilter)]
    list_select_related = ["portal"]
    search_fields = ["name", "=user_id", "portal__domain", "portal__member_id"]
    exclude = ["tokens", "opening_digest", "refresh_lease_until"]
    actions = ["revoke_frame_sessions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PortalUser]:
        open_frames = Count(
            "frames", filter=Q(frames__revoked_at__isnull=True, frames__renewed_at__isnull=True)
        )
        people: QuerySet[PortalUser] = super().get_queryset(request)
        return people.annotate(frame_count=open_frames).defer("tokens")

    @admin.display(description=_("Access"))
    def access(self, person: PortalUser) -> str:
        """Whether calls on this person's behalf work."""
        if person.grant_lost_at is None:
            return str(_("stored"))
        return str(_("lost (%(code)s)")) % {"code": person.grant_lost_code}

    @admin.display(description=_("Open frames"), ordering="frame_count")
    def open_frames(self, person: PortalUser) -> int:
        """Sessions that were not revoked; some may have ended by time."""
        count: int = person.frame_count  # type: ignore[attr-defined]
        return count

    @admin.action(description=_("Revoke frame sessions"), permissions=["view"])
    def revoke_frame_sessions(self, request: HttpRequest, people: QuerySet[PortalUser]) -> None:
        """End every open frame of the chosen people."""
        open_now = FrameSession.objects.filter(portal_user__in=people, revoked_at__isnull=True)
        _report_revoked(request, open_now.update(revoked_at=timezone.now()))


@admin.register(FrameSession)
class FrameSessionAdmin(ReadOnlyAdmin):
    """Opened frames. The token is known to the browser only."""

    list_display = ["portal_user", "portal", "placement", "alive", "opened_at", "last_human_at", "revoked_at"]
    list_filter = ["placement", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["portal_user__portal"]
    search_fields = ["portal_user__name", "portal_user__portal__domain", "portal_user__portal__member_id"]
    exclude = ["token_hash"]
    actions = ["revoke_frame_sessions"]

    @admin.display(description=_("Alive"), boolean=True)
    def alive(self, frame: FrameSession) -> bool:
        """Whether requests with its token are still let in."""
        return frame.is_alive

    @admin.action(description=_("Revoke frame sessions"), permissions=["view"])
    def revoke_frame_sessions(self, request: HttpRequest, frames: QuerySet[FrameSession]) -> None:
        """End the chosen frames."""
        _report_revoked(request, frames.filter(revoked_at__isnull=True).update(revoked_at=timezone.now()))


@admin.register(PortalEvent)
class PortalEventAdmin(ReadOnlyAdmin):
    """Installations, uninstalls, refused requests."""

    list_display = ["at", "kind", "member_id", "detail"]
    list_filter = ["kind"]
    search_fields = ["member_id"]
    date_hierarchy = "at"


class AnswerFilter(admin.SimpleListFilter):
    """How a call ended. Django's own filter would look for every status in millions of rows."""

    title = _("Answer")
    parameter_name = "answer"
    _wanted = {
        "accepted": Q(status__gt=0, code=""),
        "refused": Q(status__gt=0) & ~Q(code=""),
        "none": Q(status=0),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("accepted", _("Accepted")), ("refused", _("Refused")), ("none", _("No answer"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        return queryset.filter(self._wanted.get(self.value() or "", Q()))


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    """REST requests and answers, redacted by the client. Searches use the indexes: they compare whole ids as they are,
    and Django's `=` would not."""

    list_display = [
        "at",
        "member_id",
        "user_id",
        "method",
        "status",
        "code",
        "seconds",
        "operating",
        "trace_id",
    ]
    list_filter = [AnswerFilter, "at"]
    search_fields = ["trace_id__exact", "member_id__exact"]
    search_help_text = _("A whole trace id or a whole member_id")
