"""A model field whose value is encrypted for its own row and opened only when it is read."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from landing_app.portals.crypto import Sealed, Secret, seal, unseal


class _SealedAttribute(DeferredAttribute):
    """Opens the value on first reading, so that lists of rows decrypt nothing."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = unseal(value, self.field.place(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: str) -> None:
        kept = value if isinstance(value, Sealed | Secret) else Secret(value)
        instance.__dict__[self.field.attname] = kept


if TYPE_CHECKING:
    _Text = models.TextField[str, Secret]
else:
    _Text = models.TextField


class EncryptedField(_Text):
    """Text encrypted at rest (`crypto.py`), empty by default.

    The model names the row by a method `secret_place() -> str`; a value copied into another row or column is
    unreadable. Never usable in a lookup, and `QuerySet.update` takes only a value made by `seal()`.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(blank=True, default="", editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("blank", "default", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def place(self, instance: models.Model) -> str:
        """The text that binds a value to this row and column."""
        return f"{instance.secret_place()}|{self.name}"  # type: ignore[attr-defined]

    def seal(self, instance: models.Model, plain: str) -> Sealed:
        """`plain` encrypted for this row, for a conditional UPDATE."""
        return seal(plain, self.place(instance)) if plain else Sealed("")

    def from_db_value(self, value: str | None, *_context: object) -> str:
        """Leave the value encrypted until it is read."""
        return Sealed(value) if value else Secret("")

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:  # noqa: ARG002 - Django's signature
        """Encrypt what was set; what was never read goes back as it was."""
        value = model_instance.__dict__.get(self.attname, Secret(""))
        return value if isinstance(value, Sealed) else self.seal(model_instance, value)

    def get_prep_value(self, value: Any) -> str:
        """Refuse plain text, so that no secret reaches the database unencrypted."""
        if not value:
            return ""
        if not isinstance(value, Sealed):
            raise TypeError("An encrypted field stores only sealed values and cannot be searched.")
        return str(value)


def sealed(instance: models.Model, name: str, plain: str) -> Sealed:
    """`plain` encrypted for the field `name` of this row, as `QuerySet.update` takes it."""
    field = instance._meta.get_field(name)
    if not isinstance(field, EncryptedField):
        raise TypeError(f"{name} is not an encrypted field.")
    return field.seal(instance, plain)
