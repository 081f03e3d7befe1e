"""Workers die at random moments and at every commit and call, answers get lost: nothing lost, nothing twice.

`ROUNDS=200 pytest -m kill tests/proof/test_kill_loop.py -s` is the long run; `SPEED=1` leaves the engine's
waits as they are. The last lines are the figures.
"""

import os
import random
from time import monotonic

import pytest

from tests.jobs.engine import Town
from tests.proof.engine_time import SPEED
from tests.proof.fleet import Fleet
from tests.proof.kill_round import KillRounds
from tests.proof.recovery import p50, p95

ROUNDS = int(os.environ.get("ROUNDS", "3"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 10_000)


@pytest.mark.kill
def test_nothing_is_lost_and_nothing_done_twice(towns: list[Town], fleet: Fleet) -> None:
    rounds = KillRounds(towns, fleet, random.Random(SEED))
    for number in rounds.play(ROUNDS):
        if number % 10 == 0 or number == ROUNDS:
            print(report(rounds, number), flush=True)
    found = rounds.found
    assert not found.broken, f"seed {SEED}\n" + "\n".join(found.broken) + fleet.logs()
    assert (found.lost, found.duplicates) == (0, 0)
    # Goals at the product's own pace are 30 s and 120 s; starting a worker takes seconds at any pace.
    assert p95(rounds.recovery.takeovers) <= 30 / SPEED + 15
    assert p95(rounds.recovery.settled["create"]) <= 120 / SPEED + 30


def report(rounds: KillRounds, number: int) -> str:
    """The figures so far."""
    places, recovery, found = rounds.fleet.points.passed(), rounds.recovery, rounds.found
    taken, creates, others = recovery.takeovers, recovery.settled["create"], recovery.settled["repeatable"]
    lines = [
        f"\nrounds {number} in {monotonic() - rounds.started_at:.0f} s, seed {SEED}, engine {SPEED:g} times as fast",
        f"kills {rounds.kills}, at {len(places & set(rounds.struck))} of {len(places)} places and at random moments; "
        f"answers dropped {rounds.dropped} of {rounds.requests}",
        f"items {found.items}, lost {found.lost}, duplicates {found.duplicates} "
        f"(and {found.taken_back} that a late worker made and took back), broken promises {len(found.broken)}",
        f"recovery (kill to next worker) of {len(taken)} items: p50 {p50(taken):.1f} s, p95 {p95(taken):.1f} s, "
        f"longest {max(taken, default=0):.1f} s",
        f"open creates (kill to final state) {len(creates)}: p50 {p50(creates):.1f} s, p95 {p95(creates):.1f} s; "
        f"repeatable {len(others)}: p95 {p95(others):.1f} s",
    ]
    lines += [f"  {number:6} {what}" for what, number in sorted(rounds.ended.items())]
    return "\n".join(lines)
