"""Django's cache in Redis, for what can be asked again: where Redis does not answer, nothing was kept.

JSON and not pickle: a cache must not be able to run code.
"""

import json
import logging
from collections.abc import Iterable
from typing import Any, TypeVar

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)
T = TypeVar("T")


class JsonSerializer:
    """What `OPTIONS["serializer"]` of the cache asks for."""

    def dumps(self, value: Any) -> str:
        """Raises TypeError for what JSON has no form for."""
        return json.dumps(value, separators=(",", ":"))

    def loads(self, text: bytes) -> Any:
        """What `dumps` made the text of."""
        return json.loads(text)


class SpareableCache(RedisCache):
    """A cache that is never the reason why a page fails; `add` answers as if somebody else had been first."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except redis.RedisError as error:
            return _missed(error, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        try:
            return super().get_many(keys, version)
        except redis.RedisError as error:
            return _missed(error, {})

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        try:
            super().set(key, value, timeout, version)
        except redis.RedisError as error:
            _missed(error, None)

    def set_many(
        self,
        data: dict[Any, Any],
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[Any]:
        try:
            return super().set_many(data, timeout, version)
        except redis.RedisError as error:
            return _missed(error, list(data))

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        try:
            return super().add(key, value, timeout, version)
        except redis.RedisError as error:
            return _missed(error, False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except redis.RedisError as error:
            return _missed(error, False)


def _missed(error: redis.RedisError, answer: T) -> T:
    log.warning("The cache does not answer (%s)", type(error).__name__)
    return answer
