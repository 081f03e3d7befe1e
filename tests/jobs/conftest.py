"""Pretend portals without seeds, and a small town on the first of them."""

from collections.abc import Iterator

import pytest

from portal_emulator import Emulator
from tests.jobs.engine import Town, build_town
from tests.servers import EMULATOR_PORT


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator(port=EMULATOR_PORT, seed=False) as running:
        yield running


@pytest.fixture
def town(emulator: Emulator, transactional_db: None) -> Town:
    """Rows are committed, because heartbeats and batches write from threads of their own."""
    return build_town(emulator)
