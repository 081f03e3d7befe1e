"""Actions are tried through the job engine, in the small town of its tests."""

from tests.jobs.conftest import town as town
