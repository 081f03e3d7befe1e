"""Many commands: honest outcomes, in order, whatever the portal answers."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import redis

from landing_app.bitrix24.budget import Budget
from landing_app.bitrix24.errors import (
    AccessError,
    GrantLost,
    LimitError,
    NotFound,
    TariffError,
    TransportError,
)
from landing_app.bitrix24.pace import CREATES_LIMIT, Pace
from landing_app.bitrix24.tokens import CallEntry, Tokens
from landing_app.bitrix24.types import Command, ResultOf
from tests.bitrix24.stub import Received, Reply, serving

if TYPE_CHECKING:
    from portal_emulator import Emulator, Portal
    from tests.bitrix24.conftest import Connection

Connect = Callable[..., "Connection"]
PAGE = 985
COPY = Command("landing.landing.copy", {"lid": PAGE, "toSiteId": 3})


def sent(portal: Portal, method: str, *, in_batch: bool = True) -> int:
    return sum((entry.method, entry.in_batch) == (method, in_batch) for entry in portal.requests)


def rename(number: int, page: int = PAGE) -> Command:
    return Command("landing.landing.update", {"lid": page, "fields": {"TITLE": f"Title {number}"}})


def test_results_come_in_input_order_over_many_requests(connect: Connect, portal: Portal) -> None:
    pages = sorted(page.id for page in portal.pages.values())[:90]
    commands = [Command("landing.landing.getpublicurl", {"lid": page}) for page in pages] * 2
    outcomes = connect().client.batch(commands)
    assert len(outcomes) == len(commands)
    single = {
        page: connect().client.call("landing.landing.getpublicurl", {"lid": page}) for page in pages[:5]
    }
    assert [outcome.result for outcome in outcomes[:5]] == list(single.values())
    assert [outcome.result for outcome in outcomes[: len(pages)]] == [
        outcome.result for outcome in outcomes[len(pages) :]
    ]
    assert sent(portal, "batch", in_batch=False) <= 5


def test_51_creates_give_51_ids(connect: Connect, portal: Portal) -> None:
    outcomes = connect(lane="bulk").client.batch([COPY] * 51)
    ids = [outcome.value() for outcome in outcomes]
    assert len(set(ids)) == 51
    assert all(page_id in portal.pages for page_id in ids)
    sizes = Counter(
        len(entry.params["cmd"]) <= CREATES_LIMIT for entry in portal.requests if entry.method == "batch"
    )
    assert sizes[False] == 0


def test_one_bad_command_fails_alone(connect: Connect) -> None:
    commands = [rename(number) for number in range(99)]
    commands.insert(57, Command("landing.landing.publication", {"lid": 1}))
    outcomes = connect().client.batch(commands)
    assert [n for n, outcome in enumerate(outcomes) if outcome.state != "ok"] == [57]
    assert isinstance(outcomes[57].error, NotFound)


def test_a_create_with_a_lost_answer_is_unknown_and_not_sent_again(connect: Connect, portal: Portal) -> None:
    portal.faults.add("answer_lost", methods=["landing.landing.copy"])
    before = len(portal.pages)
    outcomes = connect(lane="bulk").client.batch([COPY] * 3)
    assert [outcome.state for outcome in outcomes] == ["unknown"] * 3
    assert all(isinstance(outcome.error, TransportError) for outcome in outcomes)
    assert len(portal.pages) == before + 3
    assert sent(portal, "landing.landing.copy") == 3


@pytest.mark.parametrize("fault", ["answer_lost", "502", "html", "empty", "truncated"])
def test_repeatable_writes_with_a_lost_answer_are_sent_again(
    connect: Connect, portal: Portal, fault: str
) -> None:
    portal.faults.add(fault, methods=["landing.landing.update"])
    outcomes = connect().client.batch([rename(number) for number in range(20)])
    assert {outcome.state for outcome in outcomes} == {"ok"}


def test_a_refused_repeat_after_a_lost_answer_proves_nothing(connect: Connect, portal: Portal) -> None:
    """The first request removed the saved block, so the second is told that it is not there."""
    client = connect().client
    block = next(row for row in portal.blocks.values() if row.page_id == PAGE and not row.public)
    saved = client.call(
        "landing.landing.favoriteBlock", {"lid": PAGE, "block": block.id, "meta": {"name": "Hero"}}
    )
    removal = Command("landing.landing.unFavoriteBlock", {"blockId": saved})
    portal.faults.add("answer_lost", methods=[removal.method])
    (outcome,) = client.batch([removal])
    assert portal.favorites() == []
    assert sent(portal, "landing.landing.unfavoriteblock") == 2
    assert outcome.state == "unknown"
    (again,) = client.batch([removal])
    assert again.state == "error"


def test_what_a_stopped_repeat_left_out_may_have_run_the_first_time(connect: Connect, portal: Portal) -> None:
    portal.faults.add("answer_lost", methods=["landing.landing.publication"])
    pages = sorted(page.id for page in portal.pages_of(3) if not page.deleted)[:4]
    commands = [Command("landing.landing.publication", {"lid": page}) for page in pages]
    later = [Command("landing.landing.publication", {"lid": 1}), *commands]
    outcomes = connect().client.batch(later, halt=True)
    assert {outcome.state for outcome in outcomes} == {"unknown"}


def test_a_portal_that_answers_only_garbage(connect: Connect, portal: Portal) -> None:
    portal.faults.add("html", times=None)
    client = connect().client
    reads = client.batch([Command("landing.site.getRights", {"id": 3})] * 3)
    assert {outcome.state for outcome in reads} == {"error"}
    writes = client.batch([rename(1)] * 3)
    assert {outcome.state for outcome in writes} == {"unknown"}


def test_a_refused_connection_never_ran(connect: Connect) -> None:
    client = connect().client
    client.endpoint = client.endpoint.replace("127.0.0.1", "127.0.0.9")
    outcomes = client.batch([COPY, COPY])
    assert {outcome.state for outcome in outcomes} == {"not_run"}
    assert all(isinstance(outcome.error, TransportError) for outcome in outcomes)


def test_halt_stops_at_the_first_refusal(connect: Connect, portal: Portal) -> None:
    portal.tariff.refused.add("PUBLIC_PAGE_REACHED")
    pages = sorted(page.id for page in portal.pages_of(3))[:5]
    outcomes = connect().client.batch(
        [Command("landing.landing.publication", {"lid": page}) for page in pages], halt=True
    )
    assert [outcome.state for outcome in outcomes] == ["error"] + ["not_run"] * 4
    assert isinstance(outcomes[0].error, TariffError)
    assert sent(portal, "landing.landing.publication") == 1


def test_halt_holds_over_request_borders(connect: Connect, portal: Portal) -> None:
    commands = [rename(number) for number in range(60)]
    commands[10] = Command("landing.landing.publication", {"lid": 1})
    outcomes = connect().client.batch(commands, halt=True)
    assert [outcome.state for outcome in outcomes] == ["ok"] * 10 + ["error"] + ["not_run"] * 49
    assert sent(portal, "batch", in_batch=False) == 1


def test_null_is_ok_and_kept_apart_from_not_run(connect: Connect) -> None:
    editor = connect("editor").client
    outcomes = editor.batch([Command("landing.landing.publication", {"lid": PAGE})])
    assert (outcomes[0].state, outcomes[0].result) == ("ok", None)


def test_a_result_of_an_earlier_command_can_be_used(connect: Connect, portal: Portal) -> None:
    copied, taken_down = connect().client.batch(
        [COPY, Command("landing.landing.unpublic", {"lid": ResultOf(0)})]
    )
    assert taken_down.result is True
    assert not portal.pages[copied.result].active


def test_commands_that_belong_together_stay_in_one_request(connect: Connect, portal: Portal) -> None:
    commands: list[Command] = []
    for _ in range(15):
        commands += [COPY, Command("landing.landing.unpublic", {"lid": ResultOf(len(commands))})]
    outcomes = connect(lane="bulk").client.batch(commands)
    assert {outcome.state for outcome in outcomes} == {"ok"}
    for entry in portal.requests:
        if entry.method == "batch":
            counts = Counter(line.partition("?")[0] for line in entry.params["cmd"].values())
            assert counts["landing.landing.copy"] == counts["landing.landing.unpublic"]


def test_a_later_result_cannot_be_used(connect: Connect) -> None:
    with pytest.raises(ValueError, match="cannot use the result"):
        connect().client.batch([Command("landing.landing.unpublic", {"lid": ResultOf(1)}), COPY])


def test_a_text_that_looks_like_a_reference_is_taken_literally(connect: Connect, portal: Portal) -> None:
    title = "costs $result[c0] & 100 % #1"
    connect().client.batch(
        [
            Command("landing.site.getPublicUrl", {"id": 3}),
            Command("landing.landing.update", {"lid": PAGE, "fields": {"TITLE": title}}),
        ]
    )
    assert portal.pages[PAGE].title == title


def test_special_signs_arrive_unchanged(connect: Connect, portal: Portal) -> None:
    title = "50 % & #1 — Ärger + «кавычки» = ?"
    connect().client.batch([Command("landing.landing.update", {"lid": PAGE, "fields": {"TITLE": title}})])
    assert portal.pages[PAGE].title == title


def test_false_arrives_as_false(connect: Connect, portal: Portal) -> None:
    (outcome,) = connect().client.batch(
        [Command("landing.landing.markDelete", {"lid": PAGE + 5, "mark": False})]
    )
    assert outcome.state == "ok"
    assert not portal.pages[PAGE + 5].deleted


def test_a_dead_grant_leaves_everything_not_run(connect: Connect, emulator: Emulator, portal: Portal) -> None:
    client = connect().client
    emulator.tokens.revoke_user(portal.member_id, 7)
    portal.expire_tokens()
    outcomes = client.batch([rename(number) for number in range(120)])
    assert {outcome.state for outcome in outcomes} == {"not_run"}
    assert all(isinstance(outcome.error, GrantLost) for outcome in outcomes)
    assert sent(portal, "landing.landing.update") == 0


def test_tokens_expiring_between_parallel_requests(connect: Connect, portal: Portal) -> None:
    connection = connect()
    portal.faults.add("expire_tokens", methods=["landing.landing.update"], skip=1)
    outcomes = connection.client.batch([rename(number) for number in range(200)])
    assert {outcome.state for outcome in outcomes} == {"ok"}
    assert connection.store.load().version == 2


def test_a_spent_operating_budget_stops_in_time(connect: Connect, portal: Portal) -> None:
    """Copies cost 0.99 s of the emulated portal's 30; none of them meets a 429."""
    portal.operating.limit_seconds = 30.0
    connection = connect(lane="bulk")
    connection.client.budget._seconds = 30.0
    outcomes = connection.client.batch([COPY] * 60)
    states = Counter(outcome.state for outcome in outcomes)
    assert set(states) == {"ok", "not_run"}
    assert 22 <= states["ok"] <= 30
    stopped = next(outcome.error for outcome in outcomes if outcome.state == "not_run")
    assert isinstance(stopped, LimitError)
    assert stopped.resume_at is not None
    assert "OPERATION_TIME_LIMIT" not in {entry.error for entry in portal.requests}


