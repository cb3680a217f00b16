"""Who acts: told to the triggers that keep old versions of rows (django-pghistory)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import celery
import pghistory
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from shield.core.roles_apart import only_grows

# How the model of old versions is made: `pghistory.create_event_model(Model, **KEPT)`.
KEPT: dict[str, Any] = {
    "append_only": False,  # its own triggers would leave TRUNCATE to the owner
    "meta": {"triggers": only_grows()},
    "obj_field": pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
}


class ActingUser(HistoryMiddleware):
    """What a request changes carries the id of the person; no address, which could say more."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": request.user.pk if request.user.is_authenticated else None}


@contextmanager
def on_behalf_of(user_id: int | None) -> Iterator[None]:
    """What is changed inside carries this person too: who set a task going, as its record says.

    `with history.on_behalf_of(upload.uploaded_by_id): …`. With None the task stands alone.
    """
    with pghistory.context() as known:
        before = dict(known.metadata)
        if user_id is not None:
            known.metadata["user"] = user_id
        try:
            yield
        finally:
            # What is added inside another context would stay until that one ends.
            known.metadata.clear()
            known.metadata.update(before)


class Task(celery.Task):
    """What a task changes carries the task's name, and the person named by `by=`, if any.

    Whoever wakes a task for somebody says for whom: `wake("…", record_id=…, by=person.pk)`. A
    sweep, which finds what waits, names the person from the record with `on_behalf_of`.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with pghistory.context(task=self.name), on_behalf_of(kwargs.get("by")):
            return super().__call__(*args, **kwargs)
