"""One round: jobs of every kind on three portals while workers are killed and answers are dropped."""

import random
from collections import Counter
from time import monotonic, sleep
from typing import Any

import redis
from django.conf import settings

from landing_app.jobs import services
from landing_app.jobs.models import FINAL_JOBS, Job
from landing_app.portals.models import Portal
from tests.jobs.engine import Town, target, targets
from tests.proof.engine_time import SPEED
from tests.proof.fleet import Fleet
from tests.proof.recovery import Recovery
from tests.proof.truth import Work, problems, tally

#: Longest round: creates may need two waits of 75 s, and a busy machine starts workers slowly.
LIMIT = 400 / SPEED + 60
DROPPED = 0.05
REQUESTS = 300


class KillRounds:
    """Plays rounds and remembers what was killed where, and how long it took to recover."""

    def __init__(self, towns: list[Town], fleet: Fleet, dice: random.Random) -> None:
        self.towns, self.fleet, self.dice = towns, fleet, dice
        self.recovery = Recovery()
        self.struck: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.kills = self.dropped = self.requests = 0
        self._armed: set[str] = set()
        for town in towns:
            town.there.tariff.enterprise = True
            town.there.latency.request, town.there.latency.command = 0.03, 0.15
        Portal.objects.update(license_family="ent")

    def play(self, kills: int, items: int = 16) -> list[str]:
        """One round with at most so many kills. Returns every promise that was broken."""
        self._fresh_limits()
        works = [work for place, town in enumerate(self.towns) for work in self._plan(place, town, items)]
        self._drop_answers()
        for work in works:
            services.start(work.job.pk, work.job.starter)
        self._kill_until_over([work.job for work in works], kills)
        requests = [entry for town in self.towns for entry in town.there.requests if not entry.in_batch]
        self.requests += len(requests)
        self.dropped += sum(entry.fault == "answer_lost" for entry in requests)
        self.ended += tally(works)
        return [line for work in works for line in problems(work)]

    def _plan(self, place: int, town: Town, items: int) -> list[Work]:
        """Jobs of both lanes on each portal: between them every action."""
        person, there = town.person(), town.there
        live: dict[str, Any] = {"active": True, "public": True}
        sources = targets(town.pages(items // 4, **live) + town.pages(items // 4))
        goal = {"site": town.quiet_site.id, "folder": town.quiet_folder.id, "publish": place == 1}
        wanted = [("copy_page", sources, goal)]
        if place == 0:
            wanted.append(("publish_page", targets(town.pages(items)), {}))
        elif place == 1:
            wanted.append(("unpublish_page", targets(town.pages(items, **live)), {}))
        else:
            trashed = enumerate(town.pages(items, deleted=True))
            wanted.append(("restore_page", [target(page, publish=n % 2 == 0) for n, page in trashed], {}))
            both = town.pages(items // 2, **live) + town.pages(items // 2)
            wanted.append(("trash_page", targets(both), {}))
        before = frozenset(there.pages)
        plans = [services.open_plan(person, action, what, options) for action, what, options in wanted]
        there.requests.clear()
        return [Work(job, there, before) for job in plans]

    def _kill_until_over(self, jobs: list[Job], kills: int) -> None:
        open_jobs = Job.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state__in=FINAL_JOBS)
        begun, next_kill = monotonic(), monotonic() + self.dice.uniform(0, 1.5)
        while open_jobs.exists() and monotonic() - begun < LIMIT:
            self._revive()
            if kills and monotonic() > next_kill:
                self._strike()
                kills, next_kill = kills - 1, monotonic() + self.dice.uniform(0.3, 3.0)
            self.recovery.look()
            sleep(0.05)
        self._revive()
        self.fleet.points.disarm()
        self._armed.clear()
        self.recovery.look()

    def _drop_answers(self) -> None:
        """Of the requests to come, each loses its answer with the given chance, after the work was done."""
        for town in self.towns:
            for number in range(REQUESTS):
                if self.dice.random() < DROPPED:
                    town.there.faults.add("answer_lost", skip=number)

    def _strike(self) -> None:
        """Arm the place where fewest died so far, or kill somebody at a random moment."""
        places = sorted(self.fleet.points.passed())
        if places and self.dice.random() < 0.7:
            fewest = min(self.struck[name] for name in places)
            place = self.dice.choice([name for name in places if self.struck[name] == fewest])
            self.fleet.points.arm(place)
            self._armed.add(place)
            return
        self._end(self.dice.choice([*self.fleet.names, *self.fleet.names, "beat"]))

    def _revive(self) -> None:
        """Start again whoever died at a place."""
        for name in self.fleet.dead():
            self._end(name)
        armed = self.fleet.points.armed()
        self.struck.update(name for name in self._armed - armed)
        self._armed = armed

    def _end(self, name: str) -> None:
        self.fleet.kill(name)
        self.recovery.killed(name, self.fleet.points)
        self.kills += 1
        self.fleet.start(name)

    def _fresh_limits(self) -> None:
        """The portals' counters of earlier rounds, and what the app remembers of them, are of no interest here."""
        for town in self.towns:
            town.there.faults.clear()
            town.there.requests.clear()
            town.there.buckets.forget()
            town.there.operating.forget()
        connection = redis.Redis.from_url(settings.REDIS_URL)
        remembered = [key for key in connection.scan_iter("bitrix24:*") if not key.endswith(b":birth")]
        if remembered:
            connection.delete(*remembered)
