"""What htmx inherits inside the form of a dialog."""

import re
from pathlib import Path

import pytest

DIALOGS = Path(__file__).parents[2] / "templates" / "explorer" / "dialogs"
_ASKS = re.compile(
    r"<(\w+)(?:[^<>]|\{%.*?%\}|\{\{.*?\}\})*?\bhx-(?:get|post)=(?:[^<>]|\{%.*?%\}|\{\{.*?\}\})*>", re.S
)


@pytest.mark.parametrize("template", sorted(DIALOGS.glob("*.html")), ids=lambda path: path.name)
def test_what_asks_inside_a_form_says_itself_what_it_disables(template: Path) -> None:
    """A form disables its own submit button by a selector that finds nothing from another element: an error."""
    asking = [found for found in _ASKS.finditer(template.read_text()) if found.group(1) != "form"]
    assert [found.group() for found in asking if "hx-disabled-elt=" not in found.group()] == []
