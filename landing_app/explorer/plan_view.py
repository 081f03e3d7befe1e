"""A plan as dialogs show it: what happens to which page, what else happens, what is left alone and why."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from landing_app.actions.base import Verdict
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs import explanations
from landing_app.jobs.models import Job, JobItem
from landing_app.portals import reads


@dataclass(frozen=True, slots=True)
class Line:
    """One target. `label` says what happens to it, `why` why nothing does."""

    title: str
    address: str
    picture: str
    icon: str
    label: str = ""
    tone: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that changes with the targets."""

    kind: str
    icon: str
    title: str
    text: str


class PlanView:
    """The verdicts of a planned job, grouped. Reads rows; pictures come from the read cache or not at all."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.items = list(JobItem.objects.filter(job=job).order_by("position"))
        self.ready = self._lines(Verdict.READY)
        self.already = self._lines(Verdict.ALREADY)
        self.needs_you = self._lines(Verdict.NEEDS_YOU)
        self.refused = self._lines(Verdict.NOT_ALLOWED)

    @property
    def already_text(self) -> str:
        """The heading of what needs nothing."""
        count = len(self.already)
        text = ngettext(
            "%(n)s is already so and will be skipped", "%(n)s are already so and will be skipped", count
        )
        if not self.ready:  # nothing is done that could skip anything
            text = ngettext("%(n)s is already so", "%(n)s are already so", count)
        return text % {"n": count}

    @property
    def all_already(self) -> bool:
        """Nothing is to be done, because everything is as wanted."""
        return bool(self.already) and len(self.already) == len(self.items)

    @cached_property
    def effects(self) -> list[Effect]:
        """What Bitrix24 changes besides the targets, each once."""
        found: dict[tuple[str, int], Effect] = {}
        for item in self.items:
            if item.verdict != Verdict.READY:
                continue
            for effect in item.side_effects:
                shown = _effect(effect["kind"], effect["title"])
                if shown is not None:
                    found.setdefault((effect["kind"], effect["id"]), shown)
        return list(found.values())

    @cached_property
    def warnings(self) -> list[Effect]:
        """What the person should know before the click although Bitrix24 changes nothing more."""
        found: dict[tuple[str, int], Effect] = {}
        for item in self.items:
            for effect in item.side_effects if item.verdict == Verdict.READY else ():
                shown = _warning(effect["kind"], item.title, effect["title"])
                if shown is not None:
                    found.setdefault((effect["kind"], effect["id"]), shown)
        return list(found.values())

    @property
    def opens_site(self) -> bool:
        """A whole site goes online."""
        return any(effect.kind == "site_goes_live" for effect in self.effects)

    @property
    def touches_pages(self) -> bool:
        """A published page counts as changed afterwards."""
        return any(
            effect["kind"] == "page_becomes_changed" for item in self.items for effect in item.side_effects
        )

    def outcomes(self, name: str) -> int:
        """How many ready targets end in this way, for example `goes_live`."""
        return sum(item.detail.get("outcome") == name for item in self.items if item.verdict == Verdict.READY)

    def coded(self, code: str) -> list[Line]:
        """The targets that are left alone for this reason."""
        return [self._line(item) for item in self.items if item.code == code]

    def _lines(self, verdict: Verdict) -> list[Line]:
        return [self._line(item) for item in self.items if item.verdict == verdict]

    def _line(self, item: JobItem) -> Line:
        label, tone = _labels().get(str(item.detail.get("outcome", "")), ("", ""))
        told = explanations.explain_item(item)
        why = " ".join(part for part in (told.title and f"{told.title}.", told.body, told.next_step) if part)
        return Line(
            title=item.title or _("(no title)"),
            address=item.address,
            picture=self._picture(item),
            icon={"block": "blocks", "site": "site"}.get(item.target_kind, "page"),
            label=label if item.verdict == Verdict.READY else "",
            tone=tone,
            why="" if item.verdict == Verdict.READY else why,
        )

    def _picture(self, item: JobItem) -> str:
        if item.target_kind == "page":
            return self._pictures.get(item.target_id, "")
        if item.target_kind != "block":
            return ""
        if item.params.get("file"):
            return str(item.params.get("picture", ""))
        return block_picture(self._job.portal.origin, str(item.planned.get("code", "")))

    @cached_property
    def _pictures(self) -> dict[int, str]:
        pictures: dict[int, str] = {}
        for scope, site_id in {(item.scope, item.site_id) for item in self.items}:
            try:
                contents = reads.site_contents(self._job.starter, scope, site_id).value  # type: ignore[arg-type]
            except Bitrix24Error:
                continue  # a dialog without pictures still says everything
            pictures |= {page.id: page.picture for page in contents.pages if page.active}
        return pictures


def block_picture(origin: str, code: str) -> str:
    """The picture of a library block on the portal; blocks of apps have none there."""
    own = code and "@" not in code and not code.startswith("repo_")
    return f"{origin}/bitrix/blocks/bitrix/{code}/preview.jpg" if own else ""


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "goes_live": (pgettext("page", "Goes live"), "info"),
        "publishes_changes": (pgettext("page", "Publishes changes"), "warn"),
        "opens_way": (pgettext("page", "Becomes reachable"), "info"),
        "goes_offline": (pgettext("page", "Goes offline"), ""),
        "to_trash": (pgettext("page", "To the recycle bin"), ""),
        "restored": (pgettext("page", "Comes back"), "info"),
        "copied_draft": (pgettext("page", "Copied as a draft"), ""),
        "moved": (pgettext("page", "Is moved"), "info"),
        "saved": (pgettext("block", "Is saved"), "info"),
        "block_trashed": (pgettext("block", "To the recycle bin of the page"), ""),
        "deleted_for_good": (pgettext("block", "Is deleted for good"), "bad"),
        "file_removed": (pgettext("image record", "Is removed"), ""),
        "copied_live": (pgettext("page", "Copied and published"), "info"),
    }


def _effect(kind: str, title: str) -> Effect | None:
    if kind == "folder_goes_live":
        text = _("Not published now. Its address starts to work for visitors.")
        return Effect(kind, "folder", _("Folder %(title)s") % {"title": title}, text)
    if kind == "site_goes_live":
        return Effect(kind, "site", _("Site %(title)s") % {"title": title}, _("The whole site goes online."))
    if kind == "page_reachable":
        return Effect(kind, "page", title, _("Becomes reachable as it was published."))
    if kind == "page_unreachable":
        return Effect(kind, "page", title, _("Stays published, but visitors do not reach it."))
    return None


def _warning(kind: str, page: str, title: str) -> Effect | None:
    if kind == "main_page":
        text = _("Visitors who open the address of the site see “page not found”.")
        return Effect(kind, "home", _("“%(page)s” is the main page of the site.") % {"page": page}, text)
    if kind == "folder_index":
        names = {"page": page, "folder": title}
        text = _("Visitors who open the address of the folder see “page not found”.")
        heading = _("“%(page)s” is the first page of the folder %(folder)s.") % names
        return Effect(kind, "folder", heading, text)
    return None
