"""Sets the stage for looking at pages of decisions; imported once Django is set up."""

from partnership.models import Decision, DecisionRequest, RequestStatus


def decided() -> dict[str, object]:
    """The demo's decisions."""
    agreed = DecisionRequest.objects.filter(status=RequestStatus.AGREED).latest("pk")
    return {
        "asked": DecisionRequest.objects.open().latest("pk").pk,
        "agreed": agreed.pk,
        "between": Decision.objects.get(request=agreed).pk,
    }
