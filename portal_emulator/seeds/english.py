"""The other sites of the first, English portal: stores, a site that is not published, knowledge bases."""
# fmt: off

from __future__ import annotations

from collections.abc import Sequence

from .planting import BlockPlan, FolderPlan, PagePlan, SitePlan, Status

Card = tuple[str, str, str]
PROMISES = [("Ask us", "We answer the same day"), ("Close to you", "Four addresses"), ("Since 2009", "And still curious"), ("Gift cards", "For any amount")]
WAY = [("Choose", "Online or in person"), ("Call", "We agree on a time"), ("Come", "Somebody is waiting"), ("Enjoy", "And tell your friends")]
MIDDLES: tuple[BlockPlan, ...] = (
    ("34.3.four_cols_icons", {"title": "Good to know", "items": PROMISES}),
    ("35.1.steps", {"title": "In four steps", "items": WAY}),
    ("43.4.quote", {"text": "We came for an hour and stayed the afternoon.", "who": "A guest book entry"}),
)


def _frame(name: str, links: Sequence[str], address: str) -> tuple[BlockPlan, BlockPlan]:
    """Header and footer of a site."""
    columns = (("Site", tuple(links[:3])), ("Company", ("About", "Careers", "Press")))
    return (("0.menu_02", {"name": name, "links": links}),
            ("35.7.footer", {"name": name, "address": address, "columns": columns}))


def _pages(frame: tuple[BlockPlan, BlockPlan], cards: Sequence[Card], scene: str, folder: str = "",
           status: Status = "published", start: float = 60.0) -> list[PagePlan]:
    """One page per card (title, code, line): cover, something to read, a form."""
    made = []
    for number, (title, code, line) in enumerate(cards):
        blocks: list[BlockPlan] = [
            frame[0], ("01.big_with_text", {"title": title, "text": line, "scene": scene}),
            MIDDLES[number % 3],
            ("33.1.form_short", {"scene": scene}), frame[1],
        ]
        made.append(PagePlan(title, code, blocks, status, folder, start + number * 31.0, (7, 12, 1)[number % 3]))
    return made


HALDEN = _frame("Halden Coffee", ("Coffee", "Subscriptions", "School", "Shops"), "Roastery: 3 Kettle Lane, Halden")
BEANS = [("Kettle blend", "11 €"), ("Fog filter", "13 €"), ("Night decaf", "12 €")]
COFFEES = [("Kettle blend", "kettle", "Chocolate, hazelnut, no surprises."), ("Fog filter", "fog", "Light roast for slow mornings."),
           ("Night decaf", "decaf", "All of the taste, none of the tossing."), ("Harbour espresso", "harbour", "Thick, dark, short."),
           ("Guest roaster: Almo", "guest-almo", "A month of somebody else's beans."), ("Sampler box", "sampler", "Four bags, one opinion.")]
CLASSES = [("Barista in a day", "barista", "Six people, two machines, much milk."), ("Filter at home", "filter", "Bring your own kettle."),
           ("Cupping on Friday", "cupping", "Slurping is encouraged.")]
HALDEN_SITE = SitePlan(
    "Halden Coffee", "halden", "halden",
    [
        PagePlan("Roasted this morning", "home", [HALDEN[0], ("01.big_with_text", {"title": "Roasted this morning", "text": "Single-origin beans, ground for your kettle, at your door tomorrow.", "scene": "coffee"}),
                 ("44.5.products_row", {"title": "This week", "items": BEANS}), HALDEN[1]], hours=20.0, main=True),
        *_pages(HALDEN, COFFEES, "coffee", "coffee"),
        *_pages(HALDEN, CLASSES, "coffee", "school", start=200.0),
        *_pages(HALDEN, [("Subscriptions", "subscriptions", "Fresh beans every second Tuesday."), ("Our shops", "shops", "Three counters, one grinder each."),
                         ("Wholesale", "wholesale", "For offices and small cafés."), ("Delivery and payment", "delivery", "Free from 25 €."),
                         ("About Halden", "about", "A roastery behind a bakery.")], "coffee", start=300.0),
        PagePlan("Cart", "cart", [HALDEN[0], ("27.one_col_fix_title", {"title": "Your cart is empty"}), HALDEN[1]], hours=1500.0, author=1),
        PagePlan("Checkout", "checkout", [HALDEN[0], ("33.1.form_short", {"title": "Checkout", "scene": "coffee"}), HALDEN[1]], hours=1500.0, author=1),
        PagePlan("Christmas box", "christmas", [HALDEN[0], ("46.3.cover_with_blocks", {"title": "Christmas box", "scene": "coffee"}), HALDEN[1]], "draft", hours=12.0),
    ],
    (FolderPlan("Coffee", "coffee"), FolderPlan("School", "school")), "halden.localhost", {"type": "STORE"},
)

