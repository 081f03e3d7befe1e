"""What htmx inherits inside the form of a dialog."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

DIALOGS = Path(__file__).parents[2] / "templates" / "explorer" / "dialogs"
_TEMPLATE_TAG = re.compile(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", re.DOTALL)


class Asking(HTMLParser):
    """The elements that send requests: their start tags and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if names & {"hx-get", "hx-post"}:
            self.found.append((tag, names))


def asking(text: str) -> list[tuple[str, set[str]]]:
    parser = Asking()
    parser.feed(_TEMPLATE_TAG.sub("", text))
    return parser.found


@pytest.mark.parametrize("template", sorted(DIALOGS.glob("*.html")), ids=lambda path: path.name)
def test_what_asks_inside_a_form_says_itself_what_it_disables(template: Path) -> None:
    """A form disables its own submit button by a selector that finds nothing from another element: an error."""
    silent = [tag for tag, names in asking(template.read_text()) if "hx-disabled-elt" not in names]
    assert [tag for tag in silent if tag != "form"] == []


def test_elements_that_ask_are_found_between_template_tags() -> None:
    text = """<form hx-post="/a"><b {% if x %}class="{{ y }}"{% endif %} hx-get="{% url 'z' %}">1 > 0</b></form>"""
    assert [tag for tag, _ in asking(text)] == ["form", "b"]
