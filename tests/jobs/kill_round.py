"""One round of the kill test, run as a program: real workers end with SIGKILL at random moments while jobs
run.

The pretend portal lives in this process and survives, so what it did can be compared with what the rows
say. Prints
one JSON object.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="page-desk-kill-"))
os.environ.setdefault("KILL_DATABASE_URL", f"sqlite:///{FOLDER / 'kill.sqlite3'}")
os.environ["DATABASE_URL"] = os.environ["KILL_DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "landing_app.settings"

import django  # noqa: E402

from tests.servers import EMULATOR_PORT  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from landing_app.jobs.models import FINAL_JOBS, ItemState, Job, JobItem  # noqa: E402
from portal_emulator import Emulator  # noqa: E402
from tests.jobs.engine import Town, build_town, started, targets  # noqa: E402

LIMIT = 300.0
Processes = dict[str, "subprocess.Popen[bytes]"]


def start(name: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "celery", "-A", "landing_app"]
    if name == "beat":
        command += ["beat", "-l", "warning", "-s", str(FOLDER / "beat"), "--pidfile="]
    else:
        command += [
            "worker",
            "-P",
            "threads",
            "-c",
            "4",
            "-Q",
            "portal,system",
            "-n",
            f"{name}@kill",
            "-l",
            "warning",
        ]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    log = (FOLDER / f"{name}.log").open("ab")
    return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def jobs_of(town: Town, size: int) -> list[Job]:
    person = town.person()
    publish = started(person, "publish_page", targets(town.pages(size)))
    copy = started(person, "copy_page", targets(town.pages(size // 3)), site=town.quiet_site.id)
    return [publish, copy]


def run(town: Town, jobs: list[Job], kills: int, pause: float) -> int:
    """Kill workers until every job is over. Returns the number of kills."""
    processes: Processes = {name: start(name) for name in ("one", "two", "beat")}
    done, begun, last = 0, time.monotonic(), time.monotonic() + 3
    try:
        while time.monotonic() - begun < LIMIT:
            time.sleep(0.2)
            if not Job.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state__in=FINAL_JOBS).exists():
                break
            if done < kills and time.monotonic() - last > pause * (0.5 + random.random()):
                name = random.choice(["one", "two"])
                kill(processes[name])
                processes[name] = start(name)
                done, last = done + 1, time.monotonic()
    finally:
        for process in processes.values():
            kill(process)
    return done


def report(town: Town, jobs: list[Job], kills: int) -> dict[str, Any]:
    publish, copy = jobs
    pages = town.there.pages
    items = list(JobItem.objects.filter(job__in=jobs))
    wrong = [
        item.pk
        for item in items
        if item.job_id == publish.pk and pages[item.target_id].active != (item.state == ItemState.DONE)
    ]
    copies = Counter(page.title for page in pages.values() if page.site_id == town.quiet_site.id)
    made = [item for item in items if item.job_id == copy.pk and item.state == ItemState.DONE]
    return {
        "kills": kills,
        "states": dict(Counter(f"{item.job.action} {item.state}" for item in items)),
        "open": sum(item.state in ("waiting", "running", "checking") for item in items),
        "wrong": wrong,
        "duplicates": sum(number - 1 for number in copies.values()),
        "lost": [item.pk for item in made if item.made_id not in pages],
        "recovered": sum(item.kills > 0 for item in items),
        "repeated": sum(item.repeats > 0 for item in items),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--pause", type=float, default=2.0)
    parser.add_argument("--lost", type=int, default=3, help="answers dropped after the work was done")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    call_command("migrate", verbosity=0)
    with Emulator(port=EMULATOR_PORT, seed=False) as emulator:
        town = build_town(emulator)
        town.there.latency.command = 0.1
        jobs = jobs_of(town, options.items)
        for number in range(options.lost):
            town.there.faults.add("answer_lost", skip=10 * number + random.randrange(10))
        kills = run(town, jobs, options.kills, options.pause)
        print(json.dumps(report(town, jobs, kills)))


if __name__ == "__main__":
    main()
