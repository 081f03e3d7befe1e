"""Actions are tried through the job engine, in the small town of its tests."""

import pytest

from tests.actions.strip import Strip, build_strip
from tests.jobs.conftest import town as town
from tests.jobs.engine import Town


@pytest.fixture
def strip(town: Town) -> Strip:
    return build_strip(town)
