"""Loaded first (`-p tests.servers`): the environment of the tests and a private Redis for each test process."""

import atexit
import os

from portal_emulator.demo_environment import CLIENT_ID, CLIENT_SECRET, OAUTH_HOST, PORTAL_HOSTS
from portal_emulator.private_redis import PrivateRedis, free_port

# The pretend portals of the tests listen here (fixture `emulator`); settings need the port before they load.
EMULATOR_PORT = free_port()
REDIS = PrivateRedis().start()
atexit.register(REDIS.stop)

os.environ.update(
    {
        "SECRET_KEY": "tests-only-" * 6,
        "PUBLIC_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "REDIS_URL": REDIS.url,
        "BITRIX24_CLIENT_ID": CLIENT_ID,
        "BITRIX24_CLIENT_SECRET": CLIENT_SECRET,
        "BITRIX24_OAUTH_URL": f"http://{OAUTH_HOST}:{EMULATOR_PORT}",
        "BITRIX24_TRUSTED_HOSTS": ",".join(f"{host}:{EMULATOR_PORT}" for host in (*PORTAL_HOSTS, OAUTH_HOST)),
        "TOKEN_ENCRYPTION_KEYS": "bmV3ZXN0LWtleS1vZi10aGUtdGVzdHMtMzItYnl0ZXM=,b2xkLWtleS1vZi10aGUtdGVzdHMtMzItYnl0ZXMtbG8=",
        "DEBUG": "0",
    }
)
os.environ.setdefault("DATABASE_URL", "")
