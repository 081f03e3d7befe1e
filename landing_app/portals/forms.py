"""The shapes of what portals post to us. A field that does not fit makes the whole request refused."""

import json
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest

BODY_LIMIT = 64 * 1024
_MEMBER_ID = RegexValidator(r"\A[0-9A-Za-z_.-]{1,64}\Z")
_SID = RegexValidator(r"\A[0-9A-Za-z_-]{1,64}\Z")
_TOKEN = RegexValidator(r"\A[\x21-\x7e]{1,512}\Z")


def too_large(request: HttpRequest) -> bool:
    """Whether the body is larger than any portal sends; asked before the body is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not (length.isascii() and length.isdigit()) or int(length) > BODY_LIMIT


def _is_plain(value: object) -> bool:
    """A whole number, or a text that every database keeps: no NUL, no half of a surrogate pair."""
    return isinstance(value, int) or (isinstance(value, str) and value.isprintable())


class EntryForm(forms.Form):
    """The form POST that opens our frame: installer, application and placements alike.

    `AUTH_ID` may be empty (a person without access to the app); `PLACEMENT_OPTIONS` is a JSON text and may be
    absent. DOMAIN, PROTOCOL and status are not read: they prove nothing.
    """

    AUTH_ID = forms.CharField(max_length=512, required=False, validators=[_TOKEN])
    REFRESH_ID = forms.CharField(max_length=512, required=False, validators=[_TOKEN])
    SERVER_ENDPOINT = forms.CharField(max_length=255, required=False)
    APPLICATION_TOKEN = forms.CharField(max_length=128, required=False, validators=[_TOKEN])
    member_id = forms.CharField(max_length=64, validators=[_MEMBER_ID])
    PLACEMENT = forms.CharField(max_length=120, required=False)
    PLACEMENT_OPTIONS = forms.CharField(max_length=16_384, required=False)
    LANG = forms.CharField(max_length=12, required=False)
    APP_SID = forms.CharField(max_length=64, required=False, validators=[_SID])

    @classmethod
    def of(cls, request: HttpRequest) -> "EntryForm":
        """Secrets are taken from the body only; `LANG` and `APP_SID` come in the query."""
        data = request.POST.dict()
        for name in ("LANG", "APP_SID"):
            data.setdefault(name, request.GET.get(name, ""))
        return cls(data)

    def clean_PLACEMENT_OPTIONS(self) -> dict[str, Any]:  # noqa: N802 - Django derives the name from the field
        """An object; PHP writes an empty one as `[]`. Only numbers and plain texts of it are kept: ids and codes."""
        text = self.cleaned_data["PLACEMENT_OPTIONS"]
        try:
            options = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            raise forms.ValidationError("PLACEMENT_OPTIONS is not JSON.") from None
        if not isinstance(options, dict):
            return {}
        return {name: value for name, value in options.items() if name.isprintable() and _is_plain(value)}


class RenewalForm(forms.Form):
    """What `session.js` posts after `refreshAuth`. `member_id` is needed only where no session was opened
    yet."""

    AUTH_ID = forms.CharField(max_length=512, validators=[_TOKEN])
    REFRESH_ID = forms.CharField(max_length=512, required=False, validators=[_TOKEN])
    member_id = forms.CharField(max_length=64, required=False, validators=[_MEMBER_ID])


class EventForm(forms.Form):
    """A lifecycle event of a portal. Its tokens, if any, are not read."""

    event = forms.CharField(max_length=60)
    member_id = forms.CharField(max_length=64, validators=[_MEMBER_ID])
    application_token = forms.CharField(max_length=128, validators=[_TOKEN])
    version = forms.CharField(max_length=20, required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> "EventForm":
        """Reads PHP's bracket notation, `auth[member_id]`."""
        post = request.POST
        return cls(
            {
                "event": post.get("event", "").upper(),
                "member_id": post.get("auth[member_id]", ""),
                "application_token": post.get("auth[application_token]", ""),
                "version": post.get("data[VERSION]", ""),
            }
        )
