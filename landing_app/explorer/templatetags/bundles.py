"""`{% styles "css/desk.css" %}` and `{% scripts "js/desk.js" %}`: the bundle, or its parts where nothing is collected."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from landing_app.explorer.bundles import BUNDLES, BundledStorage

register = template.Library()


def _addresses(bundle: str) -> list[tuple[str]]:
    whole = isinstance(staticfiles_storage, BundledStorage)
    return [(static(name),) for name in ([bundle] if whole else BUNDLES[bundle])]


@register.simple_tag
def styles(bundle: str) -> SafeString:
    """The style sheets of a bundle."""
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', _addresses(bundle))


@register.simple_tag
def scripts(bundle: str) -> SafeString:
    """The scripts of a bundle, run in their order once the document is parsed."""
    return format_html_join("\n  ", '<script src="{}" defer></script>', _addresses(bundle))
