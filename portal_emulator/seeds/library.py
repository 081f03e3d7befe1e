"""The block library of an emulated portal: forty block types in sections, with pictures of them."""
# fmt: off

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..builders import add_library_block
from ..model import Portal, Section, Template
from . import layouts

CSS = ("/bitrix/css/landing/blocks.css",)
BENEFITS = [("Made to order", "Any size and fabric"), ("Free delivery", "To your door in 7 days"),
            ("10-year warranty", "On every frame"), ("Design help", "A stylist on call")]
PRODUCTS = [("Alder sofa", "1 290 €"), ("Moss armchair", "540 €"), ("Ring table", "320 €"), ("Dune lamp", "149 €"),
            ("Harbour cabinet", "780 €"), ("Fern planter", "64 €")]
FIELDS = ("Your name", "Phone", "E-mail", "What are you looking for?")
COLUMNS = (("Catalog", ("Sofas", "Tables", "Lighting")), ("Company", ("About", "Projects", "Careers")),
           ("Help", ("Delivery", "Returns", "Warranty")))
MENU = {"name": "Your company", "links": ("Catalog", "Projects", "Delivery", "About", "Contacts")}
LINES = ("We opened in an old boathouse with two saws and one apprentice.",
         "Forty people work under one roof now, and every frame still carries a name.") * 3
REVIEWS = [("Ilsa Marren", "Measured, drawn and delivered in nine days."), ("Tom Okoye", "The fitters were early."),
           ("Dana Field", "The fabric samples came the next morning.")]
TEAM = [("Ilsa Marren", "Stylist"), ("Tom Okoye", "Upholsterer"), ("Dana Field", "Joiner"), ("Leo Brandt", "Driver")]
QUESTIONS = [("How long does delivery take?", "Seven days for stock, four weeks to order."),
             ("Can I return a sofa?", "Yes, within thirty days."), ("Do you restore old furniture?", "Ask the workshop.")]
STEPS = [("Order", "Online or in the showroom"), ("Call", "We agree on a day"),
         ("Delivery", "Two people carry it in"), ("Assembly", "Packaging taken away")]
HOURS = [("Monday to Friday", "10:00 to 19:00"), ("Saturday", "11:00 to 17:00"), ("Sunday", "Closed")]
ADDRESSES = [("Showroom", "12 Invented Street, Sampleton"), ("Workshop", "Mill Quay 4, Sampleton"),
             ("Phone", "+1 555 0100"), ("E-mail", "hello@larch-fern.example")]
PLANS = {"items": [("4 seats", "490 €"), ("6 seats", "640 €"), ("10 seats", "920 €")], "line": "Delivery and assembly"}


@dataclass(frozen=True, slots=True)
class BlockType:
    """A library block: its layout function and the sample texts it is added with."""

    code: str
    name: str
    sections: tuple[str, ...]
    layout: Callable[..., str]
    sample: dict[str, Any] = field(default_factory=dict)

    def html(self, theme: str, **texts: Any) -> str:
        return self.layout(theme, **{**self.sample, **texts})


def _texts(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "text": text}


_COVER = _texts("Autumn collection", "Warm wool, smoked oak and soft light for the season you spend at home.")
_SPLIT = _texts("A room in one visit", "Bring a floor plan and leave with a complete room.")

