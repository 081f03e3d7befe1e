"""The only sender: budget, slot, request, typed error, and the few repeats that are safe."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from .answers import Answer, read_answer
from .batch import BatchRun
from .budget import Budget
from .calllog import CallEntry, CallLog
from .egress import EgressGuard, origin_of
from .errands import in_callers_thread
from .errors import AuthError, Bitrix24Error, LimitError, PortalMoved, TransportError
from .learning import reading
from .limiter import Lane, Limiter
from .methods import kind_of
from .oauth import OAuthServer
from .redaction import redact
from .refresh import Refresher
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
    when the method table allows it.
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
    ) -> None:
        self.endpoint = endpoint.rstrip("/") + "/"
        self.member_id = member_id
        self.user_id = user_id
        self.lane: Lane = lane
        self.budget = budget
        self._store = tokens
        self._tokens: Tokens | None = None
        self._oauth = oauth
        self._refresher = Refresher(tokens, oauth, member_id, user_id)
        self._limiter = limiter
        self._log = log
        self._guard = guard
        self._bucket = tariff_bucket
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
            if error.sent and kind_of(method) == "create":
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
            tokens = self._tokens = self._tokens or in_callers_thread(self._store.load)
            self._limiter.acquire(urlsplit(self.endpoint).netloc, self._bucket, self.lane, self._max_wait)
            try:
                return self._send(method, params, tokens, note)
            except AuthError as error:
                if renewed or error.base_code.upper() not in _STALE:
                    raise
                in_callers_thread(partial(self._renew, tokens, error))
                renewed = True
            except PortalMoved as claim:
                if moved:
                    raise
                in_callers_thread(partial(self._follow, claim, tokens))
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
        trace_id, started, clock = uuid.uuid4().hex, time.time(), time.perf_counter()
        outcome: Answer | Bitrix24Error | None = None
        try:
            with borrowed_session(self._guard) as session:
                response = session.send_call(self.endpoint + method, params, tokens.access)
            outcome = read_answer(response, method, trace_id)
            return outcome
        except Bitrix24Error as error:
            error.method, error.trace_id = method, trace_id
            outcome = error
            raise
        finally:
            self._record(method, note or params, outcome, trace_id, started, time.perf_counter() - clock)

    def _record(
        self,
        method: str,
        request: Any,
        outcome: Answer | Bitrix24Error | None,
        trace_id: str,
        started: float,
        duration: float,
    ) -> None:
        answered = outcome if isinstance(outcome, Answer) else None
        try:
            entry = CallEntry(
                trace_id=trace_id,
                member_id=self.member_id,
                user_id=self.user_id,
                method=method,
                started_at=started,
                duration=duration,
                operating=answered.operating if answered else None,
                status=outcome.status if outcome else 0,
                error=outcome.code if isinstance(outcome, Bitrix24Error) else "",
                request=redact(request),
                answer=redact(answered.result) if answered else None,
            )
            in_callers_thread(partial(self._log.record, entry))
        except Exception:
            # The work is done on the portal: a full disk here must not hide its answer.
            logger.exception("The API log did not take entry %s", trace_id)

    def _renew(self, stale: Tokens, error: AuthError) -> None:
        """Newer tokens: stored meanwhile by somebody else, or refreshed, but only after ``expired_token``."""
        latest = self._store.load()
        if latest.version == stale.version:
            if error.base_code.upper() != "EXPIRED_TOKEN":
                raise error
            latest = self._refresher.renew(stale)
        self._tokens = latest

    def _follow(self, claim: PortalMoved, tokens: Tokens) -> None:
        """A redirect is a claim; the authorization server proves that this host is the same portal."""
        try:
            identity = self._oauth.identify(tokens.access)
        except AuthError:
            self._tokens = self._refresher.renew(tokens)
            identity = self._oauth.identify(self._tokens.access)
        endpoint = identity.client_endpoint.rstrip("/") + "/"
        same_host = urlsplit(endpoint).netloc.lower() == urlsplit(claim.claimed_origin).netloc.lower()
        if not same_host or (identity.client_id, identity.member_id, identity.user_id) != (
            self._oauth.client_id,
            self.member_id,
            self.user_id,
        ):
            raise claim
        self._guard.check(endpoint)
        self._store.moved(endpoint)
        self.endpoint = endpoint
