"""Every documented refusal: what happened, why, what is possible now, where; and the panel goes when it is solved."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from landing_app.actions.base import Target
from landing_app.jobs.explanations import explain
from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from tests.jobs.engine import started, states, work
from tests.jobs.test_views import emulator as emulator
from tests.jobs.test_views import make_job, page_of
from tests.jobs.test_views import marketer as marketer
from tests.jobs.test_views import site_id as site_id
from tests.people import Person, open_app

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Page, Portal

pytestmark = pytest.mark.django_db(transaction=True)

PLANS, ASK = "/settings/license_all.php", "Copy message"
PROMOTER = "/?FEATURE_PROMOTER="
#: Code: words of the title, then what the panel leads to, as an administrator sees it.
PARKING: dict[str, tuple[str, tuple[str, ...]]] = {
    "PUBLIC_PAGE_REACHED": ("no free slots for published pages", ("Choose pages", PROMOTER + "limit_sites_number_page", PLANS, ASK)),
    "PUBLIC_SITE_REACHED": ("no free slots for published sites", ("Choose a site", PROMOTER + "limit_sites_number", PLANS, ASK)),
    "PUBLIC_SITE_REACHED_FREE": ("publishes sites on paid plans only", (PROMOTER + "limit_sites_free", PLANS, ASK)),
    "TOTAL_SITE_REACHED": ("does not allow one more site", ("Delete a site", '/sites/"', PLANS, ASK)),
    "SITE_LIMIT_REACHED": ("does not allow one more site", ("Delete a site", '/sites/"', PLANS, ASK)),
    "FREE_DOMAIN_IS_NOT_ALLOWED": ("does not include a free domain", ("/sites/site/settings/{site}/", PROMOTER + "limit_free_domen", PLANS, ASK)),
    "FEATURE_NOT_AVAIL": ("does not include this", (PLANS, ASK)),
    "PUBLIC_HTML_DISALLOWED[S3]": ("custom HTML code, and the site has it", ("/sites/site/settings/{site}/#public_html_disallowed", PROMOTER + "limit_sites_html_js", ASK)),
    "LICENSE_EXPIRED": ("license has expired", (PLANS, ASK)),
    "REST_CLOSED": ("does not let apps work", (PLANS, ASK)),
    "PAYMENT_REQUIRED": ("subscription that this app needs has ended", ("license_all.php?subscr=o", ASK)),
    "PHONE_NOT_CONFIRMED": ("confirmed phone number", ("/sites/site/{site}/view/103/", "Open in editor", ASK)),
    "EMAIL_NOT_CONFIRMED": ("confirmed e-mail address", ("/sites/site/{site}/view/103/", "Open in editor", ASK)),
    "ACCESS_DENIED": ("do not have the right", (ASK,)),
    "USER_ACCESS_ERROR": ("may no longer use the app", (ASK,)),
    "INSUFFICIENT_SCOPE": ("not given the permissions", (ASK,)),
    "APPLICATION_NOT_FOUND": ("not installed in this Bitrix24", (ASK,)),
    "PORTAL_DELETED": ("this portal does not exist", ("Ask your administrator",)),
    "INVALID_GRANT": ("Access to Bitrix24 has expired", ("Open Page Desk again",)),
    "STRANGE|PUBLIC_PAGE_REACHED": ("no free slots for published pages", ("Choose pages", ASK)),
    "SOMETHING_NEW": ("Bitrix24 refused this", ("Next step",)),
}  # fmt: skip
#: Codes of one item: words of the title and what its line leads to.
ITEMS: dict[str, tuple[str, str]] = {
    "PUBLIC_HTML_DISALLOWED[L100]": ("“Contacts” has it", "/sites/site/{site}/settings/100/#public_html_disallowed"),
    "LANDING_PAYMENT_FAILED": ("page came from a Market app", "license_all.php?subscr=o"),
    "LANDING_PAYMENT_FAILED_BLOCK": ("block from a Market app", "license_all.php?subscr=o"),
    "URLCHECKER_FAIL": ("dangerous link", "/sites/site/{site}/view/100/"),
    "ACCESS_DENIED": ("do not have the right to do this", 'data-copy="Hello.'),
    "NO_PUBLISH_RIGHT": ("right to publish this site", 'data-copy="Hello.'),
    "LANDING_NOT_EXIST": ("The page is gone", "/sites/pages/{site}/"),
    "STRANGE": ("Bitrix24 refused this", 'data-copy="STRANGE'),
}  # fmt: skip
#: Codes that hold a job for a while: it goes on by itself.
HOLDING = {
    "QUERY_LIMIT_EXCEEDED": "asks us to slow down",
    "OPERATION_TIME_LIMIT": "asks for a pause",
    "OVERLOAD_LIMIT": "has blocked requests of apps",
    "NO_ANSWER": "does not answer",
}


def parked(person: Person, site_id: int, code: str) -> Job:
    items = [{"state": ItemState.DONE}] * 3 + [{"title": f"Waiting {n}"} for n in range(4)]
    detail = {"method": "landing.landing.publication"}
    return make_job(person, site_id, items, state=JobState.PARKED, parked_code=code, parked_detail=detail)


@pytest.mark.parametrize("code", PARKING)
def test_a_refusal_of_the_job_says_what_why_and_what_now(
    emulator: "Emulator", portal: "Portal", marketer: Person, site_id: int, code: str
) -> None:
    title, leads = PARKING[code]
    job = parked(marketer, site_id, code)
    page = page_of(open_app(emulator, portal, "administrator"), job)
    panel = page[page.index('id="job-parked"') :]
    heading = panel[panel.index('id="parked-title">') : panel.index("</h2>")]
    assert title in heading
    assert explain(code).body
    for lead in leads:
        assert lead.format(site=site_id) in panel, lead
    assert f"<code>{code}</code>" in panel
    assert 'id="job-resume"' in page_of(marketer, job)


def test_each_code_has_words_of_its_own() -> None:
    same = {"SITE_LIMIT_REACHED", "STRANGE|PUBLIC_PAGE_REACHED"}
    titles = [explain(code).title for code in PARKING if code not in same]
    assert len(set(titles)) == len(titles)
    assert len({explain(code).title for code in (*ITEMS, *HOLDING)}) == len(ITEMS) + len(HOLDING)


def test_only_an_administrator_is_led_to_the_plans(marketer: Person, site_id: int) -> None:
    page = page_of(marketer, parked(marketer, site_id, "PUBLIC_PAGE_REACHED"))
    assert "Only an administrator can see and change the plan." in page
    assert PLANS not in page


@pytest.mark.parametrize("code", ITEMS)
def test_a_refusal_of_an_item_says_what_and_where(marketer: Person, site_id: int, code: str) -> None:
    title, lead = ITEMS[code]
    items = [{"state": ItemState.FAILED, "code": code, "title": "Contacts"}]
    page = page_of(marketer, make_job(marketer, site_id, items, state=JobState.DONE_WITH_ERRORS))
    line = page[page.index('class="why"') :]
    line = line[: line.index("</li>")]
    assert title in line
    assert lead.format(site=site_id) in line
    assert explain(code).next_step.replace("'", "&#x27;") in line


@pytest.mark.parametrize("code", HOLDING)
def test_what_holds_a_job_is_said_while_it_lasts(marketer: Person, site_id: int, code: str) -> None:
    job = make_job(marketer, site_id, [{}], hold_code=code)
    assert HOLDING[code] in page_of(marketer, job)
    Job.objects.filter(pk=job.pk).update(hold_code="")
    assert HOLDING[code] not in page_of(marketer, job)


def test_a_long_pause_names_its_end(marketer: Person, site_id: int) -> None:
    job = make_job(marketer, site_id, [{}], hold_code="OPERATION_TIME_LIMIT")
    assert "It goes on" not in page_of(marketer, job)
    job.due_at = job.due_at.replace(year=job.due_at.year + 1, day=1)
    job.save()
    assert "It goes on 1 " in page_of(marketer, job)


def pages_of_site(portal: "Portal", site_id: int) -> "list[Page]":
    found = [page for page in portal.pages.values() if page.site_id == site_id and not page.deleted]
    for page in found[:2]:
        page.active = page.public = False
    return found[:2]


def targets(pages: "list[Page]") -> list[Target]:
    return [Target("page", page.id, page.site_id, "", page.title) for page in pages]


@pytest.mark.parametrize(
    "code",
    [
        "PUBLIC_PAGE_REACHED",
        "PUBLIC_SITE_REACHED",
        "PUBLIC_SITE_REACHED_FREE",
        "FREE_DOMAIN_IS_NOT_ALLOWED",
        "PHONE_NOT_CONFIRMED",
        "EMAIL_NOT_CONFIRMED",
        "LICENSE_EXPIRED",
        "REST_CLOSED",
    ],
)
def test_the_panel_stays_until_it_is_solved_and_goes_then(
    portal: "Portal", marketer: Person, site_id: int, code: str
) -> None:
    job = started(marketer.row, "publish_page", targets(pages_of_site(portal, site_id)))
    refuse(portal, code)
    work(job)
    assert job.state == JobState.PARKED
    assert explain(code).title in page_of(marketer, job)
    marketer.client.post(f"/activity/{job.pk}/resume/")
    work(job)
    assert 'id="job-parked"' in page_of(
        marketer, job
    )  # not solved yet: one item asked, and it is there again
    portal.tariff.refused.clear()
    portal.tariff.rest_available = True
    answer = marketer.client.post(f"/activity/{job.pk}/resume/")
    assert f"/activity/{job.pk}/" in answer["HX-Location"]
    work(job)
    JobItem.objects.filter(job=job, state=ItemState.CHECKING).update(due_at=timezone.now())
    work(job)
    poll = marketer.client.get(f"/activity/{job.pk}/progress/?family=parked").content.decode()
    assert 'id="job-parked"' not in poll
    assert 'id="job"' in poll
    assert states(job) == ["done", "done"]
    assert 'id="job-parked"' not in page_of(marketer, job)


def refuse(portal: "Portal", code: str) -> None:
    if code == "REST_CLOSED":
        portal.tariff.rest_available = False
    else:
        portal.tariff.refused.add(code)


def test_the_publish_dialog_says_what_stopped_another_job_until_it_is_solved(
    portal: "Portal", marketer: Person, site_id: int
) -> None:
    job = parked(marketer, site_id, "PUBLIC_PAGE_REACHED")
    data = {"scope": "pages", "site": site_id, "page": pages_of_site(portal, site_id)[0].id}

    def dialog() -> str:
        return marketer.client.post("/dialogs/publish_page/", data).content.decode()

    assert "Your Bitrix24 plan has no free slots for published pages." in dialog()
    assert f'href="/activity/{job.pk}/"' in dialog()
    Job.objects.filter(pk=job.pk).update(parked_code="INVALID_GRANT")
    assert "dialog-stopped" not in dialog()
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, parked_code="")
    assert "dialog-stopped" not in dialog()


def test_a_dialog_says_that_the_plan_lets_no_app_work(
    portal: "Portal", marketer: Person, site_id: int
) -> None:
    page = pages_of_site(portal, site_id)[0]
    data = {"scope": "pages", "site": site_id, "page": page.id}
    portal.tariff.rest_available = False
    text = marketer.client.post("/dialogs/publish_page/", data).content.decode()
    assert "Your Bitrix24 plan does not let apps work" in text
    assert "You do not have the right" not in text
