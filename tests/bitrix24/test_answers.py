"""Answers that are too long, too slow, or no answers at all: bounded memory, typed errors."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from landing_app.bitrix24.answers import number, parsed
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.errors import AnswerTooLarge, PortalMoved, TransportError
from landing_app.bitrix24.session import MAX_ANSWER_BYTES, PortalSession
from landing_app.bitrix24.types import Command
from tests.bitrix24.stub import Received, Reply, Stub, serving

if TYPE_CHECKING:
    from landing_app.bitrix24.client import Client
    from tests.bitrix24.conftest import Connection

Connect = Callable[..., "Connection"]
READ = "landing.site.getList"


@contextmanager
def facing(connect: Connect, answer: Callable[[Received], Reply]) -> Iterator[tuple[Client, Stub]]:
    """A client whose portal is ``answer``."""
    client = connect().client
    with serving(answer) as stub:
        client.endpoint = f"{stub.url}/rest/"
        client._guard = type(client._guard)(client._guard.trusted_hosts | {stub.netloc})
        yield client, stub


def bomb() -> Reply:
    """A few kilobytes that unpack to more than we take."""
    return Reply(gzip.compress(bytes(MAX_ANSWER_BYTES + 1)), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("reply", [Reply(b" " * (MAX_ANSWER_BYTES + 1)), bomb()], ids=["plain", "packed"])
def test_an_answer_beyond_the_limit_is_not_read_to_its_end(connect: Connect, reply: Reply) -> None:
    with facing(connect, lambda _: reply) as (client, stub), pytest.raises(AnswerTooLarge) as failure:
        client.call(READ)
    assert (failure.value.code, failure.value.method, failure.value.sent) == ("ANSWER_TOO_LARGE", READ, True)
    assert len(stub.received) == 1


def test_an_answer_of_exactly_the_limit_is_read() -> None:
    with serving(lambda _: Reply(b"x" * MAX_ANSWER_BYTES)) as stub:
        session = PortalSession(EgressGuard(frozenset({stub.netloc})))
        assert len(session.exchange("POST", stub.url).body) == MAX_ANSWER_BYTES


def test_a_batch_whose_answer_is_too_large_asks_for_less(connect: Connect) -> None:
    def answer(request: Received) -> Reply:
        asked = request.json["cmd"]
        return bomb() if len(asked) > 15 else Reply({"result": {"result": dict.fromkeys(asked, 1)}})

    commands = [Command("landing.block.getcontent", {"lid": 1, "block": place}) for place in range(26)]
    with facing(connect, answer) as (client, stub):
        outcomes = client.batch(commands)
    assert [outcome.state for outcome in outcomes] == ["ok"] * 26
    assert len(stub.received[0].json["cmd"]) == 26


def test_a_redirect_with_an_endless_body_is_a_redirect_too_large(connect: Connect) -> None:
    moved = Reply(b"x" * (MAX_ANSWER_BYTES + 1), 302, {"Location": "http://elsewhere.example/rest/"})
    with facing(connect, lambda _: moved) as (client, _), pytest.raises(AnswerTooLarge):
        client.call(READ)
    short = Reply(b"x", 302, {"Location": "http://elsewhere.example/rest/"})
    with facing(connect, lambda _: short) as (client, _), pytest.raises(PortalMoved):
        client.call(READ)


def test_an_answer_that_drips_in_is_given_up() -> None:
    with serving(lambda _: Reply(b"x" * 1000, pause=0.05)) as stub:
        session = PortalSession(EgressGuard(frozenset({stub.netloc})))
        begun = time.monotonic()
        with pytest.raises(TransportError) as failure:
            session.exchange("POST", stub.url, read_seconds=0.3)
    assert failure.value.code == "TIMEOUT"
    assert time.monotonic() - begun < 20


def test_connections_are_kept_after_a_whole_answer() -> None:
    with serving(lambda _: Reply({"result": 1})) as stub:
        session = PortalSession(EgressGuard(frozenset({stub.netloc})))
        for _ in range(3):
            session.exchange("POST", stub.url)
        adapter: Any = session.get_adapter(stub.url)
        pools = adapter.poolmanager.pools
        used = [(pools[key].num_connections, pools[key].num_requests) for key in pools.keys()]  # noqa: SIM118
    assert used == [(1, 3)]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"result": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"result": NaN}',
        b'{"result": 1, "time": {"operating": Infinity}}',
        b"\xff\xfe\x00{",
        b'{"result": 1' + b"0" * 5_000 + b"}",
    ],
    ids=["brackets", "deep", "nan", "infinity", "no text", "a number of 5,000 digits"],
)
def test_garbage_is_a_typed_error(connect: Connect, body: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(body)
    with facing(connect, lambda _: Reply(body)) as (client, _), pytest.raises(TransportError) as failure:
        client.call(READ)
    assert failure.value.code == "NOT_JSON"


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", 10**400, True, None, [], "", "x"])
def test_what_is_no_finite_number(value: object) -> None:
    assert number(value) is None


@pytest.mark.parametrize("figure", ["nan", "-inf", "1e999", -5, [], {}, "x", None])
def test_garbage_in_the_figures_spoils_neither_results_nor_limits(connect: Connect, figure: object) -> None:
    times = dict.fromkeys(("operating", "operating_reset_at", "duration", "finish", "start"), figure)

    def answer(request: Received) -> Reply:
        asked = request.json["cmd"]
        inner = {"result": dict.fromkeys(asked, 1), "result_time": dict.fromkeys(asked, times)}
        return Reply({"result": inner, "time": times})

    with facing(connect, answer) as (client, stub):
        for _ in range(3):
            outcomes = client.batch([Command(READ, {})] * 50)
            assert {outcome.state for outcome in outcomes} == {"ok"}
    assert len(stub.received) == 3
