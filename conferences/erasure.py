"""What of a conference is erased when its time is over, and what is kept?

Everything that lies encrypted is erased, in every table that hangs on a conference, unless `KEPT`
says why not: what a later change adds goes too, without anybody thinking of it. What is left are
days, states, agencies, decisions, clocks and the audit: that something was done, by when, by whom.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import DateField, Field, Model

from conferences.models import Conference
from shield.core.fields import FingerprintField, Sealed
from shield.documents.models import Document, Upload
from shield.documents.services.erasing import WORD

# What names nobody, though it lies encrypted: (model, field) -> why.
KEPT: dict[tuple[str, str], str] = {
    ("Disclosure", "given_on"): "when a copy left the portal has to be known for longer than what "
    "was in it",
    ("LegalHold", "reason"): "why something was kept, or let go, is asked for after that; it is "
    "entered without names",
    ("LegalHold", "lift_reason"): "as its reason",
}
# What lies in plain columns and is erased all the same: (model, field) -> what stands there then.
PLAIN: dict[tuple[str, str], Any] = {
    ("Child", "sex"): "",
}


def tables() -> Iterator[tuple[type[Model], str]]:
    """Every table of this app whose rows hang on a conference, and the path from there to it."""
    for model in apps.get_app_config("conferences").get_models():
        if model is Conference:
            yield model, "pk"
        elif not is_history(model) and (path := path_to_conference(model)):
            yield model, path


def is_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def path_to_conference(model: type[Model]) -> str:
    """The shortest way over what rows point at; empty for what belongs to no conference."""
    ahead: deque[tuple[type[Model], str]] = deque([(model, "")])
    seen: set[type[Model]] = {model}
    while ahead:
        here, path = ahead.popleft()
        for field in _pointing(here):
            step = f"{path}__{field.name}" if path else field.name
            target: Any = field.related_model
            if target is Conference:
                return step
            if target not in seen and target._meta.app_label == "conferences":
                seen.add(target)
                ahead.append((target, step))
    return ""


def sealed(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table that lie encrypted, and the marks by which they are found."""
    return [one for one in model._meta.fields if isinstance(one, Sealed | FingerprintField)]


def erased_as(field: Field[Any, Any]) -> Any:
    """What stands in a column once its row is erased, where something stood.

    A word, so that a page says what became of it; nothing where no word can stand.
    """
    if isinstance(field, FingerprintField):
        return ""
    return None if isinstance(field, DateField) else WORD


def files() -> Iterator[tuple[type[Model], str, str, type[Model]]]:
    """Where rows point at files: table, column, path to the conference, what is pointed at."""
    for model, path in tables():
        for field in _pointing(model):
            if field.related_model in (Document, Upload):
                yield model, field.name, path, field.related_model


def _pointing(model: type[Model]) -> list[Any]:
    return [one for one in model._meta.fields if one.many_to_one or one.one_to_one]
