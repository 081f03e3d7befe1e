"""The only sender: budget, slot, request, typed error, and the few repeats that are safe."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from .answers import Answer, read_answer
from .batch import BatchRun
from .budget import Budget
from .calllog import CallEntry, CallLog
from .egress import EgressGuard, origin_of
from .errands import in_callers_thread
from .errors import AnswerTooLarge, AuthError, Bitrix24Error, LimitError, PortalMoved, TransportError
from .grant import Grant
from .learning import reading
from .limiter import Lane, Limiter
from .methods import kind_of
from .oauth import OAuthServer
from .redaction import redact
from .session import borrowed_session
from .tokens import Tokens, TokenStore
from .types import Command, Outcome

__all__ = ["Client", "Command", "Outcome"]

logger = logging.getLogger(__name__)

MAX_WAIT_SECONDS: Mapping[Lane, float] = {"interactive": 8.0, "bulk": 20.0}
"""How long a call waits for its slot before it answers when to come back."""

_REFUSALS = 3
_STALE = frozenset({"EXPIRED_TOKEN", "INVALID_TOKEN", "NO_AUTH_FOUND"})


class Client:
    """Calls one portal as one person.

    ``endpoint`` is the portal's REST root, ``tariff_bucket`` its documented size and drain per second
    (``License.bucket``). Errors are those of ``errors.py``; a call whose answer was lost is repeated only
    when the method table allows it. ``before_sending`` runs right before each request leaves, in the thread that
    uses the client; what it raises goes up as it is, and the request is not sent.
    """

    def __init__(
        self,
        endpoint: str,
        member_id: str,
        user_id: int,
        tokens: TokenStore,
        oauth: OAuthServer,
        limiter: Limiter,
        budget: Budget,
        log: CallLog,
        guard: EgressGuard,
        lane: Lane = "interactive",
        tariff_bucket: tuple[int, float] = (50, 2.0),
        max_wait: float | None = None,
        before_sending: Callable[[], None] | None = None,
    ) -> None:
        self.endpoint = endpoint.rstrip("/") + "/"
        self.member_id = member_id
        self.user_id = user_id
        self.lane: Lane = lane
        self.budget = budget
        self._grant = Grant(tokens, oauth, guard, member_id, user_id)
        self._limiter = limiter
        self._log = log
        self._guard = guard
        self._bucket = tariff_bucket
        self._before_sending = before_sending
        self._max_wait = MAX_WAIT_SECONDS[lane] if max_wait is None else max_wait

    def __repr__(self) -> str:
        return f"Client({origin_of(self.endpoint)!r}, user_id={self.user_id}, lane={self.lane!r})"

    @property
    def origin(self) -> str:
        """The portal's ``scheme://host``."""
        return origin_of(self.endpoint)

    def call(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """The ``result`` of one call, which may be None; raises ``Bitrix24Error``."""
        try:
            return self._within_budget(method, params or {})
        except TransportError as error:
            # A refresh was already tried twice; waiting for its lease again would only hold this thread.
            if error.method == "oauth.token":
                raise
            if error.sent and (kind_of(method) == "create" or isinstance(error, AnswerTooLarge)):
                raise
        return self._within_budget(method, params or {})

    def batch(
        self, commands: Sequence[Command], *, halt: bool = False, ordered: bool = False
    ) -> list[Outcome]:
        """Any number of commands, one outcome each, in the order given. Never raises ``Bitrix24Error``.

        Requests travel in parallel. ``ordered`` keeps the order between them too, ``halt`` also stops at the
        first command that is not ``ok``. A parameter may be ``ResultOf(position)``. After an error that
        concerns the whole portal (token, plan, limit, address) commands not sent are ``not_run`` with it.
        """
        return BatchRun(self, commands, halt=halt, ordered=ordered).outcomes()

    def _within_budget(self, method: str, params: Mapping[str, Any]) -> Any:
        reservation = self.budget.reserve(self.member_id, {method: 1})
        found = None
        try:
            answer = self.request(method, params)
            found = reading([answer.time], answer.time)
        except LimitError as error:
            if error.base_code == "OPERATION_TIME_LIMIT":
                error.resume_at = self.budget.exhausted(self.member_id, method)
            raise
        finally:
            self.budget.settle(reservation, {method.lower(): found} if found else {})
        return answer.result

    def request(self, method: str, params: Mapping[str, Any], note: Any = None) -> Answer:
        """One request with a slot of the limiter, without the budget; ``note`` is logged for ``params``.

        Repeated here is only what the portal refused before running it: a stale token and a renamed portal
        once, a full bucket up to three times.
        """
        renewed = moved = False
        refusals = 0
        while True:
            tokens = in_callers_thread(self._grant.tokens)
            self._limiter.acquire(urlsplit(self.endpoint).netloc, self._bucket, self.lane, self._max_wait)
            if self._before_sending is not None:
                in_callers_thread(self._before_sending)
            try:
                return self._send(method, params, tokens, note)
            except AuthError as error:
                if renewed or error.base_code.upper() not in _STALE:
                    raise
                in_callers_thread(partial(self._grant.renew, tokens, error))
                renewed = True
            except PortalMoved as claim:
                if moved:
                    raise
                self.endpoint = in_callers_thread(partial(self._grant.follow, claim, tokens))
                moved = True
            except LimitError as error:
                if error.base_code != "QUERY_LIMIT_EXCEEDED":
                    raise
                error.resume_at = self.close_bucket()
                refusals += 1
                if refusals > _REFUSALS:
                    raise

    def close_bucket(self) -> float:
        """The portal said that its bucket is full: nobody sends until the returned epoch second."""
        return self._limiter.block(urlsplit(self.endpoint).netloc, self._bucket)

    def _send(self, method: str, params: Mapping[str, Any], tokens: Tokens, note: Any) -> Answer:
        asked = params if note is None else note
        entry = CallEntry(uuid.uuid4().hex, self.member_id, self.user_id, method, time.time(), asked)
        clock = time.perf_counter()
        try:
            with borrowed_session(self._guard) as session:
                response = session.send_call(self.endpoint + method, params, tokens.access)
            answer = read_answer(response, method, entry.trace_id)
            entry = replace(entry, status=answer.status, operating=answer.operating, answer=answer.result)
            return answer
        except Bitrix24Error as error:
            error.method, error.trace_id = method, entry.trace_id
            entry = replace(entry, status=error.status, error=error.code)
            raise
        finally:
            self._record(replace(entry, duration=time.perf_counter() - clock))

    def _record(self, entry: CallEntry) -> None:
        try:
            known = None if entry.answer is None else redact(entry.answer)
            safe = replace(entry, request=redact(entry.request), answer=known)
            in_callers_thread(partial(self._log.record, safe))
        except Exception:
            # The work is done on the portal: a full disk here must not hide its answer.
            logger.exception("The API log did not take entry %s", entry.trace_id)
