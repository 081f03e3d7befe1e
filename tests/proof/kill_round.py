"""Rounds: jobs of every kind on three portals while workers are killed and answers are dropped.

A round does not wait for the one before: a few are open at a time, so lanes hold work of several jobs, and nobody
is idle while a create waits for the age at which "not there" proves something.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

import redis
from django.conf import settings

from landing_app.jobs import services
from landing_app.jobs.models import FINAL_JOBS, Job
from landing_app.portals.models import Portal
from portal_emulator.builders import add_page
from portal_emulator.model import Page
from tests.jobs.engine import Town, target, targets
from tests.proof.engine_time import SPEED
from tests.proof.fleet import Fleet
from tests.proof.recovery import Recovery
from tests.proof.truth import Findings, Work, findings, tally

#: A round that is open longer (seconds) is broken: creates may need two waits of 75 s, and workers must start.
LIMIT = 400 / SPEED + 90
#: Rounds that are open at the same time.
ABREAST = 3
#: Seconds that a portal takes for a request, and for each command in it.
REQUEST, COMMAND = 0.02, 0.05
KILLS, ITEMS = 5, 16
#: Seconds between two strikes: about as long as a takeover takes at this pace.
PAUSE = (1.5 / SPEED, 15 / SPEED)
DROPPED = 0.05
REQUESTS = 300


@dataclass
class Round:
    """The jobs of one round and where they act."""

    number: int
    works: list[Work]
    begun: float = field(default_factory=monotonic)

    def over(self) -> bool:
        ids = [work.job.pk for work in self.works]
        return not Job.objects.filter(pk__in=ids).exclude(state__in=FINAL_JOBS).exists()


class KillRounds:
    """Plays rounds and remembers what was killed where, and how long it took to recover."""

    def __init__(self, towns: list[Town], fleet: Fleet, dice: random.Random) -> None:
        self.towns, self.fleet, self.dice = towns, fleet, dice
        self.recovery, self.found = Recovery(), Findings()
        self.struck: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.begun = self.kills = self.strikes = self.dropped = self.requests = 0
        self.started_at = monotonic()
        self._open: list[Round] = []
        self._armed: set[str] = set()
        self._next_strike = 0.0
        for town in towns:
            town.there.tariff.enterprise = True
        self._slow(REQUEST, COMMAND)
        self._at_first = [set(town.there.pages) for town in towns]
        Portal.objects.update(license_family="ent")

    def play(self, rounds: int) -> Iterator[int]:
        """Play so many rounds; yields the number of rounds that are over whenever one more is."""
        while self.begun < rounds or self._open:
            if self.begun < rounds and self._may_begin():
                self._begin()
            self._strike_when_due()
            self._revive()
            self.recovery.look()
            for over in [one for one in self._open if one.over() or monotonic() - one.begun > LIMIT]:
                self._end_round(over)
                yield self.begun - len(self._open)
            sleep(0.05)
        self.fleet.points.disarm()
        self._count_requests()
        self._look_for_strays()

    def _may_begin(self) -> bool:
        # The first round is undisturbed and alone: it shows the places where workers can die.
        return len(self._open) < (1 if self.begun == 1 else ABREAST)

    def _begin(self) -> None:
        self._count_requests()
        self._fresh_limits()
        self._slow(0, 0)  # nobody is killed while the next plans are made here
        works = [work for place, town in enumerate(self.towns) for work in self._plan(place, town)]
        self._slow(REQUEST, COMMAND)
        for town in self.towns:
            town.there.requests.clear()
        self._drop_answers()
        for work in works:
            services.start(work.job.pk, work.job.starter)
        self._open.append(Round(self.begun, works))
        self.begun += 1
        self._next_strike = max(self._next_strike, monotonic() + self.dice.uniform(0, 1.0))

    def _end_round(self, over: Round) -> None:
        """Hold it against the portals, then clear it away: lists must not grow with the number of rounds."""
        for work in over.works:
            self.found.add(findings(work), f"round {over.number}")
        self.ended += tally(over.works)
        self._open.remove(over)
        for work in over.works:
            with work.there.lock:
                for page_id in [page.id for page in work.pages()]:
                    del work.there.pages[page_id]
            work.job.delete()

    def _look_for_strays(self) -> None:
        """Nothing may have come to life behind the back of a finished round."""
        for town, first in zip(self.towns, self._at_first, strict=True):
            left = [page for page in town.there.pages.values() if page.id not in first and not page.deleted]
            self.found.duplicates += len(left)
            self.found.broken += [f"a page nobody asked for appeared later: {page}" for page in left]

    def _plan(self, place: int, town: Town) -> list[Work]:
        """Jobs of both lanes on each portal: between them every action."""
        live: dict[str, Any] = {"active": True, "public": True}
        sources = targets([*self._pages(town, ITEMS // 4, **live), *self._pages(town, ITEMS // 4)])
        goal = {"site": town.quiet_site.id, "folder": town.quiet_folder.id, "publish": place == 1}
        wanted = [("copy_page", sources, goal)]
        if place == 0:
            wanted.append(("publish_page", targets(self._pages(town, ITEMS)), {}))
        elif place == 1:
            wanted.append(("unpublish_page", targets(self._pages(town, ITEMS, **live)), {}))
        else:
            half = ITEMS // 2
            trashed = enumerate(self._pages(town, half, deleted=True))
            wanted.append(("restore_page", [target(page, publish=n % 2 == 0) for n, page in trashed], {}))
            both = self._pages(town, half // 2, **live) + self._pages(town, half // 2)
            wanted.append(("trash_page", targets(both), {}))
        before = frozenset(town.there.pages)
        person = town.person()
        plans = [services.open_plan(person, action, what, options) for action, what, options in wanted]
        return [Work(job, town.there, before) for job in plans]

    def _pages(self, town: Town, count: int, **fields: Any) -> list[Page]:
        """Addresses that no page of any round had."""
        first = town.there.ids.next("page")
        return [
            add_page(town.there, town.site, f"Page {first}-{n}", f"page{first}-{n}", **fields)
            for n in range(count)
        ]

    def _drop_answers(self) -> None:
        """Of the requests to come, each loses its answer with the given chance, after the work was done."""
        for town in self.towns:
            town.there.faults.clear()
            for number in range(REQUESTS):
                if self.dice.random() < DROPPED:
                    town.there.faults.add("answer_lost", skip=number)

    def _slow(self, request: float, command: float) -> None:
        for town in self.towns:
            town.there.latency.request, town.there.latency.command = request, command

    def _count_requests(self) -> None:
        requests = [entry for town in self.towns for entry in town.there.requests if not entry.in_batch]
        self.requests += len(requests)
        self.dropped += sum(entry.fault == "answer_lost" for entry in requests)

    def _strike_when_due(self) -> None:
        """At most so many kills per round; none in the first one."""
        now = monotonic()
        if self.strikes < KILLS * (self.begun - 1) and now > self._next_strike:
            self._strike()
            self.strikes += 1
            self._next_strike = now + self.dice.uniform(*PAUSE)

    def _strike(self) -> None:
        """Arm the place where fewest died so far, or kill somebody at a random moment."""
        places = sorted(self.fleet.points.passed() - self._armed)
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
            town.there.buckets.forget()
            town.there.operating.forget()
        connection = redis.Redis.from_url(settings.REDIS_URL)
        remembered = [key for key in connection.scan_iter("bitrix24:*") if not key.endswith(b":birth")]
        if remembered:
            connection.delete(*remembered)
