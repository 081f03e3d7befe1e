"""A small town on pretend portals without seeds."""

from collections.abc import Iterator

import pytest

from portal_emulator import Emulator
from tests.jobs.engine import Town, build_town
from tests.servers import EMULATOR_PORT


@pytest.fixture
def town(transactional_db: None) -> Iterator[Town]:
    """Rows are committed, because heartbeats and batches write from threads of their own."""
    with Emulator(port=EMULATOR_PORT, seed=False) as emulator:
        yield build_town(emulator)
