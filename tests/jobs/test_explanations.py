"""Words: every code the portal can send is explained, without blame, sales talk or raw codes as headline."""

import re
from pathlib import Path

import pytest

from landing_app.actions.registry import ACTIONS
from landing_app.bitrix24 import errors
from landing_app.jobs import labels
from landing_app.jobs.action_words import ACTION_WORDS
from landing_app.jobs.codes import CODES
from landing_app.jobs.explanations import explain, plain_code
from landing_app.jobs.models import Job, JobItem, JobState
from landing_app.jobs.progress import Counts

_JOBS = Path("landing_app/jobs")
_SOURCES = [
    *Path("landing_app/actions").glob("*.py"),
    *(_JOBS / "engine").glob("*.py"),
    *(_JOBS / f"{name}.py" for name in ("services", "followups", "receivers", "uploads")),
]
_CODE = re.compile(r'"([A-Z]{2,}(?:_[A-Z]+)+)"')
_NO_CODES = {"TPL_CODE"}  # a field of the portal


def test_every_code_the_client_knows_is_explained() -> None:
    silent = {"ERROR_MANIFEST_IS_NOT_AVAILABLE", "PLACEMENT_EXIST", "PLACEMENT_NO_EXIST", "CODE_EMPTY"}
    for kind, codes in errors._CODES.items():
        for code in codes.split():
            if kind is errors.Rejected and (code in silent or code.startswith("ERROR_")):
                continue
            assert plain_code(code) in CODES or kind is errors.TransportError, code


def test_every_code_of_our_own_is_explained() -> None:
    used = {code for path in _SOURCES for code in _CODE.findall(path.read_text())}
    assert len(used) > 60
    assert used - set(CODES) - _NO_CODES == set()


@pytest.mark.parametrize("code", sorted(CODES))
def test_words_are_plain(code: str) -> None:
    found = explain(code)
    text = f"{found.title} {found.body} {found.next_step}"
    assert found.title and not found.title.endswith(".")
    assert not re.search(r"please|successful|!|invalid|upgrade|%\(", text, re.IGNORECASE), text
    assert code not in text


def test_codes_with_objects_and_glued_codes() -> None:
    item = JobItem(title="Contacts")
    page = explain("PUBLIC_HTML_DISALLOWED[L34]", item=item)
    assert "Contacts" in page.title and page.link == "page_settings"
    assert explain("PUBLIC_HTML_DISALLOWED[S3]").link == "site_settings"
    assert explain("SOMETHING_ELSE|PUBLIC_PAGE_REACHED").title == explain("PUBLIC_PAGE_REACHED").title
    assert explain("expired_token").link == "reopen"


def test_an_unknown_code_quotes_the_portal() -> None:
    item = JobItem(title="x", detail={"description": "Das geht <b>nicht</b>"})
    found = explain("STRANGE_CODE", item=item)
    assert "Das geht <b>nicht</b>" in found.body
    assert found.code == "STRANGE_CODE"
    assert not explain("")


def test_a_percent_sign_in_a_title_breaks_nothing() -> None:
    assert "50 % off" in explain("CHANGED_SINCE_PLAN", item=JobItem(title="50 % off")).body
    assert explain("ODD", item=JobItem(title="x", detail={"description": "100%(d"})).body


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_labels_are_plural_correct(action: str) -> None:
    one = labels.label(Job(action=action, title_parts={"count": 1}))
    many = labels.label(Job(action=action, title_parts={"count": 3}))
    assert " 1 " in f"{one} " and " 3 " in f"{many} "
    assert one.replace("1", "3") != many


def test_every_action_is_put_into_words() -> None:
    assert set(ACTION_WORDS) == set(ACTIONS)
    silent = {name for name in ACTIONS if not labels.what_undo_does(Job(action=name), 3)}
    assert silent == {"unfavorite_block", "delete_blocks"}  # what cannot be undone


def test_headlines() -> None:
    job = Job(
        action="publish_page",
        title_parts={"count": 5},
        state=JobState.PARKED,
        parked_code="PUBLIC_PAGE_REACHED",
    )
    assert labels.label(job) == "Publishing 5 pages"
    assert labels.headline(job, Counts()) == "Publishing stopped by the plan limit"
    job.parked_code = "expired_token"
    assert labels.headline(job, Counts()) == "Publishing 5 pages: waiting for you"
    job.state = JobState.CANCELLED
    assert labels.headline(job, Counts(total=5, done=2)) == "Stopped: Publishing 5 pages, 2 of 5 done"
