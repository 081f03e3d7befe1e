"""The cases through the published Python SDKs. A program: one order on standard input, one JSON object out.

Run by ``benchmarks.peers`` with an interpreter that has them, because an SDK pins versions that ours does not share.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.parse
import urllib.request
from typing import Any

WRITE = "landing.landing.markUnDelete"


def _refreshed(address: dict[str, Any], refresh_token: str) -> dict[str, str]:
    fields = {
        "grant_type": "refresh_token",
        "client_id": address["client_id"],
        "client_secret": address["client_secret"],
        "refresh_token": refresh_token,
    }
    url = f"{address['oauth_url']}/oauth/token/"
    with urllib.request.urlopen(url, data=urllib.parse.urlencode(fields).encode(), timeout=10) as answer:
        found: dict[str, str] = json.loads(answer.read())
    return {name: found[name] for name in ("access_token", "refresh_token")}


class Pysdk:
    """b24pysdk over plain http."""

    def __init__(self, address: dict[str, Any]) -> None:
        from b24pysdk import BitrixApp, BitrixToken
        from b24pysdk.api.callers.call_method import _MethodCaller
        from b24pysdk.api.requesters import BitrixOAuthRequester

        _MethodCaller._base_url = property(lambda caller: f"http://{caller._domain}/rest")
        BitrixOAuthRequester._OAUTH_TOKEN_URL = f"{address['oauth_url']}/oauth/token/"
        BitrixOAuthRequester._APP_INFO_URL = f"{address['oauth_url']}/rest/app.info/"
        app = BitrixApp(client_id=address["client_id"], client_secret=address["client_secret"])
        self.token = BitrixToken(
            domain=address["endpoint"].split("/")[2],
            auth_token=address["access"],
            refresh_token=address["refresh"],
            bitrix_app=app,
        )

    def call(self, method: str, params: dict[str, Any]) -> Any:
        return self.token.call_method(method, params)["result"]

    def many(self, commands: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        """Failed commands are None."""
        answer: Any = self.token.call_batches(commands)["result"]["result"]
        if isinstance(answer, dict):
            return [answer.get(str(number), answer.get(number)) for number in range(len(commands))]
        return list(answer)

    def listing(self, method: str, params: dict[str, Any]) -> list[Any]:
        return list(self.token.call_list(method, params)["result"])


class Fast:
    """fast_bitrix24 over plain http."""

    def __init__(self, address: dict[str, Any]) -> None:
        from fast_bitrix24 import BitrixAsync

        pair = {"access_token": "", "refresh_token": address["refresh"]}

        async def token() -> str:
            """The SDK leaves refreshing to its user: the stored token first, then a new one."""
            if not pair["access_token"]:
                pair["access_token"] = address["access"]
            else:
                pair.update(_refreshed(address, pair["refresh_token"]))
            return pair["access_token"]

        self.client = BitrixAsync(address["endpoint"], token_func=token, verbose=False)

    def call(self, method: str, params: dict[str, Any]) -> Any:
        return asyncio.run(self.client.call(method, params))

    def many(self, commands: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        return list(asyncio.run(self.client.call(commands[0][0], [params for _, params in commands])))

    def listing(self, method: str, params: dict[str, Any]) -> list[Any]:
        return list(asyncio.run(self.client.get_all(method, params)))


def case_writes(peer: Any, order: dict[str, Any]) -> tuple[str, bool]:
    ids = list(range(100_000, 100_000 + order["number"]))
    results = peer.many([(WRITE, {"lid": page_id}) for page_id in ids])
    return f"{len(results)} results, {'in' if results == ids else 'not in'} order", results == ids


def case_isolated(peer: Any, order: dict[str, Any]) -> tuple[str, bool]:
    commands = [("landing.landing.getpublicurl", {"lid": order["page"]}) for _ in range(100)]
    commands[42] = ("landing.landing.getpublicurl", {"lid": 1})
    results = peer.many(commands)
    good = sum(isinstance(result, str) for result in results)
    return f"{good} of 99 good results kept", good == 99


def case_creates(peer: Any, order: dict[str, Any]) -> tuple[str, bool]:
    results = peer.many([("landing.landing.copy", {"lid": order["page"], "toSiteId": 3})] * 51)
    good = {result for result in results if isinstance(result, int)}
    return f"{len(good)} ids", len(good) == 51


def case_listing(peer: Any, order: dict[str, Any]) -> tuple[str, bool]:
    rows = peer.listing(order["method"], {"params": order["params"]})
    return f"{len(rows)} rows", len(rows) == order["number"]


def case_calls(peer: Any, order: dict[str, Any]) -> tuple[str, bool]:
    lost = 0
    for _ in range(order["number"]):
        try:
            peer.call("profile", {"start": 0})
        except Exception:  # noqa: BLE001 - counted
            lost += 1
    return str(lost), lost == 0


def main() -> None:
    order = json.loads(sys.stdin.read())
    peer = {"b24pysdk": Pysdk, "fast_bitrix24": Fast}[order["peer"]](order["address"])
    begun = time.perf_counter()
    facts, correct = globals()[f"case_{order['case']}"](peer, order)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "facts": facts, "correct": correct}))


if __name__ == "__main__":
    main()
