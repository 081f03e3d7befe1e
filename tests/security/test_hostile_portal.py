"""A portal whose server belongs to an attacker: its answers may fail, and must not spoil anything beyond it."""

import json
from typing import Any

import pytest

from landing_app.bitrix24.answers import read_answer
from landing_app.bitrix24.calllog import CallEntry
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.bitrix24.session import HttpAnswer
from landing_app.portals.call_log import BufferedCallLog
from landing_app.portals.models import ApiCall

DEEP = b"[" * 200_000
BODIES = [
    DEEP,
    b'{"result":' + b"[" * 100_000,
    b'{"result":' + b'{"a":' * 100_000,
    b'{"result": ' + b"9" * 10_000 + b"}",
    b"\xff\xfe\xfa",
    b"\xef\xbb\xbf{}",
    b'{"result"',
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b"\x00" * 100,
    b'{"error": {"a": 1}}',
    b'{"error": []}',
    b'{"error": null, "error_description": {"a": 1}}',
    b'{"error": 7}',
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_any_bytes_are_an_answer_or_a_typed_error(body: bytes, status: int) -> None:
    try:
        read_answer(HttpAnswer(status, "", body), "profile", "t")
    except Bitrix24Error as error:
        assert str(error)


def test_an_error_code_is_one_line_of_plain_signs() -> None:
    """It is logged and stored: it must forge no line of the log, and fit every database."""
    code = "X\r\n2026-01-01 ERROR root forged\x00\x1b[31m\ud800" + "é" * 5_000
    body = json.dumps({"error": code, "error_description": code}).encode()
    with pytest.raises(Bitrix24Error) as refusal:
        read_answer(HttpAnswer(400, "", body), "profile", "t")
    for text in (refusal.value.code, str(refusal.value)):
        assert text.isprintable()
        assert len(text) <= 300


@pytest.mark.django_db
def test_entries_of_one_portal_do_not_take_those_of_another_with_them() -> None:
    """All portals of a process share the log's buffer."""

    def entry(number: int, **changed: Any) -> CallEntry:
        values = {"trace_id": f"t{number}", "member_id": "m", "user_id": 1, "method": "profile", "started_at": 1.8e9, "duration": 0.1, "operating": None, "status": 200, "error": "", "request": {}, "answer": None}  # fmt: skip
        return CallEntry(**{**values, **changed})  # type: ignore[arg-type]

    log = BufferedCallLog()
    log.record(entry(1))
    log.record(entry(2, user_id=2**70))
    log.record(entry(3))
    log.flush()
    log.flush()
    assert set(ApiCall.objects.values_list("trace_id", flat=True)) >= {"t1", "t3"}