TYPES = (
    BlockType("0.menu_02", "Header with call button", ("menu",), layouts.menu, MENU),
    BlockType("0.menu_16", "Header with four links", ("menu",), layouts.menu, {**MENU, "links": MENU["links"][1:]}),
    BlockType("01.big_with_text", "Cover", ("cover",), layouts.cover, {**_COVER, "scene": "room-0"}),
    BlockType("01.big_with_text_3", "Cover on a light picture", ("cover",), layouts.cover,
              {**_COVER, "scene": "room-2", "look": "is-light"}),
    BlockType("46.3.cover_with_blocks", "Cover, text in the middle", ("cover",), layouts.cover,
              {**_COVER, "scene": "abstract-larch", "look": "is-center"}),
    BlockType("27.one_col_fix_title", "Title", ("title",), layouts.title, {"title": "A title of its own"}),
    BlockType("04.1.one_col_fix_with_title", "Title with a line of text", ("title", "text"), layouts.title,
              _texts("How we work", "Natural materials, honest prices and people who pick up the phone.")),
    BlockType("27.3.one_col_fix_title_and_text", "Text", ("text",), layouts.text, {"title": "Our story", "paragraphs": LINES[:2]}),
    BlockType("20.1.two_cols_text", "Text in two columns", ("text", "columns"), layouts.text, {"title": "Our story", "paragraphs": LINES}),
    BlockType("31.1.two_cols_text_img", "Text with a picture", ("text_image",), layouts.split, {**_SPLIT, "scene": "room-3"}),
    BlockType("31.2.two_cols_img_text", "Picture with a text", ("text_image",), layouts.split,
              {**_SPLIT, "scene": "room-1", "look": "is-soft is-flip"}),
    BlockType("34.3.four_cols_icons", "Benefits", ("benefits", "columns"), layouts.benefits, {"title": "Why people stay with us", "items": BENEFITS}),
    BlockType("34.4.two_cols_icons", "Benefits, two columns", ("benefits", "columns"), layouts.benefits,
              {"title": "Included in the price", "items": BENEFITS[:2], "look": "is-soft"}),
    BlockType("08.1.three_cols_tiles", "Tiles", ("tiles",), layouts.products, {"title": "Rooms", "items": PRODUCTS[:3]}),
    BlockType("44.1.products_grid", "Products", ("store", "tiles"), layouts.products, {"title": "New this season", "items": PRODUCTS}),
    BlockType("44.5.products_row", "Products, one row", ("store", "tiles"), layouts.products, {"title": "Popular", "items": PRODUCTS[:3]}),
    BlockType("32.img_grid_4cols", "Picture gallery", ("image",), layouts.gallery,
              {"title": "From our projects", "scenes": ("room-0", "room-1", "room-2", "room-3")}),
    BlockType("45.1.wide_image", "Wide picture", ("image",), layouts.wide_picture, {"scene": "room-1"}),
    BlockType("49.1.video", "Video", ("video",), layouts.video, {"title": "A day in the workshop", "scene": "room-2"}),
    BlockType("35.1.steps", "Steps", ("steps",), layouts.steps, {"title": "Delivery in four steps", "items": STEPS}),
    BlockType("35.2.three_steps", "Three steps", ("steps",), layouts.steps, {"title": "How it works", "items": STEPS[:3]}),
    BlockType("11.three_cols_tariffs", "Price plans", ("tariffs",), layouts.tariffs, {"title": "Pick a size", **PLANS}),
    BlockType("04.7.countdown", "Timer", ("countdowns",), layouts.timer, _texts("−20 % on sofas", "The offer ends when the timer does.")),
    BlockType("43.4.quote", "Quote", ("feedback",), layouts.quote,
              {"text": "They measured, drew and delivered in nine days.", "who": "Ilsa Marren, Sampleton"}),
    BlockType("43.1.reviews", "Reviews", ("feedback", "columns"), layouts.reviews, {"title": "What people say", "items": REVIEWS}),
    BlockType("28.team_4_cols", "Team", ("team",), layouts.team, {"title": "People of the workshop", "items": TEAM}),
    BlockType("33.13.form_2_light", "Form with a picture", ("forms",), layouts.form,
              {**_texts("Book a stylist", "Leave a number and we will call back within an hour."), "scene": "room-2", "fields": FIELDS}),
    BlockType("33.1.form_short", "Short form", ("forms",), layouts.form,
              {**_texts("Call me back", "Within one working hour."), "scene": "abstract-larch", "fields": FIELDS[:2]}),
    BlockType("14.1.contacts_4_cols", "Contacts", ("contacts",), layouts.contacts, {"title": "Where to find us", "items": ADDRESSES}),
    BlockType("14.3.contacts_2_cols", "Contacts, two columns", ("contacts",), layouts.contacts, {"title": "Contacts", "items": ADDRESSES[:2]}),
    BlockType("16.1.map", "Map", ("contacts",), layouts.street_map, {"label": "12 Invented Street"}),
    BlockType("24.partners", "Partner logos", ("partners",), layouts.partners,
              {"names": ("Northlight", "Halden", "Velo Nord", "Clay & Kiln", "Cobalt")}),
    BlockType("19.accordion", "Questions and answers", ("text", "columns"), layouts.faq, {"title": "Questions", "items": QUESTIONS}),
    BlockType("21.schedule", "Schedule", ("schedule",), layouts.schedule, {"title": "Opening hours", "items": HOURS}),
    BlockType("17.social", "Social networks", ("social",), layouts.social, {"names": ("Video", "Photos", "Messenger", "News")}),
    BlockType("26.separator", "Separator", ("separator",), layouts.separator),
    BlockType("35.7.footer", "Footer", ("footer",), layouts.footer,
              {"name": "Your company", "address": "12 Invented Street, Sampleton", "columns": COLUMNS}),
    BlockType("35.8.footer_short", "Footer, two columns", ("footer",), layouts.footer,
              {"name": "Your company", "address": "hello@company.example", "columns": COLUMNS[:1]}),
    BlockType("17.copyright", "Copyright line", ("footer",), layouts.copyright_line, {"text": "© Your company. All rights reserved."}),
    BlockType("html", "Your own HTML", ("other",), layouts.own_html, {"title": "Own HTML"}),
)
BY_CODE = {block.code: block for block in TYPES}

