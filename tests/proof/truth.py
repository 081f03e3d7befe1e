"""What the rows say, held against what the pretend portal holds itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from landing_app.jobs.models import OPEN_ITEMS, Job, JobItem
from portal_emulator.model import Page
from portal_emulator.model import Portal as PretendPortal

#: Reasons with which the engine may leave an item when its workers died: it says so and asks somebody.
EXPLAINED = ("CANNOT_TELL", "POISON")


@dataclass(frozen=True, slots=True)
class Work:
    """A job, where it acts, and the pages that lay at the destination before."""

    job: Job
    there: PretendPortal
    ids_before: frozenset[int]


def problems(work: Work) -> list[str]:
    """Every sentence is a broken promise: an item lost, not true on the portal, or a copy nobody asked for."""
    items = list(JobItem.objects.filter(job=work.job).order_by("position"))
    found = [line for item in items if (line := _wrong(work, item))]
    if work.job.kind == "create":
        found += _stray_copies(work, items)
    return [f"{work.job.action}: {line}" for line in found]


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
    return not page.deleted and page.active == bool(item.params.get("publish"))


def _stray_copies(work: Work, items: Sequence[JobItem]) -> list[str]:
    """Living new pages at the destination: one per item done, and at most one per item that says it cannot tell.

    Doubles that a worker took back lie in the recycle bin; they are the explained ones.
    """
    new = [page for page in work.there.pages.values() if page.id not in work.ids_before and not page.deleted]
    copies = Counter(page.code.partition("_")[0] for page in new if page.site_id == work.job.options["site"])
    found = []
    for item in items:
        number = copies.pop(work.there.pages[item.target_id].code, 0)
        doubtful = item.code == "CANNOT_TELL"
        if number != 1 and not (doubtful and number == 0) and not (item.state != "done" and number == 0):
            found.append(f"item {item.pk} is {item.state} {item.code} and has {number} copies")
        elif number == 1 and item.state != "done" and not doubtful:
            found.append(f"item {item.pk} is {item.state} {item.code}, but there is a copy")
    return found + [f"{number} copies of {code} belong to no item" for code, number in copies.items()]
