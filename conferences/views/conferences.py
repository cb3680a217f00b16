"""Which page shows a conference to those who run it?"""

from django.http import HttpRequest, HttpResponse

from conferences.views.pages import ConferencePage


class ConferenceDetail(ConferencePage):
    """One conference: when, where, who it is about, and how far its reports are."""

    template = "conferences/conference_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        conference = self.conference(pk)
        self.consulted(conference, "conference")
        return self.page(conference=conference)