def test_a_429_inside_a_batch_is_not_run_and_stops_the_rest(connect: Connect, portal: Portal) -> None:
    portal.operating.limit_seconds = 5.0
    outcomes = connect(lane="bulk").client.batch([COPY] * 40)
    states = Counter(outcome.state for outcome in outcomes)
    assert set(states) == {"ok", "not_run"}
    assert states["ok"] == sent(portal, "landing.landing.copy") - sum(
        entry.error == "OPERATION_TIME_LIMIT" for entry in portal.requests
    )


def test_reads_without_rights(connect: Connect) -> None:
    outcomes = connect("no_access").client.batch([Command("landing.site.getRights", {"id": 3})])
    assert isinstance(outcomes[0].error, AccessError)


def scripted(result: object) -> Callable[[Received], Reply]:
    return lambda request: Reply({"result": result})


@pytest.mark.parametrize(
    ("inner", "states"),
    [
        ({"result": {"c0": 1, "c1": None}, "result_error": [], "result_time": []}, ["ok", "ok", "not_run"]),
        ({"result": {"c0": 1}, "result_error": [], "result_time": {"c1": {}}}, ["ok", "ok", "not_run"]),
        (
            {"result": [], "result_error": {"c1": {"error": "LANDING_NOT_EXIST"}}, "result_time": []},
            ["not_run", "error", "not_run"],
        ),
        ({"result": [], "result_error": [], "result_time": []}, ["not_run"] * 3),
    ],
)
def test_shapes_of_a_batch_answer(connect: Connect, inner: object, states: list[str]) -> None:
    client = connect().client
    with serving(scripted(inner)) as stub:
        client.endpoint = f"{stub.url}/rest/"
        client._guard = type(client._guard)(client._guard.trusted_hosts | {stub.netloc})
        outcomes = client.batch([rename(number) for number in range(3)])
    assert [outcome.state for outcome in outcomes] == states


