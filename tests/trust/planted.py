"""Pages with faults planted in them, for the tests that must find each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from incidents.models import Incident
from incidents.permissions import Perm
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core import errors
from shield.core.views import Page
from shield.urls import handler404
from shield.urls import urlpatterns as whole

__all__ = ["handler404", "urlpatterns"]


class Sound(Page):
    """As a page should be."""

    permission = Perm.OPEN

    def find(self, pk: int) -> Incident:
        return get_object_or_404(Incident.objects.visible_to(self.request.user).filed(), pk=pk)

    def answer(self, incident: Incident) -> HttpResponse:
        audit.seen(incident, by=signed_in(self.request), at=timezone.now(), page="planted")
        return HttpResponse(incident.facts)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(self.find(pk))


class SeesAll(Sound):
    """Forgets visible_to."""

    def find(self, pk: int) -> Incident:
        return get_object_or_404(Incident.objects.filed(), pk=pk)


class SaysForbidden(Sound):
    """Tells what exists from what does not."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if get_object_or_404(Incident, pk=pk) and not Incident.objects.visible_to(
            request.user
        ).filed().filter(pk=pk):
            return HttpResponse(status=403)
        return super().get(request, pk)


class SaysMore(Sound):
    """The right status, with other words."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return super().get(request, pk)
        except Http404:
            if not Incident.objects.filter(pk=pk):
                raise
            return HttpResponse("This is not for you", status=404)


class SaysByHeader(Sound):
    """The right page, with another header."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return super().get(request, pk)
        except Http404 as refusal:
            answer = errors.handler404(request, refusal)
            if Incident.objects.filter(pk=pk):
                answer["X-Exists"] = "1"
            return answer


class WritesFirst(Sound):
    """Writes a consultation of what the reader does not get to see."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Incident.objects.filter(pk=pk).first()
        if found is not None:
            audit.seen(found, by=signed_in(request), at=timezone.now(), page="planted")
        return super().get(request, pk)


class SaysNothing(Sound):
    """Shows a case and writes no consultation."""

    def answer(self, incident: Incident) -> HttpResponse:
        return HttpResponse(incident.facts)


class Fails(Sound):
    """Falls over what it may not see."""

    def find(self, pk: int) -> Incident:
        return Incident.objects.visible_to(self.request.user).filed().get(pk=pk)


urlpatterns = [
    path("planted/sound/<int:pk>/", Sound.as_view(), name="planted_sound"),
    path("planted/sees-all/<int:pk>/", SeesAll.as_view(), name="planted_sees_all"),
    path("planted/forbidden/<int:pk>/", SaysForbidden.as_view(), name="planted_forbidden"),
    path("planted/more/<int:pk>/", SaysMore.as_view(), name="planted_more"),
    path("planted/header/<int:pk>/", SaysByHeader.as_view(), name="planted_header"),
    path("planted/writes/<int:pk>/", WritesFirst.as_view(), name="planted_writes"),
    path("planted/silent/<int:pk>/", SaysNothing.as_view(), name="planted_silent"),
    path("planted/fails/<int:pk>/", Fails.as_view(), name="planted_fails"),
    *whole,
]
