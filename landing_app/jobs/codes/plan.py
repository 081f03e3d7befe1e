"""What a portal refuses because of its plan, subscriptions and confirmations."""

from django.utils.translation import gettext_noop as _

from landing_app.jobs.codes.words import Words

PLAN: dict[str, Words] = {
    "PUBLIC_PAGE_REACHED": (
        _("Your Bitrix24 plan has no free slots for published pages"),
        _("Pages that are not published yet stay as they are. The limit belongs to your Bitrix24 plan."),
        _("Unpublish a page nobody needs or ask your administrator about the plan, then press Resume."),
        "choose_pages",
    ),
    "PUBLIC_SITE_REACHED": (
        _("Your Bitrix24 plan has no free slots for published sites"),
        _("Publishing this page would also put its site online."),
        _("Unpublish a site nobody needs or ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PUBLIC_SITE_REACHED_FREE": (
        _("Bitrix24 publishes sites on paid plans only"),
        _("Your pages stay ready as drafts."),
        _("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "TOTAL_SITE_REACHED": (
        _("Your Bitrix24 plan does not allow one more site"),
        _("It counts all sites, also those that are offline."),
        _("Delete a site nobody needs in Bitrix24 or ask your administrator, then press Resume."),
        "plans",
    ),
    "FREE_DOMAIN_IS_NOT_ALLOWED": (
        _("Your Bitrix24 plan does not include a free domain"),
        _("The site cannot go online under its present address."),
        _("Choose another address for the site or ask your administrator, then press Resume."),
        "site_settings",
    ),
    "FEATURE_NOT_AVAIL": (
        _("Your Bitrix24 plan does not include this"),
        _("Nothing was changed."),
        _("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PUBLIC_HTML_DISALLOWED_S": (
        _("Your plan does not publish custom HTML code, and the site has it"),
        _("The code is set for the whole site, so no page of it can be published."),
        _("Switch off custom HTML in the site settings, then press Resume."),
        "site_settings",
    ),
    "PUBLIC_HTML_DISALLOWED_L": (
        _("Your plan does not publish custom HTML code, and “%(title)s” has it"),
        _("Other pages are not affected."),
        _("Open the page settings and switch off its custom HTML, then retry."),
        "page_settings",
    ),
    "LANDING_PAYMENT_FAILED": (
        _("The page came from a Market app whose subscription has ended"),
        _("Bitrix24 does not publish it until the subscription is renewed."),
        _("Ask your administrator to renew the subscription in Market, then retry."),
        "market",
    ),
    "LANDING_PAYMENT_FAILED_BLOCK": (
        _("The page has a block from a Market app whose subscription has ended"),
        _("Bitrix24 does not publish it until the subscription is renewed."),
        _("Replace the block or ask your administrator to renew the subscription, then retry."),
        "market",
    ),
    "LICENSE_EXPIRED": (
        _("The Bitrix24 license has expired"),
        _("Bitrix24 publishes nothing until it is renewed. Your list is kept."),
        _("Ask your administrator, then press Resume."),
        "plans",
    ),
    "PHONE_NOT_CONFIRMED": (
        _("Bitrix24 wants a confirmed phone number before publishing"),
        _("It asks for this once, before the first publication."),
        _("Publish one page in the Bitrix24 editor to confirm the number, then press Resume."),
        "editor",
    ),
    "EMAIL_NOT_CONFIRMED": (
        _("Bitrix24 wants a confirmed e-mail address before publishing"),
        _("It asks for this once, before the first publication."),
        _("Publish one page in the Bitrix24 editor to confirm the address, then press Resume."),
        "editor",
    ),
    "URLCHECKER_FAIL": (
        _("Bitrix24 found a dangerous link on the page"),
        _("It does not publish a page with a link that it considers harmful."),
        _("Open the page in the editor and remove the link, then retry."),
        "editor",
    ),
    "REST_CLOSED": (
        _("Your Bitrix24 plan does not let apps work"),
        _("Apps can use Bitrix24 on commercial plans only. Nothing was lost."),
        _("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PAYMENT_REQUIRED": (
        _("The subscription that this app needs has ended"),
        _("Bitrix24 does not let apps work on this portal now. Nothing was lost."),
        _("Ask your administrator, then press Resume."),
        "market",
    ),
}
