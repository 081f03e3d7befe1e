"""Fixtures for all tests: the pretend portals in their own threads, and Redis emptied between tests."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import redis
from playwright.sync_api import Playwright, expect, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.servers import EMULATOR_PORT

if TYPE_CHECKING:
    from portal_emulator import Emulator
    from portal_emulator.model import Portal


class JourneysTogether(LoadScopeScheduling):
    """Journeys in one process, since they share one stack and a machine of two cores; every other test where there is room.

    pytest-xdist's own groups are names behind the node id, that pytest 9.2 no longer shows it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "journeys" if nodeid.startswith("tests/journeys/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Who runs what when the suite runs in several processes."""
    return JourneysTogether(config, log)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of all browsers; it refuses a second one in the same process."""
    # Playwright keeps an event loop in this thread; the tests themselves use no async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=15_000)  # a busy machine is not a broken product
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def redis_url() -> str:
    """Address of the private Redis of this test process."""
    return os.environ["REDIS_URL"]


@pytest.fixture(autouse=True)
def _empty_redis(redis_url: str) -> None:
    """Everything but the limiter's birth mark: without it a process takes Redis for restarted and slows down."""
    connection = redis.Redis.from_url(redis_url)
    keys = [key for key in connection.scan_iter(count=1000) if not key.endswith(b":birth")]
    if keys:
        connection.delete(*keys)


@pytest.fixture(autouse=True)
def _empty_call_log() -> Iterator[None]:
    """Calls that no request or task wrote must not reach a later test's, or the developer's, database."""
    yield
    from landing_app.portals.call_log import CALL_LOG

    CALL_LOG.clear()


@pytest.fixture
def emulator() -> Iterator["Emulator"]:
    """Fresh pretend portals on 127.0.0.1-3 and their OAuth server, at the addresses the settings trust."""
    from portal_emulator import Emulator

    with Emulator(port=EMULATOR_PORT, app_url="http://localhost:8000") as running:
        yield running


@pytest.fixture
def portal(emulator: "Emulator") -> "Portal":
    """The first pretend portal: a cloud portal with the English seed."""
    return emulator.portals["127.0.0.1"]


@pytest.fixture
def other_portal(emulator: "Emulator") -> "Portal":
    """A second tenant."""
    return emulator.portals["127.0.0.2"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With NOTHING_SKIPPED (CI) a skipped test fails the run: a missing browser or server must not hide."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NOTHING_SKIPPED") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("Skipped tests count as failures here (NOTHING_SKIPPED is set).", red=True)
