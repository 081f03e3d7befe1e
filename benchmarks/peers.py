"""The published SDKs: which of them are here, and one case through one of them in a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal_emulator import fetch_sdk

PEERS = ("b24pysdk", "fast_bitrix24", "b24jssdk")
LONGEST = 240
LIST_LONGEST = 30
"""Seconds: some list helpers ask a landing list for its first page for ever."""

_LAST_REQUEST = 5
"""Seconds the portal may need for what a killed program still asked, which must not count for the next one."""

_HERE = Path(__file__).parent


@lru_cache
def missing(peer: str) -> str:
    """Why this SDK cannot be run here; empty when it can."""
    if peer != "b24jssdk":
        asked = subprocess.run([_python(), "-c", f"import {peer}"], capture_output=True, check=False)
        return "left out: not installed here (make bench installs it)" if asked.returncode else ""
    if shutil.which("node") is None:
        return "left out: node is not installed here"
    with contextlib.redirect_stdout(io.StringIO()) as told:
        fetched = fetch_sdk.main() == 0
    return "" if fetched else f"left out: {told.getvalue().strip()[:80]}"


def run(peer: str, case: str, address: dict[str, Any], **options: Any) -> dict[str, Any]:
    """What the SDK's program printed: seconds, facts and whether the result is right."""
    order = json.dumps({"peer": peer, "case": case, "address": address, **options})
    longest = LIST_LONGEST if case == "listing" else LONGEST
    try:
        done = subprocess.run(
            _program(peer), input=order, capture_output=True, text=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        time.sleep(_LAST_REQUEST)
        return {"seconds": None, "facts": f"no end within {longest} s", "correct": False}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no output"]
        return {"seconds": None, "facts": last[0][:90], "correct": False}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _program(peer: str) -> list[str]:
    if peer == "b24jssdk":
        return [shutil.which("node") or "node", str(_HERE / "js_peer.cjs"), str(fetch_sdk.TARGET)]
    return [_python(), str(_HERE / "python_peers.py")]


def _python() -> str:
    return os.environ.get("PEERS_PYTHON", sys.executable)
