"""`{% drawn "explorer/_row.html" row=row %}`: an include whose markup is kept in memory and used again.

Most of the time of a list goes into the same rows and menus as a moment ago: paging back, sorting, refreshing.
"""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# 2 kB each. What differs between people or portals is part of the value, so that nobody is shown another's.
_MOST = 1000


@register.simple_tag
def drawn(template_name: str, **values: Hashable) -> SafeString:
    """The template with these values and nothing else from around it; they must hash by all they are made of."""
    return _drawn(template_name, get_language(), **values)


@lru_cache(maxsize=_MOST)
def _drawn(template_name: str, _language: str | None, **values: Hashable) -> SafeString:
    return render_to_string(template_name, values)
