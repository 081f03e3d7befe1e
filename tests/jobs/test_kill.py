"""Workers killed with SIGKILL in the middle of real work: nothing lost, nothing done twice."""

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.kill
def test_nothing_is_lost_or_done_twice_when_workers_are_killed() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.jobs.kill_round", "--items", "60", "--kills", "6"],
        capture_output=True,
        text=True,
        timeout=420,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["kills"] >= 1
    assert (found["open"], found["wrong"], found["duplicates"], found["lost"]) == (0, [], 0, [])
