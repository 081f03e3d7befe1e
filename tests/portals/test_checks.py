"""What `manage.py check --deploy` says about trusted hosts."""

from landing_app.portals.checks import trusted_hosts_outside_debug


def test_trusted_hosts_are_named_outside_debug(settings) -> None:
    settings.DEBUG, settings.BITRIX24_TRUSTED_HOSTS = False, ["10.0.0.5:8080"]
    (warning,) = trusted_hosts_outside_debug()
    assert warning.id == "portals.W001"
    assert "10.0.0.5:8080" in str(warning.msg)


def test_nothing_to_say_without_trusted_hosts(settings) -> None:
    settings.DEBUG, settings.BITRIX24_TRUSTED_HOSTS = False, []
    assert trusted_hosts_outside_debug() == []
