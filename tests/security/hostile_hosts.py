"""Addresses that a forged post may name; none of them may ever be asked or called."""

LOOPBACK = ["127.0.0.1", "127.0.0.66", "localhost", "localhost.", "LOCALHOST", "0.0.0.0", "0", "[::1]", "[::]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "127.0.0.1.", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "127.0.0.1.nip.example", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"]  # fmt: skip
PRIVATE = ["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[fd00::1]", "[fe80::1]", "[fe80::1%25lo]", "metadata.internal", "kubernetes.default.svc", "metadata", "[fd00:ec2::254]", "192.0.2.1", "198.18.0.1"]  # fmt: skip
SIGNS = ["127。0。0。1", "127．0．0．1", "①②⑦.⓪.⓪.①", "oauth.bitrix.info。evil.example", "oauth。bitrix。info", "оauth.bitrix.info", "oauth.bitrix.info\u200b", "oauth\u2024bitrix.info", "oauth.bitrix.info%00.evil.example", "oauth.bitrix.info%2eevil.example", "oauth%2ebitrix.info", "oauth.bitrix.info\u202e"]  # fmt: skip
NEIGHBORS = ["oauth.bitrix.info.evil.example", "evil.example#oauth.bitrix.info", "evil-oauth.bitrix.info", "oauth.bitrix.infoo", "bitrix.info", ".oauth.bitrix.info", "oauth.bitrix.info.", "oauth..bitrix.info", "xoauth.bitrix.info", "oauth.bitrix24.tech.evil.example"]  # fmt: skip


def server_endpoints(listed: str, trap: str) -> list[str]:
    """At least 150 values for SERVER_ENDPOINT; `listed` is a trusted `host:port`, `trap` one that is not."""
    host, port = listed.split(":")
    names = [*LOOPBACK, *PRIVATE, *SIGNS, *NEIGHBORS]
    found = [f"{scheme}://{name}/rest/" for name in names for scheme in ("https", "http")]
    found += [f"http://{name}:{port}/rest/" for name in (*LOOPBACK, *SIGNS[:3])]
    schemes = ["ftp", "file", "gopher", "dict", "ldap", "jar", "unix", "data", "javascript", "ws", "", "//"]
    found += [f"{scheme}://{trap}/rest/" for scheme in schemes] + ["//" + trap, trap, "/rest/", "?", "#", "::", "http:", "http://", "http:///rest/", "http:/" + trap, "http:\\\\" + trap, "http:" + trap]  # fmt: skip
    found += [
        f"http://{listed}@{trap}/rest/",
        f"http://{host}:{port}:@{trap}/rest/",
        f"http://user:pass@{listed}/rest/",
        f"http://{trap}#@{listed}/rest/",
        f"http://{trap}?@{listed}/rest/",
        f"http://{trap}\\@{listed}/rest/",
        f"http://{trap};@{listed}/rest/",
        f"http://{trap}%23@{listed}/",
        f"http://{trap}%2f@{listed}/",
        f"http://{listed}%00@{trap}/",
        f"http://{listed}.{trap}/",
        f"http://{listed}%20{trap}/",
        f"http://{listed},{trap}/",
        f"http://{host}:{port}0/",
        f"http://{host}:0{port}/",
        f"http://{host}:+{port}/",
        f"http://{host}/",
        f"http://{host}:80/",
        f"http://{host}:99999/",
        f"http://{host}:-1/",
        f"http://{host}:{port}\r\n@{trap}/",
        f"http://{trap}\r\nHost: {listed}\r\n\r\n",
        f"http://{trap}/\r\nX-Injected: 1",
        f"http://[{trap}]/",
        "http://[::1",
        "http://]",
        f"http://{trap}\x00.{listed}/",
        "http://" + "a" * 230 + "/",
        "http://" + "a." * 110 + "/",
    ]
    return found
