"""Numbered pages of the lists."""

from typing import Any

from django.core.paginator import Page


def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers around this page and at both ends, with an ellipsis for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
