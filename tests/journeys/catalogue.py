"""The whole catalogue of states: what every person meets, and what is rare."""

from tests.journeys.rare_states import RARE_LOADING, RARE_WALKS
from tests.journeys.states import LOADING as COMMON_LOADING
from tests.journeys.states import WALKS as COMMON_WALKS
from tests.journeys.states import Walk

WALKS: tuple[Walk, ...] = (*COMMON_WALKS, *RARE_WALKS)
LOADING = COMMON_LOADING | RARE_LOADING

__all__ = ["LOADING", "WALKS", "Walk"]
