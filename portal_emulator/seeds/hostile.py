"""Pages that try to break their reader: titles and block HTML an interface must show as text or in a sandbox."""
# fmt: off

from __future__ import annotations

from .planting import PagePlan, SitePlan

SCRIPT = '<section class="landing-block"><h2>Script</h2><script>document.title="owned";window.top.location="/owned"</script></section>'
HANDLERS = (
    '<section class="landing-block"><img src="/upload/landing/art/missing.jpg" onerror="document.body.innerHTML=\'owned\'" alt="">'
    '<a href="javascript:alert(1)">A link that runs</a> <svg onload="alert(2)"></svg></section>'
)
REFRESH = '<meta http-equiv="refresh" content="0;url=/owned"><section class="landing-block">A page that leaves</section>'
FORM = (
    '<section class="landing-block"><form action="/owned" method="post" target="_top"><label>Password '
    '<input name="password" type="password" autofocus></label><button>Log in</button></form></section>'
)
OVERLAY = (
    '<section class="landing-block"><div style="position:fixed;inset:0;z-index:2147483647;background:#000c;color:#fff;'
    'font-size:40px;display:grid;place-items:center">Your portal is locked. Call us.</div></section>'
)
STYLE = "<style>body{display:none!important}</style><section class=\"landing-block\">A block that hides the page</section>"
FRAME = '<section class="landing-block"><iframe src="/" width="300" height="80"></iframe><base href="/owned/"></section>'
UNCLOSED = '<section class="landing-block"><div><table><td>An unclosed table <!-- and a comment that never ends'
LONG_TITLE = "A title that goes on and on " * 9
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 5

BLOCKS = (
    ("script", "A block with a script", SCRIPT),
    ("handlers", "A block with event handlers", HANDLERS),
    ("refresh", "A block that reloads the page", REFRESH),
    ("form", "A block with a log-in form", FORM),
    ("overlay", "A block over the whole window", OVERLAY),
    ("style", "A block that hides everything", STYLE),
    ("frame", "A block with a frame and a base", FRAME),
    ("unclosed", "A block with unclosed tags", UNCLOSED),
)
TITLES = (
    ("title-script", "<script>alert(1)</script>"),
    ("title-attribute", '"><img src=x onerror=alert(1)>'),
    ("title-quotes", "It's \"quoted\" & 'escaped' \\ {{ 7*7 }} %s"),
    ("title-rtl", "مجموعة الخريف ‮gpj.exe"),
    ("title-emoji", "🛋️ Sofa 👩‍👩‍👧‍👦 weekend 🇩🇪"),
    ("title-long", LONG_TITLE.strip()),
    ("title-word", LONG_WORD),
    ("title-empty", ""),
    ("title-spaces", "   "),
    ("title-lines", "First line\nsecond line\t&lt;b&gt;"),
)

SITE = SitePlan(
    "Rendering trials",
    "trials",
    "docs",
    [
        PagePlan("Rendering trials", "home", [("20.1.two_cols_text", {"title": "Rendering trials"})], main=True, hours=800.0),
        *(PagePlan(title, f"html-{code}", raw=(("html", html),), hours=810.0) for code, title, html in BLOCKS),
        *(PagePlan(title, code, [("27.one_col_fix_title", {"title": title})], hours=820.0) for code, title in TITLES),
        PagePlan("A page without blocks", "no-blocks", hours=830.0),
        PagePlan("A page the portal refuses", "refused", [("27.one_col_fix_title", {"title": "Flagged"})], "draft",
                 hours=840.0, fields={"malicious": True}),
        PagePlan("A page of an unpaid application", "unpaid", [("27.one_col_fix_title", {})], "draft", hours=841.0,
                 fields={"from_unpaid_app": True}),
        PagePlan("A page with deleted blocks", "deleted-blocks",
                 [("27.one_col_fix_title", {}), ("16.1.map", {}), ("17.social", {})], hours=842.0,
                 deleted_blocks=frozenset({1})),
    ],
    domain="trials.localhost",
)