COBALT = _frame("Cobalt Dental", ("Services", "Doctors", "Prices", "Reviews"), "Clinic: 8 Porcelain Street")
COBALT_SITE = SitePlan(
    "Cobalt Dental", "cobalt-dental", "cobalt",
    [
        PagePlan("Calm, painless dentistry", "home", [COBALT[0], ("01.big_with_text_3", {"title": "Calm, painless dentistry", "text": "Book online and get a reminder the day before.", "scene": "dental"}),
                 ("34.3.four_cols_icons", {"title": "Our clinic", "items": [("Certified", "Every doctor"), ("Near you", "Four addresses"), ("Safe", "Single-use kits"), ("Kind", "Also with children")]}), COBALT[1]],
                 "draft", hours=70.0, main=True),
        *_pages(COBALT, [("Implants", "implants", "One visit less than you think."), ("Children", "children", "The drill is a rocket here."), ("Whitening", "whitening", "Two shades in an hour."),
                         ("Emergency", "emergency", "Open on Sundays.")], "dental", "services", "draft", 80.0),
        *_pages(COBALT, [("Doctors", "doctors", "Nine people, forty years."), ("Prices", "prices", "No small print."), ("Reviews", "reviews", "Unedited."), ("Contacts", "contacts", "Four addresses.")],
                "dental", "", "draft", 300.0),
    ],
    (FolderPlan("Services", "services", active=False),), "cobalt-dental.localhost", {"active": False},
)

VELO = _frame("Velo Nord", ("Rent", "Routes", "Prices", "FAQ"), "Depot: Ring Road 44")
VELO_SITE = SitePlan(
    "Velo Nord", "velonord", "velo",
    [
        PagePlan("City bikes by the hour", "home", [VELO[0], ("01.big_with_text", {"title": "City bikes by the hour", "text": "120 stations, one app, zero parking problems.", "scene": "bike"}),
                 ("11.three_cols_tariffs", {"title": "Passes", "items": [("Day", "9 €"), ("Month", "29 €"), ("Year", "190 €")], "line": "Helmet included"}), VELO[1]], "changed", hours=40.0, main=True),
        *_pages(VELO, [("Harbour loop", "harbour", "Flat, 12 km."), ("Forest ring", "forest", "Two climbs, one café."), ("Night ride", "night", "Lights on."), ("Islands", "islands", "Three ferries.")],
                "bike", "routes", start=120.0),
        *_pages(VELO, [("Rent", "rent", "Scan and go."), ("Prices", "prices", "By the minute or the year."), ("For companies", "companies", "Bikes for the whole office."), ("Questions", "faq", "What if it rains?"),
                       ("Stations", "stations", "There is one near you."), ("Winter tyres", "winter", "From November.")], "bike", start=400.0),
    ],
    (FolderPlan("Routes", "routes"),), "velonord.localhost",
)

EXPO = _frame("Northlight Expo", ("Programme", "Speakers", "Tickets"), "Hall 4, Northlight Pier")
EXPO_SITE = SitePlan(
    "Northlight Expo 2026", "northlight", "expo",
    [
        PagePlan("Northlight Expo 2026", "home", [EXPO[0], ("01.big_with_text", {"title": "Northlight Expo 2026", "text": "Two days about retail, craft and the people behind them.", "scene": "abstract-expo"}),
                 ("35.1.steps", {"title": "Programme", "items": [("09:00", "Doors and breakfast"), ("10:00", "Opening talk"), ("13:00", "Workshops"), ("18:00", "Evening market")]}), EXPO[1]], hours=140.0, main=True),
        *_pages(EXPO, [("Programme", "programme", "Forty talks."), ("Speakers", "speakers", "Thirty people."), ("Tickets", "tickets", "Early birds until May."), ("For exhibitors", "exhibitors", "Nine square metres.")],
                "abstract-expo", start=150.0),
        *_pages(EXPO, [("Press", "press", "Photos and passes.")], "abstract-expo", "", "draft", 220.0),
    ],
    (), "northlight.localhost",
)

