"""Fetches files a block names, as anybody on the web could: no token, no cookie, no redirect, within limits.

A block can name any address, so only the portal, its site and Bitrix24's own hosts are asked, and each address goes
through the egress guard.
"""

import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlsplit

from landing_app.bitrix24.egress import EgressGuard, origin_of
from landing_app.bitrix24.errors import AnswerTooLarge, Bitrix24Error
from landing_app.bitrix24.session import borrowed_session

AT_ONCE = 6
MAX_FILES = 60
MAX_TOTAL = 12 * 2**20
_HEADERS = {"Accept": "*/*"}
# Where portals of the cloud keep pictures and fonts of blocks; a dot before the name is enough of a border.
_BITRIX24 = re.compile(
    r"(?:[a-z0-9-]+\.)*bitrix24\.(?:ru|com|de|eu|es|com\.br|fr|it|com\.tr|ua|pl|kz|by|in|cn|id|vn|jp|site|shop|tech)"
)


class Fetcher:
    """Everything that is fetched for one block: at most `seconds`, 60 files and 12 MB together."""

    def __init__(self, guard: EgressGuard, origins: Iterable[str], seconds: float) -> None:
        self._guard = guard
        self._origins = frozenset(origin.lower() for origin in origins if origin)
        self._end = time.monotonic() + seconds
        self._files = 0
        self._bytes = 0

    @property
    def seconds_left(self) -> float:
        """Never less than 0."""
        return max(0.0, self._end - time.monotonic())

    def all(self, addresses: Iterable[str], most: int) -> dict[str, bytes]:
        """The files of at most `most` bytes that could be had, by their address. What is late is left behind."""
        wanted = [one for one in dict.fromkeys(addresses) if self._may_ask(one)]
        wanted = wanted[: MAX_FILES - self._files]
        self._files += len(wanted)
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            asked = {address: pool.submit(self._one, address, most) for address in wanted}
            done, _ = wait(asked.values(), self.seconds_left)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return {
            address: body
            for address, answer in asked.items()
            if answer in done and (body := answer.result()) is not None
        }

    def _may_ask(self, address: str) -> bool:
        try:
            parts = self._guard.check_shape(address)
        except Bitrix24Error:
            return False
        if origin_of(address).lower() in self._origins:
            return True
        return parts.scheme == "https" and bool(_BITRIX24.fullmatch((parts.hostname or "").lower()))

    def _one(self, address: str, most: int) -> bytes | None:
        seconds = self.seconds_left
        if not seconds or self._bytes > MAX_TOTAL:
            return None
        address = urlsplit(address)._replace(fragment="").geturl()
        try:
            with borrowed_session(self._guard) as session:
                answer = session.exchange(
                    "GET", address, read_seconds=seconds, most_bytes=most, headers=_HEADERS
                )
        except AnswerTooLarge:
            self._bytes += most
            return None
        except Bitrix24Error:
            return None
        self._bytes += len(answer.body)
        return answer.body if answer.status == 200 else None
