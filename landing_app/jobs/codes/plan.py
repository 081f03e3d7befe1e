"""What a portal refuses because of its plan, subscriptions and confirmations."""

from django.utils.translation import gettext_noop as _n

from landing_app.jobs.codes.words import Words

PLAN: dict[str, Words] = {
    "PUBLIC_PAGE_REACHED": (
        _n("Your Bitrix24 plan has no free slots for published pages"),
        _n("Pages that are not published yet stay as they are. The limit belongs to your Bitrix24 plan."),
        _n("Unpublish a page nobody needs or ask your administrator about the plan, then press Resume."),
        "choose_pages",
    ),
    "PUBLIC_SITE_REACHED": (
        _n("Your Bitrix24 plan has no free slots for published sites"),
        _n("Publishing this page would also put its site online."),
        _n("Unpublish a site nobody needs or ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PUBLIC_SITE_REACHED_FREE": (
        _n("Bitrix24 publishes sites on paid plans only"),
        _n("Your pages stay ready as drafts."),
        _n("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "TOTAL_SITE_REACHED": (
        _n("Your Bitrix24 plan does not allow one more site"),
        "",
        _n("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "FREE_DOMAIN_IS_NOT_ALLOWED": (
        _n("Your Bitrix24 plan does not include a free domain"),
        _n("The site cannot go online under its present address."),
        _n("Choose another address for the site or ask your administrator, then press Resume."),
        "site_settings",
    ),
    "FEATURE_NOT_AVAIL": (
        _n("Your Bitrix24 plan does not include this"),
        "",
        _n("Ask your administrator about the plan."),
        "plans",
    ),
    "PUBLIC_HTML_DISALLOWED_S": (
        _n("Your plan does not publish custom HTML code, and the site has it"),
        _n("The code is set for the whole site, so no page of it can be published."),
        _n("Switch off custom HTML in the site settings, then press Resume."),
        "site_settings",
    ),
    "PUBLIC_HTML_DISALLOWED_L": (
        _n("Your plan does not publish custom HTML code, and “%(title)s” has it"),
        _n("Other pages are not affected."),
        _n("Open the page settings and switch off its custom HTML, then retry."),
        "page_settings",
    ),
    "LANDING_PAYMENT_FAILED": (
        _n("The page came from a Market app whose subscription has ended"),
        _n("Bitrix24 does not publish it until the subscription is renewed."),
        _n("Ask your administrator to renew the subscription in Market, then retry."),
        "market",
    ),
    "LANDING_PAYMENT_FAILED_BLOCK": (
        _n("The page has a block from a Market app whose subscription has ended"),
        _n("Bitrix24 does not publish it until the subscription is renewed."),
        _n("Replace the block or ask your administrator to renew the subscription, then retry."),
        "market",
    ),
    "LICENSE_EXPIRED": (
        _n("The Bitrix24 license has expired"),
        _n("Bitrix24 publishes nothing until it is renewed. Your list is kept."),
        _n("Ask your administrator, then press Resume."),
        "",
    ),
    "PHONE_NOT_CONFIRMED": (
        _n("Bitrix24 wants a confirmed phone number before publishing"),
        _n("It asks for this once, before the first publication."),
        _n("Publish one page in the Bitrix24 editor to confirm the number, then press Resume."),
        "editor",
    ),
    "EMAIL_NOT_CONFIRMED": (
        _n("Bitrix24 wants a confirmed e-mail address before publishing"),
        _n("It asks for this once, before the first publication."),
        _n("Publish one page in the Bitrix24 editor to confirm the address, then press Resume."),
        "editor",
    ),
    "URLCHECKER_FAIL": (
        _n("Bitrix24 found a dangerous link on the page"),
        _n("It does not publish a page with a link that it considers harmful."),
        _n("Open the page in the editor and remove the link, then retry."),
        "editor",
    ),
    "REST_CLOSED": (
        _n("Your Bitrix24 plan does not let apps work"),
        _n("Apps can use Bitrix24 on commercial plans only. Nothing was lost."),
        _n("Ask your administrator about the plan, then press Resume."),
        "plans",
    ),
    "PAYMENT_REQUIRED": (
        _n("The subscription that this app needs has ended"),
        _n("Bitrix24 does not let apps work on this portal now. Nothing was lost."),
        _n("Ask your administrator, then press Resume."),
        "plans",
    ),
}
