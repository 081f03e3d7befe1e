"""`manage.py enroll_staff NAME`: makes a staff account with a new password and a second factor."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice


class Command(BaseCommand):
    help = "Make (or reset) a staff account of the admin: prints its new password and the address for an authenticator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="user name for /admin/")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Earlier passwords and devices of the same name stop working."""
        user, _ = get_user_model().objects.get_or_create(username=options["name"])
        password = secrets.token_urlsafe(15)
        user.set_password(password)
        user.is_staff = user.is_superuser = True
        user.save()
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)
        self.stdout.write(f"User name      {options['name']}")
        self.stdout.write(f"Password       {password}")
        self.stdout.write(f"Authenticator  {device.config_url}")
        self.stdout.write(
            "Add the last line to an authenticator app (as a QR code or by its secret), then open /admin/."
        )