SECTION_NAMES = {
    "last": "Recent blocks", "favourite": "My blocks", "menu": "Menu", "cover": "Cover", "title": "Titles", "text": "Text",
    "text_image": "Text and picture", "columns": "Columns", "benefits": "Benefits", "tiles": "Tiles", "store": "Products",
    "image": "Pictures", "video": "Video", "steps": "Steps", "tariffs": "Price plans", "countdowns": "Timers",
    "feedback": "Reviews", "team": "Team", "forms": "Forms", "contacts": "Contacts", "partners": "Partners",
    "schedule": "Schedule", "social": "Social networks", "separator": "Separators", "footer": "Footer", "other": "Other",
}


def plant_library(portal: Portal, section_names: dict[str, str], block_names: dict[str, str]) -> None:
    """Fill the repository; names may be replaced by translated ones (missing ones stay English)."""
    for code, name in {**SECTION_NAMES, **section_names}.items():
        portal.sections[code] = Section(code, name)
    for block in TYPES:
        add_library_block(portal, block.code, block_names.get(block.code, block.name), block.sections,
                          block.html("larch"), css=CSS)
    _plant_app_block(portal)
    _plant_templates(portal)


def _plant_app_block(portal: Portal) -> None:
    """A block of another Market application: publication needs the Market subscription."""
    html = BY_CODE["16.1.map"].html("docs", label="Pick-up points")
    portal.sections["acme.maps"] = Section("acme.maps", "Acme Maps", app_code="acme.maps")
    add_library_block(portal, "repo_12", "Pick-up points", ("acme.maps",), html, css=CSS, namespace="rest",
                      app_code="acme.maps", repo_id=12)


def _plant_templates(portal: Portal) -> None:
    rows = (("#EMPTY#", "empty", 0, "#CONTENT#"), ("With header and footer", "header_footer", 2, "#AREA_1##CONTENT##AREA_2#"),
            ("#HEADER_ONLY#", "header_only", 1, "#AREA_1##CONTENT#"), ("With sidebar", "sidebar_left", 1, "#AREA_1##CONTENT#"))
    for number, (title, xml_id, areas, content) in enumerate(rows, start=1):
        portal.templates[number] = Template(number, title, xml_id, areas, content, sort=number * 100)
