"""Codes become reactions, whatever the language of the text."""

import re
from pathlib import Path

import pytest

from landing_app.bitrix24 import errors
from landing_app.bitrix24.errors import (
    AccessError,
    AuthError,
    Bitrix24Error,
    GrantLost,
    LimitError,
    NotFound,
    PortalGone,
    Rejected,
    TariffError,
    TransportError,
    portal_error,
)


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("expired_token", 401, AuthError),
        ("NO_AUTH_FOUND", 401, AuthError),
        ("user_access_error", 403, AuthError),
        ("invalid_grant", 400, GrantLost),
        ("insufficient_scope", 401, AccessError),
        ("DELETE_ACCESS_DENIED", 400, AccessError),
        ("PUBLIC_PAGE_REACHED", 400, TariffError),
        ("PHONE_NOT_CONFIRMED", 400, TariffError),
        ("WRONG_LICENSE", 403, TariffError),
        ("QUERY_LIMIT_EXCEEDED", 503, LimitError),
        ("OPERATION_TIME_LIMIT", 429, LimitError),
        ("OVERLOAD_LIMIT", 401, LimitError),
        ("PORTAL_DELETED", 403, PortalGone),
        ("LANDING_NOT_EXIST", 400, NotFound),
        ("FOLDER_NOT_FOUND", 400, NotFound),
        ("FILE_ERROR", 400, Rejected),
        ("ERROR_BATCH_LENGTH_EXCEEDED", 200, Rejected),
        ("INTERNAL_SERVER_ERROR", 500, TransportError),
        ("ERROR_CORE", 400, Rejected),
        ("ERROR_CORE", 500, TransportError),
    ],
)
def test_a_known_code_has_one_reaction(code: str, status: int, expected: type[Bitrix24Error]) -> None:
    error = portal_error(code, "текст на любом языке", status=status)
    assert type(error) is expected
    assert (error.code, error.status) == (code, status)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, Rejected), (401, AuthError), (403, AccessError), (429, LimitError), (502, TransportError)],
)
def test_an_unknown_code_is_placed_by_its_status(status: int, expected: type[Bitrix24Error]) -> None:
    assert type(portal_error("SUBSCRIBER_VETO", status=status)) is expected


@pytest.mark.parametrize(
    ("code", "item_only"),
    [
        ("PUBLIC_HTML_DISALLOWED[L34]", True),
        ("PUBLIC_HTML_DISALLOWED[S12]", False),
        ("LANDING_PAYMENT_FAILED", True),
        ("LANDING_PAYMENT_FAILED_BLOCK", True),
        ("URLCHECKER_FAIL", True),
        ("PUBLIC_PAGE_REACHED", False),
        ("LICENSE_EXPIRED", False),
    ],
)
def test_tariff_codes_of_one_page_leave_the_others_alone(code: str, item_only: bool) -> None:
    error = portal_error(code, status=400)
    assert isinstance(error, TariffError)
    assert error.item_only is item_only


def test_objects_and_glued_codes_are_understood() -> None:
    assert portal_error("PUBLIC_HTML_DISALLOWED[L34]").base_code == "PUBLIC_HTML_DISALLOWED"
    assert isinstance(portal_error("SOMETHING_NEW|LANDING_NOT_EXIST", status=400), NotFound)


def test_access_denied_of_the_system_layer_means_the_plan() -> None:
    sentence = "REST is available only on commercial plans."
    assert type(portal_error("ACCESS_DENIED", sentence, status=401)) is TariffError
    assert type(portal_error("ACCESS_DENIED", sentence, status=403)) is TariffError
    assert type(portal_error("ACCESS_DENIED", sentence, status=400)) is AccessError
    assert type(portal_error("ACCESS_DENIED", "Access denied!", status=403)) is AccessError


def test_a_refused_connection_of_the_portal_to_its_oauth_host_was_not_executed() -> None:
    error = portal_error("CONNECTION_ERROR", status=401)
    assert isinstance(error, TransportError)
    assert not error.sent


def test_no_other_module_compares_texts_of_errors() -> None:
    """`description` is for people; one comparison exists, in errors.py."""
    package = Path(errors.__file__).parent
    uses = [
        path.name
        for path in package.rglob("*.py")
        if re.search(
            r"description(\.lower\(\))?\s*(==|\.startswith|\.find| in )|in \w+\.description", path.read_text()
        )
    ]
    assert uses == ["errors.py"]
