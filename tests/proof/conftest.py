"""Three small towns on pretend portals, and real processes that work for them."""

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_emulator import Emulator
from tests.jobs.engine import Town, build_town
from tests.proof.fleet import Fleet
from tests.servers import EMULATOR_PORT

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


@pytest.fixture
def towns(transactional_db: None) -> Iterator[list[Town]]:
    """Rows are committed: other processes read them."""
    with Emulator(port=EMULATOR_PORT, seed=False) as emulator:
        yield [build_town(emulator, host) for host in HOSTS]


@pytest.fixture
def fleet(towns: list[Town], tmp_path: Path) -> Iterator[Fleet]:
    """Ends before the portals and the rows do."""
    faulthandler.cancel_dump_traceback_later()  # these tests wait for minutes on purpose
    with Fleet(tmp_path) as running:
        yield running