CLAY = _frame("Clay & Kiln", ("Shop", "Classes", "Studio"), "Studio: Back Yard 2")
CLAY_SITE = SitePlan(
    "Clay & Kiln", "clay-kiln", "clay",
    [
        PagePlan("Handmade, slightly uneven", "home", [CLAY[0], ("01.big_with_text", {"title": "Handmade, slightly uneven", "text": "Tableware thrown, glazed and fired in our studio.", "scene": "abstract-clay"}),
                 ("44.5.products_row", {"title": "Fresh from the kiln", "items": [("Bowl", "24 €"), ("Vase", "46 €"), ("Planter", "38 €")], "art_name": "product-clay"}), CLAY[1]], "changed", hours=9.0, main=True),
        *_pages(CLAY, [("Bowls", "bowls", "Ash white and pine green."), ("Vases", "vases", "One of each."), ("Planters", "planters", "With a hole, as it should be."), ("Plates", "plates", "Sets of four."),
                       ("Seconds", "seconds", "A little more uneven.")], "abstract-clay", "shop", start=100.0),
        *_pages(CLAY, [("Wheel on Saturday", "wheel", "Three hours, two bowls."), ("Glazing evening", "glazing", "Bring wine."), ("Classes for children", "kids", "Aprons provided.")], "abstract-clay", "classes", start=260.0),
        *_pages(CLAY, [("Studio", "studio", "One kiln, five people."), ("Firing service", "firing", "Up to 1 240 degrees."), ("Delivery", "delivery", "Packed in wool.")], "abstract-clay", start=500.0),
        *_pages(CLAY, [("Workshop voucher", "voucher", "A present with dirty hands."), ("Spring market", "market", "See you in April.")], "abstract-clay", "", "draft", 600.0),
    ],
    (FolderPlan("Shop", "shop"), FolderPlan("Classes", "classes")), "clay-kiln.localhost", {"type": "STORE"},
)

DOCS = _frame("Help center", ("Guides", "Video", "Ask"), "help@larch-fern.example")
HELP_SITE = SitePlan(
    "Help center", "help", "docs",
    [
        PagePlan("How can we help?", "home", [DOCS[0], ("34.3.four_cols_icons", {"title": "How can we help?", "items": [("Orders", "14 articles"), ("Delivery", "9 articles"), ("Warranty", "6 articles"), ("Account", "11 articles")], "look": "is-soft"}),
                 ("20.1.two_cols_text", {"title": "Popular articles"}), DOCS[1]], hours=33.0, main=True),
        *[PagePlan(title, code, [DOCS[0], ("20.1.two_cols_text", {"title": title}), DOCS[1]], hours=hours) for title, code, hours in
          (("Change a delivery date", "delivery-date", 80.0), ("Return an item", "returns", 90.0), ("Care for oak", "oak-care", 300.0))],
        PagePlan("Answers for the hotline", "hotline", [DOCS[0], ("19.accordion", {}), DOCS[1]], "draft", hours=5.0, author=12),
    ],
    (), "", {"type": "KNOWLEDGE"},
)
HANDBOOK_SITE = SitePlan(
    "Showroom team handbook", "showroom-handbook", "docs",
    [PagePlan("First week", "home", [DOCS[0], ("35.1.steps", {"title": "Your first week"}), DOCS[1]], hours=400.0, main=True),
     PagePlan("Opening the showroom", "opening", [DOCS[0], ("21.schedule", {}), DOCS[1]], hours=420.0)],
    (), "", {"type": "GROUP"},
)
FORMS_SITE = SitePlan(
    "CRM forms", "crm_forms", "docs",
    [PagePlan("Feedback form", "form-1", [("33.1.form_short", {})], hours=3000.0, author=1, main=True)],
    (), "crm-forms.localhost", {"special": True},
)
OLD_SITE = SitePlan(
    "Pop-up shop 2023", "popup-2023", "clay",
    [PagePlan("Pop-up shop", "home", [CLAY[0], CLAY[1]], "draft", hours=9000.0, main=True)],
    (), "popup-2023.localhost", {"deleted": True, "active": False},
)

SITES = (HALDEN_SITE, COBALT_SITE, VELO_SITE, EXPO_SITE, CLAY_SITE, HELP_SITE, HANDBOOK_SITE, FORMS_SITE, OLD_SITE)
