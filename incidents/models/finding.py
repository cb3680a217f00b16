"""Which notifications are these? Questions in the words of the field, asked of the table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from incidents.models.choices import FILED, Status
from incidents.models.listed import NEXT_DUE, REASONS, SHOWN
from incidents.permissions import Perm
from shield.accounts.access import visible

if TYPE_CHECKING:
    from incidents.models.incident import Incident


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: object) -> Self:
        """The notifications this person may read."""
        return visible(self, user, Perm.READ)  # type: ignore[return-value]

    def editable_by(self, user: object) -> Self:
        """The drafts this person may work on."""
        return visible(self, user, Perm.EDIT)  # type: ignore[return-value]

    def exportable_by(self, user: object) -> Self:
        return visible(self, user, Perm.EXPORT)  # type: ignore[return-value]

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def filed(self) -> Self:
        return self.filter(status__in=sorted(FILED))

    def of_child(self, nhs_number: str) -> Self:
        """The notifications that name a child of exactly this number."""
        children: Any = apps.get_model("incidents", "Child")._default_manager
        return self.filter(pk__in=children.with_nhs_number(nhs_number).values("incident"))

    def of_children_of(self, incident: Incident) -> Self:
        """The other notifications that name a child of this one, by NHS number."""
        children: Any = incident.children.model.objects.present()
        numbers = (
            children.filter(incident=incident).exclude(nhs_fingerprint="").values("nhs_fingerprint")
        )
        named = children.filter(nhs_fingerprint__in=numbers).values("incident")
        return self.filter(pk__in=named).exclude(pk=incident.pk)

    def orphaned(self, at: datetime) -> Self:
        """The restricted ones about which nobody who is let in decides."""
        grants: Any = apps.get_model("incidents", "IncidentGrant")._default_manager
        return self.filed().filter(
            ~Exists(grants.keeping(at).filter(record=OuterRef("pk"))), is_restricted=True
        )

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def for_lines(self) -> Self:
        """With what a line says of each, in one query: no answer is unsealed for it."""
        return self.select_related("agency").only(
            "status", "reference", "saved_at", "submitted_at", "agency__name"
        )

    def for_list(self) -> Self:
        """With all that a list shows and nothing else, in one query.

        `next_due` is the earliest open clock's day.
        """
        return (
            self.select_related("agency", "notifier")
            .only(*SHOWN)
            .annotate(
                next_due=RawSQL(NEXT_DUE, [], models.DateField()),  # noqa: S611  no parameters
            )
        )

    def with_reasons(self) -> Self:
        """With `reasons`, the criteria as they are worded: who is shown these reads of the case."""
        worded = RawSQL(REASONS, [], ArrayField(models.TextField()))  # noqa: S611  no parameters
        return self.annotate(reasons=worded)
