"""Found by the kill loop: what an item made must not be denied when workers keep dying at it."""

from landing_app.jobs.engine.runner import run_chunk
from landing_app.jobs.models import JobItem
from tests.jobs.engine import Town, codes, started, states, targets


def test_an_unfinished_copy_is_not_called_undone(towns: list[Town]) -> None:
    town = towns[0]
    made, *sources = town.pages(3)
    job = started(town.person(), "copy_page", targets(sources), site=town.quiet_site.id, publish=True)
    items = JobItem.objects.filter(job=job)
    items.update(kills=2, crowd=1)
    items.filter(position=0).update(made_id=made.id)
    run_chunk(job.portal_id, job.kind)
    assert states(job) == ["needs_you", "failed"]
    assert codes(job) == ["CANNOT_TELL", "POISON"]
