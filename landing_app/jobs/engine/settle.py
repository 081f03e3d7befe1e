"""From answers and read-backs to the final state of items. Every write is fenced."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from landing_app.actions.base import CannotUndo, Proof, Result
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs import seen_files
from landing_app.jobs.engine.claim import write
from landing_app.jobs.engine.reactions import AWAY
from landing_app.jobs.engine.timing import (
    BACKOFF,
    CHECK_AGAIN_AFTER,
    CREATE_SETTLES_AFTER,
    GIVE_UP_CHECKING,
    REPEATABLE_SETTLES_AFTER,
    REPEATS,
)
from landing_app.jobs.models import ItemState, Job, JobItem, JobState

READING_BACK = "READING_BACK"
ANSWER_LOST = "ANSWER_LOST"


def done(job: Job, item: JobItem, proof: Proof) -> None:
    """The portal itself says so: the item is done, with what an undo will need."""
    evidence = {**item.evidence, **proof.evidence}
    item.evidence = evidence
    way_back = job.definition.undo(item.step, job.options)
    code = way_back.code if isinstance(way_back, CannotUndo) else ""
    written = write(
        item,
        state=ItemState.DONE,
        code=proof.code,
        detail={**item.detail, **proof.detail},
        evidence=evidence,
        made_id=evidence.get("made") or item.made_id,
        address=str(evidence.get("address") or item.address),
        can_undo=not isinstance(way_back, CannotUndo),
        undo_code=code,
        due_at=None,
    )
    if written and job.action == "remove_entities" and item.params.get("file"):
        seen_files.forget(item)
    if written and job.relation == Job.Relation.UNDO and item.origin_id:
        JobItem.objects.filter(pk=item.origin_id, state=ItemState.DONE).update(
            state=ItemState.UNDONE, changed_at=timezone.now()
        )


def ended(item: JobItem, result: Result) -> None:
    """A final state that needs no read-back: failed, skipped, needs you."""
    evidence = {**item.evidence, **result.evidence}
    write(
        item,
        state=ItemState(result.state),
        code=result.code[:100],
        detail={**item.detail, **result.detail},
        evidence=evidence,
        made_id=evidence.get("made") or item.made_id,
        due_at=None,
    )


def wait_again(item: JobItem, result: Result | None = None, repeats: int = 0) -> None:
    """Back into the queue: it surely was not executed, or reading proved that nothing happened."""
    unsent = result is not None and not result.sent
    evidence = {**item.evidence, **(result.evidence if result is not None else {})}
    write(
        item,
        state=ItemState.WAITING,
        code="" if result is None else result.code[:100],
        detail={**item.detail, **(result.detail if result is not None else {})},
        evidence=evidence,
        made_id=evidence.get("made") or item.made_id,
        sent_at=None,
        due_at=None,
        repeats=item.repeats + repeats,
        sends=item.sends - 1 if unsent and item.sends else item.sends,
    )


def read_back_later(
    job: Job, item: JobItem, code: str, sent_at: datetime | None = None, *, soon: bool = False
) -> None:
    """The effect is not proved yet; `sent_at` is the latest moment at which the request may have left.

    `soon`: the portal did not answer, so how long ago that was says nothing about when to read again.
    """
    sent = sent_at or item.sent_at or timezone.now()
    due_at = next_check(job.kind, sent)
    write(
        item,
        state=ItemState.CHECKING,
        code=code,
        evidence=item.evidence,
        made_id=item.evidence.get("made") or item.made_id,
        sent_at=sent,
        due_at=min(due_at, timezone.now() + timedelta(seconds=BACKOFF[-1])) if soon else due_at,
    )


def next_check(kind: str, sent_at: datetime) -> datetime:
    """When to read again: soon at first, and right after the age at which "not there" proves something."""
    now = timezone.now()
    settles = CREATE_SETTLES_AFTER if kind == "create" else REPEATABLE_SETTLES_AFTER
    age = (now - sent_at).total_seconds()
    offsets = sorted([*CHECK_AGAIN_AFTER, settles + 0.5])
    offset = next((value for value in offsets if value > age + 1), age + CHECK_AGAIN_AFTER[-1])
    return sent_at + timedelta(seconds=offset)


def after_answer(job: Job, item: JobItem, proof: Proof) -> None:
    """Believe the read-back that follows an answer of the portal."""
    if proof.state == "proved":
        done(job, item, proof)
    elif item.code == ANSWER_LOST or proof.state == "unknown":
        read_back_later(job, item, item.code or READING_BACK)
    else:
        ended(item, Result("needs_you", proof.code or "NOT_PROVED", proof.detail, proof.evidence))


def after_check(job: Job, item: JobItem, proof: Proof) -> None:
    """Decide about an item whose answer was lost, from what reading says now."""
    age = (timezone.now() - (item.sent_at or item.changed_at)).total_seconds()
    settles = CREATE_SETTLES_AFTER if job.kind == "create" else REPEATABLE_SETTLES_AFTER
    if proof.state == "proved":
        done(job, item, proof)
    elif proof.state == "unknown":
        _ask_again_or_give_up(job, item, age)
    elif item.code == READING_BACK:
        ended(item, Result("needs_you", proof.code or "NOT_PROVED", proof.detail, proof.evidence))
    elif proof.evidence.get("made"):
        _finish_what_was_made(item, proof)
    elif age < settles:
        read_back_later(job, item, item.code)
    else:
        _not_done(job, item)


def not_read(job: Job, item: JobItem, error: Bitrix24Error) -> None:
    """Reading back failed or was refused: later again, unless nobody will ever resume the job."""
    if isinstance(error, AWAY) or job.state != JobState.CANCELLED:
        read_back_later(job, item, item.code, soon=isinstance(error, AWAY))
    else:
        _ask_again_or_give_up(job, item, (timezone.now() - (item.sent_at or item.changed_at)).total_seconds())


def _finish_what_was_made(item: JobItem, proof: Proof) -> None:
    """The thing exists but is not as it should be: go on with it, never make a second one."""
    if item.repeats < REPEATS["repeatable"]:
        wait_again(item, Result("not_run", evidence=proof.evidence), repeats=1)
    else:
        ended(item, Result("needs_you", proof.code, proof.detail, proof.evidence))


def _not_done(job: Job, item: JobItem) -> None:
    if item.kills >= 2 and item.crowd == 1:
        ended(item, Result("failed", "POISON"))
    elif item.repeats < REPEATS[job.kind]:
        wait_again(item, repeats=1)
    else:
        ended(item, Result("needs_you", "CANNOT_TELL"))


def _ask_again_or_give_up(job: Job, item: JobItem, age: float) -> None:
    if age > GIVE_UP_CHECKING:
        ended(item, Result("needs_you", "CANNOT_TELL"))
    else:
        read_back_later(job, item, item.code)
