"""What do the forms of conferences share?"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from shield.core.forms import Form


class Sure(Form):
    """Asks for nothing but a press of its button."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]


class SeenForm(Form):
    """A form of what is written already: it remembers what its page showed.

    So somebody else's change is found out, and shown, before it is written over.
    """

    days: ClassVar[tuple[str, ...]] = ()
    moments: ClassVar[tuple[str, ...]] = ()
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, facts: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        """`facts` are what is written now; None for something new, which nobody else changes."""
        if facts is not None:
            kwargs["initial"] = {**facts, "seen": packed(facts), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if facts is None:
            del self.fields["seen"]

    def clean_seen(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self.cleaned_data["seen"])
            for names, kind in ((self.days, date), (self.moments, datetime)):
                for name in names:
                    found[name] = kind.fromisoformat(found[name]) if found[name] else None
        except (ValueError, KeyError, TypeError):
            raise ValidationError("Open this page again: it has lost what it showed") from None
        return found

    def overtaken(self, now: Mapping[str, Any]) -> None:
        """Somebody else wrote `now`, and this person is shown that: a next time it is known."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = packed({**self.cleaned_data["seen"], **now})
        self.data = data


def packed(facts: Mapping[str, Any]) -> str:
    """Facts as one hidden field holds them."""
    return json.dumps(dict(facts), cls=Exactly)


class Exactly(DjangoJSONEncoder):
    """Moments to the microsecond, so that what comes back equals what was written."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
