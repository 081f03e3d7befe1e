"""Larch & Fern Interiors: the main demo site, 24 pages in nested folders and two pages in the recycle bin."""
# fmt: off

from __future__ import annotations

from typing import Any

from .library import BENEFITS, COLUMNS, FIELDS, LINES, PRODUCTS
from .planting import BlockPlan, FolderPlan, PagePlan, SitePlan

MENU: BlockPlan = ("0.menu_02", {"name": "Larch & Fern"})
FOOTER: BlockPlan = (
    "35.7.footer",
    {"name": "Larch & Fern", "address": "Showroom: 12 Invented Street, Sampleton", "columns": COLUMNS},
)
BENEFIT_BLOCK: BlockPlan = ("34.3.four_cols_icons", {"items": BENEFITS})


def cover(title: str, text: str, scene: str = "room-0", code: str = "01.big_with_text", **more: Any) -> BlockPlan:
    return code, {"title": title, "text": text, "scene": scene, **more}


def form(title: str, text: str, scene: str = "room-2") -> BlockPlan:
    return "33.13.form_2_light", {"title": title, "text": text, "scene": scene, "fields": FIELDS}


def story(title: str, *lines: str) -> BlockPlan:
    return "20.1.two_cols_text", {"title": title, "paragraphs": (*lines, *LINES)}


def goods(title: str, items: list[tuple[str, str]], code: str = "44.1.products_grid") -> BlockPlan:
    return code, {"title": title, "items": items}


def page(title: str, code: str, *blocks: BlockPlan, **fields: Any) -> PagePlan:
    return PagePlan(title, code, (MENU, *blocks, FOOTER), **fields)


FOLDERS = (
    FolderPlan("Catalog", "catalog"),
    FolderPlan("Sofas", "sofas", parent="catalog"),
    FolderPlan("Tables", "tables", parent="catalog"),
    FolderPlan("Promo", "promo"),
    FolderPlan("Blog", "blog"),
    FolderPlan("Partners", "partners", active=False),
)
AUTUMN = (
    cover("Autumn collection 2026", "Warm wool, smoked oak and soft light. Thirty new pieces for the season you spend at home."),
    BENEFIT_BLOCK, goods("New this season", PRODUCTS),
    ("31.1.two_cols_text_img", {"title": "A room in one visit", "text": "Our stylists prepare three moods while you have coffee.",
                                "scene": "room-3"}),
    ("04.7.countdown", {"title": "−20 % on sofas", "text": "The offer ends when the timer does. No codes needed."}),
    ("43.4.quote", {"text": "They measured, drew and delivered in nine days. The living room finally looks like us.",
                    "who": "Ilsa Marren, Sampleton"}),
    form("Book a stylist", "Leave a number and we will call back within one working hour."),
)
SOFAS = [("Alder", "1 290 €"), ("Cove", "1 540 €"), ("Birch", "980 €"), ("Loft", "1 120 €"), ("Reed", "1 690 €"), ("Nook", "890 €")]

