"""What the rows say, held against what the pretend portal holds itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from landing_app.jobs.models import OPEN_ITEMS, Job, JobItem
from portal_emulator.model import Page
from portal_emulator.model import Portal as PretendPortal

#: Reasons with which the engine may leave an item when its workers died: it says so and asks somebody.
EXPLAINED = ("CANNOT_TELL", "POISON")


@dataclass(frozen=True, slots=True)
class Work:
    """A job, where it acts, and the pages that lay there before."""

    job: Job
    there: PretendPortal
    ids_before: frozenset[int]

    def pages(self) -> list[Page]:
        """The pages it is about, and every copy of them, in the recycle bin or not."""
        ids = JobItem.objects.filter(job=self.job).values_list("target_id", flat=True)
        with self.there.lock:
            codes = {self.there.pages[page_id].code for page_id in ids}
            return [page for page in self.there.pages.values() if _source(page) in codes]


@dataclass(slots=True)
class Findings:
    """What was held against the portals: how much, and every sentence that is a broken promise."""

    items: int = 0
    lost: int = 0
    duplicates: int = 0
    taken_back: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, more: "Findings", where: str) -> None:
        self.items += more.items
        self.lost += more.lost
        self.duplicates += more.duplicates
        self.taken_back += more.taken_back
        self.broken += [f"{where}: {line}" for line in more.broken]


def findings(work: Work) -> Findings:
    """An item lost or not true on the portal, a copy nobody asked for: all of it is in `broken`."""
    items = list(JobItem.objects.filter(job=work.job).order_by("position"))
    found = Findings(len(items), lost=sum(item.state in OPEN_ITEMS for item in items))
    found.broken = [line for item in items if (line := _wrong(work, item))]
    if work.job.kind == "create":
        _count_copies(work, items, found)
    found.broken = [f"{work.job.action}: {line}" for line in found.broken]
    return found


def problems(work: Work) -> list[str]:
    """Every sentence is a broken promise."""
    return findings(work).broken


def tally(works: Iterable[Work]) -> Counter[str]:
    """Items by action, state and code, for the report."""
    items = JobItem.objects.filter(job__in=[work.job.pk for work in works])
    rows = items.values_list("job__action", "state", "code")
    return Counter(" ".join(filter(None, row)) for row in rows)


def _wrong(work: Work, item: JobItem) -> str:
    if item.state in OPEN_ITEMS:
        return f"item {item.pk} is lost: still {item.state}"
    if item.state != "done":
        return "" if item.code in EXPLAINED else f"item {item.pk} ended {item.state} {item.code}"
    page = work.there.pages.get(item.made_id or 0 if work.job.kind == "create" else item.target_id)
    if page is None:
        return f"item {item.pk} is done, but its page does not exist"
    return "" if _as_asked(work, item, page) else f"item {item.pk} is done, but the portal holds {page}"


def _as_asked(work: Work, item: JobItem, page: Page) -> bool:
    site, options = work.there.sites[page.site_id], work.job.options
    if work.job.action == "copy_page":
        there = (page.site_id, page.folder_id or 0) == (options["site"], options.get("folder") or 0)
        return there and page.active == bool(options.get("publish")) and not page.deleted
    if work.job.action == "publish_page":
        return page.active and page.public and site.active
    if work.job.action == "unpublish_page":
        return not page.active and not page.deleted
    if work.job.action == "trash_page":
        return page.deleted and not page.active
    if work.job.action == "move_page":
        return (page.site_id, page.folder_id or 0) == (options["site"], options.get("folder") or 0)
    return not page.deleted and page.active == bool(item.params.get("publish"))


def _count_copies(work: Work, items: Sequence[JobItem], found: Findings) -> None:
    """Living new pages at the destination: one per item done, and at most one per item that says it cannot tell.

    Doubles that a worker took back lie in the recycle bin; they are the explained ones.
    """
    pages = [page for page in work.pages() if page.id not in work.ids_before]
    copies = Counter(_source(page) for page in pages if not page.deleted)
    found.taken_back += sum(page.deleted for page in pages)
    for item in items:
        number = copies[work.there.pages[item.target_id].code]
        found.duplicates += max(0, number - 1)
        doubtful = item.code == "CANNOT_TELL"
        if number > 1 or (item.state == "done" and number != 1):
            found.broken.append(f"item {item.pk} is {item.state} {item.code} and has {number} copies")
        elif number == 1 and item.state != "done" and not doubtful:
            found.broken.append(f"item {item.pk} is {item.state} {item.code}, but there is a copy")


def _source(page: Page) -> str:
    """The address of the page it was copied from: the portal adds _ and four letters."""
    return page.code.partition("_")[0]
