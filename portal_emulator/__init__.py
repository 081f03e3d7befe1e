"""A pretend Bitrix24: portals with REST, OAuth, limits and faults. Knows nothing of the application it serves."""

from .clock import ManualClock, RealClock
from .emulator import Emulator
from .model import Portal
from .tokens import TokenPair

__all__ = ["Emulator", "ManualClock", "Portal", "RealClock", "TokenPair"]
