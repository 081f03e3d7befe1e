"""The process that holds the lease of a refresh is killed: the others are delayed, not failed."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from benchmarks.ours import TokenFile
from landing_app.bitrix24.egress import EgressGuard
from landing_app.bitrix24.oauth import OAuthServer
from landing_app.bitrix24.refresh import Refresher
from tests.bitrix24.stub import Received, Reply, serving

LEASE = 2.0
GRANT = {"access_token": "a1", "refresh_token": "r1", "expires_in": 3600, "member_id": "m1", "user_id": 7}


def hold(path: Path, url: str, netloc: str) -> None:
    store = TokenFile(path, LEASE)
    oauth = OAuthServer(url, "local.app", "secret", EgressGuard(frozenset({netloc})))
    Refresher(store, oauth, "m1", 7).renew(store.load())


@pytest.mark.kill
def test_the_holder_is_killed_while_the_server_answers(tmp_path: Path) -> None:
    path, context = tmp_path / "pair.sqlite", multiprocessing.get_context("spawn")
    store = TokenFile(path, LEASE)
    store.create("a0", "r0")
    asked: Event = context.Event()

    def answer(request: Received) -> Reply:
        if not asked.is_set():
            asked.set()
            time.sleep(1)
            return Reply(b"", 500)
        return Reply(GRANT)

    with serving(answer) as stub:
        holder = context.Process(target=hold, args=(path, stub.url, stub.netloc))
        holder.start()
        assert asked.wait(20)
        holder.kill()
        holder.join()
        oauth = OAuthServer(stub.url, "local.app", "secret", EgressGuard(frozenset({stub.netloc})))
        assert Refresher(store, oauth, "m1", 7).renew(store.load()).access == "a1"
    assert store.load().version == 2
