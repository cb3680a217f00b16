"""Columns whose content lies encrypted in the database (`ciphers.py`), each value by itself.

In Python they hold what they always held; the column is text that tells nothing. Empty stays empty,
so that "was it answered?" can be asked in SQL. Nothing else can: equal values look different each
time, so every other look-up is refused rather than answered wrongly. To find a value again, keep
its fingerprint in a column of its own.
"""

import json
from datetime import date
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, IsNull

from shield.core import ciphers


class ExactlyEmpty(Exact):
    """`field=""`: the one value that is not sealed. (None is for Django, which asks `isnull`.)"""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs not in ("", None):
            raise FieldError(
                f"{lhs.target} lies encrypted: it can only be asked whether it is empty"
            )
        super().__init__(lhs, rhs)

    def get_prep_lookup(self) -> Any:
        return self.rhs


class Sealed(models.Field):
    """What the encrypted fields share; mixed in before the field that it seals."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text"

    def get_lookup(self, lookup_name: str) -> Any:
        found = {"exact": ExactlyEmpty, "isnull": IsNull}.get(lookup_name)
        if found is None:
            raise FieldError(f"{self} lies encrypted: there is no {lookup_name} look-up in it")
        return found

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self.read(ciphers.unseal(value)) if value else self.nothing(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or value == "":
            return value
        return ciphers.seal(self.written(value))

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(value) if value not in (None, "") else value

    def nothing(self, value: str | None) -> Any:
        """What an empty column stands for."""
        return value

    def read(self, text: str) -> Any:
        """The value that some text stands for."""
        return text

    def written(self, value: Any) -> str:
        """The text that stands for a value."""
        return str(value)


class EncryptedTextField(Sealed, models.TextField):
    """Text of any length."""


class EncryptedCharField(Sealed, models.CharField):
    """A line of text; `max_length` counts what was typed, not what is stored."""


class EncryptedEmailField(Sealed, models.EmailField):
    """An email address."""


class EncryptedDateField(Sealed, models.DateField):
    """A day, as its ISO form."""

    def read(self, text: str) -> date:
        return date.fromisoformat(text)

    def written(self, value: date) -> str:
        return value.isoformat()


class EncryptedJSONField(Sealed, models.JSONField):
    """What JSON can hold."""

    def read(self, text: str) -> Any:
        return json.loads(text)

    def written(self, value: Any) -> str:
        return json.dumps(value)

    def get_prep_value(self, value: Any) -> Any:
        return value


class FingerprintField(models.CharField):
    """By which rows with an equal encrypted value are found: `of` names the field beside it.

    Worked out when the row is saved; `seek` gives what to look for.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs = {"max_length": 64, "blank": True, "editable": False, **kwargs}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        found = self.seek(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, found)
        return found

    def seek(self, value: str) -> str:
        """The fingerprint of a value, whatever spaces and capitals it was typed with."""
        plain = "".join(str(value or "").split()).upper()
        # A history is searched by the marks of what it is the history of.
        model = getattr(self.model, "pgh_tracked_model", self.model)
        return ciphers.fingerprint(f"{model._meta.label_lower}.{self.of}", plain) if plain else ""
