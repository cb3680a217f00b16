"""Kinds of answer that the partnership asks for: money, a time of day, a person, a link."""

import re
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from shield.accounts.models import User
from shield.core.forms import CharField, EmailField, Text
from shield.core.forms.dates import read_time
from shield.core.forms.fields import name_of
from shield.core.widgets import time_typed


class PoundsField(forms.Field):
    """An amount of money; gives `Decimal | None`. `is_signed` lets it lie below nothing."""

    widget = Text(width=10, prefix="£", attrs={"spellcheck": "false"})

    def __init__(self, *, is_signed: bool = False, **options: Any) -> None:
        self.is_signed = is_signed
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = re.sub(r"[\s,£]", "", str(value)).replace("−", "-")
        if not re.fullmatch(r"-?[0-9]{1,8}(\.[0-9]{1,2})?", text):
            raise ValidationError(
                f"{name_of(self)} must be an amount in pounds, like 1250 or 1250.50", code="invalid"
            )
        amount = Decimal(text)
        if amount < 0 and not self.is_signed:
            raise ValidationError(f"{name_of(self)} must not be below 0", code="below")
        return amount


class TimeOfDayField(forms.Field):
    """A time of day; gives `time | None`."""

    widget = Text(width=5)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = read_time(str(value).strip())
        if found is None:
            name = name_of(self)
            raise ValidationError(
                f"{'Your answer' if name.endswith('?') else name} must be a time of day, like "
                "4:30pm or 16:30",
                code="invalid",
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return time_typed(value) if isinstance(value, time) else value


class PersonField(EmailField):
    """Somebody with a role in the portal, by the address with which they sign in."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget",
            Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
        )
        super().__init__(**options)

    def clean(self, value: Any) -> User | None:
        address = super().clean(value)
        if not address:
            return None
        found: User | None = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None or not found.access.roles:
            raise ValidationError("Nobody with a role in the portal has this email address")
        return found


class LinkField(CharField):
    """The address of a page: on the web, or a path on this portal."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 500)
        options.setdefault("widget", Text(attrs={"spellcheck": "false", "inputmode": "url"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        link: str = super().clean(value) or ""
        # A backslash is a slash to browsers.
        is_ours = re.fullmatch(r"/(?![/\\])\S*", link)
        if link and not is_ours and not re.fullmatch(r"https://[^\s/\\]+\S*", link):
            raise ValidationError(
                f"{name_of(self)} must start with https://, or with / for a page of this portal",
                code="invalid",
            )
        return link
