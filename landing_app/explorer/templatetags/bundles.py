"""`{% styles "css/desk.css" %}` and `{% scripts "js/desk.js" %}`: the bundle, or its parts where nothing is collected."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from landing_app.explorer.bundles import bundle_addresses

register = template.Library()


@register.simple_tag
def styles(bundle: str) -> SafeString:
    """The style sheets of a bundle."""
    return format_html_join(
        "\n  ", '<link rel="stylesheet" href="{}">', ((address,) for address in bundle_addresses(bundle))
    )


@register.simple_tag
def scripts(bundle: str) -> SafeString:
    """The scripts of a bundle, on their way; `start.js` runs them in their order once the screen is seen."""
    link = '<link rel="preload" as="script" href="{}" fetchpriority="low" data-script>'
    return format_html_join("\n  ", link, ((address,) for address in bundle_addresses(bundle)))