@pytest.mark.parametrize("result", [None, [], "text", {"other": 1}, True])
def test_an_answer_that_is_no_batch_answer(connect: Connect, result: object) -> None:
    client = connect().client
    with serving(scripted(result)) as stub:
        client.endpoint = f"{stub.url}/rest/"
        client._guard = type(client._guard)(client._guard.trusted_hosts | {stub.netloc})
        outcomes = client.batch([COPY, COPY])
    assert {outcome.state for outcome in outcomes} == {"unknown"}
    assert len(stub.received) == 1


def test_width_follows_the_measured_seconds() -> None:
    learning = Pace()
    method = "landing.landing.update"
    assert learning.fits([method] * 49, [method])
    for _ in range(10):
        learning.measured(method, 3.0)
    assert not learning.fits([method] * 6, [method])
    for _ in range(100):
        learning.measured(method, 0.01)
    assert learning.fits([method] * 49, [method])
    assert not learning.fits([method] * 50, [method])


def test_a_lost_answer_makes_the_next_batches_narrower() -> None:
    learning = Pace()
    learning.slow_down(["landing.landing.publication"])
    assert not learning.fits(["landing.landing.publication"] * 12, ["landing.landing.publication"])
    assert learning.fits(["landing.landing.publication"] * 11, ["landing.landing.publication"])


