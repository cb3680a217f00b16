"""A row that is brought back and "nothing is known" do not stand together."""

from datetime import datetime

from incidents import services
from incidents.models import Incident
from incidents.sections import BY_SLUG
from tests.incidents.filling import add_row, answer, draft
from tests.personas import People


def test_a_row_brought_back_takes_back_that_nobody_is_known(ground: People, at: datetime) -> None:
    by, section = ground.health_practitioner, BY_SLUG["family"]
    incident = draft(ground, at)
    row = add_row(incident, "family", by, at, name="Martha Fairweather")

    def set_removed(removed: bool) -> None:
        services.set_row_removed(
            incident=Incident.objects.get(pk=incident.pk),
            section=section,
            row=row,
            removed=removed,
            by=by,
            at=at,
        )

    set_removed(True)
    answer(incident, "family-summary", by, at, no_people_known=True)
    assert Incident.objects.get(pk=incident.pk).no_people_known
    set_removed(False)
    assert not Incident.objects.get(pk=incident.pk).no_people_known