ROOT = (
    page("Furniture that grows with you", "home", cover("Furniture that grows with you", "Natural materials, honest prices and people who pick up the phone.", "room-1"),
         goods("Popular", PRODUCTS[:3], "44.5.products_row"), BENEFIT_BLOCK, main=True, hours=1.9),
    page("Delivery", "delivery", ("35.1.steps", {}), ("34.3.four_cols_icons", {"title": "Included in the price", "look": "is-soft"}), hours=92.0),
    page("About the workshop", "about", cover("A workshop by the river", "Forty people, one roof, no shortcuts.", "room-2", "01.big_with_text_3"), story("Our story"),
         ("28.team_4_cols", {}), hours=320.0, author=1),
    page("Contacts", "contacts", form("Write to us", "We answer every message the same day.", "room-3"), ("14.1.contacts_4_cols", {}), ("16.1.map", {}), hours=500.0),
    page("Projects", "projects", ("32.img_grid_4cols", {}), ("43.1.reviews", {}), hours=210.0, author=12, status="changed"),
    page("Questions and answers", "faq", ("19.accordion", {}), form("Still curious?", "Ask a person."), hours=700.0),
    page("Privacy policy", "privacy", story("Privacy policy", "We keep what is needed to deliver a sofa and nothing else."), hours=2400.0, author=1),
    page("Gift cards", "gift-cards", cover("A gift that fits every room", "From 50 €, valid for three years.", "abstract-larch", "46.3.cover_with_blocks"),
         ("11.three_cols_tariffs", {"title": "Pick a card", "items": [("Small", "50 €"), ("Medium", "150 €"), ("Large", "500 €")], "line": "Sent by e-mail in an hour"}),
         status="draft", hours=30.0, author=12),
    PagePlan("Header", "header", (MENU,), is_area=True, hours=900.0, author=1),
)
CATALOG = (
    page("Catalog", "catalog", goods("Catalog", PRODUCTS), ("04.1.one_col_fix_with_title", {}), folder="catalog", folder_index=True, hours=130.0),
    page("Sofas", "sofas-all", goods("Sofas", SOFAS), form("Need a fabric sample?", "We send up to five for free.", "room-0"), folder="sofas", folder_index=True, hours=71.0, author=12),
    page("Alder sofa", "alder", ("31.2.two_cols_img_text", {"title": "Alder", "text": "Deep seat, washable covers, 1 290 €."}), ("43.1.reviews", {}), folder="sofas", hours=150.0),
    page("Sofa beds", "beds", goods("Sofa beds", SOFAS[2:5], "44.5.products_row"), folder="sofas", status="draft", hours=160.0, author=12),
    page("Tables for long evenings", "tables-all", ("31.2.two_cols_img_text", {"title": "Tables for long evenings", "text": "Solid oak, oiled by hand, extendable to ten seats.", "scene": "room-3"}),
         ("11.three_cols_tariffs", {}), folder="tables", folder_index=True, hours=240.0),
    page("Ring table", "ring", ("31.1.two_cols_text_img", {"title": "Ring table", "text": "One leg, no corners, 320 €.", "scene": "room-0"}), ("19.accordion", {}),
         folder="tables", status="changed", hours=26.0),
)
PROMO = (
    page("Autumn collection 2026", "autumn", *AUTUMN, folder="promo", status="changed", hours=2.3, hidden=frozenset({5})),
    page("Trade in your old sofa", "trade-in", cover("Trade in your old sofa", "We collect it, recycle it and take 150 € off the new one.", "room-0", "01.big_with_text_3", call="Get an estimate"),
         ("35.2.three_steps", {}), folder="promo", status="draft", hours=4.7),
    page("Spring sale", "spring", cover("Spring sale", "Garden sets and light linen, last pieces.", "room-spring"), ("04.7.countdown", {"title": "Up to −40 %", "text": "While stock lasts."}),
         goods("Last pieces", PRODUCTS[3:], "44.5.products_row"), folder="promo", status="draft", theme="spring", hours=168.0, author=12),
    page("Delivery widget", "widget", ("04.1.one_col_fix_with_title", {"title": "Track your order"}), ("html", {"title": "Delivery tracker"}), folder="promo", hours=400.0),
    PagePlan("Pick-up points", "pick-up", (MENU, FOOTER), folder="promo", status="draft", hours=380.0, author=12,
             raw=(("repo_12", '<section class="landing-block b-map theme-docs"><div class="map"><span>Pick-up points</span></div></section>'),)),
)
BLOG = (
    page("How to light a dark room", "light-guide", cover("How to light a dark room", "Five rules our stylists use every day.", "room-3", call="Read"),
         story("Start with one lamp", "Light low, light warm, and let one corner stay in shadow."), folder="blog", status="changed", hours=190.0, author=12),
    page("Five fabrics that survive a cat", "fabrics", cover("Five fabrics that survive a cat", "Tested by Biscuit, aged four.", "room-1", call="Read"), story("Velvet is fine"), folder="blog", hours=290.0),
    page("What oak does in winter", "oak", cover("What oak does in winter", "Wood moves. Here is how to let it.", "room-2", call="Read"), story("Keep it at 45 %"), folder="blog", hours=610.0),
)
OTHER = (
    page("Partner kit", "kit", ("31.1.two_cols_text_img", {"title": "Partner kit", "text": "Logos, photos and price lists."}), ("35.2.three_steps", {}), ("24.partners", {}),
         form("Become a partner", "We reply within two days."), folder="partners", status="draft", hours=26.5, author=12),
    page("Black Friday 2025", "black-friday", cover("Black Friday", "Over for this year.", "abstract-larch"), status="trash", hours=5000.0),
    page("Old price list", "prices-2024", ("11.three_cols_tariffs", {}), status="trash", hours=6000.0, author=1),
)

SITE = SitePlan("Larch & Fern Interiors", "larch-fern", "larch", (*ROOT, *CATALOG, *PROMO, *BLOG, *OTHER), FOLDERS,
                domain="larch-fern.localhost")
