"""Typed calls of the portal's Sites: reads, writes, and the account behind them.

Every call takes the site scope where the portal needs it. A read that is not complete raises.
"""

from __future__ import annotations

from .account import AccountCalls
from .blocks import BlockCalls
from .trash import TrashReads
from .writes import PageWrites

__all__ = ["Landing"]


class Landing(TrashReads, BlockCalls, PageWrites, AccountCalls):
    """One portal's Sites, seen and changed by one person."""