def test_what_one_process_measured_sets_the_width_of_the_next(
    connect: Connect, portal: Portal, redis_connection: redis.Redis
) -> None:
    """A client that never saw this portal starts with the pace the others shared."""
    portal.faults.add("answer_lost", methods=["batch"])
    first = connect().client
    assert {outcome.state for outcome in first.batch([rename(number) for number in range(4)])} == {"ok"}
    assert Budget(redis_connection).paces(portal.member_id)["landing.landing.update"] > 0.25

    Budget(redis_connection).share_paces(portal.member_id, {"landing.landing.update": 5.0})
    portal.requests.clear()
    connect().client.batch([rename(number) for number in range(6)], ordered=True)
    batches = [entry for entry in portal.requests if not entry.in_batch]
    assert len(batches) == 2
    assert Budget(redis_connection).paces("another portal") == {}


def test_news_are_told_once() -> None:
    learning = Pace({"profile": 1.0})
    learning.measured("profile", 1.01)
    assert learning.news() == {}
    learning.measured("profile", 3.0)
    assert learning.news() == {"profile": pytest.approx(2.0, abs=0.01)}
    assert learning.news() == {}


def test_store_and_log_are_used_in_the_callers_thread_only(connect: Connect, portal: Portal) -> None:
    """They may hold the caller's database connection and its transaction."""
    connection = connect()
    threads: set[int] = set()
    load, record = connection.store.load, connection.log.record

    def seen_load() -> Tokens:
        threads.add(threading.get_ident())
        return load()

    def seen_record(entry: CallEntry) -> None:
        threads.add(threading.get_ident())
        record(entry)

    connection.store.load, connection.log.record = seen_load, seen_record  # type: ignore[method-assign]
    portal.expire_tokens()
    outcomes = connection.client.batch([rename(number) for number in range(200)])
    assert {outcome.state for outcome in outcomes} == {"ok"}
    assert threads == {threading.get_ident()}


def test_a_failing_store_fails_the_batch_and_does_not_hang(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connect()

    def broken() -> Tokens:
        raise OSError("database gone")

    monkeypatch.setattr(connection.store, "load", broken)
    with pytest.raises(OSError, match="database gone"):
        connection.client.batch([rename(number) for number in range(200)])


def test_a_portal_that_loses_every_answer_is_not_asked_for_everything(
    connect: Connect, portal: Portal
) -> None:
    """After the third lost answer the rest is not sent: at most so many creates are left unknown."""
    portal.faults.add("answer_lost", methods=["landing.landing.copy"], times=None)
    outcomes = connect(lane="bulk").client.batch([COPY] * 100)
    states = Counter(outcome.state for outcome in outcomes)
    assert set(states) == {"unknown", "not_run"}
    assert states["unknown"] == sent(portal, "landing.landing.copy") <= 60
    rest = next(outcome.error for outcome in outcomes if outcome.state == "not_run")
    assert isinstance(rest, TransportError)
    assert not rest.sent


def test_a_part_of_a_unit_is_never_sent_again(connect: Connect) -> None:
    inner = {
        "result": {"c0": 2237},
        "result_error": {"c1": {"error": "INTERNAL_SERVER_ERROR", "error_description": ""}},
        "result_time": [],
    }
    client = connect().client
    with serving(scripted(inner)) as stub:
        client.endpoint = f"{stub.url}/rest/"
        client._guard = type(client._guard)(client._guard.trusted_hosts | {stub.netloc})
        copied, taken_down = client.batch([COPY, Command("landing.landing.unpublic", {"lid": ResultOf(0)})])
    assert (copied.state, copied.result, taken_down.state) == ("ok", 2237, "unknown")
    assert len(stub.received) == 1
