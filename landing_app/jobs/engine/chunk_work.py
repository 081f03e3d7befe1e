"""What happens to the items of one chunk: read again, write down the intent, send, read back, store.

No transaction spans an HTTP call. Intent before effect, effect before belief.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from landing_app.actions.base import Facts, PlanLine, Proof, Result, Verdict
from landing_app.actions.changes import SINCE_PLAN, change_between
from landing_app.actions.outcomes import refusal
from landing_app.bitrix24.errors import Bitrix24Error, EgressRefused, NotFound, Rejected
from landing_app.jobs import seen_files
from landing_app.jobs.engine import settle
from landing_app.jobs.engine.claim import Chunk, write
from landing_app.jobs.engine.lanes import Grip, keep_lane, still_held
from landing_app.jobs.engine.reactions import AWAY, halt, hold_after_trouble, hold_for_limit, react
from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from landing_app.jobs.targets import effects_json
from landing_app.jobs.uploads import files_for
from landing_app.portals import reads
from landing_app.portals.clients import landing_for

if TYPE_CHECKING:
    from landing_app.bitrix24.landing import Landing

logger = logging.getLogger(__name__)
#: Ids of the newest things made, to tell them from one that was made by a request without an answer.
_RECENT = 20_000


def handle(grip: Grip, chunk: Chunk) -> None:
    job = chunk.job
    try:
        landing = landing_for(job.starter, "bulk", partial(still_held, grip))
        lines = job.definition.plan(landing, [item.target for item in chunk.items], job.options)
    except Bitrix24Error as error:
        _nothing_sent(grip, chunk, error)
        return
    ready = [item for item, line in zip(chunk.items, lines, strict=True) if _still_ready(job, item, line)]
    ready = _record_intents(grip, job, ready)
    if ready:
        results = _send(grip, job, landing, ready, {**job.options, "files": files_for(job, ready)})
        _believe(grip, job, landing, ready, results)
        _discard_doubles(grip, job, landing, ready)
        forget_reads(chunk)


def _nothing_sent(grip: Grip, chunk: Chunk, error: Bitrix24Error) -> None:
    """Reading before the call failed: the items wait again, or fail when the portal refuses the reading
    itself."""
    final = isinstance(error, NotFound | Rejected) and not isinstance(error, EgressRefused)
    for item in chunk.items:
        if final:
            settle.ended(item, refusal(error))
        else:
            settle.wait_again(item)
    if not final:
        react(grip, chunk.job, error)


def _still_ready(job: Job, item: JobItem, line: PlanLine) -> bool:
    """Check the item again right before the call; what is no longer as planned is left alone with its
    reason."""
    if line.verdict is Verdict.READY:
        problem = None if item.sends else _changed(job, item, line)
        if problem is None:
            item.intent = {**line.before, "side_effects": effects_json(line.side_effects), **_kept(item)}
            return True
        settle.ended(item, problem)
    elif line.verdict is Verdict.ALREADY and item.sends and item.intent:
        # An earlier request of ours did it after all: its read-back decides.
        settle.read_back_later(job, item, settle.ANSWER_LOST)
    elif line.verdict is Verdict.ALREADY:
        settle.ended(item, Result("skipped", line.code, line.detail))
    else:
        needs_you = line.verdict is Verdict.NEEDS_YOU
        settle.ended(item, Result("needs_you" if needs_you else "failed", line.code, line.detail))
    return False


def _kept(item: JobItem) -> Facts:
    """What an earlier attempt found before it sent anything is what an undo must bring back."""
    return {**item.intent} if item.sends else {}


def _changed(job: Job, item: JobItem, line: PlanLine) -> Result | None:
    now = line.before
    change = change_between(item.planned, now, job.definition.planned_keys)
    if change is not None:
        seen = {
            "when": str(now.get("modified", "")),
            "who": now.get("modified_by"),
            "place": now.get("place", ""),
        }
        return Result("needs_you", SINCE_PLAN[change], seen)
    known = {(effect["kind"], effect["id"]) for effect in item.side_effects}
    more = [effect.title for effect in line.side_effects if (effect.kind, effect.id) not in known]
    if more:
        return Result("needs_you", "MORE_WOULD_GO_LIVE", {"names": more})
    return None


def _record_intents(grip: Grip, job: Job, items: list[JobItem]) -> list[JobItem]:
    """Write down what is about to be sent; only items that are still ours, of a job that still runs, go
    on."""
    if not items:
        return []
    with transaction.atomic():
        running = Job.objects.select_for_update().filter(pk=job.pk, state=JobState.RUNNING).exists()
        if not running or not keep_lane(grip):
            for item in items:
                settle.wait_again(item)
            return []
        now = timezone.now()
        return [item for item in items if write(item, intent=item.intent, sent_at=now, sends=item.sends + 1)]


def _send(grip: Grip, job: Job, landing: Landing, items: list[JobItem], options: Facts) -> dict[int, Result]:
    try:
        return job.definition.run(landing, [item.step for item in items], options)
    except Bitrix24Error as error:
        react(grip, job, error)
        result = refusal(error)
        if job.kind == "create":
            # It may have met a read after the creating: only reading can tell what was made.
            result = Result("unknown", error.code)
        elif result.state in ("parked", "retry"):
            result = Result("not_run", sent=False)
        return {item.pk: result for item in items}


def _believe(
    grip: Grip, job: Job, landing: Landing, items: list[JobItem], results: dict[int, Result]
) -> None:
    """Store what the portal answered, then read back what it did."""
    answered = timezone.now()
    to_prove = [item for item in items if _take_result(grip, job, item, results[item.pk])]
    if not to_prove:
        return
    try:
        proofs = read_back(job, landing, to_prove)
    except Bitrix24Error as error:
        for item in to_prove:
            settle.read_back_later(
                job, item, item.code or settle.READING_BACK, answered, soon=isinstance(error, AWAY)
            )
        react(grip, job, error)
        return
    for item in to_prove:
        item.sent_at = answered
        settle.after_answer(job, item, proofs[item.pk])
    if any(proofs[item.pk].state == "proved" for item in to_prove):
        Job.objects.filter(pk=job.pk).update(single=False, probes=0, troubles=0)


def _take_result(grip: Grip, job: Job, item: JobItem, result: Result) -> bool:
    """Whether the item is to be read back now; otherwise its state follows from the answer."""
    if result.state in ("done", "unknown"):
        item.evidence = {**item.evidence, **result.evidence}
        item.code = settle.ANSWER_LOST if result.state == "unknown" else ""
        return True
    if result.detail.get("picture") == "left":
        address = str(result.evidence.get("preview_address", ""))
        seen_files.remember_upload(item, int(result.evidence["preview"]), address)
    if result.state in ("failed", "skipped", "needs_you"):
        settle.ended(item, result)
        return False
    if result.state == "parked":
        detail = {**result.detail, "item": item.pk, "title": item.title}
        halt(job, result.code, detail, probing=bool(result.detail.get("probing")))
    elif result.state == "retry" and result.detail.get("trouble"):
        hold_after_trouble(job, result.code)
    elif result.state == "retry":
        hold_for_limit(grip, job, result.code, result.detail.get("resume_at"))
    settle.wait_again(item, result)
    return False


def _discard_doubles(grip: Grip, job: Job, landing: Landing, items: list[JobItem]) -> None:
    """What this worker made although it was taken for dead and others had done the item again goes away."""
    made = {item.pk: item for item in items if item.evidence.get("made")}
    for settled in JobItem.objects.filter(pk__in=made, state=ItemState.DONE, fence__gt=grip.fence):
        item = made[settled.pk]
        if settled.made_id == item.evidence["made"]:
            continue
        logger.warning("A late double of item %s is discarded", item.pk)
        try:
            job.definition.discard(landing, item.step, job.options)
        except Bitrix24Error as error:
            logger.warning("The double of item %s stays: %s", item.pk, error.code)


def forget_reads(chunk: Chunk) -> None:
    """Screens must show what the job changed."""
    job = chunk.job
    for scope, site_id in job.definition.sites([item.target for item in chunk.items], job.options):
        reads.forget(job.portal, scope, site_id)


def read_back(job: Job, landing: Landing, items: list[JobItem]) -> dict[int, Proof]:
    """Read back. Things that other items made cannot be what a lost answer of these made."""
    options = job.options
    if job.kind == "create":
        others = JobItem.objects.filter(job__portal_id=job.portal_id, made_id__isnull=False)
        others = others.filter(job__action=job.action).exclude(pk__in=[item.pk for item in items])
        newest = others.order_by("-made_id").values_list("made_id", flat=True)
        options = {**options, "taken": list(newest[:_RECENT])}
    return job.definition.verify(landing, [item.step for item in items], options)
